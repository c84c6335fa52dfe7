"""The template of a skeleton: lines and circles with `data-` attributes.

In a label it is a bare row of elements in a text; in the constructor's file they are the children
of an `svg`.
"""

from __future__ import annotations

from collections.abc import Iterable

from schemac.formats.cvat.absorbing.written import Circle, Line, Template
from schemac.located import Element, Unreadable
from schemac.source import Span

_DEEPEST = 512 * 1024
"""Characters of a template; 4096 keypoints with edges need fewer."""


def template_in(text: str, span: Span | None) -> Template:
    """The template of a label, whose elements all get the place of the whole text: a character of
    a JSON string or an attribute has no line of its own. Raises Unreadable."""
    from schemac.located import xml

    if len(text) > _DEEPEST:
        raise Unreadable("a template has more than 512 KiB", span)
    try:
        root = xml.read_text(f"<root>{text}</root>")
    except Unreadable as error:
        raise Unreadable(f"a skeleton's svg is no markup: {error.message}", span) from None
    return template_of(root.children, span)


def template_of(elements: Iterable[Element], span: Span | None = None) -> Template:
    """Circles and lines that stand side by side, as CVAT takes them: what lies deeper (`g`) is
    invisible to it. `span` is the place of them all; without it each has its own."""
    circles, lines = [], []
    for element in elements:
        said = element.attributes
        place = span or element.span
        if element.tag == "circle" and "element" in said.get("data-type", "element"):
            circles.append(_circle(said, place))
        elif element.tag == "line":
            start, end = said.get("data-node-from", ""), said.get("data-node-to", "")
            lines.append(Line(start=start, end=end, span=place))
    return Template(tuple(circles), tuple(lines))


def _circle(said: dict[str, str], place: Span) -> Circle:
    return Circle(
        node=said.get("data-node-id") or said.get("data-element-id", ""),
        x=_number(said.get("cx")),
        y=_number(said.get("cy")),
        name=said.get("data-label-name"),
        sublabel=said.get("data-label-id"),
        span=place,
    )


def _number(text: str | None) -> float | None:
    from math import isfinite

    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if isfinite(value) else None
