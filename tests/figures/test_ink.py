"""The canvas writes SVG that is well formed, safe and the same every time."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemac.figures.ink import Canvas

NASTY = "</text><script>alert(1)</script>\"'&]]>\x00\x1b\n\n<!-- {{x}} -->"


def canvas(title: str = "A hand", **more: str) -> Canvas:
    made = Canvas("fig-1", 300.04, 200, title=title, **more)
    made.text((10, 20), NASTY, "name halo", "middle")
    return made


def tree(made: Canvas) -> ElementTree.Element:
    return ElementTree.fromstring(made.inline())


def test_a_figure_says_what_it_is() -> None:
    root = tree(canvas(description="Twenty-one points."))
    assert root.get("role") == "img"
    assert root.get("viewBox") == "0 0 300 200"
    named = [root.find("title"), root.find("desc")]
    assert [element.text for element in named if element is not None] == [
        "A hand", "Twenty-one points."
    ]  # fmt: skip
    assert root.get("aria-labelledby") == "fig-1-title fig-1-desc"


@given(st.text())
def test_text_stays_text(text: str) -> None:
    made = Canvas("x", 10, 10, title=text)
    made.text((1, 1), text, "name")
    with made.link(text, text):
        made.circle((1, 1), 1, "mid")
    root = ElementTree.fromstring(made.inline())
    assert {element.tag for element in root.iter()} == {"svg", "title", "desc", "text", "a",
                                                        "circle"}  # fmt: skip


def test_hostile_text_makes_no_elements_and_no_lines() -> None:
    made = canvas(title=NASTY)
    assert "<script" not in made.inline()
    assert "\n" not in made.inline()
    assert ElementTree.fromstring(made.file()).find(".//{*}script") is None


def test_ids_begin_with_the_prefix_and_are_unique() -> None:
    made = Canvas('a"b c', 10, 10, title="t")
    clips = [made.clip(0, 0, 5, 5), made.clip(1, 1, 5, 5, r=2)]
    with made.group("body", clip=clips[0]):
        made.rect(0, 0, 1, 1, "paper")
    ids = [element.get("id") for element in tree(made).iter() if element.get("id")]
    assert len(set(ids)) == len(ids)
    assert all(id is not None and re.fullmatch(r"a-b-c-\w+", id) for id in ids)
    assert f'clip-path="url(#{clips[0]})"' in made.inline()


def test_elements_carry_classes_and_no_colours() -> None:
    made = canvas()
    made.curve([(0, 0), (1, 2), (3, 3)], "hint")
    assert "fill=" not in made.inline()
    assert "style=" not in made.inline()
    assert 'class="kp-name kp-halo"' in made.inline()


def test_numbers_have_one_decimal() -> None:
    made = Canvas("n", 10, 10, title="t")
    made.polyline([(0.123456, -0.04), (2.0, 1e-9), (1 / 3, 2 / 3)], "bone", closed=True)
    made.circle((1.25, 3.99), 2.0, "mid", opacity=0.51234)
    assert 'd="M0.1,0L2,0L0.3,0.7Z"' in made.inline()
    assert not re.search(r"\d\.\d\d", made.inline())


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_file_stands_alone(theme: str) -> None:
    data = canvas().file(theme, paper=True).decode()  # type: ignore[arg-type]
    root = ElementTree.fromstring(data)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert (root.get("width"), root.get("height")) == ("300", "200")
    assert "var(" not in data
    assert data.replace("http://www.w3.org/2000/svg", "").find("http") == -1


def test_what_is_drawn_in_a_group_stays_in_it() -> None:
    made = Canvas("g", 10, 10, title="t")
    with made.group("far"):
        made.line((0, 0), (1, 1), "bone")
    made.line((1, 1), (2, 2), "bone")
    root = tree(made)
    assert [child.tag for child in root] == ["title", "desc", "g", "path"]
