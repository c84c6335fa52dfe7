"""The tree of a document beside its grammar: which type was to read each node.

The reader makes values; whoever edits a text (`fmt`, fixes) needs the nodes instead, with the
type that the grammar gives them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from schemac.reading import grammar
from schemac.reading.tree import Mapping, Node, Scalar, Sequence
from schemac.reading.types import ByKeys, BySide, ListOf, MapOf, OneOf, RecordOf


class Typed:
    """A node, the type that reads it (None: no field of that name), and where it hangs."""

    __slots__ = ("key", "node", "parent", "type")

    def __init__(
        self, node: Node, type: Any, key: Scalar | None = None, parent: Typed | None = None
    ) -> None:
        self.node, self.type, self.key, self.parent = node, type, key, parent

    @property
    def record(self) -> RecordOf | None:
        """The record that the node is written as, when it is a mapping with fixed fields."""
        known = isinstance(self.node, Mapping) and isinstance(self.type, RecordOf)
        return self.type if known else None

    def children(self) -> Iterator[Typed]:
        """The values of a mapping, the items of a list; in the order written."""
        if isinstance(self.node, Mapping):
            for key, value in self.node.pairs:
                yield _typed(value, _of_key(self.type, key.value), key, self)
        elif isinstance(self.node, Sequence):
            inner = getattr(self.type, "item", None)
            for item in self.node.items:
                yield _typed(item, inner, None, self)

    def walk(self) -> Iterator[Typed]:
        """This node and all below it."""
        yield self
        for child in self.children():
            yield from child.walk()


def typed_document(root: Node | None) -> Typed | None:
    """A document's tree beside its grammar; None when its kind cannot be told."""
    if not isinstance(root, Mapping):
        return None
    kind = next((key.value for key, _ in root.pairs if key.value in grammar.KINDS), None)
    return None if kind is None else Typed(root, grammar.KINDS[kind])


def _typed(node: Node, type: Any, key: Scalar | None, parent: Typed) -> Typed:
    return Typed(node, _chosen(type, node), key, parent)


def _of_key(type: Any, key: str) -> Any:
    if isinstance(type, RecordOf):
        field = type.field(key)
        return field.type if field else None
    return type.value if isinstance(type, (MapOf, BySide)) else None


def _chosen(type: Any, node: Node) -> Any:
    """The type that reads a node of this shape, where the grammar leaves a choice."""
    while True:
        if isinstance(type, (OneOf, ByKeys)):
            type = type.chosen(node)
        elif isinstance(type, BySide) and not isinstance(node, Mapping):
            type = type.value
        elif isinstance(type, ListOf) and type.single and not isinstance(node, Sequence):
            type = type.item
        else:
            return type
