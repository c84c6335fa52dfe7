"""The schema of one annotation of a COCO keypoint file (https://cocodataset.org/#format-data).

Files in the wild carry keys of their own, and exporters keep the coordinates of keypoints with
flag 0: both are let through.
"""

from __future__ import annotations

from typing import Any

from schemac.formats.json_schema.document import Schema, allowed, keypoint, laterality
from schemac.model import Keypoint, Skeleton

# Keypoint ids have no hyphen, so these names can never be one of them.
MASK, POLYGONS = "run-length-mask", "list-of-polygons"


def annotation(skeleton: Skeleton) -> Schema:
    """The schema of one annotation, without its head."""
    return {
        "title": f"{skeleton.title}: one COCO annotation",
        "description": " ".join(filter(None, [skeleton.summary, laterality(skeleton)])),
        **annotation_rules(skeleton),
        "$defs": definitions(skeleton),
    }


def annotation_rules(skeleton: Skeleton) -> Schema:
    """What an annotation has to be; refers to `definitions`."""
    properties = {
        "id": {"type": "integer", "description": "Unique in its file; pycocotools misreads 0."},
        "image_id": {"type": "integer"},
        "category_id": {"const": skeleton.category_id},
        "keypoints": _triples(skeleton.keypoints),
        "num_keypoints": {
            "type": "integer",
            "minimum": 0,
            "maximum": len(skeleton.keypoints),
            "description": "How many keypoints have flag 1 or 2. 0: the instance is not scored.",
        },
        "area": {
            "type": "number",
            "exclusiveMinimum": 0,
            "description": "Area of the segment in square pixels. OKS divides by it.",
        },
        "bbox": _box(),
        "iscrowd": {"type": "integer", "enum": [0, 1]},
        "segmentation": {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in (POLYGONS, MASK)]},
    }
    required = [name for name in properties if name != "segmentation"]
    return {"type": "object", "properties": properties, "required": required}


def definitions(skeleton: Skeleton) -> Schema:
    """The flag of each keypoint, by its id, and the forms of a segmentation."""
    flags = {point.id: _flag(skeleton, point) for point in skeleton.keypoints}
    return flags | {POLYGONS: _polygons(), MASK: _mask()}


def _flag(skeleton: Skeleton, point: Keypoint) -> Schema:
    # 0 is always allowed: an array has a place for every keypoint, labelled or not.
    folds = {0, *(tier.coco for tier in allowed(skeleton, point))}
    flags = sorted(folds) if skeleton.visibility else [0, 1, 2]
    return keypoint(point) | {"type": "integer", "enum": flags}


def _triples(points: tuple[Keypoint, ...]) -> Schema:
    items: list[Schema] = []
    for point in points:
        items += [{"type": "number"}, {"type": "number"}, {"$ref": f"#/$defs/{point.id}"}]
    return {
        "description": "x, y in pixels and a flag for each keypoint in index order. "
        "Flag 0: not labelled; 1: labelled, not visible; 2: labelled and visible. "
        "COCO sets x = y = 0 with flag 0; tools that keep the coordinates are let through.",
        **_tuple(items),
    }


def _box() -> Schema:
    corner, length = {"type": "number"}, {"type": "number", "minimum": 0}
    return {"description": "x, y, width, height.", **_tuple([corner, corner, length, length])}


def _polygons() -> Schema:
    polygon = {"type": "array", "items": {"type": "number"}, "minItems": 4}
    return {"description": "Polygons as x, y, x, y …", "type": "array", "items": polygon}


def _mask() -> Schema:
    run = {"type": "integer", "minimum": 0}
    return {
        "description": "Run lengths, as numbers or in COCO's compressed form.",
        "type": "object",
        "properties": {
            "counts": {"anyOf": [{"type": "string"}, {"type": "array", "items": run}]},
            "size": {"description": "Height, width.", **_tuple([run, run])},
        },
        "required": ["counts", "size"],
    }


def _tuple(items: list[Any]) -> Schema:
    length = len(items)
    return {
        "type": "array",
        "minItems": length,
        "maxItems": length,
        "prefixItems": items,
        "items": False,
    }
