"""Errors held against the QA plan of the spec: which limit is broken, by whom, and what then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from schemac.agreeing.periods import Window
from schemac.agreeing.result import Breach, Group, PointError, TierAgreement, Unjudged
from schemac.agreeing.sums import Estimate
from schemac.agreeing.wording import counted
from schemac.model import Keypoint, Skeleton
from schemac.model.numbers import ErrorLimit, QaPlan, Quantity

Errors = Mapping[Group, tuple[PointError, ...]]

_FEWEST = 5  # labels of a keypoint before a mean says anything
_TOP_RATE = 100.0
_SHOWN = 3


class Judged:
    """The limits of a plan held against what was measured. `factor` is what the spec's sigmas are
    multiplied by to be relative to the scale of the errors, NaN where nobody knows; `window` how
    long the periods are, if there are any."""

    def __init__(
        self, skeleton: Skeleton, errors: Errors, tiers: tuple[TierAgreement, ...],
        factor: float = 1.0, window: Window | None = None,
    ) -> None:  # fmt: skip
        self._skeleton, self._errors, self._factor = skeleton, errors, factor
        self._plan, self._every, self._window = skeleton.qa, next(iter(tiers), None), window

    @property
    def limits(self) -> int:
        """How many limits the plan has that labels could break."""
        plan = self._plan
        found = (plan.mean_error, plan.oks, plan.visibility) if plan else ()
        return sum(each is not None for each in found)

    def breaches(self) -> tuple[Breach, ...]:
        """Every limit that is not kept; empty when all are, or when there is no plan."""
        if self._plan is None:
            return ()
        return (
            *self._error_limits(self._plan),
            *self._similarity(self._plan),
            *self._agreement(self._plan),
        )

    def unjudged(self) -> tuple[Unjudged, ...]:
        """Limits that these labels do not tell, and why."""
        if self._plan is None:
            return ()
        return (
            *self._errors_unknown(self._plan),
            *self._similarity_unknown(self._plan),
            *self._agreement_unknown(self._plan),
        )

    # ---- errors -------------------------------------------------------------------------------

    def _error_limits(self, plan: QaPlan) -> Iterator[Breach]:
        """A person whose mean error is over the limit, in as many periods in a row as the plan
        says; where nobody knows when labels were made, all of them are one period."""
        if plan.mean_error is None:
            return
        periods = [group for group in self._errors if group.kind == "period"]
        people = [group for group in self._errors if group.kind == "person"]
        timed = {group.name for group in periods}
        for name, rows in groupby(periods, key=lambda group: group.name):
            yield from self._person(plan.mean_error, name, list(rows))
        for group in people:
            if group.name not in timed:
                yield from self._person(plan.mean_error, group.name, [group])

    def _person(self, limit: ErrorLimit, name: str, groups: list[Group]) -> Iterator[Breach]:
        strikes = limit.strikes or 1
        for point in self._skeleton.keypoints:
            allowed = limit_of(limit.limit, point, self._skeleton, self._factor)
            if allowed is None:
                continue
            run: list[tuple[Group, float]] = []
            longest: list[tuple[Group, float]] = []
            for group in groups:
                value = _over(self._errors[group][point.index], *allowed)
                run = [*run, (group, value)] if value is not None else []
                longest = max(longest, run, key=len)
            if len(longest) >= min(strikes, len(groups)):
                yield self._breach(name, point, limit, longest, allowed[1])

    def _breach(
        self, name: str, point: Keypoint, limit: ErrorLimit, run: list[tuple[Group, float]],
        allowed: float,
    ) -> Breach:  # fmt: skip
        last, value = run[-1]
        share = f"over the limit of {limit.limit}"
        if allowed > 0:
            share = f"{value / allowed:.1f} times the limit of {limit.limit}"
        when = ""
        if last.kind == "period":
            many = counted(len(run), self._window or "period")
            when = f", {many} in a row up to {last.value}" if len(run) > 1 else f" in {last.value}"
        return Breach(
            limit="mean_error", message=f"{name} on `{point.name}`: {share}{when}", person=name,
            point=point.id, value=value, allowed=allowed,
            then=limit.then if len(run) >= (limit.strikes or 1) else None,
        )  # fmt: skip

    def _errors_unknown(self, plan: QaPlan) -> Iterator[Unjudged]:
        if plan.mean_error is None:
            return
        every = self._errors.get(Group("all"), ())
        known = {error.point for error in every if error.labels >= _FEWEST}
        bare, few = [], []
        for point in self._skeleton.keypoints:
            if limit_of(plan.mean_error.limit, point, self._skeleton, self._factor) is None:
                bare.append(point.id)
            elif point.id not in known:
                few.append(point.id)
        of = len(self._skeleton.keypoints)
        why = [self._why(plan.mean_error, bare)] if bare else []
        why += [f"fewer than {_FEWEST} labels of {_named(few, of)}"] if few else []
        if why:
            said = f"the mean error of {plan.mean_error.limit}: {'; '.join(why)}"
            yield Unjudged("mean_error", said, partly=len(bare) + len(few) < of)

    def _why(self, limit: ErrorLimit, bare: list[str]) -> str:
        if limit.limit.unit in ("mm", "cm"):
            return "no picture tells lengths on the subject"
        if self._factor != self._factor:
            return "the labels have no scale that the spec's sigmas could be carried to"
        return f"there is no sigma or tolerance of {_named(bare, len(self._skeleton.keypoints))}"

    # ---- similarity ---------------------------------------------------------------------------

    def _similarity(self, plan: QaPlan) -> Iterator[Breach]:
        if plan.oks is None or self._other_sigmas(plan):
            return
        for group, points in self._errors.items():
            mean = _mean_oks(points) if group.kind in ("all", "person") else None
            if mean is not None and mean < plan.oks.at_least:
                who = group.name or "everybody"
                yield Breach(
                    limit="oks",
                    message=f"OKS of {who} is {mean:.3f}, the plan asks for {plan.oks.at_least:g}",
                    person=group.name or None, value=mean, allowed=plan.oks.at_least,
                )  # fmt: skip

    def _similarity_unknown(self, plan: QaPlan) -> Iterator[Unjudged]:
        if plan.oks is None:
            return
        said = f"OKS of {plan.oks.at_least:g}"
        if self._other_sigmas(plan):
            why = f"errors are by the sigmas of the main profile, not of {plan.oks.profile}"
        elif _mean_oks(self._errors.get(Group("all"), ())) is not None:
            return
        elif self._factor != self._factor:
            why = "the labels have no scale that the spec's sigmas could be carried to"
        elif self._skeleton.main_sigmas is None:
            why = "the spec has no sigmas"
        else:
            why = f"no keypoint has {_FEWEST} labels to compare"
        yield Unjudged("oks", f"{said}: {why}")

    def _other_sigmas(self, plan: QaPlan) -> bool:
        """Whether the plan asks by another sigma set than that of the main profile."""
        profiles = {profile.id: profile for profile in self._skeleton.evaluation}
        asked = profiles.get(plan.oks.profile) if plan.oks else None
        return bool(asked and asked.sigmas and asked.sigmas != self._skeleton.main_sigmas)

    # ---- tiers --------------------------------------------------------------------------------

    def _agreement(self, plan: QaPlan) -> Iterator[Breach]:
        value, name = self._measured(plan)
        if plan.visibility is not None and value < plan.visibility.at_least:
            yield Breach(
                limit="visibility",
                message=f"{name} on visibility tiers is {value:.3f}, the plan asks for"
                f" {plan.visibility.at_least:g}",
                value=value, allowed=plan.visibility.at_least,
            )  # fmt: skip

    def _agreement_unknown(self, plan: QaPlan) -> Iterator[Unjudged]:
        value, name = self._measured(plan)
        if plan.visibility is None or value == value:
            return
        why = "nobody's tiers can be compared"
        if self._every is not None:
            why = "everybody always chose the same tier, and it is not defined"
        yield Unjudged("visibility", f"{name} of {plan.visibility.at_least:g}: {why}")

    def _measured(self, plan: QaPlan) -> tuple[float, str]:
        fleiss = plan.visibility is not None and plan.visibility.measure == "fleiss_kappa"
        name = "Fleiss' kappa" if fleiss else "Krippendorff's alpha"
        if self._every is None:
            return float("nan"), name
        return (self._every.kappa if fleiss else self._every.alpha).value, name


def limit_of(
    quantity: Quantity, point: Keypoint, skeleton: Skeleton, factor: float = 1.0
) -> tuple[str, float] | None:
    """What a limit is compared with: `plan_pixels`, or `relative` to the object's scale, and how
    much of it is allowed. None for lengths on the subject, which no picture tells, and where there
    is no sigma; `factor` carries those of the spec to the scale of the errors."""
    if quantity.unit == "px":
        return "plan_pixels", quantity.value
    if quantity.unit == "%":
        return ("relative", quantity.value / 100 * factor) if factor == factor else None
    if quantity.unit == "sigma":
        sigma = point.sigma(skeleton.main_sigmas or "")
        return ("relative", quantity.value * sigma * factor) if sigma and factor == factor else None
    if quantity.unit == "tolerance":
        accepted = point.tolerance or (skeleton.qa.tolerance if skeleton.qa else None)
        if accepted is None or accepted.across.unit == "tolerance":
            return None
        found = limit_of(accepted.across, point, skeleton, factor)
        return (found[0], found[1] * quantity.value) if found else None
    return None


def proposed_sampling(
    skeleton: Skeleton, found: tuple[Breach, ...]
) -> tuple[tuple[str, float, str], ...]:
    """Keypoints to look at more often than the plan says: id, percent of instances, and why. In
    the measure in which the limit is passed, up to all of them."""
    plan = skeleton.qa.sampling if skeleton.qa else None
    if plan is None or plan.rate is None:
        return ()
    rates = {point.id: plan.rate.value for point in skeleton.keypoints}
    for more in plan.more:
        rates |= dict.fromkeys(more.points, more.rate.value)
    worst: dict[str, Breach] = {}
    for breach in found:
        if breach.point and breach.allowed > 0:
            known = worst.get(breach.point)
            if known is None or breach.value > known.value:
                worst[breach.point] = breach
    return tuple(
        (id, min(_TOP_RATE, round(rates[id] * breach.value / breach.allowed)), breach.message)
        for id, breach in worst.items()
        if id in rates
    )


def _over(error: PointError, kind: str, allowed: float) -> float | None:
    """The mean, when it is over the limit and rests on enough labels."""
    value: Estimate = getattr(error, kind)
    return value.value if error.labels >= _FEWEST and value.value > allowed else None


def _mean_oks(points: tuple[PointError, ...]) -> float | None:
    """Over the labels of all keypoints that have enough; None without any."""
    known = [point for point in points if point.oks.known and point.labels >= _FEWEST]
    labels = sum(point.labels for point in known)
    return sum(point.oks.value * point.labels for point in known) / labels if labels else None


def _named(ids: list[str], of: int) -> str:
    """All keypoints, or some by name."""
    if len(ids) == of:
        return "any keypoint"
    more = f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
    return ", ".join(ids[:_SHOWN]) + more
