"""Findings as JUnit XML, which most CI servers show: a test case a document."""

from __future__ import annotations

from collections.abc import Iterable

from schemac.diagnostic import Diagnostic, Severity
from schemac.report.cells import visible
from schemac.report.finding import Finding, Locate, findings, shown_path
from schemac.report.identity import slashed

_ELSEWHERE = "(no file)"


def render_junit(
    diagnostics: Iterable[Diagnostic],
    locate: Locate,
    *,
    documents: Iterable[str] = (),
    cwd: str | None = None,
) -> str:
    """A suite with a case for each of `documents` (paths), and for other files with findings.

    An error is a failure of its document; warnings and notes are its output. There are no times.
    """
    from xml.etree.ElementTree import Element, SubElement, indent, tostring

    cases: dict[str, list[Finding]] = {slashed(shown_path(path, cwd)): [] for path in documents}
    for one in findings(diagnostics, locate, cwd):
        cases.setdefault(slashed(one.place.path) or _ELSEWHERE, []).append(one)
    failures = sum(_failed(one) for found in cases.values() for one in found)
    counts = {"tests": str(len(cases)), "failures": str(failures), "errors": "0"}
    suites = Element("testsuites", name="schemac", attrib=counts)
    suite = SubElement(suites, "testsuite", name="schemac check", attrib=counts)
    for path, found in sorted(cases.items()):
        case = SubElement(suite, "testcase", classname="schemac", name=_clean(path))
        for one in filter(_failed, found):
            kind = {"type": one.diagnostic.rule, "message": _clean(one.diagnostic.message)}
            SubElement(case, "failure", kind).text = _said(one)
        rest = [_said(one) for one in found if not _failed(one)]
        if rest:
            SubElement(case, "system-out").text = "\n".join(rest)
    indent(suites)
    text = tostring(suites, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _failed(finding: Finding) -> bool:
    return finding.diagnostic.severity is Severity.ERROR


def _said(finding: Finding) -> str:
    """One finding in a few lines, as compilers print them."""
    one, place = finding.diagnostic, finding.place
    where = slashed(place.path) + (f":{place.span.line}:{place.span.column}" if place.span else "")
    lines = [f"{where or _ELSEWHERE}: {one.severity}[{one.code}]: {one.message} ({one.rule})"]
    lines += [f"  note: {note.message}" for note in finding.notes]
    lines += [f"  help: {one.help}"] if one.help else []
    return "\n".join(map(_clean, lines))


def _clean(text: str) -> str:
    """Text that XML can hold: two of the characters that it cannot are visible elsewhere."""
    return visible(text).replace("\ufffe", "<U+FFFE>").replace("\uffff", "<U+FFFF>")
