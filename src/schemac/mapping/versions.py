"""The map from a version to the next, which follows from the declared lineage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from schemac.mapping.algebra import copied
from schemac.mapping.ends import End, end_of
from schemac.mapping.fidelity import Fidelity
from schemac.mapping.migration import Entry, Made, MigrationMap, Shares
from schemac.mapping.tiers import steps_between
from schemac.model import Change, Keypoint, Skeleton
from schemac.reading.formula import FormulaError, parse, weights


def from_lineage(
    parent: Skeleton,
    child: Skeleton,
    ends: tuple[End, End] | None = None,
    beside: Sequence[Change] = (),
) -> MigrationMap:
    """The map along a parent link: an id that stays is taken as it is, unless a declared change
    says what becomes of its labels.

    `beside` is what the versions of other heads declared that end in the child as well. What the
    child says itself goes before it."""
    step = child.lineage
    own = step.changes if step else ()
    changes = (*own, *beside)
    said = {
        **_several(fate for change in beside for fate in _fates(change, parent, child)),
        **{fate.target: fate for change in own for fate in _fates(change, parent, child)},
    }
    retier = next((dict(change.tiers) for change in changes if change.verb == "retier"), None)
    looked_at = _looked_at(changes, child)
    entries = (_entry(point, said.get(point.id), parent) for point in child.keypoints)
    return MigrationMap(
        source=ends[0] if ends else end_of(parent),
        target=ends[1] if ends else end_of(child),
        entries=tuple(_reviewed(entry, entry.target in looked_at) for entry in entries),
        tiers=steps_between(parent, child, retier),
        made=(
            Made(
                how="lineage",
                of=str(child.reference),
                author=step.author if step else None,
                rationale=step.rationale if step else None,
            ),
        ),
    )


class _Fate:
    """What one change says of the labels of one target keypoint."""

    def __init__(self, target: str, labels: str, olds: tuple[str, ...], change: Change) -> None:
        self.target, self.labels, self.olds, self.change = target, labels, olds, change


def _several(fates: Iterable[_Fate]) -> dict[str, _Fate]:
    """One for each target. Where several steps speak of one, no single step says what the labels
    from before all of them are worth, unless all keep them."""
    found: dict[str, _Fate] = {}
    for fate in fates:
        before = found.get(fate.target)
        if before is None or before.labels == fate.labels == "keep":
            found[fate.target] = fate
        else:
            found[fate.target] = _Fate(fate.target, "redo", (), fate.change)
    return found


def _fates(change: Change, parent: Skeleton, child: Skeleton) -> Iterator[_Fate]:
    """One for each target keypoint that a change speaks of, both sides of a pair apart."""
    if change.verb in ("redefine", "add"):
        pairs = [(word, change.labels) for word in change.points]
    elif change.verb == "replace":
        pairs = [(change.by or "", change.labels)]
    elif change.verb in ("split", "merge"):
        pairs = [(fate.target, fate.labels or change.labels) for fate in change.into]
    else:
        return
    for word, labels in pairs:
        for point in _meant(child, word):
            olds = _old(change, parent, point)
            yield _Fate(point.id, labels or "redo", olds, change)


def _old(change: Change, parent: Skeleton, point: Keypoint) -> tuple[str, ...]:
    """The parent's keypoints that a change leads to a target of one side."""
    if change.verb in ("redefine", "add"):
        return (point.id,) if point.id in parent.by_id else ()
    every = [old for word in change.points for old in _meant(parent, word)]
    return tuple(old.id for old in every if old.side in (point.side, None) or not point.side)


def _entry(point: Keypoint, fate: _Fate | None, parent: Skeleton) -> Entry:
    if fate is not None:
        return _fated(point, fate, parent)
    old = parent.by_id.get(point.id)
    if old is None:
        why = f"new: {parent.reference} has no `{point.id}`"
        return Entry(target=point.id, fidelity=Fidelity.NONE, why=(why,))
    if old.place and point.place and old.place.key != point.place.key:
        why = f"it was {old.place} and is {point.place}, and no change says what that means"
        return copied(point.id, old.id, why, fidelity=Fidelity.APPROXIMATE)
    return copied(point.id, old.id)


def _fated(point: Keypoint, fate: _Fate, parent: Skeleton) -> Entry:
    why: tuple[str, ...] = (fate.change.why,) if fate.change.why else ()
    labels, declared = fate.labels, fate.change.fidelity
    if labels in ("keep", "review"):
        if len(fate.olds) != 1:
            none = (f"`{labels}` does not say which of several labels is kept",)
            return Entry(target=point.id, fidelity=Fidelity.RELABEL, why=why or none)
        close = (labels == "review" and declared != "exact") or declared == "approximate"
        grade = Fidelity.APPROXIMATE if close else Fidelity.EXACT
        kept = why or (f"`{point.id}` was redefined, and its labels kept",)
        entry = copied(point.id, fate.olds[0], *(kept if close else ()), fidelity=grade)
        return _reviewed(entry, labels == "review")
    shares = None if labels == "redo" else _shares(labels, point, parent)
    if shares is None:
        reason = why or ("stored labels are of another place",)
        return Entry(target=point.id, fidelity=Fidelity.RELABEL, why=reason)
    defined = declared is None and dict(shares) == {w.keypoint: w.fraction for w in point.weights}
    exact = declared == "exact" or defined
    grade = Fidelity.EXACT if exact else Fidelity.APPROXIMATE
    reason = () if exact else why or (f"a first position, {labels}",)
    return Entry(target=point.id, x=shares, y=shares, fidelity=grade, why=reason)


def _shares(text: str, point: Keypoint, parent: Skeleton) -> Shares | None:
    """A formula over the parent's keypoints; stems mean the side of the target. None when it is no
    weighted sum of them."""
    try:
        linear = weights(parse(text).tree)
    except FormulaError:
        return None
    shares = []
    for word, weight in linear.items():
        sided = f"{point.side}_{word}" if point.side else word
        found = next((id for id in (word, sided) if id in parent.by_id), None)
        if found is None:
            return None
        shares.append((found, weight))
    return tuple(shares)


def _looked_at(changes: Iterable[Change], child: Skeleton) -> frozenset[str]:
    """The keypoints of `review`, given as ids, stems or regions."""
    words = {word for change in changes for word in change.review}
    return frozenset(point.id for word in words for point in _meant(child, word))


def _meant(skeleton: Skeleton, word: str) -> list[Keypoint]:
    """The keypoints that an id, a stem or `region.x` means."""
    region = word.removeprefix("region.") if word.startswith("region.") else None
    return [
        point
        for point in skeleton.keypoints
        if word in (point.id, point.stem) or (region is not None and point.region == region)
    ]


def _reviewed(entry: Entry, review: bool) -> Entry:
    if not review or entry.review or not entry.x:
        return entry
    return replace(entry, review=True)
