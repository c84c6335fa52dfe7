"""Steps for people at a terminal.

This is a MAJOR change: body/mine-20 1.4.0 -> 2.0.0

MAJOR  `t2` is retired (keypoint-retired)
       breaks  data, models, evaluation, tools, annotators
       was     18
               specs/body/mine-20@1.4.0.yaml:48:3
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schemac.lineage.breakage import AUDIENCES, Bump
from schemac.lineage.change import Change
from schemac.model.project import Use
from schemac.report.cells import cells, visible, wrap
from schemac.report.colour import Paint, Style, painter
from schemac.revision.breaking import Finding, Judged
from schemac.revision.places import Places
from schemac.revision.step import Step

NARROWEST = 40
_MOST = 400  # characters of one value
_LABEL = {Bump.GATE: "STOP"}
_STYLE: dict[Bump, Style] = {Bump.GATE: "error", Bump.MAJOR: "error", Bump.MINOR: "warning"}


class Page:
    """How wide, in which colours, and seen from which folder."""

    def __init__(self, cwd: str, *, width: int = 100, colour: bool = False) -> None:
        self.width = max(width, NARROWEST)
        self.paint: Paint = painter(colour)
        self.cwd = cwd

    def lines(self, text: str, indent: int, first: str = "") -> Iterator[str]:
        """A text wrapped behind an indent; the first line may begin with something else."""
        room = max(20, self.width - indent)
        for number, line in enumerate(wrap(visible(text), room)):
            yield (first if first and not number else " " * indent) + line


def render_steps(steps: Iterable[Judged], page: Page, *, fingerprints: bool = False) -> str:
    """Every step with its changes, the gravest first; nothing is left out."""
    return "\n".join(_step(step, page, fingerprints) for step in steps)


def _step(judged: Judged, page: Page, fingerprints: bool) -> str:
    rows = [*page.lines(headline(judged), 0)]
    rows[0] = page.paint(rows[0], "strong")
    for finding in judged.findings:
        rows += ["", *_finding(finding, judged.step, page, fingerprints)]
    rows += [*_touched(judged.step, page), *_summary(judged, page)]
    return "\n".join(rows) + "\n"


def headline(judged: Judged) -> str:
    """What kind of step it is, in one sentence."""
    step = judged.step
    if not step.changes:
        return f"No change: {step.title}"
    stops = sum(finding.verdict.bump is Bump.GATE for finding in judged.findings)
    needed = judged.required if judged.required > Bump.NONE else Bump.PATCH
    if step.old is None or step.new is None:
        return f"This is a {needed.name} change: {judged.findings[0].change.message}"
    tail = f", and {stops} of its parts must not stay so" if stops else ""
    tail = " to a draft" if step.drafted else tail
    return f"This is a {needed.name} change{tail}: {step.title}"


def _finding(finding: Finding, step: Step, page: Page, fingerprints: bool) -> Iterator[str]:
    change, bump = finding.change, finding.verdict.bump
    label = _LABEL.get(bump, bump.name)
    head = page.paint(f"{label:<5}", _STYLE.get(bump, "note")) + "  "
    yield from page.lines(f"{change.message} ({change.name})", 7, head)
    who = "breaks" if finding.verdict.breaks else "concerns"
    letters = finding.verdict.breaks or finding.verdict.concerns
    fields: list[tuple[str, str | None]] = [(who, audiences(letters))]
    fields += [*_values(change, step, page), ("why", change.why)]
    if finding.waiver:
        by = f" ({finding.waiver.by})" if finding.waiver.by else ""
        fields.append(("waived", f"{finding.waiver.because}{by}"))
    if fingerprints:
        fields += [("error", finding.against), ("finding", finding.fingerprint)]
    for name, text in fields:
        if text:
            yield from _field(name, text, page)
    for part in change.parts:
        yield from _part(part, 7, page)


def _field(name: str, text: str, page: Page) -> Iterator[str]:
    first = " " * 7 + page.paint(f"{name:<10}", "frame" if name else "faint")
    yield from page.lines(_shortened(text), 17, first)


def _values(change: Change, step: Step, page: Page) -> Iterator[tuple[str, str | None]]:
    """Both values, each with its place below it."""
    places = Places(step, page.cwd)
    for name, value, place in (
        ("was", change.before, places.old(change.old)),
        ("now", change.after, places.new(change.new)),
    ):
        if value:
            yield name, value
        if place:
            yield ("" if value else name), str(place)


def _part(part: Change, indent: int, page: Page) -> Iterator[str]:
    text = part.message + _between(part.before, part.after)
    yield from page.lines(text, indent + 2, " " * indent + page.paint("- ", "faint"))
    for below in part.parts:
        yield from _part(below, indent + 2, page)


def _between(before: str | None, after: str | None) -> str:
    """Both values behind a message; sentences in quotes."""
    one, two = (f"\u201c{v}\u201d" if v and v.endswith(".") else v for v in (before, after))
    if one and two:
        return f": {_shortened(one)} -> {_shortened(two)}"
    return f": {_shortened(one or two or '')}" if one or two else ""


def _touched(step: Step, page: Page) -> Iterator[str]:
    if not step.touched:
        return
    yield from ("", page.paint("specs and parts that rest on what changed", "strong"))
    room = max(cells(visible(each.spec)) for each in step.touched)
    for each in step.touched:
        said = f"at {each.version}" + (f": {', '.join(each.points)}" if each.points else "")
        yield from page.lines(said, room + 4, f"  {visible(each.spec):<{room}}  ")


def _summary(judged: Judged, page: Page) -> Iterator[str]:
    counts = list(who_is_broken(judged))
    if not counts:
        return
    yield from ("", page.paint("who is broken", "strong"))
    for audience, breaks, concerns in counts:
        said = f"{_many(breaks)} it" if breaks else "not broken"
        said += f"; {concerns} concern{'s' if concerns == 1 else ''} it" if concerns else ""
        yield f"  {AUDIENCES[audience]:<12}{said}"


def who_is_broken(judged: Judged) -> Iterator[tuple[Use, int, int]]:
    """Each audience that something matters to: how many changes break it, how many concern it."""
    for audience in AUDIENCES:
        breaks = sum(audience in f.verdict.breaks for f in judged.findings)
        concerns = sum(audience in f.verdict.concerns for f in judged.findings)
        if breaks or concerns:
            yield audience, breaks, concerns


def audiences(letters: Iterable[Use]) -> str:
    """Audiences by their names."""
    return ", ".join(AUDIENCES[letter] for letter in letters)


def _many(number: int) -> str:
    return f"{number} change breaks" if number == 1 else f"{number} changes break"


def _shortened(text: str) -> str:
    return text if len(text) <= _MOST else f"{text[: _MOST - 1].rstrip()}…"
