"""Findings as a GitLab code quality report, which merge requests show beside the changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from schemac.diagnostic import Diagnostic, Severity
from schemac.report.finding import Finding, Locate, findings
from schemac.report.identity import fingerprints, slashed

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render_gitlab(
    diagnostics: Iterable[Diagnostic], locate: Locate, *, cwd: str | None = None
) -> str:
    """A JSON list; each finding with description, check name, severity, place and fingerprint.

    A finding keeps its fingerprint when lines move, so that GitLab can tell new ones from old.
    """
    import json  # the standard library's: it alone escapes lone surrogates

    found = findings(diagnostics, locate, cwd)
    issues = [_issue(one, mark) for one, mark in zip(found, fingerprints(found), strict=True)]
    return json.dumps(issues, indent=2) + "\n"


def _issue(finding: Finding, fingerprint: str) -> dict[str, Any]:
    one = finding.diagnostic
    span = finding.place.span
    positions = {
        "begin": {"line": span.line if span else 1, "column": span.column if span else 1},
        "end": {"line": span.end_line if span else 1, "column": span.end_column if span else 1},
    }
    return {
        "description": one.message + (f" ({one.help})" if one.help else ""),
        "check_name": one.rule,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[one.severity],
        "location": {
            "path": slashed(finding.place.path) or ".",
            "positions": positions,
            "lines": {"begin": positions["begin"]["line"], "end": positions["end"]["line"]},
        },
    }
