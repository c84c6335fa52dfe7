"""CVAT's label constructor: one skeleton label, as the Raw editor, REST, SDK and CLI take it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from schemac.colours import INSTANCE_COLOUR, label_colours
from schemac.format import Feature, Loss
from schemac.formats.cvat.attributes import Holder, of_point, of_skeleton
from schemac.formats.cvat.layout import Layout
from schemac.formats.cvat.svg import template
from schemac.model import Skeleton


def labels(skeleton: Skeleton, layout: Layout, holder: Holder) -> list[dict[str, Any]]:
    """The content of `labels.json`. It holds no ids: CVAT gives them."""
    return [
        {
            "name": skeleton.category,
            "type": "skeleton",
            "color": INSTANCE_COLOUR,
            "attributes": of_skeleton(skeleton),
            "sublabels": _sublabels(skeleton, holder),
            "svg": template(skeleton, layout),
        }
    ]


def losses(skeleton: Skeleton, layout: Layout) -> Iterator[Loss]:
    """What the picture does not say as the spec does."""
    if layout.unplaced:
        yield Loss(
            Feature.POSITIONS,
            f"no position in the main view, drawn near its middle: {', '.join(layout.unplaced)}",
        )
    if layout.moved:
        yield Loss(
            Feature.POSITIONS,
            f"{len(layout.moved)} of {len(layout.spots)} circles of CVAT's template "
            "moved apart so that each can be picked",
        )
    main = skeleton.main_view
    if others := [view.id for view in skeleton.views if main and view.id != main.id]:
        yield Loss(
            Feature.POSITIONS, f"CVAT's template shows one view; not shown: {', '.join(others)}"
        )


def _sublabels(skeleton: Skeleton, holder: Holder) -> list[dict[str, Any]]:
    colours = label_colours(skeleton)
    return [
        {
            "name": point.name,
            "type": "points",
            "color": colours[point.id],
            "attributes": of_point(point, skeleton, holder),
        }
        for point in skeleton.keypoints
    ]
