"""Which specs rest on a dictionary, a tier set or a part that changed."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from schemac.lineage.change import Change, HeaderChanged
from schemac.model import Dictionary, Keypoint, Skeleton, TierSet
from schemac.revision.step import End, Step, Touched


def with_touched(step: Step) -> Step:
    """The step, with the specs and parts that cite what changed in its document."""
    new = step.new
    telling = [change for change in step.changes if not isinstance(change, HeaderChanged)]
    if new is None or step.old is None or not telling:
        return step
    if isinstance(new.document, Skeleton) and new.document.kind != "part":
        return step
    return replace(step, touched=tuple(_touched(new, telling)))


def _touched(end: End, changes: list[Change]) -> Iterator[Touched]:
    names = {id for change in changes for id in _named(change)}
    for path in end.snapshot.documents():
        found = end.snapshot.workspace.read(path).declaration
        if found is None or found.kind not in ("spec", "part"):
            continue
        document = end.snapshot.linked(path).document
        if isinstance(document, Skeleton) and document.id != end.document.id:
            yield from _one(document, end, names)


def _one(skeleton: Skeleton, end: End, names: set[str]) -> Iterator[Touched]:
    document = end.document
    pinned = {each.id: each.version for each in skeleton.dependencies}
    if isinstance(document, Dictionary):
        points = [p for p in skeleton.keypoints if _cites(p, document.id, names)]
        if points:
            version = points[0].place.dictionary.version if points[0].place else ""
            stems = tuple(dict.fromkeys(point.stem for point in points))
            yield Touched(skeleton.id, version, stems)
    elif isinstance(document, TierSet):
        tiers = skeleton.visibility
        if tiers is not None and tiers.id == document.id:
            yield Touched(skeleton.id, tiers.version)
    elif document.id in pinned:
        yield Touched(skeleton.id, pinned[document.id])


def _cites(point: Keypoint, dictionary: str, names: set[str]) -> bool:
    place = point.place
    return place is not None and place.dictionary.id == dictionary and place.name in names


def _named(change: Change) -> Iterator[str]:
    yield from change.points
    for part in change.parts:
        yield from _named(part)
