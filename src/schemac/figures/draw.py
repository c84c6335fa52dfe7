"""Painting a silhouette on a canvas."""

from __future__ import annotations

from schemac.figures.geometry import (
    CORNER,
    SMOOTH,
    Box,
    Point,
    Projection,
    around,
    spline_path,
    spread,
)
from schemac.figures.ink import Canvas
from schemac.figures.silhouette.layers import Layer, Silhouette
from schemac.figures.tokens import side_token
from schemac.model import Side, Skeleton

_STROKE = 2.0  # px that a line may reach beyond its points
_SMALL = 46.0  # px: what is smaller is drawn with finer lines


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
    rings = [at.all(ring) for ring in layer.rings]
    css = layer.css + (" fine" if max(map(spread, rings)) < _SMALL else "")
    corner = CORNER if layer.closed else SMOOTH
    return css, "".join(spline_path(ring, layer.closed, corner) for ring in rings)


def draw_bones(
    canvas: Canvas, skeleton: Skeleton, silhouette: Silhouette, at: Projection,
    within: Box | None = None,
) -> None:  # fmt: skip
    """The edges of the skeleton, in the colour of a side that both ends share, or that the one
    end has which has any. What lies outside of `within` (px) altogether is left out."""
    sides = {point.id: point.side for point in skeleton.keypoints}
    for edge in skeleton.edges:
        if edge.source in silhouette.places and edge.target in silhouette.places:
            a, b = (at(silhouette.places[id]) for id in (edge.source, edge.target))
            if within is not None and not around((a, b)).grown(_STROKE).meets(within):
                continue
            ends = {sides[edge.source], sides[edge.target]} - {None}
            side = next(iter(ends)) if len(ends) == 1 else None
            canvas.line(a, b, "bone" if side is None else f"bone bone-{side}")


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
