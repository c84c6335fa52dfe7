"""Steps for a pull request: Markdown in which nothing a spec says can act as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from schemac.lineage.breakage import AUDIENCES, Bump
from schemac.lineage.change import Change
from schemac.report.cells import visible
from schemac.revision.breaking import Finding, Judged
from schemac.revision.places import Places
from schemac.revision.text import audiences, headline, who_is_broken

_MOST = 300  # characters of one value
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+!|~&@$^=:-])")
_NAMED = re.compile(r"`([^`|\n]+)`")
_SPACE = re.compile(r"\s+")


def render_markdown(steps: Iterable[Judged], cwd: str) -> str:
    """A heading and a table for each step; what a change consists of is folded away."""
    return "\n".join(_step(judged, cwd) for judged in steps)


def _step(judged: Judged, cwd: str) -> str:
    rows = [f"### {prose(headline(judged))}", ""]
    if judged.findings:
        rows += ["| Step | Change | Breaks |", "|---|---|---|"]
        rows += [_row(finding) for finding in judged.findings]
        rows += ["", *_who(judged), ""]
        rows += [*_details(judged, cwd)]
    if judged.step.touched:
        rows += ["Rests on what changed:", ""]
        for each in judged.step.touched:
            points = f": {escaped(', '.join(each.points))}" if each.points else ""
            rows.append(f"- {escaped(each.spec)} at {escaped(each.version)}{points}")
        rows.append("")
    rows += [f"- **{escaped(p.rule)}** {prose(p.message)}" for p in judged.problems]
    return "\n".join(rows).rstrip() + "\n"


def _row(finding: Finding) -> str:
    bump = finding.verdict.bump
    step = "**STOP**" if bump is Bump.GATE else bump.name
    said = prose(finding.change.message)
    if finding.waiver:
        said += f" (waived: {escaped(finding.waiver.because)})"
    return (
        f"| {step} | {said} `{finding.change.name}` | {audiences(finding.verdict.breaks) or '–'} |"
    )


def _who(judged: Judged) -> Iterator[str]:
    counts = [f"{AUDIENCES[a]} {breaks}" for a, breaks, _ in who_is_broken(judged) if breaks]
    if counts:
        yield f"Breaking changes for: {', '.join(counts)}"


def _details(judged: Judged, cwd: str) -> Iterator[str]:
    places = Places(judged.step, cwd)
    yield from ("<details><summary>What changed, old beside new</summary>", "")
    for finding in judged.findings:
        yield f"- {prose(finding.change.message)} `{finding.fingerprint}`"
        yield from _lines(finding.change, places, 2)
    yield from ("", "</details>", "")


def _lines(change: Change, places: Places, indent: int) -> Iterator[str]:
    pad = " " * indent
    for name, value, spot in (
        ("was", change.before, places.old(change.old)),
        ("now", change.after, places.new(change.new)),
    ):
        where = f" ({escaped(str(spot))})" if spot else ""
        if value or spot:
            yield f"{pad}- {name}: {escaped(_short(value or ''))}{where}".replace(":  (", ": (")
    if change.why:
        yield f"{pad}- why: {escaped(change.why)}"
    for part in change.parts:
        yield f"{pad}- {prose(part.message)}"
        yield from _lines(part, places, indent + 2)


def escaped(text: str) -> str:
    """A text from a spec, with every character that Markdown or HTML could act on disarmed."""
    flat = _SPACE.sub(" ", visible(text))
    return _MARKUP.sub(lambda match: _ENTITIES.get(match[1], f"\\{match[1]}"), flat)


def prose(message: str) -> str:
    """A message of ours: names between backticks stay code, the rest is text."""
    parts = _NAMED.split(message)
    return "".join(f"`{part}`" if n % 2 else escaped(part) for n, part in enumerate(parts))


def _short(text: str) -> str:
    return text if len(text) <= _MOST else f"{text[: _MOST - 1].rstrip()}…"


# `|` ends a cell even behind a backslash in some renderers, `@` and `#` call people and issues.
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "|": "&#124;", "@": "&#64;", "#": "&#35;",
             ":": ":", "-": "-", "(": "(", ")": ")", "=": "=", "+": "+", "^": "^"}  # fmt: skip
