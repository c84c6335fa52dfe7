"""Where in an annotation the keypoints stand, and in which order.

Mostly in `keypoints` alone. COCO-WholeBody, as its authors publish it, leaves the 17 of the body
there, and adds 6 of the feet, 68 of the face and 21 of each hand in fields of their own; the 133
keypoints of the skeleton are these one after the other, and the category names the first 17 only.
Source: https://github.com/jin-s13/COCO-WholeBody/blob/master/data_format.md
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct

from schemac.labels import Account, NamingError, naming
from schemac.labels.naming import index_of
from schemac.model import Skeleton


class Part(Struct, frozen=True):
    """A field with the keypoints from `start` to `end` of the file's order."""

    key: str
    start: int
    end: int

    @property
    def valid(self) -> str:
        """The field that says whether a part of the body was clear enough to be labelled."""
        return self.key.replace("_kpts", "_valid")


WHOLE_BODY = (
    Part("keypoints", 0, 17), Part("foot_kpts", 17, 23), Part("face_kpts", 23, 91),
    Part("lefthand_kpts", 91, 112), Part("righthand_kpts", 112, 133),
)  # fmt: skip
_BODY = (
    "nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder",
    "left_elbow", "right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip",
    "left_knee", "right_knee", "left_ankle", "right_ankle",
)  # fmt: skip
_STARTS = {17: "left_big_toe", 20: "right_big_toe", 91: "left_hand_root", 112: "right_hand_root"}


class Layout(Struct, frozen=True, dict=True):
    """The fields of keypoints in an annotation. `order[i]` is the index in the spec of the i-th
    keypoint of the file."""

    parts: tuple[Part, ...]
    order: tuple[int, ...]

    @cached_property
    def at(self) -> Mapping[int, int]:
        """Index in the spec -> position in the file."""
        return {index: position for position, index in enumerate(self.order)}

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(part.key for part in self.parts)

    @property
    def counted(self) -> int:
        """How many keypoints, the first ones, `num_keypoints` is about."""
        return self.parts[0].end

    @property
    def in_parts(self) -> bool:
        return len(self.parts) > 1


def is_whole_body(skeleton: Skeleton) -> bool:
    """Whether a skeleton is COCO-WholeBody's, by what its keypoints are called."""
    names = [point.name for point in skeleton.keypoints]
    return (
        len(names) == WHOLE_BODY[-1].end
        and tuple(names[:17]) == _BODY
        and all(names[at] == name for at, name in _STARTS.items())
    )


def layout_of(category: Mapping[str, Any], skeleton: Skeleton, account: Account) -> Layout:
    """The layout of annotations of a category. Raises NamingError when the keypoints that it names
    are not those of the spec."""
    names = category.get("keypoints")
    if not names:
        account.assumed["the category names no keypoints: they are taken in the spec's order"] += 1
        return published(skeleton)
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise NamingError("`keypoints` of the category is no list of names")
    if is_whole_body(skeleton) and len(names) == len(_BODY):
        return _body_named(names, skeleton)
    return alone(naming(names, skeleton).order)


def alone(order: Sequence[int]) -> Layout:
    """All keypoints in `keypoints`."""
    return Layout(parts=(Part("keypoints", 0, len(order)),), order=tuple(order))


def published(skeleton: Skeleton) -> Layout:
    """The layout that tools expect of a skeleton."""
    order = tuple(range(len(skeleton.keypoints)))
    return Layout(parts=WHOLE_BODY, order=order) if is_whole_body(skeleton) else alone(order)


def moved(layout: Layout, source: Skeleton, target: Skeleton) -> Layout:
    """The layout after a migration: whole-body files that have all keypoints in one field keep it
    that way."""
    if is_whole_body(source) and not layout.in_parts:
        return alone(range(len(target.keypoints)))
    return published(target)


def named(layout: Layout, skeleton: Skeleton) -> list[str]:
    """The names that the category lists: of the keypoints in `keypoints`."""
    return [skeleton.keypoints[index].name for index in layout.order[: layout.counted]]


def edges(layout: Layout, skeleton: Skeleton) -> list[list[int]]:
    """The category's `skeleton`: pairs of positions in `keypoints`, counted from 1."""
    at, known = layout.at, layout.counted
    pairs = ([at[a], at[b]] for a, b in skeleton.edge_indices)
    return [[a + 1, b + 1] for a, b in pairs if max(a, b) < known]


def _body_named(names: list[str], skeleton: Skeleton) -> Layout:
    known = index_of(skeleton)
    order = tuple(known.get(name, -1) for name in names)
    if sorted(order) != list(range(len(_BODY))):
        strange = next((n for n in names if known.get(n, 99) >= len(_BODY)), names[-1])
        raise NamingError(f"the keypoint `{strange[:60]}` is none of COCO's 17, or is there twice")
    return Layout(parts=WHOLE_BODY, order=order + tuple(range(len(_BODY), WHOLE_BODY[-1].end)))
