"""The formats, by name. Each is imported when it is used: importing all would cost every call."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from schemac.format import Format

FORMATS: dict[str, str] = {
    "json-schema": "schemac.formats.json_schema",
    "coco": "schemac.formats.coco",
    "cvat": "schemac.formats.cvat",
    "label-studio": "schemac.formats.label_studio",
    "mmpose": "schemac.formats.mmpose",
    "ultralytics": "schemac.formats.ultralytics",
}


def load(name: str) -> Format:
    """The format of a name in `FORMATS`. Raises KeyError for another name."""
    return cast(Format, import_module(FORMATS[name]).FORMAT)
