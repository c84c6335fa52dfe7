"""What tests of located trees share: the plain values of a tree, its nodes, and texts."""

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from schemac.located import Node

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
"""Any characters that there are."""


def plain(node: Node) -> Any:
    """The value as a parser gives it; the last one of keys written twice."""
    if node.kind == "list":
        return [plain(each) for each in node.items]
    if node.kind == "map":
        return {key: plain(value) for key, value in node.entries()}
    assert node.kind == "scalar"
    return node.scalar


def pointed(node: Node) -> Iterator[Node]:
    """The node and all below it, keys too."""
    yield node
    for each in node.items:
        yield from pointed(each)
    for key, value in node.pairs:
        yield key
        yield from pointed(value)
