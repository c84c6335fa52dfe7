"""Members of a large JSON object without reading the rest of it into memory.

Bytes go by in chunks. Of each chunk only brackets and quotes are looked at, by arrays, and of those
only the ones that stand at the outermost level are looked at one by one. The rest of the file is
not judged: what is asked for may be found in a file that is broken elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any, BinaryIO

from msgspec import Struct

from schemac.located.node import Unreadable

CHUNK = 256 * 1024
MAX_MEMBERS = 10_000
_QUOTE, _OPEN, _CLOSE = 0x22, 0x7B, 0x7D  # `[` and `]` are these without one bit
_MARKS = bytes(byte in b'"[]{}' for byte in range(256))
_MOST_KEY = 1024  # bytes; nobody asks for a longer key


class Piece(Struct, frozen=True):
    """The text of a list or an object, and the line and column in the file where it begins."""

    text: bytes
    line: int
    column: int


def members(
    stream: BinaryIO, wanted: Collection[str], last: str | None, most: int
) -> dict[str, Piece]:
    """Those of the wanted members that are lists or objects, up to and with the one called `last`.

    The stream is at the start of a file that is one object. Raises `Unreadable` for a member of
    over `most` bytes, and for a file with more members than any tool writes.
    """
    found: dict[str, Piece] = {}
    scan = _Scan(frozenset(wanted), most)
    first = stream.read(CHUNK).removeprefix(b"\xef\xbb\xbf")
    while chunk := first or stream.read(CHUNK):
        first = b""
        for key, piece in scan.take(chunk):
            found[key] = piece
            if key == last:
                return found
        if scan.ended:
            break
    return found


def outline(head: bytes) -> dict[str, str]:
    """The members that begin in the first bytes of a file and are lists or objects, each with the
    bracket that it opens. Empty when the file is no object."""
    scan = _Scan(frozenset(), 0)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        for _ in scan.take(head):
            pass
    return scan.seen


class _Scan:
    """Where the scan is: how deep, whether inside of quotes, and what is being kept."""

    def __init__(self, wanted: frozenset[str], most: int) -> None:
        self._wanted, self._most = wanted, most
        self.seen: dict[str, str] = {}
        self.ended = False
        self._members = 0
        self._depth = 0
        self._quoted = False
        self._odd = False  # whether the last chunk ended in an odd number of backslashes
        self._line, self._column = 1, 1  # of the first character of the chunk
        self._key: str | None = None  # the last string at the outermost level
        self._word: bytearray | None = None  # a string at the outermost level that is still open
        self._kept: bytearray | None = None
        self._place = (1, 1)

    def take(self, chunk: bytes) -> Iterator[tuple[str, Piece]]:
        """The wanted members that end in this chunk."""
        start = 0  # of what is open, in this chunk
        for at, kind in self._marks(chunk):
            if kind == _QUOTE and self._word is None:
                self._word, start = bytearray(), at
            elif kind == _QUOTE and self._word is not None:
                self._word += chunk[start : min(at + 1, start + _MOST_KEY)]
                self._key, self._word = _decoded(self._word), None
            elif kind == _OPEN and self._key is not None:
                self._open(chunk, at)
                start = at
            elif kind == _CLOSE and self._kept is not None and self._key is not None:
                self._keep(chunk[start : at + 1])
                yield self._key, Piece(bytes(self._kept), *self._place)
                self._kept = None
        if self._word is not None:
            self._word += chunk[start : start + max(0, _MOST_KEY - len(self._word))]
        if self._kept is not None:
            self._keep(chunk[start:])
        self._line, self._column = self._at(chunk, len(chunk))

    def _open(self, chunk: bytes, at: int) -> None:
        self._members += 1
        if self._members > MAX_MEMBERS:
            raise Unreadable(f"the file has over {MAX_MEMBERS:,} members at its outermost level")
        if self._key is not None:
            self.seen.setdefault(self._key, chr(chunk[at]))
        if self._key in self._wanted:
            self._kept, self._place = bytearray(), self._at(chunk, at)

    def _keep(self, piece: bytes) -> None:
        if self._kept is not None:
            self._kept += piece
            if len(self._kept) > self._most:
                size = f"{self._most // 1048576} MiB"
                raise Unreadable(f"`{self._key}` has over {size}, the most that is read of it")

    def _at(self, chunk: bytes, at: int) -> tuple[int, int]:
        """Line and column of a byte of the chunk, counted in characters."""
        newlines = chunk.count(b"\n", 0, at)
        begin = chunk.rfind(b"\n", 0, at) + 1
        before = chunk[begin:at]
        width = len(before) if before.isascii() else _characters(before)
        return self._line + newlines, width + (1 if newlines else self._column)

    def _marks(self, chunk: bytes) -> Iterator[tuple[int, int]]:
        """Quotes at the outermost level, and brackets that lead from it or back to it."""
        import numpy as np

        codes = np.frombuffer(chunk, np.uint8)
        places = np.flatnonzero(np.frombuffer(chunk.translate(_MARKS), np.bool_))
        found = codes[places]
        if b"\\" in chunk or self._odd:
            stays = ~self._escaped(codes, places) | (found != _QUOTE)
            places, found = places[stays], found[stays]
        quotes = found == _QUOTE
        inside = np.logical_xor.accumulate(quotes) ^ self._quoted
        # A bracket that opens differs from one that closes in this bit of its code.
        step = np.where(found & 4, -1, 1).astype(np.int8)
        step[quotes | inside] = 0
        depth = np.cumsum(step, dtype=np.int32) + self._depth
        outer = (quotes & (depth == 1)) | ((step == 1) & (depth == 2))
        hits = np.flatnonzero(outer | ((step == -1) & (depth <= 1)))
        if len(places):
            self._depth, self._quoted = int(depth[-1]), bool(inside[-1])
        for hit in hits.tolist():
            yield int(places[hit]), int(found[hit]) | 0x20
            if depth[hit] <= 0:
                self.ended = True
                return

    def _escaped(self, codes: Any, places: Any) -> Any:
        """Which of some bytes have an odd number of backslashes before them."""
        import numpy as np

        index = np.arange(len(codes), dtype=np.int32)
        other = codes != 0x5C
        # The last byte that is no backslash; before the chunk there are none, or one too many.
        last = np.maximum.accumulate(np.where(other, index, -2 if self._odd else -1))
        before = np.concatenate(([0], index - last))
        before[0] = self._odd
        self._odd = bool(before[-1] % 2)
        return before[places] % 2 == 1


def _characters(piece: bytes) -> int:
    """How many characters begin in a piece of UTF-8."""
    import numpy as np

    return int(np.count_nonzero(np.frombuffer(piece, np.uint8) & 0xC0 != 0x80))


def _decoded(word: bytes | bytearray) -> str | None:
    try:
        found = json.loads(word)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, str) else None
