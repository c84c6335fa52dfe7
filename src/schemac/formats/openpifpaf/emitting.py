"""The constants of a plugin of OpenPifPaf."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.artifact import Artifact
from schemac.flips import left_right, lost_upside_down
from schemac.format import Emission, Feature, Loss, Settings
from schemac.literals import comment, python_value
from schemac.model import Skeleton
from schemac.one_sigma_set import OneSet, few, lost_sigmas, one_set

CONSTANTS = "constants.py"


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """`constants.py`: names in index order, edges counted from 1, and a pose where every keypoint
    has a place in the main view."""
    taken = one_set(skeleton)
    content = "\n".join(_file(skeleton, taken)) + "\n"
    return Emission(
        (Artifact(CONSTANTS, content.encode("ascii")),),
        tuple(_losses(skeleton, taken)),
        tuple(_assumed(skeleton, taken)),
    )


def _file(skeleton: Skeleton, taken: OneSet) -> Iterator[str]:
    names = [point.name for point in skeleton.keypoints]
    flip = {names[a]: names[b] for i, j in left_right(skeleton) for a, b in ((i, j), (j, i))}
    pose = list(upright(skeleton))
    yield f"# {comment(str(skeleton.reference))}, compiled by schemac. Change the spec, not this."
    if pose:
        yield from ("import numpy as np", "")
    yield f"KEYPOINTS = {python_value(names, before=12)}"
    yield "# Edges count from 1."
    yield f"SKELETON = {python_value(_from_one(skeleton.edge_indices), before=11)}"
    tree = _tree(skeleton)
    if tree:
        yield f"KINEMATIC_TREE_SKELETON = {python_value(_from_one(tree), before=26)}"
    yield f"HFLIP = {python_value(flip, before=8)}"
    if taken.values:
        yield f"SIGMAS = {python_value(list(taken.values), before=9)}"
    if pose:
        yield "# x to the right, y up, and 2 for visible; only proportions count."
        yield "UPRIGHT_POSE = np.array("
        yield f"    {python_value(pose, indent=4)}"
        yield ")"


def upright(skeleton: Skeleton) -> Iterator[tuple[float, float, float]]:
    """Where each keypoint lies in the main view, from the lowest one upwards; nothing unless all
    have a place."""
    places = skeleton.positions()
    if len(places) == len(skeleton.keypoints):
        ground = max(y for _, y in places.values())
        for point in skeleton.keypoints:
            x, y = places[point.id]
            yield x, round(ground - y, 6), 2.0


def _tree(skeleton: Skeleton) -> tuple[tuple[int, int], ...]:
    known = skeleton.by_id
    return tuple((known[p.parent].index, p.index) for p in skeleton.keypoints if p.parent)


def _from_one(edges: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    return [(source + 1, target + 1) for source, target in edges]


def _losses(skeleton: Skeleton, taken: OneSet) -> Iterator[Loss]:
    if taken.set and taken.values:
        scale = taken.set.scale.text
        yield Loss(
            Feature.SIGMAS,
            f"OpenPifPaf has no place for what the sigmas of {taken.set.id} are relative to"
            f" ({scale}), nor for where they are from; it takes the area in the annotation, and in"
            " training the box around the points of the pose",
        )
    yield from lost_sigmas(skeleton, taken, "OpenPifPaf", "SIGMAS is left out")
    if skeleton.subject.laterality == "viewer":  # it has no other flip
        yield from lost_upside_down(skeleton, "OpenPifPaf")
    places = skeleton.positions()
    without = [point.id for point in skeleton.keypoints if point.id not in places]
    if places and without:
        yield Loss(
            Feature.POSITIONS,
            f"OpenPifPaf takes a place for every keypoint, and {len(without)} have none in the main"
            f" view ({few(without)}): UPRIGHT_POSE is left out",
        )
    if len(skeleton.views) > 1:
        others = [view.id for view in skeleton.views if view is not skeleton.main_view]
        text = f"OpenPifPaf has one pose, that of the main view: without {few(others)}"
        yield Loss(Feature.POSITIONS, text)


def _assumed(skeleton: Skeleton, taken: OneSet) -> Iterator[str]:
    if not taken.values:
        yield "SIGMAS is left out; OpenPifPaf's heads do not work without"
    if len(skeleton.positions()) < len(skeleton.keypoints):
        yield "UPRIGHT_POSE is left out; OpenPifPaf's encoders do not work without"
    if not skeleton.edges:
        yield "SKELETON is empty, as the spec has no edges; the CAF head has nothing to learn"
