"""Findings in the formats of other programs: what these must be able to rely on."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from schemac.codes import every_code
from schemac.diagnostic import Code, Diagnostic, Edit, Fix, Note, Severity
from schemac.report.github import render_github
from schemac.report.gitlab import render_gitlab
from schemac.report.junit import render_junit
from schemac.report.sarif import render_sarif
from schemac.source import NOWHERE, Origin, Source, Span

# The schema of SARIF 2.1.0 as it stands in the npm package @microsoft/jest-sarif 1.0.0-beta.0
# (MIT licence), without its descriptions.
SARIF = json.loads((Path(__file__).parent / "sarif-2.1.0.json").read_text("utf-8"))

TWICE = Code(id="N001", name="duplicate-name", doc="Two have one name.\n\n    Which is meant?")
UNUSED = Code(id="N002", name="never-found", severity=Severity.WARNING, doc="Not found.")
FIX = Fix("quote it", (Edit(Span(4, 3, 4, 3), '"'), Edit(Span(4, 8, 4, 8), '"')))


def locate(origin: Origin) -> tuple[Source, Span | None]:
    return Source(origin.file, "a: 1\n"), Span(4, 3, 4, 8)


FOUND = [
    replace(
        TWICE.at(
            Origin("/p/specs/a b.yaml"),
            "100% twice,\nor: not",
            Note("first, here", Origin("/p/specs/c.yaml"), Span(3, 4, 3, 9)),
            Note("nowhere"),
            help="mend it",
        ),
        fixes=(FIX,),
    ),
    TWICE.at(Origin("/p/specs/a b.yaml"), "far", span=Span(9, 1, 11, 4), severity=Severity.WARNING),
    TWICE.at(Origin("/q/other.yaml"), "elsewhere", severity=Severity.NOTE),
    TWICE.at(NOWHERE, "no file"),
]


def sarif(found: list[Diagnostic], rules: tuple[Code, ...] = (UNUSED, TWICE)) -> dict[str, Any]:
    text = render_sarif(found, locate, rules=rules, version="0.1.0", cwd="/p")
    assert text.isascii()
    document: dict[str, Any] = json.loads(text)
    jsonschema.Draft4Validator(SARIF).validate(document)
    return document["runs"][0]  # type: ignore[no-any-return]


# ---- GitHub -----------------------------------------------------------------------------------


def test_github_commands_are_escaped_and_one_line_each():
    nowhere, other, twice, far = render_github(FOUND, locate, cwd="/p").splitlines()
    assert twice == (
        "::error file=specs/a b.yaml,line=4,col=3,endColumn=7,title=N001 duplicate-name"
        "::100%25 twice,<U+000A>or: not%0Anote: first, here (specs/c.yaml:3)%0Anote: nowhere"
        "%0Ahelp: mend it"
    )
    assert far.startswith("::warning file=specs/a b.yaml,line=9,endLine=11,title=")
    assert other.startswith("::notice file=/q/other.yaml,")
    assert nowhere == "::error title=N001 duplicate-name::no file"


COMMAND = re.compile(r"::(error|warning|notice) ([a-zA-Z]+=[^,:\n]*,?)+::[^\n\r]*")


@given(st.text(), st.text())
def test_no_text_can_end_a_github_command_or_start_one(message: str, path: str):
    [line, *rest] = render_github([TWICE.at(Origin(f"/{path}"), message)], locate).split("\n")
    assert rest == [""]
    assert COMMAND.fullmatch(line), line


# ---- GitLab -----------------------------------------------------------------------------------


def test_gitlab_issues_have_what_is_required():
    issues = json.loads(render_gitlab(FOUND, locate, cwd="/p"))
    assert [issue["severity"] for issue in issues] == ["major", "info", "major", "minor"]
    assert [issue["location"]["path"] for issue in issues] == [
        ".", "/q/other.yaml", "specs/a b.yaml", "specs/a b.yaml",
    ]  # fmt: skip
    assert issues[2]["location"]["lines"] == {"begin": 4, "end": 4}
    assert all(issue["description"] and issue["check_name"] for issue in issues)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


def marks(found: list[Diagnostic]) -> list[str]:
    return [issue["fingerprint"] for issue in json.loads(render_gitlab(found, locate, cwd="/p"))]


def test_a_fingerprint_stays_when_lines_move_and_is_never_used_twice():
    at = Origin("/p/a.yaml")
    before = [TWICE.at(at, "same", span=Span(n, 1, n, 2)) for n in (3, 7)]
    after = [TWICE.at(at, "same", span=Span(n, 1, n, 2)) for n in (30, 70)]
    assert marks(before) == marks(after)
    assert len(set(marks(before))) == 2
    assert marks([TWICE.at(at, "other")]) != marks([TWICE.at(at, "same")])


# ---- SARIF ------------------------------------------------------------------------------------


def test_sarif_declares_every_rule_found_or_not():
    run = sarif([], tuple(every_code()))
    rules = run["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} == {code.id for code in every_code()}
    assert all(rule["shortDescription"]["text"] and rule["help"]["text"] for rule in rules)
    assert run["results"] == []


def test_sarif_results_carry_places_notes_and_fixes():
    run = sarif(FOUND)
    nowhere, other, twice, far = run["results"]
    assert "locations" not in nowhere
    place = twice["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "specs/a%20b.yaml", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 4, "startColumn": 3, "endLine": 4, "endColumn": 8}
    assert run["tool"]["driver"]["rules"][twice["ruleIndex"]]["id"] == twice["ruleId"] == "N001"
    assert [note["message"]["text"] for note in twice["relatedLocations"]] == ["first, here"]
    [change] = twice["fixes"][0]["artifactChanges"]
    assert [r["insertedContent"]["text"] for r in change["replacements"]] == ['"', '"']
    assert change["artifactLocation"] == place["artifactLocation"]
    assert [r["level"] for r in (other, far)] == ["note", "warning"]
    uri = other["locations"][0]["physicalLocation"]["artifactLocation"]
    assert uri == {"uri": "file:///q/other.yaml"}


def test_sarif_names_no_folder_of_this_machine():
    assert "/p" not in json.dumps(sarif(FOUND[:2]))


@given(st.text(st.characters(exclude_categories=())))
def test_sarif_of_any_text_keeps_its_schema(text: str):
    [result] = sarif([TWICE.at(Origin("/p/a.yaml"), text, help=text or None)])["results"]
    assert result["message"]["text"].startswith(text)


# ---- JUnit ------------------------------------------------------------------------------------


def test_junit_has_a_case_for_each_document():
    text = render_junit(FOUND, locate, documents=["/p/good.yaml", "/p/specs/a b.yaml"], cwd="/p")
    suites = ElementTree.fromstring(text.encode())
    cases = {case.get("name"): case for case in suites.iter("testcase")}
    assert list(cases) == ["(no file)", "/q/other.yaml", "good.yaml", "specs/a b.yaml"]
    assert (suites.get("tests"), suites.get("failures")) == ("4", "2")
    assert not list(cases["good.yaml"])
    [failure] = cases["specs/a b.yaml"].iter("failure")
    assert failure.get("type") == "duplicate-name"
    assert (failure.text or "").startswith("specs/a b.yaml:4:3: error[N001]: 100% twice")
    assert "help: mend it" in (failure.text or "")
    [output] = cases["specs/a b.yaml"].iter("system-out")
    assert "warning[N001]: far" in (output.text or "")
    assert not list(cases["/q/other.yaml"].iter("failure")), "a note is no failure"


@given(st.text(st.characters(exclude_categories=())))
@example("\x00\x1b\ufffe\uffff\ud800]]><!--&lt;")
def test_junit_of_any_text_is_xml(text: str):
    xml = render_junit([TWICE.at(Origin("/p/<&>.yaml"), text)], locate, cwd="/p")
    [failure] = ElementTree.fromstring(xml.encode()).iter("failure")
    assert len(list(failure)) == 0
