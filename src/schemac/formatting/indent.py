"""Two spaces a level, for what stands on lines of its own."""

from __future__ import annotations

from schemac.formatting.shape import is_block, last_line
from schemac.reading.tree import Sequence
from schemac.reading.typed import Typed

STEP = 2


def indent(text: str, document: Typed) -> str:
    """The text with every mapping and list indented by two spaces against what holds it.

    All lines of a node move together, so texts of several lines keep their shape.
    """
    margins = _Margins(text)
    margins.place(document, 0, "", len(margins.lines))
    return "\n".join(map(margins.line, range(len(margins.lines))))


class _Margins:
    """How far each line moves, and what stands before the first word of some."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self._text = text
        self._shift = [0] * len(self.lines)
        self._heads: dict[int, tuple[int, str]] = {}

    def line(self, number: int) -> str:
        """A line where it belongs."""
        line = self.lines[number]
        if number in self._heads:
            width, head = self._heads[number]
            return head + line[width:]
        bare = line.lstrip(" ")
        if not bare or not self._shift[number]:
            return line
        return " " * max(0, len(line) - len(bare) + self._shift[number]) + bare

    def place(self, each: Typed, first: int, head: str, end: int) -> None:
        """Put a node that lies in the lines from `first` to `end` behind `head`, the text that
        comes before it on its own first line."""
        node = each.node
        column = node.start.column
        if not is_block(node, self._text):
            return
        start = node.start.line
        if self.lines[start][:column].strip() and not head.strip():
            head = self.lines[start][:column]  # such as `--- `: not ours to move
        for number in range(first, end):
            self._shift[number] = len(head) - column
        if head.strip():
            self._heads[start] = column, head
        inner = self._item if isinstance(node, Sequence) else self._field
        children = list(each.children())
        starts = [(child.key or child.node).start.line for child in children]
        for child, limit in zip(children, [*starts[1:], end], strict=True):
            inner(child, column, head, limit)

    def _field(self, child: Typed, column: int, head: str, limit: int) -> None:
        assert child.key is not None  # noqa: S101 - what fields have
        stop = self._stop(child, column, limit)
        self.place(child, child.key.end.line + 1, " " * (len(head) + STEP), stop)

    def _item(self, child: Typed, column: int, head: str, limit: int) -> None:
        line, start = self.lines[child.node.start.line], child.node.start.column
        same = line[column:start].strip(" ") == "-"
        lead = head if child.node.start.line in self._heads else " " * len(head)
        inner = lead + "- " if same else " " * (len(head) + STEP)
        self.place(child, child.node.start.line, inner, self._stop(child, column, limit))

    def _stop(self, child: Typed, column: int, limit: int) -> int:
        """The line behind a child, comments that are indented deeper than its holder included."""
        last = last_line(child.node, self._text)
        for number in range(limit - 1, last, -1):
            line = self.lines[number]
            if line.strip() and len(line) - len(line.lstrip(" ")) > column:
                return number + 1
        return last + 1
