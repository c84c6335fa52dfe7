"""The table of all points in columns of equal height. Lengths are mm."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from msgspec import Struct

from schemac.figures.labels.widths import wrapped
from schemac.guide.context import Context
from schemac.guide.sides import Badge, badge, has_sides
from schemac.model import Keypoint

LINE = 1.28
"""Line height in sizes of the text."""

OWN_FONT = 1.07
"""A sheet comes with its font, so texts need less room than `widths` leaves for others."""

_GAP = 4.0  # between columns
_NUMBER, _BADGE, _KEY, _PLAIN = 2.3, 2.5, 2.6, 1.7  # widths in sizes of the text
_NAME, _TEXT = 8.0, 12.0  # the least widths of a name and of a definition
_TALLEST = 12  # lines of a definition; more is cut off
_MOST_COLUMNS = 7
_HEADING = 1.6  # lines
_TITLE, _AGAIN = 1.35, 1.1  # lines of a region's title, and of one at the top of a column


class Cell(Struct, frozen=True):
    """A region's title, or a keypoint with its key and perhaps its definition (`more`); so many
    lines high."""

    text: str
    lines: float
    point: Keypoint | None = None
    badge: Badge | None = None
    key: str = ""
    more: str = ""


class Table(Struct, frozen=True):
    """`columns` from the first to the last; `lines` is the height of the longest."""

    columns: tuple[tuple[Cell, ...], ...]
    lines: float

    @property
    def height(self) -> float:
        """In sizes of the text, with the heading."""
        return (self.lines + _HEADING) * LINE


def table(context: Context, width: float, size: float, defined: bool = False) -> Table:
    """The lowest table for a text `size`, of those whose names have room; with what the spec says
    of each point when it is to be `defined`."""
    tables = []
    for count in range(1, _MOST_COLUMNS + 1):
        room = (width - _GAP * (count - 1)) / count - _beside(context) * size
        if room >= (_TEXT if defined else _NAME) * size or count == 1:
            tables.append(_balanced(_cells(context, room, size, defined), count))
    return min(tables, key=lambda made: (round(made.lines, 2), len(made.columns)))


def short_key(key: str) -> str:
    """`shift+a` as ⇧A."""
    return key.replace("shift+", "⇧").upper()


def _beside(context: Context) -> float:
    keys = context.hotkeys.keypoints.values()
    widest = _KEY if any("+" in key for key in keys) else _PLAIN if keys else 0.0
    return _NUMBER + widest + (_BADGE if has_sides(context.skeleton) else 0.0)


def _cells(context: Context, room: float, size: float, defined: bool) -> list[Cell]:
    """By region, where there is more than one."""
    keys, skeleton = context.hotkeys.keypoints, context.skeleton
    known = {region.id for region in context.regions}
    groups = [(context.speech.plain(r.title), context.members(r.id)) for r in context.regions]
    rest = tuple(p for p in skeleton.keypoints if p.region not in known)
    if rest:
        groups.append((context.speech.say("Points"), rest))
    cells = []
    for title, members in groups:
        if len(groups) > 1:
            cells.append(Cell(title, _TITLE))
        for point in members:
            name = context.titles[point.id]
            more = context.speech.plain(point.words.definition) if defined else ""
            lines = len(wrapped(name, size, room * OWN_FONT, _TALLEST, 700 if more else 400))
            if more:
                lines += len(wrapped(more, size, room * OWN_FONT, _TALLEST))
            key = short_key(keys.get(point.id, ""))
            cells.append(Cell(name, lines, point, badge(skeleton, point), key, more))
    return cells


def _balanced(cells: Sequence[Cell], count: int) -> Table:
    """As low as the cells go into so many columns, in their order."""
    total = sum(cell.lines for cell in cells)
    least = max(total / count, max(cell.lines for cell in cells))
    for step in range(4 * ceil(total) + 1):
        columns = _filled(cells, least + step / 4)
        if len(columns) <= count:
            break
    high = max(sum(cell.lines for cell in column) for column in columns)
    return Table(tuple(tuple(column) for column in columns), high)


def _filled(cells: Sequence[Cell], high: float) -> list[list[Cell]]:
    """Columns no higher than that. A title is never the last of its column, and a column that
    begins within a region says of which."""
    columns: list[list[Cell]] = [[]]
    used, region = 0.0, None
    for k, cell in enumerate(cells):
        need = cell.lines
        if cell.point is None:
            region = cell
            need += cells[k + 1].lines
        if columns[-1] and used + need > high + 1e-6:
            columns.append([])
            used = 0.0
        if not columns[-1] and region is not None:
            title = Cell(region.text if cell is region else f"{region.text} …", _AGAIN)
            columns[-1].append(title)
            used += title.lines
            if cell is region:
                continue
        columns[-1].append(cell)
        used += cell.lines
    return columns
