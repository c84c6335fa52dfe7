"""The JSON of SLEAP before sleap-io, which jsonpickle wrote: read as data, nothing is made of it.

An object that comes again is a number, `{"py/id": 3}`, that counts objects from 1 in the order of
the text, nodes and edge types alike. sleap-io 0.9 counts nodes and types apart when it writes, so
both ways are tried. Nodes are listed in order in `nodes`; edges have theirs in `edge_insert_idx`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from schemac.draft import DraftEdge, DraftPoint
from schemac.formats.sleap.record import Record
from schemac.located import Node

EDGE, SYMMETRY = 1, 2


class _Found(Struct, frozen=True):
    """An object of the file, a node by its name or an edge type by its number, and where."""

    value: str | int
    node: Node


class _Objects:
    """What `py/id` may mean. Nodes of one name are one node, as sleap-io takes them."""

    def __init__(self, links: Sequence[Node], nodes: Sequence[Node]) -> None:
        self.all: list[_Found] = []
        named: set[str | int] = set()
        for holder in (*_parts(links), *(each.get("id") for each in nodes)):
            value = _object(holder)
            if holder is None or value is None or (value in named and isinstance(value, str)):
                continue
            named.add(value)
            self.all.append(_Found(value, holder))
        self.nodes = [each for each in self.all if isinstance(each.value, str)]
        self.types = [each for each in self.all if isinstance(each.value, int)]

    def name(self, holder: Node | None, among: Sequence[_Found]) -> str | None:
        """The name of a node that is written out or referred to."""
        value = _object(holder)
        value = _referred(holder, among) if value is None else value
        return value if isinstance(value, str) else None

    def type(self, holder: Node | None) -> int | None:
        """The type of a link; one without is an edge, as SLEAP takes it."""
        if holder is None:
            return EDGE
        for value in (_object(holder), _referred(holder, self.all), _referred(holder, self.types)):
            if isinstance(value, int):
                return value
        return None


def graph_of(node: Node, name: str | None) -> Record:
    """A skeleton as a graph of nodes and links, perhaps inside of `nx_graph`."""
    inner = node.get("nx_graph")
    graph = node if inner is None else inner
    links, nodes = list(_items(graph, "links")), list(_items(graph, "nodes"))
    about = graph.get("graph")
    own = None if about is None else about.get("name")
    record = Record(name or (own.text if own is not None else None))
    objects = _Objects(links, nodes)
    record.points.extend(_ordered(record, objects, nodes, graph))
    if inner is not None and node.get("preview_image") is not None:
        record.unused.append("a preview picture")
    _link(record, objects, links)
    return record


def _ordered(
    record: Record, objects: _Objects, nodes: Sequence[Node], graph: Node
) -> Iterator[DraftPoint]:
    """The nodes as they are listed; as links mention them where the list cannot be resolved."""
    spans = {each.value: each.node.span for each in objects.nodes}
    for among in (objects.all, objects.nodes):
        names = [objects.name(each.get("id"), among) for each in nodes]
        if None not in names and set(names) == set(spans):
            break
    else:
        names = [str(each.value) for each in objects.nodes]
        listed = graph.get("nodes")
        at = graph.span if listed is None else listed.span
        record.wrong("order", "the list of nodes does not lead to the nodes of the edges", at)
    for name in names:
        if name is not None:
            yield DraftPoint(name=name, span=spans[name])


def _link(record: Record, objects: _Objects, links: Sequence[Node]) -> None:
    index = record.index()
    edges: list[tuple[int, DraftEdge]] = []
    for link in links:
        ends = [objects.name(link.get(key), objects.all) for key in ("source", "target")]
        type = objects.type(link.get("type"))
        if type not in (EDGE, SYMMETRY):
            record.wrong("shape", "a link is of type 1, an edge, or 2, a symmetry", link.span)
        elif None in ends:
            record.wrong("unknown", "a link leads to a node that is not in the file", link.span)
        else:
            a, b = (index[str(end)] for end in ends)
            if type == SYMMETRY:
                record.pair(a, b, link.span)
            else:
                edges.append((_rank(link, len(edges)), DraftEdge(a, b, link.span)))
    record.edges.extend(edge for _, edge in sorted(edges, key=lambda each: each[0]))


def _rank(link: Node, otherwise: int) -> int:
    place = link.get("edge_insert_idx")
    number = None if place is None else place.whole
    return otherwise if number is None else number


def _items(node: Node, key: str) -> Iterator[Node]:
    found = node.get(key)
    if found is not None:
        yield from found.items


def _parts(links: Sequence[Node]) -> Iterator[Node | None]:
    """What links hold, in the order in which jsonpickle writes it."""
    for link in links:
        yield from (link.get(key) for key in ("source", "target", "type"))


def _object(holder: Node | None) -> str | int | None:
    """The name of a node that is written out, or the number of an edge type."""
    if holder is None:
        return None
    if holder.get("py/object") is not None:
        state = holder.get("py/state")
        at = holder if state is None else state
        parts = at.get("py/tuple")
        name = at.get("name") if parts is None else next(iter(parts.items), None)
        return None if name is None else name.text
    made = holder.get("py/reduce")
    arguments = made.items[1].get("py/tuple") if made is not None and len(made.items) > 1 else None
    number = next(iter(arguments.items), None) if arguments is not None else None
    return None if number is None else number.whole


def _referred(holder: Node | None, among: Sequence[_Found]) -> str | int | None:
    at = None if holder is None else holder.get("py/id")
    number = None if at is None else at.whole
    if number is None or not 0 < number <= len(among):
        return None
    return among[number - 1].value
