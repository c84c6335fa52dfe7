"""A word on the command line means a file, or a folder of files of one format."""

from __future__ import annotations

from pathlib import Path

import pytest

import labels_made
from conftest import linked
from schemac import datasets
from schemac.labelfiles import find, found, stamp_of
from schemac.labels import LabelError
from schemac.workspace import UsageError

SKELETON = linked("body/coco-17")


@pytest.fixture
def only_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """No format is known but the one made for tests."""

    def recognised(path: Path) -> object:
        if path.is_dir():
            return None
        return labels_made.FORMAT if labels_made.recognise(path, path.read_bytes()) else None

    monkeypatch.setattr(found, "recognised", recognised)
    monkeypatch.setattr(found, "label_format", lambda name: labels_made.FORMAT)


@pytest.mark.usefixtures("only_made")
def test_a_folder_is_its_label_files_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/1.made", "a.made", ".hidden", "_part", "a.made.schemac.json"):
        labels_made.put(tmp_path / name, SKELETON, [])
    (tmp_path / "notes.txt").write_text("mine")
    seen = find(tmp_path)
    assert seen.names == ("a.made", "b/1.made")
    assert seen.passed_over == ("notes.txt",)
    assert seen.file("b/1.made") == tmp_path / "b" / "1.made"
    assert seen.bytes == sum((tmp_path / name).stat().st_size for name in seen.names)


@pytest.mark.usefixtures("only_made")
def test_what_holds_no_labels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no file or folder"):
        find(tmp_path / "gone")
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match="not a label file of a format"):
        find(tmp_path / "notes.txt")
    with pytest.raises(UsageError, match=r"no file in .* is a label file"):
        find(tmp_path)


def test_files_of_several_formats_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from msgspec.structs import replace

    for name in ("a", "b"):
        (tmp_path / name).write_text("x")
    monkeypatch.setattr(
        found, "recognised",
        lambda path: None if path.is_dir() else replace(labels_made.FORMAT, name=path.name),
    )  # fmt: skip
    with pytest.raises(UsageError, match="several formats: a is a, b is b"):
        find(tmp_path)
    assert find(tmp_path, replace(labels_made.FORMAT, name="b")).names == ("b",)


def test_a_stamp_beside_a_file_may_be_wrong(tmp_path: Path) -> None:
    path = labels_made.put(tmp_path / "a.made", SKELETON, [])
    beside = tmp_path / "a.made.schemac.json"
    for wrong in (
        "",
        "[]",
        '{"schemac": {}}',
        '{"schemac": {"spec": 1, "digest": "x"}}',
        "[" * 9999,
    ):
        beside.write_text(wrong)
        with pytest.raises(LabelError):
            stamp_of(path, labels_made.FORMAT)


def test_every_format_has_a_name_of_its_own() -> None:
    formats = [datasets.label_format(name) for name in datasets.NAMES]
    assert [each.name for each in formats] == list(datasets.NAMES)
    assert all(each.write and each.move for each in formats)
