"""AlbumentationsX: which label a keypoint has after a flip, for the keypoint parameters.

The mapping goes by the name of the transform. `D4` and `SquareSymmetry` use those of the flip or
the transposition that they come down to; rotations exchange nothing. Read in AlbumentationsX 2.5.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from schemac.artifact import Artifact
from schemac.flips import Pairs, left_right, top_bottom
from schemac.format import Emission, Feature, Format, Group, Loss, Settings, Use
from schemac.literals import comment, python_value
from schemac.model import Skeleton

FIELD = "keypoint_labels"


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """`label_mapping.py`: labels in index order, and what they become by each transform."""
    content = "\n".join(_file(skeleton)) + "\n"
    return Emission(
        (Artifact("label_mapping.py", content.encode("ascii")),), tuple(_losses(skeleton))
    )


def _file(skeleton: Skeleton) -> Iterator[str]:
    labels = [point.name for point in skeleton.keypoints]
    mapping = {
        transform: {FIELD: _both_ways(labels, pairs)} for transform, pairs in _swaps(skeleton)
    }
    yield f"# {comment(str(skeleton.reference))}, compiled by schemac. Change the spec, not this."
    yield f"KEYPOINT_LABELS = {python_value(labels, before=18)}"
    yield f"LABEL_MAPPING = {python_value(mapping, before=16)}"


def _swaps(skeleton: Skeleton) -> Iterator[tuple[str, Pairs]]:
    yield "HorizontalFlip", left_right(skeleton)
    yield "VerticalFlip", top_bottom(skeleton)
    if skeleton.subject.laterality == "subject":  # any mirror image exchanges left and right
        yield "Transpose", left_right(skeleton)


def _both_ways(labels: list[str], pairs: Pairs) -> dict[str, str]:
    return {labels[a]: labels[b] for i, j in pairs for a, b in ((i, j), (j, i))}


def _losses(skeleton: Skeleton) -> Iterator[Loss]:
    viewed = skeleton.subject.laterality == "viewer"
    if viewed and (left_right(skeleton) or top_bottom(skeleton)):
        yield Loss(
            Feature.MIRROR,
            "AlbumentationsX exchanges nothing when it rotates, and a spec does not say what a"
            " transposition does to sides of the viewer: leave out Transpose, D4, SquareSymmetry"
            " and rotations by more than a little",
        )


def _use(skeleton: Skeleton) -> Use:
    return Use(
        "Give the mapping to the keypoint parameters, and the labels with each set of keypoints."
        " Each instance is one call, with a row for every keypoint.",
        "import albumentations as A\n"
        "from label_mapping import KEYPOINT_LABELS, LABEL_MAPPING\n"
        "params = A.KeypointParams(\n"
        f'    coord_format="xy", label_fields=["{FIELD}"], label_mapping=LABEL_MAPPING,\n'
        "    remove_invisible=False,\n"
        ")\n"
        "flip = A.Compose([A.HorizontalFlip(p=0.5)], keypoint_params=params)\n"
        f"out = flip(image=image, keypoints=points, {FIELD}=KEYPOINT_LABELS)",
    )


FORMAT = Format(
    name="albumentationsx",
    title="AlbumentationsX",
    summary="Labels of keypoints, and what they become when a picture is flipped, axis by axis.",
    group=Group.TRAINING,
    files={"label_mapping.py": "for `KeypointParams(label_fields=..., label_mapping=...)`"},
    carries=frozenset({Feature.MIRROR, Feature.LATERALITY}),
    emit=emit,
    use=_use,
    proven="AlbumentationsX 2.5.1 flips and transposes keypoints with it",
)
