"""Keypoints with their names in two columns beside the picture."""

from __future__ import annotations

from collections.abc import Sequence
from math import dist

from msgspec import Struct

from schemac.figures.draw import draw_mark
from schemac.figures.geometry import Box, Point, Projection, mixed
from schemac.figures.ink import Canvas
from schemac.figures.labels.beside import Beside, Columns, least_height, place_beside
from schemac.figures.labels.widths import wrapped
from schemac.figures.plates.signs import radius
from schemac.figures.plates.stage import Stage
from schemac.figures.silhouette import Silhouette
from schemac.figures.tokens import side_token

MOST = 25
"""More names than that are not put beside one picture."""

_NAME, _NUMBER = 13.0, 11.5  # px, as in `figures.style`
_LINE, _GAP = 15.0, 6.0  # px from line to line, from name to name
_STUB, _DIGITS, _WORDS, _EDGE = 8.0, 24.0, 100.0, 2.0  # px: level piece, number, name, rim
_AIRY = 1.25
COLUMN = _EDGE + _WORDS + _DIGITS + _STUB
"""The width in px that names take on each side."""


class Name(Struct, frozen=True):
    """A keypoint's name, broken into lines."""

    id: str
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        return len(self.lines) * _LINE + _GAP


def names(stage: Stage, ids: Sequence[str]) -> tuple[Name, ...]:
    """The names of keypoints as they are written beside a picture."""
    return tuple(Name(id, tuple(_lines(stage.title(id)))) for id in ids)


def _lines(title: str) -> list[str]:
    """A title in lines; what it says in brackets is left out where it does not fit."""
    lines = wrapped(title, _NAME, _WORDS, most=4)
    if lines[-1].endswith("…") and " (" in title:
        lines = wrapped(title.split(" (")[0], _NAME, _WORDS, most=4)
    return lines


def height(rows: Sequence[Name]) -> float:
    """The height in px of columns in which these names have room to choose."""
    return _AIRY * least_height([row.height for row in rows])


def placed(rows: Sequence[Name], dots: Sequence[Point], room: Box) -> tuple[Beside, ...]:
    """Where names stand beside `room` (px), in which their dots lie."""
    columns = Columns(room.left, room.right, room.top, room.bottom)
    return place_beside(dots, [row.height for row in rows], columns, clear=radius(dots) + 2)


def taken(rows: Sequence[Name], places: Sequence[Beside]) -> tuple[float, float]:
    """The top of the highest name and the bottom of the lowest one."""
    tops = [place.y - row.height / 2 for row, place in zip(rows, places, strict=True)]
    ends = [place.y + row.height / 2 for row, place in zip(rows, places, strict=True)]
    return min(tops), max(ends)


def moved(
    at: Projection, places: Sequence[Beside], dy: float
) -> tuple[Projection, tuple[Beside, ...]]:
    """A picture and its names, moved down."""
    down = tuple(Beside(place.right, place.y + dy) for place in places)
    return Projection(at.scale, at.dx, at.dy + dy), down


def draw_named(
    canvas: Canvas, stage: Stage, shown: Silhouette, rows: Sequence[Name],
    dots: Sequence[Point], places: Sequence[Beside], room: Box,
) -> None:  # fmt: skip
    """Leaders, names and marks."""
    r = radius(dots)
    columns = Columns(room.left, room.right, room.top, room.bottom)
    for row, dot, place in zip(rows, dots, places, strict=True):
        _draw_leader(canvas, dot, columns.port(place), place, r)
        _draw_name(canvas, stage, row, columns.port(place), place)
    for row, dot in zip(rows, dots, strict=True):
        draw_mark(canvas, dot, stage.point(row.id).side, r, row.id in shown.hidden)


def _draw_leader(canvas: Canvas, dot: Point, port: Point, place: Beside, r: float) -> None:
    away = dist(dot, port)
    start = mixed(dot, port, min(1.0, (r + 1.5) / away)) if away else dot
    stub = (port[0] + (_STUB - 3 if place.right else 3 - _STUB), port[1])
    canvas.polyline((start, port, stub), "leader")


def _draw_name(canvas: Canvas, stage: Stage, row: Name, port: Point, place: Beside) -> None:
    point, out = stage.point(row.id), 1 if place.right else -1
    x, anchor = port[0] + out * _STUB, "start" if place.right else "end"
    canvas.text(
        (x, port[1] + _NUMBER * 0.36), str(point.index), f"number {side_token(point.side)}",
        anchor,  # type: ignore[arg-type]
    )  # fmt: skip
    top = port[1] - (len(row.lines) - 1) * _LINE / 2 + _NAME * 0.36
    for k, line in enumerate(row.lines):
        canvas.text((x + out * _DIGITS, top + k * _LINE), line, "note", anchor)  # type: ignore[arg-type]
