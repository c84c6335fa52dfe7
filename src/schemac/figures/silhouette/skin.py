"""The skins that a spec gives: outlines and hint lines whose points hang on keypoints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from schemac.figures.geometry import Point
from schemac.figures.silhouette.layers import Painting
from schemac.figures.solids import filleted, smooth_area, union
from schemac.model import Anchor, Figure, Outline

_FILLET = 0.01  # of the size of what melts: rounds the corners where skins meet


def paint_skins(
    painting: Painting, figure: Figure, places: Mapping[str, Point], flip: bool = False
) -> None:
    """Far skins in a tint of their own, then layer by layer; skins of one layer melt together.

    `flip` turns the offsets round, for a view from behind.
    """
    for outline in figure.outlines:
        if outline.far and outline.closed:
            painting.area("far", smooth_area(_placed(outline.points, places, flip)))
    near = sorted((o for o in figure.outlines if not o.far), key=lambda o: o.layer)
    for _, layer in groupby(near, key=lambda o: o.layer):
        _paint_layer(painting, list(layer), places, flip)
    painting.lines("hint", (_placed(line.points, places, flip) for line in figure.lines))


def _paint_layer(
    painting: Painting, outlines: Sequence[Outline], places: Mapping[str, Point], flip: bool
) -> None:
    shapes = [smooth_area(_placed(o.points, places, flip)) for o in outlines if o.closed]
    if len(shapes) == 1:
        painting.area("body", shapes[0])
    elif shapes:
        whole = union(shapes)
        left, top, right, bottom = whole.bounds
        painting.area("body", filleted(whole, _FILLET * max(right - left, bottom - top)))
    for outline in outlines:
        if not outline.closed:
            painting.line("feature", _placed(outline.points, places, flip))


def _placed(anchors: Iterable[Anchor], places: Mapping[str, Point], flip: bool) -> list[Point]:
    sign = -1.0 if flip else 1.0
    return [
        (places[a.keypoint][0] + sign * a.dx, places[a.keypoint][1] + a.dy)
        for a in anchors
        if a.keypoint in places
    ]
