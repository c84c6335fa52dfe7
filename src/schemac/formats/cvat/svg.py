"""The template of a skeleton as CVAT keeps it: a bare row of lines and circles.

CVAT finds the circles by a plain text search for `data-label-name="NAME"`, so the quotes are
double and a name that needs escaping cannot work; `accepts` refuses those. They are escaped here
all the same, so that a hostile name stays a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from schemac.formats.cvat.layout import Layout
from schemac.model import Skeleton


def template(skeleton: Skeleton, layout: Layout) -> str:
    """Edges in published order, then circles in index order with the ids 1 to K."""
    return "".join([*_lines(skeleton, layout), *_circles(skeleton, layout)])


def _lines(skeleton: Skeleton, layout: Layout) -> Iterator[str]:
    for source, target in skeleton.edge_indices:
        (x1, y1), (x2, y2) = layout.spots[source], layout.spots[target]
        yield (
            f'<line x1="{_number(x1)}" y1="{_number(y1)}" x2="{_number(x2)}" y2="{_number(y2)}"'
            f' data-type="edge" data-node-from="{source + 1}" data-node-to="{target + 1}"></line>'
        )


def _circles(skeleton: Skeleton, layout: Layout) -> Iterator[str]:
    for node, (point, (x, y)) in enumerate(
        zip(skeleton.keypoints, layout.spots, strict=True), start=1
    ):
        name = escape(point.name)
        yield (
            f'<circle r="{_number(layout.radius)}" cx="{_number(x)}" cy="{_number(y)}"'
            f' data-type="element node" data-element-id="{node}" data-node-id="{node}"'
            f' data-label-name="{name}"></circle>'
        )


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
