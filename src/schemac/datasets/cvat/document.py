"""An XML document from a stranger, piece by piece: no document type, no entities, nothing deep.

Places are bytes of the document, so that what stands there can be copied or exchanged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

from schemac.labels import Fault, LabelError, Place

if TYPE_CHECKING:
    from typing import BinaryIO

DEEPEST = 32
LONGEST_TEXT = 65536
LONGEST_PIECE = 16 << 20
"""How many bytes one tag, or one piece that is kept, may have."""

_CHUNK = 1 << 18
_TAG = re.compile(rb"""(?:[^>"']++|"[^"]*+"|'[^']*+')*+>""")
_PLAIN = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})


class Handler(Protocol):
    """Is told of each element; `text` is what stands between its tags and holds no element."""

    def start(self, tag: str, attributes: Mapping[str, str], /) -> None: ...
    def end(self, tag: str, text: str, /) -> None: ...


class Document:
    """A document as it is read. `file` is how messages call it."""

    def __init__(self, file: str, stream: BinaryIO) -> None:
        from xml.parsers import expat

        self.file = file
        self.plain = True
        self._stream = stream
        self._window, self._base = bytearray(), 0
        self._kept: int | None = None
        self._depth, self._text, self._long = 0, list[str](), 0
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declared
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.CharacterDataHandler = self._heard

    @property
    def byte(self) -> int:
        """Where the tag begins that the handler is told of. After an empty tag that is its end."""
        return int(self._parser.CurrentByteIndex)

    @property
    def place(self) -> Place:
        return Place(file=self.file, line=self._parser.CurrentLineNumber)

    def broken(self, message: str, help: str | None = None) -> LabelError:
        """The error for a document that cannot be read on."""
        return LabelError(Fault(message=message, place=self.place, help=help))

    def keep(self, byte: int | None) -> None:
        """Keep the bytes from here on, until told otherwise."""
        self._kept = byte

    def raw(self, start: int, end: int) -> bytes:
        """Bytes that were kept."""
        return bytes(self._window[start - self._base : end - self._base])

    def tag_end(self, start: int) -> int:
        """Where a tag that begins here ends, if it is kept."""
        return self._base + tag_end(self._window, start - self._base)

    def walk(
        self, handler: Handler, advance: Callable[[int], None] = lambda done: None
    ) -> Iterator[None]:
        """Read the document to its end, with a rest after each chunk. Raises LabelError."""
        self._parser.StartElementHandler = lambda tag, given: self._start(handler, tag, given)
        self._parser.EndElementHandler = lambda tag: self._end(handler, tag)
        while chunk := self._stream.read(_CHUNK):
            self._window += chunk
            self._feed(chunk, last=False)
            self._forget()
            advance(len(chunk))
            yield
        self._feed(b"", last=True)
        yield

    def _feed(self, chunk: bytes, last: bool) -> None:
        from xml.parsers import expat

        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            raise self._unreadable(expat.ErrorString(error.code), error.lineno) from None
        except (LookupError, ValueError) as error:  # of encodings that Python lacks
            raise self._unreadable(str(error), None) from None

    def _unreadable(self, why: str, line: int | None) -> LabelError:
        place = Place(file=self.file, line=line)
        return LabelError(Fault(message=f"this is not well-formed XML: {why}", place=place))

    def _forget(self) -> None:
        """Drop what nobody may ask for any more; what is kept must stay small."""
        begun = max(self._parser.CurrentByteIndex, self._base)
        start = begun if self._kept is None else min(self._kept, begun)
        del self._window[: start - self._base]
        self._base = start
        if len(self._window) > LONGEST_PIECE:
            raise self.broken(f"one element has more than {LONGEST_PIECE >> 20} MiB")

    def _start(self, handler: Handler, tag: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self.broken(f"elements are nested more than {DEEPEST} deep")
        self._text.clear()
        self._long = 0
        handler.start(tag, attributes)

    def _end(self, handler: Handler, tag: str) -> None:
        self._depth -= 1
        text = "".join(self._text) if self._text else ""
        self._text.clear()
        self._long = 0
        handler.end(tag, text)

    def _heard(self, text: str) -> None:
        self._long += len(text)
        if self._long <= LONGEST_TEXT:  # the rest is of an element that nobody asks for
            self._text.append(text)

    def _declared(self, version: str, encoding: str | None, standalone: int) -> None:
        self.plain = encoding is None or encoding.lower() in _PLAIN

    def _refuse(self, *told: object) -> None:
        raise self.broken("a document type or an entity is declared, which label files never need")


def tag_end(data: bytes | bytearray, start: int) -> int:
    """Where the tag ends that begins at `start`, past its `>`; -1 if it does not."""
    found = _TAG.match(data, start)
    return found.end() if found else -1
