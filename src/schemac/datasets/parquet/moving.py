"""A Parquet file carried to another skeleton: the columns of keypoints change, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schemac.datasets.parquet.files import ROWS, broken, layout, opened, stamped, texts
from schemac.datasets.parquet.layout import Layout
from schemac.datasets.parquet.rows import ByArrays, ByColumns, Mapped, Rows
from schemac.datasets.parquet.spliced import Spliced
from schemac.datasets.parquet.splicing import Splicing
from schemac.datasets.parquet.thrift import ThriftError
from schemac.datasets.parquet.values import tiers_of
from schemac.labels import Moving, NamingError
from schemac.model import Skeleton

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

_CELLS = 1 << 24  # of a row group that is kept whole: what is held in memory


def move(source: Path, target: Path, moving: Moving) -> None:
    """Row groups stay as they are, unless they are too large to be held in memory.

    Where `carry` shows its map, columns are carried as they are, else by way of arrays. What is
    only copied is not coded again, in files of which that can be said with certainty.
    """
    import pyarrow.parquet as pq

    with opened(source, moving.faults) as file:
        found = layout(file, moving.source, source, moving.faults)
        try:
            carried = _carried(found, moving)
            schema = stamped(carried.schema, moving.stamp)
        except NamingError as error:
            raise broken(source, error, moving.faults) from None
        rows = Rows(source, found, carried, moving)
        how = {
            "compression": _codec(file), "use_dictionary": _repeating(file, found, moving.target)
        }  # fmt: skip
        if isinstance(carried, ByColumns) and _largest(file) <= _most(rows):
            try:
                out = Spliced(source, target, schema, how)
            except ThriftError:
                pass  # whatever it is, pyarrow can read it
            else:
                with out:
                    _run(out.put, Splicing(file, rows, carried, out))
                return
        with pq.ParquetWriter(target, schema, **how) as whole:
            tables = _groups(file, rows)
            _run(whole.write_table, ((table, len(table) or 1) for table in tables))


def _carried(found: Layout, moving: Moving) -> ByColumns | ByArrays:
    if isinstance(moving.carry, Mapped):
        return ByColumns(moving.carry, found)
    return ByArrays(found, moving)


def _repeating(file: pq.ParquetFile, found: Layout, target: Skeleton) -> list[str]:
    """Columns whose values come again and again: all but coordinates, which are written as they
    are. Looking for repeated ones among them takes a third of the time, and saves no space."""
    points = {found.schema.field(at).name for point in found.points for at in point}
    paths = (file.schema.column(at).path for at in range(len(file.schema)))
    return [*(path for path in paths if path not in points), *tiers_of(target)]


def _codec(file: pq.ParquetFile) -> str:
    """How the file is compressed, by its first column of text."""
    names = set(texts(file))
    paths = (file.schema.column(at).path for at in range(len(file.schema)))
    at = next((at for at, path in enumerate(paths) if path in names), None)
    if at is None or not file.num_row_groups:
        return "zstd"
    name: str = file.metadata.row_group(0).column(at).compression
    return "none" if name == "UNCOMPRESSED" else name.lower()


def _largest(file: pq.ParquetFile) -> int:
    """The rows of the largest row group."""
    groups = map(file.metadata.row_group, range(file.num_row_groups))
    return max((group.num_rows for group in groups), default=0)


def _most(rows: Rows) -> int:
    """How many rows may be held in memory."""
    return max(ROWS, _CELLS // max(1, len(rows.carried.schema)))


def _groups(file: pq.ParquetFile, rows: Rows) -> Iterator[pa.Table]:
    """Carried row groups, the large ones in pieces."""
    import pyarrow as pa

    size, most = rows.size, _most(rows)
    total, done = max(1, file.metadata.num_rows), 0
    for group in range(file.num_row_groups):
        held: list[pa.RecordBatch] = []
        for batch in file.iter_batches(batch_size=ROWS, row_groups=[group]):
            if held and sum(map(len, held)) + len(batch) > most:
                yield pa.Table.from_batches(held)
                held = []
            held.append(rows.carry(batch, done))
            before, done = done, done + len(batch)
            rows.moving.advance(size * done // total - size * before // total)
        if held:
            yield pa.Table.from_batches(held)


def _run(write: Callable[..., None], parts: Iterable[tuple[Any, ...]]) -> None:
    """Write each part while the next is read and carried."""
    with ThreadPoolExecutor(1) as pool:
        writing = None
        for part in parts:
            if writing:
                writing.result()
            writing = pool.submit(write, *part)
        if writing:
            writing.result()
