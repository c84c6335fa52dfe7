"""RF-DETR: what the keypoint model and its training want to know, as keyword arguments.

Read in RF-DETR 1.11.2. Flip pairs are one flat list; an empty one turns the flip off.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from schemac.artifact import Artifact, json_bytes
from schemac.flips import left_right, lost_upside_down
from schemac.format import Emission, Feature, Format, Group, Loss, Settings, Use
from schemac.model import Skeleton
from schemac.one_sigma_set import OneSet, lost_sigmas, one_set

_COCO = 17


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """`keypoints.json`: arguments of the model's class under `model`, of `train` under `train`."""
    taken = one_set(skeleton)
    artifact = Artifact("keypoints.json", json_bytes(_document(skeleton, taken)))
    return Emission((artifact,), tuple(_losses(skeleton, taken)), tuple(_assumed(skeleton, taken)))


def _document(skeleton: Skeleton, taken: OneSet) -> dict[str, Any]:
    pairs = left_right(skeleton)
    train: dict[str, Any] = {"keypoint_flip_pairs": [index for pair in pairs for index in pair]}
    if taken.values:
        train["keypoint_oks_sigmas"] = list(taken.values)
    return {
        "schemac": str(skeleton.reference),
        "model": {"num_keypoints_per_class": [len(skeleton.keypoints)]},
        "train": train,
    }


def _losses(skeleton: Skeleton, taken: OneSet) -> Iterator[Loss]:
    if taken.set and taken.values:
        scale = taken.set.scale.text
        yield Loss(
            Feature.SIGMAS,
            f"RF-DETR has no place for what the sigmas of {taken.set.id} are relative to ({scale}),"
            " nor for where they are from; it takes the area that stands in the annotation",
        )
    yield from lost_sigmas(skeleton, taken, "RF-DETR", "keypoint_oks_sigmas is left out")
    yield from lost_upside_down(skeleton, "RF-DETR")


def _assumed(skeleton: Skeleton, taken: OneSet) -> Iterator[str]:
    total = len(skeleton.keypoints)
    if not taken.values:
        other = "those of COCO's person" if total == _COCO else "0.05 for every keypoint"
        yield f"keypoint_oks_sigmas is left out, and RF-DETR then takes {other}"
    if not left_right(skeleton):
        yield "keypoint_flip_pairs is empty, as no keypoint has a partner; RF-DETR then never flips"


def _use(skeleton: Skeleton) -> Use:
    return Use(
        "Unpack the two halves where the model is made and trained. The data set is a folder of"
        " COCO files, whose categories the target coco makes.",
        "import json\n"
        "from rfdetr import RFDETRKeypointPreview\n"
        'given = json.load(open("keypoints.json"))\n'
        'model = RFDETRKeypointPreview(**given["model"])\n'
        'model.train(dataset_dir="...", **given["train"])',
    )


FORMAT = Format(
    name="rfdetr",
    title="RF-DETR",
    summary="Arguments of the keypoint model and its training: count, flip pairs, sigmas.",
    group=Group.TRAINING,
    files={
        "keypoints.json": "keyword arguments: `model` for `RFDETRKeypointPreview`, `train` for its"
        " `train`; `schemac` names the spec"
    },
    carries=frozenset({Feature.MIRROR, Feature.SIGMAS}),
    emit=emit,
    use=_use,
    sigmas="sigma, against the `area` of the COCO annotation",
    proven="RF-DETR 1.11.2 takes them in its configs, flips keypoints and computes OKS with them",
)
