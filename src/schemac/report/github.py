"""Findings as workflow commands of GitHub Actions, which shows them at their lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schemac.diagnostic import Diagnostic, Severity
from schemac.report.cells import visible
from schemac.report.finding import Finding, Locate, findings
from schemac.report.identity import slashed

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render_github(
    diagnostics: Iterable[Diagnostic], locate: Locate, *, cwd: str | None = None
) -> str:
    """`::error file=…,line=…,col=…,endLine=…,endColumn=…,title=…::message`, a line a finding.

    Columns count from 1 and the last one is meant, as GitHub counts. Notes and help follow the
    message on lines of their own. Empty when there is nothing to say.
    """
    return "".join(f"{_command(one)}\n" for one in findings(diagnostics, locate, cwd))


def _command(finding: Finding) -> str:
    one = finding.diagnostic
    properties = ",".join(f"{key}={_property(value)}" for key, value in _properties(finding))
    text = "\n".join(visible(line) for line in _said(finding))
    return f"::{_COMMANDS[one.severity]} {properties}::{_data(text)}"


def _properties(finding: Finding) -> Iterator[tuple[str, str]]:
    place, one = finding.place, finding.diagnostic
    if place.path:
        yield "file", slashed(place.path)
    if span := place.span:
        yield "line", str(span.line)
        # GitHub takes columns for a single line only.
        if span.line == span.end_line:
            yield "col", str(span.column)
            yield "endColumn", str(max(span.column, span.end_column - 1))
        else:
            yield "endLine", str(span.end_line)
    yield "title", f"{one.code} {one.rule}"


def _said(finding: Finding) -> Iterator[str]:
    yield finding.diagnostic.message
    for note in finding.notes:
        line = f":{note.span.line}" if note.span else ""
        where = f" ({slashed(note.path)}{line})" if note.path else ""
        yield f"note: {note.message}{where}"
    if finding.diagnostic.help:
        yield f"help: {finding.diagnostic.help}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")
