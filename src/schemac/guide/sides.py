"""Sides as annotators meet them: a word, a letter and a shape, never a colour alone."""

from __future__ import annotations

from msgspec import Struct

from schemac.model import Keypoint, Skeleton


class Badge(Struct, frozen=True):
    """`mark` is `left`, `right` or `middle`, for style; `word` is a sentence of ours."""

    mark: str
    letter: str
    word: str


LEFT = Badge("left", "L", "left")
RIGHT = Badge("right", "R", "right")
MIDDLE = Badge("middle", "M", "middle")


def badge(skeleton: Skeleton, point: Keypoint) -> Badge | None:
    """The side of a keypoint; None in a skeleton in which no keypoint has one."""
    if point.side is None:
        return MIDDLE if has_sides(skeleton) else None
    return LEFT if point.side == "left" else RIGHT


def has_sides(skeleton: Skeleton) -> bool:
    """Whether any keypoint is left or right."""
    return any(point.side for point in skeleton.keypoints)


_LIMBS = frozenset({"elbow", "wrist", "knee", "ankle", "carpus", "hock", "fetlock"})


def has_limbs(skeleton: Skeleton) -> bool:
    """Whether there are arms or legs, which may cross."""
    return any(_LIMBS & set(point.stem.split("_")) for point in skeleton.keypoints)
