"""The supervision target: edges that count from 1, and labels."""

from __future__ import annotations

from typing import Any

import pytest

from emitted import HOSTILE, SPECS, assumed, constants, files, formatted
from schemac.formats.supervision import FORMAT
from schemac.model import Skeleton
from small_skeletons import bird, keypoint


def given(skeleton: Skeleton) -> dict[str, Any]:
    return constants(files(FORMAT, skeleton)["keypoints.py"])


def test_the_whole_file() -> None:
    assert given(bird()) == {
        "EDGES": [(1, 4), (2, 5)],
        "LABELS": ["beak", "LWing", "right_wing", "comb", "tail", "middle"],
    }


@pytest.mark.parametrize("spec", SPECS)
def test_edges_of_the_library_count_from_1(skeleton: Any, spec: str) -> None:
    made = skeleton(spec)
    assert [(i - 1, j - 1) for i, j in given(made)["EDGES"]] == list(made.edge_indices)
    content = files(FORMAT, made)["keypoints.py"]
    assert formatted(content) == content


def test_what_is_drawn_without_edges_is_said() -> None:
    assert given(bird(edges=()))["EDGES"] == []
    assert "if it knows one with 6 keypoints" in assumed(FORMAT, bird(edges=()))
    assert assumed(FORMAT, bird()) == ""


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_are_data(hostile: str) -> None:
    made = bird(id=hostile, keypoints=(keypoint(0, "a", name=hostile),), edges=())
    assert given(made)["LABELS"] == [hostile]
