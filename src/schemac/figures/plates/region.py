"""A region, enlarged: its keypoints by name, or by number when they are many."""

from __future__ import annotations

from schemac.figures.geometry import Box, fitted
from schemac.figures.ink import Canvas
from schemac.figures.plates.groups import Group, region_groups
from schemac.figures.plates.named import (
    COLUMN,
    MOST,
    draw_named,
    height,
    moved,
    names,
    placed,
    taken,
)
from schemac.figures.plates.sheet import (
    WIDTH,
    draw_dot,
    draw_sheet,
    group_box,
    group_sheet,
    pane_height,
)
from schemac.figures.plates.signs import draw_letter, draw_lines, draw_sides, spacing
from schemac.figures.plates.stage import Stage
from schemac.figures.plates.window import draw_window, window_around

_TOP, _RIM, _TALLEST = 34.0, 10.0, 440.0
_MANY, _CLOSE = 13, 20.0  # keypoints with names, and the px between them that so many need
_BLOT = 8.0  # px between them that few need


def region(stage: Stage, group: Group, prefix: str, what: str) -> Canvas:
    """One group of a region, in the view that shows it best. `what` is what the reader calls it."""
    if with_names(stage, group):
        return _named(stage, group, prefix, what)
    sheet = group_sheet(stage, group)
    canvas = _canvas(stage, group, prefix, what, sheet.height)
    draw_sheet(canvas, stage, sheet)
    for id in sheet.dots:
        draw_dot(canvas, stage, sheet, id)
    return canvas


def with_names(stage: Stage, group: Group) -> bool:
    """Whether the keypoints bear their names; else they are too many, or too close together in the
    room that names leave, and bear their numbers."""
    if len(group.members) > MOST:
        return False
    places = stage.drawn(group.view).places
    crop = group_box(stage, stage.drawn(group.view), group)
    at = fitted(crop, Box(0.0, 0.0, WIDTH - 2 * COLUMN, _TALLEST))
    apart = spacing(at.all(places[id] for id in group.members))
    return apart > (_CLOSE if len(group.members) >= _MANY else _BLOT)


def parts(stage: Stage, region: str) -> tuple[Group, ...]:
    """The groups of a region: one, or the left and the right one, and what of them needs a closer
    look. None when no keypoint has a place."""
    found: list[Group] = []
    for group in region_groups(stage, region):
        found.append(group)
        if not with_names(stage, group):
            found += group_sheet(stage, group).apart
    return tuple(found)


def _named(stage: Stage, group: Group, prefix: str, what: str) -> Canvas:
    shown, rows = stage.drawn(group.view), names(stage, group.members)
    crop = group_box(stage, shown, group)
    width = WIDTH - 2 * COLUMN
    tall = width * crop.height / max(crop.width, 1e-6)
    high = max(pane_height(crop, width), min(tall, height(rows)), 150.0)
    least = max(high, height(rows))
    beside = Box(COLUMN, 0.0, WIDTH - COLUMN, least)
    pane = Box(COLUMN, (least - high) / 2, WIDTH - COLUMN, (least + high) / 2)
    at = fitted(window_around(crop, pane.width, pane.height), pane)
    dots = [at(shown.places[id]) for id in group.members]
    places = stage.once(("beside", group), lambda: placed(rows, dots, beside))
    top, end = taken(rows, places)
    dy = _TOP - min(top, pane.top)
    canvas = _canvas(stage, group, prefix, what, max(end, pane.bottom) + dy + _RIM)
    at, places = moved(at, places, dy)
    pane = Box(pane.left, pane.top + dy, pane.right, pane.bottom + dy)
    draw_window(canvas, shown, at, pane)
    dots = [at(shown.places[id]) for id in group.members]
    with canvas.group(clip=canvas.clip(pane.left, pane.top, pane.width, pane.height, 12)):
        draw_lines(canvas, stage, shown, at, group.members)
    if group.side:
        draw_letter(canvas, (10, 24), group.side)
    else:
        draw_sides(canvas, stage, shown, WIDTH)
    draw_named(canvas, stage, shown, rows, dots, places, beside)
    return canvas


def _canvas(stage: Stage, group: Group, prefix: str, what: str, height: float) -> Canvas:
    return Canvas(
        prefix, WIDTH, height,
        title=what,
        description=stage.say("{n} points of the region, enlarged.", n=len(group.members)),
    )  # fmt: skip
