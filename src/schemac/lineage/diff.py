"""What changed between two versions of a document, as a list of facts.

Each edit by a person is one change: what was written for a pair is told once, a part that came is
one arrival, and indices that closed up behind a keypoint are part of its going.
"""

from __future__ import annotations

from schemac.lineage.change import Change
from schemac.lineage.identity import identity
from schemac.lineage.landmarks import landmarks, takes
from schemac.lineage.meaning import advice, meaning
from schemac.lineage.numbers import numbers
from schemac.lineage.pairing import Declarations, Document, Pairing, Told
from schemac.lineage.surface import conventions, header, looks, pins
from schemac.lineage.topology import topology
from schemac.lineage.visibility import tiers, visibility
from schemac.model import Dictionary, PointMap, Skeleton, TierSet


def diff(
    old: Document, new: Document, declared: Declarations | None = None, told: Told | None = None
) -> tuple[Change, ...]:
    """The changes from `old` to `new`, which are of one kind; nothing else is compared.

    `declared` is what the lineage says of the step (by default the new document's own, and
    nothing is expected to be declared between documents of different ids). `told` is asked what
    a dictionary says of a place between two of its versions.
    """
    known = declared or declared_by(old, new)
    if isinstance(old, Skeleton) and isinstance(new, Skeleton):
        return _skeletons(old, new, known, told)
    if isinstance(old, TierSet) and isinstance(new, TierSet):
        return (*tiers(old, new, known), *header(old, new))
    if isinstance(old, Dictionary) and isinstance(new, Dictionary):
        return (*landmarks(old, new, known), *header(old, new))
    if isinstance(old, PointMap) and isinstance(new, PointMap):
        return (*takes(old, new), *header(old, new))
    return tuple(header(old, new))


def declared_by(old: Document, new: Document) -> Declarations:
    """What the new document's own lineage declares."""
    lineage = None if isinstance(new, PointMap) else new.lineage
    return Declarations(lineage.changes if lineage else (), expected=old.id == new.id)


def _skeletons(
    old: Skeleton, new: Skeleton, declared: Declarations, told: Told | None
) -> tuple[Change, ...]:
    both = Pairing(old, new)
    return (
        *identity(both, declared),
        *meaning(both, declared, told),
        *conventions(both, declared),
        *visibility(both, declared),
        *numbers(both, declared),
        *topology(both, declared),
        *advice(both),
        *looks(both),
        *pins(old, new),
        *header(old, new),
    )
