"""Hugging Face Transformers: what the config of a pose model such as ViTPose says of keypoints.

`id2label` and `label2id` are fields of every config; `edges` stands in the checkpoints of ViTPose
on the Hub and is kept as an attribute, as is `flip_pairs`, which goes to the model's `forward`.
Read in Transformers 5.23.0.
"""

from __future__ import annotations

from schemac.flips import left_right
from schemac.format import Feature, Format, Group, Use
from schemac.formats.huggingface.absorbing import CODES, absorb, recognises
from schemac.formats.huggingface.emitting import CONFIG, emit
from schemac.model import Skeleton

__all__ = ["CODES", "FORMAT"]


def _use(skeleton: Skeleton) -> Use:
    made = (
        "import json\n"
        "from transformers import VitPoseConfig, VitPoseForPoseEstimation\n"
        f'config = VitPoseConfig(**json.load(open("{CONFIG}")))\n'
        "model = VitPoseForPoseEstimation(config)"
    )
    text = "Unpack it where the config of a model is made."
    if not left_right(skeleton):
        return Use(text, made)
    tested = "\nflipped = model(pixels.flip(-1), flip_pairs=torch.tensor(config.flip_pairs))"
    why = " The pairs go to the model with a flipped picture, when it is tested with one."
    return Use(text + why, made + tested)


FORMAT = Format(
    name="huggingface",
    title="Hugging Face Transformers",
    summary="Labels, edges and flip pairs for the config of a pose model such as ViTPose.",
    group=Group.TRAINING,
    files={
        CONFIG: "`id2label`, `label2id`, `edges` and `flip_pairs`, counted from 0; `schemac` names"
        " the spec, also in the config of the model"
    },
    carries=frozenset({Feature.EDGES, Feature.MIRROR}),
    emit=emit,
    use=_use,
    proven="Transformers 5.23.0 makes a ViTPose of it and flips heatmaps back by its pairs",
    recognises=recognises,
    absorb=absorb,
)
