"""The meta of a project with one class. Nodes are keyed by their labels, as Supervisely's SDK does.

`loc` is x, y: the SDK's own `add_point(row, col)` writes `[row, col]` and draws them as x and y.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from schemac.artifact import Artifact, json_bytes
from schemac.colours import INSTANCE_COLOUR, label_colours
from schemac.format import Emission, Feature, Loss, Settings
from schemac.model import Skeleton
from schemac.template_spots import Spots, template_spots

FILE = "meta.json"

_SIZE, _MARGIN = 1000.0, 50.0  # places are whole numbers there


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """Nodes in index order, lines in that of the spec."""
    spots = template_spots(skeleton, _SIZE, _MARGIN)
    meta = {"classes": [_class(skeleton, spots)], "tags": [], "projectType": "images"}
    return Emission(
        (Artifact(FILE, json_bytes(meta)),),
        tuple(_losses(skeleton)),
        tuple(_assumed(skeleton, spots)),
    )


def _class(skeleton: Skeleton, spots: Spots) -> dict[str, Any]:
    colours = label_colours(skeleton)
    return {
        "title": skeleton.category,
        "description": "",
        "shape": "graph",
        "color": INSTANCE_COLOUR.upper(),
        "geometry_config": {
            "nodes": {
                point.name: {
                    "label": point.name,
                    "loc": [round(x), round(y)],
                    "color": colours[point.id].upper(),
                }
                for point, (x, y) in zip(skeleton.keypoints, spots.places, strict=True)
            },
            "edges": _edges(skeleton, colours),
        },
        "hotkey": "",
    }


def _edges(skeleton: Skeleton, colours: Mapping[str, str]) -> list[dict[str, str]]:
    """A line has the colour of the point it leads to, and none of a side when it joins two."""
    ends = [(skeleton.by_id[e.source], skeleton.by_id[e.target]) for e in skeleton.edges]
    return [
        {
            "src": a.name,
            "dst": b.name,
            "color": (colours[b.id] if a.side == b.side else INSTANCE_COLOUR).upper(),
        }
        for a, b in ends
    ]


def _losses(skeleton: Skeleton) -> Iterator[Loss]:
    if any(point.side for point in skeleton.keypoints):
        yield Loss(Feature.SIDES, "Supervisely shows sides as colours only")
    others = [view.id for view in skeleton.views if view is not skeleton.main_view]
    if any(skeleton.positions(view) for view in others):
        yield Loss(Feature.POSITIONS, f"a template holds one view: without {', '.join(others)}")


def _assumed(skeleton: Skeleton, spots: Spots) -> Iterator[str]:
    yield from spots.assumed
    if skeleton.subject.category is None:
        yield f"the class's name is {skeleton.category}"
