"""The template of a skeleton as CVAT keeps it: a bare row of lines and circles.

CVAT finds the circles by a plain text search for `data-label-name="NAME"`, so the quotes are
double and a name that needs escaping cannot work; `accepts` refuses those. They are escaped here
all the same, so that a hostile name stays a name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from schemac.formats.cvat.layout import Layout
from schemac.model import Skeleton

_THICK = 2 / 3  # of a circle's radius: what the constructor draws at its own radius


def template(skeleton: Skeleton, layout: Layout) -> str:
    """The elements in one row, as the field `svg` of a label holds them."""
    return "".join(elements(skeleton, layout))


def elements(
    skeleton: Skeleton, layout: Layout, colours: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Edges in published order, then circles in index order with the ids 1 to K. They are painted
    when `colours` gives each keypoint's id one; the field `svg` of a label needs no paint."""
    yield from _lines(skeleton, layout, _ink(_THICK * layout.radius) if colours else "")
    yield from _circles(skeleton, layout, colours or {})


def _lines(skeleton: Skeleton, layout: Layout, ink: str) -> Iterator[str]:
    for source, target in skeleton.edge_indices:
        (x1, y1), (x2, y2) = layout.spots[source], layout.spots[target]
        yield (
            f'<line x1="{_number(x1)}" y1="{_number(y1)}" x2="{_number(x2)}" y2="{_number(y2)}"'
            f' data-type="edge" data-node-from="{source + 1}" data-node-to="{target + 1}"{ink}>'
            "</line>"
        )


def _circles(skeleton: Skeleton, layout: Layout, colours: Mapping[str, str]) -> Iterator[str]:
    for node, (point, (x, y)) in enumerate(
        zip(skeleton.keypoints, layout.spots, strict=True), start=1
    ):
        name = escape(point.name)
        colour = colours.get(point.id)
        paint = f' fill="{colour}"{_ink(0.1)}' if colour else ""
        yield (
            f'<circle r="{_number(layout.radius)}" cx="{_number(x)}" cy="{_number(y)}"'
            f' data-type="element node" data-element-id="{node}" data-node-id="{node}"'
            f' data-label-name="{name}"{paint}></circle>'
        )


def _ink(width: float) -> str:
    return f' stroke="black" stroke-width="{_number(width)}"'


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
