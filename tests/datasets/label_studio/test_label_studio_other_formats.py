"""What Label Studio's own exporters lose on the way to other tools: instances and visibility."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from labels_asked import read, reading, writing
from schemac.datasets import label_format
from small_skeletons import bird

CVAT = Path(__file__).parents[2] / "labels" / "cvat" / "tiers.xml"


@pytest.mark.parametrize("layout", ["label-studio", "label-studio-vector"])
@pytest.mark.parametrize("other", ["coco", "cvat-images"])
def test_four_tiers_and_instances_survive_the_way(layout: str, other: str, tmp_path: Path) -> None:
    spec = bird()
    tasks, out = tmp_path / "tasks.json", tmp_path / "out"
    first = read(label_format("cvat-images"), CVAT, reading(spec))
    told = writing(spec)
    label_format(layout).write([first], tasks, told)  # type: ignore[misc]
    labels = read(label_format(layout), tasks, reading(spec))
    assert len(labels) == 2
    # what the layout cannot say of a point without a place is counted, all else is the same
    same = (labels.keypoints == first.keypoints) | np.isnan(first.keypoints)
    assert (~same[..., 2]).sum() == told.account.folded.total()
    last = writing(spec)
    label_format(other).write([labels], out, last)  # type: ignore[misc]
    again = read(label_format(other), out, reading(spec))
    np.testing.assert_array_equal(again.keypoints[..., 2], labels.keypoints[..., 2])
    gone = np.isnan(again.keypoints[..., 0]) & ~np.isnan(labels.keypoints[..., 0])
    assert gone.sum() == last.account.lost.total() == (1 if other == "coco" else 0)
    np.testing.assert_allclose(again.keypoints[~gone], labels.keypoints[~gone])
    assert {3, 2, 1, 0} <= set(labels.keypoints[..., 2].ravel().tolist())
    assert len({each.image.name for each in again.about}) == 1
