"""Bytes to text, and offsets in a text to lines and columns."""

from __future__ import annotations

from bisect import bisect_right
from math import isfinite

from schemac.located.node import Unreadable
from schemac.source import Span

_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}


def decode(data: bytes, most: int) -> str:
    r"""The text of a file, with `\n` at the end of each line however it is written.

    UTF-8, or what a byte order mark says. Raises `Unreadable`, also for over `most` bytes.
    """
    if len(data) > most:
        raise Unreadable(f"the file has over {amount(most)}, the most that is read of one")
    codec = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "utf-8")
    try:
        return newlines(data.decode(codec))
    except UnicodeDecodeError as error:
        before = newlines(data[: error.start].decode(codec, "replace"))
        raise Unreadable(
            f"byte {error.start + 1} (0x{data[error.start]:02x}) is not {codec[:6].upper()}",
            Lines(before).span(len(before), len(before) + 1),
            "save the file as UTF-8",
        ) from None


def newlines(text: str) -> str:
    r"""The text with `\n` alone at the end of lines."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def whole_text(text: str) -> bool:
    """Whether a string can be written to a file: it holds no half of a surrogate pair."""
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def fits_float(value: float) -> bool:
    """Whether a number, which may be a whole one of any size, is a float with an end."""
    try:
        return isfinite(float(value))
    except OverflowError:
        return False


def amount(size: int) -> str:
    """`16 MiB`."""
    return f"{size // 1048576} MiB"


class Lines:
    """Where the lines of a text begin. `line` and `column` are the place of its first character,
    when the text is a piece of a file."""

    def __init__(self, text: str, line: int = 1, column: int = 1) -> None:
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)
        self._line, self._column = line, column

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of a character, counted from 1."""
        number = bisect_right(self._starts, offset) - 1
        column = offset - self._starts[number] + (1 if number else self._column)
        return self._line + number, column

    def span(self, start: int, end: int) -> Span:
        """From a character to before another one."""
        return Span(*self.place(start), *self.place(end))

    def offset(self, line: int, column: int = 1) -> int:
        """The character at a line and column of the text itself, both counted from 1."""
        return self._starts[min(line, len(self._starts)) - 1] + column - 1
