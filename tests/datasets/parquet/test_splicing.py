"""Chunks of Parquet files that are taken over as they are, and files of which they cannot be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_parquet import foreign, moved

from schemac.api import map_between
from schemac.datasets.parquet import footer, thrift
from schemac.datasets.parquet.thrift import ThriftError, read_struct, struct_bytes
from schemac.labels import Account, Faults
from schemac.mapping import MigrationMap
from schemac.migrating.counting import Counting
from schemac.model import Skeleton

Skeletons = Callable[[str], Skeleton]
Ways = tuple[Path, Path]


@pytest.fixture(scope="module")
def mapped() -> MigrationMap:
    return map_between("body/coco-17", "body/openpose-25").map


@pytest.fixture
def both(tmp_path: Path, skeleton: Skeletons, mapped: MigrationMap) -> Callable[[Path], Any]:
    """Carries a file with its chunks and by way of arrays; both must lead to the same table."""
    ends = skeleton("body/coco-17"), skeleton("body/openpose-25")

    def ways(source: Path, policy: Any = "stop") -> pq.ParquetFile:
        known = Counting(map=mapped, account=Account())
        outs = tmp_path / "chunks.parquet", tmp_path / "arrays.parquet"
        carries = known, lambda *given: known(*given)
        accounts = [
            moved(source, out, ends, carry, Faults(policy))
            for out, carry in zip(outs, carries, strict=True)
        ]
        tables = [pq.read_table(out) for out in outs]
        assert tables[0].schema.names == tables[1].schema.names
        assert tables[0].to_pydict() == tables[1].to_pydict()
        assert accounts[0].record() == accounts[1].record()
        return pq.ParquetFile(outs[0])

    return ways


def chunk_bytes(path: Path, name: str, group: int = 0) -> bytes:
    with pq.ParquetFile(path) as file:
        at = file.schema.names.index(name)
        chunk = file.metadata.row_group(group).column(at)
    start = chunk.dictionary_page_offset or chunk.data_page_offset
    return path.read_bytes()[start : start + chunk.total_compressed_size]


def rewritten(path: Path, change: Callable[[pa.Table], pa.Table], **options: Any) -> None:
    pq.write_table(change(pq.read_table(path)), path, **options)


def test_copies_keep_their_very_bytes(
    tmp_path: Path, skeleton: Skeletons, both: Callable[..., Any]
) -> None:
    foreign(source := tmp_path / "a.parquet", skeleton("body/coco-17"), 50, 16)
    made = both(source)
    out = tmp_path / "chunks.parquet"
    for name in ("nose.x", "left_ankle.y", "right_wrist.tier", "image", "first"):
        for group in range(4):
            assert chunk_bytes(source, name, group) == chunk_bytes(out, name, group)
    assert made.metadata.row_group(1).column(3).statistics is not None


def test_coordinates_that_do_not_count_are_taken_away(
    tmp_path: Path, skeleton: Skeletons, both: Callable[..., Any]
) -> None:
    foreign(source := tmp_path / "a.parquet", skeleton("body/coco-17"), 20, 16)

    def loosened(table: pa.Table) -> pa.Table:
        at = table.schema.names.index("nose.x")
        return table.set_column(at, "nose.x", pa.array(np.arange(20.0)))

    rewritten(source, loosened, row_group_size=16)
    table = both(source).read(["nose.x", "nose.tier"]).to_pydict()
    assert [x for x, tier in zip(*table.values(), strict=True) if tier != "visible"]
    assert chunk_bytes(source, "nose.y") != chunk_bytes(tmp_path / "chunks.parquet", "nose.y")


@pytest.mark.parametrize("column", ["nose.x", "image", "first"])
def test_columns_that_pyarrow_would_write_otherwise_are_coded_again(
    tmp_path: Path, skeleton: Skeletons, both: Callable[..., Any], column: str
) -> None:
    """One that is never empty stays so if it is not a keypoint's."""
    foreign(source := tmp_path / "a.parquet", skeleton("body/coco-17"), 20, 16)

    def required(table: pa.Table) -> pa.Table:
        at = table.schema.names.index(column)
        field = table.schema.field(at).with_nullable(False)
        full = table.column(at).fill_null(0) if column == "nose.x" else table.column(at)
        return table.set_column(at, field, full)

    rewritten(source, required)
    schema = both(source).schema_arrow
    assert schema.field(column).nullable is (column == "nose.x")


def test_row_groups_with_a_row_that_cannot_be_used(
    tmp_path: Path, skeleton: Skeletons, both: Callable[..., Any]
) -> None:
    foreign(source := tmp_path / "a.parquet", skeleton("body/coco-17"), 48, 16)

    def dimmed(table: pa.Table) -> pa.Table:
        at = table.schema.names.index("left_knee.tier")
        ids = table.column(at).to_pylist()
        ids[:16], ids[20] = ["dim"] * 16, "dim"
        return table.set_column(at, "left_knee.tier", pa.array(ids))

    rewritten(source, dimmed, row_group_size=16)
    made = both(source, "aside")
    groups = [made.metadata.row_group(at).num_rows for at in range(made.num_row_groups)]
    assert groups == [15, 16]
    out = tmp_path / "chunks.parquet"
    assert chunk_bytes(source, "image", 2) == chunk_bytes(out, "image", 1)


def test_other_readers_read_it(
    tmp_path: Path, skeleton: Skeletons, both: Callable[..., Any]
) -> None:
    duckdb = pytest.importorskip("duckdb")
    foreign(tmp_path / "a.parquet", skeleton("body/coco-17"), 50, 16)
    source, out = tmp_path / "b.parquet", tmp_path / "chunks.parquet"
    duckdb.sql(f"COPY (FROM '{tmp_path / 'a.parquet'}') TO '{source}' (ROW_GROUP_SIZE 20)")
    both(source)
    found = duckdb.sql(f"SELECT image, \"nose.x\", nested, first FROM '{out}'").fetchall()
    want = duckdb.sql(f"SELECT image, \"nose.x\", nested, first FROM '{source}'").fetchall()
    assert found == want
    assert duckdb.sql(f"SELECT count(*) FROM '{out}' WHERE first >= 30").fetchall() == [(20,)]


Change = Callable[[dict[int, Any]], None]


def _far(fields: dict[int, Any]) -> None:
    chunk = fields[4][1].values[0][1][1].values[0][3][1]
    chunk[9] = chunk[9][0], 1 << 40


def _again_and_again(fields: dict[int, Any]) -> None:
    """A small file that says that all its columns are the same large chunk."""
    for group in fields[4][1].values:
        chunks = group[1][1].values
        largest = max((c[3][1] for c in chunks), key=lambda meta: meta[7][1])
        for chunk in chunks:
            chunk[3][1][7] = chunk[3][1][9] = largest[7]
            chunk[3][1].pop(11, None)
            chunk[3][1][9] = largest[9]


def _old(fields: dict[int, Any]) -> None:
    del fields[7]


def _elsewhere(fields: dict[int, Any]) -> None:
    fields[4][1].values[0][1][1].values[0][1] = thrift.BINARY, b"other.parquet"


def _negative(fields: dict[int, Any]) -> None:
    fields[4][1].values[0][1][1].values[0][3][1][7] = thrift.I64, -5


def _other_type(fields: dict[int, Any]) -> None:
    fields[4] = thrift.BINARY, b"no groups"


@pytest.mark.parametrize("change", [_far, _again_and_again, _elsewhere, _negative, _other_type])
def test_footers_of_which_no_chunk_is_taken(
    tmp_path: Path, skeleton: Skeletons, change: Change
) -> None:
    foreign(source := tmp_path / "a.parquet", skeleton("body/coco-17"), 50, 50)
    data = source.read_bytes()
    length = int.from_bytes(data[-8:-4], "little")
    fields = read_struct(data[-8 - length : -8])[0]
    change(fields)
    end = struct_bytes(fields)
    source.write_bytes(data[: -8 - length] + end + len(end).to_bytes(4, "little") + b"PAR1")
    with pytest.raises(ThriftError):
        footer.footer_in(source).groups()


def test_an_old_file_is_rewritten(
    tmp_path: Path, skeleton: Skeletons, both: Callable[..., Any]
) -> None:
    foreign(source := tmp_path / "a.parquet", skeleton("body/coco-17"), 50, 50)
    data = source.read_bytes()
    length = int.from_bytes(data[-8:-4], "little")
    fields = read_struct(data[-8 - length : -8])[0]
    _old(fields)
    end = struct_bytes(fields)
    source.write_bytes(data[: -8 - length] + end + len(end).to_bytes(4, "little") + b"PAR1")
    both(source)
    out = tmp_path / "chunks.parquet"
    assert chunk_bytes(source, "nose.x") != chunk_bytes(out, "nose.x")


values = st.recursive(
    st.one_of(
        st.tuples(st.just(thrift.I64), st.integers(-(1 << 63), (1 << 63) - 1)),
        st.tuples(st.just(thrift.BINARY), st.binary(max_size=40)),
        st.tuples(st.just(thrift.TRUE), st.booleans()),
        st.tuples(st.just(thrift.DOUBLE), st.binary(min_size=8, max_size=8)),
    ),
    lambda inner: st.one_of(
        st.tuples(st.just(thrift.STRUCT), st.dictionaries(st.integers(1, 40), inner, max_size=4)),
        st.lists(st.dictionaries(st.integers(1, 40), inner, max_size=3), max_size=20).map(
            lambda found: (thrift.LIST, thrift.List(thrift.STRUCT, found))
        ),
    ),
    max_leaves=12,
)
structs = st.dictionaries(st.integers(1, 30000), values, max_size=6)


@given(structs)
def test_what_is_written_in_thrift_is_read_again(fields: thrift.Fields) -> None:
    data = struct_bytes(fields)
    assert read_struct(data) == (fields, len(data))


@given(st.one_of(st.binary(max_size=60), structs.map(struct_bytes)), st.integers(0, 60))
def test_bytes_that_are_no_thrift_are_refused(data: bytes, end: int) -> None:
    try:
        read_struct(data[:end])
    except ThriftError:
        return


def test_thrift_that_is_nested_without_end_is_refused() -> None:
    for deep in (b"\x1c", b"\x19\x19", b"\x19\x1c"):
        with pytest.raises(ThriftError):
            read_struct(deep * 10_000)
