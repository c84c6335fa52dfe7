"""Labels as JSON: the Raw editor's text, `labels.json`, a REST answer, a `project.json`."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.draft import Given
from schemac.formats.cvat.absorbing.template import template_in
from schemac.formats.cvat.absorbing.written import WrittenLabel, WrittenPoint
from schemac.located import Node, Unreadable

_TYPED = (b'"sublabels"', b'"svg"')


def recognises(given: Given) -> bool:
    """JSON that speaks of sublabels or of a label's input types."""
    head = given.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] not in (b"[", b"{"):
        return False
    if any(word in head for word in _TYPED):
        return True
    named = given.name.lower() in ("project.json", "task.json", "labels.json")
    return named and b'"input_type"' in head


def read(given: Given, data: bytes) -> tuple[tuple[WrittenLabel, ...], int]:
    """The skeletons, and how many labels there are in all. Raises Unreadable."""
    from schemac.located import json

    root = json.read(given.file, data)
    listed = _listed(root)
    if listed is None:
        raise Unreadable("it is no list of labels, nor an object with `labels`", root.span)
    found = tuple(_label(node) for node in listed.items if _is_skeleton(node))
    return found, len(listed.items)


def _listed(root: Node) -> Node | None:
    """The list itself, or that under `labels` of a backup, or `results` of the server."""
    if root.kind == "list":
        return root
    for key in ("labels", "results"):
        if (inner := root.get(key)) is not None and inner.kind == "list":
            return inner
    return None


def _is_skeleton(node: Node) -> bool:
    kind = node.get("type")
    if kind is not None:
        return kind.text == "skeleton"
    return node.get("sublabels") is not None


def _label(node: Node) -> WrittenLabel:
    name, svg, sublabels = node.get("name"), node.get("svg"), node.get("sublabels")
    text = svg.text if svg else None
    points = tuple(_points(sublabels)) if sublabels else ()
    return WrittenLabel(
        name=name.text if name else None,
        span=(name or node).span,
        points=points,
        template=template_in(_unquoted(text), svg.span) if text and svg else None,
        template_span=svg.span if svg else None,
        attributes=tuple(name for name, _ in _attributes(node)),
    )


def _unquoted(svg: str) -> str:
    """The Raw editor shows `&quot;` for every quote, and takes it back."""
    return svg.replace("&quot;", '"') if '"' not in svg else svg


def _points(sublabels: Node) -> Iterator[WrittenPoint]:
    for node in sublabels.items:
        yield point_of(node)


def point_of(node: Node) -> WrittenPoint:
    """A sublabel. Raises Unreadable for one without a name."""
    name = node.get("name")
    if name is None or name.text is None:
        raise Unreadable("a sublabel has no name", node.span)
    given = dict(_attributes(node))
    colour, kind, id = node.get("color"), node.get("type"), node.get("id")
    return WrittenPoint(
        name=name.text,
        span=name.span,
        id=None if id is None or id.scalar is None else str(id.scalar),
        colour=colour.text if colour else None,
        kind=kind.text if kind else None,
        tiers=given.get("visibility"),
        other=tuple(each for each in given if each != "visibility"),
    )


def _attributes(node: Node) -> Iterator[tuple[str, tuple[str, ...]]]:
    listed = node.get("attributes")
    for each in listed.items if listed else ():
        name, values = each.get("name"), each.get("values")
        if name is not None and name.text is not None:
            texts = tuple(str(v.scalar) for v in values.items) if values else ()
            yield name.text, texts
