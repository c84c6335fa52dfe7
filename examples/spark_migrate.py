"""Carry a Parquet table of labels to another skeleton with Spark.

    schemac map body/coco-17 body/openpose-25 -o map.json
    spark-submit examples/spark_migrate.py map.json labels/ carried/

The workers need schemac and pyarrow, not the specs: all they use is in the map.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from schemac.mapping import MigrationMap, read_map
from schemac.migrating.arrow import carrier

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark.sql import DataFrame


def migrated(frame: DataFrame, map: MigrationMap) -> DataFrame:
    """A data frame with the columns of the map's target; each partition is carried on its own."""
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

    carry, names = carrier(map), frame.columns
    schema = from_arrow_schema(carry.schema(to_arrow_schema(frame.schema)))

    def carried(batches: Iterator[RecordBatch]) -> Iterator[RecordBatch]:
        yield from carry(batch.rename_columns(names) for batch in batches)

    # Spark would look for a field `x` in a column `nose`: columns go in by number.
    numbered = frame.toDF(*(f"c{at}" for at in range(len(names))))
    return numbered.mapInArrow(carried, schema)


def main(map: str, source: str, out: str) -> None:
    """Read a folder of Parquet, carry it, and write another folder."""
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.appName("schemac").getOrCreate()
    frame = migrated(spark.read.parquet(source), read_map(Path(map).read_bytes()))
    frame.write.parquet(out)


if __name__ == "__main__":
    main(*sys.argv[1:])
