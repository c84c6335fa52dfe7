"""XML as a tree with places, by the standard library's expat. No document type, no entities."""

from __future__ import annotations

import re
from typing import Any, NoReturn
from xml.parsers import expat

from schemac.located.node import Element, Unreadable
from schemac.located.text import Lines, decode, newlines
from schemac.source import Span

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 64
MAX_VALUES = 500_000

_declared = re.compile(
    rb"""<\?xml[^>]{0,100}\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']"""
).match
_tag = re.compile(r"""<[^<>"']*(?:(?:"[^"<]*"|'[^'<]*')[^<>"']*)*>""").match
_SINGLE = {"latin-1", "latin1", "iso-8859-1", "windows-1252", "cp1252"}


def read(file: str, data: bytes) -> Element:
    """The root of a file. Raises `Unreadable`."""
    return read_text(_text(data))


def read_text(text: str) -> Element:
    """The root of a text; an encoding that it declares counts for nothing."""
    return _Parser(text).document()


class _Open:
    """An element that is not closed yet."""

    __slots__ = ("attributes", "children", "span", "tag", "text")

    def __init__(self, tag: str, span: Span, attributes: dict[str, str]) -> None:
        self.tag, self.span, self.attributes = tag, span, attributes
        self.children: list[Element] = []
        self.text: list[str] = []

    def closed(self) -> Element:
        return Element(
            tag=self.tag,
            span=self.span,
            attributes=self.attributes,
            children=tuple(self.children),
            text="".join(self.text),
        )


class _Parser:
    def __init__(self, text: str) -> None:
        self._text, self._lines = text, Lines(text)
        self._ascii = text.isascii()
        self._bytes = text.encode("utf-8", "surrogatepass")
        self._known = (0, 0)
        self._stack: list[_Open] = []
        self._root: Element | None = None
        self._values = 0
        self._expat = expat.ParserCreate("utf-8")
        self._expat.buffer_text = True
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end
        self._expat.CharacterDataHandler = self._characters
        self._expat.StartDoctypeDeclHandler = self._doctype
        self._expat.SkippedEntityHandler = self._entity

    def document(self) -> Element:
        """The root, with all below it."""
        try:
            self._expat.Parse(self._bytes, True)
        except expat.ExpatError as error:
            at = self._offset(max(0, self._expat.ErrorByteIndex))
            span = self._lines.span(at, at + 1)
            reason = expat.ErrorString(error.code)
            raise Unreadable(f"not XML: {reason}", span) from None
        if self._root is None:
            raise Unreadable("not XML: no element found", Span(1, 1, 1, 2))
        return self._root

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self._stack) >= MAX_DEPTH:
            self._stop(f"nested more than {MAX_DEPTH} levels deep")
        self._values += 1 + len(attributes)
        if self._values > MAX_VALUES:
            self._stop(f"the file has over {MAX_VALUES:,} elements and attributes")
        start = self._here()
        found = _tag(self._text, start)
        span = self._lines.span(start, found.end() if found else start + 1)
        self._stack.append(_Open(tag.rpartition(":")[2], span, attributes))

    def _end(self, tag: str) -> None:
        element = self._stack.pop().closed()
        if self._stack:
            self._stack[-1].children.append(element)
        else:
            self._root = element

    def _characters(self, text: str) -> None:
        self._stack[-1].text.append(text)

    def _doctype(self, *said: Any) -> None:
        at = self._text.rfind("<!DOCTYPE", 0, self._here() + 9)
        help = "delete it: nothing that is read here needs one"
        raise Unreadable("a document type is not read", self._lines.span(at, at + 9), help)

    def _entity(self, *said: Any) -> None:
        self._stop("an entity that XML does not know")

    def _here(self) -> int:
        return self._offset(self._expat.CurrentByteIndex)

    def _offset(self, byte: int) -> int:
        """The character at a byte; bytes are asked for in their order."""
        if self._ascii:
            return byte
        known, characters = self._known
        if byte < known:
            known = characters = 0
        characters += len(self._bytes[known:byte].decode("utf-8", "replace"))
        self._known = (byte, characters)
        return characters

    def _stop(self, message: str) -> NoReturn:
        at = self._here()
        found = _tag(self._text, at)
        raise Unreadable(message, self._lines.span(at, found.end() if found else at + 1))


def _text(data: bytes) -> str:
    """In the encoding that the file declares, where that is one of few."""
    found = _declared(data)
    name = found[1].decode("ascii").lower() if found else "utf-8"
    if name in _SINGLE and len(data) <= MAX_BYTES:
        return newlines(data.decode("cp1252" if "1252" in name else "latin-1", "replace"))
    return decode(data, MAX_BYTES)
