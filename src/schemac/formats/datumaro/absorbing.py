"""The point categories of a data set in Datumaro's own format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemac.absorbing import drafts_in
from schemac.diagnostic import Code, Diagnostic
from schemac.draft import Absorbed, Draft, DraftEdge, DraftPoint, Given
from schemac.located import Node
from schemac.source import Origin

LENGTHS = Code(
    id="I240",
    name="datumaro-lengths",
    doc="""A point category of Datumaro holds more or fewer positions than it has labels.

    `positions` is x and y in turns, so there are twice as many numbers as labels, or none.
    Datumaro refuses anything else. The positions are left out.

        "labels": ["nose", "tail"], "positions": [0.5, 0.1]
    """,
)
SHAPE = Code(
    id="I241",
    name="datumaro-not-a-category",
    doc="""A part of Datumaro's point categories is not what stands there.

    Labels are strings, joints are pairs of indices that count from 0, `label_id` is the number of a
    label among the label categories. What does not fit is left out.

        "joints": [[0, 1, 2]]
    """,
)
CODES = (LENGTHS, SHAPE)


def recognises(given: Given) -> bool:
    """JSON with Datumaro's version, or with its categories in front."""
    if not given.name.endswith(".json"):
        return False
    head = given.head
    return b'"dm_format_version"' in head or (b'"categories"' in head and b'"joints"' in head)


def absorb(given: Given) -> Absorbed:
    """A draft for each label that has points."""
    from schemac.located import json

    def drafts(root: Node, problems: list[Diagnostic]) -> Iterator[Draft]:
        return (_draft(given, root, each, problems) for each in _items(root))

    return drafts_in(given, json.read, drafts, "no category has points")


def _items(root: Node) -> Iterator[Node]:
    items = _path(root, "categories", "points", "items")
    if items is not None:
        yield from items.items


def _path(node: Node | None, *keys: str) -> Node | None:
    for key in keys:
        node = None if node is None else node.get(key)
    return node


def _draft(given: Given, root: Node, node: Node, problems: list[Diagnostic]) -> Draft:
    def wrong(code: Code, message: str, at: Node) -> None:
        problems.append(code.at(Origin(given.file), message, span=at.span))

    labels = node.get("labels")
    named = [] if labels is None else [each for each in labels.items if each.text is not None]
    if labels is not None and len(named) < len(labels.items):
        wrong(SHAPE, "a label is a string", labels)
    places = _places(node, len(named))
    if places is None:
        wrong(LENGTHS, f"positions are not two numbers for each of {len(named)} labels", node)
    edges = []
    for joint in () if (joints := node.get("joints")) is None else joints.items:
        ends = [each.whole for each in joint.items]
        if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
            edges.append(DraftEdge(ends[0], ends[1], joint.span))
        else:
            wrong(SHAPE, "a joint is two indices", joint)
    name = _name(root, node)
    if name is None:
        wrong(SHAPE, "label_id is the number of no label", node.get("label_id") or node)
    spots: Sequence[tuple[float, float] | None] = places or [None] * len(named)
    return Draft(
        format="datumaro",
        file=given.file,
        name=name,
        points=tuple(
            DraftPoint(name=each.text or "", span=each.span, position=place)
            for each, place in zip(named, spots, strict=True)
        ),
        span=node.span,
        edges=tuple(edges),
        based=0,
    )


def _places(node: Node, number: int) -> Sequence[tuple[float, float]] | None:
    """A place for each label; empty when there are none, None when they do not fit."""
    positions = node.get("positions")
    listed = [] if positions is None else [each.number for each in positions.items]
    values = [value for value in listed if value is not None]
    if not listed:
        return ()
    if len(values) < len(listed) or len(values) != 2 * number:
        return None
    return list(zip(values[::2], values[1::2], strict=True))


def _name(root: Node, node: Node) -> str | None:
    """What the label is called that the points belong to."""
    labels = _path(root, "categories", "label", "labels")
    id = node.get("label_id")
    at = None if id is None else id.whole
    if labels is None or at is None or not 0 <= at < len(labels.items):
        return None
    name = labels.items[at].get("name")
    return None if name is None else name.text
