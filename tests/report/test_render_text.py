"""What people see of a finding."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from schemac.diagnostic import Code, Diagnostic, Note, Severity
from schemac.report import by_rule, render_text, summary
from schemac.report.cells import cells
from schemac.source import NOWHERE, Origin, Source, Span

TWICE = Code(id="N001", name="duplicate-name")
WORDS = Code(id="W010", name="missing-words", severity=Severity.WARNING)
BODY = Origin("/home/p/specs/body.yaml")
LIBRARY = Origin("/usr/lib/face.yaml")
TEXT = """\
schemac: 1
keypoints:
  elbow: {index: 7}
  knee:  {index: 8}
  wrist: {index: 9}
  ankle: {index: 9}

  elbow: {index: 10}
"""


def located(**texts: str):
    files = {BODY.file: TEXT, LIBRARY.file: "a: 1\nb: 2\n"} | texts

    def locate(origin: Origin) -> tuple[Source, Span | None]:
        return Source(origin.file, files.get(origin.file, "")), None

    return locate


def one_line(text: str):
    return lambda origin: (Source(origin.file, text), None)


def span(line: int, column: int, length: int) -> Span:
    return Span(line, column, line, column + length)


def shown(*found: Diagnostic, **options) -> str:
    return render_text(found, located(), cwd="/home/p", **options)


def test_a_finding_with_both_places_a_foreign_file_and_help():
    found = TWICE.at(
        BODY,
        "`elbow` is already a keypoint",
        Note("first written here", BODY, span(3, 3, 5)),
        Note("the library has it too", LIBRARY, span(2, 1, 1)),
        Note("ids are permanent"),
        span=span(8, 3, 5),
        help="give one another name\nor remove it",
    )
    assert (
        shown(found)
        == """\
error[N001]: `elbow` is already a keypoint (duplicate-name)
 --> specs/body.yaml:8:3
  |
3 |   elbow: {index: 7}
  |   ----- first written here
...
8 |   elbow: {index: 10}
  |   ^^^^^
  |
 ::: /usr/lib/face.yaml:2:1
  |
2 | b: 2
  | - the library has it too
  |
  = note: ids are permanent
  = help: give one another name
          or remove it

1 error in 1 file
run `schemac explain N001` to read what is wrong and why
"""
    )


def test_a_gap_of_one_line_is_shown_and_neighbours_need_no_dots():
    found = TWICE.at(
        BODY,
        "same index",
        Note("one", BODY, span(3, 10, 5)),
        Note("two", BODY, span(4, 10, 5)),
        span=span(6, 11, 8),
    )
    body = shown(found).split("\n  |\n", 1)[1]
    assert body.startswith(
        """\
3 |   elbow: {index: 7}
  |          ----- one
4 |   knee:  {index: 8}
  |          ----- two
5 |   wrist: {index: 9}
6 |   ankle: {index: 9}
  |           ^^^^^^^^
"""
    )


def test_sorted_by_place_and_each_finding_once():
    late, early = (
        TWICE.at(BODY, "late", span=span(8, 3, 1)),
        WORDS.at(BODY, "early", span=span(3, 3, 1)),
    )
    nowhere = TWICE.at(NOWHERE, "nothing to check")
    text = shown(late, early, late, nowhere)
    assert re.findall(r"nothing|early|late", text) == ["nothing", "early", "late"]
    assert "2 errors, 1 warning in 1 file" in text
    assert text.count("schemac explain") == 1
    assert "explain N001" in text, "the hint names the worst finding"


def test_line_numbers_of_different_length_share_a_gutter():
    text = "x: 1\n" * 120
    found = TWICE.at(BODY, "m", Note("here", BODY, span(9, 1, 1)), span=span(101, 1, 1))
    rows = render_text([found], one_line(text)).splitlines()
    assert rows[1].startswith("   --> ")
    assert "  9 | x: 1" in rows
    assert "101 | x: 1" in rows


def test_wide_characters_tabs_and_combining_marks_keep_the_mark_below_its_text():
    line = "\t肘 e\u0301: שלום x"
    for word in ("肘", "e\u0301", "שלום", "x"):
        at = span(1, line.index(word) + 1, len(word))
        rows = render_text([TWICE.at(BODY, "m", span=at)], one_line(line)).splitlines()
        text, mark = rows[3].removeprefix("1 | "), rows[4].removeprefix("  | ")
        before = text[: text.index(word)]
        assert len(mark) - mark.count("^") == cells(before)
        assert mark.count("^") == cells(word)


def test_nothing_in_a_spec_reaches_the_terminal_as_a_command():
    evil = "\x1b[2J\x9b31m\u202e\u2066\r\x00\x07\ud800\u2028"
    found = TWICE.at(
        Origin(f"a{evil}.yaml"),
        f"m{evil}",
        Note(f"n{evil}", Origin(f"b{evil}.yaml"), span(1, 1, 3)),
        span=span(1, 1, 4),
        help=f"h{evil}\nsecond line",
    )
    text = render_text([found], one_line(f"x{evil}y"))
    assert {unicodedata.category(c) for c in text.replace("\n", "")}.isdisjoint(
        {"Cc", "Cf", "Cs", "Zl", "Zp"}
    )
    assert "<U+001B>[2J" in text


def test_spans_past_the_end_and_missing_text_are_survived():
    line_end = render_text([TWICE.at(BODY, "m", span=span(1, 90, 5))], one_line("ab"))
    assert "1 | ab\n  |   ^" in line_end
    for text in ("", "only one line"):
        out = render_text([TWICE.at(BODY, "m", span=span(7, 1, 1))], one_line(text), cwd="/home/p")
        assert " --> specs/body.yaml:7:1\n\n1 error" in out
    no_span = render_text([TWICE.at(BODY, "m")], one_line("ab"), cwd="/home/p")
    assert " --> specs/body.yaml\n\n1 error" in no_span


def test_a_span_over_several_lines_marks_its_first_one():
    at = Span(1, 4, 3, 2)
    assert "1 | ab cdef\n  |    ^^^^\n" in render_text(
        [TWICE.at(BODY, "m", span=at)], one_line("ab cdef  \nsecond\nthird")
    )


def test_a_long_line_is_cut_around_the_mark():
    line = "x" * 3000 + "HERE" + "y" * 3000
    out = render_text([TWICE.at(BODY, "m", span=span(1, 3001, 4))], one_line(line), width=60)
    row, mark = out.splitlines()[3:5]
    assert row.startswith("1 | ...x")
    assert row.endswith("y...")
    assert row.index("HERE") == mark.index("^^^^")


def test_two_marks_that_do_not_fit_one_row_get_a_row_each():
    line = "key: " + "x" * 300 + " end"
    found = TWICE.at(BODY, "m", Note("of this", BODY, span(1, 1, 3)), span=span(1, 307, 3))
    out = render_text([found], one_line(line), width=60)
    assert len(re.findall(r"^1 \|", out, re.M)) == 2
    assert "---\n" in out or "--- of this" in out


def test_colours_only_when_asked_and_the_same_text_below_them():
    found = TWICE.at(BODY, "m", Note("n", BODY, span(3, 1, 2)), span=span(4, 1, 2), help="h")
    plain, coloured = shown(found), shown(found, colour=True)
    assert "\x1b" not in plain
    assert "\x1b[1;31merror[N001]\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_summary():
    a, b = TWICE.at(BODY, "a"), WORDS.at(LIBRARY, "b")
    assert summary([a, a, b, TWICE.at(BODY, "c")]) == "2 errors, 1 warning in 2 files"
    assert summary([TWICE.at(NOWHERE, "c")]) == "1 error"
    assert summary([], 4) == "no problems found in 4 specs"
    assert summary([], 1) == "no problems found in 1 spec"
    assert summary([]) == "no problems found"
    assert shown() == ""


def many(code: Code, number: int, origin: Origin = BODY) -> list[Diagnostic]:
    return [code.at(origin, f"m{at:02}", span=span(1 + at // 9, 1, 1)) for at in range(number)]


def test_of_a_rule_that_finds_the_same_all_over_a_file_three_are_shown():
    other = WORDS.at(LIBRARY, "alone", span=span(1, 1, 1))
    out = shown(*many(WORDS, 27), other, fold=True)
    assert re.findall(r"^warning\[W010\]: (\w+)", out, re.M) == ["alone", "m00", "m01", "m02"]
    assert "... and 24 more missing-words in specs/body.yaml\n" in out
    assert "`--all` shows each; `schemac coverage --missing` lists" in out
    assert "\n28 warnings in 2 files\n" in out


def test_nothing_is_folded_unless_asked_nor_when_few():
    found = many(WORDS, 27)
    assert shown(*found).count("warning[W010]") == 27
    assert "more" not in shown(*found)
    assert shown(*found[:3], fold=True) == shown(*found[:3])


def test_errors_are_folded_only_when_there_are_very_many():
    assert shown(*many(TWICE, 20), fold=True) == shown(*many(TWICE, 20))
    out = shown(*many(TWICE, 21), fold=True)
    assert out.count("error[N001]") == 20
    assert "... and 1 more duplicate-name in specs/body.yaml\n`--all` shows each\n" in out


def test_a_rule_is_counted_by_file_and_severity_and_what_has_no_file_as_well():
    mild = [structs.replace(one, severity=Severity.NOTE) for one in many(WORDS, 5)]
    out = shown(*many(WORDS, 4), *mild, *many(WORDS, 5, NOWHERE), fold=True)
    assert sorted(re.findall(r"^\.\.\. .*", out, re.M)) == [
        "... and 1 more missing-words in specs/body.yaml",
        "... and 2 more missing-words",
        "... and 2 more missing-words in specs/body.yaml",
    ]


def test_findings_counted_by_rule():
    found = [*many(TWICE, 2), *many(WORDS, 12), WORDS.at(BODY, "m00", span=span(1, 1, 1))]
    assert by_rule(found) == "12 missing-words, 2 duplicate-name"
    assert by_rule([]) == ""


hostile = st.text(st.sampled_from("ab \t\n\x1b\u0301\u200d\u202e肘א🦴{}") | st.characters())
places = st.builds(
    Span, st.integers(0, 6), st.integers(0, 300), st.integers(0, 6), st.integers(0, 300)
)


@given(hostile, hostile, hostile, places, places, st.integers(0, 90))
def test_any_text_fits_the_width_and_is_harmless(message, line, label, at, other, width):
    found = TWICE.at(BODY, message, Note(label, BODY, other), span=at, help=label)
    out = render_text([found], one_line(line * 9), width=width, cwd="/home/p")
    assert all(c == "\n" or c.isprintable() for c in out if ord(c) < 0xA0)
    hint = "run `schemac explain"
    for row in out.split("\n"):
        if not row.startswith(hint):
            assert cells(row) <= max(width, 40), row
