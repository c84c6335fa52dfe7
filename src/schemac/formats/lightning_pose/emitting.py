"""The keypoints of a Lightning Pose config."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.artifact import Artifact
from schemac.format import Emission, Feature, Loss, Settings
from schemac.literals import comment, yaml_text
from schemac.model import Skeleton
from schemac.one_sigma_set import few

CONFIG = "keypoints.yaml"

_ASSUMED = (
    "mirrored_column_matches is null: it lists columns that show one point in several views of a"
    " picture with mirrors, which a spec does not know; left and right are no such columns",
    "columns_for_singleview_pca is null, and Lightning Pose then takes every keypoint",
)


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """`keypoints.yaml`: the part of `data` that is about keypoints, in index order."""
    content = "\n".join(_file(skeleton)) + "\n"
    return Emission(
        (Artifact(CONFIG, content.encode("ascii")),), tuple(_losses(skeleton)), _ASSUMED
    )


def paired_by_name(names: list[str]) -> dict[str, str]:
    """The pairs that Lightning Pose exchanges when it flips, in both directions: `x_left` with
    `x_right`, by the end of the name alone (`data/datasets.py`)."""
    known = set(names)
    lefts = [name for name in names if name.endswith("_left")]
    pairs = [(left, right) for left in lefts if (right := left[:-5] + "_right") in known]
    return {a: b for left, right in pairs for a, b in ((left, right), (right, left))}


def _file(skeleton: Skeleton) -> Iterator[str]:
    yield f"# {comment(str(skeleton.reference))}, compiled by schemac. Change the spec, not this."
    yield "data:"
    yield f"  num_keypoints: {len(skeleton.keypoints)}"
    yield "  keypoint_names:"
    yield from (f"    - {yaml_text(point.name)}" for point in skeleton.keypoints)
    yield "  mirrored_column_matches: null"
    yield "  columns_for_singleview_pca: null"


def _losses(skeleton: Skeleton) -> Iterator[Loss]:
    names = [point.name for point in skeleton.keypoints]
    meant = {names[i]: names[j] for i, j in enumerate(skeleton.mirror) if i != j}
    found = paired_by_name(names)
    wrong = [name for name in names if meant.get(name) != found.get(name)]
    if wrong:
        yield Loss(
            Feature.MIRROR,
            "Lightning Pose finds partners by names that end in _left and _right alone, which is"
            f" wrong for {len(wrong)} keypoints ({few(wrong)}): leave imgaug_hflip at false",
        )
