"""Where a build must not go, and what it must not be called."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from output_folder import beside, full, listed, part, tree

from schemac.artifact import Artifact
from schemac.output import OutputError, Part, write_build
from schemac.output import leftovers as leftovers_module
from schemac.output import write as write_module
from schemac.output.ground import find_ground
from schemac.output.paths import check_paths, fault

PLAN = full(part(a_json="1"))


@pytest.mark.parametrize(
    "path",
    ["", "/a", "a/", "a//b", "..", "a/../b", "./a", "a\\b", "c:a", "a\n", "a\x9b", "a\ud800",
     "a ", "a./b", "con", "NUL.txt", "a/Com1.json", "lpt²", "x" * 121, "é" * 61, "a/" * 100 + "b",
     "e\u0301", 'a"b', "a*"],
)  # fmt: skip
def test_paths_that_do_not_work_everywhere(path: str):
    assert fault(path)
    with pytest.raises(OutputError):
        check_paths([path])


@pytest.mark.parametrize(
    "path", ["a", "body/coco-17/1.0.0/cvat/a.b.json", "肘/é.svg", "console", "com", ".x"]
)
def test_paths_that_do(path: str):
    assert fault(path) is None


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        (["a/b", "A/c"], "upper and lower case"),
        (["a/b.json", "a/B.json"], "upper and lower case"),
        (["straße", "STRASSE"], "upper and lower case"),
        (["a", "a/b"], "a file and a folder"),
        (["a", "a.x", "a/b"], "a file and a folder"),
        (["a", "a"], "two artifacts"),
        (["manifest.json", "manifest.json"], "two artifacts"),
    ],
)
def test_paths_that_collide(paths: list[str], message: str):
    with pytest.raises(OutputError, match=message):
        check_paths(paths)


def test_a_plan_with_a_bad_path_writes_nothing(tmp_path: Path):
    bad = Part(target="x", artifacts=(Artifact("../x", b""),))
    for one in (bad, Part(target="x", artifacts=(Artifact("manifest.json", b""),))):
        with pytest.raises(OutputError):
            write_build(tmp_path / "build", full(one))
    assert list(tmp_path.iterdir()) == []


def test_folders_that_are_no_place_for_a_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    home, here, project, specs = (tmp_path / n for n in ("home", "here", "project", "all/specs"))
    for folder in (home, here / "below", project, specs):
        folder.mkdir(parents=True)
    (project / "schemac.yaml").touch()
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    (tmp_path / "file").touch()
    (tmp_path / "nowhere").symlink_to("gone")
    (tmp_path / "loop").symlink_to("loop")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(here / "below")
    refused = {
        "/": "root",
        "~home": "home folder",
        ".": "current folder",
        "..": "current folder",
        "~project": r"schemac\.yaml",
        "~repo": r"\.git",
        "~file": "not a folder",
        "~nowhere": "leads nowhere",
        "~loop": "leads nowhere",
        "~all": "holds the specs",
        "~all/specs": "holds the specs",
    }
    before = sorted(tmp_path.rglob("*"))
    for name, message in refused.items():
        out = tmp_path / name[1:] if name[0] == "~" else Path(name)
        with pytest.raises(OutputError, match=message) as caught:
            write_build(out, PLAN, sources=[specs])
        assert caught.value.help
    assert sorted(tmp_path.rglob("*")) == before


def test_a_link_to_a_folder_is_followed(tmp_path: Path):
    (tmp_path / "real").mkdir()
    (tmp_path / "build").symlink_to("real")
    for _ in range(2):
        write_build(tmp_path / "build", PLAN)
    assert (tmp_path / "build").is_symlink()
    assert listed(tmp_path / "real") == tree(tmp_path / "real")
    assert beside(tmp_path / "real") == []


@pytest.mark.parametrize(
    ("code", "advice"), [("ENOSPC", "free some space"), ("EROFS", "--out"), ("EIO", None)]
)
@pytest.mark.parametrize("step", ["stage", "take_over", "flush"])
def test_faults_of_the_disk_leave_the_last_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, advice: str | None, step: str
):
    out, number = tmp_path / "build", getattr(errno, code)
    write_build(out, PLAN)

    def full_disk(*args: object) -> int:
        raise OSError(number, os.strerror(number), "some/file")

    monkeypatch.setattr(write_module, step, full_disk)
    with pytest.raises(OutputError, match="some/file") as caught:
        write_build(out, full(part(a_json="2")))
    assert advice in (caught.value.help or "") if advice else caught.value.help is None
    assert tree(out) == listed(out) == {"body/coco/1.0.0/cvat/a.json": b"1"}
    assert beside(out) == []


def test_where_nothing_may_be_written_beside_the_build_it_is_prepared_inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    out = tmp_path / "build"
    out.mkdir()
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != tmp_path)
    assert find_ground(out).inside
    assert not find_ground(tmp_path / "new").inside


def test_what_cannot_be_brought_over_is_not_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    out = tmp_path / "build"
    write_build(out, PLAN)

    def refuse(old: Path, new: Path) -> None:
        raise PermissionError(errno.EACCES, "no", str(new))

    (out / "mine.txt").write_text("mine")
    monkeypatch.setattr(leftovers_module, "_bring", refuse)
    with pytest.raises(OutputError):
        write_build(out, full(part(a_json="2")))
    assert (out / "mine.txt").read_text() == "mine"
    assert len(beside(out)) == 1, "the old build is still there"
    monkeypatch.undo()
    write_build(out, full(part(a_json="2")))
    assert beside(out) == []
