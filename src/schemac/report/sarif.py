"""Findings as SARIF 2.1.0, which code scanning services and editors read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from os import sep
from typing import Any

from schemac.diagnostic import Code, Diagnostic, Fix
from schemac.report.finding import Finding, Locate, Mark, findings
from schemac.report.identity import fingerprints, slashed
from schemac.source import Span

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_BASE = "%SRCROOT%"


def render_sarif(
    diagnostics: Iterable[Diagnostic],
    locate: Locate,
    *,
    rules: Sequence[Code],
    version: str,
    cwd: str | None = None,
) -> str:
    """One run. All `rules` are declared, found or not: an alert closes when its rule was looked
    for and not met.

    Paths are relative to `%SRCROOT%`, which is `cwd` (no path of this machine is in it); lines
    and columns count characters from 1. A finding keeps its fingerprint when lines move.
    """
    import json  # the standard library's: it alone escapes lone surrogates

    found = findings(diagnostics, locate, cwd)
    ids = {rule.id: at for at, rule in enumerate(rules)}
    results = [
        _result(one, mark, ids) for one, mark in zip(found, fingerprints(found), strict=True)
    ]
    driver = {"name": "schemac", "version": version, "rules": [_rule(rule) for rule in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_BASE: {"description": {"text": "Where schemac was run."}}},
        "results": results,
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: Code) -> dict[str, Any]:
    from inspect import cleandoc

    first, _, more = cleandoc(rule.doc).partition("\n\n")
    first = " ".join(first.split()) or rule.name
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": first},
        "help": {"text": more or first},
        "defaultConfiguration": {"level": str(rule.severity)},
        "properties": {"rule": rule.name},
    }


def _result(finding: Finding, fingerprint: str, ids: dict[str, int]) -> dict[str, Any]:
    one = finding.diagnostic
    help = f"\n{one.help}" if one.help else ""
    made: dict[str, Any] = {
        "ruleId": one.code,
        "level": str(one.severity),
        "message": {"text": one.message + help},
        "partialFingerprints": {"schemac/v1": fingerprint},
    }
    if one.code in ids:
        made["ruleIndex"] = ids[one.code]
    if finding.place.path:
        made["locations"] = [{"physicalLocation": _place(finding.place)}]
    if related := [note for note in finding.notes if note.path]:
        made["relatedLocations"] = [_related(note, at) for at, note in enumerate(related, 1)]
    if one.fixes and finding.place.path:
        made["fixes"] = [_fix(fix, finding.place) for fix in one.fixes]
    return made


def _related(note: Mark, id: int) -> dict[str, Any]:
    return {"id": id, "physicalLocation": _place(note), "message": {"text": note.message}}


def _place(mark: Mark) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _artifact(mark)}
    if mark.span:
        place["region"] = _region(mark.span)
    return place


def _artifact(mark: Mark) -> dict[str, str]:
    from urllib.parse import quote

    address = quote(slashed(mark.path))
    if mark.path.startswith(sep):  # outside of what was checked
        return {"uri": f"file://{address}"}
    return {"uri": address, "uriBaseId": _BASE}


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _fix(fix: Fix, place: Mark) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}
        for edit in fix.edits
    ]
    change = {"artifactLocation": _artifact(place), "replacements": replacements}
    return {"description": {"text": fix.title}, "artifactChanges": [change]}
