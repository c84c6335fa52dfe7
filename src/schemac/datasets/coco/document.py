"""The members of a file's outermost object, and the elements of its lists in blocks.

A list of a million annotations is walked in blocks of whole elements. Where a block ends is
guessed from how the first two elements meet, and known for certain once the block has been
decoded: what begins where an element begins, and decodes as a list of elements, ends where one
ends. A guess that turns out wrong is taken back, and brackets are matched instead.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct

from schemac.datasets.coco.element import ElementError, decoded, may_be_deep, pieces
from schemac.datasets.coco.window import LARGEST, Window

T = TypeVar("T")

_TAIL = 1 << 16
_GUESS, _NEAR_END, _SURE = 0, 1, 2
_CLOSING = re.compile(rb"\}[ \t\r\n]*\]")


class Member(Struct, frozen=True, kw_only=True):
    """A key and where its key and its value begin."""

    key: str
    at: int
    value: int
    first: bytes

    @property
    def is_list(self) -> bool:
        return self.first == b"["


class Cut(Struct, frozen=True, kw_only=True):
    """A run of whole elements, or what is thought to be one: `tried` is the way it was found."""

    start: int
    end: int
    tried: int

    @property
    def certain(self) -> bool:
        return self.tried == _SURE


class Block(Struct, Generic[T], frozen=True, kw_only=True):
    """A run of whole elements. `decoded` is None where something in it does not decode."""

    cut: Cut
    data: bytes
    decoded: list[T] | None


class Passed(Struct, frozen=True, kw_only=True):
    """The end of a member, and how many elements it has if it is a list."""

    end: int
    count: int = 0


class Document:
    """Walks the outermost object. Whoever takes a member says by `went` where its value ended."""

    def __init__(self, window: Window) -> None:
        self._window = window
        start = 3 if window.piece(0, 3) == b"\xef\xbb\xbf" else 0
        if window.piece(0, 2) in (b"\xff\xfe", b"\xfe\xff") or b"\0" in window.piece(0, 4):
            raise window.broken(0, "the file is not UTF-8", "save it as UTF-8")
        at = window.after_space(start)
        window.demand(at, b"{")
        self._at, self._first = at + 1, True

    def went(self, end: int) -> None:
        self._at, self._first = end, False

    def next(self) -> Member | None:
        """The member that comes now; None behind the last."""
        window = self._window
        at = window.after_space(self._at)
        if window.demand(at, b'"}' if self._first else b",}") == b"}":
            self._close(at)
            return None
        at = at if self._first else window.after_space(at + 1)
        window.demand(at, b'"')
        end = window.value_end(at)
        colon = window.after_space(end)
        window.demand(colon, b":")
        value = window.after_space(colon + 1)
        key = _text(window, at, end)
        return Member(key=key, at=at, value=value, first=window.byte(value))

    @property
    def end(self) -> int:
        """Where the object's closing bracket stands, once `next` gave None."""
        return self._at

    def _close(self, at: int) -> None:
        self._at = at
        rest = self._window.after_space(at + 1)
        if rest < self._window.size:
            raise self._window.broken(rest, "something stands behind the end of the object")


class Elements:
    """Cuts a list, which begins at an offset, or goes on behind one of its elements."""

    def __init__(self, window: Window, start: int, *, behind: bool = False) -> None:
        self._window = window
        self.end: int | None = None
        self.length = 0  # of the first element
        self._next = _GUESS
        self._joint: bytes | None = None
        self._gap = 0
        self._at = start
        self._behind(start) if behind else self._enter(start)
        self._learn()

    def cut(self, size: int, *, ahead: bool = False) -> Cut | None:
        """The next run of about so many bytes; None behind the last element, where `end` is the
        offset behind the list. With `ahead`, while cuts before are not confirmed, None also where
        only brackets tell."""
        if self.end is not None:
            return None
        found = self._guess(size) or self._near_end(size)
        if found is None and not ahead:
            found = self._surely(size)
        if found is not None:
            self._next = _GUESS
        return found

    def take_back(self, cut: Cut) -> None:
        """A cut was none: the next one begins there too, and is sought in a surer way."""
        self.end, self._at = None, cut.start
        self._next = cut.tried + 1

    def _enter(self, start: int) -> None:
        at = self._window.after_space(start + 1)
        if self._window.byte(at) == b"]":
            self.end = at + 1
        self._at = at

    def _behind(self, end: int) -> None:
        """An element ended at this offset."""
        at = self._window.after_space(end)
        if self._window.demand(at, b",]") == b"]":
            self.end = at + 1
        else:
            self._at = self._window.after_space(at + 1)

    def _learn(self) -> None:
        """How the first two elements meet: `}, {"id"`, with the first key of the second."""
        window = self._window
        if self.end is not None or window.byte(self._at) != b"{":
            return
        end = window.value_end(self._at)
        self.length = end - self._at
        comma = window.after_space(end)
        if window.byte(comma) != b",":
            return
        other = window.after_space(comma + 1)
        key = window.after_space(other + 1)
        if window.byte(other) == b"{" and window.byte(key) == b'"':
            self._joint = window.piece(end - 1, window.value_end(key))
            self._gap = other - end

    def _guess(self, size: int) -> Cut | None:
        if self._next > _GUESS or self._joint is None:
            return None
        for start in (self._at + max(0, size - _TAIL), self._at):
            found = self._window.piece(start, self._at + size).rfind(self._joint)
            if found >= 0:
                cut = Cut(start=self._at, end=start + found + 1, tried=_GUESS)
                self._at = cut.end + self._gap
                return cut
        return None

    def _near_end(self, size: int) -> Cut | None:
        """Up to what looks like the end of the list."""
        if self._next > _NEAR_END:
            return None
        found = _CLOSING.search(self._window.piece(self._at, self._at + 2 * size))
        if not found:
            return None
        cut = Cut(start=self._at, end=self._at + found.start() + 1, tried=_NEAR_END)
        self._behind(cut.end)
        return cut

    def _surely(self, size: int) -> Cut:
        start = end = self._at
        while self.end is None and self._at - start < size:
            end = self._window.value_end(self._at)
            if end - self._at > LARGEST:
                raise self._window.broken(self._at, f"an element of more than {LARGEST >> 20} MiB")
            self._behind(end)
        return Cut(start=start, end=end, tried=_SURE)


def blocks(
    window: Window, elements: Elements, decode: Callable[[bytes], list[T]], size: int
) -> Iterator[Block[T]]:
    """The blocks of a list, decoded."""
    while cut := elements.cut(size):
        data = window.piece(cut.start, cut.end)
        decoded = whole(data, decode)
        if decoded is None and not cut.certain:
            elements.take_back(cut)
        else:
            yield Block(cut=cut, data=data, decoded=decoded)


def whole(data: bytes, decode: Callable[[bytes], list[T]]) -> list[T] | None:
    """The elements in a run of bytes; None when it is not certain to be a run of whole ones, none
    of which is nested too deep."""
    if (not data.isascii() and not _is_utf8(data)) or may_be_deep(data):
        return None
    try:
        return decode(b"[%b]" % data)
    except (msgspec.DecodeError, RecursionError):
        return None


def located(data: bytes, raws: list[msgspec.Raw]) -> Iterator[tuple[int, int]]:
    """The offsets of elements in their block. Between two of them there is nothing but a comma and
    space, so an element is the first thing behind another that looks like it."""
    end = 0
    for raw in raws:
        text = bytes(raw)
        start = data.index(text, end)
        end = start + len(text)
        yield start, end


def pass_by(window: Window, member: Member, size: int) -> Passed:
    """A member that nobody wants, but that must be JSON all the same."""
    if not member.is_list:
        end = window.value_end(member.value)
        _demand(window, window.piece(member.value, end), member.value)
        return Passed(end=end)
    elements = Elements(window, member.value)
    count = 0
    for block in blocks(window, elements, _any, size):
        if block.decoded is not None:
            count += len(block.decoded)
            continue
        for start, end in pieces(block.data):
            _demand(window, block.data[start:end], block.cut.start + start)
            count += 1
    assert elements.end is not None  # noqa: S101 - they are used up
    return Passed(end=elements.end, count=count)


def _demand(window: Window, data: bytes, at: int) -> None:
    """Raises LabelError for what is not JSON."""
    try:
        decoded(data)
    except ElementError as error:
        raise window.broken(at, str(error)) from None


_any = msgspec.json.Decoder(list[msgspec.Raw]).decode


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _text(window: Window, start: int, end: int) -> str:
    try:
        text: str = json.loads(window.piece(start, end).decode())
    except ValueError as error:
        raise window.broken(start, f"this is no string of JSON: {error}") from None
    return text
