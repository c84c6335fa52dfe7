"""The grammar as JSON Schema, for editors: completion, hover texts and early warnings.

Only what draft-07 and 2020-12 share is used, because editors differ in what they know. The
compiler itself reads by the grammar; this is an image of it, and slightly more lenient.
"""

from __future__ import annotations

from typing import Any

from schemac.reading import grammar
from schemac.reading.types import RecordOf, records_of

BASE = "urn:schemac:language:1"


def editor_schema(kind: str | None = None) -> dict[str, Any]:
    """The schema of one kind of document, or of any, told apart by its second line."""
    kinds = {kind: grammar.KINDS[kind]} if kind else grammar.KINDS
    records: dict[str, RecordOf] = {}
    for record in kinds.values():
        for found in records_of(record):
            records.setdefault(found.name, found)
    schema: dict[str, Any] = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": f"{BASE}:{kind or 'document'}",
        "title": f"schemac {kind or 'document'}, edition 1",
    }
    if kind:
        schema["$ref"] = kinds[kind].schema()["$ref"]
        schema["allOf"] = [{"$ref": schema.pop("$ref")}]
    else:
        schema["type"] = "object"
        schema["required"] = ["schemac"]
        schema["anyOf"] = [{"required": [name]} for name in kinds]
        schema["allOf"] = [
            {"if": {"required": [name]}, "then": record.schema()} for name, record in kinds.items()
        ]
    schema["$defs"] = {_key(record): _object(record) for record in records.values()}
    return schema


def _object(record: RecordOf) -> dict[str, Any]:
    required = [field.name for field in record.fields if field.required]
    made: dict[str, Any] = {
        "title": record.name,
        "description": record.doc,
        "type": "object",
        "properties": {
            field.name: {"description": field.doc, **_sibling(field.type.schema())}
            for field in record.fields
        },
        "additionalProperties": False,
    }
    return {**made, "required": required} if required else made


def _sibling(schema: dict[str, Any]) -> dict[str, Any]:
    """Draft-07 ignores what stands beside `$ref`, so a reference is wrapped."""
    return {"allOf": [schema]} if "$ref" in schema else schema


def _key(record: RecordOf) -> str:
    return record.name.replace(" ", "_")
