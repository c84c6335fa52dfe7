"""Label Studio's JSON export, and tasks with predictions that it imports, in both layouts of the
target `label-studio`: keypoints under boxes, and one drawn skeleton an instance.

Label Studio's own COCO export merges the instances of an image and drops visibility; this does
not. Its exports JSON_MIN and CSV do not say which point is whose, and are not read.
(https://labelstud.io/guide/export, https://labelstud.io/guide/task_format)
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from schemac.datasets.label_studio.moving import move
from schemac.datasets.label_studio.reading import read, recognise, stamp
from schemac.datasets.label_studio.writing import write
from schemac.labels import Holds, LabelFormat, Labels, Writing

KEPT = frozenset(
    {
        Holds.TIERS, Holds.HIDDEN, Holds.UNPLACED, Holds.IMAGES, Holds.BARE, Holds.IDS,
        Holds.ANNOTATORS, Holds.ATTRIBUTES, Holds.SCORES, Holds.STAMP,
    }
)  # fmt: skip
"""What both layouts hold. What keypoints under boxes cannot say of a point without a place, the
writer counts as folded."""


def _write(labels: Iterable[Labels], path: Path, writing: Writing) -> None:
    write(labels, path, writing, "keypoints")


FORMAT = LabelFormat(
    name="label-studio",
    title="Label Studio",
    summary="Tasks with annotations and predictions, keypoints under boxes; both layouts are read",
    suffix=".json",
    holds=KEPT | {Holds.BOXES},
    recognise=recognise,
    read=read,
    write=_write,
    stamp=stamp,
    move=move,
    together="image",
)
