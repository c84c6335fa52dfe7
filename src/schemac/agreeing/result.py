"""What people really do, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from schemac.agreeing.sums import NOTHING, Estimate

Kind = Literal["all", "person", "period", "attribute", "region"]


class Group(Struct, frozen=True, order=True):
    """Whose labels, or of what: everybody's, one person's, one person's in one period, those of
    items with one value of an attribute. `name` is the person or the attribute, `value` the period
    or the value."""

    kind: Kind
    name: str = ""
    value: str = ""


class Spread(Struct, frozen=True):
    """The covariance of errors about their mean, in parts of the object's scale squared, in the
    frame of the spec's main view: x to the right, y down."""

    xx: float
    xy: float
    yy: float


class PointError(Struct, frozen=True, kw_only=True):
    """The errors of one group on one keypoint, or on a region's keypoints together.

    `pixels` is the mean distance, `plan_pixels` the same in pixels of an image of the size that the
    spec's plan states; `relative` the same in parts of the object's scale (the square
    root of its area); `bias` the mean of the error vector in parts of the scale, in the frame of
    the spec's main view, `bias_x` to its right and `bias_y` down. `oks` is the mean similarity by
    the spec's sigmas, `pck` the share within the profile's threshold; NaN where the spec names
    none. `swaps` is the share of labels on the place of their partner.
    """

    point: str
    labels: int
    pixels: Estimate = NOTHING
    relative: Estimate = NOTHING
    bias_x: Estimate = NOTHING
    bias_y: Estimate = NOTHING
    spread: Spread | None = None
    oks: Estimate = NOTHING
    pck: Estimate = NOTHING
    swaps: Estimate = NOTHING
    plan_pixels: Estimate = NOTHING


class SigmaEstimate(Struct, frozen=True, kw_only=True):
    """COCO's sigma of one keypoint, or of a pair pooled: the root mean square distance of one
    annotator from the truth, in parts of the object's scale.

    `robust` leaves exchanged labels out and comes from the median; `differs` tells that left and
    right differ by more than chance, so that pooling them hides something. `others` are the same
    sigma in other scales that the labels have, each measured, by the name of the scale.
    """

    point: str
    items: int
    sigma: Estimate
    robust: Estimate
    differs: bool = False
    points: tuple[str, ...] = ()
    others: Mapping[str, Estimate] = {}


class TierAgreement(Struct, frozen=True, kw_only=True):
    """Agreement of a group on the tiers of a keypoint, of a region's keypoints, or of all (both
    empty). `items` counts labelled keypoints of instances; `people` is how many labels each of them
    has for kappa."""

    group: Group = Group("all")
    point: str = ""
    region: str = ""
    items: int
    alpha: Estimate
    kappa: Estimate
    people: int


class Breach(Struct, frozen=True, kw_only=True):
    """A limit of the spec's plan that is not kept, and what to do about it."""

    limit: str
    message: str
    person: str | None = None
    point: str | None = None
    value: float = 0.0
    allowed: float = 0.0
    then: str | None = None


class Unjudged(Struct, frozen=True):
    """A limit of the plan that these labels do not tell, and why; `partly` when they tell it of
    some keypoints."""

    limit: str
    why: str
    partly: bool = False


Verdict = Literal["no plan", "broken", "kept", "partly judged", "not judged"]


class Agreement(Struct, frozen=True, kw_only=True):
    """All of it. `scale` says what area errors are relative to; `carried` is what the spec's sigmas
    were multiplied by to be relative to the same, NaN where nobody knows; `limits` how many limits
    the plan has; `notes` what a reader must know."""

    spec: str
    people: tuple[str, ...]
    gold: bool
    items: int
    labels: int
    unmatched: int
    scale: str
    errors: dict[Group, tuple[PointError, ...]]
    regions: dict[Group, tuple[PointError, ...]]
    sigmas: tuple[SigmaEstimate, ...]
    pooled: tuple[SigmaEstimate, ...]
    tiers: tuple[TierAgreement, ...]
    unscaled: int = 0
    carried: float = 1.0
    limits: int = 0
    breaches: tuple[Breach, ...] = ()
    unjudged: tuple[Unjudged, ...] = ()
    sampling: tuple[tuple[str, float, str], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def agreements(self) -> dict[tuple[Group, str, str], TierAgreement]:
        """`tiers` by group, keypoint and region."""
        return {(tier.group, tier.point, tier.region): tier for tier in self.tiers}

    @property
    def verdict(self) -> Verdict:
        """Whether the limits of the plan are kept. `not judged` means that there are limits, and
        these labels tell none of them."""
        if self.breaches:
            return "broken"
        if not self.limits:
            return "no plan"
        unknown = sum(not each.partly for each in self.unjudged)
        if unknown == self.limits:
            return "not judged"
        return "partly judged" if self.unjudged else "kept"
