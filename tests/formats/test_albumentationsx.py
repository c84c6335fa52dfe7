"""The AlbumentationsX target: labels, and what they become by each transform."""

from __future__ import annotations

from typing import Any

import pytest

from emitted import HOSTILE, SPECS, constants, files, formatted, losses
from schemac.formats.albumentationsx import FORMAT
from schemac.model import AxisSwap, Skeleton, Subject
from small_skeletons import bird, keypoint

LEFT_RIGHT = {"LWing": "right_wing", "right_wing": "LWing"}


def given(skeleton: Skeleton) -> dict[str, Any]:
    return constants(files(FORMAT, skeleton)["label_mapping.py"])


def mapping(skeleton: Skeleton) -> dict[str, dict[str, str]]:
    found = given(skeleton)["LABEL_MAPPING"]
    assert all(set(fields) == {"keypoint_labels"} for fields in found.values())
    return {name: fields["keypoint_labels"] for name, fields in found.items()}


def corners(laterality: Any) -> Skeleton:
    """Four corners as somebody who looks at the picture calls them."""
    ids = ("left_top", "right_top", "left_foot", "right_foot")
    return bird(
        subject=Subject(laterality=laterality),
        keypoints=tuple(keypoint(i, id) for i, id in enumerate(ids)),
        edges=(),
        top_bottom=(
            AxisSwap(first="left_top", second="left_foot"),
            AxisSwap(first="right_top", second="right_foot"),
        ),
    )


def test_sides_of_the_subject_are_exchanged_in_every_mirror_image() -> None:
    assert mapping(bird()) == dict.fromkeys(
        ("HorizontalFlip", "VerticalFlip", "Transpose"), LEFT_RIGHT
    )
    assert given(bird())["KEYPOINT_LABELS"][:2] == ["beak", "LWing"]
    assert losses(FORMAT, bird()) == ""


def test_sides_of_the_viewer_are_exchanged_along_their_axis() -> None:
    found = mapping(corners("viewer"))
    assert found["HorizontalFlip"]["left_top"] == "right_top"
    assert found["VerticalFlip"]["left_top"] == "left_foot"
    assert found["VerticalFlip"]["left_foot"] == "left_top"
    assert "Transpose" not in found
    assert "leave out Transpose, D4" in losses(FORMAT, corners("viewer"))


def test_without_pairs_upside_down_nothing_is_exchanged_there() -> None:
    viewed = bird(subject=Subject(laterality="viewer"))
    assert mapping(viewed) == {"HorizontalFlip": LEFT_RIGHT, "VerticalFlip": {}}


def test_without_partners_there_is_nothing_to_lose() -> None:
    points = (keypoint(0, "a"), keypoint(1, "b"))
    alone = bird(subject=Subject(laterality="viewer"), keypoints=points, edges=())
    assert mapping(alone) == {"HorizontalFlip": {}, "VerticalFlip": {}}
    assert losses(FORMAT, alone) == ""


@pytest.mark.parametrize("spec", SPECS)
def test_the_library_is_mapped_onto_itself(skeleton: Any, spec: str) -> None:
    made = skeleton(spec)
    names = [point.name for point in made.keypoints]
    for swaps in mapping(made).values():
        assert [names.index(swaps.get(name, name)) for name in names] == list(made.mirror)
    content = files(FORMAT, made)["label_mapping.py"]
    assert formatted(content) == content


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_are_data(hostile: str) -> None:
    points = (
        keypoint(0, "left_a", name=f"1{hostile}"),
        keypoint(1, "right_a", name=f"2{hostile}"),
    )
    made = bird(id=hostile, version=hostile, keypoints=points, edges=())
    assert mapping(made)["HorizontalFlip"][f"1{hostile}"] == f"2{hostile}"
