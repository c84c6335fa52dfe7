"""The tasks of a JSON export, one at a time, however large the file is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from schemac.labels import Fault, LabelError, Place

if TYPE_CHECKING:
    from typing import BinaryIO

LARGEST = 64 << 20
"""How many bytes one task may have. Some hold their picture."""

DEEPEST = 64
_CHUNK = 1 << 20
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|["{}\[\]]', re.S)
_BOM = b"\xef\xbb\xbf"


class Slice(Struct, frozen=True):
    """Bytes of the file: a task, or what stands between tasks. `start` counts from 0."""

    start: int
    raw: bytes
    task: bool


def slices(path: Path, advance: Callable[[int], None] = lambda done: None) -> Iterator[Slice]:
    """All bytes of a file that is a list of tasks, or one task. Raises LabelError."""
    with path.open("rb") as file:
        yield from _Scanner(path).scan(file, advance)


def decoded(piece: Slice, path: Path) -> dict[str, Any]:
    """A task as plain data. Raises LabelError; what it says with NaN or Infinity is no JSON."""
    import msgspec

    try:
        found = msgspec.json.decode(piece.raw)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        place = Place(file=str(path), byte=piece.start)
        message = f"the task is not JSON: {error}"
        raise LabelError(Fault(message=message, place=place, data=piece.raw)) from None
    assert isinstance(found, dict)  # noqa: S101 - it begins with a brace
    return found


class _Scanner:
    """Finds where tasks begin and end without reading what is in them."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._data, self._base, self._at = b"", 0, 0
        self._shown = 0  # up to where slices have been given
        self._depth = self._top = 0
        self._state = "start"

    def scan(self, file: BinaryIO, advance: Callable[[int], None]) -> Iterator[Slice]:
        while chunk := file.read(max(_CHUNK, len(self._data))):
            self._data += chunk
            yield from self._tokens()
            self._data = self._data[self._shown :]
            self._base += self._shown
            self._at -= self._shown
            self._shown = 0
            if len(self._data) > LARGEST:
                raise self._broken(0, f"a task has more than {LARGEST >> 20} MiB")
            advance(len(chunk))
        if self._state != "end" or self._data.strip():
            wrong = "more follows after the tasks" if self._state == "end" else "the file ends here"
            at = 0 if self._state == "end" else len(self._data)
            message = wrong if self._state == "end" else f"{wrong}, before the tasks do"
            raise self._broken(at, message)
        if self._data:
            yield Slice(self._base, self._data, task=False)

    def _tokens(self) -> Iterator[Slice]:
        for found in _TOKEN.finditer(self._data, self._at):
            token = found[0]
            if token == b'"':
                self._at = found.start()
                return
            self._at = found.end()
            if len(token) > 1:
                if self._depth <= self._top:
                    raise self._broken(found.start(), "here a task should begin")
            elif token in b"{[":
                yield from self._opens(found.start(), token)
            else:
                yield from self._closes(found.end(), token)

    def _opens(self, at: int, token: bytes) -> Iterator[Slice]:
        if self._depth == self._top:
            self._demand(at, token)
            if token == b"[":
                self._top, self._state = 1, "first"
            else:
                if at > self._shown:
                    yield self._given(at, task=False)
                self._state = "task"
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._broken(at, f"values are nested more than {DEEPEST} deep")

    def _demand(self, at: int, token: bytes) -> None:
        """Whether a task, or the list of them, may begin here."""
        gap = self._gap(at)
        expected = b"," if self._state == "next" else b""
        wanted = b"{[" if self._state == "start" else b"{"
        if gap != expected or token not in wanted or self._state == "end":
            raise self._broken(at, "here a task should begin")

    def _gap(self, end: int) -> bytes:
        """What stands since the last task, without space and the list's own bracket."""
        gap = self._data[self._shown : end]
        if self._base + self._shown == 0:
            gap = gap.removeprefix(_BOM)
        return gap.strip().removeprefix(b"[" if self._state == "first" else b"").strip()

    def _closes(self, end: int, token: bytes) -> Iterator[Slice]:
        self._depth -= 1
        if self._depth < 0:
            raise self._broken(end - 1, "more is closed than was opened")
        if self._depth == self._top and self._state == "task":
            yield self._given(end, task=True)
            self._state = "next" if self._top else "end"
        elif self._depth < self._top:
            if self._gap(end - 1) or token != b"]":
                raise self._broken(end - 1, "here a task should begin")
            yield self._given(end, task=False)
            self._top, self._state = 0, "end"

    def _given(self, end: int, task: bool) -> Slice:
        piece = Slice(self._base + self._shown, self._data[self._shown : end], task)
        self._shown = end
        return piece

    def _broken(self, at: int, message: str) -> LabelError:
        place = Place(file=str(self._path), byte=self._base + at)
        return LabelError(Fault(message=message, place=place))
