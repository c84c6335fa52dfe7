"""Poses of the body: how the bones turn, and where the keypoints go with them.

A pose turns every bone of the spec's own front view and keeps its length, but for the stated
`short` of a bone that points toward the viewer. Keypoints ride on the bone that carries them.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, radians, sin

from msgspec import Struct

from schemac.figures.geometry import Bone, Point, mixed, segment_distance
from schemac.figures.silhouette.body_frame import SIDES, Frame
from schemac.figures.silhouette.cited import Spot
from schemac.model import Side

LIMBS: tuple[tuple[str, str, str], ...] = (
    ("upper_arm", "shoulder", "elbow"), ("forearm", "elbow", "wrist"),
    ("thigh", "hip", "knee"), ("shin", "knee", "ankle"),
)  # fmt: skip


class Limbs(Struct, frozen=True):
    """Degrees from straight down: outward in a front pose, forward in a profile one. `short` are
    the shares of their length at which bones show that point toward the viewer."""

    upper_arm: float
    forearm: float
    thigh: float
    shin: float
    foot: float = 90.0
    short: Mapping[str, float] = {}


class Pose(Struct, frozen=True, kw_only=True):
    """A pose: of the left and the right limbs, and the lean of the trunk (forward, in degrees)."""

    title: str
    profile: bool
    left: Limbs
    right: Limbs
    lean: float = 0.0
    nod: float = 0.0


_STAND = Limbs(6.0, 10.0, 0.0, -2.0)
POSES: Mapping[str, Pose] = {
    "arms_raised": Pose(
        title="Arms raised", profile=False,
        left=Limbs(142.0, 186.0, 14.0, 12.0), right=Limbs(142.0, 186.0, 14.0, 12.0),
    ),
    "arms_out": Pose(
        title="Arms out", profile=False,
        left=Limbs(86.0, 92.0, 4.0, 3.0), right=Limbs(86.0, 92.0, 4.0, 3.0),
    ),
    "profile": Pose(title="From the left", profile=True, left=_STAND, right=_STAND),
    "running": Pose(
        title="Running", profile=True, lean=12.0, nod=-4.0,
        left=Limbs(-48.0, 62.0, -12.0, -84.0, 30.0), right=Limbs(46.0, 138.0, 62.0, -18.0, 78.0),
    ),
    "sitting": Pose(
        title="Sitting", profile=True, lean=2.0,
        left=Limbs(16.0, 82.0, 87.0, 0.0), right=Limbs(14.0, 78.0, 87.0, 4.0),
    ),
}  # fmt: skip


Key = tuple[Side | None, str]
"""A bone: whose side, which; trunk and head have none."""
Carriers = dict[Key, tuple[Bone, Bone]]


class Posed(Struct, frozen=True):
    """A body in a pose: its frame, and a carrier for each bone, from rest to pose."""

    frame: Frame
    pose: Pose
    carriers: Mapping[Key, tuple[Bone, Bone]]

    def carry(self, bone: Key, point: Point) -> Point:
        """Where a point that rides on a bone goes: along the bone in shares of its length, across
        as it is."""
        rest, posed = self.carriers[bone]
        along, across = rest.local(point)
        return posed.at(along / rest.length, across)


def posed(frame: Frame, pose: Pose) -> Posed:
    """The body of a front view in a pose. In profile it faces the left of the picture."""
    joints = dict(frame.joints)
    carriers: Carriers = {}
    hips, shoulders = frame.middle("hip"), frame.middle("shoulder")
    neck_rest = Bone(shoulders, frame.fit((0.0, 9.0)))
    if pose.profile:
        top = _from(hips, 180.0 - pose.lean, Bone(hips, shoulders).length, -1.0)
        for side in SIDES:
            shift = 0.7 * frame.scale * (1.0 if side == "right" else -1.0)
            joints[side, "hip"] = (hips[0] + shift, hips[1])
            joints[side, "shoulder"] = (top[0] + shift, top[1])
        head = _from(top, 180.0 - pose.lean - pose.nod - 8.0, neck_rest.length, -1.0)
    else:
        top, head = shoulders, neck_rest.end
    carriers[None, "trunk"] = (Bone(hips, shoulders), Bone(hips, top))
    carriers[None, "head"] = (neck_rest, Bone(top, head))
    for side in SIDES:
        _turn_limbs(frame, pose, side, joints, carriers)
    moved = Frame(joints, frame.scale, frame.outer, frame.fit)
    return Posed(moved, pose, carriers)


def bone_of(spot: Spot, frame: Frame) -> Key:
    """The bone that carries a cited place."""
    if spot.book in ("face", "profile") or spot.name in _ON_THE_HEAD:
        return None, "head"
    if spot.side is None:
        return None, "trunk"
    if spot.book in ("hand", "foot"):
        return spot.side, spot.book
    bone = _CARRIERS.get(spot.name)
    return (spot.side, bone) if bone else nearest_bone(spot.at, spot.side, frame)


_ON_THE_HEAD = frozenset({"vertex", "ear_centre", "tragus", "inion", "mastoid", "upper_neck"})
_CARRIERS: Mapping[str, str] = {
    **{joint: bone for bone, _, joint in LIMBS},
    "shoulder": "upper_arm", "hip": "thigh", "olecranon": "forearm",
    "lateral_epicondyle": "upper_arm", "medial_epicondyle": "upper_arm",
    "radial_styloid": "forearm", "ulnar_styloid": "forearm", "patella": "thigh",
    "tibial_tuberosity": "shin", "lateral_malleolus": "shin", "medial_malleolus": "shin",
    "greater_trochanter": "thigh",
}  # fmt: skip


def nearest_bone(point: Point, side: Side | None, frame: Frame) -> Key:
    """The bone that runs closest by a place in the front view: of its side, or the trunk's."""
    bones: dict[Key, tuple[Point, Point]] = {
        (None, "trunk"): (frame.middle("hip"), frame.middle("shoulder")),
        (None, "head"): (frame.fit((0.0, 14.0)), frame.fit((0.0, 4.0))),
    }
    if side is not None:
        for name, start, end in LIMBS:
            bones[side, name] = (frame.joint(side, start), frame.joint(side, end))
    return min(bones, key=lambda key: segment_distance(point, *bones[key]))


def _turn_limbs(
    frame: Frame,
    pose: Pose,
    side: Side,
    joints: dict[tuple[Side, str], Point],
    carriers: Carriers,
) -> None:
    limbs = pose.left if side == "left" else pose.right
    outward = -1.0 if pose.profile else frame.lateral(side)
    hand = -frame.lateral(side)
    # In profile the thumb's side of an arm, and the toes, point forward.
    posed_hand = 1.0 if pose.profile else hand
    for name, start, end in LIMBS:
        rest = Bone(frame.joint(side, start), frame.joint(side, end), hand)
        reach = rest.length * limbs.short.get(name, 1.0)
        joints[side, end] = _from(joints[side, start], getattr(limbs, name), reach, outward)
        carriers[side, name] = (rest, Bone(joints[side, start], joints[side, end], posed_hand))
    for name, bone in (("hand", "forearm"), ("foot", "shin")):
        rest, turned = carriers[side, bone]
        carriers[side, name] = (
            Bone(rest.end, mixed(rest.start, rest.end, 2.0), hand),
            Bone(turned.end, mixed(turned.start, turned.end, 2.0), posed_hand),
        )


def _from(start: Point, angle: float, reach: float, outward: float) -> Point:
    """A point at a distance: 0 degrees is down, 90 outward (or forward)."""
    turn = radians(angle)
    return (start[0] + outward * reach * sin(turn), start[1] + reach * cos(turn))
