"""What a quiz measures clicks by: tolerances where they have a length in a figure, and a scale."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from schemac.figures.plates.rings import tolerance_ring, value_of
from schemac.figures.plates.stage import Stage
from schemac.model import Call, Expression, Tier
from schemac.model.formula import Point

MEDIAN, NINETY, TIERS = 1.0, 2.0, 0.9
"""What is passed: median and 90th percentile in tolerances, share of tiers judged as drawn."""


class Scale(Struct, frozen=True):
    """A length that distances are told as a share of, in figure units. `formula` says which one it
    is, None for the longer side of the subject's box; `ends` are the ids of two keypoints when it
    is their distance."""

    length: float
    formula: str | None = None
    ends: tuple[str, ...] = ()


def scale(stage: Stage) -> Scale:
    """What the main profile divides by, where the figure shows it."""
    profile = stage.skeleton.main_profile
    if profile is not None and profile.relative_to is not None:
        length = value_of(stage, profile.relative_to.tree)
        if length is not None and length > 1e-6:
            return Scale(length, profile.relative_to.text, _ends(profile.relative_to.tree))
    return Scale(stage.size)


def accepted(stage: Stage, id: str) -> float | None:
    """The distance in figure units that is accepted at a keypoint, the wider one where it differs
    along a line; None where nothing is stated or it has no length in a figure."""
    ring = tolerance_ring(stage, id)
    return None if ring is None else max(ring.across, ring.along)


def slack(tiers: Iterable[Tier]) -> float:
    """By how much the tolerance is multiplied at the widest of some tiers."""
    return max((tier.slack or 1.0 for tier in tiers), default=1.0)


def _ends(tree: Expression) -> tuple[str, ...]:
    if not isinstance(tree, Call) or tree.function != "distance":
        return ()
    ends = tuple(end.id for end in tree.arguments if isinstance(end, Point))
    return ends if len(ends) == 2 else ()
