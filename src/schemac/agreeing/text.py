"""A study as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from schemac.agreeing.result import (
    Agreement,
    Breach,
    Kind,
    PointError,
    SigmaEstimate,
    TierAgreement,
)
from schemac.agreeing.sums import Estimate
from schemac.agreeing.tiers import EVERYBODY
from schemac.agreeing.wording import counted, scales_of, series_of, unjudged_of, verdict_of
from schemac.model import Skeleton
from schemac.report import visible
from schemac.report.cells import wrap
from schemac.report.colour import painter

_BAR = 16
_ROWS = 12
_FEW = 3


def render_agreement(
    found: Agreement, skeleton: Skeleton, *, width: int = 100, colour: bool = False,
    every: bool = False,
) -> str:  # fmt: skip
    """The verdict first, then keypoints with the largest errors (with `every`, all), regions,
    people, exchanged pairs, tiers, notes."""
    paint = painter(colour)
    lines = [
        *_verdict(found, width, paint("error", "error")),
        *_points(found, every),
        *_regions(found, skeleton),
        *_series(found, "attribute"),
        *_people(found),
        *_series(found, "period"),
        *_swaps(found),
        *_tiers(found),
        *(line for note in found.notes for line in wrap(f"note: {visible(note)}", width)),
        *wrap(_summary(found), width),
    ]
    return "\n".join(lines) + "\n"


def _verdict(found: Agreement, width: int, word: str) -> Iterator[str]:
    told = list(folded(found.breaches))
    for message, then in told[:_ROWS]:
        yield from wrap(f"{word}: {visible(message)}", width)
        if then:
            yield from (f"  {line}" for line in wrap(f"then: {then}", width - 2))
    if len(told) > _ROWS:
        yield f"and {len(told) - _ROWS} more"
    for line in unjudged_of(found):
        yield from wrap(visible(line), width)
    if told or found.unjudged:
        yield ""


def folded(breaches: Sequence[Breach]) -> Iterator[tuple[str, str | None]]:
    """What is said of each limit, and what to do then; one line for a person who breaks the same
    limit on many keypoints."""
    rows = sorted(breaches, key=lambda b: (b.person is None, b.person or "", b.limit))
    for (person, limit), group in groupby(rows, key=lambda b: (b.person, b.limit)):
        those = sorted(group, key=lambda b: -b.value / (b.allowed or 1))
        if person is None or limit != "mean_error" or len(those) <= _FEW:
            yield from ((breach.message, breach.then) for breach in those)
            continue
        worst = those[0]
        said = f"{person} is over the limit on {len(those)} keypoints, most on `{worst.point}`"
        if worst.allowed > 0:
            said += f": {worst.value / worst.allowed:.1f} times what is allowed"
        yield said, worst.then


def _points(found: Agreement, every: bool) -> Iterator[str]:
    errors = found.errors.get(EVERYBODY, ())
    shown = [error for error in errors if error.labels]
    if not shown:
        return
    against = "the gold labels" if found.gold else "the mean of the others"
    yield f"mean distance from {against}; sigma by the scale {found.scale}:"
    if others := scales_of(found):
        yield f"  (sigma in other scales: {others})"
    ranked = shown if every else sorted(shown, key=lambda e: -e.relative.value)[:_ROWS]
    sigmas = {each.point: each for each in found.sigmas}
    wide = max(len(error.point) for error in ranked)
    most = max(error.relative.value for error in shown)
    yield f"  {'':{wide}}  {'':{_BAR}}     px   of scale  sigma (95 %)"
    for error in ranked:
        bar = _bar(error.relative.value, most)
        yield (
            f"  {error.point:{wide}}  {bar:{_BAR}} {error.pixels.value:6.1f}"
            f"  {error.relative.value:8.2%}  {_sigma(sigmas.get(error.point))}"
        )
    if len(ranked) < len(shown):
        yield f"  and {len(shown) - len(ranked)} keypoints with smaller errors; --all shows them"
    yield ""


def _bar(value: float, most: float) -> str:
    """As long as `value` is of `most`; none where nobody is off at all."""
    return "█" * max(round(value / most * _BAR), 1) if most > 0 else ""


def _sigma(found: SigmaEstimate | None) -> str:
    if found is None or not found.sigma.known:
        return "unknown"
    return f"{found.sigma.value:.4f} {_interval(found.sigma)}".rstrip()


def _interval(found: Estimate, form: str = ".4f") -> str:
    if found.low != found.low:
        return "(too few for an interval)"
    return f"({format(found.low, form)} to {format(found.high, form)})"


def _regions(found: Agreement, skeleton: Skeleton) -> Iterator[str]:
    rows = [error for error in found.regions.get(EVERYBODY, ()) if error.labels]
    if len(rows) < 2:
        return
    titles = {region.id: visible(region.title) for region in skeleton.regions}
    wide = max(len(titles[error.point]) for error in rows)
    most, agreements = max(error.relative.value for error in rows), found.agreements
    yield "by region:"
    for error in sorted(rows, key=lambda error: -error.relative.value):
        bar = _bar(error.relative.value, most)
        tiers = _alpha(agreements.get((EVERYBODY, "", error.point)))
        yield (
            f"  {titles[error.point]:{wide}}  {bar:{_BAR}} {error.pixels.value:6.1f}"
            f"  {error.relative.value:8.2%}  {tiers}".rstrip()
        )
    yield ""


def _series(found: Agreement, kind: Kind) -> Iterator[str]:
    """Of each attribute the values, of each person the periods: mean error, and the keypoint that
    is worst, for one that drifts hides in a mean of many."""
    rows = list(series_of(found, kind))
    if not rows:
        return
    wide = max(len(visible(group.value)) for group, *_ in rows)
    most = max(mean for _, mean, *_ in rows)
    for name, those in groupby(rows, key=lambda row: row[0].name):
        yield f"by {visible(name)}:" if kind == "attribute" else f"{visible(name)} over time:"
        for group, mean, labels, worst in list(those)[-_ROWS:]:
            bar = _bar(mean, most)
            yield (
                f"  {visible(group.value):{wide}}  {bar:{_BAR}} {mean:8.2%}  of {labels:,}"
                f"  largest {worst.point} {worst.relative.value:.2%}"
            )
        yield ""


def _alpha(found: TierAgreement | None) -> str:
    return f"tiers alpha {found.alpha.value:.2f}" if found and found.alpha.known else ""


def _people(found: Agreement) -> Iterator[str]:
    """Each person with their largest error and their clearest bias."""
    people = [group for group in found.errors if group.kind == "person"]
    if not people:
        return
    yield "people, with their largest error and clearest bias:"
    wide, agreements = max(len(visible(group.name)) for group in people), found.agreements
    for group in people:
        known = [error for error in found.errors[group] if error.labels]
        worst = max(known, key=lambda error: error.relative.value)
        labels = sum(error.labels for error in known)
        mean = sum(error.relative.value * error.labels for error in known) / labels
        line = f"  {visible(group.name):{wide}}  mean {mean:6.2%}  largest {worst.point}"
        line += f" {worst.relative.value:.2%}"
        tiers = _alpha(agreements.get((group, "", "")))
        yield line + _bias(known) + (f"  {tiers}" if tiers else "")
    yield ""


def _bias(errors: list[PointError]) -> str:
    """The bias that is farthest beyond chance, if one is."""
    found = [
        (abs(estimate.value) / (estimate.high - estimate.low), error, axis, estimate)
        for error in errors
        for axis, estimate in (("x", error.bias_x), ("y", error.bias_y))
        if abs(estimate.value) > estimate.high - estimate.low > 0  # four deviations: of many, too
    ]
    if not found:
        return ""
    _, error, axis, estimate = max(found, key=lambda each: each[0])
    way = {"x": ("right", "left"), "y": ("down", "up")}[axis][estimate.value < 0]
    return f"  bias {error.point} {abs(estimate.value):.2%} {way}"


def _swaps(found: Agreement) -> Iterator[str]:
    rows = [
        (error.swaps.value, group.name, error)
        for group, points in found.errors.items()
        if group.kind == "person"
        for error in points
        if error.labels and error.swaps.value > 0.005
    ]
    if not rows:
        return
    yield "left and right exchanged:"
    for share, name, error in sorted(rows, key=lambda row: -row[0])[:_ROWS]:
        yield f"  {visible(name)}  {error.point}  {share:.1%} of {error.labels:,}"
    yield ""


def _tiers(found: Agreement) -> Iterator[str]:
    every = found.agreements.get((EVERYBODY, "", ""))
    if every is None:
        return
    if not every.alpha.known:
        yield "visibility tiers: everybody always chose the same one; nothing to measure"
        yield ""
        return
    yield (
        f"visibility tiers: Krippendorff's alpha {_three(every.alpha)},"
        f" Fleiss' kappa {_three(every.kappa)}"
    )
    points = [t for t in found.tiers if t.group == EVERYBODY and t.point and t.alpha.known]
    low = sorted(points, key=lambda tier: tier.alpha.value)[:_FEW]
    told = ", ".join(
        f"{tier.point} {tier.alpha.value:.2f}"
        for tier in low
        if tier.alpha.value < every.alpha.value
    )
    yield f"  least on {told}" if told else "  on every keypoint alike"
    yield ""


def _three(found: Estimate) -> str:
    if not found.known:
        return "unknown"
    told = "" if found.low != found.low else f" {_interval(found, '.3f')}"
    return f"{found.value:.3f}{told}"


def _summary(found: Agreement) -> str:
    who = f"{len(found.people)} people" if len(found.people) > 1 else "1 person"
    gold = " and a gold set" if found.gold else ""
    alone = f", {counted(found.unmatched, 'label')} without a partner" if found.unmatched else ""
    items, labels = counted(found.items, "instance"), counted(found.labels, "label")
    return f"{items}, {labels} of {who}{gold}{alone}: {verdict_of(found)}"
