"""What the compiler says of a place on a curve: how far along it lies, and between which ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from schemac.compile import check
from schemac.model import Skeleton
from schemac.workspace import Workspace

Loaded = Callable[[str], Skeleton]

SPEC = """schemac: 1
spec: demo/jaw
version: 0.1.0
title: Jaw
subject: {category: face, laterality: subject}
visibility: visibility/coco-3@1.0.0
uses: [landmarks/face@1.0.0]
keypoints:
"""
ENDS = "the jaw line, from the jaw line end at the ear to the lowest point of the chin."


def definition(folder: Path, fraction: str) -> str:
    """The definition of the only pair of a spec, which cites that fraction of the jaw line."""
    path = folder / "jaw.yaml"
    point = f"{{index: {{left: 0, right: 1}}, landmark: face.jaw {fraction}, at: [70, 50]}}"
    path.write_text(f"{SPEC}  jaw: {point}\n", "utf-8")
    [found] = check(Workspace(str(folder)), [str(path)]).skeletons
    [words] = {point.words.definition for point in found.keypoints}
    return words


@pytest.mark.parametrize("fraction", ["1/2", "2/4", "8/16"])
def test_the_middle_of_a_curve_lies_half_way_however_it_is_written(
    tmp_path: Path, fraction: str
) -> None:
    assert definition(tmp_path, fraction) == f"Half way along {ENDS}"


@pytest.mark.parametrize(("fraction", "step"), [("1/3", "1 of 3"), ("3/8", "3 of 8")])
def test_other_places_count_equal_steps(tmp_path: Path, fraction: str, step: str) -> None:
    assert definition(tmp_path, fraction) == f"Place {step} equal steps along {ENDS}"


def test_a_place_in_the_library_says_so(skeleton: Loaded) -> None:
    [point] = [p for p in skeleton("face/ibug-68").keypoints if p.id == "left_nose_nostril"]
    assert point.words.definition.startswith("Half way along the lower nose edge, from the base")
