"""Parquet files as files: opened, their stamps, and what is wrong with them in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from schemac.datasets.parquet.layout import Layout, layout_of
from schemac.datasets.parquet.tiers import value_type
from schemac.labels import Fault, Faults, LabelError, NamingError, Place, Stamp, StampError
from schemac.labels.stamp import KEY
from schemac.model import Skeleton

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

MAGIC = b"PAR1"
ROWS = 1 << 15
"""How many rows are held at a time, at most."""

_MOST = 1 << 29  # bytes of text in as many rows


class MissingError(LabelError):
    """The library that Parquet needs is not installed."""


@contextmanager
def opened(path: Path, faults: Faults) -> Iterator[pq.ParquetFile]:
    """A file to read from. Raises LabelError for what is none, also while it is read, and OSError
    when the disk fails."""
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
            if size := _swollen(path, file):
                said = f"{ROWS:,} rows of it hold {size:,} bytes of the same texts again and again"
                raise faults.broken(Fault(message=said, place=_of(path)))
            yield file
    except (pa.ArrowException, OSError, UnicodeError) as error:
        if getattr(error, "errno", None):  # the disk's fault, maybe while another file is written
            raise
        said = " ".join(str(error).split())[:300]
        fault = Fault(message=f"not a Parquet file that can be read: {said}", place=_of(path))
        raise faults.broken(fault) from None


def _swollen(path: Path, file: pq.ParquetFile) -> int:
    """How many bytes of text some rows hold, where that is too much; else 0.

    A file of a few bytes may say a text of many megabytes once, and then refer to it in each row.
    """
    import pyarrow.parquet as pq

    if not (names := texts(file)):
        return 0
    with pq.ParquetFile(path, read_dictionary=names) as again:
        for group in range(file.num_row_groups):
            first = next(again.iter_batches(1, row_groups=[group], columns=names), None)
            if first is None or _longest(first) * ROWS <= _MOST:
                continue
            for batch in again.iter_batches(ROWS, row_groups=[group], columns=names):
                if (size := _told(batch)) > _MOST:
                    return size
    return 0


def texts(file: pq.ParquetFile) -> list[str]:
    """The names of columns that hold text. `opened` has begun to read them in every row group, so
    what the file says of them is sound; to ask it of other columns may end the process, since
    pyarrow does not catch all that it finds wrong there."""
    import pyarrow.types as types

    kinds = types.is_string, types.is_large_string, types.is_binary
    return [
        field.name
        for field in file.schema_arrow
        if any(is_kind(value_type(field.type)) for is_kind in kinds)
    ]


def _longest(batch: pa.RecordBatch) -> int:
    """The length of the longest text that a column refers to."""
    import pyarrow as pa
    import pyarrow.compute as pc

    lengths = [
        pc.max(pc.binary_length(column.dictionary)).as_py() or 0
        for column in batch.columns
        if isinstance(column, pa.DictionaryArray)
    ]
    return max(lengths, default=0)


def _told(batch: pa.RecordBatch) -> int:
    """The bytes of all texts of a column, each as often as it is referred to."""
    import pyarrow as pa
    import pyarrow.compute as pc

    sums = [
        pc.sum(pc.take(pc.binary_length(column.dictionary).cast("int64"), column.indices)).as_py()
        for column in batch.columns
        if isinstance(column, pa.DictionaryArray)
    ]
    return sum(size or 0 for size in sums)


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
