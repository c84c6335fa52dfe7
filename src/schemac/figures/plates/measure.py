"""A measure on the figure: the keypoints of its formula, and what is measured between them."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.figures.draw import draw_mark
from schemac.figures.geometry import Bone, Box, Point, around, fitted, mixed
from schemac.figures.ink import Canvas
from schemac.figures.plates import marks
from schemac.figures.plates.stage import Stage, unit
from schemac.figures.plates.window import draw_part
from schemac.figures.silhouette import Silhouette
from schemac.model import Call, Expression, Measure
from schemac.model.formula import Binary
from schemac.model.formula import Point as Named

_WIDTH, _HEIGHT = 480.0, 360.0
_FRAME = Box(0.0, 0.0, _WIDTH, _HEIGHT)
_INNER = Box(70.0, 60.0, _WIDTH - 70.0, _HEIGHT - 60.0)
_LEAST = 0.06  # of the figure that shows at least


def measure(stage: Stage, id: str, prefix: str) -> Canvas | None:
    """None for a measure that is unknown or speaks of places that the view does not have."""
    found = next((m for m in stage.skeleton.measures if m.id == id), None)
    shown = stage.drawn()
    if found is None:
        return None
    ids = list(points_of(found))
    spots = [shown.places[i] for i in ids if i in shown.places]
    calls = list(_calls(found.formula.tree))
    if not spots or len(spots) < len(ids):
        return None
    box = around(spots)
    box = box.grown(max(0.0, (_LEAST * stage.size - max(box.width, box.height)) / 2))
    at = fitted(box, _INNER)
    canvas = Canvas(
        prefix, _WIDTH, _HEIGHT, title=found.title, description=_said(stage, found, ids)
    )
    with canvas.group(clip=canvas.clip(0, 0, _WIDTH, _HEIGHT, 8)):
        draw_part(canvas, shown, at, _FRAME)
    places = {i: at(shown.places[i]) for i in ids}
    for call in calls:
        _draw_call(canvas, call, places)
    _draw_points(canvas, stage, places, shown)
    return canvas


def points_of(measure: Measure) -> tuple[str, ...]:
    """The keypoints that a measure speaks of, as its formula names them."""
    return tuple(dict.fromkeys(_named(measure.formula.tree)))


def _said(stage: Stage, found: Measure, ids: list[str]) -> str:
    points = ", ".join(f"{stage.point(i).index} {stage.title(i)}" for i in ids)
    return f"{found.formula.text}: {points}"


def _named(tree: Expression) -> Iterator[str]:
    if isinstance(tree, Named):
        yield tree.id
    elif isinstance(tree, Call):
        for argument in tree.arguments:
            yield from _named(argument)
    elif isinstance(tree, Binary):
        yield from _named(tree.left)
        yield from _named(tree.right)


def _calls(tree: Expression) -> Iterator[Call]:
    if isinstance(tree, Call):
        yield tree
        for argument in tree.arguments:
            yield from _calls(argument)
    elif isinstance(tree, Binary):
        yield from _calls(tree.left)
        yield from _calls(tree.right)


def _place(tree: Expression, places: dict[str, Point]) -> Point | None:
    """Where a point formula leads: a keypoint, or a sum of weighted ones."""
    if isinstance(tree, Named):
        return places.get(tree.id)
    ends = [places[i] for i in _named(tree) if i in places]
    if isinstance(tree, Binary) and len(ends) == 2:
        return mixed(ends[0], ends[1], 0.5) if _is_middle(tree) else None
    return None


def _is_middle(tree: Binary) -> bool:
    return (tree.operator == "/" and isinstance(tree.left, Binary) and tree.left.operator == "+"
            and getattr(tree.right, "text", "") == "2")  # fmt: skip


def _draw_call(canvas: Canvas, call: Call, places: dict[str, Point]) -> None:
    spots = [_place(argument, places) for argument in call.arguments]
    ends = [spot for spot in spots if spot is not None]
    if len(ends) < len(spots):
        return
    if call.function == "distance" and len(ends) == 2:
        _span(canvas, ends[0], ends[1])
    elif call.function == "angle" and len(ends) == 3:
        _angle(canvas, ends[0], ends[1], ends[2])
    elif call.function == "tilt" and len(ends) == 2:
        _tilt(canvas, ends[0], ends[1])
    elif call.function == "height" and len(ends) == 3:
        _height(canvas, ends[0], ends[1], ends[2])


def _span(canvas: Canvas, a: Point, b: Point) -> None:
    for layer in ("span-under", "span"):
        canvas.line(a, b, layer)
    bone = Bone(a, b)
    for t in (0.0, 1.0):
        canvas.line(bone.at(t, -7.0), bone.at(t, 7.0), "span")


def _angle(canvas: Canvas, a: Point, b: Point, c: Point) -> None:
    """The angle at `b`, as a wedge between both lines."""
    one, two = unit((a[0] - b[0], a[1] - b[1])), unit((c[0] - b[0], c[1] - b[1]))
    if one is not None and two is not None:
        _wedge(canvas, b, one, two)
    for layer in ("span-under", "span"):
        canvas.polyline([a, b, c], layer)


def _tilt(canvas: Canvas, a: Point, b: Point) -> None:
    """The line against the horizontal through its middle."""
    m = mixed(a, b, 0.5)
    half = max(60.0, abs(a[0] - b[0]) / 2 + 20)
    canvas.line((m[0] - half, m[1]), (m[0] + half, m[1]), "help")
    way = unit((b[0] - a[0], b[1] - a[1]))
    if way is not None:
        _wedge(canvas, m, (1.0 if way[0] >= 0 else -1.0, 0.0), way)
    for layer in ("span-under", "span"):
        canvas.line(a, b, layer)


def _height(canvas: Canvas, p: Point, a: Point, b: Point) -> None:
    """The distance of `p` from the line through `a` and `b`."""
    base = Bone(a, b)
    foot = base.at(base.local(p)[0] / base.length)
    ends = [base.at(t) for t in (-0.08, 1.08)]
    canvas.line(ends[0], ends[1], "help")
    canvas.line(a, foot, "help")
    _span(canvas, p, foot)


def _wedge(canvas: Canvas, at: Point, one: Point, two: Point) -> None:
    from math import atan2, cos, pi, sin

    start = atan2(one[1], one[0])
    turn = (atan2(two[1], two[0]) - start + pi) % (2 * pi) - pi
    r = 34.0
    arc = [(at[0] + r * cos(start + turn * k / 14), at[1] + r * sin(start + turn * k / 14))
           for k in range(15)]  # fmt: skip
    canvas.polyline([at, *arc], "wedge", closed=True)


def _draw_points(canvas: Canvas, stage: Stage, places: dict[str, Point], shown: Silhouette) -> None:
    room = marks.Room(_FRAME)
    for spot in places.values():
        room.take_disc(spot, 9.0)
    for a in places.values():
        for b in places.values():
            if a < b and len(places) < 4:
                room.take_line(a, b, 4.0)
    for i, spot in places.items():
        draw_mark(canvas, spot, stage.point(i).side, 7.0)
        text = str(stage.point(i).index)
        others = [other for j, other in places.items() if j != i]
        free = room.beside(spot, marks.text_width(text) + 16, 22, 10, marks.away(spot, others),
                           far=5)  # fmt: skip
        if free is not None:
            marks.number_chip(canvas, text, free)
