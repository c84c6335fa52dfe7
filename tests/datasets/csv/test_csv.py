"""Long and wide tables as text: written, read, and carried."""

from __future__ import annotations

import csv
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from csv_made import Skeletons, keypoints, labels_of, moved, plain, read, written
from hypothesis import given, settings
from hypothesis import strategies as st

from schemac.api import map_between
from schemac.datasets.csv import long, wide
from schemac.datasets.csv.text import safe, unsafe
from schemac.labels import Annotation, Faults, Image, LabelError, LabelFormat, Labels
from schemac.mapping import carry

BOTH = pytest.mark.parametrize("format", [long.FORMAT, wide.FORMAT], ids=lambda f: f.name)


@BOTH
@pytest.mark.parametrize("spec", ["body/coco-17", "hand/hand-21"])
def test_what_is_written_is_read_again(
    tmp_path: Path, skeleton: Skeletons, format: LabelFormat, spec: str
) -> None:
    made, path = skeleton(spec), tmp_path / "labels.csv"
    parts = [labels_of(made, 20), labels_of(made, 0)]
    assert written(format, path, made, *parts).lossless
    head = path.read_bytes()[:65536]
    assert [f for f in (long.FORMAT, wide.FORMAT) if f.recognise(path, head)] == [format]
    found, account = read(format, path, made)
    assert not account.assumed
    np.testing.assert_array_equal(keypoints(found), keypoints(parts))
    np.testing.assert_array_equal(np.concatenate([b.boxes for b in found]), parts[0].boxes)
    np.testing.assert_array_equal(np.concatenate([b.areas for b in found]), parts[0].areas)
    assert plain(found) == plain(parts)


@BOTH
def test_no_cell_is_a_formula(tmp_path: Path, skeleton: Skeletons, format: LabelFormat) -> None:
    path = tmp_path / "labels.csv"
    written(format, path, skeleton("body/coco-17"), labels_of(skeleton("body/coco-17"), 4))
    with path.open(newline="", encoding="utf-8") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert "'=cmd|1" in cells
    for cell in cells:
        assert not cell.startswith(("=", "+", "@", "\t", "\r"))
        assert not cell.startswith("-") or float(cell) < 0


@settings(max_examples=300)
@given(st.text("'=+-@\t\ra", max_size=6) | st.text())
def test_texts_come_back_from_being_made_safe(text: str) -> None:
    assert unsafe(safe(text)) == text
    assert not safe(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@BOTH
def test_any_file_is_refused_in_words(
    tmp_path: Path, skeleton: Skeletons, format: LabelFormat
) -> None:
    """Cells spoiled, the file cut off: it is read all the same or refused, and nothing else."""
    made, path = skeleton("body/coco-17"), tmp_path / "labels.csv"
    written(format, path, made, labels_of(made, 3))
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    random = np.random.default_rng(2)
    for _ in range(60):
        row, column = int(random.integers(0, len(rows))), int(random.integers(0, len(rows[0])))
        spoiled = [list(each) for each in rows]
        spoiled[row][column] = str(random.choice(["x", "9e999", "\ud7ff{", "1_0", "nan", "1;2"]))
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(spoiled)
        refused(format, path, made)
    data = path.read_bytes()
    for cut in random.integers(1, len(data), 30):
        path.write_bytes(data[:cut] + b'\xff\x00"')
        refused(format, path, made)


def refused(format: LabelFormat, path: Path, skeleton: Any) -> None:
    with suppress(LabelError):  # and nothing else
        read(format, path, skeleton)


# long

LONG = "file_name,instance,joint,X,Y,v,mood\n"


def long_file(path: Path, *rows: str) -> Path:
    path.write_text(LONG + "".join(f"{row}\n" for row in rows), "utf-8")
    return path


def test_long_tables_of_other_people(tmp_path: Path, skeleton: Skeletons) -> None:
    """Flags instead of tiers, names instead of ids, other words for columns, semicolons."""
    made = skeleton("body/coco-17")
    path = long_file(
        tmp_path / "a.csv", "a.jpg,1,left_eye,1,2.5,2,good", "a.jpg,1,nose,3,4,1,good",
        "a.jpg,2,,,,,bad", "b.jpg,1,nose,,,0,",
    )  # fmt: skip
    (found,), _ = read(long.FORMAT, path, made)
    assert [str(each) for each in found.about] == [
        "image a.jpg, instance 1", "image a.jpg, instance 2", "image b.jpg, instance 1",
    ]  # fmt: skip
    assert found.keypoints[0, :2].tolist() == [[3, 4, 1], [1, 2.5, 2]]
    assert np.isnan(found.keypoints[1]).all()
    assert found.keypoints[2, 0, 2] == 0
    assert [dict(each.rest) for each in found.about] == [{"mood": "good"}, {"mood": "bad"}, {}]
    path.write_text(path.read_text("utf-8").replace(",", ";").replace("2.5", "2,5"), "utf-8-sig")
    (again,), _ = read(long.FORMAT, path, made)
    np.testing.assert_array_equal(again.keypoints, found.keypoints)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (["a,1,nose,1,2,2,", "a,1,noze,1,2,2,"], r"a\.csv:3: .*did you mean `nose`"),
        (["a,1,nose,1,2,2,", "a,1,nose,1,2,2,"], r"a\.csv:3: .*`nose` stands there twice"),
        (["a,1,nose,1,,2,"], r"a\.csv:2: image a, instance 1: `nose` has half a place"),
        (["a,1,nose,1,2,9,"], r"a\.csv:2: .*`v` is `9`, which is none of"),
        (["a,1,nose,1,2,2,", "b,1,nose,1,2,2,", "a,1,left_eye,1,2,2,"], r"a\.csv:4: .*stand apart"),
        ([",1,nose,1,2,2,"], "the row names no image"),
        (["a,1,nose,1,2"], r"a\.csv:2: .*the row has 5 cells, and the first row 7"),
        (['a,1,"nose'], r"a\.csv:\d: not CSV"),
    ],
)
def test_long_rows_that_are_wrong(
    tmp_path: Path, skeleton: Skeletons, rows: list[str], message: str
) -> None:
    path = long_file(tmp_path / "a.csv", *rows, "c,1,nose,1,2,2,")
    with pytest.raises(LabelError, match=message):
        read(long.FORMAT, path, skeleton("body/coco-17"))
    if "not CSV" not in message:
        faults = Faults("aside")
        found, _ = read(long.FORMAT, path, skeleton("body/coco-17"), faults=faults)
        assert faults.count == 1
        assert found[-1].about[-1].image.name == "c"


def test_rows_without_end_do_not_fill_the_memory(
    tmp_path: Path, skeleton: Skeletons, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line, a row over many lines, and an instance, each longer than can be."""
    made = skeleton("body/coco-17")
    monkeypatch.setattr("schemac.datasets.csv.text._ROW", 10_000)
    for text in ("x" * 11_000, '"x\n",' * 3000 + '"'):
        path = long_file(tmp_path / "a.csv", text)
        with pytest.raises(LabelError, match=r"a\.csv:\d+: not CSV .* a row has more than"):
            read(long.FORMAT, path, made)
    path = long_file(tmp_path / "a.csv", *["a.jpg,1,,,,,"] * 18)
    with pytest.raises(LabelError, match="an instance has at most 17 rows"):
        read(long.FORMAT, path, made)


def test_instances_without_an_id_are_numbered(tmp_path: Path, skeleton: Skeletons) -> None:
    made, path = skeleton("body/coco-17"), tmp_path / "a.csv"
    two = labels_of(made, 2)
    same = (Annotation(image=Image(name="a")), Annotation(image=Image(name="a")))
    given = Labels(keypoints=two.keypoints, boxes=two.boxes, areas=two.areas, about=same)
    assert written(long.FORMAT, path, made, given).assumed["instance without an id numbered"] == 2
    (found,), _ = read(long.FORMAT, path, made)
    assert [each.id for each in found.about] == ["#1", "#2"]
    np.testing.assert_array_equal(found.keypoints, two.keypoints)


@BOTH
def test_moved_tables_keep_the_rest(
    tmp_path: Path, skeleton: Skeletons, format: LabelFormat
) -> None:
    mapped = map_between("body/coco-17", "body/openpose-25")
    source, target = tmp_path / "a.csv", tmp_path / "b.csv"
    given = labels_of(skeleton("body/coco-17"), 20)
    written(format, source, mapped.source, given)
    account = moved(format, source, target, mapped)
    assert account.instances == 20
    assert account.carried
    found, _ = read(format, target, mapped.target)
    np.testing.assert_array_equal(keypoints(found), carry(mapped.map, given.keypoints))
    assert plain(found) == plain(read(format, source, mapped.source)[0])


def test_long_columns_without_a_meaning_stay(tmp_path: Path) -> None:
    mapped = map_between("body/coco-17", "body/mpii-16")
    source = long_file(
        tmp_path / "a.csv", "a.jpg,1,left_wrist,1,2.5,2,good", "a.jpg,1,left_elbow,3,4,1,good",
        "b.jpg,1,left_wrist,1,2.5,2,good", "b.jpg,1,left_elbow,3,4,1,bad",
    )  # fmt: skip
    account = moved(long.FORMAT, source, tmp_path / "b.csv", mapped)
    lines = (tmp_path / "b.csv").read_text("utf-8").splitlines()
    assert [f"{LONG}"] == [f"{lines[0]}\n"]
    assert set(lines[1:]) == {
        "a.jpg,1,left_wrist,1,2.5,2,good", "a.jpg,1,left_elbow,3,4,1,good",
        "b.jpg,1,left_wrist,1,2.5,2,", "b.jpg,1,left_elbow,3,4,1,",
    }  # fmt: skip
    assert account.lost == {"column `mood` says different things of keypoints": 1}


# wide


def wide_file(path: Path, *rows: list[Any]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


IDS = [
    "nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder",
    "left_elbow", "right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip", "left_knee",
    "right_knee", "left_ankle", "right_ankle",
]  # fmt: skip
PLACES = [number for at in range(17) for number in (at, at + 100)]
EXPECTED = [[at, at + 100, 2] for at in range(17)]


@pytest.mark.parametrize("mark", ["_", ".", " ", "-"])
def test_one_row_of_names_without_tiers(tmp_path: Path, skeleton: Skeletons, mark: str) -> None:
    names = [f"{id}{mark}{part}" for id in IDS for part in ("X", "Y")]
    path = wide_file(
        tmp_path / "jump.csv", ["Frame", *names, "time"], [3, *PLACES, 0.1],
        [4, "", "", *PLACES[2:], 0.2],
    )  # fmt: skip
    assert wide.FORMAT.recognise(path, path.read_bytes())
    (found,), account = read(wide.FORMAT, path, skeleton("body/coco-17"))
    assert found.keypoints[0].tolist() == EXPECTED
    assert np.isnan(found.keypoints[1, 0]).all()
    assert found.about[0].image == Image(name="jump", frame=3)
    assert found.about[0].rest == {"time": "0.1"}
    assert len(account.assumed) == 2


@pytest.mark.parametrize("once", [True, False])
def test_two_rows_as_motion_capture_has_them(
    tmp_path: Path, skeleton: Skeletons, once: bool
) -> None:
    tops = [word for id in IDS for word in (id, "" if once else id, "" if once else id)]
    values = [n for at in range(17) for n in (at, at + 100, "visible")]
    path = wide_file(
        tmp_path / "jump.csv", ["image", "frame", *tops], ["", "", *["x", "y", "tier"] * 17],
        ["a.mp4", 7, *values],
    )  # fmt: skip
    assert wide.FORMAT.recognise(path, path.read_bytes())
    (found,), account = read(wide.FORMAT, path, skeleton("body/coco-17"))
    assert found.keypoints[0].tolist() == EXPECTED
    assert found.about[0].image == Image(name="a.mp4", frame=7)
    assert not account.assumed
    mapped = map_between("body/coco-17", "body/openpose-25")
    moved(wide.FORMAT, path, tmp_path / "b.csv", mapped)
    (after,), _ = read(wide.FORMAT, tmp_path / "b.csv", mapped.target)
    np.testing.assert_array_equal(after.keypoints, carry(mapped.map, found.keypoints))
    with (tmp_path / "b.csv").open(newline="") as file:
        rows = list(csv.reader(file))
    first = mapped.target.keypoints[0].id
    assert rows[0][:5] == ["image", "frame", first, *(["", ""] if once else [first, first])]
    assert rows[1][:5] == ["", "", "x", "y", "tier"]


def test_three_rows_as_deeplabcut_has_them(tmp_path: Path, skeleton: Skeletons) -> None:
    values = [n for at in range(17) for n in (at, at + 100, 0.9)]
    path = wide_file(
        tmp_path / "labels.csv", ["scorer", *["me"] * 51],
        ["bodyparts", *(id for id in IDS for _ in range(3))],
        ["coords", *["x", "y", "likelihood"] * 17], ["img001.png", *values],
    )  # fmt: skip
    assert wide.FORMAT.recognise(path, path.read_bytes())
    (found,), _ = read(wide.FORMAT, path, skeleton("body/coco-17"))
    assert found.keypoints[0].tolist() == EXPECTED
    assert found.about[0].image.name == "img001.png"
    assert found.about[0].rest["nose.likelihood"] == "0.9"
    mapped = map_between("body/coco-17", "body/openpose-25")
    account = moved(wide.FORMAT, path, tmp_path / "b.csv", mapped)
    assert list(account.lost) == ["`likelihood` of keypoints, of which carried ones have none"]
    with (tmp_path / "b.csv").open(newline="") as file:
        rows = list(csv.reader(file))
    assert [row[0] for row in rows] == ["scorer", "bodyparts", "coords", "img001.png"]
    assert {len(row) for row in rows} == {1 + 25 * 3}
    assert rows[0][-1] == "me"


def test_wide_heads_that_are_wrong(tmp_path: Path, skeleton: Skeletons) -> None:
    made = skeleton("body/coco-17")
    names = [f"{id}_{part}" for id in IDS for part in ("x", "y")]
    path = wide_file(tmp_path / "a.csv", ["image", "noze_x", "noze_y", *names[2:]], ["a", *PLACES])
    with pytest.raises(LabelError, match=r"a\.csv:1: .*unknown: noze(.|\n)*did you mean `nose`"):
        read(wide.FORMAT, path, made)
    wide_file(path, ["image", "nose_tier", *names], ["a", "visible", *PLACES])
    with pytest.raises(LabelError, match="do not have the same parts"):
        read(wide.FORMAT, path, made)
    assert not wide.FORMAT.recognise(path, b"image,box_x,box_y,box_w,box_h\n")
    assert not wide.FORMAT.recognise(path, b"PAR1\0\0\0")
    assert not long.FORMAT.recognise(path, b"")
