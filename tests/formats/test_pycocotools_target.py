"""The target for pycocotools and xtcocotools: names, sigmas, and the area that they mean."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from emitted import HOSTILE, SPECS, assumed, constants, files, formatted, losses
from schemac.formats.pycocotools import FORMAT
from schemac.model import Formula, SigmaSet, Skeleton, Variable
from small_skeletons import bird, keypoint


def given(skeleton: Skeleton) -> dict[str, Any]:
    return constants(files(FORMAT, skeleton)["keypoints.py"])


def scaled(area: str) -> Skeleton:
    """A bird whose sigmas are relative to that area."""
    formula = Formula(text=area, tree=Variable(name=area))
    return bird(sigma_sets=(SigmaSet(id="own", basis="measured", scale=formula),))


def test_the_whole_file() -> None:
    found = given(bird())
    assert found.pop("SIGMAS").tolist() == [0.03, 0.08, 0.08, 0.05, 0.1, 0.1]
    assert found == {
        "KEYPOINT_NAMES": ["beak", "LWing", "right_wing", "comb", "tail", "middle"],
        "SIGMA_SCALE": "segment_area",
        "USE_AREA": True,
    }


@pytest.mark.parametrize("spec", SPECS)
def test_the_library_keeps_its_sigmas(skeleton: Any, spec: str) -> None:
    made = skeleton(spec)
    found = given(made)
    assert found["KEYPOINT_NAMES"] == [point.name for point in made.keypoints]
    if made.main_sigmas:
        wanted = [point.sigma(made.main_sigmas) for point in made.keypoints]
        np.testing.assert_array_equal(found["SIGMAS"], wanted)
    else:
        assert "SIGMAS" not in found
        assert "fit 17 keypoints only" in assumed(FORMAT, made)
    content = files(FORMAT, made)["keypoints.py"]
    assert formatted(content) == content


def test_the_scale_says_which_area_to_take() -> None:
    assert given(scaled("reduced_box_area"))["USE_AREA"] is False
    assert "use xtcocotools with use_area=False" in losses(FORMAT, scaled("reduced_box_area"))
    assert "USE_AREA" not in given(scaled("box_area"))
    assert "against box_area: write it as `area`" in losses(FORMAT, scaled("box_area"))
    assert losses(FORMAT, scaled("segment_area")) == ""


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_are_data(hostile: str) -> None:
    made = bird(id=hostile, keypoints=(keypoint(0, "a", name=hostile),), edges=())
    assert given(made)["KEYPOINT_NAMES"] == [hostile]
