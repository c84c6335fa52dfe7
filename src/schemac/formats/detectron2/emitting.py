"""Detectron2's metadata as a module of Python, and the keys of its config as YAML."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.artifact import Artifact
from schemac.colours import INSTANCE_COLOUR, label_colours
from schemac.flips import left_right, lost_upside_down
from schemac.format import Emission, Feature, Loss, Settings
from schemac.literals import comment, python_value, yaml_number
from schemac.model import Skeleton
from schemac.one_sigma_set import OneSet, lost_sigmas, one_set

METADATA, CONFIG = "keypoints.py", "keypoints.yaml"

_DESCRIBE = '''

def describe(name):
    """Put the keypoints into the metadata of a registered data set."""
    MetadataCatalog.get(name).set(
        keypoint_names=KEYPOINT_NAMES,
        keypoint_flip_map=KEYPOINT_FLIP_MAP,
        keypoint_connection_rules=KEYPOINT_CONNECTION_RULES,
    )'''


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """`keypoints.py`, which says all by names, and `keypoints.yaml` with count and sigmas."""
    taken = one_set(skeleton)
    files = {METADATA: _metadata(skeleton), CONFIG: _config(skeleton, taken)}
    return Emission(
        tuple(
            Artifact(path, ("\n".join(lines) + "\n").encode("ascii"))
            for path, lines in files.items()
        ),
        tuple(_losses(skeleton, taken)),
        tuple(_assumed(skeleton, taken)),
    )


def _metadata(skeleton: Skeleton) -> Iterator[str]:
    names = [point.name for point in skeleton.keypoints]
    pairs = [(names[i], names[j]) for i, j in left_right(skeleton)]
    yield _header(skeleton)
    yield from ("from detectron2.data import MetadataCatalog", "")
    yield f"KEYPOINT_NAMES = {python_value(names, before=17)}"
    yield "# These are exchanged when a picture is flipped from left to right."
    yield f"KEYPOINT_FLIP_MAP = {python_value(pairs, before=20)}"
    yield "# Lines to draw, with red, green and blue."
    yield f"KEYPOINT_CONNECTION_RULES = {python_value(list(_rules(skeleton)), before=28)}"
    yield _DESCRIBE


def _rules(skeleton: Skeleton) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """A line has the colour of the point it leads to, and none of a side when it joins two."""
    colours = label_colours(skeleton)
    for edge in skeleton.edges:
        source, target = skeleton.by_id[edge.source], skeleton.by_id[edge.target]
        colour = colours[target.id] if source.side == target.side else INSTANCE_COLOUR
        yield source.name, target.name, tuple(bytes.fromhex(colour[1:]))


def _config(skeleton: Skeleton, taken: OneSet) -> Iterator[str]:
    yield _header(skeleton)
    yield "MODEL:"
    yield "  ROI_KEYPOINT_HEAD:"
    yield f"    NUM_KEYPOINTS: {len(skeleton.keypoints)}"
    if taken.values:
        yield "TEST:"
        yield "  KEYPOINT_OKS_SIGMAS:"
        yield from (f"    - {yaml_number(value)}" for value in taken.values)


def _header(skeleton: Skeleton) -> str:
    return f"# {comment(str(skeleton.reference))}, compiled by schemac. Change the spec, not this."


def _losses(skeleton: Skeleton, taken: OneSet) -> Iterator[Loss]:
    if taken.set and taken.values:
        scale = taken.set.scale.text
        yield Loss(
            Feature.SIGMAS,
            f"Detectron2 has no place for what the sigmas of {taken.set.id} are relative to"
            f" ({scale}), nor for where they are from; it takes the area in the annotation",
        )
    yield from lost_sigmas(skeleton, taken, "Detectron2", "KEYPOINT_OKS_SIGMAS is left out")
    yield from lost_upside_down(skeleton, "Detectron2")


def _assumed(skeleton: Skeleton, taken: OneSet) -> Iterator[str]:
    if not taken.values:
        yield (
            "KEYPOINT_OKS_SIGMAS is left out, and Detectron2 then evaluates with those of COCO's"
            " person, which fit 17 keypoints only"
        )
