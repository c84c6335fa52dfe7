"""History: what one version says of its own past, before it is compared with its parent."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.checks.described import places
from schemac.checks.entries import listed
from schemac.checks.rule import rule
from schemac.diagnostic import Code, Diagnostic, Note
from schemac.model import Change, Dictionary, PointMap, Retired, Skeleton, TierSet

Versioned = Skeleton | TierSet | Dictionary


@rule("H010", "change-incomplete")
def change_incomplete(code: Code, subject: Versioned) -> Iterator[Diagnostic]:
    """A declared change lacks something that its verb needs.

    A `split` and a `merge` say `into` what, a `replace` says `by` what, and in a skeleton every
    change of places says what becomes of stored `labels`. Without that nobody can move old labels
    to the new version.

    Add the field. `labels` is `keep`, `review`, `redo` or a formula over the parent's keypoints.

        changes:
          - redefine: [c7]                      # add `labels: redo`
    """
    for change in subject.lineage.changes if subject.lineage else ():
        missing = _missing(change, isinstance(subject, Skeleton))
        if missing:
            yield code.at(
                change.origin,
                f"the change `{change.verb}` of {listed(change.points)} needs {listed(missing)}",
                help="write what becomes of stored labels: `labels: keep`, `review` or `redo`"
                if "labels" in missing
                else None,
                points=_ids(subject, change.points),
            )


@rule("H020", "change-of-unknown", whole=True)
def change_of_unknown(code: Code, subject: Versioned) -> Iterator[Diagnostic]:
    """A declared change names something that neither exists nor is retired.

    It is most likely misspelt. The change that was meant is then not declared at all.

    Name what this version has, or what is listed under `retired`.

        changes:
          - redefine: [t44]                     # write `t4`
            labels: redo
    """
    if not subject.lineage:
        return
    present = _present(subject)
    known = present | {entry.id for entry in subject.retired}
    for change in subject.lineage.changes:
        old = change.points + tuple(old for old, _ in change.tiers if isinstance(subject, TierSet))
        new = tuple(fate.target for fate in change.into) + ((change.by,) if change.by else ())
        unknown = [p for p in old if p not in known] + [p for p in new if p not in present]
        if unknown:
            yield code.at(
                change.origin,
                f"the change `{change.verb}` names {listed(unknown)},"
                " which this version does not have",
                help=_nearest(unknown[0], known),
            )


@rule("H030", "version-not-above-parent")
def version_not_above_parent(code: Code, subject: Versioned) -> Iterator[Diagnostic]:
    """The version is not above the one it descends from.

    Versions are how people and tools see which of two documents is newer. A child that is not
    above its parent would be taken for the older one.

    Raise the version, or correct the parent.

        version: 1.0.0
        lineage:
          parent: body/mine-20@1.0.0            # write `version: 1.1.0` or higher above
    """
    lineage = subject.lineage
    for head in dict.fromkeys((lineage.parent, *lineage.merges)) if lineage else ():
        if head.id != subject.id or _above(subject.version, head.version):
            continue
        first = lineage is not None and head == lineage.parent
        said = f"its parent {head.version}" if first else f"{head.version}, which it merges"
        yield code.at(
            subject.origin / "version",
            f"version {subject.version} is not above {said}",
            Note(
                "the parent" if first else "the merged head",
                (subject.origin / "lineage") / ("parent" if first else "merges"),
            ),
        )


@rule("H040", "retired-too-late")
def retired_too_late(code: Code, subject: Versioned) -> Iterator[Diagnostic]:
    """Something retired is said to be last in this version or a later one.

    `last` names the last version that still had it. This version lists it as gone, so the last
    one lies before.

    Write the version before the one in which it went.

        version: 2.0.0
        retired:
          t2: {last: 2.0.0}                     # write `last: 1.0.0`
    """
    for entry in subject.retired:
        if not _above(subject.version, entry.last):
            yield code.at(
                entry.origin / "last",
                f"`{entry.id}` was last in {entry.last}, but is gone in version {subject.version}",
                help="write the last released version that had it",
            )


@rule("H050", "retired-entry-in-use")
def retired_entry_in_use(code: Code, subject: TierSet | Dictionary) -> Iterator[Diagnostic]:
    """A tier or landmark has the id of a retired one.

    Ids are permanent. Stored labels and the specs that cite the old one would silently take the
    new meaning.

    Choose an id that was never used.

        retired:
          occluded: {last: 1.0.0}
        tiers:
          occluded: {code: 1}                   # write `hidden:`, or another new id
    """
    present = _present(subject)
    for entry in subject.retired:
        if entry.id in present:
            yield code.at(
                entry.origin,
                f"`{entry.id}` was retired after version {entry.last}, but this version has it",
                help="choose an id that was never used",
                points=(entry.id,),
            )


@rule("H060", "retired-index-in-use")
def retired_index_in_use(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """The index of a keypoint just retired belongs to another one, and no `renumber` says so.

    Old arrays hold the retired keypoint at that index. Without a word, its labels would be read
    as those of the new one.

    Declare `renumber` in the lineage, which needs a new major version, or append new keypoints at
    the end.

        retired:
          t2: {last: 1.0.0, index: 3}
        lineage:
          changes:
            - renumber: Indices close the gap of t2.      # the line that is missing
    """
    lineage = skeleton.lineage
    if lineage and any(change.verb == "renumber" for change in lineage.changes):
        return
    owner = {point.index: point for point in skeleton.keypoints}
    for entry in skeleton.retired:
        if lineage and _above(lineage.parent.version, entry.last):
            continue  # it went in an earlier step, which had to say so
        taken = [owner[index] for index in entry.indices if index in owner]
        if taken:
            yield _taken(code, entry, taken[0].id, taken[0].index)


@rule("H070", "date-impossible")
def date_impossible(code: Code, subject: Versioned | PointMap) -> Iterator[Diagnostic]:
    """A date does not exist.

    Ledgers and waivers are compared by date. A day that no calendar has compares with nothing.

    Write year, month and day: `2024-07-01`.

        lineage: {effective: 2024-02-30}        # write `2024-02-29`
    """
    dates = [(waiver.until, waiver.origin / "until") for waiver in subject.waivers]
    if not isinstance(subject, PointMap) and subject.lineage:
        dates.append((subject.lineage.effective, subject.lineage.origin / "effective"))
    for text, origin in dates:
        if text is not None and not _is_date(text):
            message = f"`{text}` is not a date; write year, month and day, such as `2024-07-01`"
            yield code.at(origin, message)


@rule("H080", "renumber-without-major")
def renumber_without_major(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """Indices move, but the major version stays the same as the parent's.

    Old arrays and trained models go by index, so none of them fits the new version. A new major
    version is how everybody learns of that. Below version 1.0.0 the second number plays this part.

    Raise the major version, or leave the indices as they were.

        version: 1.3.0                          # write `version: 2.0.0`
        lineage:
          parent: body/mine-20@1.2.0
          changes:
            - renumber: The face comes last.
    """
    lineage = skeleton.lineage
    if not lineage or lineage.parent.id != skeleton.id:
        return
    own, parent = _numbers(skeleton.version), _numbers(lineage.parent.version)
    if own is None or parent is None or own <= parent or _major(own) > _major(parent):
        return  # not above its parent is told by itself
    change = next((change for change in lineage.changes if change.verb == "renumber"), None)
    if change:
        next_one = (*_major(parent)[:-1], _major(parent)[-1] + 1, 0, 0)[:3]
        yield code.at(
            change.origin / "renumber",
            f"indices move, but {skeleton.version} is no new major version after"
            f" {lineage.parent.version}",
            Note("the version", skeleton.origin / "version"),
            help=f"write `version: {'.'.join(map(str, next_one))}`",
        )


def _missing(change: Change, labels: bool) -> list[str]:
    missing = []
    if change.verb in ("split", "merge") and not change.into:
        missing.append("into")
    if change.verb == "replace" and not change.by:
        missing.append("by")
    unsaid = change.verb in ("redefine", "merge", "replace") and not change.labels
    if change.verb in ("split", "merge") and change.into:
        unsaid = not (change.labels or all(fate.labels for fate in change.into))
    return missing + ["labels"] * (labels and unsaid)


def _present(subject: Versioned) -> set[str]:
    if isinstance(subject, TierSet):
        return {tier.id for tier in subject.tiers}
    if isinstance(subject, Dictionary):
        return {place.id for place in places(subject)}
    return {name for point in subject.keypoints for name in (point.id, point.stem)}


def _ids(subject: Versioned, points: tuple[str, ...]) -> tuple[str, ...]:
    """Stems as ids of keypoints, for waivers; other documents have no stems."""
    if not isinstance(subject, Skeleton):
        return points
    wanted = set(points)
    return tuple(p.id for p in subject.keypoints if p.id in wanted or p.stem in wanted)


def _taken(code: Code, entry: Retired, point: str, index: int) -> Diagnostic:
    return code.at(
        entry.origin / "index",
        f"index {index} of the retired `{entry.id}` now belongs to `{point}`",
        help="add `- renumber: <why>` to the changes of `lineage`",
        points=(point,),
    )


def _nearest(name: str, known: set[str]) -> str | None:
    from difflib import get_close_matches

    close = get_close_matches(name, sorted(known), 1)
    return f"is `{close[0]}` meant?" if close else None


def _above(version: str, other: str) -> bool:
    """Whether a version is higher; an unreadable one is told elsewhere and passes here."""
    one, two = _numbers(version), _numbers(other)
    return one is None or two is None or one > two


def _numbers(version: str) -> tuple[int, ...] | None:
    parts = version.split(".")
    return tuple(map(int, parts)) if all(part.isdecimal() for part in parts) else None


def _major(version: tuple[int, ...]) -> tuple[int, ...]:
    """What tells one major version from another; below 1.0.0 the second number counts too."""
    return version[:1] if version[0] else version[:2]


def _is_date(text: str) -> bool:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
