"""Where the places of the dictionaries lie in a figure, those too that no keypoint stands for.

A keypoint that cites a place says where it is. Other places are looked up in the drawings that the
silhouette is made from, pulled to the keypoints that the skeleton does have: where the drawing
shows them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import dist

from schemac.figures.geometry import Point
from schemac.figures.silhouette import (
    Silhouette,
    anatomy,
    face,
    foot,
    hand,
    head_profile,
    quadruped,
)
from schemac.figures.silhouette.cited import Spot
from schemac.figures.warp import Warp
from schemac.model import Place, Side, Skeleton

_FEW = 2  # known places that a pull needs
_GROUP = {"body": "body", "face": "body"}
_REACH = {"body": 12.0, "hand": hand.REACH, "foot": 0.4, "quadruped": quadruped.REACH,
          "profile": head_profile.REACH}  # fmt: skip
_BY_SIDE = frozenset({"hand", "foot"})


class Atlas:
    """The places of one silhouette, to be asked by place and side."""

    def __init__(self, skeleton: Skeleton, shown: Silhouette) -> None:
        self._shown = shown
        self._sideways = shown.sees in ("left", "right")
        self._own: dict[tuple[str, Side | None], str] = {}
        self._spots: list[Spot] = []
        for point in skeleton.keypoints:
            if point.place is not None and point.id in shown.places:
                self._own.setdefault((point.place.key, point.side), point.id)
                self._spots.append(_spot(point.place, point.side, shown.places[point.id]))
        self._warps: dict[tuple[str, Side | None], Warp | None] = {}

    def where(self, place: Place, side: Side | None) -> Point | None:
        """The place on a side, or in the midline; None when the drawing does not know it."""
        for asked in (side, None):
            if (id := self._own.get((place.key, asked))) is not None:
                return self._shown.places[id]
        spot = _spot(place, side, (0.0, 0.0))
        group = self._group(spot.book)
        if group == "body" and (self._sideways or self._shown.pose is not None):
            return None  # that drawing stands upright and looks at the viewer
        at = self._canonical(spot, group)
        if at is None:
            return None
        warp = self._warp(group, side)
        return None if warp is None else warp(at)

    def span(self, ends: tuple[Place, Place], side: Side | None) -> float | None:
        """The distance of two places; those of the left side stand in for a midline point's."""
        for asked in (side, "left", "right"):
            a, b = (self.where(place, asked) for place in ends)
            if a is not None and b is not None and dist(a, b) > 1e-9:
                return dist(a, b)
        return None

    def _warp(self, group: str, side: Side | None) -> Warp | None:
        key = (group, side if group in _BY_SIDE else None)
        if key not in self._warps:
            pairs = list(self._pairs(group, key[1]))
            few = len({source for source, _ in pairs}) < _FEW
            self._warps[key] = None if few else Warp(
                pairs, _REACH[group], flip=self._flipped(group, side)
            )  # fmt: skip
        return self._warps[key]

    def _pairs(self, group: str, side: Side | None) -> Iterator[tuple[Point, Point]]:
        for spot in self._spots:
            if self._group(spot.book) != group or (group in _BY_SIDE and spot.side != side):
                continue
            if (at := self._canonical(spot, group)) is not None:
                yield at, spot.at

    def _group(self, book: str) -> str:
        if self._sideways and book in ("face", "profile"):
            return "profile"
        return _GROUP.get(book, book)

    def _flipped(self, group: str, side: Side | None) -> bool:
        if group in _BY_SIDE:
            return (side == "right") != (self._shown.sees == "back")
        return self._shown.sees == ("back" if group == "body" else "right")

    def _canonical(self, spot: Spot, group: str) -> Point | None:
        if group == "body":
            return _on_body(spot)
        table = _TABLES.get(group)
        return None if table is None or spot.fraction is not None else table.get(spot.name)


def _on_body(spot: Spot) -> Point | None:
    """In units of the canonical body, seen from the front."""
    if spot.book == "body":
        at = anatomy.FRONT.get(spot.name)
        return None if at is None else (-at[0] if spot.side == "right" else at[0], at[1])
    found = face.canonical(spot)
    (x, y), k = anatomy.HEAD_ORIGIN, anatomy.HEAD_UNIT
    return None if found is None else (x + k * found[0], y + k * found[1])


_TABLES: Mapping[str, Mapping[str, Point]] = {
    "hand": hand.LANDMARKS, "foot": foot.ABOVE, "quadruped": quadruped.LANDMARKS,
    "profile": head_profile.LANDMARKS,
}  # fmt: skip


def _spot(place: Place, side: Side | None, at: Point) -> Spot:
    fraction = None if place.fraction is None else float(place.fraction)
    return Spot("", place.dictionary.id.rsplit("/", 1)[-1], place.name, fraction, side, at)
