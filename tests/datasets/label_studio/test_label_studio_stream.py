"""Tasks one at a time, from files that may be anything."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labels_asked import moving, reading
from schemac.datasets import label_format
from schemac.datasets.label_studio import stream
from schemac.labels import LabelError
from small_skeletons import bird

FORMAT = label_format("label-studio")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(
    tasks=st.lists(st.dictionaries(st.text(max_size=4), VALUES, max_size=3), max_size=4),
    indent=st.sampled_from([None, 0, 2]),
    ascii=st.booleans(),
    around=st.sampled_from([("", ""), ("\ufeff", ""), (" \n", "\n"), ("\ufeff\t", " ")]),
    chunk=st.sampled_from([1, 2, 5, 33, 1 << 20]),
)
def test_tasks_are_found_wherever_chunks_end(
    tasks: Any, indent: Any, ascii: bool, around: Any, chunk: int, tmp_path_factory: Any
) -> None:
    path = tmp_path_factory.mktemp("s") / "a.json"
    text = around[0] + json.dumps(tasks, indent=indent, ensure_ascii=ascii) + around[1]
    path.write_bytes(text.encode("utf-8", "replace"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream, "_CHUNK", chunk)
        pieces = list(stream.slices(path))
    assert b"".join(piece.raw for piece in pieces) == path.read_bytes()
    found = [json.loads(piece.raw) for piece in pieces if piece.task]
    assert found == json.loads(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))


def test_one_task_is_a_file_too(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(' {"a": [1, {"b": "}"}]} \n')
    assert [piece.task for piece in stream.slices(path)] == [False, True, False]


@pytest.mark.parametrize(
    "text",
    [
        "", "[", "[{}", "[{},]", "[{}{}]", "[1]", '["a"]', "[{}] x", "[{}][", "{} {}", "[[{}]]",
        '[{"a":"]', "x[{}]", "[,{}]", '{"a":1}}', "[}", "null", "[{}],",
        '[{"a":[}]}]', "[{},,{}]", "]", "}",
    ],
)  # fmt: skip
def test_what_is_no_list_of_tasks(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(text)
    with pytest.raises(LabelError, match=r"a\.json, byte \d+: "):
        list(stream.slices(path))


@pytest.mark.parametrize(
    "task",
    [
        '{"a":NaN}', '{"a":-Infinity}', '{"a":1e999}', '{"a":01}', "{'a':1}",
        '{"a":"\\x"}', '{"a" 1}', '{"a":"\x01"}', '{"a":"\xff"}', "{" * 63 + "}" * 63,
    ],
)  # fmt: skip
def test_what_is_no_json_is_set_aside(task: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    good = {"data": {"image": "a"}, "annotations": [{"result": []}]}
    path.write_bytes(f"[{json.dumps(good)}, {task}]".encode("latin-1"))
    with pytest.raises(LabelError, match="the task is not JSON"):
        list(FORMAT.read(path, reading(bird())))
    told = reading(bird(), "aside")
    (batch,) = FORMAT.read(path, told)
    assert len(batch.bare) == 1
    assert told.faults.count == 1
    out = tmp_path / "out.json"
    kept = moving(bird(), policy="aside")
    FORMAT.move(path, out, kept)  # type: ignore[misc]
    assert kept.faults.count == 1
    (left,) = json.loads(out.read_bytes())
    assert left.pop("meta")
    assert left == good


def test_tasks_that_are_left_out_take_their_commas_along(tmp_path: Path) -> None:
    path, good = tmp_path / "a.json", '{"data": {"image": "a"}, "annotations": []}'
    for at, tasks in enumerate((["{'}"], ["{'}", good], [good, "{'}"], ["{'}", "{'}", good],
                                [good, "{'}", good], ["{'}", good, "{'}", "{'}"])):  # fmt: skip
        path.write_text("[\n" + ",\n".join(tasks) + "\n]\n")
        out = tmp_path / f"{at}.json"
        FORMAT.move(path, out, moving(bird(), policy="aside"))  # type: ignore[misc]
        assert len(json.loads(out.read_bytes())) == tasks.count(good)


def test_nothing_deep_and_nothing_endless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    path.write_text("[" + '{"a":' * 100_000)
    with pytest.raises(LabelError, match="more than 64 deep"):
        list(stream.slices(path))
    monkeypatch.setattr(stream, "LARGEST", 1 << 20)
    monkeypatch.setattr(stream, "_CHUNK", 1 << 16)
    for text in ('[{"a":"' + "x" * (4 << 20), "[" + " " * (4 << 20)):
        path.write_text(text)
        with pytest.raises(LabelError, match="a task has more than 1 MiB"):
            list(stream.slices(path))


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    with path.open("w") as file:
        file.write("[")
        for at in range(1500):
            file.write(("," if at else "") + json.dumps({"a": ["x" * 20] * 200}))
        file.write("]")
    tracemalloc.start()
    count = sum(piece.task for piece in stream.slices(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 1500
    assert peak < 5 << 20 < path.stat().st_size


EXPORT = Path(__file__).parents[2] / "labels" / "label-studio" / "keypoints.json"


@settings(max_examples=100, deadline=None)
@given(
    at=st.integers(0, EXPORT.stat().st_size - 1),
    put=st.sampled_from(
        [b"{", b"}", b"[", b"]", b'"', b",", b":", b"9", b"-", b"\\", b"\xff", b""]
    ),
)
def test_one_wrong_byte_is_a_fault_or_is_read(
    at: int, put: bytes, tmp_path_factory: Any, skeleton: Any
) -> None:
    """Whatever happens, it is a LabelError that names the file, and reading and moving agree."""
    spec, data = skeleton("body/coco-17"), EXPORT.read_bytes()
    folder = tmp_path_factory.mktemp("byte")
    path = folder / "odd.json"
    path.write_bytes(data[:at] + put + data[at + 1 :])
    outcomes = []
    for act in (
        lambda: list(FORMAT.read(path, reading(spec))),
        lambda: FORMAT.move(path, folder / "out.json", moving(spec)),  # type: ignore[misc]
    ):
        try:
            act()
            outcomes.append("fine")
        except LabelError as error:
            assert str(error).startswith(str(path))  # noqa: PT017
            outcomes.append("refused")
    assert outcomes[0] == outcomes[1]
