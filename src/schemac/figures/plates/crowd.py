"""Two subjects that overlap, one of them meant."""

from __future__ import annotations

from schemac.figures.draw import draw_bones, draw_mark, draw_silhouette
from schemac.figures.geometry import Box, Point, Projection, fitted
from schemac.figures.ink import Canvas
from schemac.figures.plates import marks, scenes
from schemac.figures.plates.stage import Stage
from schemac.figures.silhouette import Silhouette
from schemac.figures.solids import area, union
from schemac.figures.tokens import side_token
from schemac.model import Side

_WIDTH, _LEAST, _TALLEST = 480.0, 180.0, 420.0
_LEFT, _TOP, _BOTTOM = 26.0, 44.0, 20.0  # px around both
_APART = 0.56  # of the subject's width
_MANY = 40  # keypoints, from which on marks are small


def crowd(stage: Stage, prefix: str) -> Canvas | None:
    """The one to label in colour with its points, another one in grey before it. Points behind the
    other one are dashed, or missing where the spec labels only what can be seen."""
    shown = stage.drawn()
    if not shown.places:
        return None
    box = shown.box
    step = _APART * box.width
    both = Box(box.left, box.top, box.right + step, box.bottom)
    wide = _WIDTH - 2 * _LEFT
    tall = wide * 1.04 * both.height / max(both.width, 1e-6) + _TOP + _BOTTOM
    tall = min(max(tall, _LEAST), _TALLEST)
    canvas = Canvas(
        prefix, _WIDTH, tall,
        title=stage.say("Label one subject at a time"),
        description=stage.say("Two subjects overlap. Only the highlighted one bears points."),
    )  # fmt: skip
    at = fitted(both, Box(_LEFT, _TOP, _WIDTH - _LEFT, tall - _BOTTOM))
    other = Projection(at.scale, at.dx + step * at.scale, at.dy + 0.02 * box.height * at.scale)
    draw_silhouette(canvas, shown, at)
    draw_bones(canvas, stage.skeleton, shown, at)
    scenes.draw_greyed(canvas, shown, other, Box(0, 0, _WIDTH, tall))
    _draw_points(canvas, stage, shown, at, other)
    _draw_box(canvas, stage, box, at)
    marks.verdict(canvas, good=True)
    return canvas


def _draw_points(
    canvas: Canvas, stage: Stage, shown: Silhouette, at: Projection, other: Projection
) -> None:
    from shapely import Point as Spot

    cover = union(area(other.all(ring)) for ring in shown.outline)
    rules = stage.skeleton.instance
    only_seen = rules is not None and rules.occlusion == "visible_only"
    r = 6.0 if len(shown.places) < _MANY else 3.4
    for point in stage.skeleton.keypoints:
        if point.id not in shown.places or point.id in shown.hidden:
            continue
        place = at(shown.places[point.id])
        covered = bool(cover.contains(Spot(place)))
        if not covered:
            draw_mark(canvas, place, point.side, r)
        elif not only_seen:
            draw_covered(canvas, place, point.side, r)


def draw_covered(canvas: Canvas, at: Point, side: Side | None, r: float) -> None:
    """The mark of a keypoint that something hides: the shape of its side, dashed and hollow."""
    css = f"covered covered-{side_token(side)}"
    x, y = at
    if side == "right":
        canvas.circle(at, r, css)
        return
    k = r * 1.25 if side == "left" else r * 0.85
    turns = ((0, -1), (1, 0), (0, 1), (-1, 0)) if side else ((-1, -1), (1, -1), (1, 1), (-1, 1))
    canvas.polyline([(x + k * u, y + k * v) for u, v in turns], css, closed=True)


def _draw_box(canvas: Canvas, stage: Stage, box: Box, at: Projection) -> None:
    """The box of the instance, where the spec wants one."""
    rules = stage.skeleton.instance
    if rules is not None and rules.box == "none":
        return
    left, top = at((box.left, box.top))
    canvas.rect(left - 6, top - 6, box.width * at.scale + 12, box.height * at.scale + 12,
                "frame-box", r=4)  # fmt: skip
