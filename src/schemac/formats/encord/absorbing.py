"""The skeleton templates of an ontology, or one template alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from schemac.absorbing import drafts_in
from schemac.diagnostic import Code, Diagnostic, Severity
from schemac.draft import Absorbed, Draft, DraftEdge, DraftPoint, Given
from schemac.located import Node
from schemac.source import Origin

UNKNOWN = Code(
    id="I320",
    name="encord-unknown-point",
    doc="""A line of an Encord template leads to a point that the template does not have.

    `skeleton_edges` holds for each start the ends of its lines, both by the keys of `skeleton`. The
    line is left out.

        "skeleton": {"0": {"name": "nose", "x": 0.5, "y": 0.1}},
        "skeleton_edges": {"0": {"1": {"color": "#000000"}}}
    """,
)
ORDER = Code(
    id="I321",
    name="encord-order-unclear",
    severity=Severity.WARNING,
    doc="""The keys of the points of an Encord template are not the numbers 0, 1, 2 in that order.

    Encord itself goes by names and hashes. Its COCO export writes the points of an instance without
    names, one behind the other as the label has them. The draft follows the numbers where all keys
    are numbers, else the file.

    Look at the labels before you go by an order, or convert them from Encord's own JSON.

        "skeleton": {"0": ..., "10": ..., "2": ...}
    """,
)
SHAPE = Code(
    id="I322",
    name="encord-not-a-point",
    doc="""A point of an Encord template lacks what every point has: a name, and x and y as numbers.

    A point without a name is taken by its key, one without a place goes without.

        "skeleton": {"0": {"name": "nose", "x": "left", "y": 0.1}}
    """,
)
CODES = (UNKNOWN, ORDER, SHAPE)

_TEMPLATE = re.compile(rb'"(?:skeleton_templates|skeleton_edges|skeletonEdges)"\s*:')
_OBJECT = re.compile(rb'"shape"\s*:\s*"skeleton"')


def recognises(given: Given) -> bool:
    """JSON with templates of skeletons, with lines of one, or with an object of that shape."""
    if not given.name.endswith(".json"):
        return False
    named = b'"featureNodeHash"' in given.head and _OBJECT.search(given.head)
    return bool(named or _TEMPLATE.search(given.head))


def absorb(given: Given) -> Absorbed:
    """A draft for each template."""
    from schemac.located import json

    def drafts(root: Node, problems: list[Diagnostic]) -> Iterator[Draft]:
        return (_draft(given, each, problems) for each in _templates(root))

    return drafts_in(given, json.read, drafts, "no template of a skeleton has points")


def _templates(root: Node) -> Iterator[Node]:
    """Those of an ontology's structure or of what its page exports, or the file itself."""
    inner = next((each for key in ("structure", "editor") if (each := root.get(key))), root)
    listed = inner.get("skeleton_templates")
    for each in () if listed is None else listed.items:
        yield each.get("template") or each
    if listed is None and root.get("skeleton") is not None:
        yield root


def _draft(given: Given, node: Node, problems: list[Diagnostic]) -> Draft:
    holder = node.get("skeleton")
    pairs = _in_order(given, () if holder is None else holder.pairs, node, problems)
    keys = {str(key.scalar): at for at, (key, _) in enumerate(pairs)}
    name = node.get("name")
    return Draft(
        format="encord",
        file=given.file,
        name=None if name is None else name.text,
        points=tuple(_point(given, key, each, problems) for key, each in pairs),
        span=node.span,
        edges=tuple(_edges(given, node, keys, problems)),
    )


def _in_order(
    given: Given,
    pairs: tuple[tuple[Node, Node], ...],
    node: Node,
    problems: list[Diagnostic],
) -> list[tuple[Node, Node]]:
    keys = [str(key.scalar) for key, _ in pairs]
    if keys == [str(at) for at in range(len(keys))]:
        return list(pairs)
    message = f"the keys of {len(keys)} points are not 0 to {len(keys) - 1} in that order"
    holder = node.get("skeleton") or node
    problems.append(ORDER.at(Origin(given.file), message, span=holder.span))
    if all(key.isascii() and key.isdigit() and len(key) < 10 for key in keys):
        return [pair for _, pair in sorted(zip(keys, pairs, strict=True), key=lambda e: int(e[0]))]
    return list(pairs)


def _point(given: Given, key: Node, node: Node, problems: list[Diagnostic]) -> DraftPoint:
    name, colour = node.get("name"), node.get("color")
    x, y = (None if (at := node.get(axis)) is None else at.number for axis in ("x", "y"))
    if name is None or name.text is None or x is None or y is None:
        message = f"point `{key.scalar}` has not all of a name, x and y"
        problems.append(SHAPE.at(Origin(given.file), message, span=node.span))
    text = None if colour is None else colour.text
    return DraftPoint(
        name=str(key.scalar) if name is None or name.text is None else name.text,
        span=(name or key).span,
        position=None if x is None or y is None else (x, y),
        colour=text.lower() if text and re.fullmatch(r"#[0-9A-Fa-f]{6}", text) else None,
    )


def _edges(
    given: Given, node: Node, keys: Mapping[str, int], problems: list[Diagnostic]
) -> Iterator[DraftEdge]:
    lines = node.get("skeleton_edges") or node.get("skeletonEdges")
    for start, ends in () if lines is None else lines.pairs:
        for end, _ in ends.pairs:
            a, b = str(start.scalar), str(end.scalar)
            if a in keys and b in keys:
                yield DraftEdge(keys[a], keys[b], end.span)
            else:
                message = f"a line from `{a}` to `{b}` leads to no point of the template"
                problems.append(UNKNOWN.at(Origin(given.file), message, span=end.span))
