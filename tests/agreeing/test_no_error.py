"""Labels held against themselves: every error is nothing, and nothing is divided by it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from test_gathering import two

import schemac
from schemac.agreeing import Group
from schemac.agreeing.drawing import picture
from schemac.agreeing.page import render_page
from schemac.agreeing.result import Breach
from schemac.agreeing.text import folded, render_agreement
from schemac.cli import main
from schemac.model import Skeleton

Load = Callable[[str], Skeleton]


def test_text_and_page_of_no_errors(
    skeleton: Load, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    coco = skeleton("body/coco-17")
    file, _ = two(coco, tmp_path / "labels", [f"{at}.jpg" for at in range(4)])
    found = schemac.agree(file, spec="body/coco-17", gold=file)
    assert {error.relative.value for error in found.errors[Group("all")]} == {0.0}
    text = render_agreement(found, coco, every=True)
    assert "left_ankle" in text
    assert "█" not in text
    assert "<html" in render_page(found, coco)
    page = tmp_path / "page.html"
    words = ["agree", file, "--spec", "body/coco-17", "--gold", file, "--report", str(page)]
    assert main(words) in (0, 1)
    assert page.is_file()
    assert "a bug of schemac" not in capsys.readouterr().err


def test_a_limit_of_nothing_is_not_divided_by() -> None:
    those = [
        Breach(
            limit="mean_error", message="m", person="Ben", point=f"p{at}", value=2.0, allowed=0.0,
            then=None,
        )
        for at in range(5)
    ]  # fmt: skip
    assert list(folded(those)) == [("Ben is over the limit on 5 keypoints, most on `p0`", None)]


def test_positions_on_one_spot_are_drawn(skeleton: Load, tmp_path: Path) -> None:
    coco = skeleton("body/coco-17")
    file, other = two(coco, tmp_path, [f"{at}.jpg" for at in range(4)])
    found = schemac.agree(file, other, spec="body/coco-17")
    spot = coco.keypoints[0].positions
    points = tuple(replace(point, positions=spot) for point in coco.keypoints)
    drawn = picture(found.errors[Group("all")], replace(coco, keypoints=points), "all", 1)
    assert drawn.startswith("<svg")
    assert "nan" not in drawn
