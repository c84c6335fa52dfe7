"""Every pair of colours that must be told apart is far enough apart, in both themes."""

from __future__ import annotations

import re

import pytest

from schemac.colours import contrast
from schemac.figures.style import RULES, file_style, page_style
from schemac.figures.tokens import LETTERS, PAIRS, SHAPES, TOKENS, Theme, colour


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("seen", "ground", "least"), PAIRS)
def test_what_must_be_seen_has_contrast(seen: str, ground: str, least: float, theme: Theme) -> None:
    assert contrast(colour(seen, theme), colour(ground, theme)) >= least


def test_sides_differ_by_shape_and_letter_too() -> None:
    assert len({SHAPES[side] for side in ("left", "right", None)}) == 3
    assert len({LETTERS[side] for side in ("left", "right", None)}) == 3


def test_rules_name_colours_that_exist_and_every_colour_is_used() -> None:
    named = {name for rule in RULES.values() for name in re.findall(r"\{([a-z-]+)\}", rule)}
    assert named == TOKENS.keys()


def test_text_and_marks_of_the_rules_are_in_the_list_of_pairs() -> None:
    seen = {seen for seen, _, _ in PAIRS}
    meant = {"ink", "left", "right", "mid", "good", "bad", "line", "far-line", "leader"}
    assert meant <= seen


def test_a_page_gets_variables_with_a_fallback() -> None:
    sheet = page_style(dark=".night")
    assert ".night{--kp-paper:" in sheet
    assert f"var(--kp-skin,{colour('skin', 'light')})" in sheet
    assert sheet.count("--kp-ink:") == 2


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_file_has_its_colours_written_out(theme: Theme) -> None:
    sheet = file_style(theme)
    assert "var(" not in sheet
    assert "{ink}" not in sheet
    assert colour("skin", theme) in sheet
