"""Skeletons of SLEAP: YAML, and JSON as older versions and training configs hold it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from schemac.absorbing import text_of, unreadable, whole, without_skeleton
from schemac.diagnostic import Code
from schemac.draft import Absorbed, Draft, Given
from schemac.formats.sleap.graph import graph_of
from schemac.formats.sleap.record import Record, record_of
from schemac.located import Node, Unreadable
from schemac.source import Origin

UNKNOWN = Code(
    id="I220",
    name="sleap-unknown-node",
    doc="""An edge or a symmetry of a SLEAP skeleton leads to a node that the file does not hold.

    In JSON, objects that come a second time are numbers (`py/id`) that count the objects before
    them; after an edit by hand they count wrongly. SLEAP stops with an error, or takes another
    node. The edge is left out.

        edges:
        - {source: {name: nose}, destination: {name: tial}}      # the node is `tail`
    """,
)
ORDER = Code(
    id="I221",
    name="sleap-order-unclear",
    doc="""The list of nodes of a SLEAP skeleton cannot be resolved, so their order is a guess.

    The list holds numbers (`py/id`) that lead nowhere, lead to something else, or name fewer nodes
    than the edges do. sleap-io then takes nodes in the order in which edges mention them, and so
    does this reader. Labels of SLEAP go by that order.

    Open the skeleton in SLEAP, look at the order of its nodes, and save it again.

        "nodes": [{"id": {"py/id": 1}}, {"id": {"py/id": 99}}]
    """,
)
SHAPE = Code(
    id="I222",
    name="sleap-not-a-skeleton",
    doc="""A part of a SLEAP file is not what a skeleton has there, and is left out.

    A node has a name; an edge has two nodes and a type, 1 for an edge or 2 for a symmetry; a
    symmetry of YAML is a list of two nodes.

        symmetries:
        - [{name: left_ear}]
    """,
)
CODES = (UNKNOWN, ORDER, SHAPE)

_KINDS = {"unknown": UNKNOWN, "order": ORDER, "shape": SHAPE}
_YAML = re.compile(rb"^[ \t]*nodes:[ \t]*\r?\n[ \t]*-", re.M)
_JSON = re.compile(rb'"py/object"\s*:\s*"sleap\.skeleton\.Node"')


def recognises(given: Given) -> bool:
    """YAML with nodes that have names, or JSON with nodes of `sleap.skeleton`."""
    if given.name.endswith((".yaml", ".yml")):
        return bool(_YAML.search(given.head)) and b"name:" in given.head
    return given.name.endswith(".json") and bool(_JSON.search(given.head))


def absorb(given: Given) -> Absorbed:
    """A draft for each skeleton of the file."""
    from schemac.located import json, yaml

    data = b""
    try:
        data = whole(given)
        root = (json if given.name.endswith(".json") else yaml).read(given.file, data)
    except Unreadable as error:
        return unreadable(given, error, data)
    found = [(node, build(node, name)) for node, name, build in _skeletons(root)]
    drafts = tuple(_draft(given, node, record) for node, record in found if record.points)
    if not drafts:
        return without_skeleton(given, "no skeleton with nodes is in the file", data, root.span)
    problems = tuple(
        _KINDS[kind].at(Origin(given.file), message, span=span)
        for _, record in found
        for kind, message, span in record.problems
    )
    return Absorbed(drafts=drafts, problems=problems, sources=text_of(given, data))


Build = Callable[[Node, str | None], Record]


def _skeletons(root: Node) -> Iterator[tuple[Node, str | None, Build]]:
    """Every skeleton, with the name that it has outside of itself."""
    embedded = root
    for key in ("data", "labels", "skeletons"):  # of a training config
        embedded = embedded.get(key) or Node(kind="other", span=root.span)
    for node in embedded.items or root.items or (root,):
        if node.get("links") is not None or node.get("nx_graph") is not None:
            yield node, None, graph_of
        elif node.get("nodes") is not None:
            yield node, None, record_of
        else:
            for title, value in node.entries():
                if value.get("nodes") is not None:
                    yield value, str(title), record_of


def _draft(given: Given, node: Node, record: Record) -> Draft:
    return Draft(
        format="sleap",
        file=given.file,
        name=record.name,
        points=tuple(record.points),
        span=node.span,
        edges=tuple(record.edges),
        mirror=tuple(record.mirror),
        unused=tuple(record.unused),
    )
