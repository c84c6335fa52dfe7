"""Figures on one sheet, in columns with captions, as an SVG file with everything written out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from msgspec import Struct

from schemac.figures.ink import Canvas, clean
from schemac.figures.labels.advances import advances
from schemac.figures.labels.widths import wrapped
from schemac.figures.paths import number
from schemac.figures.style import PREFIX, file_style
from schemac.figures.tokens import FONT, colour

WIDTH = 800
"""The width of a sheet in px: what a guide in CVAT is wide."""

TALLEST = 1280
"""The height in px at which a sheet ends and the next one begins."""

_GAP, _RIM = 22.0, 12.0
_SIZE, _LINE = 15.0, 20.0
_LARGEST = 1.15  # times its own size: names are large enough, and pictures soon made
_UNSEEN = re.compile(r"<(title|desc)\b[^>]*>[^<]*</\1>")  # which no picture shows


class Cell(Struct, frozen=True):
    """A figure and what stands below it: a line, and a fainter one that says more. A `framed`
    one is a picture of its own, whose edge is drawn."""

    canvas: Canvas
    caption: str = ""
    more: str = ""
    framed: bool = False


class Spot(Struct, frozen=True):
    """A cell with the place of its figure on a sheet; its words begin at `below`."""

    cell: Cell
    left: float
    top: float
    scale: float
    below: float


def sheets(cells: Sequence[Cell], columns: int) -> Iterator[str]:
    """Sheets that hold all cells, in order, row by row."""
    columns = min(columns, len(cells))
    page: list[Spot] = []
    top = _RIM
    for start in range(0, len(cells), max(columns, 1)):
        row = cells[start : start + columns]
        high = max(_high(cell, columns) for cell in row)
        if page and top + high > TALLEST - _RIM:
            yield _drawn(page, columns, top)
            page, top = [], _RIM
        page += _row(row, columns, top)
        top += high + _GAP
    if page:
        yield _drawn(page, columns, top)


def legible(text: str) -> bool:
    """Whether the bundled font has every letter of a text."""
    known = advances(400)
    return all(ord(letter) in known or letter.isspace() for letter in text)


def _room(columns: int) -> float:
    return (WIDTH - 2 * _RIM - (columns - 1) * _GAP) / columns


def _scale(cell: Cell, columns: int) -> float:
    words = 4 * _LINE + 2 * _RIM
    fitting = min(_room(columns) / cell.canvas.width, (TALLEST - words) / cell.canvas.height)
    return min(fitting, _LARGEST)


def _high(cell: Cell, columns: int) -> float:
    words = len(list(_lines(cell, columns)))
    return cell.canvas.height * _scale(cell, columns) + _LINE * (words + 0.4)


def _row(row: Sequence[Cell], columns: int, top: float) -> Iterator[Spot]:
    below = top + max(cell.canvas.height * _scale(cell, columns) for cell in row)
    for column, cell in enumerate(row):
        scale = _scale(cell, columns)
        spare = _room(columns) - cell.canvas.width * scale
        left = _RIM + column * (_room(columns) + _GAP) + spare / 2
        yield Spot(cell, left, top, scale, below)


def _lines(cell: Cell, columns: int) -> Iterator[tuple[str, str]]:
    """The words below a figure, with their class; those that the font has not are left out."""
    for text, css in ((cell.caption, "caption"), (cell.more, "more")):
        if text and legible(text):
            weight = 700 if css == "caption" else 400
            for line in wrapped(text, _SIZE, _room(columns), 2, weight):  # type: ignore[arg-type]
                yield line, css


def _drawn(page: Sequence[Spot], columns: int, top: float) -> str:
    high = round(top - _GAP + _RIM)
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {high}">',
            f"<style>{_style()}</style>",
            f'<rect width="{WIDTH}" height="{high}" class="{PREFIX}-paper"/>',
            *(piece for spot in page for piece in _placed(spot, columns)),
            "</svg>",
        )
    )


def _placed(spot: Spot, columns: int) -> Iterator[str]:
    canvas = spot.cell.canvas
    width, height = canvas.width * spot.scale, canvas.height * spot.scale
    place = " ".join(
        f'{name}="{number(value)}"'
        for name, value in (("x", spot.left), ("y", spot.top), ("width", width), ("height", height))
    )
    yield _UNSEEN.sub("", canvas.inline()).replace("<svg ", f"<svg {place} ", 1)
    if spot.cell.framed:
        yield f'<rect {place} rx="8" class="{PREFIX}-pane-edge"/>'
    y = spot.below + _LINE
    for text, css in _lines(spot.cell, columns):
        at = f'x="{number(spot.left + width / 2)}" y="{number(y)}"'
        yield f'<text {at} class="{PREFIX}-{css}">{escape(clean(text))}</text>'
        y += _LINE


def _style() -> str:
    words = f"font:{{}} {_SIZE:g}px {FONT};text-anchor:middle;fill:{colour('ink', 'light')}"
    caption, more = words.format("700"), words.format("400")
    return f"{file_style('light')}.{PREFIX}-caption{{{caption}}}.{PREFIX}-more{{{more}}}"
