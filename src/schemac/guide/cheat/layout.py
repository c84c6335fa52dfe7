"""One sheet: how large its text is, and where everything lies. Lengths are mm of A4."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from schemac.figures.geometry import Box
from schemac.figures.plates.groups import Group
from schemac.figures.plates.named import MOST
from schemac.figures.plates.overview import overview
from schemac.figures.plates.sheet import WIDTH
from schemac.guide.cheat.notes import Notes, notes
from schemac.guide.cheat.panes import Pane, group_pane, insets, map_pane
from schemac.guide.cheat.table import LINE, Table, table
from schemac.guide.context import Context
from schemac.guide.mounting import stage

WIDE, TALL = 194.0, 281.0
"""What of A4 is printed on; the same proportions as of A3."""
LEAST = 7.0
"""The smallest text in pt."""
HEADER, FOOTER, GAP = 11.0, 4.5, 2.5

_MM = 0.3528  # of a pt
_ENLARGED = 2**0.5  # from A4 to A3
_SIZES = (12.0, 11.0, 10.0, 9.0, 8.0, 7.0, 6.2, 5.6, LEAST / _ENLARGED + 0.01)  # pt on A4
_FIGURES, _LOW = 104.0, 84.0  # the least height of figures; of the last text that A4 can bear
_DEFINED = 9.0  # pt: the least text with which definitions are told
_WRITABLE = 16.0  # the least height of a space to write in
_NAMED = 13.0  # px of names beside a picture
_CAPTION = 1.3  # lines above a part
_BETWEEN = 2.0
_MAP, _MAP_ALONE = 0.44, 0.6  # of the width at most, beside many parts and few
_FEW = 3
_WIDE_SUBJECT, _ABOVE = 1.15, 0.64  # times as wide as high; of the height, above its parts


class Layout(Struct, frozen=True, kw_only=True):
    """`size` is that of the text; `figures` the height of the figures, `blank` that of a space to
    write in. `named` is the box of a map with names, else `panes` begin with the map. `lost` are
    keypoints whose number has no place."""

    size: float
    figures: float
    table: Table
    notes: Notes
    named: Box | None
    panes: tuple[Pane, ...]
    lost: tuple[str, ...]
    blank: float = 0.0

    @property
    def points(self) -> float:
        """The size of the text on A4, in pt."""
        return self.size / _MM

    @property
    def on_a4(self) -> bool:
        """Whether the text is large enough on A4."""
        return self.points >= LEAST - 1e-6


def layout(context: Context) -> Layout:
    """The largest text with which all fits and every number has a place; else the smallest."""
    best: Layout | None = None
    for made in _attempts(context):
        if not made.lost:
            return made
        if best is None or len(made.lost) < len(best.lost):
            best = made
    assert best is not None  # noqa: S101 - the smallest text is always tried
    return best


def _attempts(context: Context) -> Iterator[Layout]:
    """With definitions where they leave the map as large as it can be, else without."""
    defined = any(point.words.definition for point in context.skeleton.keypoints)
    for points in _SIZES if defined else ():
        if points >= _DEFINED:
            size, high, rows, texts = _room(context, points, True)
            named = _named(context, size, high, len(insets(stage(context))))
            if named and named.height < high:
                yield _drawn(context, size, high, rows, texts)
    for points in _SIZES:
        size, high, rows, texts = _room(context, points, False)
        if high >= (_LOW if points == LEAST else _FIGURES) or points == _SIZES[-1]:
            yield _drawn(context, size, max(high, 20.0), rows, texts)


def _room(context: Context, points: float, defined: bool) -> tuple[float, float, Table, Notes]:
    """A size of text, what height it leaves to figures, and what takes the rest."""
    size = points * _MM
    rows, texts = table(context, WIDE, size, defined), notes(context, WIDE, size)
    taken = [HEADER, FOOTER, rows.height * size, texts.rules, texts.judged]
    return size, TALL - sum(taken) - GAP * sum(part > 0 for part in taken), rows, texts


def _drawn(context: Context, size: float, high: float, rows: Table, texts: Notes) -> Layout:
    there = stage(context)
    parts = insets(there)
    named = _named(context, size, high, len(parts))
    own, room = _shared(there.drawn().box, high, named, len(parts))
    panes = [] if named else [map_pane(there, own, size)]
    panes += [
        group_pane(there, part, _below_caption(cell, size), size)
        for part, cell in (split(parts, room) if parts else ())
    ]
    placed = set(there.drawn().places) if named else {id for p in panes for id in p.numbers}
    lost = tuple(id for id in there.drawn().places if id not in placed)
    boxes = [*([named] if named else []), *(pane.box for pane in panes)]
    blank = high - max(box.bottom for box in boxes) - GAP
    blank = blank if blank >= _WRITABLE else 0.0
    return Layout(
        size=size, figures=high - (blank + GAP if blank else 0.0), table=rows, notes=texts,
        named=named, panes=tuple(panes), lost=lost, blank=blank,
    )  # fmt: skip


def _shared(subject: Box, high: float, named: Box | None, parts: int) -> tuple[Box, Box]:
    """The room for the map and that for parts of it: beside it, or below one that is wide."""
    aspect = subject.width / max(subject.height, 1e-6)
    if named:
        return named, Box(named.right + _BETWEEN, 0.0, WIDE, high)
    if not parts:
        return Box(0.0, 0.0, WIDE, high), Box(0.0, 0.0, 0.0, 0.0)
    if aspect > _WIDE_SUBJECT:
        tall = min(_ABOVE * high, WIDE / aspect)
        return Box(0.0, 0.0, WIDE, tall), Box(0.0, tall + _BETWEEN, WIDE, high)
    most = WIDE * (_MAP_ALONE if parts <= _FEW else _MAP)
    wide = min(max(high * aspect, 0.25 * WIDE), most)
    return Box(0.0, 0.0, wide, high), Box(wide + _BETWEEN, 0.0, WIDE, high)


def _named(context: Context, size: float, high: float, parts: int) -> Box | None:
    """Names beside the map, as long as they are few and large enough, and no more than one part of
    the subject needs a picture of its own: names make the map smaller."""
    there, beside = stage(context), bool(parts)
    if len(there.drawn().places) > MOST or parts > 1:
        return None
    canvas = overview(there, "sk-cheat-named", context.speech.plain(context.skeleton.title))
    room = 0.66 * WIDE if beside else WIDE
    scale = min(room / WIDTH, high / canvas.height)
    if _NAMED * scale < LEAST * _MM:
        return None
    wide = WIDTH * scale
    left = 0.0 if beside else (WIDE - wide) / 2
    return Box(left, 0.0, left + wide, canvas.height * scale)


def split(parts: Sequence[Group], room: Box) -> list[tuple[Group, Box]]:
    """A room shared among parts by how many keypoints they have: halved, again and again, across
    its longer side."""
    if len(parts) == 1:
        return [(parts[0], room)]
    weights = [len(part.members) ** 0.75 for part in parts]
    total, best, left = sum(weights), 1, 0.0
    for k in range(1, len(parts)):
        if abs(sum(weights[:k]) / total - 0.5) < abs(sum(weights[:best]) / total - 0.5):
            best = k
    left = sum(weights[:best]) / total
    if room.width > room.height:
        x = room.left + left * (room.width - _BETWEEN)
        one = Box(room.left, room.top, x, room.bottom)
        other = Box(x + _BETWEEN, room.top, room.right, room.bottom)
    else:
        y = room.top + left * (room.height - _BETWEEN)
        one = Box(room.left, room.top, room.right, y)
        other = Box(room.left, y + _BETWEEN, room.right, room.bottom)
    return split(parts[:best], one) + split(parts[best:], other)


def _below_caption(cell: Box, size: float) -> Box:
    """A cell without its caption, neither taller nor wider than a picture of a part needs to be."""
    top = cell.top + _CAPTION * LINE * size
    bottom = min(cell.bottom, top + 1.25 * cell.width)
    spare = max(cell.width - 2.0 * (bottom - top), 0.0) / 2
    return Box(cell.left + spare, top, cell.right - spare, bottom)
