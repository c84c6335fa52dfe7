"""Targets made in several processes: the same as in one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import schemac.api
from schemac.canonical import digest
from schemac.choosing import choose_targets
from schemac.cli import main
from schemac.jobs import beside, emit_all, in_turn
from schemac.workspace import Workspace

SPECS = ("body/coco-17", "hand/hand-21", "face/ibug-68")
SMALL = ("hand/hand-21", "face/five-point")


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_bytes_are_those_of_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("schemac.guides.fingerprint", lambda: "this program")
    for jobs in (1, 2, 7):
        schemac.api.build(*SMALL, out=tmp_path / str(jobs), jobs=jobs, cwd=tmp_path)
    assert tree(tmp_path / "2") == tree(tmp_path / "1")
    assert tree(tmp_path / "7") == tree(tmp_path / "1")
    assert len(tree(tmp_path / "1")) > len(SMALL)


def test_each_spec_is_told_of(tmp_path: Path):
    workspace = Workspace(str(tmp_path))
    chosen = choose_targets(workspace, ("coco", "json-schema"))
    skeletons = tuple(schemac.api.load(spec) for spec in SPECS)
    told: list[str] = []
    made = emit_all(
        workspace, skeletons, tuple(map(digest, skeletons)), chosen, jobs=2, advance=told.append
    )
    assert all(len(emissions) == 2 for emissions in made)
    assert told == list(SPECS)


def test_shares_are_done_beside_the_caller():
    with beside(_of_this_process, [1, 2]) as others:
        found = list(others)
    assert [number for number, _ in found] == [1, 2]
    assert os.getpid() not in {process for _, process in found}


def test_without_shares_no_process_is_started():
    with beside(_of_this_process, []) as others:
        assert list(others) == []


@pytest.mark.parametrize("of", range(1, 8))
def test_what_was_dealt_out_is_put_together(of: int):
    pieces = list("abcde")
    assert list(in_turn([pieces[number::of] for number in range(of)])) == pieces


def _of_this_process(number: int) -> tuple[int, int]:
    return number, os.getpid()


@pytest.mark.parametrize("words", ["--jobs 0", "--jobs -1", "--jobs many"])
def test_a_number_of_jobs_is_above_zero(words: str, capsys: pytest.CaptureFixture[str]):
    try:
        code = main(["build", *words.split()])
    except SystemExit as stopped:
        code = stopped.code if isinstance(stopped.code, int) else 1
    assert code == 2
    assert "jobs" in capsys.readouterr().err
