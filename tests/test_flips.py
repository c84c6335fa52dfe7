"""What a flip of the picture exchanges: that from left to right, and the one upside down."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import LIBRARY
from schemac.flips import left_right, lost_upside_down, top_bottom
from schemac.format import Feature
from schemac.model import AxisSwap, Skeleton, Subject
from small_skeletons import bird, keypoint

SWAP = AxisSwap(first="comb", second="tail")


def viewed(*swaps: AxisSwap) -> Skeleton:
    return bird(subject=Subject(laterality="viewer"), top_bottom=swaps)


@pytest.mark.parametrize("spec", LIBRARY)
def test_pairs_are_the_mirror(skeleton: Any, spec: str) -> None:
    made = skeleton(spec)
    mirror = list(range(len(made.keypoints)))
    for left, right in left_right(made):
        assert (made.keypoints[left].side, made.keypoints[right].side) == ("left", "right")
        mirror[left], mirror[right] = right, left
    assert mirror == list(made.mirror)
    assert top_bottom(made) == left_right(made)


def test_the_left_one_comes_first_wherever_it_stands() -> None:
    points = (keypoint(0, "right_a"), keypoint(1, "left_a"))
    assert left_right(bird(keypoints=points, edges=())) == ((1, 0),)


def test_sides_of_the_viewer_stay_when_a_picture_is_turned_upside_down() -> None:
    assert top_bottom(viewed()) == ()
    assert top_bottom(viewed(SWAP)) == ((3, 4),)
    assert left_right(viewed(SWAP)) == ((1, 2),)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (bird(), "left and right of the subject would have to be exchanged"),
        (viewed(SWAP), "the top-bottom pairs of the spec would have to be exchanged"),
        (viewed(), None),
        (bird(keypoints=(keypoint(0, "a"),), edges=()), None),
    ],
)
def test_what_a_tool_does_not_exchange_is_lost_aloud(made: Skeleton, said: str | None) -> None:
    found = list(lost_upside_down(made, "Tool"))
    assert [loss.feature for loss in found] == [Feature.MIRROR] * bool(said)
    assert all(said and said in loss.message for loss in found)
