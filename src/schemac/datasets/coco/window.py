"""A JSON file seen through a window that moves: where values begin and end, in bounded memory."""

from __future__ import annotations

import re
from pathlib import Path
from types import TracebackType

from schemac.datasets.coco.element import DEEPEST
from schemac.labels import Fault, LabelError, Place

CHUNK = 1 << 20
LARGEST = 32 << 20
"""Bytes that one element of a list, or another value that is looked at whole, may have."""

_SPACE = re.compile(rb"[ \t\r\n]*+")
_SCALAR = re.compile(rb"[^\s,:\[\]{}\"]*+")
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.S)
_BRACKET = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|["\[\]{}]', re.S)


class Window:
    """Offsets are those of the file. Nothing is known of what lies outside of the window; asking
    for it moves the window there, mostly forward."""

    def __init__(self, path: Path, start: int = 0) -> None:
        self.path = path
        self._file = path.open("rb", buffering=0)
        self.size = path.stat().st_size
        self._base = start
        self._data = b""

    def __enter__(self) -> Window:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._file.close()

    def piece(self, start: int, end: int) -> bytes:
        """The bytes between two offsets, fewer where the file ends; the window stays."""
        at = start - self._base
        if at >= 0 and end - self._base <= len(self._data):
            return self._data[at : end - self._base]
        return self._read(start, min(end, self.size) - start)

    def broken(self, at: int, message: str, help: str | None = None) -> LabelError:
        """The error for a file that cannot be read on from an offset."""
        place = Place(file=str(self.path), byte=at)
        return LabelError(Fault(message=message, place=place, help=help))

    def after_space(self, at: int) -> int:
        """The offset of the next byte that is no white space; the end of the file if none is."""
        while True:
            self._show(at)
            end = self._base + _space_end(self._data, at - self._base)
            if end < self._base + len(self._data) or end >= self.size:
                return end
            at = end

    def byte(self, at: int) -> bytes:
        """One byte; none at the end of the file."""
        self._show(at)
        return self._data[at - self._base : at - self._base + 1]

    def demand(self, at: int, wanted: bytes) -> bytes:
        """The byte at an offset, which must be one of those."""
        found = self.byte(at)
        if not found or found not in wanted:
            names = " or ".join(f"`{chr(each)}`" for each in wanted)
            said = f"`{found.decode('ascii', 'replace')}`" if found else "the file ends"
            raise self.broken(at, f"{names} is expected here, but {said} stands here"
                              if found else f"the file ends where {names} is expected")  # fmt: skip
        return found

    def value_end(self, at: int) -> int:
        """The end of the value that begins at an offset: brackets are matched, and no more."""
        first = self.byte(at)
        if first in (b"{", b"["):
            return self._bracket_end(at)
        pattern = _STRING if first == b'"' else _SCALAR
        while True:
            found = pattern.match(self._data, at - self._base)
            known = self._base + len(self._data)
            if found and (self._base + found.end() < known or known >= self.size):
                if found.end() == found.start():
                    said = "the file ends where" if at >= self.size else "here"
                    raise self.broken(at, f"{said} a value is expected")
                return self._base + found.end()
            self._widen(at)

    def _bracket_end(self, at: int) -> int:
        depth, here, begun = 0, at, at
        while True:
            last = here
            for found in _BRACKET.finditer(self._data, here - self._base):
                mark = found[0]
                if mark in (b"{", b"["):
                    depth += 1
                    if depth > DEEPEST:
                        raise self.broken(here, f"nested more than {DEEPEST} deep")
                elif mark in (b"}", b"]"):
                    depth -= 1
                    if not depth:
                        return self._base + found.end()
                elif mark == b'"':
                    last = self._base + found.start()
                    break
                last = self._base + found.end()
            else:
                last = self._base + len(self._data)
            here = last
            if self._base + len(self._data) >= self.size:
                raise self.broken(begun, "what begins here does not end: the file is cut off")
            if here - begun > LARGEST:
                raise self.broken(begun, f"a value of more than {LARGEST >> 20} MiB")
            self._widen(here)

    def _show(self, at: int) -> None:
        if not self._base <= at < self._base + len(self._data):
            self._data, self._base = self._read(at, CHUNK), at

    def _widen(self, at: int) -> None:
        """Show more from an offset on than now: more than what is shown of it already."""
        known = max(0, self._base + len(self._data) - at)
        if self._base + len(self._data) >= self.size:
            raise self.broken(at, "what begins here does not end: the file is cut off")
        if known > LARGEST:
            raise self.broken(at, f"a value of more than {LARGEST >> 20} MiB")
        self._data, self._base = self._read(at, max(CHUNK, 2 * known)), at

    def _read(self, at: int, count: int) -> bytes:
        self._file.seek(at)
        parts = []
        while count > 0 and (part := self._file.read(count)):
            parts.append(part)
            count -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)


def _space_end(data: bytes, at: int) -> int:
    found = _SPACE.match(data, at)
    return found.end() if found else at
