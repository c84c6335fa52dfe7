"""Lines of text as rows of cells that know their place: CSV with any usual separator."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from schemac.located import Unreadable
from schemac.source import Span

MAX_BYTES = 1024 * 1024
MAX_CELLS = 100_000
_FORMULA = ("=", "+", "-", "@", "\t")


class Cell(Struct, frozen=True):
    """The text of a cell without quotes and outer spaces, and where it stands."""

    text: str
    span: Span


def rows(text: str, separator: str) -> tuple[tuple[Cell, ...], ...]:
    """The rows that are not empty and no comment (`#`). Raises Unreadable for a quote that is never
    closed, and for a table larger than any list of keypoints."""
    found, total = [], 0
    for row in _rows(text, separator):
        total += len(row)
        if total > MAX_CELLS:
            raise Unreadable(f"the table has over {MAX_CELLS:,} cells", row[0].span)
        if any(cell.text for cell in row) and not row[0].text.startswith("#"):
            found.append(row)
    return tuple(found)


def plain(found: tuple[tuple[Cell, ...], ...]) -> tuple[tuple[Cell, ...], ...]:
    """Rows without a heading, as a list of names is written by hand: all on one line, or with
    a separator or a comment behind each."""
    if len(found) == 1 and not any(cell.text.isdecimal() for cell in found[0]):
        found = tuple((cell,) for cell in found[0])
    kept = []
    for row in found:
        *first, last = row
        row = (*first, Cell(last.text.partition(" #")[0].rstrip(), last.span))
        filled = max((at + 1 for at, cell in enumerate(row) if cell.text), default=0)
        kept.append(row[:filled])
    return tuple(row for row in kept if row)


def separator_of(text: str) -> str:
    """What stands between the cells: the first of tab, semicolon, comma and bar that the first line
    has; a comma where it has none."""
    first = next((line for line in text.split("\n") if line.strip() and line[0] != "#"), "")
    return next((each for each in "\t;,|" if each in first), ",")


def _rows(text: str, separator: str) -> Iterator[tuple[Cell, ...]]:
    """RFC 4180, with `\\n` at the end of lines."""
    row: list[Cell] = []
    at, line, begin, size, stop = 0, 1, 0, len(text), -1
    while at <= size:
        start, start_line, start_begin = at, line, begin
        if text[at : at + 1] == '"':
            value, at = _quoted(text, at, Span(line, at - begin + 1, line, at - begin + 2))
            line += text.count("\n", start, at)
            begin = max(begin, text.rfind("\n", 0, at) + 1)
        else:
            value = ""
        if stop < at:  # where the line ends
            found = text.find("\n", at)
            stop = size if found < 0 else found
        found = text.find(separator, at, stop)
        end = stop if found < 0 else found
        value, at = value + text[at:end], end
        column = start - start_begin + 1
        row.append(Cell(_plain(value), Span(start_line, column, line, at - begin + 1)))
        if text[at : at + 1] != separator:
            yield tuple(row)
            row, line, begin = [], line + 1, at + 1
        at += 1


def _quoted(text: str, at: int, span: Span) -> tuple[str, int]:
    """What stands in quotes, and where they end."""
    parts: list[str] = []
    at += 1
    while True:
        end = text.find('"', at)
        if end < 0:
            raise Unreadable("a quote is never closed", span, 'write `""` for a quote in quotes')
        parts.append(text[at:end])
        if text[end + 1 : end + 2] != '"':
            return "".join(parts), end + 1
        parts.append('"')
        at = end + 2


def _plain(value: str) -> str:
    """Without the apostrophe that keeps spreadsheets from taking a text for a formula."""
    value = " ".join(value.split())
    guarded = value.startswith("'") and value[1:].startswith(_FORMULA)
    return value[1:] if guarded else value
