"""Parquet files as files: opened, their stamps, and what is wrong with them in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from schemac.datasets.parquet.layout import Layout, layout_of
from schemac.labels import Fault, Faults, LabelError, NamingError, Place, Stamp, StampError
from schemac.labels.stamp import KEY
from schemac.model import Skeleton

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

MAGIC = b"PAR1"


class MissingError(LabelError):
    """The library that Parquet needs is not installed."""


@contextmanager
def opened(path: Path, faults: Faults) -> Iterator[pq.ParquetFile]:
    """A file to read from. Raises LabelError for what is none, also while it is read."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        fault = Fault(
            message="Parquet files need the library pyarrow", place=Place(file=str(path)),
            help="install it with `pip install 'schemac[tables]'`",
        )  # fmt: skip
        raise MissingError(fault) from None
    try:
        with pq.ParquetFile(path) as file:
            yield file
    except FileNotFoundError:
        raise
    except (pa.ArrowException, OSError) as error:
        said = " ".join(str(error).split())[:300]
        fault = Fault(message=f"not a Parquet file that can be read: {said}", place=_of(path))
        raise faults.broken(fault) from None


def layout(file: pq.ParquetFile, skeleton: Skeleton, path: Path, faults: Faults) -> Layout:
    """Where a file has the spec's keypoints. Raises LabelError where it has others."""
    try:
        return layout_of(file.schema_arrow, skeleton)
    except NamingError as error:
        raise broken(path, error, faults) from None


def broken(path: Path, error: NamingError, faults: Faults) -> LabelError:
    """The error for columns that are not what they must be."""
    return faults.broken(Fault(message=str(error), place=_of(path), help=error.help))


def stamp_of(path: Path) -> Stamp | None:
    """The stamp of a file, or None. Raises StampError for one that says something else."""
    import msgspec

    with opened(path, Faults()) as file:
        text = (file.metadata.metadata or {}).get(KEY.encode())
    if text is None:
        return None
    try:
        return Stamp.read(msgspec.json.decode(text))
    except msgspec.DecodeError:
        raise StampError("the stamp `schemac` is not JSON") from None


def stamped(schema: pa.Schema, stamp: Stamp) -> pa.Schema:
    """A schema with a stamp among what is said of the file already."""
    import msgspec

    text = msgspec.json.encode(stamp.record())
    return schema.with_metadata({**(schema.metadata or {}), KEY.encode(): text})


def _of(path: Path) -> Place:
    return Place(file=str(path))
