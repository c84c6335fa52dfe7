"""A Parquet file carried to another skeleton: the columns of keypoints change, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from schemac.datasets.parquet.carrying import Carried
from schemac.datasets.parquet.files import ROWS, broken, layout, opened, stamped, texts
from schemac.datasets.parquet.layout import Layout
from schemac.datasets.parquet.tiers import STRANGE, TierError, any_positions
from schemac.datasets.parquet.values import columns_of, fields_of, keypoints_of, rungs, tiers_of
from schemac.labels import Fault, Ladder, Moving, NamingError, Place
from schemac.mapping import MigrationMap
from schemac.model import Skeleton

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq
    from numpy.typing import NDArray

_CELLS = 1 << 24  # of a row group that is kept whole: what is held in memory


@runtime_checkable
class Mapped(Protocol):
    """What carries labels by a map that one may look at, and counts what the map did to them."""

    map: MigrationMap

    def count(self, given: NDArray[Any], result: NDArray[Any], counts: Any, /) -> None: ...


def move(source: Path, target: Path, moving: Moving) -> None:
    """Row groups stay as they are, unless they are too large to be held in memory.

    Where `carry` shows its map, columns are carried as they are, else by way of arrays.
    """
    import pyarrow.parquet as pq

    with opened(source, moving.faults) as file:
        found = layout(file, moving.source, source, moving.faults)
        try:
            carried = _carried(found, moving)
            schema = stamped(carried.schema, moving.stamp)
        except NamingError as error:
            raise broken(source, error, moving.faults) from None
        rows = _Rows(source, found, carried, moving)
        repeating = _repeating(file, found, moving.target)
        with pq.ParquetWriter(
            target, schema, compression=_codec(file), use_dictionary=repeating
        ) as out:
            _write(_groups(file, rows, source.stat().st_size), out)


def _carried(found: Layout, moving: Moving) -> _ByColumns | _ByArrays:
    if isinstance(moving.carry, Mapped):
        return _ByColumns(moving.carry, found, moving)
    return _ByArrays(found, moving)


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


def _groups(file: pq.ParquetFile, rows: _Rows, size: int) -> Iterator[pa.Table]:
    """Carried row groups, the large ones in pieces."""
    import pyarrow as pa

    most = max(ROWS, _CELLS // max(1, len(rows.carried.schema)))
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


def _write(tables: Iterator[pa.Table], out: pq.ParquetWriter) -> None:
    """Write each table while the next is read and carried."""
    with ThreadPoolExecutor(1) as pool:
        writing = None
        for table in tables:
            if writing:
                writing.result()
            writing = pool.submit(out.write_table, table, len(table) or 1)
        if writing:
            writing.result()


class _Rows:
    """Rows of a file on their way, counted; those with a tier that there is not are reported."""

    def __init__(
        self, path: Path, found: Layout, carried: _ByColumns | _ByArrays, moving: Moving
    ) -> None:
        self.carried = carried
        self.moving = moving
        self._path = path
        self._layout = found

    def carry(self, batch: pa.RecordBatch, first: int) -> pa.RecordBatch:
        """A batch, the first row of which has the number `first`."""
        try:
            after = self.carried(batch)
        except TierError:
            batch = self._usable(batch, first)
            after = self.carried(batch)
        account = self.moving.account
        account.instances += len(batch)
        tiers = (batch.column(point.tier) for point in self._layout.points)
        account.keypoints += sum(len(tier) - tier.null_count for tier in tiers)
        return after

    def _usable(self, batch: pa.RecordBatch, first: int) -> pa.RecordBatch:
        """The rows without what no tier is; the others are reported."""
        import numpy as np

        keep = np.ones(len(batch), dtype=bool)
        ladder = Ladder(self.moving.source)
        ids, codes = rungs(ladder)
        for point, id in zip(self._layout.points, self.moving.source.keypoints, strict=True):
            column = batch.column(point.tier)
            strange = np.flatnonzero((any_positions(column, ids, codes) == STRANGE) & keep)
            for row in map(int, strange):
                keep[row] = False
                error = TierError(column[row].as_py(), row)
                self._report(batch, row, first, f"`{id.id}`: {error}")
        self.moving.account.set_aside += int((~keep).sum())
        return batch.filter(keep)

    def _report(self, batch: pa.RecordBatch, row: int, first: int, message: str) -> None:
        def told(name: str) -> str | None:
            value = batch.column(name)[row].as_py() if name in batch.schema.names else None
            return None if value is None else str(value)

        self.moving.faults.report(
            Fault(
                message=f"row {first + row + 1}: {message}", place=Place(file=str(self._path)),
                image=told("image"), instance=told("instance"),
            )
        )  # fmt: skip


class _ByColumns:
    """Carries the columns of a batch by a map."""

    def __init__(self, carry: Mapped, found: Layout, moving: Moving) -> None:
        self._carry = carry
        self._carried = Carried(carry.map, found)
        self._counts = moving.account.carried
        self.schema = self._carried.schema

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        after, seen = self._carried.shown(batch)
        self._carry.count(seen.given, seen.result, self._counts)
        return after


class _ByArrays:
    """Carries a batch with a function over arrays (N, K, 3)."""

    def __init__(self, found: Layout, moving: Moving) -> None:
        self._found = found
        self._moving = moving
        self._type = found.schema.field(found.points[0].tier).type
        self.schema = found.schema_with(fields_of(moving.target, self._type))

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        import numpy as np
        import pyarrow as pa

        given, strange = keypoints_of(batch, self._found, Ladder(self._moving.source))
        if strange.any():
            row, at = (int(i) for i in np.argwhere(strange)[0])
            raise TierError(batch.column(self._found.points[at].tier)[row].as_py(), row)
        result = self._moving.carry(given, self._moving.account)
        made = columns_of(result, Ladder(self._moving.target), self._type)
        columns = self._found.among(batch.column, made)
        return pa.RecordBatch.from_arrays(columns, schema=self.schema)
