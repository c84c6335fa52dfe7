"""A map as a function over Arrow record batches, for whatever engine has the data.

It opens no file and keeps nothing between batches, so any engine may cut the rows as it likes, run
it anywhere, and run it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from schemac.datasets.parquet.carrying import Carried
from schemac.datasets.parquet.layout import layout_by_id, layout_of
from schemac.mapping import MigrationMap
from schemac.model import Skeleton
from schemac.model.record import Record

if TYPE_CHECKING:
    import pyarrow as pa


class Carrier(Record, frozen=True, kw_only=True):
    """Made by `carrier`. It can be pickled, so it can be sent to workers."""

    map: MigrationMap
    source: Skeleton | None = None

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """A batch of the target for each batch of the source, with as many rows in their order:
        the form that `mapInArrow` of Spark asks for."""
        ready: Carried | None = None
        for batch in batches:
            if ready is None or batch.schema != ready.layout.schema:
                ready = self._ready(batch.schema)
            yield ready(batch)

    def table(self, table: pa.Table) -> pa.Table:
        """A whole table, as `map_batches` of Ray and `map_partitions` of Dask have it."""
        import pyarrow as pa

        return pa.Table.from_batches(self(table.to_batches()), schema=self.schema(table.schema))

    def schema(self, schema: pa.Schema) -> pa.Schema:
        """The schema of what comes out, from that of what goes in. Raises NamingError when the
        columns are not those of the source."""
        return self._ready(schema).schema

    def _ready(self, schema: pa.Schema) -> Carried:
        if self.source is None:
            return Carried(self.map, layout_by_id(schema, self.map.source))
        return Carried(self.map, layout_of(schema, self.source))


def carrier(map: MigrationMap, source: Skeleton | None = None) -> Carrier:
    """The function that carries tables with the documented columns through a map.

    Keypoints are found by the ids in the names of columns; with the skeleton of the source also by
    its names. Columns that are no keypoint's come out as they went in. The function raises
    TierError, a ValueError, for a tier that the source does not have.
    """
    return Carrier(map=map, source=source)
