"""JSON as a tree with places: what `json.loads` reads, and nothing that is not JSON.

`NaN`, `Infinity`, numbers beyond a float and halves of surrogate pairs are refused: they could not
be written anywhere else.
"""

from __future__ import annotations

import json
import re
from math import isfinite
from typing import NoReturn

from schemac.located.node import Node, Scalar, Unreadable
from schemac.located.text import Lines, decode, whole_text
from schemac.source import Span

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 64
MAX_VALUES = 1_000_000

_space = re.compile(r"[ \t\n]*").match
_string = re.compile(r'"[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*"').match
_number = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?").match
_word = re.compile(r"-?[A-Za-z_]+").match
_LITERALS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_MAX_DIGITS = 308  # whole numbers of that many digits are below the greatest float


def read(file: str, data: bytes) -> Node:
    """The one value of a file. Raises `Unreadable`."""
    return read_text(decode(data, MAX_BYTES))


def read_text(text: str, line: int = 1, column: int = 1) -> Node:
    """The one value of a text, whose first character stands at that line and column of a file."""
    return _Parser(text, Lines(text, line, column)).document()


class _Open:
    """A list or mapping that is not closed yet; `key` waits for its value."""

    __slots__ = ("items", "key", "mapping", "pairs", "start")

    def __init__(self, start: int, mapping: bool) -> None:
        self.start, self.mapping = start, mapping
        self.items: list[Node] = []
        self.pairs: list[tuple[Node, Node]] = []
        self.key: Node | None = None


class _Parser:
    def __init__(self, text: str, lines: Lines) -> None:
        self._text, self._lines = text, lines
        self._at = 0
        self._values = 0
        self._stack: list[_Open] = []

    def document(self) -> Node:
        """The value, once every bracket is closed and nothing but space follows."""
        node = self._value()
        while node is None or self._stack:
            node = self._inside(node)
        if self._peek():
            self._stop("something follows the value", help="a file holds one value")
        return node

    def _inside(self, done: Node | None) -> Node | None:
        """One step inside the innermost bracket: `done` is the value just read, None after `[`."""
        top = self._stack[-1]
        if done is not None:
            self._put(top, done)
        found = self._peek()
        closing = "}" if top.mapping else "]"
        if found == closing:
            return self._close()
        if done is not None:
            if found != ",":
                self._stop(f"a comma or `{closing}` is missing" if found else _END)
            self._at += 1
            found = self._peek()
            if found == closing:
                self._stop("a comma with nothing behind it", help="delete the comma")
        if top.mapping:
            top.key = self._key(found)
        return self._value()

    def _put(self, top: _Open, node: Node) -> None:
        if top.key is not None:
            top.pairs.append((top.key, node))
            top.key = None
        else:
            top.items.append(node)

    def _close(self) -> Node:
        top = self._stack.pop()
        self._at += 1
        span = self._lines.span(top.start, self._at)
        if top.mapping:
            return Node(kind="map", span=span, pairs=tuple(top.pairs))
        return Node(kind="list", span=span, items=tuple(top.items))

    def _key(self, found: str) -> Node:
        if found != '"':
            self._stop("a key in double quotes is missing" if found else _END)
        key = self._text_node()
        if self._peek() != ":":
            self._stop("a colon is missing behind the key")
        self._at += 1
        return key

    def _value(self) -> Node | None:
        """The next value; None when it is a bracket, which is open now."""
        self._values += 1
        if self._values > MAX_VALUES:
            self._stop(f"the file has over {MAX_VALUES:,} values")
        found = self._peek()
        if found and found in "[{":
            if len(self._stack) >= MAX_DEPTH:
                self._stop(f"nested more than {MAX_DEPTH} levels deep")
            self._stack.append(_Open(self._at, found == "{"))
            self._at += 1
            return None
        if found == '"':
            return self._text_node()
        if number := _number(self._text, self._at):
            return self._numeral(number)
        return self._literal(found)

    def _numeral(self, found: re.Match[str]) -> Node:
        value: float
        if found[1] is None and found[2] is None:
            digits = found[0]
            value = int(digits) if len(digits) <= _MAX_DIGITS else float("inf")
        else:
            value = float(found[0])
        if not isfinite(value):
            self._stop("this number is too large for any tool to read", found.end())
        return self._scalar(value, found.end())

    def _literal(self, found: str) -> Node:
        word = _word(self._text, self._at)
        if word and word[0] in _LITERALS:
            return self._scalar(_LITERALS[word[0]], word.end())
        if word and word[0].lstrip("-") in ("NaN", "Infinity", "nan", "inf"):
            help = "JSON has no such number: write `null`, or leave the value out"
            self._stop(f"`{word[0]}` is not JSON", word.end(), help)
        if not self._text.strip():
            self._stop("the file is empty")
        if found and self._values == 1:
            self._stop(
                f"this is not JSON: it begins with `{self._text[self._at :][:24].split()[0]}`"
            )
        return self._stop("a value is missing" if found else _END)

    def _text_node(self) -> Node:
        found = _string(self._text, self._at)
        if found is None:
            self._stop("a quote is never closed, or a line ends or a tab stands inside of quotes")
        raw = found[0]
        value = raw[1:-1]
        if "\\" in value:
            try:
                value = json.loads(raw)
            except ValueError:
                self._stop("a backslash with nothing that it can stand before", found.end())
        if not whole_text(value):
            self._stop("half of a surrogate pair, which is no character", found.end())
        return self._scalar(value, found.end())

    def _scalar(self, value: Scalar, end: int) -> Node:
        start, self._at = self._at, end
        return Node(kind="scalar", span=self._lines.span(start, end), scalar=value)

    def _peek(self) -> str:
        """The next character that is no space; empty at the end."""
        if found := _space(self._text, self._at):  # which also matches nothing
            self._at = found.end()
        return self._text[self._at : self._at + 1]

    def _stop(self, message: str, end: int | None = None, help: str | None = None) -> NoReturn:
        span: Span = self._lines.span(self._at, self._at + 1 if end is None else end)
        raise Unreadable(message, span, help)


_END = "the file ends in the middle of a value"
