"""The schema of our own record of one labelled instance, keypoints by id.

A keypoint is an object of a tier and, where the tier has them, coordinates. One that is left out
has the lowest tier that does not count as labelled; where the keypoint is allowed none of these,
it cannot be left out. A required keypoint has to be there with a tier that counts as labelled.
"""

from __future__ import annotations

from schemac.formats.json_schema.document import Schema, allowed, keypoint, laterality
from schemac.model import Attribute, Instance, Keypoint, Skeleton, Tier

# Keypoint ids have no hyphen, so this name can never be one of them.
LABELLED = "labelled-keypoint"


def instance(skeleton: Skeleton) -> Schema:
    """The schema of one instance, without its head."""
    rules = skeleton.instance
    properties: Schema = {
        "spec": {"const": str(skeleton.reference), "description": "The spec and its version."},
        "instance": {"type": "string", "minLength": 1, "description": _one(rules)},
    }
    required = ["spec", "instance", "keypoints"]
    if rules and rules.attributes:
        properties["attributes"] = _attributes(rules.attributes)
        if any(attribute.required for attribute in rules.attributes):
            required.append("attributes")
    properties["keypoints"] = _keypoints(skeleton)
    return {
        "title": f"{skeleton.title}: one instance",
        "description": " ".join(filter(None, [skeleton.summary, laterality(skeleton)])),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
        "$defs": {point.id: _keypoint(skeleton, point) for point in skeleton.keypoints}
        | {LABELLED: _labelled(skeleton)},
    }


def absent(skeleton: Skeleton, point: Keypoint) -> Tier | None:
    """The tier of a keypoint that a record leaves out; None where it has no such tier."""
    unlabelled = [t for t in allowed(skeleton, point) if _may_be_absent(t)]
    return min(unlabelled, key=lambda tier: tier.code, default=None)


def _may_be_absent(tier: Tier) -> bool:
    return not tier.evaluated and tier.coordinates != "required"


def _one(rules: Instance | None) -> str:
    said = [rules.one, rules.crowd] if rules else []
    if rules and rules.occlusion:
        estimate = rules.occlusion == "estimate"
        said.append(f"Hidden keypoints are {'estimated' if estimate else 'left unlabelled'}.")
    if rules and rules.at_least is not None:
        said.append(f"At least {rules.at_least} keypoints are labelled.")
    return " ".join(["The id of the instance.", *filter(None, said)])


def _attributes(attributes: tuple[Attribute, ...]) -> Schema:
    required = [attribute.id for attribute in attributes if attribute.required]
    return {
        "type": "object",
        "properties": {attribute.id: _attribute(attribute) for attribute in attributes},
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _attribute(attribute: Attribute) -> Schema:
    schema: Schema = {"title": attribute.title} if attribute.title else {}
    if attribute.per == "track":
        schema["description"] = "The same in every frame of a track."
    schema |= {"type": "string", "enum": list(attribute.values)}
    if attribute.default is not None:
        schema["default"] = attribute.default
    return schema


def _keypoints(skeleton: Skeleton) -> Schema:
    points = skeleton.keypoints
    required = [point.id for point in points if _must_be_there(skeleton, point)]
    least = skeleton.instance.at_least if skeleton.instance else None
    return {
        "description": f"Keypoints by id. {_left_out(skeleton)}",
        "type": "object",
        "properties": {point.id: {"$ref": f"#/$defs/{point.id}"} for point in points},
        **({"required": required} if required else {}),
        **({"minProperties": least} if least else {}),
        "additionalProperties": False,
    }


def _must_be_there(skeleton: Skeleton, point: Keypoint) -> bool:
    if point.required:
        return True
    follows = point.formula is not None or skeleton.visibility is None
    return not follows and absent(skeleton, point) is None


def _left_out(skeleton: Skeleton) -> str:
    if skeleton.visibility is None:
        return "One that is left out is not labelled."
    tiers = skeleton.visibility.tiers
    lowest = min(filter(_may_be_absent, tiers), key=lambda tier: tier.code, default=None)
    follow = "Computed ones follow from the others." if _computed(skeleton) else ""
    if lowest is None:
        return follow or "None can be left out."
    reading = f"One that is left out counts as `{lowest.id}`, or as its own lowest unlabelled tier."
    return f"{reading} {follow}".rstrip()


def _computed(skeleton: Skeleton) -> bool:
    return any(point.formula for point in skeleton.keypoints)


def _keypoint(skeleton: Skeleton, point: Keypoint) -> Schema:
    schema = keypoint(point) | {"$ref": f"#/$defs/{LABELLED}"}
    tiers = allowed(skeleton, point)
    if point.required:
        tiers = tuple(tier for tier in tiers if tier.evaluated) or tiers
    if skeleton.visibility and tiers != skeleton.visibility.tiers:
        ids = [tier.id for tier in tiers]
        schema |= {"type": "object", "properties": {"tier": {"enum": ids}}}
    return schema


def _labelled(skeleton: Skeleton) -> Schema:
    """A tier and coordinates, for any keypoint: which tiers want them, which refuse them."""
    tiers = skeleton.visibility.tiers if skeleton.visibility else ()
    number = {"type": "number", "description": "Pixels."}
    properties: Schema = {"x": number, "y": number}
    if not tiers:
        return _object(properties, ["x", "y"])
    meaning = " ".join(f"`{tier.id}`: {tier.definition}" for tier in tiers)
    ids = [tier.id for tier in tiers]
    properties = {"tier": {"type": "string", "enum": ids, "description": meaning}} | properties
    schema = _object(properties, ["tier"]) | {"dependentRequired": {"x": ["y"], "y": ["x"]}}
    policies = [*_policy(tiers, "required"), *_policy(tiers, "forbidden")]
    return schema | ({"allOf": policies} if policies else {})


def _policy(tiers: tuple[Tier, ...], coordinates: str) -> list[Schema]:
    ids = [tier.id for tier in tiers if tier.coordinates == coordinates]
    if not ids:
        return []
    must = coordinates == "required"
    then: Schema = {"properties": {"x": must, "y": must}}
    if must:
        then["required"] = ["x", "y"]
    return [{"if": {"properties": {"tier": {"enum": ids}}, "required": ["tier"]}, "then": then}]


def _object(properties: Schema, required: list[str]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
