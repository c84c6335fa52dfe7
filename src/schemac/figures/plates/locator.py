"""Where a keypoint lies: the whole subject, small, and nothing else. There is one on every page
about a keypoint, so it is kept light: few layers, few points."""

from __future__ import annotations

from functools import lru_cache

from schemac.figures.draw import draw_mark
from schemac.figures.geometry import Box, Point, Projection, fitted, sampled, spread
from schemac.figures.ink import Canvas
from schemac.figures.paths import polyline_path
from schemac.figures.plates.inset import inset_box
from schemac.figures.plates.signs import draw_letter
from schemac.figures.plates.stage import Stage
from schemac.figures.same import Same
from schemac.figures.silhouette import Layer, Silhouette

_SIZE = 240.0
_RIM, _BADGE = 14.0, 24.0  # px around the subject, and above it for the letter of a side
_FINE = 0.35  # px by which a line may be off
_LEAST = {"hint": 70.0, "feature": 20.0, "brow": 4.0, "lip": 4.0, "sclera": 2.5, "pupil": 1.5}
_SPECK = 9.0  # px: what is smaller is left out
_SMALL = 40.0  # px: a frame that the mark would hide
_KEPT = 16


def locator(stage: Stage, id: str, prefix: str) -> Canvas | None:
    """The silhouette with one keypoint marked, and a frame around what `inset` shows; None when no
    view shows the keypoint."""
    shown = stage.best(id)
    if shown is None:
        return None
    light = _light(Same(shown))
    at = light[0]
    width, height = shown.box.width * at.scale, shown.box.height * at.scale
    canvas = Canvas(
        prefix, max(width, 48.0) + 2 * _RIM, height + 2 * _RIM + _BADGE,
        title=stage.say("Where it is: {point}", point=stage.title(id)),
        description=stage.say("The whole subject with this one point marked."),
    )  # fmt: skip
    for css, data in light[1]:
        canvas.path(data, css)
    box = _seen(inset_box(stage, shown, id), at, canvas)
    if min(box.width, box.height) > _SMALL:
        canvas.rect(box.left, box.top, box.width, box.height, "frame fine", 4)
    point, dot = stage.point(id), at(shown.places[id])
    canvas.circle(dot, 13, "halo-under")
    canvas.circle(dot, 13, "halo-ring")
    draw_mark(canvas, dot, point.side, 5, id in shown.hidden)
    if point.side:
        draw_letter(canvas, (6, 20), point.side)
    return canvas


def _seen(box: Box, at: Projection, canvas: Canvas) -> Box:
    left, top = at((box.left, box.top))
    right, bottom = at((box.right, box.bottom))
    return Box(left, top, right, bottom).cut(Box(2, 2, canvas.width - 2, canvas.height - 2))


@lru_cache(_KEPT)
def _light(same: Same[Silhouette]) -> tuple[Projection, tuple[tuple[str, str], ...]]:
    """Where figure units lie, and (classes, path data) of what is left of the layers."""
    shown = same.it
    k = _SIZE / max(shown.box.width, shown.box.height, 1e-6)
    left, top = _RIM + max(48.0 - shown.box.width * k, 0.0) / 2, _RIM + _BADGE
    room = Box(left, top, left + shown.box.width * k, top + shown.box.height * k)
    at = fitted(shown.box, room)
    found = ((layer.css + " fine", _outlines(layer, at)) for layer in shown.layers)
    return at, tuple((css, data) for css, data in found if data)


def _outlines(layer: Layer, at: Projection) -> str:
    least = _LEAST.get(layer.css.split()[0], _SPECK)
    rings = [at.all(sampled(ring, layer.closed, 4)) for ring in layer.rings]
    return "".join(
        polyline_path(_few(ring, layer.closed), layer.closed)
        for ring in rings
        if spread(ring) >= least
    )


def _few(ring: list[Point], closed: bool) -> list[Point]:
    """The points that a line needs (Douglas and Peucker 1973)."""
    from shapely import LineString

    ends = [*ring, ring[0]] if closed else ring
    kept = [(float(x), float(y)) for x, y in LineString(ends).simplify(_FINE).coords]
    return kept[:-1] if closed else kept
