"""What the rules of geometry find on posed figures, and how often they are wrong."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from schemac.model import Skeleton
from schemac.validating import posed, try_rules

Load = Callable[[str], Skeleton]

# Spec, rule, the least recall and the most false alarms: a little worse than what was measured.
KNOWN = [
    ("body/coco-17", "face-mirrored", 0.85, 0.01),
    ("body/coco-17", "too-far-apart", 0.95, 0.001),
    ("body/coco-17", "pair-on-one-spot", 0.99, 0.02),
    ("face/ibug-68", "face-mirrored", 0.99, 0.001),
    ("face/ibug-68", "contour-out-of-order", 0.95, 0.005),
    ("face/wflw-98", "contour-out-of-order", 0.95, 0.005),
    ("hand/hand-21", "fingers-out-of-order", 0.97, 0.001),
    ("hand/hand-21", "too-far-apart", 0.90, 0.005),
    ("body/coco-wholebody-133", "face-mirrored", 0.97, 0.005),
    ("animal/cattle-42", "too-far-apart", 0.95, 0.005),
    ("sport/cricket-bowling-54", "too-far-apart", 0.95, 0.001),
]


@pytest.mark.parametrize(("spec", "rule", "recall", "alarms"), KNOWN)
def test_recall_and_false_alarms(
    skeleton: Load, spec: str, rule: str, recall: float, alarms: float
) -> None:
    trials = {trial.rule: trial for trial in try_rules(skeleton(spec), 400)}
    assert trials[rule].recall >= recall
    assert trials[rule].false_alarms <= alarms


def test_figures_are_the_same_for_the_same_seed(skeleton: Load) -> None:
    coco = skeleton("body/coco-17")
    one, again, other = posed(coco, 5, 1), posed(coco, 5, 1), posed(coco, 5, 2)
    assert np.array_equal(one.keypoints, again.keypoints)
    assert not np.array_equal(one.keypoints, other.keypoints)


@pytest.mark.parametrize("spec", ["body/coco-17", "face/ibug-68", "animal/dog-38", "hand/hand-21"])
def test_figures_lie_in_their_image_and_have_their_size(skeleton: Load, spec: str) -> None:
    labels = posed(skeleton(spec), 200, 1)
    xy = labels.keypoints[..., :2]
    assert np.nanmin(xy) > -320
    assert np.nanmax(xy) < 960
    sides = np.ptp(xy, axis=1).max(axis=1)
    assert (sides > 60).all()
