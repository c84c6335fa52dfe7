"""The RF-DETR target: keyword arguments for the model and its training."""

from __future__ import annotations

import json
from typing import Any

import pytest

from emitted import SPECS, assumed, files, losses
from schemac.formats.rfdetr import FORMAT
from schemac.model import AxisSwap, Skeleton, Subject
from small_skeletons import bird, keypoint, sigmas


def given(skeleton: Skeleton) -> dict[str, Any]:
    loaded = json.loads(files(FORMAT, skeleton)["keypoints.json"])
    assert isinstance(loaded, dict)
    return loaded


def test_the_whole_file() -> None:
    assert given(bird()) == {
        "schemac": str(bird().reference),
        "model": {"num_keypoints_per_class": [6]},
        "train": {
            "keypoint_flip_pairs": [1, 2],
            "keypoint_oks_sigmas": [0.03, 0.08, 0.08, 0.05, 0.1, 0.1],
        },
    }


@pytest.mark.parametrize("spec", SPECS)
def test_pairs_are_flat_and_give_the_mirror(skeleton: Any, spec: str) -> None:
    made = skeleton(spec)
    flat = given(made)["train"]["keypoint_flip_pairs"]
    mirror = list(range(len(made.keypoints)))
    for i, j in zip(flat[::2], flat[1::2], strict=True):
        mirror[i], mirror[j] = j, i
    assert mirror == list(made.mirror)
    assert all(made.keypoints[i].side == "left" for i in flat[::2])


@pytest.mark.parametrize(
    ("count", "taken"), [(2, "0.05 for every keypoint"), (17, "those of COCO's person")]
)
def test_what_is_taken_instead_of_sigmas_is_said(count: int, taken: str) -> None:
    points = tuple(keypoint(i, f"p{i}") for i in range(count))
    bare = bird(keypoints=points, edges=(), sigma_sets=(), evaluation=())
    assert given(bare)["train"] == {"keypoint_flip_pairs": []}
    assert taken in assumed(FORMAT, bare)
    assert "never flips" in assumed(FORMAT, bare)


def test_sigmas_are_all_or_none() -> None:
    gap = bird(keypoints=(keypoint(0, "a", sigmas=sigmas(own=0.1)), keypoint(1, "b")), edges=())
    assert "keypoint_oks_sigmas" not in given(gap)["train"]
    assert "own has none for 1 of them (b)" in losses(FORMAT, gap)


def test_what_a_flip_upside_down_does_is_said() -> None:
    assert "left and right of the subject" in losses(FORMAT, bird())
    viewed = Subject(laterality="viewer")
    assert "upside down" not in losses(FORMAT, bird(subject=viewed))
    swap = AxisSwap(first="comb", second="tail")
    assert "top-bottom pairs" in losses(FORMAT, bird(subject=viewed, top_bottom=(swap,)))
