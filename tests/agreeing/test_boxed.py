"""Areas that are those of boxes are no areas of segments, whatever the file calls them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from msgspec import structs
from people import Person, side_by_side, truth
from test_gathering import two

import schemac
from schemac.agreeing import Group
from schemac.agreeing.boxed import NOTE, believed, only_boxes
from schemac.agreeing.items import Items
from schemac.agreeing.propose import propose_sigmas
from schemac.model import Skeleton
from schemac.workspace import UsageError

Load = Callable[[str], Skeleton]


def items(skeleton: Skeleton, count: int) -> Items:
    made = side_by_side(
        skeleton, truth(skeleton, count), [Person("a"), Person("b")], with_gold=True
    )
    return structs.replace(made, areas=made.boxes[..., 2] * made.boxes[..., 3])


def test_all_of_several_are_boxes_one_may_be_by_chance(skeleton: Load) -> None:
    coco = skeleton("body/coco-17")
    assert only_boxes([items(coco, 3)])
    assert only_boxes([items(coco, 1), items(coco, 2)])
    assert not only_boxes([items(coco, 2)])
    assert not only_boxes([])


def test_rounded_boxes_are_boxes_and_one_outline_is_enough_to_believe_all(skeleton: Load) -> None:
    many = items(skeleton("body/coco-17"), 20)
    assert only_boxes([structs.replace(many, boxes=many.boxes.round(1))])
    areas = many.areas.copy()
    areas[7, 1] *= 0.9
    assert not only_boxes([structs.replace(many, areas=areas)])


def test_an_area_without_a_box_is_believed_and_none_at_all_is_no_box(skeleton: Load) -> None:
    many = items(skeleton("body/coco-17"), 5)
    boxes = many.boxes.copy()
    boxes[3] = np.nan
    assert not only_boxes([structs.replace(many, boxes=boxes)])
    assert not only_boxes([structs.replace(many, areas=np.full_like(many.areas, np.nan))])


def test_what_is_believed_is_the_same_without_areas(skeleton: Load) -> None:
    many = items(skeleton("body/coco-17"), 4)
    (kept,), (bare,) = believed([many], False), believed([many], True)
    assert kept is many
    assert np.isnan(bare.areas).all()
    assert bare.boxes is many.boxes


@pytest.fixture(name="files")
def _files(skeleton: Load, tmp_path: Path) -> list[str]:
    """Two people's files, as a converter writes them that knows no outline."""
    files = two(skeleton("body/coco-17"), tmp_path, [f"{at}.jpg" for at in range(6)])
    for file in files:
        data = json.loads(Path(file).read_text("utf-8"))
        for each in data["annotations"]:
            each["area"] = each["bbox"][2] * each["bbox"][3]
        Path(file).write_text(json.dumps(data), "utf-8")
    return files


def test_sigmas_of_boxes_are_not_called_those_of_segments(skeleton: Load, files: list[str]) -> None:
    found = schemac.agree(*files, spec="body/coco-17")
    assert found.scale == "reduced_box_area"
    assert NOTE in found.notes
    assert all("segment_area" not in each.others for each in found.sigmas)
    text = propose_sigmas(found, skeleton("body/coco-17"))
    assert "scale: reduced_box_area\n" in text
    whole = schemac.agree(*files, spec="body/coco-17", scale="box_area")
    for one, other in zip(found.sigmas, whole.sigmas, strict=True):
        assert one.sigma.value == pytest.approx(other.sigma.value / 0.53**0.5)


def test_the_area_of_segments_is_refused_when_asked_for(files: list[str]) -> None:
    with pytest.raises(UsageError, match="have no segment_area"):
        schemac.agree(*files, spec="body/coco-17", scale="segment_area")


def test_areas_of_outlines_are_believed(skeleton: Load, tmp_path: Path) -> None:
    files = two(skeleton("body/coco-17"), tmp_path, [f"{at}.jpg" for at in range(6)])
    found = schemac.agree(*files, spec="body/coco-17")
    assert found.scale == "segment_area"
    assert NOTE not in found.notes
    assert found.errors[Group("all")]


def test_two_groups_are_measured_by_the_same_rule(skeleton: Load, files: list[str]) -> None:
    groups = ("one", [files[0]]), ("other", [files[1]])
    found = schemac.study(*groups, spec="body/coco-17", gold=files[0])
    assert found.scale == "reduced_box_area"
    assert NOTE in found.notes
