"""What programs get of a finding."""

from __future__ import annotations

import json

import jsonschema

from schemac.diagnostic import Code, Note
from schemac.report import render_json
from schemac.source import NOWHERE, Origin, Source, Span

TWICE = Code(id="N001", name="duplicate-name")
NUMBER = {"type": ["integer", "null"], "minimum": 1}
PLACE = {
    "file": {"type": ["string", "null"]},
    "line": NUMBER,
    "column": NUMBER,
    "end_line": NUMBER,
    "end_column": NUMBER,
}
COUNT = {"type": "integer", "minimum": 0}


def closed(**properties: object) -> dict[str, object]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


SPAN = {key: {"type": "integer"} for key in ("line", "column", "end_line", "end_column")}
FIX = closed(
    title={"type": "string"},
    safe={"type": "boolean"},
    edits={"type": "array", "minItems": 1, "items": closed(**SPAN, text={"type": "string"})},
)
SCHEMA = closed(
    version={"const": 1},
    diagnostics={
        "type": "array",
        "items": closed(
            code={"type": "string"},
            rule={"type": "string"},
            severity={"enum": ["error", "warning", "note"]},
            message={"type": "string"},
            **PLACE,
            notes={"type": "array", "items": closed(message={"type": "string"}, **PLACE)},
            help={"type": ["string", "null"]},
            points={"type": "array", "items": {"type": "string"}},
            fixes={"type": "array", "items": FIX},
        ),
    },
    summary=closed(
        errors=COUNT,
        warnings=COUNT,
        notes=COUNT,
        files=COUNT,
        checked={"type": ["integer", "null"]},
    ),
)


def locate(origin: Origin) -> tuple[Source, Span | None]:
    return Source(origin.file, "a: 1\n"), Span(1, 1, 1, 2)


FOUND = [
    TWICE.at(
        Origin("/p/b.yaml"),
        "twice \x9b \ud800 肘",
        Note("first", Origin("/p/a.yaml"), Span(3, 4, 3, 9)),
        Note("nowhere"),
        help="mend it",
        points=("left_elbow",),
    ),
    TWICE.at(Origin("/p/b.yaml"), "same", points=("left_elbow",)),
    TWICE.at(Origin("/p/b.yaml"), "same", points=("right_elbow",)),
    TWICE.at(NOWHERE, "no file"),
]


def test_the_document_keeps_its_schema_and_says_everything():
    document = json.loads(render_json(FOUND, locate, cwd="/p", checked=2))
    jsonschema.validate(document, SCHEMA)
    nowhere, same, twice = document["diagnostics"]
    assert nowhere["file"] is None
    assert same["points"] == ["left_elbow", "right_elbow"], "one finding, both keypoints"
    assert (twice["file"], twice["line"], twice["end_column"]) == ("b.yaml", 1, 2)
    assert twice["message"] == "twice \x9b \ud800 肘"
    assert [n["line"] for n in twice["notes"]] == [3, None]
    assert document["summary"] == {
        "errors": 3, "warnings": 0, "notes": 0, "files": 1, "checked": 2,
    }  # fmt: skip


def test_keys_stand_in_the_documented_order_and_the_bytes_are_ascii():
    text = render_json(FOUND, locate)
    assert text.isascii()
    assert list(json.loads(text)["diagnostics"][0]) == list(
        SCHEMA["properties"]["diagnostics"]["items"]["properties"]  # type: ignore[index]
    )
    assert text == render_json(list(reversed(FOUND[:2])) + FOUND[2:], locate)


def test_nothing_found_is_a_document_too():
    jsonschema.validate(json.loads(render_json([], locate)), SCHEMA)
