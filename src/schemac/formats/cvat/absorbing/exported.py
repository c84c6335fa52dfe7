"""The head of an annotation export, CVAT for images or for video: `meta` tells the labels."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.draft import Given
from schemac.formats.cvat.absorbing.template import template_in
from schemac.formats.cvat.absorbing.written import WrittenLabel, WrittenPoint
from schemac.located import Element, Unreadable

_END = b"</meta>"
_MOST = 8 * 1024 * 1024


def recognises(given: Given) -> bool:
    """XML that opens with `annotations`."""
    return b"<annotations>" in given.head[:4096]


def head(given: Given) -> bytes:
    """The bytes up to the end of `meta`, closed: annotations may be gigabytes. Raises Unreadable
    when there is no `meta`."""
    read = b""
    with given.open() as stream:
        while _END not in read:
            more = stream.read(256 * 1024)
            if not more or len(read) > _MOST:
                raise Unreadable(
                    "the export has no `meta` with labels",
                    help="export the annotations again; CVAT writes the labels first",
                )
            read += more
    return read[: read.index(_END) + len(_END)] + b"</annotations>"


def read(given: Given, data: bytes) -> tuple[tuple[WrittenLabel, ...], int]:
    """The skeletons, and how many labels there are in all. Raises Unreadable."""
    from schemac.located import xml

    root = xml.read(given.file, data)
    labels = [label for part in root.walk() if part.tag == "labels" for label in part.all("label")]
    skeletons = [each for each in labels if _said(each, "type") == "skeleton"]
    return tuple(_label(each, labels) for each in skeletons), len(labels)


def _label(label: Element, labels: list[Element]) -> WrittenLabel:
    """A sublabel stands beside its skeleton and names it as `parent`."""
    name = _said(label, "name")
    svg = next(label.all("svg"), None)
    parts = [each for each in labels if _said(each, "parent") == name and each is not label]
    return WrittenLabel(
        name=name,
        span=label.span,
        points=tuple(_point(each) for each in parts),
        template=template_in(svg.text, svg.span) if svg else None,
        template_span=svg.span if svg else None,
        attributes=tuple(key for key, _ in _attributes(label)),
    )


def _point(label: Element) -> WrittenPoint:
    given = dict(_attributes(label))
    return WrittenPoint(
        name=_said(label, "name") or "",
        span=label.span,
        colour=_said(label, "color"),
        kind=_said(label, "type"),
        tiers=given.get("visibility"),
        other=tuple(each for each in given if each != "visibility"),
    )


def _attributes(label: Element) -> Iterator[tuple[str, tuple[str, ...]]]:
    for part in label.all("attributes"):
        for each in part.all("attribute"):
            values = _said(each, "values") or ""
            yield _said(each, "name") or "", tuple(values.split("\n")) if values else ()


def _said(element: Element, tag: str) -> str | None:
    """The text of a child."""
    child = next(element.all(tag), None)
    return child.text.strip() if child is not None else None
