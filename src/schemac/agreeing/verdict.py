"""Errors held against the QA plan of the spec: which limit is broken, by whom, and what then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from schemac.agreeing.result import Breach, Group, PointError, TierAgreement
from schemac.agreeing.sums import Estimate
from schemac.model import Keypoint, Skeleton
from schemac.model.numbers import ErrorLimit, QaPlan, Quantity

Errors = Mapping[Group, tuple[PointError, ...]]

_FEWEST = 5  # labels of a keypoint before a mean says anything
_TOP_RATE = 100.0


def breaches(
    skeleton: Skeleton, errors: Errors, tiers: tuple[TierAgreement, ...]
) -> tuple[Breach, ...]:
    """Every limit that is not kept; empty when all are, or when the spec has no plan."""
    if skeleton.qa is None:
        return ()
    return (
        *_error_limits(skeleton, skeleton.qa, errors),
        *_similarity(skeleton.qa, errors),
        *_agreement(skeleton.qa, tiers),
    )


def limit_of(quantity: Quantity, point: Keypoint, skeleton: Skeleton) -> tuple[str, float] | None:
    """What a limit is compared with: `plan_pixels`, or `relative` to the object's scale, and how
    much of it is allowed. None for lengths on the subject, which no picture tells."""
    if quantity.unit == "px":
        return "plan_pixels", quantity.value
    if quantity.unit == "%":
        return "relative", quantity.value / 100
    if quantity.unit == "sigma":
        sigma = point.sigma(skeleton.main_sigmas or "")
        return ("relative", quantity.value * sigma) if sigma else None
    if quantity.unit == "tolerance":
        accepted = point.tolerance or (skeleton.qa.tolerance if skeleton.qa else None)
        if accepted is None or accepted.across.unit == "tolerance":
            return None
        found = limit_of(accepted.across, point, skeleton)
        return (found[0], found[1] * quantity.value) if found else None
    return None


def proposed_sampling(
    skeleton: Skeleton, errors: Errors, found: tuple[Breach, ...]
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


def _error_limits(skeleton: Skeleton, plan: QaPlan, errors: Errors) -> Iterator[Breach]:
    """A person whose mean error is over the limit, in as many periods in a row as the plan says;
    where nobody knows when labels were made, all of them are one period."""
    if plan.mean_error is None:
        return
    periods = [group for group in errors if group.kind == "period"]
    people = [group for group in errors if group.kind == "person"]
    timed = {group.name for group in periods}
    for name, rows in groupby(periods, key=lambda group: group.name):
        yield from _person(skeleton, plan.mean_error, errors, name, list(rows))
    for group in people:
        if group.name not in timed:
            yield from _person(skeleton, plan.mean_error, errors, group.name, [group])


def _person(
    skeleton: Skeleton, limit: ErrorLimit, errors: Errors, name: str, groups: list[Group]
) -> Iterator[Breach]:
    strikes = limit.strikes or 1
    for point in skeleton.keypoints:
        allowed = limit_of(limit.limit, point, skeleton)
        if allowed is None:
            continue
        run: list[tuple[Group, float]] = []
        longest: list[tuple[Group, float]] = []
        for group in groups:
            value = _over(errors[group][point.index], *allowed)
            run = [*run, (group, value)] if value is not None else []
            longest = max(longest, run, key=len)
        if len(longest) >= min(strikes, len(groups)):
            yield _breach(name, point, limit, longest, allowed[1], strikes)


def _over(error: PointError, kind: str, allowed: float) -> float | None:
    """The mean, when it is over the limit and rests on enough labels."""
    value: Estimate = getattr(error, kind)
    return value.value if error.labels >= _FEWEST and value.value > allowed else None


def _breach(
    name: str, point: Keypoint, limit: ErrorLimit, run: list[tuple[Group, float]],
    allowed: float, strikes: int,
) -> Breach:  # fmt: skip
    last, value = run[-1]
    share = f"{value / allowed:.1f} times the limit of {limit.limit}"
    when = ""
    if last.kind == "period":
        many = len(run)
        periods = f"{many} {limit.per or 'period'}{'s' if many > 1 else ''}"
        when = f", {periods} in a row up to {last.value}" if many > 1 else f" in {last.value}"
    return Breach(
        limit="mean_error", message=f"{name} on `{point.name}`: {share}{when}", person=name,
        point=point.id, value=value, allowed=allowed,
        then=limit.then if len(run) >= strikes else None,
    )  # fmt: skip


def _similarity(plan: QaPlan, errors: Errors) -> Iterator[Breach]:
    if plan.oks is None:
        return
    for group, points in errors.items():
        if group.kind not in ("all", "person"):
            continue
        known = [p for p in points if p.oks.known and p.labels >= _FEWEST]
        labels = sum(p.labels for p in known)
        if not labels:
            continue
        mean = sum(p.oks.value * p.labels for p in known) / labels
        if mean < plan.oks.at_least:
            who = group.name or "everybody"
            yield Breach(
                limit="oks",
                message=f"OKS of {who} is {mean:.3f}, the plan asks for {plan.oks.at_least:g}",
                person=group.name or None, value=mean, allowed=plan.oks.at_least,
            )  # fmt: skip


def _agreement(plan: QaPlan, tiers: tuple[TierAgreement, ...]) -> Iterator[Breach]:
    if plan.visibility is None or not tiers:
        return
    every = tiers[0]
    fleiss = plan.visibility.measure == "fleiss_kappa"
    value, name = (
        (every.kappa, "Fleiss' kappa") if fleiss else (every.alpha, "Krippendorff's alpha")
    )
    if value < plan.visibility.at_least:
        yield Breach(
            limit="visibility",
            message=f"{name} on visibility tiers is {value:.3f}, the plan asks for"
            f" {plan.visibility.at_least:g}",
            value=value, allowed=plan.visibility.at_least,
        )  # fmt: skip
