"""The lines a finding points at, drawn with a gutter and marks underneath."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from schemac.report.cells import cells, cut, visible, wrap
from schemac.report.colour import Paint, Style
from schemac.report.finding import Mark

_LEAST_LABEL = 20


class Frame(Struct, frozen=True):
    """What every row of one finding shares: gutter width, cells per row, colours."""

    gutter: int
    width: int
    paint: Paint
    style: Style
    lines: Callable[[Mark], Sequence[str]]

    @property
    def room(self) -> int:
        """Cells left for text between the gutter and the right edge."""
        return max(20, self.width - self.gutter - 3)

    def row(self, text: str = "", number: int | str = "", bar: str = "|") -> str:
        """One line of output: the gutter, with a line number or without, and a text."""
        left = self.paint(f"{number:>{self.gutter}} {bar}", "frame")
        return f"{left} {text}" if text else left


def snippet(marks: Sequence[Mark], frame: Frame) -> Iterator[str]:
    """One file: the arrow with the place of the first mark, then every marked line."""
    first = marks[0]
    arrow = "-->" if first.main else ":::"
    place = visible(first.path)
    if first.span:
        place += f":{first.span.line}:{first.span.column}"
    yield " " * frame.gutter + frame.paint(arrow, "frame") + " " + place
    drawn = sorted((m for m in marks if _line(m, frame) is not None), key=_number)
    if drawn:
        yield frame.row()
        yield from _lines(drawn, frame)
    if hidden := [m for m in marks if m not in drawn and m.message]:
        yield from notes((m.message for m in hidden), frame)


def notes(messages: Iterable[str], frame: Frame, title: str = "note") -> Iterator[str]:
    """Remarks without a line to point at, under the snippet: `= help: ...`."""
    for message in messages:
        head = f"{title}: "
        for paragraph in message.split("\n"):
            rows = wrap(visible(paragraph), frame.room - len(head))
            for text in rows:
                bar = "=" if head.strip() else " "
                yield frame.row(frame.paint(head, "strong") + text, bar=bar)
                head = " " * len(head)


def _lines(marks: Sequence[Mark], frame: Frame) -> Iterator[str]:
    previous = 0
    for number, group in groupby(marks, key=_number):
        here = sorted(group, key=lambda m: not m.main)
        if previous and number == previous + 2:  # a gap of one line is shorter than its dots
            between = frame.lines(here[0])[previous]
            yield frame.row(cut(between, 0, 0, frame.room).text, previous + 1)
        elif previous and number > previous + 1:
            yield frame.paint("...", "frame")
        yield from _marked(here, number, frame)
        previous = number


def _marked(marks: Sequence[Mark], number: int, frame: Frame) -> Iterator[str]:
    """The line, then one row per mark; a line too long to hold all marks is cut for each."""
    shown = None
    for mark in marks:
        text = _line(mark, frame) or ""
        first, last = _stretch(mark, text)
        part = cut(text, first, last, frame.room)
        if part.text != shown:
            yield frame.row(part.text.rstrip(), number)
            shown = part.text
        yield from _underline(mark, part.start, part.end, frame)


def _underline(mark: Mark, start: int, end: int, frame: Frame) -> Iterator[str]:
    style: Style = frame.style if mark.main else "frame"
    line = " " * start + frame.paint(("^" if mark.main else "-") * (end - start), style)
    label = visible(mark.message)
    if end + 1 + cells(label) <= frame.room:
        yield frame.row(f"{line} {frame.paint(label, style)}" if label else line)
        return
    yield frame.row(line)
    indent = start if frame.room - start >= _LEAST_LABEL else max(0, frame.room - _LEAST_LABEL)
    for text in wrap(label, frame.room - indent):
        yield frame.row(" " * indent + frame.paint(text, style))


def _stretch(mark: Mark, text: str) -> tuple[int, int]:
    """The characters to mark, from 0; a span of several lines is shown by its first one."""
    assert mark.span is not None  # noqa: S101 - marks without a span are not drawn
    span = mark.span
    first = min(max(span.column, 1) - 1, len(text))
    whole = max(first, len(text.rstrip()))
    return first, whole if span.end_line > span.line else min(span.end_column - 1, len(text))


def _line(mark: Mark, frame: Frame) -> str | None:
    """The text of the marked line; None when there is no such line to show."""
    if mark.span is None:
        return None
    lines = frame.lines(mark)
    number = mark.span.line
    return lines[number - 1].rstrip("\r") if 0 < number <= len(lines) else None


def _number(mark: Mark) -> int:
    return mark.span.line if mark.span else 0
