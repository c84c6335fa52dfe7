"""The formats, by name. Each is imported when it is used: importing all would cost every call."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from schemac.format import Format

USUAL: dict[str, str] = {
    "json-schema": "schemac.formats.json_schema",
    "coco": "schemac.formats.coco",
    "cvat": "schemac.formats.cvat",
    "label-studio": "schemac.formats.label_studio",
    "mmpose": "schemac.formats.mmpose",
    "ultralytics": "schemac.formats.ultralytics",
}
"""What a build emits when nobody says which targets are wanted."""

FURTHER: dict[str, str] = {
    "supervisely": "schemac.formats.supervisely",
    "encord": "schemac.formats.encord",
    "labelbox": "schemac.formats.labelbox",
    "v7": "schemac.formats.v7",
    "roboflow": "schemac.formats.roboflow",
    "detectron2": "schemac.formats.detectron2",
    "huggingface": "schemac.formats.huggingface",
    "rfdetr": "schemac.formats.rfdetr",
    "albumentationsx": "schemac.formats.albumentationsx",
    "openpifpaf": "schemac.formats.openpifpaf",
    "lightning-pose": "schemac.formats.lightning_pose",
    "pycocotools": "schemac.formats.pycocotools",
    "fiftyone": "schemac.formats.fiftyone",
    "supervision": "schemac.formats.supervision",
    "datumaro": "schemac.formats.datumaro",
    "deeplabcut": "schemac.formats.deeplabcut",
    "sleap": "schemac.formats.sleap",
    "opensim": "schemac.formats.opensim",
    "trc": "schemac.formats.trc",
    "c3d": "schemac.formats.c3d",
    "typescript": "schemac.formats.typescript",
    "python": "schemac.formats.python",
    "markdown": "schemac.formats.markdown",
    "csv": "schemac.formats.csv",
}
"""What is emitted when it is asked for by name."""

READ_ONLY: dict[str, str] = {
    "openpose": "schemac.formats.openpose",
    "mediapipe": "schemac.formats.mediapipe",
    "names": "schemac.formats.names",
}
"""What can be imported and is no target."""

FORMATS: dict[str, str] = {**USUAL, **FURTHER}
"""The targets."""


def load(name: str) -> Format:
    """The format of a name in `FORMATS` or `READ_ONLY`. Raises KeyError for another name."""
    module = FORMATS.get(name) or READ_ONLY[name]
    return cast(Format, import_module(module).FORMAT)
