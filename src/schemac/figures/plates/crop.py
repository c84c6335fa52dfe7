"""Which part of a figure a close-up shows, and how large."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from schemac.figures.geometry import Box, Point, Projection, fitted
from schemac.figures.ink import Canvas
from schemac.figures.plates.stage import Stage
from schemac.figures.plates.window import draw_part
from schemac.figures.silhouette import Silhouette

_NEIGHBOURS = 3  # that a close-up should hold where points lie close together
_WIDEST, _NARROWEST = 0.2, 0.022  # of the longer edge of the figure
_STRETCHED = 0.29  # and so wide where that brings a neighbour into the picture

Inset = tuple[float, float, float, float]
"""Px from the left, top, right and bottom edge."""


class Crop(Struct, frozen=True):
    """`at` puts the figure on the canvas; `frame` is what of the canvas shows it, in px."""

    at: Projection
    frame: Box

    def px(self, length: float) -> float:
        """A length of the figure in px."""
        return length * self.at.scale


def natural_width(stage: Stage, id: str, shown: Silhouette) -> float:
    """How wide a close-up of a keypoint is by itself, in figure units: wide enough for its
    nearest neighbours, and between a fifth and a fiftieth of the figure."""
    nearest = [away for away, _ in stage.nearest(id, shown)[:_NEIGHBOURS] if away > 1e-6]
    least, most = _NARROWEST * stage.size, _WIDEST * stage.size
    if not nearest:
        return most
    width = min(max(2.4 * nearest[-1], least), most)
    single = 2.5 * nearest[0]
    return max(width, single) if single < _STRETCHED * stage.size else width


def crop_around(
    centre: Point, width: float, discs: Iterable[tuple[Point, float]], frame: Box, inset: Inset
) -> Crop:
    """Around `centre`, at least `width` units wide; all discs (centre, radius) lie inside, off
    the edges of the frame by `inset`."""
    left, top, right, bottom = inset
    inner = Box(frame.left + left, frame.top + top, frame.right - right, frame.bottom - bottom)
    half = width / 2 * inner.width / frame.width
    tall = half * inner.height / inner.width
    box = Box(centre[0] - half, centre[1] - tall, centre[0] + half, centre[1] + tall)
    for (x, y), r in discs:
        box = Box(min(box.left, x - r), min(box.top, y - r),
                  max(box.right, x + r), max(box.bottom, y + r))  # fmt: skip
    return Crop(fitted(box, inner), frame)


def draw_crop(canvas: Canvas, shown: Silhouette, crop: Crop, r: float = 8.0) -> None:
    """What of a silhouette shows in the frame."""
    f = crop.frame
    with canvas.group(clip=canvas.clip(f.left, f.top, f.width, f.height, r)):
        draw_part(canvas, shown, crop.at, f)
