"""Parquet: a row an instance, three columns a keypoint, by the names in `schemac.labels.columns`.

Files with these columns are what data frames, DuckDB, Spark and Dask read as they are.
"""

from __future__ import annotations

from pathlib import Path

from schemac.datasets.parquet.files import MAGIC, stamp_of
from schemac.datasets.parquet.moving import move
from schemac.datasets.parquet.reading import read
from schemac.datasets.parquet.writing import write
from schemac.labels import Holds, LabelFormat


def recognise(path: Path, head: bytes) -> bool:
    """Whether a file begins as Parquet does."""
    return head.startswith(MAGIC)


FORMAT = LabelFormat(
    name="parquet",
    title="Parquet",
    summary="A table: a row an instance, columns <id>.x, <id>.y and <id>.tier a keypoint.",
    suffix=".parquet",
    holds=frozenset(Holds) - {Holds.BARE},
    recognise=recognise,
    read=read,
    write=write,
    stamp=stamp_of,
    move=move,
)
