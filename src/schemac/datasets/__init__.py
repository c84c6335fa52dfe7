"""File formats of labels. One module or package a format; they do not know each other.

Each module has `FORMAT`. They are loaded when they are asked for, since most need a heavy library.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schemac.labels import LabelFormat

NAMES = (
    "coco", "cvat-images", "cvat-video", "label-studio", "label-studio-vector", "ultralytics",
    "parquet", "csv", "csv-wide",
)  # fmt: skip
"""Formats by name, in the order in which they are asked whether a file is theirs."""

_MODULES = {
    "coco": "coco",
    "cvat-images": "cvat.images",
    "cvat-video": "cvat.video",
    "label-studio": "label_studio",
    "label-studio-vector": "label_studio.vector",
    "ultralytics": "ultralytics",
    "parquet": "parquet",
    "csv": "csv.long",
    "csv-wide": "csv.wide",
}
_HEAD = 65536


def label_format(name: str) -> LabelFormat:
    """A format by name. Raises KeyError for an unknown one."""
    module = import_module(f"schemac.datasets.{_MODULES[name]}")
    found: LabelFormat = module.FORMAT
    return found


def recognised(path: Path) -> LabelFormat | None:
    """The format of a file or folder, from its name and its first bytes; None when it is none of
    ours. Raises OSError when it cannot be opened."""
    head = b""
    if not path.is_dir():
        with path.open("rb") as file:
            head = file.read(_HEAD)
    formats = map(label_format, NAMES)
    return next((format for format in formats if format.recognise(path, head)), None)
