"""The lines that would declare a change: ready to paste, with what only a person can decide
left as a question behind `#`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from schemac.lineage import change as c
from schemac.lineage.change import Change
from schemac.lineage.pairing import Document
from schemac.model import Keypoint, PointMap, Skeleton


class Suggestion(Struct, frozen=True):
    """Lines for the sections of a document."""

    retired: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.retired or self.changes or self.former_names)


def suggest(changes: Iterable[Change], old: Document, new: Document) -> Suggestion:
    """What to write into the new document so that nothing about the step is left unsaid."""
    found = [change for each in changes for change in _all(each)]
    return Suggestion(
        tuple(line for change in found for line in _retired(change, old)),
        tuple(line for change in found for line in _changes(change, new)),
        tuple(line for change in found for line in _names(change, old, new)),
    )


def written(suggestion: Suggestion, old: Document, new: Document) -> str:
    """The lines as YAML, each under the section it belongs to."""
    lines: list[str] = []
    if suggestion.retired:
        lines += ["retired:", *_indented(suggestion.retired, 2)]
    if suggestion.changes:
        lineage = None if isinstance(new, PointMap) else new.lineage
        lines.append("lineage:")
        if lineage is None:
            lines += _indented((f"parent: {old.id}@{old.version}", "rationale: …"), 2)
        lines += ["  changes:", *_indented(suggestion.changes, 4)]
    if suggestion.former_names:
        lines += ["keypoints:", *_indented(suggestion.former_names, 2)]
    return "".join(f"{line}\n" for line in lines)


def tombstone(id: str, old: Document) -> str:
    """The line of `retired` for a keypoint (by its stem), a landmark or a tier."""
    points = _points(old, id)
    index = ""
    if points and points[0].side:
        sides = ", ".join(f"{p.side}: {p.index}" for p in points)
        index = f", index: {{{sides}}}"
    elif points:
        index = f", index: {points[0].index}"
    return f"{id}: {{last: {old.version}{index}}}"


def former_name(stem: str, old: Document, new: Document) -> str:
    """The field `former_names` of a renamed keypoint, all its old names in it."""
    kept = [name for p in _points(new, stem) for name in p.former_names]
    names = [template(p.name, p) for p in _points(old, stem)]
    every = dict.fromkeys([*(template_of(kept, new, stem)), *names])
    return f"former_names: [{', '.join(every)}]"


def template(name: str, point: Keypoint) -> str:
    """A name with the word for its side as a hole, where it has one."""
    if point.side is None:
        return name
    for word, hole in ((point.side, "<side>"), (point.side.title(), "<Side>")):
        if word in name:
            return name.replace(word, hole, 1)
    return name


def template_of(names: Iterable[str], document: Document, stem: str) -> list[str]:
    """Names of both sides as they were written."""
    points = _points(document, stem)
    return [template(name, p) for p in points for name in names if name in p.former_names]


def _all(change: Change) -> Iterator[Change]:
    yield change
    for part in change.parts:
        yield from _all(part)


def _retired(change: Change, old: Document) -> Iterator[str]:
    if isinstance(change, (c.KeypointDropped, c.LandmarkDropped, c.TierDropped)):
        if not change.parts or not isinstance(change.parts[0], type(change)):
            yield tombstone(_stem(change, old), old)
    elif isinstance(change, c.RenameSuspected) and change.before and change.after:
        yield f"# if `{change.after}` is another point than `{change.before}`:"
        yield tombstone(change.before, old)


def _changes(change: Change, new: Document) -> Iterator[str]:
    if isinstance(change, c.MeaningUndeclared):
        name = _stem(change, new)
        yield f"- editorial: [{name}]  # only if it is still the same place; else"
        yield f"# - redefine: [{name}]"
        if isinstance(new, Skeleton):
            yield "#   labels: redo  # or keep, review, a formula over the old points"
    elif isinstance(change, c.KeypointsReorderedSilently):
        yield "- renumber: …  # say why indices moved; needs a major version"
    elif isinstance(change, c.TiersUndeclared):
        left = [part.points[0] for part in change.parts if _gone(part)]
        tiers = ", ".join(f"{tier}: …" for tier in left) or "…: …"
        yield f"- retier: {{{tiers}}}  # old tier: new tier"
    elif isinstance(change, c.RenameSuspected) and change.before and change.after:
        yield f"# if `{change.after}` took the role of `{change.before}`:"
        yield f"# - replace: {change.before}"
        yield f"#   by: {change.after}"
        yield "#   labels: review"


def _gone(part: Change) -> bool:
    return isinstance(part, (c.TierDropped, c.TierRetired))


def _names(change: Change, old: Document, new: Document) -> Iterator[str]:
    if isinstance(change, c.KeypointRenamedSilently) and not (
        change.parts and isinstance(change.parts[0], c.KeypointRenamedSilently)
    ):
        stem = _stem(change, new)
        yield f"{stem}: {{{former_name(stem, old, new)}}}  # beside its other fields"
    elif isinstance(change, c.RenameSuspected) and change.before and change.after:
        first = next(iter(_points(new, change.after)), None)
        name = template(first.name, first) if first else change.after
        yield f"# if it is still the same point, keep its id `{change.before}`:"
        yield f"{change.before}: {{name: {name}, {former_name(change.before, old, new)}}}"


def _stem(change: Change, document: Document) -> str:
    """What a change is about, as it is written: a stem stands for both sides."""
    id = change.points[0]
    point = document.by_id.get(id) if isinstance(document, Skeleton) else None
    return point.stem if point else id


def _points(document: Document, stem: str) -> list[Keypoint]:
    if not isinstance(document, Skeleton):
        return []
    return [p for p in document.keypoints if stem in (p.stem, p.id)]


def _indented(lines: Iterable[str], by: int) -> list[str]:
    return [" " * by + line for line in lines]
