"""How wide a text will be, and where to break it. No browser is asked.

Pages may show a text in another font than the bundled one, so a little room is added.
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import category, east_asian_width

from schemac.figures.labels.advances import Weight, advances

SLACK = 1.12
"""Verdana and DejaVu Sans, which stand in for Inter, are about so much wider."""

_STRANGE, _WIDE = 0.62, 1.0  # em of a letter the font has not: most scripts, East Asian ones
_JOINED = 0.55  # em of one that joins the next: Arabic, as DejaVu Sans has it on average
_ARABIC = (range(0x0600, 0x0900), range(0xFB50, 0xFE00), range(0xFE70, 0xFF00))
_MARKS = ("Mn", "Me", "Cf")  # what stands above, below or around a letter and adds no width


@lru_cache(4096)
def width(text: str, size: float, weight: Weight = 400) -> float:
    """The width in px of a text set in `size` px, with some slack."""
    known = advances(weight)
    return size * SLACK * sum(known.get(ord(c)) or _guess(c) for c in text)


def wrapped(text: str, size: float, room: float, most: int = 3, weight: Weight = 400) -> list[str]:
    """A text as at most `most` lines no wider than `room` px, broken between words where it can
    be, and ended with an ellipsis where it does not fit. Never without a line."""
    return list(_wrapped(text, size, room, most, weight))


@lru_cache(1024)
def _wrapped(text: str, size: float, room: float, most: int, weight: Weight) -> tuple[str, ...]:
    lines: list[str] = []
    for word in text.split():
        if lines and width(f"{lines[-1]} {word}", size, weight) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return tuple(_cut(line, size, room, weight) for line in lines) or ("",)


def _cut(line: str, size: float, room: float, weight: Weight) -> str:
    if width(line, size, weight) <= room:
        return line
    words = line.split()
    while len(words) > 1:
        words.pop()
        if width(shorter := " ".join(words) + "…", size, weight) <= room:
            return shorter
    kept = line
    while kept and width(f"{kept}…", size, weight) > room:
        kept = kept[:-1].rstrip()
    return f"{kept}…"


def _guess(letter: str) -> float:
    if category(letter) in _MARKS:
        return 0.0
    if any(ord(letter) in block for block in _ARABIC):
        return _JOINED
    return _WIDE if east_asian_width(letter) in "WF" else _STRANGE
