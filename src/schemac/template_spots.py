"""Where the points of a tool's template lie: the main view of a skeleton, fitted to a square.

Tools that keep a drawing of a skeleton stretch it to the box that an annotator draws. So a point
without a position can stand anywhere, as long as it can be seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin

from msgspec import Struct

from schemac.model import Skeleton

Spot = tuple[float, float]

_ROW = 0.9  # of the square's height: what lies above the row of points without a position


class Spots(Struct, frozen=True):
    """Spots in index order, x to the right and y down; `unplaced` are the ids of the keypoints that
    have no position and stand somewhere."""

    places: tuple[Spot, ...]
    unplaced: tuple[str, ...]

    @property
    def assumed(self) -> tuple[str, ...]:
        """A sentence on points that have no position, if there are some."""
        if not self.unplaced:
            return ()
        if len(self.unplaced) == len(self.places):
            return ("the points stand on a circle, as the spec has no positions for them",)
        number = len(self.unplaced)
        which = "1 point stands" if number == 1 else f"{number} points stand"
        return (f"{which} in a row below the figure, for lack of a position in the spec",)


def template_spots(skeleton: Skeleton, size: float, margin: float) -> Spots:
    """At one scale for both axes, in the middle of a square of that size, less its margin."""
    known = skeleton.positions()
    ids = [point.id for point in skeleton.keypoints]
    unplaced = [id for id in ids if id not in known]
    if not known:
        return Spots(_circle(len(ids), size, margin), tuple(unplaced))
    low = size * _ROW if unplaced else size
    fitted = dict(zip(known, _fitted(list(known.values()), size, low, margin), strict=True))
    step = (size - 2 * margin) / (len(unplaced) + 1)
    for place, id in enumerate(unplaced, 1):
        fitted[id] = (margin + place * step, size - margin)
    return Spots(tuple(fitted[id] for id in ids), tuple(unplaced))


def _fitted(places: Sequence[Spot], width: float, height: float, margin: float) -> list[Spot]:
    (left, right), (top, bottom) = ((min(v), max(v)) for v in zip(*places, strict=True))
    spans = ((width, right - left), (height, bottom - top))
    scale = min(((room - 2 * margin) / span for room, span in spans if span), default=1.0)
    x0, y0 = (left + right) / 2, (top + bottom) / 2
    return [(width / 2 + (x - x0) * scale, height / 2 + (y - y0) * scale) for x, y in places]


def _circle(number: int, size: float, margin: float) -> tuple[Spot, ...]:
    """From the top, clockwise."""
    turns = [2 * pi * at / max(number, 1) for at in range(number)]
    reach = size / 2 - margin
    return tuple((size / 2 + reach * sin(turn), size / 2 - reach * cos(turn)) for turn in turns)
