"""What a skeleton of SLEAP says, whichever way it is written; and the YAML one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from schemac.draft import DraftEdge, DraftPartner, DraftPoint
from schemac.located import Node
from schemac.source import Span

Kind = Literal["unknown", "order", "shape"]


class Problem(NamedTuple):
    """What is wrong: a kind that `absorbing` has a code for, in words, and where."""

    kind: Kind
    message: str
    span: Span


class Record:
    """One skeleton while it is read. Edges and partners are indices of `points`."""

    def __init__(self, name: str | None) -> None:
        self.name = name
        self.points: list[DraftPoint] = []
        self.edges: list[DraftEdge] = []
        self.mirror: list[DraftPartner] = []
        self.unused: list[str] = []
        self.problems: list[Problem] = []

    def index(self) -> Mapping[str, int]:
        """Name -> index, the first one where a name comes twice."""
        return {point.name: at for at, point in reversed(list(enumerate(self.points)))}

    def pair(self, a: int, b: int, span: Span) -> None:
        """A symmetry has no direction: it says of each that the other is its partner. Some files
        write it down once for each direction."""
        said = {(each.index, each.partner) for each in self.mirror}
        for one, other in ((a, b), (b, a)):
            if (one, other) not in said:
                said.add((one, other))
                self.mirror.append(DraftPartner(one, other, span))

    def wrong(self, kind: Kind, message: str, span: Span) -> None:
        self.problems.append(Problem(kind, message, span))


def record_of(node: Node, name: str | None) -> Record:
    """A skeleton of YAML: nodes, edges and symmetries by name."""
    own = node.get("name")
    record = Record(name or (own.text if own is not None else None))
    for each in _items(node, "nodes"):
        at = each.get("name")
        if at is None or at.kind != "scalar" or at.scalar is None:
            record.wrong("shape", "a node has a name", each.span)
        else:
            record.points.append(DraftPoint(name=str(at.scalar), span=at.span))
    index = record.index()
    for each in _items(node, "edges"):
        ends = (each.get("source"), each.get("destination"))
        if found := _ends(record, index, each, ends):
            record.edges.append(DraftEdge(*found, each.span))
    for each in _items(node, "symmetries"):
        two = each.items if len(each.items) == 2 else (None, None)
        if found := _ends(record, index, each, (two[0], two[1])):
            record.pair(*found, each.span)
    return record


def _items(node: Node, key: str) -> Iterator[Node]:
    found = node.get(key)
    if found is not None:
        yield from found.items


def _ends(
    record: Record, index: Mapping[str, int], whole: Node, ends: tuple[Node | None, Node | None]
) -> tuple[int, int] | None:
    names = [None if end is None else end.get("name") for end in ends]
    if any(each is None for each in names):
        record.wrong("shape", "an edge or a symmetry has two nodes", whole.span)
        return None
    found = [index.get(str(each.scalar)) for each in names if each is not None]
    for name, at in zip(names, found, strict=True):
        if at is None and name is not None:
            record.wrong("unknown", f"there is no node `{name.scalar}`", name.span)
    a, b = found
    return None if a is None or b is None else (a, b)
