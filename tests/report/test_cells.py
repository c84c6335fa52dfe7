"""How wide text is on a screen, and where it is cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemac.report.cells import cells, cut, visible, wrap


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("abc", 3), ("肘", 2), ("ｱ", 1), ("\uff21", 2), ("é", 1), ("e\u0301", 1), ("שלום", 4),
     ("🦴", 2), ("क्षि", 3), ("\u0645\u06cc\u200c\u062e", 3)],
)  # fmt: skip
def test_cells(text: str, width: int):
    assert cells(text) == width


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a b", "a b"), ("\t", "    "), ("\n", "<U+000A>"), ("\x1b[0m", "<U+001B>[0m"),
     ("\x7f", "<U+007F>"), ("\x9b", "<U+009B>"), ("\u202e", "<U+202E>"), ("\ud800", "<U+D800>"),
     ("\U000e0041", "<U+E0041>"), ("\u06cc\u200c\u062e", "\u06cc\u200c\u062e")],
)  # fmt: skip
def test_visible(text: str, shown: str):
    assert visible(text) == shown


def test_a_wide_character_cut_in_two_leaves_its_place_empty():
    line = "肘" * 50 + "X" + "肘" * 50
    for room in range(20, 30):
        part = cut(line, 50, 51, room)
        assert cells(part.text) <= room
        assert cells(part.text[: part.text.index("X")]) == part.start
        assert part.end == part.start + 1


lines = st.text(st.sampled_from("ab肘\t\u0301\x1b ") | st.characters(), max_size=200)


@given(lines, lines, st.integers(20, 120))
def test_the_mark_is_below_its_text_wherever_the_line_is_cut(before: str, after: str, room: int):
    part = cut(f"{before}#{after}", len(before), len(before) + 1, room)
    assert cells(part.text) <= room
    at = [i for i, c in enumerate(part.text) if c == "#" and cells(part.text[:i]) == part.start]
    assert at, part
    assert 0 <= part.start < part.end <= room


@given(lines, st.integers(20, 80), st.integers(10, 20))
def test_wrapping_loses_nothing_and_fits(text: str, room: int, first: int):
    rows = wrap(visible(text), room, first)
    assert "".join(rows).replace(" ", "") == visible(text).replace(" ", "")
    assert cells(rows[0]) <= first
    assert all(cells(row) <= room for row in rows)


def test_a_line_of_megabytes_is_cut_by_looking_at_a_little_of_it():
    part = cut("x" * 4_000_000 + "#" + "肘" * 4_000_000, 4_000_000, 4_000_001, 60)
    assert part.text.index("#") == part.start
    assert part.text.startswith("...x")
    assert part.text.endswith("肘...") or part.text.endswith("肘 ...")
