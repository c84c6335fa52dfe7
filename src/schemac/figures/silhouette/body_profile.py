"""The human body in profile, facing the left of the picture, with its left side near."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import sqrt
from typing import TYPE_CHECKING

from schemac.figures.geometry import Bone, Point, sampled, turned
from schemac.figures.silhouette import anatomy, face, head_profile
from schemac.figures.silhouette.cited import Cited, Spot
from schemac.figures.silhouette.hand import hand_area, hand_warp
from schemac.figures.silhouette.layers import Painting
from schemac.figures.silhouette.pose import Posed
from schemac.figures.solids import Profile, disc, filleted, limb, smooth_area, union
from schemac.figures.warp import Similarity, Warp
from schemac.model import Side

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

NEAR: Side = "left"
FAR: Side = "right"

_TRUNK: Profile = [
    (-0.2, 2.4, 2.6), (-0.1, 2.8, 3.7), (0.0, 4.1, 4.9), (0.15, 5.5, 5.6), (0.3, 5.9, 5.6),
    (0.5, 5.4, 4.7), (0.68, 5.1, 4.0), (0.85, 5.3, 5.0), (0.98, 5.3, 6.1), (1.07, 5.0, 6.4),
    (1.15, 4.4, 5.7), (1.2, 3.3, 4.2), (1.22, 1.8, 2.4),
]  # fmt: skip
_THIGH: Profile = [
    (0.0, 4.9, 4.9), (0.15, 5.2, 5.1), (0.4, 4.7, 4.6), (0.7, 3.8, 3.8), (0.95, 3.2, 3.1),
    (1.03, 3.0, 2.9),
]  # fmt: skip
_SHIN: Profile = [
    (-0.05, 3.0, 2.9), (0.08, 2.8, 3.1), (0.25, 2.4, 4.0), (0.4, 2.05, 3.8), (0.65, 1.75, 2.6),
    (0.85, 1.6, 1.8), (1.0, 1.75, 1.8), (1.05, 1.7, 1.8),
]  # fmt: skip
_NECK: Profile = [(-0.1, 3.4, 3.6), (0.3, 2.7, 2.9), (0.7, 2.6, 2.8), (1.0, 2.4, 2.8)]
"""The first half-width is the forward one."""

FOOT: Mapping[str, Point] = {
    "heel": (-3.45, 3.4), "heel_bottom": (-2.0, 5.15), "big_toe_tip": (11.2, 4.5),
    "second_toe_tip": (10.7, 4.6), "third_toe_tip": (10.0, 4.7), "fourth_toe_tip": (9.3, 4.8),
    "small_toe_tip": (8.5, 4.9), "mtp_1": (7.2, 3.9), "mtp_2": (7.0, 3.8), "mtp_3": (6.6, 3.9),
    "mtp_4": (6.1, 4.1), "mtp_5": (5.6, 4.4), "talus_head": (2.4, 1.2), "navicular": (3.4, 1.9),
    "talus": (0.4, 0.0), "arch": (3.2, 4.6), "heel_cord": (-3.1, 1.8), "big_toe_ip": (9.2, 4.1),
    "mt5_base": (2.0, 4.2),
}  # fmt: skip
"""From the ankle of a foot flat on the ground: forward, and down."""
_FOOT_OUTLINE: Sequence[Point] = [
    (-1.8, -1.6), (-2.2, 0.8), (-3.2, 2.4), (-3.4, 4.1), (-2.3, 5.1), (1.6, 4.95), (5.6, 5.15),
    (9.6, 5.25), (11.1, 4.7), (10.8, 3.7), (7.6, 2.5), (4.2, 0.8), (2.2, -0.6), (1.7, -1.8),
]  # fmt: skip

_DEPTH: Mapping[str, float] = {
    "sternal_notch": 3.6, "asis": 5.0, "iliac_crest": 1.0, "hip_centre": 0.0, "neck_root": 0.4,
    "c7": -4.2, "t1": -4.6, "t2": -5.0, "t3": -5.3, "t4": -5.5, "t5": -5.6, "t6": -5.6,
    "t7": -5.6, "t8": -5.5, "t9": -5.3, "t10": -5.1, "t11": -4.8, "t12": -4.5, "l1": -4.2,
    "l2": -4.0, "l3": -3.9, "l4": -4.1, "l5": -4.5, "s1": -5.0, "s2": -5.6,
}  # fmt: skip
"""How far in front of the line from hips to shoulders a landmark of the trunk lies."""


def profile_place(posed: Posed, spot: Spot, bone: tuple[Side | None, str]) -> Point:
    """Where a cited place lies on the posed body."""
    k = posed.frame.scale
    if bone[1] == "head":
        return _head_base(posed)(_head_place(spot))
    if bone[1] == "foot" and bone[0] and spot.name in FOOT:
        return _foot_base(posed, bone[0])(FOOT[spot.name])
    if bone[1] == "trunk":
        rest, turned_to = posed.carriers[None, "trunk"]
        along = rest.local(spot.at)[0] / rest.length
        return turned_to.at(along, -_DEPTH.get(spot.name, 0.0) * k)
    return posed.carry(bone, spot.at)


def paint_profile(painting: Painting, cited: Cited, posed: Posed) -> None:
    """Far limbs in a darker tint, trunk and near leg in one, head, near arm."""
    k = posed.frame.scale
    painting.area("far", _arm(posed, cited, FAR))
    painting.area("far", filleted(union(_leg(posed, FAR)), 0.6 * k, 0.2 * k))
    body = union([_trunk(posed), *_leg(posed, NEAR), _neck(posed)])
    painting.area("body", filleted(body, 1.2 * k, 1.1 * k))
    base = _head_base(posed)
    head = head_profile.profile_warp(cited, base, NEAR) or Warp((), 1.0, base=base)
    head_profile.paint_head_profile(painting, head, neck=False)
    painting.area("near", _arm(posed, cited, NEAR))


# ---- parts ----------------------------------------------------------------------------------


def _arm(posed: Posed, cited: Cited, side: Side) -> BaseGeometry:
    k, frame = posed.frame.scale, posed.frame
    upper, fore = (posed.carriers[side, bone][1] for bone in ("upper_arm", "forearm"))
    shapes = [
        disc(frame.joint(side, "shoulder"), 3.1 * k),
        limb(upper, anatomy.UPPER_ARM, k),
        disc(frame.joint(side, "elbow"), 2.1 * k),
        limb(fore, anatomy.FOREARM, k),
    ]
    arm = filleted(union(shapes), 0.6 * k, 0.3 * k)
    hand = hand_area(_hand(posed, cited, side), stump=False)
    return filleted(union([arm, hand]), 0.2 * k)


def _hand(posed: Posed, cited: Cited, side: Side) -> Warp:
    """The hand, thumb forward: of the near one the back is seen, of the far one the palm."""
    bone = posed.carriers[side, "forearm"][1]
    knuckle = bone.at(1.0 + 4.8 * posed.frame.scale / bone.length)
    base = Similarity([((0.0, 0.12), bone.end), ((0.0, -1.0), knuckle)], flip=True)
    return hand_warp(cited, side, base, flip=True) or Warp((), 1.0, base=base)


def _leg(posed: Posed, side: Side) -> Iterator[BaseGeometry]:
    k = posed.frame.scale
    thigh, shin = (posed.carriers[side, bone][1] for bone in ("thigh", "shin"))
    yield disc(thigh.start, 4.9 * k)
    yield limb(thigh, _THIGH, k)
    yield disc(shin.start, 3.0 * k)
    yield limb(shin, _SHIN, k)
    yield disc(shin.end, 1.75 * k)
    foot = _foot_base(posed, side)
    yield smooth_area([foot(point) for point in _FOOT_OUTLINE])


def _foot_base(posed: Posed, side: Side) -> Similarity:
    """From the flat foot to the posed one."""
    ankle = posed.frame.joint(side, "ankle")
    limbs = posed.pose.left if side == "left" else posed.pose.right
    k = posed.frame.scale
    toward = turned((-k, 0.0), 90.0 - limbs.foot)
    return Similarity(
        [((0.0, 0.0), ankle), ((1.0, 0.0), (ankle[0] + toward[0], ankle[1] - toward[1]))], flip=True
    )


def _trunk(posed: Posed) -> BaseGeometry:
    bone = posed.carriers[None, "trunk"][1]
    spine = Bone(bone.end, bone.start)
    return limb(spine, _TRUNK, posed.frame.scale)


def _neck(posed: Posed) -> BaseGeometry:
    return limb(posed.carriers[None, "head"][1], [(t, b, f) for t, f, b in _NECK],
                posed.frame.scale)  # fmt: skip


# ---- head -----------------------------------------------------------------------------------


def _head_base(posed: Posed) -> Similarity:
    ear = posed.carriers[None, "head"][1].end
    unit = anatomy.HEAD_UNIT * posed.frame.scale
    down = turned((0.0, unit), -posed.pose.lean - posed.pose.nod)
    x, y = head_profile.EAR
    return Similarity([((x, y), ear), ((x, y + head_profile.UNIT), (ear[0] + down[0],
                                                                   ear[1] + down[1]))])  # fmt: skip


def _head_place(spot: Spot) -> Point:
    """A place on the canonical profile: its own, or that of the face's surface at its height."""
    if spot.fraction is None and spot.name in head_profile.LANDMARKS:
        return head_profile.LANDMARKS[spot.name]
    at = face.canonical(spot)
    if at is None:
        return head_profile.EAR
    x, y = abs(at[0]), 44.4 + (at[1] + 0.225) * head_profile.UNIT
    front = _front(y, nose=x < 0.1)
    return front + (76.0 - front) * (1.0 - sqrt(max(1.0 - x * x, 0.0))), y


_SURFACE = sampled([(36.5, 6.0), (29.0, 24.0), (28.4, 34.0), (31.4, 40.6), (31.0, 66.0),
                    (26.5, 75.0), (30.0, 84.0), (30.0, 92.0), (37.0, 96.0)])  # fmt: skip
_RIDGE = sampled([(31.4, 40.6), (24.6, 49.0), (18.4, 55.9), (16.4, 59.6), (20.6, 63.9),
                  (27.2, 65.0)])  # fmt: skip


def _front(y: float, nose: bool) -> float:
    """The x of the face's front at a height, with or without the nose."""
    line = _RIDGE if nose and _RIDGE[0][1] <= y <= _RIDGE[-1][1] else _SURFACE
    return min(line, key=lambda point: abs(point[1] - y))[0]
