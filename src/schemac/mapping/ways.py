"""Do map documents agree with each other, where one leads where others lead by a detour?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from schemac.checks.entries import spoken
from schemac.diagnostic import Code, Diagnostic, Note
from schemac.mapping.agreement import disagreements
from schemac.mapping.algebra import then
from schemac.mapping.atlas import Atlas, Find
from schemac.mapping.documents import corrected
from schemac.mapping.graph import parents
from schemac.mapping.landmarks import from_landmarks
from schemac.mapping.migration import MapError, MigrationMap
from schemac.mapping.versions import from_lineage
from schemac.model import PointMap, Reference, Skeleton
from schemac.source import NOWHERE, Origin

WAYS_DISAGREE = Code(
    id="X070",
    name="map-ways-disagree",
    doc="""A map says otherwise than two others that lead the same way by a detour.

    Labels would depend on the way they took: straight from A to C, or from A to B and then to C. A
    step between two versions of a skeleton counts as such a map. Only points are compared that
    both ways fill without doubt.

    Correct one of them, or say `fidelity: approximate` and why where it only comes near.

        points:
          head: {take: nose, fidelity: approximate, why: The nose is the nearest there is.}
    """,
)
CODES: tuple[Code, ...] = (WAYS_DISAGREE,)


class _Way(Struct, frozen=True):
    """One step: from where to where, what it is called, and how its map is made."""

    source: Reference
    target: Reference
    name: str
    made: Callable[[], MigrationMap | None]
    origin: Origin = NOWHERE


def ways_disagree(documents: Sequence[PointMap], find: Find) -> Iterator[Diagnostic]:
    """Each document against two steps that lead between the same ends, over other documents and
    parent links. Such a finding cannot be waived: what is not certain can be called approximate."""
    known = _Known(find)
    straight = [known.document(document) for document in documents]
    ends = {end for way in straight for end in (way.source, way.target)}
    steps = [*straight, *(way for end in sorted(ends) for way in known.lineage(end))]
    for way in straight:
        for first in steps:
            for second in steps:
                detour = (first.source, second.target) == (way.source, way.target)
                if detour and first.target == second.source:
                    yield from _compared(way, first, second)


def _compared(way: _Way, first: _Way, second: _Way) -> Iterator[Diagnostic]:
    made = [each.made() for each in (way, first, second)]
    direct, one, two = made
    if direct is None or one is None or two is None:
        return
    try:
        points = disagreements(direct, then(one, two))
    except MapError:
        return
    if points:
        steps = [each.origin for each in (first, second) if each.origin.file]
        notes = [Note("a step of the other way", origin) for origin in steps]
        yield WAYS_DISAGREE.at(
            way.origin / "points",
            f"{first.name} and then {second.name} say otherwise of {spoken(points)}",
            *notes,
            help="correct one of them, or say `fidelity: approximate` and why",
            points=points,
        )


class _Known:
    """Maps and skeletons, each made once."""

    def __init__(self, find: Find) -> None:
        self._find, self._atlas = find, Atlas(find)

    def document(self, document: PointMap) -> _Way:
        def made() -> MigrationMap | None:
            source, target = self._skeleton(document.source), self._skeleton(document.target)
            if source is None or target is None:
                return None
            try:
                plain = from_landmarks(source, target, self._atlas)
                return corrected(plain, document, source, target)
            except MapError:
                return None  # told by the checks of the document itself

        name = f"`{document.id}`"
        return _Way(document.source, document.target, name, made, document.origin)

    def lineage(self, reference: Reference) -> Iterator[_Way]:
        """The step to a version from its parent; none into a merge, which other heads have a say
        in."""
        child = self._skeleton(reference)
        heads = parents(child) if child is not None else ()
        old = self._skeleton(heads[0]) if len(heads) == 1 else None
        if old is not None and child is not None:
            yield _Way(heads[0], reference, f"the step from `{heads[0]}`", _step(old, child))

    def _skeleton(self, reference: Reference) -> Skeleton | None:
        found = self._find(reference)
        return found if isinstance(found, Skeleton) else None


def _step(parent: Skeleton, child: Skeleton) -> Callable[[], MigrationMap | None]:
    def made() -> MigrationMap | None:
        try:
            return from_lineage(parent, child)
        except MapError:
            return None

    return made
