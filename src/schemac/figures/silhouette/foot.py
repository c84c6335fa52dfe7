"""The foot: from the front as the body stands on it, and from above."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from schemac.figures.geometry import Bone, Point
from schemac.figures.silhouette.cited import Cited
from schemac.figures.silhouette.layers import Painting
from schemac.figures.solids import capsule, filleted, smooth_area, union
from schemac.figures.warp import Similarity, Warp
from schemac.model import Side

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

FRONT: Mapping[str, Point] = {
    "heel": (0.3, 1.8), "big_toe_tip": (-0.2, 6.3), "small_toe_tip": (3.4, 5.0),
    "second_toe_tip": (0.9, 6.4), "third_toe_tip": (1.9, 6.1), "fourth_toe_tip": (2.7, 5.6),
    "mtp_1": (-0.4, 4.3), "mtp_5": (2.8, 3.8), "mtp_2": (0.5, 4.4), "mtp_3": (1.3, 4.3),
    "mtp_4": (2.1, 4.1), "talus_head": (-1.0, 1.4), "navicular": (-1.2, 2.3),
}  # fmt: skip
"""From the ankle's centre of a left foot seen from the front, in units of the canonical body."""
TOES = ("big_toe", "second_toe", "third_toe", "fourth_toe", "small_toe")
_FRONT_OUTLINE: Sequence[Point] = [
    (-1.75, -1.0), (1.75, -1.0), (1.95, 0.6), (2.35, 2.2), (3.3, 3.9), (3.75, 4.9), (3.4, 5.5),
    (2.7, 6.0), (1.9, 6.4), (0.9, 6.6), (-0.3, 6.55), (-1.3, 6.3), (-1.75, 5.4), (-1.65, 4.0),
    (-1.85, 2.4), (-1.95, 0.8),
]  # fmt: skip


def front_foot(cited: Cited, side: Side, ankle: Point, scale: float, lateral: float) -> Similarity:
    """A foot below an ankle, turned and sized by the places that are cited of it; `lateral` is the
    sign of outward. A foot seen from the front is too short for a pull to keep its form."""
    flip = lateral < 0
    down = ((0.0, 4.0), (ankle[0], ankle[1] + 4.0 * scale))
    pairs = [(FRONT[s.name], s.at) for s in cited.of("foot", side) if s.name in FRONT]
    return Similarity([((0.0, 0.0), ankle), *(pairs or [down])], flip=flip)


def front_foot_area(cited: Cited, side: Side, foot: Similarity) -> BaseGeometry:
    """The foot from the front, reaching to the toes that are cited."""
    shapes = [smooth_area([foot(point) for point in _FRONT_OUTLINE])]
    r = 0.75 * foot.scale
    for toe in TOES:
        tip = cited.at("foot", f"{toe}_tip", side)
        if tip is not None:
            bone = Bone(foot((0.6, 2.0)), tip)
            shapes.append(capsule(bone.start, bone.at(max(1.0 - r / bone.length, 0.2)), r, r))
    return filleted(union(shapes), 0.6 * foot.scale)


def front_foot_lines(foot: Similarity) -> Iterator[list[Point]]:
    """Between the toes."""
    for x, y in ((0.75, 6.5), (1.6, 6.35), (2.35, 6.0), (3.0, 5.55)):
        yield [foot((x * 0.95, y - 1.1)), foot((x, y - 0.25))]


def back_foot_lines(foot: Similarity) -> Iterator[list[Point]]:
    """The round of the heel, which hides the toes behind it, and both edges of the tendon above."""
    yield list(map(foot, [(-1.5, 1.0), (-1.6, 2.2), (-1.2, 3.2), (0.2, 3.7), (1.5, 3.2),
                            (1.8, 2.2), (1.6, 1.0)]))  # fmt: skip
    for x in (-0.7, 0.8):
        yield list(map(foot, [(0.8 * x, -3.6), (x, -1.6), (1.3 * x, 0.4)]))


# ---- from above -----------------------------------------------------------------------------

ABOVE: Mapping[str, Point] = {
    "heel": (0.0, 0.0), "big_toe_tip": (0.11, -1.0), "second_toe_tip": (0.0, -0.985),
    "third_toe_tip": (-0.085, -0.945), "fourth_toe_tip": (-0.155, -0.89),
    "small_toe_tip": (-0.2, -0.82), "mtp_1": (0.14, -0.7), "mtp_2": (0.045, -0.72),
    "mtp_3": (-0.035, -0.69), "mtp_4": (-0.105, -0.65), "mtp_5": (-0.165, -0.6),
    "big_toe_ip": (0.125, -0.85), "talus_head": (0.09, -0.32), "navicular": (0.115, -0.4),
    "talus": (0.0, -0.22), "mt5_base": (-0.16, -0.4), "mt1_head": (0.185, -0.7),
    "mt5_head": (-0.2, -0.6),
}  # fmt: skip
"""A left foot seen from above, toes up: the unit is its length, the origin its heel."""
_SOLE: Sequence[Point] = [
    (0.0, 0.0), (0.085, -0.035), (0.115, -0.14), (0.105, -0.3), (0.12, -0.45), (0.175, -0.62),
    (0.19, -0.72), (0.17, -0.82), (0.1, -0.86), (0.0, -0.88), (-0.08, -0.85), (-0.15, -0.79),
    (-0.2, -0.7), (-0.205, -0.6), (-0.18, -0.42), (-0.14, -0.24), (-0.115, -0.12), (-0.08, -0.03),
]  # fmt: skip
_TOES: Mapping[str, tuple[Point, float]] = {
    "big_toe": ((0.12, -0.8), 0.055), "second_toe": ((0.02, -0.84), 0.034),
    "third_toe": ((-0.06, -0.81), 0.031), "fourth_toe": ((-0.125, -0.77), 0.029),
    "small_toe": ((-0.175, -0.71), 0.029),
}  # fmt: skip
"""Where a toe leaves the foot, and half its width."""
_NAIL: Sequence[Point] = [(0.3, -0.55), (1.2, -0.6), (1.5, 0.0), (1.2, 0.6), (0.3, 0.55)]
"""Back from the tip and across, in half-widths of the toe."""


def foot_warp(cited: Cited, side: Side | None) -> Warp | None:
    """The pull of a foot seen from above; None when fewer than three places are cited."""
    pairs = [(ABOVE[s.name], s.at) for s in cited.of("foot", side) if s.name in ABOVE]
    return Warp(pairs, 0.4, flip=side == "right") if len(pairs) > 2 else None


def paint_foot(painting: Painting, warp: Warp) -> None:
    """A bare foot from above, with its nails."""
    k = warp.scale
    shapes = [smooth_area(warp.all(_SOLE))]
    nails = []
    for toe, (root, r) in _TOES.items():
        bone = Bone(warp(root), warp(ABOVE[f"{toe}_tip"]))
        shapes.append(
            capsule(bone.start, bone.at(max(1.0 - r * k / bone.length, 0.2)), r * k, r * k)
        )
        nails.append([bone.at(1.0 - r * k * a / bone.length, r * k * b) for a, b in _NAIL])
    painting.area("near", filleted(union(shapes), 0.012 * k))
    painting.lines("hint", nails)
