"""A report as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.diagnostic import Severity
from schemac.model import Skeleton
from schemac.report import visible
from schemac.report.cells import wrap
from schemac.report.colour import Style, painter
from schemac.validating.finding import Finding
from schemac.validating.missing import Rate
from schemac.validating.run import Report
from schemac.validating.trial import Trial

_BAR = 20
_GAP = 0.1  # a difference of rates between groups that is worth a line


def render_report(
    report: Report, skeleton: Skeleton, *, width: int = 100, colour: bool = False, worst: int = 3
) -> str:
    """Rules that found something with their `worst` findings, keypoints that are often missing,
    what a video shows, and a last line that sums up."""
    lines = [
        *_tallies(report, width, colour, worst),
        *_missing(report, skeleton),
        *_groups(report, skeleton),
        *_video(report),
        *(f"note: {visible(what)} ({count:,})" for what, count in report.assumed),
        *(f"passed over: {visible(what)} ({count:,})" for what, count in report.passed_over),
        summary(report),
    ]
    return "\n".join(lines) + "\n"


def summary(report: Report) -> str:
    """One line: how much was looked at, and how much was found."""
    looked = f"{_many(report.instances, 'instance')}, {_many(report.keypoints, 'placed keypoint')}"
    asked = f"{looked}, {_many(report.rules, 'rule')} asked"
    found = [
        _many(count, word)
        for count, word in ((report.errors, "error"), (report.warnings, "warning"))
        if count
    ]
    return f"{asked}: {' and '.join(found) if found else 'nothing found'}"


def render_trials(trials: tuple[Trial, ...], spec: str) -> str:
    """What rules find on posed figures."""
    if not trials:
        return f"no rule of geometry can be tried on {spec}: it says too little about its shape\n"
    wide = max(len(trial.rule) for trial in trials)
    rows = [f"{'rule':{wide}}  recall  false alarms  tried on"]
    rows += [f"{t.rule:{wide}}  {t.recall:6.1%}  {t.false_alarms:12.2%}  {t.fault}" for t in trials]
    figures = f"{trials[0].figures:,} posed figures of {spec} with each fault, as many without"
    return "\n".join([*rows, figures]) + "\n"


def _tallies(report: Report, width: int, colour: bool, worst: int) -> Iterator[str]:
    paint = painter(colour)
    for tally in report.tallies:
        style: Style = "error" if tally.code.severity is Severity.ERROR else "warning"
        title = f"{tally.code.severity}[{tally.code.id}] {tally.code.name}"
        yield f"{paint(title, style)}: {_many(tally.instances, 'instance')}"
        for finding in tally.worst[:worst]:
            yield from _finding(finding, width)
        if tally.instances > worst:
            yield f"    and {tally.instances - worst:,} more"
        yield ""


def _finding(finding: Finding, width: int) -> Iterator[str]:
    yield f"  {visible(finding.where)}"
    yield from (f"    {line}" for line in wrap(visible(finding.message), width - 4))


def _missing(report: Report, skeleton: Skeleton) -> Iterator[str]:
    """The keypoints that are placed least often, with a bar each."""
    every = next((rate for rate in report.rates if rate.attribute is None), None)
    if not every or not every.instances:
        return
    shares = [(count / every.instances, k) for k, count in enumerate(every.placed)]
    least = sorted(shares)[:8]
    if least[0][0] > 0.999:
        return
    yield "placed least often, of all instances:"
    wide = max(len(skeleton.keypoints[k].name) for _, k in least)
    for share, k in least:
        bar = "█" * round(share * _BAR)
        yield f"  {skeleton.keypoints[k].name:{wide}}  {bar:·<{_BAR}} {share:6.1%}"
    yield ""


def _groups(report: Report, skeleton: Skeleton) -> Iterator[str]:
    """Values of attributes with which some keypoint is placed much less often than otherwise."""
    every = next((rate for rate in report.rates if rate.attribute is None), None)
    told = [line for rate in report.rates if every for line in _less(rate, every, skeleton)]
    if told:
        yield "placed less often than over all:"
        yield from (f"  {line}" for line in told[:12])
        yield ""


def _less(rate: Rate, every: Rate, skeleton: Skeleton) -> Iterator[str]:
    if rate.attribute is None or rate.instances < 20:
        return
    gaps = [
        (own / rate.instances - of / every.instances, k)
        for k, (own, of) in enumerate(zip(rate.placed, every.placed, strict=True))
    ]
    gap, k = min(gaps)
    if gap < -_GAP:
        share, over_all = rate.placed[k] / rate.instances, every.placed[k] / every.instances
        what = f"{visible(rate.attribute)} = {visible(rate.value)}"
        name = skeleton.keypoints[k].name
        yield f"{what} ({rate.instances:,}): `{name}` {share:.0%}, over all {over_all:.0%}"


def _video(report: Report) -> Iterator[str]:
    if report.interpolated:
        spans = len(report.spans)
        yield (
            f"interpolated: {_many(report.interpolated, 'label')};"
            f" --format json lists {_many(spans, 'span')} for review"
        )
        for span in report.spans[:3]:
            where = f"{visible(span.file)}, " if len(report.files) > 1 else ""
            yield f"  {where}track {visible(span.track)}, frames {span.first} to {span.last}"
        yield ""
    shakes = sorted(report.shakes, key=lambda shake: -shake.share)[:5]
    if shakes:
        yield "shake most from frame to frame, in parts of the instance's scale:"
        wide = max(len(shake.point) for shake in shakes)
        yield from (f"  {shake.point:{wide}}  {shake.share:.2%}" for shake in shakes)
        yield ""


def _many(count: int, one: str) -> str:
    return f"{count:,} {one}{'' if count == 1 else 's'}"
