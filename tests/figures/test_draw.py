"""Marks and bones say the side by colour and by shape."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from conftest import linked
from schemac.figures import Box, Canvas, draw_bones, draw_mark, fitted, silhouette
from schemac.model import Side


def marked(side: Side | None, hidden: bool = False) -> ElementTree.Element:
    canvas = Canvas("m", 100, 100, title="t")
    draw_mark(canvas, (50, 50), side, 10, hidden)
    return ElementTree.fromstring(canvas.inline())[-1]


def test_the_shape_of_a_mark_tells_the_side() -> None:
    left, right, mid = marked("left"), marked("right"), marked(None)
    assert left.get("d") == "M50,37.5L62.5,50L50,62.5L37.5,50Z"
    assert (right.tag, right.get("r")) == ("circle", "9")
    assert mid.get("d") == "M42,42L58,42L58,58L42,58Z"


@pytest.mark.parametrize("side", ["left", "right", None])
def test_a_hidden_place_is_marked_otherwise(side: Side | None) -> None:
    assert marked(side).get("class") == f"kp-mark kp-mark-{side or 'mid'}"
    assert marked(side, hidden=True).get("class") == f"kp-mark kp-hidden kp-hidden-{side or 'mid'}"


def test_bones_take_the_side_of_their_ends() -> None:
    skeleton = linked("body/coco-17")
    shape = silhouette(skeleton)
    canvas = Canvas("b", 100, 100, title="t")
    draw_bones(canvas, skeleton, shape, fitted(shape.box, Box(0, 0, 100, 100)))
    css = [element.get("class") for element in ElementTree.fromstring(canvas.inline())][2:]
    assert len(css) == len(skeleton.edges) == 19
    assert css.count("kp-bone") == 3, "eye to eye, hip to hip, shoulder to shoulder"
    assert css.count("kp-bone kp-bone-left") == css.count("kp-bone kp-bone-right") == 8
