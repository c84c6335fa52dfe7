"""Declared changes that a comparison does not bear out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from schemac.diagnostic import Diagnostic, Note
from schemac.lineage import change as c
from schemac.lineage import codes
from schemac.lineage.change import Change
from schemac.lineage.pairing import Declarations, Document, listed
from schemac.model import Change as Declared
from schemac.model import Keypoint, PointMap, Skeleton

Step = tuple[Document, Declarations, tuple[Change, ...]]
"""The older document, what is declared of the way from it, and what changed."""


def in_vain(new: Document, steps: Sequence[Step]) -> Iterator[Diagnostic]:
    """Declarations about what changed in none of the steps to a document, and `editorial` for
    what is another place."""
    lineage = None if isinstance(new, PointMap) else new.lineage
    olds = [old for old, _, _ in steps]
    found = [change for _, _, changes in steps for change in changes]
    for declared in lineage.changes if lineage else ():
        if declared.verb in ("redefine", "editorial"):
            yield from _idle(declared, new, found)
        if declared.verb == "editorial":
            yield from _elsewhere(declared, new, steps)
        elif declared.verb == "renumber" and not any(_renumbered(old, new) for old in olds):
            yield _in_vain(declared, "no index moved, and none that was freed is used again")
        elif declared.verb == "retier" and not _retiered(found):
            yield _in_vain(declared, "the tiers are the same")
        elif declared.verb in ("split", "merge", "replace") and isinstance(new, Skeleton):
            left = [name for name in declared.points if _points(new, name)]
            if left:
                yield _in_vain(declared, f"{listed(left)} {_is(left)} still there")


def _idle(declared: Declared, new: Document, changes: Iterable[Change]) -> Iterator[Diagnostic]:
    touched = {id for change in _meant(changes) for id in change.points}
    idle = [name for name in declared.points if not touched & set(_ids(new, name))]
    if idle:
        yield _in_vain(declared, f"the meaning of {listed(idle)} is as it was")


def _elsewhere(declared: Declared, new: Document, steps: Sequence[Step]) -> Iterator[Diagnostic]:
    for name in declared.points:
        for old, every, _ in steps:
            if every.naming("redefine", name, *_ids(new, name)):
                continue  # another head moved it, and says so
            refused = _refused(declared, name, old, new)
            if refused is not None:
                yield refused
                break


def _refused(declared: Declared, name: str, old: Document, new: Document) -> Diagnostic | None:
    for one, two in _pairs(old, new, name):
        if (how := another_place(one, two)) is not None:
            return codes.EDITORIAL_REFUSED.at(
                declared.origin,
                f"`{name}` is called editorial, but {how}",
                Note("it was here", one.origin),
                help=f"write `- redefine: [{name}]` with `labels: review` or `redo`",
                points=(two.id,),
            )
    return None


def another_place(one: Keypoint, two: Keypoint) -> str | None:
    """How two versions of a keypoint are another place whatever their words; None when only the
    words can tell."""
    if one.place and two.place and one.place.key != two.place.key:
        return f"it cites `{two.place}` and no longer `{one.place}`"
    if one.kind != two.kind:
        return f"its kind is {two.kind} and was {one.kind}"
    if one.formula and two.formula and one.formula.text != two.formula.text:
        same = one.weights and one.weights == two.weights
        return None if same else "it is computed in another way"
    return None


def _in_vain(declared: Declared, how: str) -> Diagnostic:
    return codes.DECLARED_IN_VAIN.at(
        declared.origin,
        f"`{declared.verb}` is declared, but {how}",
        help="correct the names, or delete the line",
    )


def _meant(changes: Iterable[Change]) -> Iterator[Change]:
    """Changes of meaning, also those within another tier set."""
    for change in changes:
        if isinstance(change, (c.Redefined, c.Reworded, c.MeaningUndeclared)):
            yield change
        yield from _meant(change.parts)


def _renumbered(old: Document, new: Document) -> bool:
    if not isinstance(old, Skeleton) or not isinstance(new, Skeleton):
        return False
    before = {point.index: point.id for point in old.keypoints}
    return any(before.get(p.index, p.id) != p.id for p in new.keypoints)


def _retiered(changes: Iterable[Change]) -> bool:
    return any(
        isinstance(change, (c.TierSetChanged, c.TiersUndeclared))
        or type(change).__name__.startswith("Tier")
        for change in changes
    )


def _pairs(old: Document, new: Document, name: str) -> Iterator[tuple[Keypoint, Keypoint]]:
    if isinstance(old, Skeleton) and isinstance(new, Skeleton):
        for point in _points(new, name):
            if point.id in old.by_id:
                yield old.by_id[point.id], point


def _ids(document: Document, name: str) -> list[str]:
    if isinstance(document, Skeleton):
        return [point.id for point in _points(document, name)]
    return [name]


def _points(skeleton: Skeleton, name: str) -> list[Keypoint]:
    return [point for point in skeleton.keypoints if name in (point.id, point.stem)]


def _is(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"
