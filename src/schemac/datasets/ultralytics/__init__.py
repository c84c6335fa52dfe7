"""Ultralytics: a folder with `data.yaml`, pictures, and a label file a picture."""

from __future__ import annotations

from pathlib import Path

from schemac.datasets.ultralytics.config import config_in, stamp_of
from schemac.datasets.ultralytics.moving import move
from schemac.datasets.ultralytics.reading import read
from schemac.datasets.ultralytics.writing import write
from schemac.labels import Holds, LabelFormat


def recognise(path: Path, head: bytes) -> bool:
    """Whether a folder has a `data.yaml` with keypoints."""
    return path.is_dir() and config_in(path) is not None


FORMAT = LabelFormat(
    name="ultralytics",
    title="Ultralytics",
    summary="A folder with data.yaml, images/ and labels/: a text file a picture.",
    suffix="",
    holds=frozenset({Holds.HIDDEN, Holds.BOXES, Holds.IMAGES, Holds.BARE, Holds.STAMP}),
    recognise=recognise,
    read=read,
    write=write,
    stamp=stamp_of,
    move=move,
    together="image",
)
