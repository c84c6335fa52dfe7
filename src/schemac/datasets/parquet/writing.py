"""Labels to a Parquet file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from schemac.datasets.parquet.files import stamped
from schemac.datasets.parquet.values import batch_of, schema_of, tiers_of
from schemac.labels import Labels, Writing
from schemac.labels.columns import KIND, count_left_out

if TYPE_CHECKING:
    import pyarrow as pa

CODEC = "zstd"
_CELLS = 1 << 23  # of a row group: what is held in memory


def write(batches: Iterable[Labels], path: Path, writing: Writing) -> None:
    """A file with the documented columns and a stamp."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = stamped(schema_of(writing.skeleton), writing.stamp)
    rows = max(1024, _CELLS // len(schema))
    held: list[pa.RecordBatch] = []
    repeating = [*KIND, *tiers_of(writing.skeleton)]  # not coordinates: that costs, and saves none
    with pq.ParquetWriter(path, schema, compression=CODEC, use_dictionary=repeating) as file:
        for labels in batches:
            count_left_out(labels.about, writing.account)
            held.append(batch_of(labels, writing.ladder, schema))
            if sum(map(len, held)) >= rows:
                file.write_table(pa.Table.from_batches(held))
                held = []
        if held:
            file.write_table(pa.Table.from_batches(held))
