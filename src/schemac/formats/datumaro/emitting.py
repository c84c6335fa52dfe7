"""A data set of Datumaro's own format. Joints count from 0; positions are normalised as Datumaro
does it itself: the longer side of their box is 1, its corner 0, 0."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from schemac.artifact import Artifact, json_bytes
from schemac.format import Emission, Feature, Loss, Settings
from schemac.model import Skeleton

FILE = "annotations/default.json"

_PLACES = 6
_IMAGE = 2  # Datumaro's MediaType.IMAGE


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """One label, number 0, and its points in index order."""
    categories = {
        "label": {
            "labels": [{"name": skeleton.category, "parent": "", "attributes": []}],
            "label_groups": [],
            "attributes": [],
        },
        "points": {"items": [_points(skeleton)]},
    }
    data = {
        "dm_format_version": "1.0",
        "media_type": _IMAGE,
        "infos": {"schemac": str(skeleton.reference)},
        "categories": categories,
        "items": [],
    }
    return Emission(
        (Artifact(FILE, json_bytes(data)),),
        tuple(_losses(skeleton)),
        tuple(_assumed(skeleton)),
    )


def _points(skeleton: Skeleton) -> dict[str, Any]:
    return {
        "label_id": 0,
        "labels": [point.name for point in skeleton.keypoints],
        "joints": [list(ends) for ends in skeleton.edge_indices],
        "positions": _positions(skeleton),
    }


def _positions(skeleton: Skeleton) -> list[float]:
    """x and y in turns for all points; none unless every point has a position."""
    known = skeleton.positions()
    places = [known[p.id] for p in skeleton.keypoints if p.id in known]
    if not places or len(places) < len(skeleton.keypoints):
        return []
    (left, right), (top, bottom) = ((min(v), max(v)) for v in zip(*places, strict=True))
    size = max(right - left, bottom - top) or 1.0
    scaled = [((x - left) / size, (y - top) / size) for x, y in places]
    return [round(value, _PLACES) for place in scaled for value in place]


def _losses(skeleton: Skeleton) -> Iterator[Loss]:
    known = skeleton.positions()
    missing = [point.id for point in skeleton.keypoints if point.id not in known]
    if known and missing:
        yield Loss(
            Feature.POSITIONS,
            f"Datumaro takes a position for every point or none, and {len(missing)} have none:"
            " positions is empty",
        )
    others = [view.id for view in skeleton.views if view is not skeleton.main_view]
    if any(skeleton.positions(view) for view in others):
        yield Loss(Feature.POSITIONS, f"categories hold one view: without {', '.join(others)}")
    yield Loss(Feature.VERSION, "the version stands in `infos`, which only people read")


def _assumed(skeleton: Skeleton) -> Iterator[str]:
    if skeleton.subject.category is None:
        yield f"the label's name is {skeleton.category}"
