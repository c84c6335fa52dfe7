"""Where the joints of a body lie in a view from the front or behind, cited or inferred."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from schemac.figures.geometry import Bone, Point, middle
from schemac.figures.silhouette import anatomy
from schemac.figures.silhouette.cited import Cited
from schemac.figures.silhouette.face import canonical
from schemac.figures.warp import Warp
from schemac.model import Side

SIDES: tuple[Side, ...] = ("left", "right")


class Frame(Struct, frozen=True):
    """The joints of a body, cited or inferred, by side and name, and the units per canonical one.

    `outer` is the sign of x on which the left side lies: 1 from the front, -1 from behind.
    """

    joints: Mapping[tuple[Side, str], Point]
    scale: float
    outer: float
    fit: Warp

    def joint(self, side: Side, name: str) -> Point:
        return self.joints[side, name]

    def middle(self, name: str) -> Point:
        return middle(self.joints["left", name], self.joints["right", name])

    def lateral(self, side: Side) -> float:
        """The sign of x that leads away from the midline on a side."""
        return self.outer if side == "left" else -self.outer


def body_frame(cited: Cited, behind: bool = False) -> Frame | None:
    """The joints that a spec cites, and the others by the canonical body pulled to what it does
    cite; None when that is too little for a body."""
    pairs = list(_pairs(cited))
    if len({source for source, _ in pairs}) < 4 or cited.count("body") < 3:
        return None
    fit = Warp(pairs, 12.0, flip=behind)
    joints: dict[tuple[Side, str], Point] = {}
    for side in SIDES:
        for name in anatomy.JOINTS:
            given = cited.at("body", name, side)
            joints[side, name] = given or fit(_canonical(name, side))
    return Frame(joints, fit.scale, -1.0 if behind else 1.0, fit)


def limb_bone(frame: Frame, side: Side, start: str, end: str) -> Bone:
    """A limb's bone; its hand side is lateral for a limb that hangs down."""
    return Bone(frame.joint(side, start), frame.joint(side, end), -frame.lateral(side))


def _pairs(cited: Cited) -> Iterator[tuple[Point, Point]]:
    """Canonical and actual places of what a spec cites of the body and the head."""
    (x, y), unit = anatomy.HEAD_ORIGIN, anatomy.HEAD_UNIT
    for spot in cited.of("body"):
        if spot.name in anatomy.FRONT:
            yield _canonical(spot.name, spot.side), spot.at
    for spot in cited.of("face"):
        at = canonical(spot)
        if at is not None:
            yield (x + unit * at[0], y + unit * at[1]), spot.at


def _canonical(name: str, side: Side | None) -> Point:
    x, y = anatomy.FRONT[name]
    return (-x, y) if side == "right" else (x, y)
