"""Numbers with a meaning: quantities, sigma sets, evaluation profiles, the QA plan."""

from __future__ import annotations

from typing import Literal

from schemac.model.formula import Formula
from schemac.model.history import SourceRef
from schemac.model.record import Record
from schemac.source import NOWHERE, Origin

Unit = Literal["px", "%", "sigma", "tolerance", "mm", "cm"]
Metric = Literal["OKS", "PCK", "NME", "EPE"]


class Quantity(Record, frozen=True, kw_only=True):
    """A number and its unit, such as `8 px` or `0.5 sigma`."""

    value: float
    unit: Unit

    def __str__(self) -> str:
        return f"{self.value:g} {self.unit}"


class Tolerance(Record, frozen=True, kw_only=True):
    """What QA accepts. Along a contour more may be accepted than across it."""

    across: Quantity
    along: Quantity

    def __str__(self) -> str:
        if self.across == self.along:
            return str(self.across)
        return f"{self.across} across, {self.along} along"


class SigmaSet(Record, frozen=True, kw_only=True):
    """Where a set of sigmas comes from. Its values stand on the keypoints.

    A sigma is COCO's sigma_i (not kappa = 2 sigma): d^2 / (2 s^2 (2 sigma)^2) with s^2 = `scale`,
    an area in square pixels (https://cocodataset.org/#keypoints-eval). `source` is the work itself:
    a set may come from another document, whose keys mean nothing here.
    """

    id: str
    basis: Literal["measured", "borrowed", "derived", "assumed"]
    scale: Formula
    source: SourceRef | None = None
    note: str | None = None
    otherwise: str | None = None
    origin: Origin = NOWHERE


class Profile(Record, frozen=True, kw_only=True):
    """One way to evaluate. `points` are keypoint ids in index order."""

    id: str
    metric: Metric
    main: bool = False
    sigmas: str | None = None
    points: tuple[str, ...] = ()
    threshold: float | None = None
    relative_to: Formula | None = None
    origin: Origin = NOWHERE


class OksTarget(Record, frozen=True, kw_only=True):
    """The OKS, 0 to 1, that QA asks for under a profile."""

    profile: str
    at_least: float


class ErrorLimit(Record, frozen=True, kw_only=True):
    """A person's mean error per keypoint; after `strikes` periods over the limit, `then`."""

    limit: Quantity
    per: Literal["day", "week", "batch"] | None = None
    strikes: int | None = None
    then: str | None = None


class SamplingRate(Record, frozen=True, kw_only=True):
    """A higher sampling rate for some keypoints, in percent."""

    points: tuple[str, ...]
    rate: Quantity
    why: str | None = None


class Sampling(Record, frozen=True, kw_only=True):
    """How much is looked at again, in percent of instances."""

    rate: Quantity | None = None
    more: tuple[SamplingRate, ...] = ()


class AgreementTarget(Record, frozen=True, kw_only=True):
    """How far annotators must agree on visibility tiers."""

    measure: Literal["fleiss_kappa", "krippendorff_alpha"]
    at_least: float


class Calibration(Record, frozen=True, kw_only=True):
    """The set of frames that annotators are tested on."""

    frames: int
    reviewed_by: str | None = None


class QaPlan(Record, frozen=True, kw_only=True):
    """The plan that leads follow and that tool settings come from."""

    image: tuple[float, float] | None = None
    tolerance: Tolerance | None = None
    oks: OksTarget | None = None
    mean_error: ErrorLimit | None = None
    sampling: Sampling | None = None
    visibility: AgreementTarget | None = None
    calibration: Calibration | None = None
    origin: Origin = NOWHERE
