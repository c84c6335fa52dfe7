"""FiftyOne: a keypoint skeleton for a data set, and sigmas for its evaluation.

`evaluate_detections` computes exp(-d^2 / (2 (s k)^2)), so k is 2 sigma; s^2 is the area of the box
around the true points, in a picture of size 1 x 1. Read in FiftyOne 1.22.1.
"""

from __future__ import annotations

from schemac.format import Feature, Format, Group, Use
from schemac.formats.fiftyone.absorbing import CODES, absorb, recognises
from schemac.formats.fiftyone.emitting import DEFAULT, EVALUATE, EVALUATION, SKELETON, emit
from schemac.model import Skeleton
from schemac.one_sigma_set import one_set

__all__ = ["CODES", "FORMAT"]


def _use(skeleton: Skeleton) -> Use:
    text = "Set the skeleton of the data set. Points that are not there are NaN, never left out."
    made = (
        "import json\n"
        "import fiftyone as fo\n"
        f'given = json.load(open("{SKELETON}"))["{DEFAULT}"]\n'
        "dataset.default_skeleton = fo.KeypointSkeleton(**given)"
    )
    if not one_set(skeleton).values:
        return Use(text, made)
    evaluated = (
        f'\ngiven = json.load(open("{EVALUATION}"))["{EVALUATE}"]  # 2 sigma\n'
        'dataset.evaluate_detections("predictions", gt_field="ground_truth", **given)'
    )
    return Use(text, made + evaluated)


FORMAT = Format(
    name="fiftyone",
    title="FiftyOne",
    summary="The skeleton of a data set, and 2 sigma for evaluating keypoints.",
    group=Group.EVALUATION,
    files={
        SKELETON: "for `fo.KeypointSkeleton(...)`; edges are paths of indices from 0",
        EVALUATION: "2 sigma for `evaluate_detections`, as `keypoint_sigmas`; not written for a"
        " spec without sigmas",
    },
    carries=frozenset({Feature.EDGES, Feature.SIGMAS}),
    emit=emit,
    use=_use,
    sigmas="2 sigma, against the box around the true points",
    proven="FiftyOne 1.22.1 takes the skeleton, and gives the OKS of our own metric",
    recognises=recognises,
    absorb=absorb,
)
