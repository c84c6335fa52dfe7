"""The trees: `Node` for JSON, YAML and Python literals, `Element` for XML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from schemac.source import Span

Scalar = str | int | float | bool | None


class Unreadable(Exception):
    """A text that is not what it should be; for the person who gave it."""

    def __init__(self, message: str, span: Span | None = None, help: str | None = None) -> None:
        super().__init__(message)
        self.message, self.span, self.help = message, span, help


class Node(Struct, frozen=True, kw_only=True):
    """One value and the stretch of text it was written in.

    `scalar` for a single value, `items` for a list, `pairs` for a mapping (in the order written,
    keys written twice included). `other` is a value that is none of these, such as a call of an
    unknown function in Python: its arguments are `items` and `pairs`.
    """

    kind: Literal["scalar", "list", "map", "other"]
    span: Span
    scalar: Scalar = None
    items: tuple[Node, ...] = ()
    pairs: tuple[tuple[Node, Node], ...] = ()

    def get(self, key: str | int) -> Node | None:
        """The value of a key: the last one where it is written twice, as parsers take it."""
        for name, value in reversed(self.pairs):
            if name.scalar == key and type(name.scalar) is type(key):
                return value
        return None

    def entries(self) -> Iterator[tuple[Scalar, Node]]:
        """Keys as plain values, with their nodes."""
        return ((name.scalar, value) for name, value in self.pairs)

    @property
    def text(self) -> str | None:
        """The string; None when it is anything else."""
        return self.scalar if isinstance(self.scalar, str) else None

    @property
    def number(self) -> float | None:
        """The number, whole or not; None when it is anything else (true and false too)."""
        value = self.scalar
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return None
        return float(value)

    @property
    def whole(self) -> int | None:
        """The whole number (`3`, also `3.0`); None when it is anything else."""
        if isinstance(self.scalar, int) and not isinstance(self.scalar, bool):
            return self.scalar
        number = self.number
        return int(number) if number is not None and number.is_integer() else None


class Element(Struct, frozen=True, kw_only=True):
    """One element of XML: its name without a namespace, attributes, children, own text.

    `span` is that of the start tag.
    """

    tag: str
    span: Span
    attributes: dict[str, str]
    children: tuple[Element, ...] = ()
    text: str = ""

    def all(self, tag: str) -> Iterator[Element]:
        """The children with that name."""
        return (child for child in self.children if child.tag == tag)

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()
