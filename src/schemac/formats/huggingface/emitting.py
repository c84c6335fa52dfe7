"""The keypoints of a Hugging Face config: labels by index, edges and flip pairs from 0."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.artifact import Artifact, json_bytes
from schemac.flips import left_right, lost_upside_down
from schemac.format import Emission, Loss, Settings
from schemac.model import Skeleton

CONFIG = "keypoints.json"


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """`keypoints.json`: what a config of a pose model says of its keypoints."""
    names = [point.name for point in skeleton.keypoints]
    document = {
        "schemac": str(skeleton.reference),  # a config keeps it, as it does any other attribute
        "id2label": {str(index): name for index, name in enumerate(names)},
        "label2id": {name: index for index, name in enumerate(names)},
        "edges": skeleton.edge_indices,
        "flip_pairs": left_right(skeleton),
    }
    return Emission((Artifact(CONFIG, json_bytes(document)),), tuple(_losses(skeleton)))


def _losses(skeleton: Skeleton) -> Iterator[Loss]:
    if skeleton.subject.laterality == "viewer":  # the flip test is from left to right alone
        yield from lost_upside_down(skeleton, "the flip test of a model")
