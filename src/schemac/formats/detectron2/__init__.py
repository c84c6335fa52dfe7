"""Detectron2: the metadata of a keypoint data set, and what its config has to know.

Detectron2 wants all three fields of metadata, also when one is empty. Fields are read in its source
(`data/detection_utils.py`, `data/datasets/builtin_meta.py`, `config/defaults.py`).
"""

from __future__ import annotations

from schemac.format import Feature, Format, Group, Use
from schemac.formats.detectron2.absorbing import CODES, absorb, recognises
from schemac.formats.detectron2.emitting import CONFIG, METADATA, emit
from schemac.model import Skeleton

__all__ = ["CODES", "FORMAT"]


def _use(skeleton: Skeleton) -> Use:
    return Use(
        "Call `describe` for each data set after it is registered, and merge the YAML into the"
        " config.",
        "from keypoints import describe\n"
        'describe("my_train")\n'
        'describe("my_val")\n'
        f'cfg.merge_from_file("{CONFIG}")',
    )


FORMAT = Format(
    name="detectron2",
    title="Detectron2",
    summary="The metadata of a keypoint data set, and count and sigmas for the config.",
    group=Group.TRAINING,
    files={
        METADATA: "names, flip map and connection rules, and a function that sets them",
        CONFIG: "`NUM_KEYPOINTS` and `KEYPOINT_OKS_SIGMAS`, to be merged into a config",
    },
    carries=frozenset({Feature.EDGES, Feature.MIRROR, Feature.SIGMAS}),
    emit=emit,
    use=_use,
    sigmas="sigma, against the `area` of the COCO annotation",
    proven="nothing: Detectron2 does not install beside our tools; its source was read, and the"
    " module runs with a stand-in for its catalog",
    recognises=recognises,
    absorb=absorb,
)
