"""The figures of a sheet: a map of all, and what of it needs to be larger.

A pane lies in mm; its canvas has as many px as make the numbers, which are 11.5 px high, as large
as the text of the sheet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from schemac.figures.draw import draw_mark, draw_silhouette
from schemac.figures.geometry import Box, Point, Projection, fitted
from schemac.figures.ink import Canvas
from schemac.figures.labels.inplace import Ground, Numbered, place_numbers
from schemac.figures.plates.groups import Group, extent, groups
from schemac.figures.plates.map import apart
from schemac.figures.plates.sheet import draw_specks, group_box, map_sheet, mapped
from schemac.figures.plates.signs import (
    draw_letter,
    draw_lines,
    draw_number,
    draw_sides,
    radius,
    spacing,
    strokes,
)
from schemac.figures.plates.stage import Stage
from schemac.figures.plates.window import draw_window, window_around

_NUMBER = 11.5  # px
_TOP, _RIM = 30.0, 8.0  # px
_SMALL, _CLOSE = 0.45, 0.08  # of the subject: a part that is worth a picture, its spacing
_ENOUGH = 3


class Pane(Struct, frozen=True):
    """Where numbers found a place, in px of a canvas. `group` is None for the map."""

    group: Group | None
    box: Box
    px: float
    at: Projection
    dots: Mapping[str, Point]
    numbers: Mapping[str, Box]
    frames: tuple[Box, ...] = ()


def insets(stage: Stage) -> tuple[Group, ...]:
    """What is too crowded on the map; where that is little, also what is small on it."""
    every, main = groups(stage), stage.views[0]
    crowded = (*apart(stage), *(group for group in every if group.view != main))
    known = {id for group in crowded for id in group.members}
    small = [
        group for group in every
        if len(every) > 1 and len(group.members) > 2 and not known & set(group.members)
        and _is_small(stage, group)
    ]  # fmt: skip
    return (*crowded, *small[: max(_ENOUGH - len(crowded), 0)])


def _is_small(stage: Stage, group: Group) -> bool:
    shown = stage.drawn(group.view)
    box = extent(shown, group.members)
    room = spacing([shown.places[id] for id in group.members])
    return room < _CLOSE * stage.size and max(box.width, box.height) < _SMALL * stage.size


def map_pane(stage: Stage, box: Box, size: float) -> Pane:
    """The whole subject in its main view, without the numbers of what is framed."""
    shown, px = stage.drawn(), _NUMBER / size
    wide, tall = box.width * px, box.height * px
    at = fitted(shown.box, Box(_RIM + 12, _TOP, wide - _RIM - 12, tall - _RIM))
    framed = [group for group, _ in map_sheet(stage).framed]
    frames = tuple(_frame(stage, group, at) for group in framed)
    away = {id for group in framed for id in group.members}
    ids = [id for id in mapped(stage) if id not in away]
    return _numbered(stage, None, box, px, at, ids, Box(3, 3, wide - 3, tall - 3), frames)


def group_pane(stage: Stage, group: Group, box: Box, size: float) -> Pane:
    """An enlarged part."""
    shown, px = stage.drawn(group.view), _NUMBER / size
    window = _window(box, px)
    crop = window_around(group_box(stage, shown, group), window.width, window.height)
    at = fitted(crop, window)
    return _numbered(stage, group, box, px, at, group.members, window, ())


def draw_pane(stage: Stage, pane: Pane, prefix: str, title: str) -> Canvas:
    """The canvas of a pane."""
    shown = stage.drawn(pane.group.view if pane.group else None)
    wide, tall = pane.box.width * pane.px, pane.box.height * pane.px
    canvas = Canvas(prefix, wide, tall, title=title)
    if pane.group is None:
        draw_silhouette(canvas, shown, pane.at)
        draw_lines(canvas, stage, shown, pane.at, pane.dots)
        _draw_frames(canvas, stage, pane)
        draw_sides(canvas, stage, shown, wide)
    else:
        window = _window(pane.box, pane.px)
        draw_window(canvas, shown, pane.at, window)
        with canvas.group(clip=canvas.clip(*_corner(window), 12)):
            draw_lines(canvas, stage, shown, pane.at, pane.dots)
        if pane.group.side:
            draw_letter(canvas, (window.left + 8, window.top + 24), pane.group.side)
    r = radius(list(pane.dots.values()))
    for id, dot in pane.dots.items():
        side = stage.point(id).side
        draw_mark(canvas, dot, side, r, id in shown.hidden)
        if id in pane.numbers:
            draw_number(canvas, pane.numbers[id], str(stage.point(id).index), side)
    return canvas


def _numbered(
    stage: Stage, group: Group | None, box: Box, px: float, at: Projection, ids: Sequence[str],
    frame: Box, frames: tuple[Box, ...],
) -> Pane:  # fmt: skip
    shown = stage.drawn(group.view if group else None)
    dots = {id: at(shown.places[id]) for id in ids}
    r = radius(list(dots.values()))
    letter = (Box(frame.left, frame.top, frame.left + 44, frame.top + 30),) if group else ()
    ground = Ground(
        frame=frame.grown(-2), centre=at(shown.box.centre), boxes=(*frames, *letter),
        lines=tuple(strokes(stage, dots)),
    )  # fmt: skip
    wanted = [Numbered(dots[id], str(stage.point(id).index), r * 1.15) for id in dots]
    found = zip(dots, place_numbers(wanted, ground), strict=True)
    return Pane(group, box, px, at, dots, {id: b for id, b in found if b}, frames)


def _draw_frames(canvas: Canvas, stage: Stage, pane: Pane) -> None:
    for group, _ in map_sheet(stage).framed:
        draw_specks(canvas, stage, stage.drawn(), pane.at, group)
    for frame in pane.frames:
        canvas.rect(*_corner(frame), "frame", 6)


def _frame(stage: Stage, group: Group, at: Projection) -> Box:
    box = extent(stage.drawn(), group.members)
    (left, top), (right, bottom) = at((box.left, box.top)), at((box.right, box.bottom))
    return Box(left, top, right, bottom).grown(6)


def _window(box: Box, px: float) -> Box:
    return Box(1.0, 1.0, box.width * px - 1.0, box.height * px - 1.0)


def _corner(box: Box) -> tuple[float, float, float, float]:
    return (box.left, box.top, box.width, box.height)
