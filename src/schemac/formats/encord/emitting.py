"""An ontology structure. Its hashes come from the spec's ids, so that a point which is renamed
stays the same point to Encord, and the same spec gives the same file. Keys are those that Encord's
SDK sends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from schemac.artifact import Artifact, json_bytes
from schemac.colours import INSTANCE_COLOUR, label_colours
from schemac.format import Emission, Feature, Loss, Settings
from schemac.model import Attribute, Skeleton
from schemac.template_spots import Spots, template_spots

FILE = "ontology.json"

_MARGIN = 0.05
_PLACES = 4  # decimals of a share of the template's canvas


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """One object and its template, which Encord ties together by one hash."""
    spots = template_spots(skeleton, 1.0, _MARGIN)
    structure = {
        "objects": [_object(skeleton)],
        "classifications": [],
        "skeleton_templates": [{"template": _template(skeleton, spots)}],
    }
    return Emission(
        (Artifact(FILE, json_bytes(structure)),),
        tuple(_losses(skeleton)),
        tuple(_assumed(skeleton, spots)),
    )


def _object(skeleton: Skeleton) -> dict[str, Any]:
    attributes = skeleton.instance.attributes if skeleton.instance else ()
    made: dict[str, Any] = {
        "id": "1",
        "name": skeleton.category,
        "color": INSTANCE_COLOUR.upper(),
        "shape": "skeleton",
        "featureNodeHash": _hash(skeleton, "object"),
        "required": False,
        "archived": False,
    }
    if attributes:
        made["attributes"] = [
            _attribute(skeleton, each, f"1.{at}") for at, each in enumerate(attributes, 1)
        ]
    return made


def _attribute(skeleton: Skeleton, attribute: Attribute, id: str) -> dict[str, Any]:
    """One choice; `dynamic` may be answered anew in every frame."""
    return {
        "id": id,
        "name": attribute.title or attribute.id,
        "type": "radio",
        "featureNodeHash": _hash(skeleton, "attribute", attribute.id),
        "required": attribute.required,
        "archived": False,
        "dynamic": attribute.per == "frame",
        "options": [
            {
                "id": f"{id}.{at}",
                "label": value,
                "value": value,
                "featureNodeHash": _hash(skeleton, "attribute", attribute.id, value),
                "archived": False,
            }
            for at, value in enumerate(attribute.values, 1)
        ],
    }


def _template(skeleton: Skeleton, spots: Spots) -> dict[str, Any]:
    colours = label_colours(skeleton)
    places = [(round(x, _PLACES), round(y, _PLACES)) for x, y in spots.places]
    width, height = (max(axis) - min(axis) for axis in zip(*places, strict=True))
    return {
        "name": skeleton.category,
        "width": round(width, _PLACES),
        "height": round(height, _PLACES),
        "skeleton": {
            str(point.index): {
                "x": x,
                "y": y,
                "name": point.name,
                "color": colours[point.id].upper(),
                "value": point.name,
                "featureHash": _hash(skeleton, "point", point.id),
            }
            for point, (x, y) in zip(skeleton.keypoints, places, strict=True)
        },
        "skeletonEdges": _edges(skeleton, colours),
        "feature_node_hash": _hash(skeleton, "object"),
        "shape": "skeleton",
    }


def _edges(skeleton: Skeleton, colours: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Start -> end -> how it looks: the colour of the point it leads to, and none of a side when
    it joins two."""
    made: dict[str, dict[str, Any]] = {}
    for edge in skeleton.edges:
        a, b = skeleton.by_id[edge.source], skeleton.by_id[edge.target]
        colour = colours[b.id] if a.side == b.side else INSTANCE_COLOUR
        made.setdefault(str(a.index), {})[str(b.index)] = {"color": colour.upper()}
    return made


def _hash(skeleton: Skeleton, *what: str) -> str:
    """Eight characters, as Encord makes them."""
    return sha256("\0".join((skeleton.id, *what)).encode("utf-8", "replace")).hexdigest()[:8]


def _losses(skeleton: Skeleton) -> Iterator[Loss]:
    if any(point.side for point in skeleton.keypoints):
        yield Loss(Feature.SIDES, "Encord shows sides as colours only")
    others = [view.id for view in skeleton.views if view is not skeleton.main_view]
    if any(skeleton.positions(view) for view in others):
        yield Loss(Feature.POSITIONS, f"a template holds one view: without {', '.join(others)}")
    for attribute in skeleton.instance.attributes if skeleton.instance else ():
        if attribute.default:
            message = f"nothing preselects {attribute.id}: {attribute.default}"
            yield Loss(Feature.ATTRIBUTES, message)


def _assumed(skeleton: Skeleton, spots: Spots) -> Iterator[str]:
    yield from spots.assumed
    if skeleton.subject.category is None:
        yield f"the object's name is {skeleton.category}"
