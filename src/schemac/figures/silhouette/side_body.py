"""A body whose spec itself draws it in profile, as gait studies do.

The joints are those of the spec; what it does not cite comes from the canonical body standing in
profile. It is drawn facing the left, and turned round for a view from the right.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import atan2, degrees, dist

from msgspec.structs import replace

from schemac.figures.geometry import Bone, Point
from schemac.figures.silhouette import anatomy
from schemac.figures.silhouette.body_frame import SIDES, Frame
from schemac.figures.silhouette.body_profile import FAR, NEAR, paint_profile, profile_place
from schemac.figures.silhouette.cited import Cited, Spot
from schemac.figures.silhouette.layers import Painting
from schemac.figures.silhouette.pose import LIMBS, POSES, Carriers, Pose, Posed, bone_of, posed
from schemac.figures.warp import Warp
from schemac.model import Side

_UPRIGHT = 40.0  # degrees that a shin leans and its foot still stands flat
_LEVEL = 9.2  # degrees by which the nose lies lower than the ear, seen from it


def side_body(cited: Cited, near: Side) -> Posed | None:
    """The posed body behind the places of a profile view, facing left; None when fewer than four
    of its joints are cited. `near` is the side toward the viewer."""
    spots = _facing_left(cited, near)
    joints = [s for s in spots if s.book == "body" and s.name in anatomy.JOINTS]
    if len({(s.name, s.side) for s in joints}) < 4:
        return None
    canon = posed(_canonical_frame(), POSES["profile"])
    fit = Warp(((_canonical_place(canon, s), s.at) for s in spots if _known(s)), 20.0)
    given = {(s.side, s.name): s.at for s in joints}
    found: dict[tuple[Side, str], Point] = {}
    for side in SIDES:
        for name in anatomy.JOINTS:
            inferred = fit(canon.frame.joint(side, name))
            found[side, name] = given.get((side, name)) or given.get((None, name)) or inferred
    frame = Frame(found, _scale(given), 1.0, fit)
    ear = _at(spots, "body", "ear_centre", "tragus") or fit(canon.carriers[None, "head"][1].end)
    return Posed(frame, _pose(spots, frame), _carriers(frame, ear))


def paint_side_body(painting: Painting, cited: Cited, body: Posed, near: Side) -> None:
    """The body in profile; seen from the right it is its own mirror image, sides exchanged."""
    own = Painting()
    paint_profile(own, Cited(tuple(_facing_left(cited, near))), body)
    painting.extend(own if near == NEAR else own.mirrored())


def _facing_left(cited: Cited, near: Side) -> list[Spot]:
    if near == NEAR:
        return list(cited.spots)
    other: dict[Side | None, Side | None] = {"left": "right", "right": "left", None: None}
    return [replace(s, at=(-s.at[0], s.at[1]), side=other[s.side]) for s in cited.spots]


def _scale(given: Mapping[tuple[Side | None, str], Point]) -> float:
    """Units per canonical one: by the bone that is least foreshortened. 1 when none is cited."""
    pieces = [*((start, end) for _, start, end in LIMBS), ("hip", "shoulder")]
    ratios = [
        dist(given[side, start], given[side, end]) / dist(anatomy.FRONT[start], anatomy.FRONT[end])
        for side in (*SIDES, None)
        for start, end in pieces
        if (side, start) in given and (side, end) in given
    ]
    return max(ratios, default=1.0) or 1.0


def _canonical_frame() -> Frame:
    joints = {
        (side, name): (x if side == "left" else -x, y)
        for side in SIDES
        for name, (x, y) in anatomy.FRONT.items()
        if name in anatomy.JOINTS
    }
    return Frame(joints, 1.0, 1.0, Warp((), 1.0))


def _known(spot: Spot) -> bool:
    return spot.book == "body" and spot.name in anatomy.FRONT and spot.fraction is None


def _canonical_place(canon: Posed, spot: Spot) -> Point:
    x, y = anatomy.FRONT[spot.name]
    at = (-x, y) if spot.side == "right" else (x, y)
    here = replace(spot, at=at)
    return profile_place(canon, here, bone_of(here, _canonical_frame()))


def _carriers(frame: Frame, ear: Point) -> Carriers:
    """The posed bones; nothing rides on them, so they are their own rest."""
    top, hips = frame.middle("shoulder"), frame.middle("hip")
    found: Carriers = {}
    bones: dict[tuple[Side | None, str], Bone] = {
        (None, "trunk"): Bone(hips, top),
        (None, "head"): Bone(top, ear),
    }
    for side in SIDES:
        for name, start, end in LIMBS:
            bones[side, name] = Bone(frame.joint(side, start), frame.joint(side, end))
    for key, bone in bones.items():
        found[key] = (bone, bone)
    return found


def _pose(spots: list[Spot], frame: Frame) -> Pose:
    """The standing pose with the feet as their toes say, and the head as nose and ear say."""
    pose = POSES["profile"]
    feet = {side: _foot(spots, frame, side) for side in SIDES}
    return replace(
        pose,
        left=replace(pose.left, foot=feet[NEAR]),
        right=replace(pose.right, foot=feet[FAR]),
        nod=_nod(spots),
    )


def _foot(spots: list[Spot], frame: Frame, side: Side) -> float:
    """The direction of a foot, 90 when it stands flat: from heel to toes. Where these are not
    cited it stands flat below an upright shin, and hangs from one that is lifted."""
    own = [s for s in spots if s.side in (side, None)]
    toe = _at(own, "foot", "big_toe_tip", "mtp_1", "mtp_5")
    heel = _at(own, "foot", "heel", "heel_bottom")
    if toe is None or heel is None:
        (x, y), (u, v) = frame.joint(side, "knee"), frame.joint(side, "ankle")
        forward = degrees(atan2(x - u, v - y))
        return 90.0 if abs(forward) < _UPRIGHT else 105.0 + forward
    return 90.0 - degrees(atan2(toe[1] - heel[1] - 0.09 * (heel[0] - toe[0]), heel[0] - toe[0]))


def _nod(spots: list[Spot]) -> float:
    """By how many degrees the face looks up, from ear to nose; 0 when they are not cited."""
    ear, nose = _at(spots, "body", "ear_centre", "tragus"), _at(spots, "face", "nose_tip")
    if ear is None or nose is None:
        return 0.0
    return _LEVEL - degrees(atan2(nose[1] - ear[1], ear[0] - nose[0]))


def _at(spots: list[Spot], book: str, *names: str) -> Point | None:
    """Where the first of some places lies that is cited, the near one of a pair."""
    for name in names:
        found = [s for s in spots if s.book == book and s.name == name]
        if found:
            return min(found, key=lambda s: s.side == FAR).at
    return None
