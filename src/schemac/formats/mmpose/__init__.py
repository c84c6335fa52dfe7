"""MMPose: the `dataset_info` of a data set."""

from __future__ import annotations

from schemac.format import Feature, Format, Group, Option, Use
from schemac.formats.mmpose import absorbing, emitting
from schemac.formats.mmpose.absorbing import absorb, recognises
from schemac.formats.mmpose.emitting import accepts, emit
from schemac.model import Skeleton

__all__ = ["CODES", "FORMAT"]

CODES = (*emitting.CODES, *absorbing.CODES)


def _use(skeleton: Skeleton) -> Use:
    return Use(
        "Name the file in the data set of a config, for training and for each evaluator:",
        'train_dataloader = dict(dataset=dict(metainfo=dict(from_file="mmpose/dataset_info.py")))',
    )


FORMAT = Format(
    name="mmpose",
    title="MMPose",
    summary="The dataset_info of a data set: keypoints, partners, links, weights and sigmas.",
    group=Group.TRAINING,
    files={
        "dataset_info.py": "for `metainfo=dict(from_file=...)` of a data set or an OKS loss",
    },
    carries=frozenset(
        {Feature.EDGES, Feature.MIRROR, Feature.SIGMAS, Feature.WEIGHTS, Feature.HALVES}
    ),
    emit=emit,
    use=_use,
    sigmas="sigma, against the `area` of the COCO annotation",
    proven="MMPose 1.3.2 parses it, and flips and scores as its own files do",
    accepts=accepts,
    options=(
        Option(
            name="sigmas",
            summary="The set of sigmas to take; without it, that of the main OKS profile.",
            default="",
        ),
    ),
    recognises=recognises,
    absorb=absorb,
)
