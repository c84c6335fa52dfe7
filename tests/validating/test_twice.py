"""Instances that are there already are found, in whatever batch; others are not."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from made import about, cut, figures, found, judged
from msgspec import structs

from schemac.labels import Labels
from schemac.model import Skeleton
from schemac.validating import Spread

Load = Callable[[str], Skeleton]


def crowd(skeleton: Skeleton, count: int) -> Labels:
    """Figures of one image, each somewhere else."""
    labels = figures(skeleton, count, Spread())
    image = labels.about[0].image
    return structs.replace(
        labels, about=tuple(structs.replace(each, image=image) for each in labels.about)
    )


def with_copy(labels: Labels, shift: float) -> Labels:
    """The last instance is the first one, moved by so many pixels."""
    keypoints = labels.keypoints.copy()
    keypoints[-1] = keypoints[0] + [shift, -shift, 0]
    return structs.replace(labels, keypoints=keypoints)


@pytest.mark.parametrize("shift", [0.0, 0.5])
def test_a_copy_is_found(skeleton: Load, shift: float) -> None:
    coco = skeleton("body/coco-17")
    labels = with_copy(crowd(coco, 30), shift)
    for batches in ([labels], list(cut(labels, 7))):
        (finding,) = found(judged(coco, *batches))["instance-twice"]
        assert finding.instance == "29"
        assert finding.image == labels.about[0].image.name
        assert "those of instance 0 lie" in finding.message


def test_a_neighbour_is_no_copy(skeleton: Load) -> None:
    coco = skeleton("body/coco-17")
    labels = with_copy(crowd(coco, 30), 20.0)
    assert "instance-twice" not in found(judged(coco, labels))
    assert "instance-twice" not in found(judged(coco, crowd(coco, 300)))


@pytest.mark.parametrize("field", ["annotator", "predicted", "image"])
def test_labels_of_different_origin_are_not_compared(skeleton: Load, field: str) -> None:
    coco = skeleton("body/coco-17")
    labels = with_copy(crowd(coco, 3), 0.0)
    other = {
        "annotator": "somebody else",
        "predicted": True,
        "image": structs.replace(labels.about[0].image, frame=7),
    }[field]
    assert "instance-twice" not in found(judged(coco, about(labels, 2, **{field: other})))


def test_memory_stays_small(skeleton: Load) -> None:
    import tracemalloc

    from schemac.validating.counts import Twice
    from schemac.validating.scene import Scene

    coco = skeleton("body/coco-17")
    watch, labels = Twice(17), crowd(coco, 1000)
    list(watch(Scene(labels, coco)))
    tracemalloc.start()
    for _ in range(20):
        list(watch(Scene(structs.replace(labels), coco)))
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert used / 20_000 < 100
    assert np.isfinite(labels.keypoints).all()
