"""What leads need: the plan for quality, and the measures with the error they inherit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from schemac.guide.context import Context
from schemac.guide.numbers import amount, share
from schemac.model import Measure

if TYPE_CHECKING:
    from markupsafe import Markup

_AGREEMENT = {
    "fleiss_kappa": "Fleiss' kappa",
    "krippendorff_alpha": "Krippendorff's alpha",
}


def quality(context: Context) -> Mapping[str, Any] | None:
    """The plan in sentences; None when the spec has none and names no way to evaluate."""
    skeleton = context.skeleton
    if skeleton.qa is None and not skeleton.evaluation:
        return None
    return {
        "plan": skeleton.qa,
        "limits": list(_limits(context)),
        "sampling": list(_sampling(context)),
        "profiles": skeleton.evaluation,
    }


def _limits(context: Context) -> Iterator[tuple[str, str]]:
    plan, say = context.skeleton.qa, context.speech.say
    if plan is None:
        return
    if plan.tolerance:
        yield say("Accepted distance of a point"), share(context.speech, plan.tolerance)
    if plan.oks:
        name = plan.oks.profile
        yield (
            say("OKS of an instance, profile {name}", name=name),
            say("at least {n}", n=f"{plan.oks.at_least:g}"),
        )
    if plan.mean_error:
        limit = amount(context.speech, plan.mean_error.limit)
        per = plan.mean_error.per
        yield (
            say("Mean error of a person per point"),
            say("at most {limit} in each {per}", limit=limit, per=say(per))
            if per
            else say("at most {limit}", limit=limit),
        )
        if plan.mean_error.strikes and plan.mean_error.then:
            yield say("Over it {n} times in a row", n=plan.mean_error.strikes), plan.mean_error.then
    if plan.visibility:
        measure = say(_AGREEMENT[plan.visibility.measure])
        least = say("at least {n}", n=f"{plan.visibility.at_least:g}")
        yield say("Agreement on visibility"), f"{measure}: {least}"
    if plan.calibration:
        yield (
            say("Calibration set"),
            context.speech.count("{n} picture", "{n} pictures", plan.calibration.frames),
        )


def _sampling(context: Context) -> Iterator[tuple[str, str, str | None]]:
    plan, say = context.skeleton.qa, context.speech.say
    if plan is None or plan.sampling is None:
        return
    if plan.sampling.rate:
        yield say("Everything"), amount(context.speech, plan.sampling.rate), None
    for more in plan.sampling.more:
        yield _named(context, more.points), amount(context.speech, more.rate), more.why


def _named(context: Context, ids: tuple[str, ...]) -> str:
    """A whole region by its title, a pair by the words its titles share, in the order of the
    index."""
    chosen = set(ids)
    names: list[str] = []
    for region in context.regions:
        members = {point.id for point in context.members(region.id)}
        if members <= chosen:
            names.append(context.speech.plain(region.title))
            chosen -= members
    for point in (p for p in context.skeleton.keypoints if p.id in chosen):
        partner = context.skeleton.partners[point.id]
        if partner not in chosen or point.id not in context.both:
            names.append(context.titles[point.id])
        elif point.side == "left":
            names.append(f"{context.both[point.id]} (L, R)")
    return ", ".join(names)


def measures(context: Context) -> Mapping[str, Any] | None:
    """The measures of the spec under titles that tell both of a pair apart; None without any."""
    found = context.skeleton.measures
    return {"measures": [(_sided(context, each), each) for each in found]} if found else None


def _sided(context: Context, measure: Measure) -> Markup:
    """The title, with the side where all points of the measure are of one."""
    from markupsafe import Markup

    from schemac.figures.plates.measure import points_of
    from schemac.guide.render import safe

    known, say = context.skeleton.by_id, context.speech.say
    quoted = context.speech.quote(measure.title)
    title = quoted if isinstance(quoted, Markup) else safe(quoted)
    sides = {known[id].side for id in points_of(measure)}
    if sides not in ({"left"}, {"right"}):
        return title
    sentence = say("{region}, left") if sides == {"left"} else say("{region}, right")
    return Markup(sentence).format(region=title)  # noqa: S704 - a sentence of ours
