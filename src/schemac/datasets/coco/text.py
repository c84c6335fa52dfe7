"""Pieces of JSON text in the manner of what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from schemac.datasets.coco.places import Spans

_LIST = re.compile(
    rb"\[([ \t\r\n]*+)([^ \t\r\n,\[\]]++)?+(?:([ \t\r\n]*+,[ \t\r\n]*+)[^\]]*?)?([ \t\r\n]*+)\]"
)


Edit = tuple[int, int, bytes]
"""Bytes from the first offset to the second become others."""


class Style(NamedTuple):
    """How a list is written: what stands before, between and behind its elements."""

    open: bytes = b""
    between: bytes = b", "
    close: bytes = b""

    def member(self, key: str, value: bytes) -> bytes:
        """A further member of the object around the list, with the comma before it."""
        space = b" " if len(self.between) > 1 else b""
        return b',%b"%b":%b%b' % (space, key.encode(), space, value)


def style_of(text: bytes) -> Style:
    """The style of a list of numbers or strings; `json.dump`'s where it has fewer than two."""
    found = _LIST.fullmatch(text)
    if not found or found[3] is None:
        return Style()
    return Style(found[1], found[3], found[4])


def list_text(elements: Sequence[bytes], style: Style) -> bytes:
    """A list in a style."""
    return b"[%b%b%b]" % (style.open, style.between.join(elements), style.close)


def applied(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with edits made, which are sorted; those inside of another are void."""
    parts: list[bytes] = []
    last = 0
    for start, end, text in edits:
        if start >= last:
            parts += (data[last:start], text)
            last = end
    parts.append(data[last:])
    return b"".join(parts)


def spliced(data: bytes, edits: list[tuple[Spans, list[bytes]]]) -> bytes:
    """The bytes with edits made, many of a kind, none inside of another."""
    import numpy as np

    starts = np.concatenate([spans.starts for spans, _ in edits])
    ends = np.concatenate([spans.ends for spans, _ in edits])
    order = np.lexsort((ends, starts))
    texts = [text for _, each in edits for text in each]
    parts = [b""] * (2 * len(texts) + 1)
    gaps = zip([0, *ends[order].tolist()], [*starts[order].tolist(), len(data)], strict=True)
    parts[0::2] = [data[start:end] for start, end in gaps]
    parts[1::2] = [texts[at] for at in order.tolist()]
    return b"".join(parts)
