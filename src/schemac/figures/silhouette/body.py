"""The human body from the front and from behind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from schemac.figures.geometry import Bone, Point, sampled
from schemac.figures.silhouette import anatomy
from schemac.figures.silhouette.body_frame import SIDES, Frame, limb_bone
from schemac.figures.silhouette.body_lines import body_lines
from schemac.figures.silhouette.cited import Cited
from schemac.figures.silhouette.face import face_warp, paint_face
from schemac.figures.silhouette.foot import (
    back_foot_lines,
    front_foot,
    front_foot_area,
    front_foot_lines,
)
from schemac.figures.silhouette.hand import hand_area, hand_warp
from schemac.figures.silhouette.layers import Painting
from schemac.figures.solids import Profile, area, disc, filleted, joint, limb, union
from schemac.figures.warp import Similarity, Warp
from schemac.model import Side

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


def paint_body(painting: Painting, cited: Cited, frame: Frame, behind: bool = False) -> None:
    """Trunk and limbs in one, then the head; a limb that lies in front of others is painted last,
    or its outline would be lost in theirs."""
    k, between = frame.scale, _trunk(frame)
    feet = {s: front_foot(cited, s, frame.joint(s, "ankle"), k, frame.lateral(s)) for s in SIDES}
    hands = {s: hand_area(_hand(cited, frame, s, behind), stump=False) for s in SIDES}
    legs = {s: [*_leg(frame, s), front_foot_area(cited, s, feet[s])] for s in SIDES}
    arms = {s: [*_arm(frame, s)] for s in SIDES}
    filled = [_hip(frame, s, between, legs[s]) for s in SIDES]
    filled += chain(*(_shoulder(frame, s, between, arms[s]) for s in SIDES))
    hands = {s: union([hands[s], _wrist(frame, s, [*arms[s], hands[s]])]) for s in SIDES}
    trunk = union([between, _neck(frame), *filled])
    apart = set(_arms_in_front(frame, [trunk, *legs["left"], *legs["right"]]))
    crossed = legs.pop("left") if _legs_cross(frame) else None
    melting = [trunk, *chain(*legs.values()), *chain(*(arms[s] for s in SIDES if s not in apart))]
    body = filleted(union(melting), 0.9 * k, 0.7 * k)
    held = [hands[s] for s in SIDES if s not in apart]
    painting.area("body", filleted(union([body, *held]), 0.22 * k))
    if crossed is not None:
        painting.area("near", filleted(union(crossed), 0.6 * k, 0.3 * k))
    painting.lines("hint", body_lines(frame, behind))
    foot_lines = back_foot_lines if behind else front_foot_lines
    painting.lines("hint", chain(*map(foot_lines, feet.values())))
    paint_face(painting, head_warp(cited, frame, behind), behind)
    for side in sorted(apart):
        arm = filleted(union(arms[side]), 0.6 * k, 0.3 * k)
        painting.area("near", filleted(union([arm, hands[side]]), 0.22 * k))


def _arms_in_front(frame: Frame, others: Sequence[BaseGeometry]) -> Iterator[Side]:
    """The sides whose forearm runs across trunk or legs."""
    from shapely import LineString

    behind = union(others)
    for side in SIDES:
        forearm = LineString([frame.joint(side, "elbow"), frame.joint(side, "wrist")])
        if forearm.intersection(behind).length > 2.5 * frame.scale:
            yield side


def _legs_cross(frame: Frame) -> bool:
    from shapely import LineString

    left, right = (
        LineString([frame.joint(side, name) for name in ("hip", "knee", "ankle")]) for side in SIDES
    )
    return bool(left.crosses(right))


def head_warp(cited: Cited, frame: Frame, behind: bool = False) -> Warp:
    """The face on the body, pulled to the head's points."""
    (x, y), unit = anatomy.HEAD_ORIGIN, anatomy.HEAD_UNIT
    pairs = [
        (at, frame.fit((x + unit * at[0], y + unit * at[1])))
        for at in ((-1.0, -0.22), (1.0, -0.22), (0.0, 1.41), (0.0, -1.66))
    ]
    base = Similarity(pairs, flip=behind)
    return face_warp(cited, base) or Warp((), 1.0, base=base)


# ---- limbs ----------------------------------------------------------------------------------


def _arm(frame: Frame, side: Side) -> Iterator[BaseGeometry]:
    k = frame.scale
    yield disc(frame.joint(side, "shoulder"), 2.3 * k)
    yield limb(limb_bone(frame, side, "shoulder", "elbow"), anatomy.UPPER_ARM, k)
    yield disc(frame.joint(side, "elbow"), 2.1 * k)
    yield limb(limb_bone(frame, side, "elbow", "wrist"), anatomy.FOREARM, k)


def _leg(frame: Frame, side: Side) -> Iterator[BaseGeometry]:
    k = frame.scale
    yield disc(frame.joint(side, "hip"), 4.2 * k)
    yield limb(limb_bone(frame, side, "hip", "knee"), anatomy.THIGH, k)
    yield disc(frame.joint(side, "knee"), 3.1 * k)
    yield limb(limb_bone(frame, side, "knee", "ankle"), anatomy.SHIN, k)


def _hand(cited: Cited, frame: Frame, side: Side, behind: bool) -> Warp:
    """The hand's places, or a canonical hand in line with the forearm."""
    flip = (side == "right") != behind
    forearm = limb_bone(frame, side, "elbow", "wrist")
    root, knuckle = forearm.at(1.0, 0.0), forearm.at(1.0 + 4.8 * frame.scale / forearm.length)
    base = Similarity([((0.0, 0.12), root), ((0.0, -1.0), knuckle)], flip=flip)
    return hand_warp(cited, side, base, flip) or Warp((), 1.0, base=base)


def _shoulder(
    frame: Frame, side: Side, trunk: BaseGeometry, arm: Sequence[BaseGeometry]
) -> Iterator[BaseGeometry]:
    """The same on top of the shoulder of an arm that hangs, where the outline goes over to it."""
    k, (x, y) = frame.scale, frame.joint(side, "shoulder")
    if frame.joint(side, "elbow")[1] > y + 5 * k:
        yield joint([trunk, *arm[:2]], (x, y - 2.4 * k), 3.2 * k, 14.0 * k)


def _wrist(frame: Frame, side: Side, arm: Sequence[BaseGeometry]) -> BaseGeometry:
    """What fills the notches where a forearm and a hand of another width meet."""
    return joint(arm, frame.joint(side, "wrist"), 2.1 * frame.scale, 4.0 * frame.scale)


def _hip(
    frame: Frame, side: Side, trunk: BaseGeometry, leg: Sequence[BaseGeometry]
) -> BaseGeometry:
    """What fills the shallow notch where the outline goes over from the trunk to the thigh."""
    k, (x, y) = frame.scale, frame.joint(side, "hip")
    return joint([trunk, *leg[:2]], (x + frame.lateral(side) * 4.4 * k, y), 4.2 * k, 14.0 * k)


# ---- trunk ----------------------------------------------------------------------------------


def _trunk(frame: Frame) -> BaseGeometry:
    """Between the limbs: edges from half-widths, smooth, each side in its own half-width."""
    spine = Bone(frame.middle("shoulder"), frame.middle("hip"), -frame.outer)
    edges = []
    for side in SIDES:
        sign = 1.0 if side == "left" else -1.0
        wide = _half(spine, frame.joint(side, "shoulder"), 7.0 * frame.scale)
        hips = _half(spine, frame.joint(side, "hip"), 3.6 * frame.scale)
        knots = [spine.at(t, sign * w * wide) for t, w in anatomy.TRUNK]
        knots += [spine.at(t, sign * w * hips) for t, w in anatomy.PELVIS]
        edges.append(sampled([*knots, spine.at(1.16, sign * 1.2 * hips), spine.at(1.19)]))
    return area([*edges[0], *reversed(edges[1])])


def _half(spine: Bone, joint: Point, least: float) -> float:
    return max(abs(spine.local(joint)[1]), least)


def _neck(frame: Frame) -> BaseGeometry:
    top = frame.fit((0.0, 9.5))
    return limb(Bone(frame.middle("shoulder"), top), _NECK, frame.scale)


_NECK: Profile = [(0.05, 4.6, 4.6), (0.3, 2.9, 2.9), (0.55, 2.6, 2.6), (1.0, 2.7, 2.7)]
