"""Fields on lines of their own in the order of the grammar, each with its comments."""

from __future__ import annotations

from msgspec import Struct

from schemac.formatting.shape import is_block, last_line, ranks
from schemac.reading.tree import Mapping, Sequence
from schemac.reading.typed import Typed


def order_block_fields(text: str, document: Typed) -> str:
    """The text with the fields of every mapping in order.

    A field takes the comments and blank lines above it along; a comment that is indented deeper
    than the field belongs to the field above.
    """
    lines = text.split("\n")
    end = last_line(document.node, text) + 1
    while end < len(lines) and not lines[end].startswith(("...", "---")):
        end += 1
    return "\n".join([*_Order(text, lines).of(document, 0, end), *lines[end:]])


class _Chunk(Struct):
    """A field: the lines above it that are its own, and the lines of key and value."""

    lead: list[str]
    body: list[str]


class _Order:
    """Rewrites ranges of lines; `of` is asked for what lies in one node."""

    def __init__(self, text: str, lines: list[str]) -> None:
        self._text, self._lines = text, lines

    def of(self, each: Typed, first: int, end: int) -> list[str]:
        """The lines from `first` to `end`, which hold a node, with its fields in order."""
        if not is_block(each.node, self._text):
            return self._lines[first:end]
        if isinstance(each.node, Sequence):
            return self._items(each, first, end)
        return self._fields(each, first, end)

    def _items(self, each: Typed, first: int, end: int) -> list[str]:
        made: list[str] = []
        for child in each.children():
            start, last = child.node.start.line, last_line(child.node, self._text)
            made += self._lines[first:start]
            made += self.of(child, start, last + 1)
            first = last + 1
        return made + self._lines[first:end]

    def _fields(self, each: Typed, first: int, end: int) -> list[str]:
        chunks, tail = self._chunks(each, first, end)
        order = sorted(range(len(chunks)), key=ranks(each).__getitem__)
        if order == sorted(order):
            return _lines(chunks) + tail
        return self._joined(chunks, order, each.node.start.column) + tail

    def _chunks(self, each: Typed, first: int, end: int) -> tuple[list[_Chunk], list[str]]:
        """The fields of a mapping, and the lines behind the last one, which stay where they are."""
        assert isinstance(each.node, Mapping)  # noqa: S101 - asked before
        column = each.node.start.column
        children = list(each.children())
        starts = [child.key.start.line for child in children if child.key]
        chunks = []
        for child, start, limit in zip(children, starts, [*starts[1:], end], strict=True):
            last = max(start, last_line(child.node, self._text))
            stop = self._belongs(last + 1, limit, column)
            body = self._body(child, start, stop)
            chunks.append(_Chunk(self._lines[first:start], body))
            first = stop
        return chunks, self._lines[first:end]

    def _body(self, child: Typed, start: int, stop: int) -> list[str]:
        if not is_block(child.node, self._text):
            return self._lines[start:stop]
        return [self._lines[start], *self.of(child, start + 1, stop)]

    def _belongs(self, first: int, limit: int, column: int) -> int:
        """The line behind the last comment that is indented deeper than a field."""
        for number in range(limit - 1, first - 1, -1):
            line = self._lines[number]
            if line.strip() and len(line) - len(line.lstrip()) > column:
                return number + 1
        return first

    def _joined(self, chunks: list[_Chunk], order: list[int], column: int) -> list[str]:
        """The chunks in order. Blank lines above the field that comes first now go to the one
        that was first, and so, the other way round, does the `- ` of a list's item."""
        top, old = chunks[order[0]], chunks[0]
        if top is not old:
            head = old.body[0][:column]
            old.lead = [line for line in top.lead if not line.strip()] + old.lead
            top.lead = [line for line in top.lead if line.strip()]
            if head.strip():
                old.body[0] = " " * column + old.body[0][column:]
                top.body[0] = head + top.body[0][column:]
                margin = " " * head.index("-")
                top.lead = [margin + line.lstrip() for line in top.lead]
        return _lines([chunks[at] for at in order])


def _lines(chunks: list[_Chunk]) -> list[str]:
    return [line for chunk in chunks for line in (*chunk.lead, *chunk.body)]
