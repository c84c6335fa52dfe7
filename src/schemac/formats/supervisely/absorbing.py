"""The classes of shape `graph` in a project's meta, or one class or template alone.

Supervisely's web page keys nodes by ids of its own, the SDK by their labels; lines lead to keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from schemac.absorbing import drafts_in
from schemac.diagnostic import Code, Diagnostic
from schemac.draft import Absorbed, Draft, DraftEdge, DraftPoint, Given
from schemac.located import Node
from schemac.source import Origin

UNKNOWN = Code(
    id="I300",
    name="supervisely-unknown-node",
    doc="""A line of a Supervisely template leads to a node that the template does not have.

    `src` and `dst` are keys of `nodes`, which need not be what is shown: the label of a node stands
    in the node. Supervisely's SDK leaves such a line out when it draws. So does this reader.

        "nodes": {"a1": {"label": "nose", "loc": [50, 10]}},
        "edges": [{"src": "nose", "dst": "tail"}]          # the key is `a1`
    """,
)
SHAPE = Code(
    id="I301",
    name="supervisely-not-a-node",
    doc="""A part of a Supervisely template is not what a template has there.

    A node is a mapping with its `label` and with `loc`, two numbers: x to the right, y down. A node
    without a label is taken by its key, one without a place goes without.

        "nodes": {"nose": {"label": "nose", "loc": [50]}}
    """,
)
CODES = (UNKNOWN, SHAPE)

_GRAPH = re.compile(rb'"shape"\s*:\s*"graph"')
_TEMPLATE = re.compile(rb'"loc"\s*:\s*\[')


def recognises(given: Given) -> bool:
    """JSON with a class of shape `graph`, or with nodes that have a place and lines."""
    if not given.name.endswith(".json"):
        return False
    head = given.head
    config = b'"geometry_config"' in head or b'"edges"' in head
    return config and (bool(_GRAPH.search(head)) or bool(_TEMPLATE.search(head)))


def absorb(given: Given) -> Absorbed:
    """A draft for each class of that shape."""
    from schemac.located import json

    def drafts(root: Node, problems: list[Diagnostic]) -> Iterator[Draft]:
        return (_draft(given, each, problems) for each in _classes(root))

    return drafts_in(given, json.read, drafts, "no class has the nodes of a graph")


def _classes(root: Node) -> Iterator[Node]:
    """Whatever has a template: classes of a meta, one class, or the template itself."""
    listed = root.get("classes")
    for each in root.items if listed is None else listed.items:
        if _template(each) is not None:
            yield each
    if listed is None and _template(root) is not None:
        yield root


def _template(node: Node) -> Node | None:
    config = node.get("geometry_config")
    holder = node if config is None or config.kind != "map" else config
    return holder if holder.get("nodes") is not None else None


def _draft(given: Given, node: Node, problems: list[Diagnostic]) -> Draft:
    template = _template(node) or node
    keys: dict[str, int] = {}
    points: list[DraftPoint] = []
    nodes = template.get("nodes")
    for key, each in () if nodes is None else nodes.pairs:
        keys[str(key.scalar)] = len(points)
        points.append(_point(given, str(key.scalar), key, each, problems))
    title = node.get("title")
    return Draft(
        format="supervisely",
        file=given.file,
        name=None if title is None else title.text,
        points=tuple(points),
        span=node.span,
        edges=tuple(_edges(given, template, keys, problems)),
    )


def _point(given: Given, key: str, at: Node, node: Node, problems: list[Diagnostic]) -> DraftPoint:
    label, loc, colour = (node.get(name) for name in ("label", "loc", "color"))
    place = [] if loc is None else [each.number for each in loc.items]
    if len(place) != 2 or None in place:
        message = f"node `{key}` has no place: `loc` is two numbers"
        problems.append(SHAPE.at(Origin(given.file), message, span=(loc or node).span))
        place = []
    x, y = (place[0], place[1]) if place else (None, None)
    return DraftPoint(
        name=key if label is None or label.text is None else label.text,
        span=(label or at).span,
        position=None if x is None or y is None else (x, y),
        colour=_hex(colour),
    )


def _hex(node: Node | None) -> str | None:
    text = None if node is None else node.text
    return text.lower() if text and re.fullmatch(r"#[0-9A-Fa-f]{6}", text) else None


def _edges(
    given: Given, template: Node, keys: Mapping[str, int], problems: list[Diagnostic]
) -> Iterator[DraftEdge]:
    listed = template.get("edges")
    for each in () if listed is None else listed.items:
        ends = [each.get(key) for key in ("src", "dst")]
        names = [None if end is None else str(end.scalar) for end in ends]
        found = [keys.get(name) if name is not None else None for name in names]
        if found[0] is not None and found[1] is not None:
            yield DraftEdge(found[0], found[1], each.span)
        else:
            said = " to ".join(f"`{name}`" for name in names)
            message = f"a line from {said} leads to no node of the template"
            problems.append(UNKNOWN.at(Origin(given.file), message, span=each.span))
