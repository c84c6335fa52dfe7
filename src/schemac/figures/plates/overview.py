"""The subject and all its keypoints at a glance: by name when they are few, else by number."""

from __future__ import annotations

from schemac.figures.draw import draw_silhouette
from schemac.figures.geometry import Box, fitted
from schemac.figures.ink import Canvas
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
from schemac.figures.plates.sheet import WIDTH, draw_dot, draw_sheet, map_sheet, whole_sheet
from schemac.figures.plates.signs import draw_lines, draw_sides
from schemac.figures.plates.stage import Stage

_TOP, _RIM, _TALLEST = 34.0, 10.0, 620.0


def overview(stage: Stage, prefix: str, what: str, view: str | None = None) -> Canvas:
    """All keypoints in the main view; or those on the map of a view that is named. Up to
    `named.MOST` bear their names; of more the numbers stand in the picture, and regions too crowded
    for that are framed. `what` is what the reader calls the skeleton."""
    if len(stage.drawn(view).places) <= MOST:
        return _named(stage, prefix, what, view)
    sheet = whole_sheet(stage) if view is None else map_sheet(stage, view)
    canvas = _canvas(stage, prefix, what, sheet.width, sheet.height)
    draw_sheet(canvas, stage, sheet)
    for id in sheet.dots:
        draw_dot(canvas, stage, sheet, id)
    return canvas


def _named(stage: Stage, prefix: str, what: str, view: str | None) -> Canvas:
    shown = stage.drawn(view)
    rows = names(stage, list(shown.places))
    room = WIDTH - 2 * COLUMN
    tall = min(room * shown.box.height / max(shown.box.width, 1e-6), _TALLEST)
    least = max(tall, height(rows))
    beside = Box(COLUMN, 0.0, WIDTH - COLUMN, least)
    middle = Box(COLUMN + 6, (least - tall) / 2, WIDTH - COLUMN - 6, (least + tall) / 2)
    at = fitted(shown.box, middle)
    dots = at.all(shown.places.values())
    places = stage.once(("beside", view), lambda: placed(rows, dots, beside))
    top, end = taken(rows, places)
    dy = _TOP - min(top, middle.top)
    at, places = moved(at, places, dy)
    canvas = _canvas(stage, prefix, what, WIDTH, max(end, middle.bottom) + dy + _RIM)
    draw_silhouette(canvas, shown, at)
    draw_lines(canvas, stage, shown, at, shown.places)
    draw_sides(canvas, stage, shown, WIDTH)
    dots = at.all(shown.places.values())
    draw_named(canvas, stage, shown, rows, dots, places, beside)
    return canvas


def _canvas(stage: Stage, prefix: str, what: str, width: float, height: float) -> Canvas:
    return Canvas(
        prefix, width, height,
        title=stage.say("{what}: all points", what=what),
        description=stage.say("{n} numbered points on a drawing of the subject.",
                              n=len(stage.skeleton.keypoints)),
    )  # fmt: skip
