"""A comparison for people, both places of each difference together; and as a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from schemac.comparing.both import Difference, Place
from schemac.comparing.compare import Comparison
from schemac.report.cells import cut, visible, wrap
from schemac.report.colour import Paint, Style, painter
from schemac.source import Source

_INDENT = "  "


def render(
    found: Comparison, sources: Iterable[Source], *, colour: bool = False, width: int = 100
) -> str:
    """Every difference with the lines of both files, then what was compared."""
    paint = painter(colour)
    texts = {source.file: source for source in sources}
    blocks = ["\n".join(_block(each, texts, paint, width)) for each in found.differences]
    return "\n\n".join([*blocks, "\n".join(_closing(found, paint, width))]) + "\n"


def record(found: Comparison) -> dict[str, Any]:
    """`{"version": 1, "one": …, "other": …, "same": …, "differences": […], …}`."""
    return {
        "version": 1,
        "one": _named(found.one),
        "other": _named(found.other),
        "same": not found.differs,
        "differences": [_record(each) for each in found.differences],
        "compared": list(found.compared),
        "not_compared": list(found.not_compared),
        "left_out": list(found.left_out),
    }


def _block(each: Difference, texts: dict[str, Source], paint: Paint, width: int) -> Iterator[str]:
    title = f"{each.aspect}: " if each.counts else f"note, {each.aspect}: "
    rows = wrap(visible(each.message), width - len(title), first=width - len(title))
    style: Style = "error" if each.counts else "note"
    for number, row in enumerate(rows):
        head = paint(title, style) if not number else " " * len(title)
        yield head + paint(row, "strong")
    for place in (each.one, each.other):
        if place is not None:
            yield from _lines(place, texts, paint, width)
    if each.help:
        for number, row in enumerate(wrap(visible(each.help), width - 10)):
            yield f"{_INDENT}{'= help: ' if not number else '        '}{row}"


def _lines(place: Place, texts: dict[str, Source], paint: Paint, width: int) -> Iterator[str]:
    where = visible(place.file)
    if place.span is None:
        yield f"{_INDENT}{paint('-->', 'frame')} {where}"
        return
    yield f"{_INDENT}{paint('-->', 'frame')} {where}:{place.span.line}:{place.span.column}"
    source = texts.get(place.file)
    line = source.line(place.span.line) if source else ""
    if line.strip():
        gutter = f"{place.span.line:>6} | "
        first = place.span.column - 1
        shown = cut(line.rstrip(), first, first, max(20, width - len(gutter))).text
        yield paint(gutter, "frame") + shown.rstrip()


def _closing(found: Comparison, paint: Paint, width: int) -> Iterator[str]:
    one, other = visible(found.one.file), visible(found.other.file)
    count = sum(each.counts for each in found.differences)
    if count:
        many = "1 difference" if count == 1 else f"{count} differences"
        yield paint(f"{many} between {one} and {other}", "error")
    else:
        yield paint(f"{one} and {other} agree in all that both say", "strong")
    yield from _phrases("compared: ", found.compared, width)
    if found.not_compared:
        title = "not compared, one of the two does not say: "
        yield from _phrases(title, found.not_compared, width)
    if found.left_out:
        yield from _phrases("not looked at: ", tuple(map(visible, found.left_out)), width)


def _phrases(title: str, phrases: tuple[str, ...], width: int) -> Iterator[str]:
    yield from wrap(title + ", ".join(phrases), width)


def _record(each: Difference) -> dict[str, Any]:
    return {
        "aspect": each.aspect,
        "message": each.message,
        "counts": each.counts,
        "one": _place(each.one),
        "other": _place(each.other),
        "help": each.help,
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    span = place.span
    return {
        "file": place.file,
        "line": span.line if span else None,
        "column": span.column if span else None,
    }


def _named(draft: Any) -> dict[str, Any]:
    return {
        "file": draft.file,
        "format": draft.format,
        "category": draft.name,
        "keypoints": len(draft.points),
    }
