"""Tasks that come with a whole skeleton, to be dragged into place instead of drawn from nothing.

Each file is a list of one task that Label Studio imports as it is. Positions are those of the main
view, fitted into a picture; they are percentages, so another picture can take its place. A region
keeps its id when an annotator moves it: `p0_left_elbow` is the left elbow of the first instance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from schemac.format import Settings
from schemac.formats.label_studio.names import category, stored
from schemac.formats.label_studio.palette import BOX, IMAGE, KEYPOINTS
from schemac.formats.label_studio.strip import ATTRIBUTE, TIERS
from schemac.formats.label_studio.tree import Tree
from schemac.formats.label_studio.vector import VECTOR
from schemac.hotkeys import placing_tiers
from schemac.model import Keypoint, Skeleton

Result = dict[str, Any]
At = tuple[float, float]

WIDTH, HEIGHT = 1200, 900
"""The size of the sample picture, in pixels."""

DOT = 0.35
"""The size of a keypoint in percent of the width; without one Label Studio shows no keypoint."""

_SKELETON = "skeleton0"
_BOX = "box0"
_FILL = 0.84
_MARGIN = 3.0
_SAMPLE = (
    f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
    f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#eef0f2"/>'
    '<text x="20" y="36" font-family="sans-serif" font-size="22" fill="#868e96">'
    "Sample picture. Put your own in its place.</text></svg>"
)


def keypoint_task(skeleton: Skeleton, settings: Settings) -> list[dict[str, Any]]:
    """For `config.xml`: points before the box, since what comes first lies on top, and a box on
    top of its points could be clicked alone. Empty where a point has no position."""
    places = _places(skeleton)
    if not places:
        return []
    results = [
        result
        for id, place in places.items()
        for result in _keypoint(skeleton, skeleton.by_id[id], place, settings)
    ]
    return _task(skeleton, [*results, *_box(skeleton, places)])


def vector_task(skeleton: Skeleton, settings: Settings, tree: Tree) -> list[dict[str, Any]]:
    """For `vector.xml`: one vector whose vertices, in index order, carry what is stored for their
    keypoints as ids. `link` says what the line to `prevPointId` is."""
    places = _places(skeleton)
    if not places:
        return []
    vertices = [
        {
            "id": stored(twig.point, settings),
            "prevPointId": stored(twig.parent, settings) if twig.parent else None,
            **_xy(places[twig.point.id]),
            "isBezier": False,
            **({"link": twig.link} if twig.link else {}),
        }
        for twig in tree.twigs
    ]
    value = {"vertices": vertices, "closed": False, "vectorlabels": [category(skeleton)]}
    results = [_result(_SKELETON, VECTOR, "vectorlabels", value), *_answers(skeleton, _SKELETON)]
    return _task(skeleton, results)


def _task(skeleton: Skeleton, results: list[Result]) -> list[dict[str, Any]]:
    picture = f"data:image/svg+xml,{quote(_SAMPLE)}"
    prediction = {"model_version": str(skeleton.reference), "result": results}
    return [{"data": {IMAGE: picture}, "predictions": [prediction]}]


def _keypoint(
    skeleton: Skeleton, point: Keypoint, place: At, settings: Settings
) -> Iterator[Result]:
    """The point, and its tier if the spec states one for points of which nothing is said."""
    id = f"p0_{point.id}"
    value = {**_xy(place), "width": DOT, "keypointlabels": [stored(point, settings)]}
    yield _result(id, KEYPOINTS, "keypointlabels", value) | {"parentID": _BOX}
    default = skeleton.visibility.default if skeleton.visibility else None
    placing = {tier.id for tier in placing_tiers(skeleton)}
    if default in placing and (point.tiers is None or default in point.tiers):
        yield _result(id, TIERS, "choices", {"choices": [default]})


def _box(skeleton: Skeleton, places: Mapping[str, At]) -> Iterator[Result]:
    (left, right), (top, bottom) = (
        (max(min(c) - _MARGIN, 0.0), min(max(c) + _MARGIN, 100.0))
        for c in zip(*places.values(), strict=True)
    )
    value = {
        **_xy((left, top)),
        "width": round(right - left, 3),
        "height": round(bottom - top, 3),
        "rotation": 0,
        "rectanglelabels": [category(skeleton)],
    }
    yield _result(_BOX, BOX, "rectanglelabels", value)
    yield from _answers(skeleton, _BOX)


def _answers(skeleton: Skeleton, id: str) -> Iterator[Result]:
    """What the spec takes an instance's attributes to be unless something else is said."""
    for attribute in skeleton.instance.attributes if skeleton.instance else ():
        if attribute.default:
            yield _result(id, ATTRIBUTE + attribute.id, "choices", {"choices": [attribute.default]})


def _result(id: str, control: str, type: str, value: dict[str, Any]) -> Result:
    return {
        "id": id,
        "type": type,
        "from_name": control,
        "to_name": IMAGE,
        "original_width": WIDTH,
        "original_height": HEIGHT,
        "image_rotation": 0,
        "value": value,
    }


def _places(skeleton: Skeleton) -> Mapping[str, At]:
    """Keypoint id -> x and y in percent of the picture, for all points that are set by hand; empty
    where one of them has no position."""
    at = skeleton.positions()
    points = [point.id for point in skeleton.keypoints if point.kind != "constructed"]
    if not all(id in at for id in points):
        return {}
    (left, right), (top, bottom) = (
        (min(c), max(c)) for c in zip(*(at[id] for id in points), strict=True)
    )
    room = [(WIDTH, right - left), (HEIGHT, bottom - top)]
    scale = min((_FILL * size / extent for size, extent in room if extent), default=1.0)
    middle = (left + right) / 2, (top + bottom) / 2
    return {
        id: (
            50 + 100 * (at[id][0] - middle[0]) * scale / WIDTH,
            50 + 100 * (at[id][1] - middle[1]) * scale / HEIGHT,
        )
        for id in points
    }


def _xy(place: At) -> dict[str, float]:
    return {"x": round(place[0], 3), "y": round(place[1], 3)}
