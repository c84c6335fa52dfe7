"""The JSON Schema of map files, as we publish it."""

from __future__ import annotations

from typing import Any

from schemac.mapping.fidelity import WORDS
from schemac.mapping.record import EDITION

NAME = "migration-map.schema.json"
_DIGEST = "^sha256:[0-9a-f]{64}$"


def map_schema(base_uri: str = "urn:schemac:") -> dict[str, Any]:
    """The schema that every file `schemac map` writes is valid against (JSON Schema 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{base_uri}schema:migration-map:{EDITION}",
        "title": "Migration map",
        "description": "Leads labels of one keypoint skeleton to labels of another one.",
        **_record(
            schemac_map=_said({"const": EDITION}, "edition of this format"),
            digest=_said(
                {"type": "string", "pattern": _DIGEST},
                "of what the map does, between which skeletons, and by whom; not of this text",
            ),
            from_=_said(_ref("end"), "the skeleton whose labels are read"),
            to=_said(_ref("end"), "the skeleton whose labels are made"),
            made=_said(_list(_ref("made")), "how it came about, step by step, and by whom"),
            points=_said(_list(_ref("point")), "every target keypoint, in index order"),
            tiers=_said(_list(_ref("tier_step")), "every tier of the source, the best first"),
            losses=_said(_list(_ref("loss")), "what is not carried"),
            way_back=_said(_ref("way_back"), "whether the map can be undone"),
            sigma=_said(_ref("propagation"), "how the sigmas of points were computed"),
            optional=("sigma",),
        ),
        "$defs": _definitions(),
    }


def _definitions() -> dict[str, Any]:
    code = {"type": "integer", "minimum": 0}
    fraction = _said({"type": "number"}, "may be negative or above 1")
    ratio: dict[str, Any] = {"type": "string", "pattern": "^-?[0-9]+(/[0-9]+)?$"}
    return {
        "end": _record(
            spec=_text("id of the spec"),
            version=_text("its version"),
            digest={"type": "string", "pattern": _DIGEST},
            keypoints=_said(_list(_text("id"), unique=True), "ids in index order"),
            mirror=_said(_list(code), "index of the mirror partner of each, its own in the middle"),
            tiers=_list(_record(id=_text("id"), code=code, coordinates={"type": "boolean"})),
        ),
        "made": _record(
            how={"enum": ["landmarks", "lineage", "map", "inverse"]},
            of=_text("dictionaries, version or map document it follows from"),
            author=_text("whose rule it is"),
            rationale=_text("why"),
            optional=("author", "rationale"),
        ),
        "weight": {
            "oneOf": [fraction, _record(x=fraction, y=fraction)],
            "description": "Share of x and y; the shares of a point add up to 1 on either axis.",
        },
        "exact": {
            "oneOf": [ratio, _record(x=ratio, y=ratio)],
            "description": "The weight as a fraction, where a number can only come near it.",
        },
        "source": _record(
            keypoint=_text("id"),
            index=code,
            weight=_ref("weight"),
            exact=_ref("exact"),
            optional=("exact",),
        ),
        "point": _record(
            target=_text("id"),
            index=code,
            fidelity={"enum": list(WORDS)},
            sources=_list(_ref("source")),
            tier=_said(
                _ref("rule"),
                "the tier if all sources are placed; else the worst, or no label if one has none",
            ),
            why=_list(_text("a reason"), least=1),
            review=_said({"const": True}, "a person looks at the result"),
            sigmas=_list(_record(set=_text("set of the source"), value={"type": "number"})),
            optional=("tier", "why", "review", "sigmas"),
        )
        | {"allOf": _conditions()},
        "rule": {
            "oneOf": [
                {"enum": ["worst", "best"]},
                _record(worst_of_best_of=_list(_list(_text("id"), least=1), least=1)),
            ]
        },
        "tier_step": _record(
            from_=_text("tier of the source"),
            to=_text("tier of the target"),
            keeps_coordinates={"type": "boolean"},
        ),
        "loss": _record(
            what={"enum": ["source keypoint", "target keypoint", "tier"]},
            id=_text("of what"),
            message=_text("in a sentence"),
        ),
        "way_back": _record(lossless={"type": "boolean"}, why_not=_list(_text("a reason"))),
        "propagation": _record(
            formula=_text("formula"), source=_text("work"), assumes=_list(_text("assumption"))
        ),
    }


def _conditions() -> list[dict[str, Any]]:
    """An empty point has no sources and no tier; an approximate one says why."""
    empty: dict[str, Any] = {"properties": {"fidelity": {"enum": ["relabel", "none"]}}}
    close: dict[str, Any] = {"properties": {"fidelity": {"const": "approximate"}}}
    return [
        {
            "if": empty,
            "then": {"properties": {"sources": {"maxItems": 0}, "tier": False}},
            "else": {"properties": {"sources": {"minItems": 1}}, "required": ["tier"]},
        },
        {"if": close, "then": {"required": ["why"]}},
    ]


def _record(optional: tuple[str, ...] = (), **fields: Any) -> dict[str, Any]:
    """A closed object; `from_` stands for the word that Python keeps for itself."""
    properties = {name.rstrip("_"): schema for name, schema in fields.items()}
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def _list(items: dict[str, Any], *, least: int = 0, unique: bool = False) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "array", "items": items}
    if least:
        made["minItems"] = least
    if unique:
        made["uniqueItems"] = True
    return made


def _text(description: str) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "description": description}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def _said(schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {**schema, "description": description}
