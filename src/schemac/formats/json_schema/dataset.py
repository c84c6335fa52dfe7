"""The schema of a COCO keypoint file that holds this skeleton, perhaps among others."""

from __future__ import annotations

from schemac.formats.json_schema.annotation import annotation_rules, definitions
from schemac.formats.json_schema.document import Schema, laterality
from schemac.model import Skeleton

# Keypoint ids have no hyphen, so these names can never be one of them.
ANNOTATION, CATEGORY = "keypoint-annotation", "keypoint-category"


def dataset(skeleton: Skeleton) -> Schema:
    """The schema of a whole file, without its head."""
    image = {"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]}
    return {
        "title": f"{skeleton.title}: COCO file",
        "description": "Annotations and categories with another category id are let through. "
        + laterality(skeleton),
        "type": "object",
        "properties": {
            "images": {"type": "array", "items": image},
            "annotations": {
                "type": "array",
                "items": _where("category_id", skeleton.category_id, ANNOTATION),
            },
            "categories": _categories(skeleton),
        },
        "required": ["images", "annotations", "categories"],
        "$defs": {
            CATEGORY: _category(skeleton),
            ANNOTATION: annotation_rules(skeleton),
            **definitions(skeleton),
        },
    }


def _where(key: str, number: int, definition: str) -> Schema:
    """An object that has to fit a definition when its key is this number."""
    return {
        "type": "object",
        "if": {"properties": {key: {"const": number}}, "required": [key]},
        "then": {"$ref": f"#/$defs/{definition}"},
    }


def _categories(skeleton: Skeleton) -> Schema:
    number = skeleton.category_id
    return {
        "description": f"Exactly one is category {number}, which is this skeleton.",
        "type": "array",
        "items": _where("id", number, CATEGORY),
        "contains": {
            "type": "object",
            "properties": {"id": {"const": number}},
            "required": ["id"],
        },
        "minContains": 1,
        "maxContains": 1,
    }


def _category(skeleton: Skeleton) -> Schema:
    subject = skeleton.subject
    stated = {
        "id": skeleton.category_id,
        "name": skeleton.category,
        "keypoints": [point.name for point in skeleton.keypoints],
        "skeleton": [[a + 1, b + 1] for a, b in skeleton.edge_indices],
    }
    properties = {key: {"const": value} for key, value in stated.items()}
    if subject.supercategory is not None:
        properties["supercategory"] = {"const": subject.supercategory}
    return {"type": "object", "properties": properties, "required": list(stated)}
