"""A part of a silhouette, enlarged: only what shows in the window is written."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from schemac.figures.draw import layer_spread, painted
from schemac.figures.geometry import Box, Point, Projection, around, sampled
from schemac.figures.ink import Canvas
from schemac.figures.paths import straight_path
from schemac.figures.same import Same
from schemac.figures.silhouette import Layer, Silhouette
from schemac.figures.solids import Ring

_EDGE = 8.0  # px beyond the window, so that the line along a cut is out of sight
_FINE = 0.12  # px by which a line may be off when it is cut
_SMALL = 46.0  # px: what is smaller is drawn with finer lines
_KEPT, _PARTS = 1024, 32

_Painted = tuple[str, str, dict[str, str]]


def draw_window(
    canvas: Canvas, shown: Silhouette, at: Projection, window: Box, r: float = 12.0
) -> None:
    """The layers of a silhouette inside a window with round corners, and its border."""
    _rect(canvas, window, "pane", r)
    with canvas.group(clip=canvas.clip(*_corner(window), r)):
        draw_part(canvas, shown, at, window)
    _rect(canvas, window, "pane-edge", r)


def draw_part(canvas: Canvas, shown: Silhouette, at: Projection, window: Box) -> None:
    """What of the layers can be seen in a window; the caller clips."""
    for css, data, more in _part(Same(shown), at, window):
        canvas.path(data, css, **more)


def window_around(box: Box, width: float, height: float) -> Box:
    """A box widened in one direction, to the proportions of a window."""
    (x, y), k = box.centre, max(box.width / width, box.height / height)
    return Box(x - k * width / 2, y - k * height / 2, x + k * width / 2, y + k * height / 2)


@lru_cache(_PARTS)
def _part(same: Same[Silhouette], at: Projection, window: Box) -> tuple[_Painted, ...]:
    """A part as (classes, path data, more attributes): several figures of a keypoint show the
    same."""
    reach = _unprojected(window.grown(_EDGE), at)
    found: list[_Painted] = []
    for layer, box in _extents(same):
        if box.right < reach.left or box.left > reach.right:
            continue
        if box.bottom < reach.top or box.top > reach.bottom:
            continue
        if reach.left <= box.left and box.right <= reach.right and (
            reach.top <= box.top and box.bottom <= reach.bottom
        ):  # fmt: skip
            found.append((*painted(layer, at), {}))
        elif data := _cut(layer, at, reach):
            size = layer_spread(Same(layer)) * at.scale
            css = layer.css + (" fine" if size < _SMALL else "")
            found.append((css, data, {"fill_rule": "evenodd"}))
    return tuple(found)


def _cut(layer: Layer, at: Projection, reach: Box) -> str:
    """The path data of what of a layer lies within reach."""
    from shapely import clip_by_rect, get_parts, simplify

    cut = clip_by_rect(_shapes(Same(layer)), reach.left, reach.top, reach.right, reach.bottom)
    few = simplify(cut, _FINE / at.scale, preserve_topology=False)
    return "".join(_data(part, at, layer.closed) for part in get_parts(few))


def _data(part: Any, at: Projection, closed: bool) -> str:
    """An area or a line; where a cut leaves anything else, nothing."""
    if part.is_empty or part.geom_type != ("Polygon" if closed else "LineString"):
        return ""
    lines = (part.exterior, *part.interiors) if closed else (part,)
    return "".join(_line(line, at, closed) for line in lines)


def _line(line: Any, at: Projection, closed: bool) -> str:
    from shapely import get_coordinates

    px = get_coordinates(line) * at.scale + (at.dx, at.dy)
    return straight_path((px[:-1] if closed else px).ravel().tolist(), closed)


@lru_cache(_KEPT)
def _rings(same: Same[Layer]) -> tuple[Ring, ...]:
    layer = same.it
    return tuple(tuple(sampled(ring, layer.closed)) for ring in layer.rings)


@lru_cache(_KEPT)
def _shapes(same: Same[Layer]) -> tuple[Any, ...]:
    from numpy import asarray
    from shapely import LineString, Polygon

    rings = [asarray(ring) for ring in _rings(same)]
    if not same.it.closed:
        return tuple(LineString(ring) for ring in rings if len(ring) > 1)
    return tuple(Polygon(ring).buffer(0) for ring in rings if len(ring) > 2)


@lru_cache(_PARTS)
def _extents(same: Same[Silhouette]) -> tuple[tuple[Layer, Box], ...]:
    return tuple(
        (layer, around(point for ring in _rings(Same(layer)) for point in ring))
        for layer in same.it.layers
    )


def _unprojected(box: Box, at: Projection) -> Box:
    def back(x: float, y: float) -> Point:
        return ((x - at.dx) / at.scale, (y - at.dy) / at.scale)

    return Box(*back(box.left, box.top), *back(box.right, box.bottom))


def _corner(box: Box) -> tuple[float, float, float, float]:
    return (box.left, box.top, box.width, box.height)


def _rect(canvas: Canvas, box: Box, css: str, r: float) -> None:
    canvas.rect(*_corner(box), css, r)
