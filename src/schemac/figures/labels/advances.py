"""How far each character of the bundled font moves the pen, read from the font itself.

OpenType 1.9: `head` has the units of an em, `cmap` the glyph of a character, `hmtx` the advance of
a glyph.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from struct import unpack_from
from typing import Literal

from schemac.shipped import shipped

Weight = Literal[400, 700]


def font_file(weight: Weight) -> Path:
    """The bundled font (Inter, SIL Open Font Licence 1.1) in a weight."""
    return Path(shipped("site"), "fonts", f"Inter-{weight}.ttf")


@cache
def advances(weight: Weight) -> Mapping[int, float]:
    """Code point -> advance in em, for every character that the bundled font has."""
    font = font_file(weight).read_bytes()
    tables = _tables(font)
    (em,) = unpack_from(">H", font, tables[b"head"] + 18)
    (metrics,) = unpack_from(">H", font, tables[b"hhea"] + 34)
    widths = [unpack_from(">H", font, tables[b"hmtx"] + 4 * i)[0] / em for i in range(metrics)]
    return {
        code: widths[min(glyph, metrics - 1)]
        for code, glyph in _characters(font, tables[b"cmap"])
    }  # fmt: skip


def _tables(font: bytes) -> dict[bytes, int]:
    """Where each table begins."""
    (count,) = unpack_from(">H", font, 4)
    records = (unpack_from(">4sIII", font, 12 + 16 * i) for i in range(count))
    return {tag: offset for tag, _, offset, _ in records}


def _characters(font: bytes, cmap: int) -> list[tuple[int, int]]:
    """(code point, glyph) of the first subtable, which is in format 4 in our fonts."""
    start = cmap + unpack_from(">I", font, cmap + 8)[0]
    _, _, _, twice = unpack_from(">HHHH", font, start)
    count = twice // 2
    ends, starts, deltas, offsets = (
        unpack_from(f">{count}H", font, start + 14 + part * twice + (2 if part else 0))
        for part in range(4)
    )
    found = []
    for i in range(count):
        for code in range(starts[i], ends[i] + 1):
            glyph = code
            if offsets[i]:
                here = start + 16 + 3 * twice + 2 * i + offsets[i] + 2 * (code - starts[i])
                (glyph,) = unpack_from(">H", font, here)
            glyph = (glyph + deltas[i]) % 65536 if glyph or not offsets[i] else 0
            if glyph and code != 0xFFFF:
                found.append((code, glyph))
    return found
