"""Text as a terminal shows it: how wide it is, what must not reach the screen, where to cut.

A terminal cell holds one narrow character; wide ones (most of Chinese, Japanese and Korean) take
two, combining marks none. Specs come from strangers, so characters that could steer a terminal or
reorder a line are spelled out as `<U+001B>`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from unicodedata import category, east_asian_width

from msgspec import Struct

TAB = "    "
ELLIPSIS = "..."
_STEERING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = frozenset("\u200c\u200d")  # needed to write Persian and many Indian languages


class Cut(Struct, frozen=True):
    """A line that fits: its text, and the cells `start` to `end` that a mark covers in it."""

    text: str
    start: int
    end: int


def visible(text: str) -> str:
    """The text with nothing left in it but characters to look at; it stays on one line."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def cells(text: str) -> int:
    """How many terminal cells a visible text takes."""
    return len(text) if text.isascii() else sum(map(_width, text))


def cut(line: str, first: int, last: int, room: int) -> Cut:
    """A source line, made visible and cut to `room` cells around its characters first to last.

    Positions count from 0, the end is exclusive; both may lie past the end of the line. The mark
    is at least one cell wide.
    """
    last = max(last, first + 1)
    skipped = max(0, first - 2 * room)  # a line may be megabytes long: look at what can be seen
    shown = [_shown(c) for c in line[skipped : first + 2 * room]]
    edges = [0, *accumulate(map(cells, shown))]
    start = edges[min(first - skipped, len(shown))]
    end = max(edges[min(last - skipped, len(shown))], start + 1)
    more = len(line) > first + 2 * room
    if not skipped and not more and max(edges[-1], end) <= room:
        return Cut("".join(shown), start, end)
    return _window(shown, edges, start, end, room, before=skipped > 0, after=more)


def wrap(text: str, room: int, first: int | None = None) -> list[str]:
    """Visible text in lines of at most `room` cells (`first` for the first line), cut at spaces.

    A word wider than a line is broken, so that no line is ever too long.
    """
    lines: list[str] = []
    line, left = "", room if first is None else first
    for word in _words(text, min(room, left)):
        joined = f"{line} {word}" if line else word
        if cells(joined) <= left:
            line = joined
        else:
            lines.append(line)
            line, left = word, room
    return [*lines, line]


def _window(
    shown: list[str], edges: list[int], start: int, end: int, room: int, before: bool, after: bool
) -> Cut:
    margin = len(ELLIPSIS)
    width = min(end - start, room - 2 * margin)
    left = max(0, start - max(margin, (room - width) // 2))
    if not before and end <= room - margin:
        left = 0
    elif not after:
        left = max(0, min(left, max(edges[-1], start + width) - room))
    head = ELLIPSIS if before or left else ""
    inner = left + len(head)
    tail = ELLIPSIS if after or edges[-1] > left + room else ""
    limit = left + room - len(tail)
    kept = [i for i in range(len(shown)) if edges[i] >= inner and edges[i + 1] <= limit]
    while head and kept and edges[kept[0]] == edges[kept[0] + 1]:
        del kept[0]  # a combining mark whose letter was cut away
    gap = " " * (edges[kept[0]] - inner) if kept else ""
    text = head + gap + "".join(shown[i] for i in kept) + tail
    return Cut(text, start - left, max(start - left + 1, min(end, limit) - left))


def _words(text: str, room: int) -> Iterator[str]:
    for word in text.split(" "):
        piece = ""
        for character in word if cells(word) > room else ():
            if cells(piece + character) > room:
                yield piece
                piece = ""
            piece += character
        yield piece or word


def _shown(character: str) -> str:
    if character == "\t":
        return TAB
    if category(character) in _STEERING and character not in _JOINERS:
        return f"<U+{ord(character):04X}>"
    return character


def _width(character: str) -> int:
    if category(character) in {"Mn", "Me"} or character in _JOINERS:
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
