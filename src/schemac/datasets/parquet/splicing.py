"""Row groups carried so that what is only copied is taken over as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from schemac.datasets.parquet.files import ROWS
from schemac.datasets.parquet.layout import Layout, layout_of
from schemac.datasets.parquet.rows import ByColumns, Rows, count
from schemac.datasets.parquet.spliced import Spliced
from schemac.datasets.parquet.tiers import TierError
from schemac.labels import Account

if TYPE_CHECKING:
    import pyarrow.parquet as pq

Part = tuple[Any, int, int, Mapping[int, int]]
"""What `Spliced.put` is given."""


class Splicing:
    """The row groups of a file, carried. Of each only the columns of keypoints are decoded: what
    they say has to be counted, and coordinates that do not count have to be taken away."""

    def __init__(self, file: pq.ParquetFile, rows: Rows, carried: ByColumns, out: Spliced) -> None:
        import pyarrow as pa

        self._file, self._rows = file, rows
        layout = rows.layout
        wanted = sorted(column for point in layout.points for column in point)
        self._number = wanted
        schema = pa.schema([layout.schema.field(at) for at in wanted])
        self._layout: Layout = layout_of(schema, rows.moving.source)
        self._narrow = ByColumns(carried.carry, self._layout)
        self._kept = {
            new: old
            for new, old in enumerate(carried.carried.origins)
            if old is not None and out.may_keep(new, old)
        }
        self._schema = carried.schema
        made = set(self._narrow.schema.names)
        self._possible = all(
            new in self._kept or name in made for new, name in enumerate(self._schema.names)
        )

    def __iter__(self) -> Iterator[Part]:
        size, first = self._rows.size, 0
        total = max(1, self._file.metadata.num_rows)
        for group in range(self._file.num_row_groups):
            rows = self._file.metadata.row_group(group).num_rows
            part = self._alone(group, rows) or self._whole(group, first)
            if part[1]:
                yield part
            last, first = first, first + rows
            self._rows.moving.advance(size * first // total - size * last // total)

    def _alone(self, group: int, rows: int) -> Part | None:
        """A row group of which every row can be used; None for others."""
        import pyarrow as pa

        if not self._possible:
            return None
        account, held, mended = Account(), list[Any](), set[int]()
        names = self._layout.schema.names
        try:
            for batch in self._file.iter_batches(ROWS, row_groups=[group], columns=names):
                after, seen = self._narrow.shown(batch, account)
                count(batch, self._layout, account)
                held.append(after)
                mended |= {self._number[at] for at in seen.mended}
        except TierError:
            return None
        kept = {new: old for new, old in self._kept.items() if old not in mended}
        fresh = [name for at, name in enumerate(self._schema.names) if at not in kept]
        if sum(map(len, held)) != rows:
            return None
        self._rows.moving.account.add(account)
        return pa.Table.from_batches(held).select(fresh), rows, group, kept

    def _whole(self, group: int, first: int) -> Part:
        """A row group of which everything is written anew."""
        import pyarrow as pa

        held = []
        for batch in self._file.iter_batches(ROWS, row_groups=[group]):
            held.append(self._rows.carry(batch, first))
            first += len(batch)
        table = pa.Table.from_batches(held, schema=self._schema)
        return table, len(table), group, {}
