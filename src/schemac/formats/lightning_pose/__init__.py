"""Lightning Pose: the keypoints of a config. Read in Lightning Pose 2.4.3.

`mirrored_column_matches` sounds like mirror partners and is something else: columns that show the
same point in several views of one picture.
"""

from __future__ import annotations

from schemac.format import Format, Group, Use
from schemac.formats.lightning_pose.absorbing import CODES, absorb, recognises
from schemac.formats.lightning_pose.emitting import CONFIG, emit
from schemac.model import Skeleton

__all__ = ["CODES", "FORMAT"]


def _use(skeleton: Skeleton) -> Use:
    return Use(
        "Merge it over the config of your project, whose `data` also says where pictures and labels"
        " lie. The columns of the label file come in this order.",
        "from omegaconf import OmegaConf\n"
        f'cfg = OmegaConf.merge(OmegaConf.load("config.yaml"), OmegaConf.load("{CONFIG}"))',
    )


FORMAT = Format(
    name="lightning-pose",
    title="Lightning Pose",
    summary="The keypoints of a config, in the order of the label file's columns.",
    group=Group.MOTION,
    files={CONFIG: "`num_keypoints` and `keypoint_names` for `data` of a config"},
    emit=emit,
    use=_use,
    proven="Lightning Pose 2.4.3 validates a config with it and pairs the names as we say",
    recognises=recognises,
    absorb=absorb,
)
