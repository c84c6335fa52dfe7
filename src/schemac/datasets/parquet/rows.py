"""Rows of a Parquet file on their way through a map, counted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from schemac.datasets.parquet.carrying import Batch, Carried
from schemac.datasets.parquet.layout import Layout
from schemac.datasets.parquet.tiers import STRANGE, TierError, any_positions
from schemac.datasets.parquet.values import columns_of, fields_of, keypoints_of, rungs
from schemac.labels import Account, Fault, Ladder, Moving, Place
from schemac.mapping import MigrationMap

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray


@runtime_checkable
class Mapped(Protocol):
    """What carries labels by a map that one may look at, and counts what the map did to them."""

    map: MigrationMap

    def count(self, given: NDArray[Any], result: NDArray[Any], counts: Any, /) -> None: ...


def count(batch: pa.RecordBatch, layout: Layout, account: Account) -> None:
    """Take down how many instances and labels there are."""
    account.instances += len(batch)
    tiers = (batch.column(point.tier) for point in layout.points)
    account.keypoints += sum(len(tier) - tier.null_count for tier in tiers)


class Rows:
    """Rows of a file on their way, counted; those with a tier that there is not are reported."""

    def __init__(
        self, path: Path, found: Layout, carried: ByColumns | ByArrays, moving: Moving
    ) -> None:
        self.carried = carried
        self.moving = moving
        self.layout = found
        self.size = path.stat().st_size
        self._path = path

    def carry(self, batch: pa.RecordBatch, first: int) -> pa.RecordBatch:
        """A batch, the first row of which has the number `first`."""
        account = self.moving.account
        try:
            after = self.carried(batch, account)
        except TierError:
            batch = self._usable(batch, first)
            after = self.carried(batch, account)
        count(batch, self.layout, account)
        return after

    def _usable(self, batch: pa.RecordBatch, first: int) -> pa.RecordBatch:
        """The rows without what no tier is; the others are reported."""
        import numpy as np

        keep = np.ones(len(batch), dtype=bool)
        ladder = Ladder(self.moving.source)
        ids, codes = rungs(ladder)
        for point, id in zip(self.layout.points, self.moving.source.keypoints, strict=True):
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


class ByColumns:
    """Carries the columns of a batch by a map."""

    def __init__(self, carry: Mapped, found: Layout) -> None:
        self.carry = carry
        self.carried = Carried(carry.map, found)
        self.schema = self.carried.schema

    def __call__(self, batch: pa.RecordBatch, account: Account) -> pa.RecordBatch:
        return self.shown(batch, account)[0]

    def shown(self, batch: pa.RecordBatch, account: Account) -> tuple[pa.RecordBatch, Batch]:
        """The same, with what there is to know of the batch."""
        after, seen = self.carried.shown(batch)
        self.carry.count(seen.given, seen.result, account.carried)
        return after, seen


class ByArrays:
    """Carries a batch with a function over arrays (N, K, 3)."""

    def __init__(self, found: Layout, moving: Moving) -> None:
        self._found = found
        self._moving = moving
        self._type = found.schema.field(found.points[0].tier).type
        self.schema = found.schema_with(fields_of(moving.target, self._type))

    def __call__(self, batch: pa.RecordBatch, account: Account) -> pa.RecordBatch:
        import numpy as np
        import pyarrow as pa

        given, strange = keypoints_of(batch, self._found, Ladder(self._moving.source))
        if strange.any():
            row, at = (int(i) for i in np.argwhere(strange)[0])
            raise TierError(batch.column(self._found.points[at].tier)[row].as_py(), row)
        result = self._moving.carry(given, account)
        made = columns_of(result, Ladder(self._moving.target), self._type)
        columns = self._found.among(batch.column, made)
        return pa.RecordBatch.from_arrays(columns, schema=self.schema)
