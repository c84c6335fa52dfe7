"""OpenPifPaf: the constants that a plugin for a data set is made of.

Names, shapes and bases are those of `openpifpaf/plugins/coco/constants.py`, `headmeta.py`,
`encoder/annrescaler.py` and `transforms/hflip.py` of OpenPifPaf 0.13.
"""

from __future__ import annotations

from schemac.format import Feature, Format, Group, Use
from schemac.formats.openpifpaf.absorbing import CODES, absorb, recognises
from schemac.formats.openpifpaf.emitting import CONSTANTS, emit
from schemac.model import Skeleton
from schemac.one_sigma_set import one_set

__all__ = ["CODES", "FORMAT"]


def _use(skeleton: Skeleton) -> Use:
    if not one_set(skeleton).values or len(skeleton.positions()) < len(skeleton.keypoints):
        missing = "The heads also want sigmas and a pose, where the spec has none."
        return Use(f"Put it beside the data module of your plugin. {missing}")
    return Use(
        "Put it beside the data module of your plugin.",
        "from .constants import HFLIP, KEYPOINTS, SIGMAS, SKELETON, UPRIGHT_POSE\n"
        "cif = openpifpaf.headmeta.Cif(\n"
        '    "cif", "mine", keypoints=KEYPOINTS, sigmas=SIGMAS, pose=UPRIGHT_POSE,\n'
        "    draw_skeleton=SKELETON,\n"
        ")\n"
        "flip = openpifpaf.transforms.HFlip(KEYPOINTS, HFLIP)",
    )


FORMAT = Format(
    name="openpifpaf",
    title="OpenPifPaf",
    summary="The constants of a plugin: names, edges, flip, sigmas and an upright pose.",
    group=Group.TRAINING,
    files={CONSTANTS: "for the data module of a plugin; edges count from 1"},
    carries=frozenset(
        {Feature.EDGES, Feature.MIRROR, Feature.SIGMAS, Feature.POSITIONS, Feature.KINEMATICS}
    ),
    emit=emit,
    use=_use,
    sigmas="sigma, against the `area` of the COCO annotation",
    proven="nothing: OpenPifPaf does not install on this Python; its source was read",
    recognises=recognises,
    absorb=absorb,
)
