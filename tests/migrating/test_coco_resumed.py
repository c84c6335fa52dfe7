"""A large COCO file that was killed half way goes on from its last checkpoint."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

import schemac
from conftest import ROOT
from schemac.datasets.coco import moving
from schemac.labelfiles import Found, Piece, find, format_named, piece
from schemac.labelfiles.room import room_of
from schemac.maps import Mapped
from schemac.migrating import Way, migrate


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Found:
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        from labels_data import write_coco
    finally:
        sys.path.remove(str(ROOT / "benchmarks"))
    path = write_coco(tmp_path_factory.mktemp("coco") / "train.json", instances=12_000)
    return find(path, format_named("coco"))


@pytest.fixture(scope="module")
def mapped() -> Mapped:
    return schemac.map_between("body/coco-17", "body/halpe-26")


def killed_at_mark(number: int, data: Found, mapped: Mapped, way: Way) -> bool:
    """Migrate in a process that kills itself after its n-th checkpoint; whether it did."""
    child = os.fork()
    if child == 0:
        mark, count = Piece.mark, 0

        def counted(self: Piece, at: Any) -> None:
            nonlocal count
            mark(self, at)
            count += 1
            if count == number:
                os.kill(os.getpid(), signal.SIGKILL)

        Piece.mark = counted  # type: ignore[method-assign]
        try:
            migrate(data, mapped, way)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("jobs", [1, 2])
def test_it_goes_on_from_each_checkpoint(
    tmp_path: Path, data: Found, mapped: Mapped, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    monkeypatch.setattr(piece, "PAUSE", 0.0)
    monkeypatch.setattr(moving, "_OFTEN", 1)
    wanted = migrate(data, mapped, Way(out=tmp_path / "wanted.json", jobs=1))
    out = tmp_path / "out.json"
    way = Way(out=out, jobs=jobs, resume=True)
    kills = 0
    while killed_at_mark(2, data, mapped, way):
        kills += 1
        assert not out.exists()
        assert list((room_of(out) / "mark").iterdir())
        assert kills < 20
    assert kills >= 1
    assert out.read_bytes() == wanted.out.read_bytes()
    again = tmp_path / "again.json"
    assert killed_at_mark(1, data, mapped, Way(out=again, jobs=jobs))
    done = migrate(data, mapped, Way(out=again, jobs=jobs, resume=True))
    assert again.read_bytes() == wanted.out.read_bytes()
    assert done.outcome == wanted.outcome
