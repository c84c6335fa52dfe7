"""Ask Spark to run `examples/spark_migrate.py`. Runs in the environment of that oracle, on two
local workers, with a folder of Parquet that schemac wrote."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "examples")]
os.environ["PYTHONPATH"] = os.pathsep.join(sys.path[:2])  # for the workers, which need both too
os.environ["PYSPARK_PYTHON"] = sys.executable

import pyarrow.parquet as pq  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402
from spark_migrate import migrated  # noqa: E402

from schemac.mapping import read_map  # noqa: E402


def asked(folder: Path) -> Iterator[tuple[str, bool]]:
    """Each check, and whether it holds."""
    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session.config("spark.sql.execution.arrow.maxRecordsPerBatch", "100").getOrCreate()
    spark = session.getOrCreate()
    map = read_map((folder / "spark-map.json").read_bytes())
    frame = spark.read.parquet(str(folder / "spark-in")).repartition(3)
    migrated(frame, map).write.parquet(str(folder / "spark-out"))
    found = pq.read_table(folder / "spark-out").sort_by("image").to_pydict()
    wanted = pq.read_table(folder / "spark-wanted.parquet").sort_by("image").to_pydict()
    yield "mapInArrow gives the columns that one machine gives", list(found) == list(wanted)
    yield "mapInArrow gives the rows that one machine gives", found == wanted
    spark.stop()


def seen(folder: Path) -> Iterator[dict[str, str]]:
    """Each check; `wrong` is empty where Spark agrees."""
    said = {"spec": "body/coco-17 to body/openpose-25", "check": "the example runs", "wrong": ""}
    try:
        for check, holds in asked(folder):
            yield said | {"check": check, "wrong": "" if holds else "differs"}
    except Exception as error:
        said["wrong"] = f"{type(error).__name__} {error}"
    yield said


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps(list(seen(Path(sys.argv[1])))), encoding="utf-8")
