"""The two ends of a map: what of a skeleton a map has to know, and nothing else."""

from __future__ import annotations

from functools import cached_property

from schemac.canonical import digest
from schemac.model import Reference, Skeleton
from schemac.model.record import Record


class Rung(Record, frozen=True, kw_only=True):
    """A tier of an end. `placed` tells whether a label of it may have coordinates."""

    id: str
    code: int
    placed: bool


class End(Record, frozen=True, kw_only=True, dict=True):
    """A skeleton as a map sees it: ids in index order, mirror partners, tiers from worst to best.

    Tiers without coordinates are worse than those with; among equals the lower code is worse.
    """

    reference: Reference
    digest: str
    points: tuple[str, ...]
    mirror: tuple[int, ...]
    tiers: tuple[Rung, ...]

    @cached_property
    def index(self) -> dict[str, int]:
        """Each id and its position in arrays."""
        return {id: at for at, id in enumerate(self.points)}

    @cached_property
    def rank(self) -> dict[str, int]:
        """Each tier and how good it is; 0 is the worst."""
        return {tier.id: at for at, tier in enumerate(self.tiers)}

    def partner(self, point: str) -> str:
        """The keypoint that takes its place when the picture is mirrored."""
        return self.points[self.mirror[self.index[point]]]


def end_of(skeleton: Skeleton, mark: str | None = None) -> End:
    """What a map keeps of a skeleton, with its digest (`mark`, where it is known already)."""
    tiers = skeleton.visibility.tiers if skeleton.visibility else ()
    rungs = (
        Rung(id=tier.id, code=tier.code, placed=tier.coordinates != "forbidden") for tier in tiers
    )
    return End(
        reference=skeleton.reference,
        digest=mark or digest(skeleton),
        points=tuple(point.id for point in skeleton.keypoints),
        mirror=skeleton.mirror,
        tiers=tuple(sorted(rungs, key=lambda rung: (rung.placed, rung.code))),
    )
