"""Files of strangers: cut off, deep, huge, of wrong types. Each is refused in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from coco_made import Loader, Pair, dump, move, moving, people, read
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemac.datasets.coco import FORMAT, recognise
from schemac.datasets.coco import window as window_module
from schemac.labels import Faults, LabelError, StampError


@pytest.fixture
def path(tmp_path: Path, skeleton: Loader) -> Path:
    return dump(tmp_path / "in.json", data_for(skeleton))


def data_for(skeleton: Loader) -> dict[str, Any]:
    return people([point.name for point in skeleton("body/coco-17").keypoints], 4)


@settings(max_examples=150, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(
    cut=st.floats(0, 1), put=st.sampled_from([b"", b"}", b"]", b'"', b"NaN", b"\xff", b"\\", b"["])
)
def test_a_damaged_file_is_refused_by_who_reads_and_who_moves(
    path: Path, to_h36m: Pair, cut: float, put: bytes
) -> None:
    """Cut off, or with something put into it. What is still JSON may be accepted."""
    good = path.read_bytes()
    at = int(len(good) * cut)
    damaged = path.with_name("damaged.json")
    for data in (good[:at] + put, good[:at] + put + good[at:]):
        damaged.write_bytes(data)
        valid = _is_json(data)
        for work in (lambda: read(damaged, to_h36m.source), lambda: move(damaged, to_h36m)):
            said = _refusal(work)
            assert valid if said is None else said.startswith(str(damaged))


def _refusal(work: Callable[[], Any]) -> str | None:
    try:
        work()
    except LabelError as error:
        return str(error)
    return None


def _is_json(data: bytes) -> bool:
    def no(word: str) -> None:
        raise ValueError

    try:
        json.loads(data.decode(), parse_constant=no)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(("before", "after", "message"), [
    ('"id": 2, "image_id": 1', '"id": 2, "image_id": 99', "`image_id` 99 is no image"),
    ('"bbox": [10,', '"bbox": ["10",', "`bbox` is no number"),
    ('"area": 900.5', '"area": NaN', "NaN is no number of JSON"),
    ('"area": 900.5', '"area": [900]', "`area` is no number"),
    ('"iscrowd": 0', '"iscrowd": 0, "x": ' + "[" * 5000 + "]" * 5000, "nested more than"),
    ('"iscrowd": 0', '"iscrowd": 0, "keypoints": 5', "`keypoints` is no list"),
    ('"iscrowd": 0', '"keypoint_tiers": [1], "iscrowd": 0', "`keypoint_tiers` is no list of 17"),
])  # fmt: skip
def test_what_is_wrong_is_said(
    path: Path, skeleton: Loader, before: str, after: str, message: str
) -> None:
    text = path.read_text("utf-8")
    if after.endswith('"keypoints": 5'):
        text = text.replace('"keypoints": [', '"points": [').replace(
            '"points": ["', '"keypoints": ["'
        )
    path.write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(LabelError, match=message):
        read(path, skeleton("body/coco-17"))


def test_faulty_instances_can_be_set_aside(path: Path, skeleton: Loader) -> None:
    data = data_for(skeleton)
    data["annotations"][0]["keypoints"][2] = 3
    data["annotations"][2]["keypoints"].pop()
    faults = Faults("aside")
    (labels,) = [b for b in read(dump(path, data), skeleton("body/coco-17"), faults) if len(b)]
    assert [one.id for one in labels.about] == ["2", "4"]
    assert [fault.message for fault in faults.first] == [
        "`keypoints` has 50 numbers, not 51",
        "keypoint 0 has the visibility 3, which no tier of the spec has",
    ]


def test_numbers_of_thousands_of_digits_are_refused(path: Path, to_h36m: Pair) -> None:
    text = path.read_text("utf-8").replace('"keypoints": [', '"keypoints": [' + "9" * 5000, 1)
    path.write_text(text, "utf-8")
    for work in (lambda: read(path, to_h36m.source), lambda: move(path, to_h36m)):
        with pytest.raises(LabelError):
            work()


def test_keypoints_of_another_skeleton_are_named(path: Path, skeleton: Loader) -> None:
    data = data_for(skeleton)
    data["categories"][0]["keypoints"][0] = "noze"
    with pytest.raises(LabelError, match=r"unknown: noze; missing: nose") as raised:
        read(dump(path, data), skeleton("body/coco-17"))
    assert raised.value.help == "did you mean `nose` for `noze`?"
    with pytest.raises(LabelError, match="no category is called `face`"):
        read(path, skeleton("face/ibug-68"))


@pytest.mark.parametrize("key", ["annotations", "images", "categories", "info"])
def test_a_list_that_is_there_twice_is_refused(path: Path, to_h36m: Pair, key: str) -> None:
    text = path.read_text("utf-8")
    path.write_text(text[:-1] + f', "{key}": []}}', "utf-8")
    target = path.with_name("out.json")
    assert FORMAT.move
    with pytest.raises(LabelError):
        FORMAT.move(path, target, moving(to_h36m))


def test_an_endless_value_is_refused_in_bounded_memory(
    tmp_path: Path, skeleton: Loader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window_module, "LARGEST", 1 << 20)
    monkeypatch.setattr(window_module, "CHUNK", 1 << 16)
    for endless in (b'"' + b"x" * (4 << 20), b"[" + b'{"a":1},' * (1 << 19), b"1" * (4 << 20)):
        path = tmp_path / "in.json"
        path.write_bytes(b'{"info": ' + endless)
        with pytest.raises(LabelError, match=r"MiB|cut off|file ends"):
            read(path, skeleton("body/coco-17"))


def test_other_encodings_and_marks(path: Path, skeleton: Loader) -> None:
    text = path.read_text("utf-8")
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert sum(map(len, read(path, skeleton("body/coco-17")))) == 4
    path.write_bytes(text.encode("utf-16"))
    with pytest.raises(LabelError, match="not UTF-8"):
        read(path, skeleton("body/coco-17"))


def test_stamps_that_are_none_are_refused(path: Path, to_h36m: Pair) -> None:
    text = path.read_text("utf-8")
    path.write_text(text.replace('"info": {', '"info": {"schemac": {"spec": 5}, '), "utf-8")
    assert FORMAT.stamp
    with pytest.raises(StampError):
        FORMAT.stamp(path)
    with pytest.raises(LabelError, match="is not one that schemac writes"):
        move(path, to_h36m)


def test_files_are_recognised(path: Path) -> None:
    assert recognise(path, path.read_bytes())
    assert not recognise(path, b'[{"annotations": []}]')
    assert not recognise(path, b'<?xml version="1.0"?>')
    assert not recognise(path, b"")


def deep(levels: int) -> Any:
    value: Any = {}
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize("levels", [150, 250])
def test_what_is_nested_too_deep_is_refused_in_both_ways(
    tmp_path: Path, to_h36m: Pair, levels: int
) -> None:
    data = people([point.name for point in to_h36m.source.keypoints], 4)
    data["annotations"][2]["extra"] = deep(levels)
    data["annotations"][1]["extra"] = "[" * 300  # which is no nesting
    path = dump(tmp_path / "in.json", data)
    for work in (lambda: read(path, to_h36m.source), lambda: move(path, to_h36m)):
        said = _refusal(work)
        assert said is None if levels < 200 else "nested more than 200 deep" in (said or "")


def test_a_single_task_of_label_studio_is_none_of_ours() -> None:
    task = b'{"id": 1, "annotations": [{"result": []}], "data": {"images": ["a.jpg"]}}'
    assert not recognise(Path("a.json"), task)
    assert recognise(Path("a.json"), b'{"annotations": [], "images": [], "data": {"a": 1}}')
    assert recognise(Path("a.json"), b'{"annotations": [{"id": 1}]}')
