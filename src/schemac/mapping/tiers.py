"""What becomes of visibility tiers between two skeletons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from schemac.mapping.migration import TierStep
from schemac.model import Skeleton, Tier, TierSet

_NO_SET = TierSet(id="", version="0.0.0", title="")


def steps_between(
    source: Skeleton, target: Skeleton, said: Mapping[str, str] | None = None
) -> tuple[TierStep, ...]:
    """Each tier of the source and what it becomes.

    What a person `said` comes first. Tiers of one set, in whatever version, keep their id. Any
    other becomes the one that is most like it: which may have coordinates as well, folds into the
    same or the next lower flag of COCO, covers the most of its situations; of equals the lower.
    """
    ours, theirs = source.visibility or _NO_SET, target.visibility or _NO_SET
    steps = []
    for tier in ours.tiers:
        same = theirs.tier(tier.id) if ours.id == theirs.id else None
        found = (said or {}).get(tier.id) or (same or _likest(tier, theirs.tiers)).id
        steps.append(TierStep(source=tier.id, target=found))
    return tuple(steps)


def _likest(tier: Tier, among: Iterable[Tier]) -> Tier:
    def unlike(other: Tier) -> tuple[object, ...]:
        shared = len(set(tier.situations) & set(other.situations))
        return (
            (other.coordinates == "forbidden") != (tier.coordinates == "forbidden"),
            other.coco > tier.coco,
            abs(other.coco - tier.coco),
            other.evaluated != tier.evaluated,
            -shared,
            other.code,
        )

    return min(among, key=unlike)
