"""Paths as files to read; archives that are not to be trusted."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from schemac.importing.given import given_files
from schemac.workspace import UsageError


def archive(path: Path, **members: str | bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return path


def test_a_file_is_given_with_its_head_and_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    path = tmp_path / "sub" / "a.json"
    path.write_bytes(b"x" * 100_000)
    (tmp_path / "sub" / "b.json").write_text("b")
    (tmp_path / "secret").write_text("s")
    (given,) = given_files(path, "sub/a.json")
    assert (given.file, given.size, len(given.head)) == ("sub/a.json", 100_000, 65_536)
    with given.open() as stream:
        assert len(stream.read()) == 100_000
    beside = given.beside("b.json")
    assert beside is not None
    assert beside.file == "sub/b.json"
    assert given.beside("../secret") is None
    assert given.beside("nothing") is None


def test_a_link_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret").write_text("s")
    (tmp_path / "in" / "a.json").write_text("a")
    (tmp_path / "in" / "link.json").symlink_to(tmp_path / "secret")
    (given,) = given_files(tmp_path / "in" / "a.json", "a.json")
    assert given.beside("link.json") is None


def test_a_folder_gives_its_likely_files_in_order(tmp_path: Path) -> None:
    for name in ("b.json", "a.yaml", "photo.jpg", ".hidden.json", "deep/c.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    assert [g.file for g in given_files(tmp_path, "in")] == [
        "in/a.yaml",
        "in/b.json",
        "in/deep/c.py",
    ]


def test_members_of_an_archive_are_given_one_by_one(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", **{"x/b.json": "bb", "x/a.json": "a", "photo.jpg": "no"})
    given = given_files(path, "a.zip")
    assert [g.file for g in given] == ["a.zip/x/a.json", "a.zip/x/b.json"]
    with given[1].open() as stream:
        assert stream.read() == b"bb"
    beside = given[0].beside("b.json")
    assert beside is not None
    assert beside.head == b"bb"
    assert given[0].beside("../../etc/passwd") is None


@pytest.mark.parametrize(
    "name", ["../a.json", "/a.json", "x/../../a.json", "C:/a.json", "..\\a.json"]
)
def test_a_member_that_leads_out_is_refused(name: str, tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", **{name: "x"})
    with pytest.raises(UsageError, match="leads out of the archive"):
        given_files(path, "a.zip")


def test_a_member_that_swells_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", **{"a.json": b"0" * (32 * 1024 * 1024)})
    with pytest.raises(UsageError, match="swells to 32 MiB"):
        given_files(path, "a.zip")


@pytest.mark.parametrize("cut", [10, 60])
def test_a_broken_archive_is_said_to_be_one(cut: int, tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", **{"a.json": "x" * 100})
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(UsageError, match="broken zip archive"):
        given_files(path, "a.zip")


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no file `x\.json`"):
        given_files(tmp_path / "x.json", "x.json")
    with pytest.raises(UsageError, match="nothing to import"):
        given_files(tmp_path, "empty")


def test_a_folder_that_may_not_be_looked_into_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(folder: object) -> None:
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr("os.scandir", refused)
    with pytest.raises(UsageError, match="permission denied"):
        given_files(tmp_path, "x")
