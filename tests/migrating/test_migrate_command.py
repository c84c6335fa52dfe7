"""`schemac migrate`, as people call it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import schemac
from conftest import linked
from labels_asked import read, reading, stamp_of
from schemac.cli import main
from schemac.datasets import label_format
from schemac.labels import Account, Annotation, Image, Labels, Writing

COCO, HALPE = "body/coco-17", "body/halpe-26"
PARQUET = label_format("parquet")


def put(path: Path, count: int = 8, strange: bool = False) -> Path:
    """Labels of COCO's 17 keypoints as Parquet."""
    random = np.random.default_rng(1)
    points = random.integers(1, 500, (count, 17, 3)).astype(float)
    points[..., 2] = random.integers(0, 3, (count, 17))
    points[points[..., 2] == 0, :2] = np.nan
    about = tuple(
        Annotation(image=Image(name=f"{n}.jpg", width=600, height=600), id=str(n))
        for n in range(count)
    )
    labels = Labels(
        keypoints=points, boxes=np.full((count, 4), np.nan), areas=np.full(count, np.nan),
        about=about,
    )  # fmt: skip
    skeleton = linked(COCO)
    stamp = stamp_of(skeleton)
    assert PARQUET.write is not None
    PARQUET.write([labels], path, Writing(skeleton=skeleton, stamp=stamp, account=Account()))
    if strange:
        path.write_bytes(path.read_bytes()[:-100])
    return path


def run(*words: Any) -> int:
    return main(["migrate", *map(str, words), "--data-format", "parquet", "--jobs", "1"])


def test_a_plan_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = put(tmp_path / "a.parquet")
    assert run(data, "--from", COCO, "--to", HALPE, "--plan") == 0
    said = capsys.readouterr().out
    assert "hip" in said
    assert "derived" in said
    assert [each.name for each in tmp_path.iterdir()] == ["a.parquet"]
    report = tmp_path / "plan.html"
    assert run(data, "--from", COCO, "--to", HALPE, "--plan", "--report", report) == 0
    assert "A plan: nothing was written." in report.read_text()
    capsys.readouterr()
    assert run(data, "--from", COCO, "--to", HALPE, "--plan", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["to"] == "body/halpe-26@1.0.0"


def test_it_writes_and_never_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, out = put(tmp_path / "a.parquet"), tmp_path / "b.parquet"
    way = ("--from", COCO, "--to", HALPE, "-o")
    assert run(data, *way, out) == 0
    labels = read(PARQUET, out, reading(linked(HALPE)))
    assert labels.keypoints.shape == (8, 26, 3)
    assert run(data, *way, out) == 2
    assert "is there already" in capsys.readouterr().err
    assert run(data, *way, out, "--resume") == 0
    assert "nothing was left to do" in capsys.readouterr().err
    assert run(out, *way, tmp_path / "c.parquet") == 2
    assert "carried there from body/coco-17@1.0.0" in capsys.readouterr().err
    assert run(out, "--from", HALPE, "--to", COCO, "-o", tmp_path / "c.parquet") == 0


def test_losses_fail_when_asked(tmp_path: Path) -> None:
    data = put(tmp_path / "a.parquet")
    back = ("--from", COCO, "--to", "body/crowdpose-14", "--fail-on", "loss")
    assert run(data, *back, "-o", tmp_path / "b.parquet") == 1
    assert (tmp_path / "b.parquet").exists()
    assert run(data, *back, "--plan") == 1
    assert run(data, "--from", COCO, "--to", HALPE, "--plan", "--fail-on", "loss") == 0


def test_broken_files_are_told_with_their_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = put(tmp_path / "a.parquet", strange=True)
    assert run(data, "--from", COCO, "--to", HALPE, "-o", tmp_path / "b.parquet") == 1
    assert "a.parquet" in capsys.readouterr().err
    assert [each.name for each in tmp_path.iterdir()] == ["a.parquet"]


def test_a_worklist_has_files_for_tools(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, todo = put(tmp_path / "a.parquet"), tmp_path / "todo"
    assert run(data, "--from", COCO, "--to", HALPE, "--plan", "--worklist", todo) == 0
    assert "to work on" in capsys.readouterr().err
    names = sorted(each.name for each in todo.iterdir())
    assert names == ["cvat.xml", "label-studio.json", "worklist.csv"]
    assert b"head" in (todo / "cvat.xml").read_bytes()
    tasks = json.loads((todo / "label-studio.json").read_text())
    assert "left_big_toe" in tasks[0]["data"]["redo"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--from", COCO, "--to", HALPE], "nothing says where to write"),
        (["--from", COCO, "--to", HALPE, "--plan", "-o", "x"], "--plan writes nothing"),
        (["--from", COCO, "--to", COCO, "--plan"], "are the same"),
        (["--from", COCO, "--to", HALPE, "--plan", "--redo", "some"], "--redo knows no `some`"),
        (["--from", COCO, "--to", "body/halpe", "--plan"], "halpe"),
        (["--from", COCO, "--to", HALPE, "--plan", "--via", "gone.json"], "cannot read"),
        (["--from", COCO, "--to", HALPE, "--engine", "abacus", "-o", "x"], "engine"),
    ],
)
def test_wrong_usage_is_explained(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    said: str,
) -> None:
    data = put(tmp_path / "a.parquet")
    monkeypatch.chdir(tmp_path)
    assert run(data, *words) == 2
    assert said in capsys.readouterr().err
    assert [each.name for each in tmp_path.iterdir()] == ["a.parquet"]


def test_a_map_may_come_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, file = put(tmp_path / "a.parquet"), tmp_path / "map.json"
    way = ("--from", COCO, "--to", HALPE, "--via", file, "-o")
    file.write_bytes(schemac.map_between(COCO, HALPE).written())
    assert run(data, *way, tmp_path / "b.parquet") == 0
    file.write_bytes(schemac.map_between(COCO, "body/openpose-25").written())
    assert run(data, *way, tmp_path / "c.parquet") == 2
    assert "not from body/coco-17@1.0.0 to body/halpe-26" in capsys.readouterr().err
    file.write_text("{}")
    assert run(data, *way, tmp_path / "c.parquet") == 2
    assert "not a map file of schemac" in capsys.readouterr().err


def test_an_engine_gives_the_same_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, way = tmp_path / "in", ("--from", COCO, "--to", HALPE)
    folder.mkdir()
    for name in ("a", "b"):
        put(folder / f"{name}.parquet")
    assert run(folder, *way, "-o", tmp_path / "one") == 0
    text = capsys.readouterr().out
    assert run(folder, *way, "-o", tmp_path / "two", "--engine", "local") == 0
    assert capsys.readouterr().out == text
    for name in ("a.parquet", "b.parquet"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["in", "one", "two"]
    assert run(folder / "a.parquet", *way, "-o", tmp_path / "x", "--engine", "local") == 2
    assert "folders of Parquet" in capsys.readouterr().err
