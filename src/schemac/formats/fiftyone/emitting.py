"""A FiftyOne skeleton, whose edges are paths, and the sigmas for evaluating detections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from schemac.artifact import Artifact, json_bytes
from schemac.format import Emission, Feature, Loss, Settings
from schemac.model import Skeleton
from schemac.one_sigma_set import OneSet, lost_sigmas, one_set

SKELETON, EVALUATION = "skeleton.json", "evaluation.json"
DEFAULT, EVALUATE, SIGMAS = "default_skeleton", "evaluate_detections", "keypoint_sigmas"

_FORM = "keypoint_sigmas are 2 sigma: sigma as COCO has it, times two"


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """`skeleton.json` with labels and paths; where there are sigmas, `evaluation.json` with 2 sigma
    in index order. FiftyOne refuses arguments that it does not know, so they stand apart."""
    taken = one_set(skeleton)
    artifacts = [Artifact(SKELETON, json_bytes(_skeleton(skeleton)))]
    if taken.values:
        artifacts.append(Artifact(EVALUATION, json_bytes(_evaluation(skeleton, taken))))
    losses, assumed = tuple(_losses(skeleton, taken)), tuple(_assumed(taken))
    return Emission(tuple(artifacts), losses, assumed)


def _skeleton(skeleton: Skeleton) -> dict[str, Any]:
    labels = [point.name for point in skeleton.keypoints]
    arguments = {"labels": labels, "edges": paths(skeleton.edge_indices)}
    return {"schemac": str(skeleton.reference), DEFAULT: arguments}


def _evaluation(skeleton: Skeleton, taken: OneSet) -> dict[str, Any]:
    arguments = {SIGMAS: [2 * value for value in taken.values]}
    return {"schemac": str(skeleton.reference), "note": _FORM, EVALUATE: arguments}


def paths(edges: tuple[tuple[int, int], ...]) -> list[list[int]]:
    """Edges as lines to draw without lifting the pen: an edge that starts where the one before it
    ended goes on with its line. Read in pairs they are the same edges in the same order."""
    found: list[list[int]] = []
    for source, target in edges:
        if found and found[-1][-1] == source:
            found[-1].append(target)
        else:
            found.append([source, target])
    return found


def _losses(skeleton: Skeleton, taken: OneSet) -> Iterator[Loss]:
    if taken.set and taken.values:
        scale = taken.set.scale.text
        yield Loss(
            Feature.SIGMAS,
            f"FiftyOne has no place for what the sigmas of {taken.set.id} are relative to"
            f" ({scale}), nor for where they are from; it takes the box around the true points",
        )
    yield from lost_sigmas(skeleton, taken, "FiftyOne", "keypoint_sigmas is left out")


def _assumed(taken: OneSet) -> Iterator[str]:
    if not taken.values:
        yield "keypoint_sigmas is left out, and FiftyOne then takes 1 for every keypoint"
