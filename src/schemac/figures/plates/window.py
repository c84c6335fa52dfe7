"""A part of a silhouette, enlarged: only what shows in the window is written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from schemac.figures.draw import painted
from schemac.figures.geometry import Box, Point, Projection, around, polyline_path, sampled, spread
from schemac.figures.ink import Canvas
from schemac.figures.plates.same import Same
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
    for layer in same.it.layers:
        box = _extent(Same(layer))
        if box.right < reach.left or box.left > reach.right:
            continue
        if box.bottom < reach.top or box.top > reach.bottom:
            continue
        if reach.left <= box.left and box.right <= reach.right and (
            reach.top <= box.top and box.bottom <= reach.bottom
        ):  # fmt: skip
            found.append((*painted(layer, at), {}))
        elif data := "".join(_cut(layer, at, reach)):
            size = _spread(Same(layer)) * at.scale
            css = layer.css + (" fine" if size < _SMALL else "")
            found.append((css, data, {"fill_rule": "evenodd"}))
    return tuple(found)


def _cut(layer: Layer, at: Projection, reach: Box) -> Iterator[str]:
    """The path data of what of a layer lies within reach."""
    from shapely import clip_by_rect

    for shape in _shapes(Same(layer)):
        cut = clip_by_rect(shape, reach.left, reach.top, reach.right, reach.bottom)
        few = cut.simplify(_FINE / at.scale)
        for part in getattr(few, "geoms", (few,)):
            yield _data(part, at, layer.closed)


def _data(part: Any, at: Projection, closed: bool) -> str:
    if part.is_empty:
        return ""
    if closed and part.geom_type == "Polygon":
        rings = (part.exterior, *part.interiors)
        return "".join(polyline_path(at.all(ring.coords[:-1]), closed=True) for ring in rings)
    return polyline_path(at.all(part.coords)) if part.geom_type == "LineString" else ""


@lru_cache(_KEPT)
def _rings(same: Same[Layer]) -> tuple[Ring, ...]:
    layer = same.it
    return tuple(tuple(sampled(ring, layer.closed)) for ring in layer.rings)


@lru_cache(_KEPT)
def _shapes(same: Same[Layer]) -> tuple[Any, ...]:
    from shapely import LineString, Polygon

    rings = _rings(same)
    if not same.it.closed:
        return tuple(LineString(ring) for ring in rings if len(ring) > 1)
    return tuple(Polygon(ring).buffer(0) for ring in rings if len(ring) > 2)


@lru_cache(_KEPT)
def _spread(same: Same[Layer]) -> float:
    return max(spread(ring) for ring in same.it.rings)


@lru_cache(_KEPT)
def _extent(same: Same[Layer]) -> Box:
    return around(point for ring in _rings(same) for point in ring)


def _unprojected(box: Box, at: Projection) -> Box:
    def back(x: float, y: float) -> Point:
        return ((x - at.dx) / at.scale, (y - at.dy) / at.scale)

    return Box(*back(box.left, box.top), *back(box.right, box.bottom))


def _corner(box: Box) -> tuple[float, float, float, float]:
    return (box.left, box.top, box.width, box.height)


def _rect(canvas: Canvas, box: Box, css: str, r: float) -> None:
    canvas.rect(*_corner(box), css, r)
