"""Parquet files of labels: written, read, and carried, with everything in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemac.api import map_between
from schemac.datasets import label_format
from schemac.labels import (
    Account,
    Annotation,
    Fault,
    Faults,
    Image,
    LabelError,
    Labels,
    Moving,
    Reading,
    Stamp,
    StampError,
    Writing,
)
from schemac.mapping import MigrationMap, carry
from schemac.migrating.counting import Counting
from schemac.model import Skeleton

FORMAT = label_format("parquet")
DIGEST = "sha256:" + "ab" * 32
Skeletons = Callable[[str], Skeleton]


def labels_of(skeleton: Skeleton, count: int, seed: int = 0) -> Labels:
    """Instances of every kind: some keypoints without a label, some hidden without a place."""
    random = np.random.default_rng(seed)
    assert skeleton.visibility
    tiers = skeleton.visibility.tiers
    keypoints = np.full((count, len(skeleton.keypoints), 3), np.nan)
    for row, point in np.ndindex(keypoints.shape[:2]):
        chosen = random.integers(-1, len(tiers))
        if chosen >= 0:
            keypoints[row, point, 2] = tiers[chosen].code
            if tiers[chosen].coordinates != "forbidden":
                keypoints[row, point, :2] = random.uniform(0, 640, 2)
    boxes = random.uniform(0, 99, (count, 4))
    boxes[::3] = np.nan
    areas = np.where(random.random(count) < 0.5, np.nan, 7.5)
    return Labels(
        keypoints=keypoints,
        boxes=boxes,
        areas=areas,
        about=tuple(map(about, range(count))),
    )


def about(at: int) -> Annotation:
    if at % 2:
        return Annotation(image=Image(name=f"é/{at}.jpg"))
    return Annotation(
        image=Image(
            name=f"{at}.jpg", id=str(at), width=640, height=480, frame=at, subset="train"
        ),
        id=f"i{at}", track="t1", annotator="Ann", when="2026-01-01T00:00:00Z",
        predicted=at % 4 == 0, interpolated=at % 4 == 2, crowd=True, score=0.25,
        attributes={"side": "left", "crowdedness": [1, None]},
    )  # fmt: skip


def written(path: Path, skeleton: Skeleton, *batches: Labels) -> Account:
    account = Account()
    stamp = Stamp(spec=str(skeleton.reference), digest=DIGEST)
    assert FORMAT.write
    FORMAT.write(iter(batches), path, Writing(skeleton=skeleton, stamp=stamp, account=account))
    return account


def read(path: Path, skeleton: Skeleton, faults: Faults | None = None, batch: int = 7) -> Any:
    reading = Reading(skeleton=skeleton, faults=faults or Faults(), account=Account(), batch=batch)
    return list(FORMAT.read(path, reading))


def joined(batches: list[Labels]) -> tuple[Any, ...]:
    arrays = (np.concatenate([getattr(b, k) for b in batches]) for k in ("keypoints", "boxes"))
    areas = np.concatenate([b.areas for b in batches])
    return *arrays, areas, [plain(each) for b in batches for each in b.about]


def plain(each: Annotation) -> Any:
    names = [name for name in each.__struct_fields__ if name != "place"]
    return {name: getattr(each, name) for name in names}


@pytest.mark.parametrize("spec", ["body/coco-17", "hand/hand-21", "face/ibug-68"])
def test_what_is_written_is_read_again(tmp_path: Path, skeleton: Skeletons, spec: str) -> None:
    made, path = skeleton(spec), tmp_path / "labels.parquet"
    parts = [labels_of(made, 20), labels_of(made, 0), labels_of(made, 9, 1)]
    account = written(path, made, *parts)
    assert account.lossless
    assert FORMAT.recognise(path, path.read_bytes()[:100])
    assert not FORMAT.recognise(path, b"{}")
    for one, other in zip(joined(read(path, made)), joined(parts), strict=True):
        np.testing.assert_array_equal(one, other)
    assert FORMAT.stamp
    assert FORMAT.stamp(path) == Stamp(spec=str(made.reference), digest=DIGEST)


def test_a_file_without_instances_is_one(tmp_path: Path, skeleton: Skeletons) -> None:
    made, path = skeleton("body/coco-17"), tmp_path / "labels.parquet"
    written(path, made)
    assert read(path, made) == []


def test_fields_without_a_column_are_counted(tmp_path: Path, skeleton: Skeletons) -> None:
    made, path = skeleton("body/coco-17"), tmp_path / "labels.parquet"
    labels = labels_of(made, 1)
    with_rest = Annotation(image=Image(name="a", rest={"license": 1}), rest={"segmentation": []})
    one = Labels(
        keypoints=labels.keypoints, boxes=labels.boxes, areas=labels.areas, about=(with_rest,)
    )
    assert [key.split("`")[1] for key in written(path, made, one).lost] == [
        "segmentation", "license",
    ]  # fmt: skip


def test_names_codes_and_any_order_are_read(tmp_path: Path, skeleton: Skeletons) -> None:
    """As a table of somebody else has it: keypoints by name, backwards, codes, whole numbers."""
    made, path = skeleton("body/coco-17"), tmp_path / "labels.parquet"
    labels = labels_of(made, 6)
    columns: dict[str, Any] = {"image": [1, 2, 3, 4, 5, 6], "mood": ["good"] * 6}
    for point in reversed(made.keypoints):
        x, y, code = (labels.keypoints[:, point.index, axis] for axis in range(3))
        columns[f"{point.name}.tier"] = pa.array(code, mask=np.isnan(code)).cast(pa.int16())
        columns[f"{point.name}.y"] = pa.array(np.round(y), mask=np.isnan(y)).cast(pa.int32())
        columns[f"{point.name}.x"] = pa.array(np.round(x))  # NaN, not null
    pq.write_table(pa.table(columns), path)
    (found,) = read(path, made)
    expected = labels.keypoints.copy()
    expected[..., :2] = np.round(expected[..., :2])
    np.testing.assert_array_equal(found.keypoints, expected)
    assert np.isnan(found.boxes).all()
    assert [each.image.name for each in found.about] == list("123456")
    assert found.about[0].rest == {"mood": "good"}


def changed(path: Path, column: str, values: Any) -> None:
    table = pq.read_table(path)
    table = table.set_column(table.schema.get_field_index(column), column, values)
    pq.write_table(table, path)


def renamed(path: Path, before: str, after: str) -> None:
    table = pq.read_table(path)
    pq.write_table(
        table.rename_columns([n.replace(before, after) for n in table.column_names]), path
    )


def test_wrong_rows_are_told_by_number_image_and_instance(
    tmp_path: Path, skeleton: Skeletons
) -> None:
    made, path = skeleton("body/coco-17"), tmp_path / "labels.parquet"
    written(path, made, labels_of(made, 6))
    ids = pq.read_table(path)["nose.tier"].to_pylist()
    changed(path, "nose.tier", pa.array([*ids[:4], "somewhere", ids[5]]))
    with pytest.raises(
        LabelError, match=r"labels\.parquet: image 4\.jpg, instance i4: row 5: "
    ) as it:
        read(path, made, batch=3)
    assert "`nose` has the tier `somewhere`, which is none of" in str(it.value)
    kept: list[Fault] = []
    found = joined(read(path, made, Faults("aside", kept.append), batch=3))
    assert len(found[0]) == 5
    assert [fault.instance for fault in kept] == ["i4"]


@pytest.mark.parametrize(
    ("column", "values", "message"),
    [
        ("image", ["a", None], "row 2: the row names no image"),
        ("attributes", ["{}", "{"], "row 2: `attributes` is not JSON"),
        ("attributes", ["{}", "[]"], "row 2: `attributes` is not a JSON object"),
        ("attributes", ["{}", "[" * 100_000], "row 2: `attributes` is not JSON"),
        ("width", ["a", "b"], "a column does not hold what it must"),
        ("nose.x", [1.0, float("inf")], "row 2: `nose` is not placed at two numbers"),
    ],
)
def test_other_values_than_must_be_there(
    tmp_path: Path, skeleton: Skeletons, column: str, values: Any, message: str
) -> None:
    made, path = skeleton("body/coco-17"), tmp_path / "labels.parquet"
    labels = labels_of(made, 2)
    labels.keypoints[0, 0] = labels.keypoints[1, 0] = 1, 1, 2
    written(path, made, labels)
    changed(path, column, pa.array(values))
    with pytest.raises(LabelError, match=message):
        read(path, made)


def test_half_a_place_is_no_place(tmp_path: Path, skeleton: Skeletons) -> None:
    made, path = skeleton("body/coco-17"), tmp_path / "labels.parquet"
    labels = labels_of(made, 2)
    labels.keypoints[1, 0] = 1, np.nan, 2
    written(path, made, labels)
    with pytest.raises(LabelError, match=r"row 2: `nose` .* x is 1\.0, y is None"):
        read(path, made)


def test_columns_that_are_not_the_specs(tmp_path: Path, skeleton: Skeletons) -> None:
    made, path = skeleton("body/coco-17"), tmp_path / "labels.parquet"
    written(path, made, labels_of(made, 2))
    renamed(path, "left_wrist.", "left_rist.")
    with pytest.raises(LabelError, match="did you mean `left_wrist` for `left_rist`"):
        read(path, made)
    with pytest.raises(LabelError, match="unknown: "):
        read(path, skeleton("hand/hand-21"))
    pq.write_table(pa.table({"image": ["a"]}), path)
    with pytest.raises(LabelError, match="the table has no keypoints"):
        read(path, made)


def test_broken_files_are_refused(tmp_path: Path, skeleton: Skeletons) -> None:
    """Cut off anywhere, or with a byte changed: a message, or what was read all the same."""
    made, path = skeleton("hand/hand-21"), tmp_path / "labels.parquet"
    written(path, made, labels_of(made, 30))
    data = path.read_bytes()
    random = np.random.default_rng(1)
    for cut in random.integers(0, len(data), 30):
        path.write_bytes(data[:cut])
        with pytest.raises(LabelError, match="not a Parquet file that can be read"):
            read(path, made)
    for at in random.integers(0, len(data), 40):
        spoiled = bytearray(data)
        spoiled[at] ^= int(random.integers(1, 256))
        path.write_bytes(spoiled)
        with suppress(LabelError):  # and nothing else
            read(path, made)


def test_a_small_file_that_would_fill_the_memory(tmp_path: Path, skeleton: Skeletons) -> None:
    """A text of some megabytes, said once, and then meant in every row."""
    made, path = skeleton("hand/hand-21"), tmp_path / "labels.parquet"
    written(path, made, labels_of(made, 10))
    table = pq.read_table(path).take(pa.array(np.zeros(50_000, int)))
    indices = pa.array(np.zeros(50_000, np.int32))
    long = pa.DictionaryArray.from_arrays(indices, ["x" * (1 << 22)])
    pq.write_table(table.append_column("note", long), path, compression="zstd", store_schema=False)
    assert path.stat().st_size < 1 << 19
    with pytest.raises(LabelError, match="bytes of the same texts again and again"):
        read(path, made)


def test_a_stamp_of_somebody_else(tmp_path: Path) -> None:
    path = tmp_path / "labels.parquet"
    assert FORMAT.stamp
    pq.write_table(pa.table({"image": ["a"]}), path)
    assert FORMAT.stamp(path) is None
    for text in (b"{", b'{"spec": "../x"}', b"[]"):
        table = pa.table({"image": ["a"]}).replace_schema_metadata({"schemac": text})
        pq.write_table(table, path)
        with pytest.raises(StampError):
            FORMAT.stamp(path)


# carried to another skeleton


def moved(
    source: Path, target: Path, way: tuple[Skeleton, Skeleton], carry: Any, faults: Faults | None
) -> Account:
    account = Account()
    stamp = Stamp(spec=str(way[1].reference), digest=DIGEST, before=str(way[0].reference))
    moving = Moving(
        source=way[0], target=way[1], carry=carry, stamp=stamp, faults=faults or Faults(),
        account=account,
    )  # fmt: skip
    assert FORMAT.move
    FORMAT.move(source, target, moving)
    return account


@pytest.fixture(scope="module")
def mapped() -> MigrationMap:
    return map_between("body/coco-17", "body/openpose-25").map


def foreign(path: Path, skeleton: Skeleton, rows: int, group: int, codec: str = "zstd") -> Labels:
    """A file with columns that are not ours and several row groups, keypoints by name."""
    labels = labels_of(skeleton, rows)
    written(path, skeleton, labels)
    table = pq.read_table(path).append_column("nested", pa.array([{"a": [1, 2]}] * rows))
    table = table.add_column(0, "first", pa.array(np.arange(rows), pa.uint8()))
    table = table.replace_schema_metadata({"made by": "somebody"})
    pq.write_table(table, path, row_group_size=group, compression=codec)
    return labels


@pytest.mark.parametrize("codec", ["zstd", "snappy", "none"])
def test_moved_files_keep_everything_else(
    tmp_path: Path, skeleton: Skeletons, mapped: MigrationMap, codec: str
) -> None:
    way = skeleton("body/coco-17"), skeleton("body/openpose-25")
    source, target = tmp_path / "a.parquet", tmp_path / "b.parquet"
    labels = foreign(source, way[0], 50, 16, codec)
    account = moved(source, target, way, Counting(map=mapped, account=Account()), None)
    assert (account.instances, account.keypoints) == (
        50,
        np.isfinite(labels.keypoints[..., 2]).sum(),
    )
    before, after = pq.ParquetFile(source), pq.ParquetFile(target)
    assert [after.metadata.row_group(i).num_rows for i in range(4)] == [16, 16, 16, 2]
    assert after.metadata.row_group(0).column(0).compression == (
        before.metadata.row_group(0).column(0).compression
    )
    chunks = [after.metadata.row_group(0).column(at) for at in range(len(after.schema))]
    made = [entry.target for entry in mapped.entries if entry.alone is None]
    coordinates = {f"{id}.{part}" for id in made for part in "xy"}
    bare = {c.path_in_schema for c in chunks if not c.has_dictionary_page}
    assert bare & coordinates == coordinates
    assert not [path for path in bare if path.endswith(".tier") or path.startswith("nested")]
    ours = {f"{p.id}.{part}" for p in way[0].keypoints for part in ("x", "y", "tier")}
    others = [name for name in before.schema_arrow.names if name not in ours]
    assert before.read(others).equals(after.read(others))
    assert after.schema_arrow.names[0] == "first"
    assert after.schema_arrow.names[-1] == "nested"
    assert after.schema_arrow.metadata[b"made by"] == b"somebody"
    assert FORMAT.stamp
    assert (FORMAT.stamp(target) or Stamp(spec="", digest="")).before == "body/coco-17@1.0.0"
    found = joined(read(target, way[1]))[0]
    np.testing.assert_array_equal(found, carry(mapped, labels.keypoints))


def test_columns_and_arrays_lead_to_the_same_file(
    tmp_path: Path, skeleton: Skeletons, mapped: MigrationMap
) -> None:
    """And to the same counts."""
    way = skeleton("body/coco-17"), skeleton("body/openpose-25")
    source = tmp_path / "a.parquet"
    foreign(source, way[0], 50, 16)
    known = Counting(map=mapped, account=Account())
    one = moved(source, tmp_path / "b.parquet", way, known, None)
    other = moved(source, tmp_path / "c.parquet", way, lambda *given: known(*given), None)
    tables = [pq.read_table(tmp_path / name) for name in ("b.parquet", "c.parquet")]
    assert tables[0].schema == tables[1].schema
    assert tables[0].to_pydict() == tables[1].to_pydict()
    assert one.carried == other.carried != Counter()


@pytest.mark.parametrize("shown", [True, False])
def test_rows_with_an_unknown_tier_stop_or_are_set_aside(
    tmp_path: Path, skeleton: Skeletons, mapped: MigrationMap, shown: bool
) -> None:
    way = skeleton("body/coco-17"), skeleton("body/openpose-25")
    source = tmp_path / "a.parquet"
    written(source, way[0], labels_of(way[0], 6))
    ids = pq.read_table(source)["left_knee.tier"].to_pylist()
    changed(source, "left_knee.tier", pa.array([*ids[:4], "dim", ids[5]]))
    known = Counting(map=mapped, account=Account())
    carry = known if shown else lambda *given: known(*given)
    with pytest.raises(LabelError, match=r"image 4\.jpg, instance i4: row 5: `left_knee`"):
        moved(source, tmp_path / "b.parquet", way, carry, None)
    faults = Faults("aside")
    account = moved(source, tmp_path / "c.parquet", way, carry, faults)
    assert (faults.count, account.set_aside, account.instances) == (1, 1, 5)
    assert pq.read_metadata(tmp_path / "c.parquet").num_rows == 5


def test_large_row_groups_come_out_in_pieces(
    tmp_path: Path, skeleton: Skeletons, mapped: MigrationMap, monkeypatch: pytest.MonkeyPatch
) -> None:
    from schemac.datasets.parquet import moving

    monkeypatch.setattr(moving, "ROWS", 4)
    monkeypatch.setattr(moving, "_CELLS", 8 * 99)
    way = skeleton("body/coco-17"), skeleton("body/openpose-25")
    source, target = tmp_path / "a.parquet", tmp_path / "b.parquet"
    labels = foreign(source, way[0], 21, 21)
    moved(source, target, way, Counting(map=mapped, account=Account()), None)
    assert pq.ParquetFile(target).num_row_groups > 2
    np.testing.assert_array_equal(joined(read(target, way[1]))[0], carry(mapped, labels.keypoints))


def test_trouble_with_the_disk_is_not_taken_for_a_fault_of_the_labels(
    tmp_path: Path, skeleton: Skeletons, mapped: MigrationMap
) -> None:
    way = skeleton("body/coco-17"), skeleton("body/openpose-25")
    source = tmp_path / "a.parquet"
    written(source, way[0], labels_of(way[0], 3))
    (taken := tmp_path / "b.parquet").mkdir()
    with pytest.raises(IsADirectoryError):
        moved(source, taken, way, Counting(map=mapped, account=Account()), None)
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "c.parquet", way[0])


def test_advance_is_told_the_whole_file(tmp_path: Path, skeleton: Skeletons) -> None:
    made, path = skeleton("hand/hand-21"), tmp_path / "labels.parquet"
    written(path, made, labels_of(made, 10))
    told: list[int] = []
    reading = Reading(
        skeleton=made, faults=Faults(), account=Account(), batch=3, advance=told.append
    )
    list(FORMAT.read(path, reading))
    assert sum(told) == path.stat().st_size


names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=9)


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.tuples(names, names | st.none(), st.dictionaries(names, st.integers())), max_size=5)
)
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, rows: Any) -> None:
    import schemac

    made = schemac.load("body/mpii-16")
    path = tmp_path_factory.mktemp("any") / "labels.parquet"
    labels = labels_of(made, len(rows))
    about = tuple(
        Annotation(image=Image(name=name), id=id, attributes=said) for name, id, said in rows
    )
    given = Labels(keypoints=labels.keypoints, boxes=labels.boxes, areas=labels.areas, about=about)
    written(path, made, given)
    found = [each for batch in read(path, made) for each in batch.about]
    assert [(e.image.name, e.id, dict(e.attributes)) for e in found] == rows
