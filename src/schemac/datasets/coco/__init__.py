"""COCO keypoint JSON, and COCO-WholeBody's: read, written, and moved with all else kept."""

from __future__ import annotations

import re
from pathlib import Path

from schemac.datasets.coco.moving import move
from schemac.datasets.coco.outline import stamp_in, values
from schemac.datasets.coco.reading import read
from schemac.datasets.coco.window import Window
from schemac.datasets.coco.writing import write
from schemac.labels import Holds, LabelFormat, Stamp

_OBJECT = re.compile(rb"(\xef\xbb\xbf)?[ \t\r\n]*\{")
_LISTS = re.compile(rb'"(images|annotations|categories)"[ \t\r\n]*:[ \t\r\n]*\[')
_RECORDS = re.compile(rb'"(images|categories)"[ \t\r\n]*:[ \t\r\n]*\[[ \t\r\n]*[\]{]')
_TASK = re.compile(rb'"data"[ \t\r\n]*:[ \t\r\n]*\{')  # of Label Studio
_HEAD = re.compile(rb'(\xef\xbb\xbf)?[ \t\r\n]*\{[ \t\r\n]*"(info|licenses)"[ \t\r\n]*:')


def recognise(path: Path, head: bytes) -> bool:
    """A JSON object that has one of COCO's lists near its beginning."""
    if not _OBJECT.match(head) or (_TASK.search(head) and not _RECORDS.search(head)):
        return False
    return bool(_LISTS.search(head) or _HEAD.match(head))


def stamp(path: Path) -> Stamp | None:
    """The stamp in `info`, or None. Raises StampError for what is none."""
    with Window(path) as window:
        return stamp_in(window, values(window, "info").get("info"))


FORMAT = LabelFormat(
    name="coco",
    title="COCO keypoints",
    summary="COCO keypoint JSON, also with the parts of COCO-WholeBody.",
    suffix=".json",
    holds=frozenset(Holds),
    recognise=recognise,
    read=read,
    write=write,
    stamp=stamp,
    move=move,
)
