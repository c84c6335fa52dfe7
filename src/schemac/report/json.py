"""Diagnostics for programs: one JSON document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from schemac.diagnostic import Diagnostic, Fix, Severity
from schemac.report.finding import Finding, Locate, Mark, counts, findings
from schemac.source import Span

VERSION = 1


def render_json(
    diagnostics: Iterable[Diagnostic],
    locate: Locate,
    *,
    cwd: str | None = None,
    checked: int | None = None,
) -> str:
    """`{"version": 1, "diagnostics": [...], "summary": {...}}`; keys always all, in this order.

    A diagnostic has `code`, `rule`, `severity` (error, warning or note), `message`; `file`, `line`,
    `column`, `end_line`, `end_column`; `notes`, each a `message` with the same five keys; `help`;
    `points`, the ids of the keypoints concerned; `fixes`, each a `title`, `safe`, and `edits` of
    the same file, each the four numbers and the `text` to put there. Lines and columns count
    characters from 1, the end is exclusive; what is not known is null. `summary` counts `errors`,
    `warnings`, `notes`, `files` with findings, and what was `checked` (null when the caller does
    not say).

    Sorted and unique as in the text. The output is ASCII, other characters are escaped, so that
    it is the same in every locale and safe to print. `version` changes when a key changes its
    meaning or goes away, not when one is added.
    """
    import json  # the standard library's: it alone escapes lone surrogates

    found = findings(diagnostics, locate, cwd)
    number = counts(one.diagnostic for one in found)
    document = {
        "version": VERSION,
        "diagnostics": [_finding(one) for one in found],
        "summary": {
            "errors": number[Severity.ERROR],
            "warnings": number[Severity.WARNING],
            "notes": number[Severity.NOTE],
            "files": len({one.place.path for one in found if one.place.path}),
            "checked": checked,
        },
    }
    return json.dumps(document, indent=2) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    one = finding.diagnostic
    return {
        "code": one.code,
        "rule": one.rule,
        "severity": str(one.severity),
        "message": one.message,
        **_place(finding.place),
        "notes": [{"message": note.message, **_place(note)} for note in finding.notes],
        "help": one.help,
        "points": list(one.points),
        "fixes": [_fix(fix) for fix in one.fixes],
    }


def _fix(fix: Fix) -> dict[str, Any]:
    edits = [{**_span(edit.span), "text": edit.text} for edit in fix.edits]
    return {"title": fix.title, "safe": fix.safe, "edits": edits}


def _place(mark: Mark) -> dict[str, Any]:
    return {"file": mark.path or None, **_span(mark.span)}


def _span(span: Span | None) -> dict[str, Any]:
    return {
        "line": span.line if span else None,
        "column": span.column if span else None,
        "end_line": span.end_line if span else None,
        "end_column": span.end_column if span else None,
    }
