"""The constructor's file: a picture whose description says what each circle is."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from schemac.draft import Given
from schemac.formats.cvat.absorbing.labels import point_of
from schemac.formats.cvat.absorbing.template import template_of
from schemac.formats.cvat.absorbing.written import Circle, WrittenLabel, WrittenPoint
from schemac.located import Element, Node, Unreadable
from schemac.source import Span


def recognises(given: Given) -> bool:
    """An SVG with nodes of CVAT."""
    head = given.head
    return b"<svg" in head and (b"data-node-id" in head or b"labels-specification" in head)


def read(given: Given, data: bytes) -> tuple[tuple[WrittenLabel, ...], int]:
    """Its one skeleton, which has no name of its own. Raises Unreadable."""
    from schemac.located import xml

    root = xml.read(given.file, data)
    by_node = _specified(root)
    template = template_of(root.children)
    circles = tuple(_named(circle, by_node) for circle in template.circles)
    drawn = [by_node[circle.node] for circle in circles if circle.node in by_node]
    rest = [point for point in by_node.values() if point not in drawn]
    label = WrittenLabel(
        name=None,
        span=root.span,
        points=(*drawn, *rest),
        template=replace(template, circles=circles),
        template_span=root.span,
    )
    return (label,), 1


def _named(circle: Circle, by_node: Mapping[str, WrittenPoint]) -> Circle:
    """Names come from the description alone: CVAT overwrites what a circle says."""
    point = by_node.get(circle.node)
    return circle if point is None else replace(circle, name=point.name)


def _specified(root: Element) -> dict[str, WrittenPoint]:
    """Sublabels by the id of their circle, each at the place of the description."""
    element, node = _specification(root)
    return {
        str(key): replace(_point(value, element.span), span=element.span)
        for key, value in node.entries()
    }


def _specification(root: Element) -> tuple[Element, Node]:
    from schemac.located import json

    for element in root.walk():
        if element.attributes.get("data-description-type") == "labels-specification":
            try:
                return element, json.read("desc", element.text.encode())
            except Unreadable as error:
                message = f"the description is no JSON: {error.message}"
                raise Unreadable(message, element.span) from None
    raise Unreadable(
        "the picture has no description of its points",
        root.span,
        "download it from CVAT's constructor; the `svg` of a label has no names and colours",
    )


def _point(node: Node, span: Span) -> WrittenPoint:
    try:
        return point_of(node)
    except Unreadable as error:
        raise Unreadable(error.message, span) from None
