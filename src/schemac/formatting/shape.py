"""What the text shows of a node and the tree does not: brackets or lines, and its last line."""

from __future__ import annotations

from schemac.reading.tree import Mapping, Node, Scalar, Sequence
from schemac.reading.typed import Typed


def is_flow(node: Node, text: str) -> bool:
    """Whether a list or a mapping is written in brackets."""
    return not isinstance(node, Scalar) and text[node.start.index : node.start.index + 1] in (
        "{",
        "[",
    )


def is_block(node: Node, text: str) -> bool:
    """Whether a list or a mapping is written in lines of its own."""
    return not isinstance(node, Scalar) and not is_flow(node, text)


def last_line(node: Node, text: str) -> int:
    """The last line that belongs to a node, from 0; comments and blank lines behind it do not."""
    while is_block(node, text):
        assert isinstance(node, (Mapping, Sequence))  # noqa: S101 - what blocks are
        if isinstance(node, Mapping):
            key, value = node.pairs[-1]
            node = value if value.end.index > key.end.index else key
        else:
            node = node.items[-1]
    # A block scalar ends on the line behind its last blank line.
    behind = text[node.start.index : node.end.index]
    blank = len(behind) - len(behind.rstrip())
    return int(node.end.line) - behind[len(behind) - blank :].count("\n")


def ranks(each: Typed) -> list[int]:
    """The place of each child in the order of the grammar; as written where keys are free."""
    record, children = each.record, list(each.children())
    if record is None:
        return list(range(len(children)))
    place = {field.name: at for at, field in enumerate(record.fields)}
    return [place.get(child.key.value if child.key else "", len(place)) for child in children]
