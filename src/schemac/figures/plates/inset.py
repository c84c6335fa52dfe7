"""The neighbourhood of a keypoint: it, and the numbers of those around it."""

from __future__ import annotations

from math import dist

from schemac.figures.draw import draw_mark
from schemac.figures.geometry import Box, Point, fitted
from schemac.figures.ink import Canvas
from schemac.figures.labels.inplace import Ground, Numbered, place_numbers
from schemac.figures.plates.marks import side_badge
from schemac.figures.plates.signs import draw_lines, draw_number, radius, strokes
from schemac.figures.plates.stage import Stage
from schemac.figures.plates.window import draw_window, window_around
from schemac.figures.silhouette import Silhouette
from schemac.model import Side

_WIDTH, _HEIGHT, _RIM = 360.0, 300.0, 6.0
_NEIGHBOURS = 4  # that are to be seen
_ROOM = 1.25  # of the way to the farthest of them
_LEAST, _MOST = 0.022, 0.24  # of the size of the subject, from the keypoint to the edge
_CROWDED = 10.0  # px: nearer than that to a nearer neighbour a keypoint is left out
_BADGE = (52.0, 30.0)  # px, as `marks.side_badge` draws it
_OWN = 2.4  # px by which this keypoint's mark is larger


def inset(stage: Stage, id: str, prefix: str) -> Canvas | None:
    """A window around a keypoint in the view that shows it best; None when none does."""
    shown = stage.best(id)
    if shown is None:
        return None
    window = Box(_RIM, _RIM, _WIDTH - _RIM, _HEIGHT - _RIM)
    at = fitted(inset_box(stage, shown, id), window)
    canvas = Canvas(
        prefix, _WIDTH, _HEIGHT,
        title=stage.say("Around it: {point}", point=stage.title(id)),
        description=stage.say("The part of the subject around the point, with its neighbours."),
    )  # fmt: skip
    draw_window(canvas, shown, at, window)
    dots = {other: at(place) for other, place in shown.places.items()}
    order = [id, *(other for _, other in stage.nearest(id, shown))]
    inner = window.grown(-7)
    clip = canvas.clip(window.left, window.top, window.width, window.height, 12)
    with canvas.group(clip=clip):
        beyond = {other for other, dot in dots.items() if not inner.holds(dot)}
        badge = _badge(dots[id], window, stage.point(id).side)
        near = {other: dots[other] for other in order if inner.holds(dots[other])}
        seen = _thinned({o: dot for o, dot in near.items() if not badge or not badge.holds(dot)})
        draw_lines(canvas, stage, shown, at, beyond | set(seen), window)
        if badge:
            side_badge(canvas, stage.point(id).side, badge.right, badge.top)
        _draw_dots(canvas, stage, shown, id, seen, inner, badge)
    return canvas


def _badge(own: Point, window: Box, side: Side | None) -> Box | None:
    """Where the letter of the side stands: at the top, on the side away from the keypoint."""
    if side is None:
        return None
    width, height = _BADGE
    left = window.left + 6 if own[0] > window.centre[0] else window.right - 6 - width
    return Box(left, window.top + 6, left + width, window.top + 6 + height)


def inset_box(stage: Stage, shown: Silhouette, id: str) -> Box:
    """What the inset shows, in figure units: the nearest neighbours fit in."""
    x, y = shown.places[id]
    near = [away for away, _ in stage.nearest(id, shown)[:_NEIGHBOURS]]
    size = max(shown.box.width, shown.box.height, 1e-6)
    reach = min(max(max(near, default=size) * _ROOM, _LEAST * size), _MOST * size)
    seen = window_around(Box(x, y, x, y).grown(reach), _WIDTH - 2 * _RIM, _HEIGHT - 2 * _RIM)
    room = shown.box.grown(0.25 * reach)
    dx = _shift(seen.left, seen.right, room.left, room.right)
    dy = _shift(seen.top, seen.bottom, room.top, room.bottom)
    return Box(seen.left + dx, seen.top + dy, seen.right + dx, seen.bottom + dy)


def _shift(start: float, end: float, low: float, high: float) -> float:
    """How far to move a range into another one, or to its middle when it is the longer one."""
    if end - start >= high - low:
        return (low + high - start - end) / 2
    return max(low - start, 0.0) + min(high - end, 0.0)


def _thinned(dots: dict[str, Point]) -> dict[str, Point]:
    """Dots that do not crowd those before them."""
    kept: dict[str, Point] = {}
    for id, dot in dots.items():
        if all(dist(dot, other) >= _CROWDED for other in kept.values()):
            kept[id] = dot
    return kept


def _draw_dots(
    canvas: Canvas, stage: Stage, shown: Silhouette, own: str, dots: dict[str, Point], frame: Box,
    badge: Box | None,
) -> None:  # fmt: skip
    r = min(5.0, radius(list(dots.values())))
    order = list(dots)
    numbered = [
        Numbered(dots[id], str(stage.point(id).index), r * 1.2 + (_OWN + 6 if id == own else 0))
        for id in order
    ]
    ground = Ground(
        frame=frame, centre=dots[own], boxes=(badge,) if badge else (),
        lines=tuple(strokes(stage, dots)),
    )  # fmt: skip
    boxes = place_numbers(numbered, ground)
    for id, box in reversed(list(zip(order, boxes, strict=True))):
        point = stage.point(id)
        if id == own:
            canvas.circle(dots[id], r * 1.2 + _OWN + 5, "halo-under")
            canvas.circle(dots[id], r * 1.2 + _OWN + 5, "halo-ring")
        draw_mark(canvas, dots[id], point.side, r + (_OWN if id == own else 0), id in shown.hidden)
        if box:
            draw_number(canvas, box, str(point.index), point.side)
