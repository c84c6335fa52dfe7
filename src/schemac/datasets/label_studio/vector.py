"""Label Studio's other layout: each instance is one drawn skeleton, without a box."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from schemac.datasets.label_studio import KEPT
from schemac.datasets.label_studio.moving import move
from schemac.datasets.label_studio.reading import read, stamp
from schemac.datasets.label_studio.writing import write
from schemac.labels import LabelFormat, Labels, Writing


def _write(labels: Iterable[Labels], path: Path, writing: Writing) -> None:
    write(labels, path, writing, "vector")


FORMAT = LabelFormat(
    name="label-studio-vector",
    title="Label Studio, drawn skeletons",
    summary="Tasks with one drawn skeleton an instance, without a box; any tier may lack a place",
    suffix=".json",
    holds=KEPT,
    recognise=lambda path, head: False,  # `label-studio` reads both
    read=read,
    write=_write,
    stamp=stamp,
    move=move,
    together="image",
)
