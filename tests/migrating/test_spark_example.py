"""The example for Spark, called as `mapInArrow` calls it; the oracle `spark` runs it in Spark."""

from __future__ import annotations

import io
import pickle
import sys
from collections.abc import Callable, Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from schemac.api import map_between
from schemac.mapping import carry, read_map

EXAMPLE = Path(__file__).parents[2] / "examples" / "spark_migrate.py"


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The example, in a world where Spark's schemas are Arrow's."""
    types = SimpleNamespace(from_arrow_schema=lambda s: s, to_arrow_schema=lambda s: s)
    for name in ("pyspark", "pyspark.sql", "pyspark.sql.pandas"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, "pyspark.sql.pandas.types", types)
    spec = spec_from_file_location("spark_migrate", EXAMPLE)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Frame:
    """What of a data frame is used: batches in partitions. Rows come and go as a stream of Arrow,
    as between Spark and its Python workers, and the function by way of a pickle."""

    def __init__(self, partitions: list[list[pa.RecordBatch]]) -> None:
        self.partitions = partitions
        self.schema = partitions[0][0].schema

    @property
    def columns(self) -> list[str]:
        return list(self.schema.names)

    def toDF(self, *names: str) -> Frame:
        return Frame([[b.rename_columns(list(names)) for b in part] for part in self.partitions])

    def mapInArrow(
        self, function: Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]], schema: Any
    ) -> Frame:
        assert not [name for name in self.columns if "." in name]  # Spark finds no such column
        done = []
        for partition in self.partitions:
            sink = io.BytesIO()
            with pa.ipc.new_stream(sink, schema) as stream:
                for batch in function(streamed(partition)):
                    stream.write_batch(batch)
            done.append(list(pa.ipc.open_stream(sink.getvalue())))
        return Frame(done)


def streamed(batches: list[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, batches[0].schema) as stream:
        for batch in batches:
            stream.write_batch(batch)
    yield from pa.ipc.open_stream(sink.getvalue())


def test_the_example_carries_every_partition(example: ModuleType) -> None:
    mapped = map_between("body/coco-17", "body/openpose-25")
    random = np.random.default_rng(4)
    ids = ["not_labelled", "occluded", "visible"]
    given = random.uniform(0, 640, (30, 17, 3))
    given[..., 2] = random.integers(0, 3, (30, 17))
    given[given[..., 2] == 0, :2] = np.nan
    columns: dict[str, Any] = {"image": [f"{at}.jpg" for at in range(30)]}
    for at, point in enumerate(mapped.map.source.points):
        for axis, part in enumerate("xy"):
            values = given[:, at, axis]
            columns[f"{point}.{part}"] = pa.array(values, mask=np.isnan(values))
        columns[f"{point}.tier"] = [ids[int(code)] for code in given[:, at, 2]]  # as Spark has it
    table = pa.RecordBatch.from_pydict(columns)
    cut = [table.slice(0, 7), table.slice(7, 0), table.slice(7, 9)], [table.slice(16)]
    frame = example.migrated(Frame(list(cut)), read_map(mapped.written()))
    assert [[len(b) for b in part] for part in frame.partitions] == [[7, 0, 9], [14]]
    after = pa.Table.from_batches([batch for part in frame.partitions for batch in part])
    wanted = carry(mapped.map, given)
    for at, point in enumerate(mapped.map.target.points):
        for axis, part in enumerate("xy"):
            found = [np.nan if v is None else v for v in after[f"{point}.{part}"].to_pylist()]
            np.testing.assert_array_equal(found, wanted[:, at, axis])
        codes = [np.nan if v is None else ids.index(v) for v in after[f"{point}.tier"].to_pylist()]
        np.testing.assert_array_equal(codes, wanted[:, at, 2])
    assert after["image"].to_pylist() == columns["image"]


def test_the_function_is_small_enough_to_send(example: ModuleType) -> None:
    function = example.carrier(map_between("body/coco-17", "body/openpose-25").map)
    data = pickle.dumps(function)
    assert len(data) < 100_000
    assert pickle.loads(data) == function
