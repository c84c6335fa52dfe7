"""Painting a silhouette on a canvas."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from schemac.figures.geometry import (
    CORNER,
    SMOOTH,
    Box,
    Point,
    Projection,
    around,
    bezier,
    distinct,
    spread,
)
from schemac.figures.ink import Canvas
from schemac.figures.paths import curve_path, straight_path
from schemac.figures.same import Same
from schemac.figures.silhouette.layers import Layer, Silhouette
from schemac.figures.tokens import side_token
from schemac.model import Side, Skeleton

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STROKE = 2.0  # px that a line may reach beyond its points
_SMALL = 46.0  # px: what is smaller is drawn with finer lines
_LEAST = 7  # points that two cubic pieces have
_KEPT = 1024


def draw_silhouette(
    canvas: Canvas, silhouette: Silhouette, at: Projection, within: Box | None = None
) -> None:
    """Paint the layers; `at` says where figure units lie on the canvas. What lies outside of
    `within` (px, the canvas when left out) altogether is left out; the rest is not cut off."""
    shown = within or Box(0.0, 0.0, canvas.width, canvas.height)
    for layer in silhouette.layers:
        box = around(point for ring in layer.rings for point in ring)
        (left, top), (right, bottom) = at((box.left, box.top)), at((box.right, box.bottom))
        if Box(left, top, right, bottom).grown(_STROKE).meets(shown):
            css, data = painted(layer, at)
            canvas.path(data, css)


def painted(layer: Layer, at: Projection) -> tuple[str, str]:
    """A layer as classes and path data."""
    css = layer.css + (" fine" if layer_spread(Same(layer)) * at.scale < _SMALL else "")
    return css, "".join(_data(ring, at, layer.closed) for ring in _controls(Same(layer)))


@lru_cache(_KEPT)
def layer_spread(same: Same[Layer]) -> float:
    """The longest diagonal of a box around a ring of a layer."""
    return max(spread(ring) for ring in same.it.rings)


def _data(controls: NDArray[Any], at: Projection, closed: bool) -> str:
    import numpy as np

    px = controls * at.scale + (at.dx, at.dy)
    if len(px) < _LEAST:
        return straight_path(px.ravel().tolist(), closed)
    return curve_path(np.rint(px * 10).astype(int).tolist(), closed)


@lru_cache(_KEPT)
def _controls(same: Same[Layer]) -> tuple[NDArray[Any], ...]:
    """The points of the cubic pieces of each ring, in figure units: they are worked out once,
    however often a layer is drawn. Fewer than `_LEAST` are knots of a straight line."""
    import numpy as np

    closed, found = same.it.closed, []
    corner = CORNER if closed else SMOOTH
    for ring in same.it.rings:
        knots = distinct(ring, closed)
        if len(knots) > 2:
            knots = [knots[0], *chain.from_iterable(bezier(knots, closed, corner))]
        found.append(np.asarray(knots).reshape(-1, 2))
    return tuple(found)


def draw_bones(
    canvas: Canvas, skeleton: Skeleton, silhouette: Silhouette, at: Projection,
    within: Box | None = None,
) -> None:  # fmt: skip
    """The edges of the skeleton, in the colour of a side that both ends share, or that the one
    end has which has any. What lies outside of `within` (px) altogether is left out."""
    places, known = silhouette.places, skeleton.by_id
    for edge in skeleton.edges:
        if edge.source not in places or edge.target not in places:
            continue
        a, b = at(places[edge.source]), at(places[edge.target])
        if within is not None and _beyond(a, b, within):
            continue
        ends = {known[edge.source].side, known[edge.target].side} - {None}
        side = next(iter(ends)) if len(ends) == 1 else None
        canvas.line(a, b, "bone" if side is None else f"bone bone-{side}")


def _beyond(a: Point, b: Point, box: Box) -> bool:
    """Whether a bone lies outside of a box altogether."""
    return (
        max(a[0], b[0]) + _STROKE <= box.left or min(a[0], b[0]) - _STROKE >= box.right
        or max(a[1], b[1]) + _STROKE <= box.top or min(a[1], b[1]) - _STROKE >= box.bottom
    )  # fmt: skip


def draw_mark(
    canvas: Canvas, centre: Point, side: Side | None, r: float = 6.0,
    hidden: bool = False,
) -> None:  # fmt: skip
    """The mark of a keypoint: a diamond on the left, a ring on the right, a square between; that
    of a place which the subject hides is hollow, its edge broken."""
    side_class = side_token(side)
    css = f"mark hidden hidden-{side_class}" if hidden else f"mark mark-{side_class}"
    x, y = centre
    if side == "right":
        canvas.circle(centre, r * 0.9, css)
        return
    reach = r * 1.25 if side == "left" else r * 0.8
    corners = [(0, -1), (1, 0), (0, 1), (-1, 0)] if side == "left" else [
        (-1, -1), (1, -1), (1, 1), (-1, 1)]  # fmt: skip
    canvas.polyline([(x + reach * u, y + reach * v) for u, v in corners], css, closed=True)
