"""A migration leaves the whole output or none, and says what became of every label."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

import labels_made
import schemac
from schemac.labelfiles import Found, find, piece, sidecar_of
from schemac.labelfiles.room import aside_of, room_of
from schemac.labels import Holds, LabelError
from schemac.mapping import carry
from schemac.maps import Mapped
from schemac.migrating import Migrated, Way, migrate
from schemac.model import Skeleton
from schemac.output import OutputError
from schemac.workspace import UsageError


@pytest.fixture(scope="session")
def mapped() -> Mapped:
    return schemac.map_between("body/coco-17", "body/halpe-26")


def some_labels(count: int, points: int = 17, seed: int = 1) -> Any:
    made = np.random.default_rng(seed)
    labels = made.integers(1, 500, (count, points, 3)).astype(float)
    labels[..., 2] = made.integers(0, 3, (count, points))
    labels[labels[..., 2] == 0, :2] = np.nan
    return labels


def made_at(path: Path, skeleton: Skeleton, count: int = 40, seed: int = 1) -> Found:
    labels_made.put(path, skeleton, some_labels(count, seed=seed))
    return find(path, labels_made.FORMAT)


def run(found: Found, mapped: Mapped, out: Path, **way: Any) -> Migrated:
    return migrate(found, mapped, Way(out=out, jobs=1, **way))


def test_labels_are_those_of_carry_and_stamped(tmp_path: Path, mapped: Mapped) -> None:
    found = made_at(tmp_path / "a.made", mapped.source)
    done = run(found, mapped, tmp_path / "b.made")
    np.testing.assert_array_equal(
        labels_made.labels_of(done.out), carry(mapped.map, labels_made.labels_of(found.path))
    )
    said = labels_made.stamp_in(done.out)
    assert said["spec"] == "body/halpe-26@1.0.0"
    assert said["from"] == "body/coco-17@1.0.0"
    assert said["map"] == done.outcome.map
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.made", "b.made"]


def test_a_map_is_not_applied_twice(tmp_path: Path, mapped: Mapped) -> None:
    found = made_at(tmp_path / "a.made", mapped.source)
    done = run(found, mapped, tmp_path / "b.made")
    again = find(done.out, labels_made.FORMAT)
    with pytest.raises(UsageError, match=r"in body/halpe-26@1.0.0, carried there from body/coco"):
        run(again, mapped, tmp_path / "c.made")
    assert not (tmp_path / "c.made").exists()


def test_labels_of_another_spec_are_refused(tmp_path: Path, mapped: Mapped) -> None:
    stamp = {"spec": "body/coco-17@0.9.0", "digest": "0" * 64}
    path = labels_made.put(tmp_path / "a.made", mapped.source, some_labels(2), stamp=stamp)
    with pytest.raises(UsageError, match=r"are in body/coco-17@0.9.0, not in body/coco-17@1.0.0"):
        run(find(path, labels_made.FORMAT), mapped, tmp_path / "b.made")


def test_labels_without_a_stamp_are_taken_with_a_note(tmp_path: Path, mapped: Mapped) -> None:
    found = made_at(tmp_path / "a.made", mapped.source)
    notes = run(found, mapped, tmp_path / "b.made").outcome.notes
    assert notes[0].startswith("a.made does not say what its labels are in")


def test_a_format_without_a_place_for_the_stamp_gets_a_file(tmp_path: Path, mapped: Mapped) -> None:
    from msgspec.structs import replace

    bare = replace(labels_made.FORMAT, holds=labels_made.FORMAT.holds - {Holds.STAMP}, stamp=None)
    found = replace(made_at(tmp_path / "a.made", mapped.source), format=bare)
    done = run(found, mapped, tmp_path / "b.made")
    assert json.loads(sidecar_of(done.out).read_text())["schemac"]["map"] == done.outcome.map
    with pytest.raises(UsageError, match="carried there"):
        run(replace(found, path=done.out, names=("b.made",)), mapped, tmp_path / "c.made")


def test_nothing_that_is_there_is_overwritten(tmp_path: Path, mapped: Mapped) -> None:
    found = made_at(tmp_path / "a.made", mapped.source)
    (tmp_path / "b.made").write_text("mine")
    with pytest.raises(OutputError, match="is there already"):
        run(found, mapped, tmp_path / "b.made")
    with pytest.raises(OutputError, match="not what this would write"):
        run(found, mapped, tmp_path / "b.made", resume=True)
    assert (tmp_path / "b.made").read_text() == "mine"
    run(found, mapped, tmp_path / "b.made", force=True)
    assert labels_made.stamp_in(tmp_path / "b.made")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError, match="is there already"):
        run(found, mapped, tmp_path / "folder", force=True)


def test_the_input_is_never_the_output(tmp_path: Path, mapped: Mapped) -> None:
    found = made_at(tmp_path / "a.made", mapped.source)
    with pytest.raises(UsageError, match="lies in the input"):
        run(found, mapped, tmp_path / "a.made", force=True)


def test_broken_labels_stop_it_and_leave_nothing(tmp_path: Path, mapped: Mapped) -> None:
    found = made_at(tmp_path / "a.made", mapped.source)
    with found.path.open("a") as file:
        file.write("broken\n")
    with pytest.raises(LabelError, match=r"a\.made:42: unreadable"):
        run(found, mapped, tmp_path / "b.made")
    assert [each.name for each in tmp_path.iterdir()] == ["a.made"]


def test_broken_labels_are_set_aside_when_asked(tmp_path: Path, mapped: Mapped) -> None:
    found = made_at(tmp_path / "a.made", mapped.source)
    with found.path.open("a") as file:
        file.write("broken\n")
    done = run(found, mapped, tmp_path / "b.made", on_fault="aside")
    assert done.outcome.set_aside == 1
    assert done.outcome.losing
    assert done.aside == aside_of(done.out)
    (line,) = aside_of(done.out).read_text().splitlines()
    assert json.loads(line)["data"] == "broken\n"
    assert len(labels_made.labels_of(done.out)) == 40


def folder_of(path: Path, skeleton: Skeleton, rows: int = 25) -> Found:
    (path / "more").mkdir(parents=True)
    for at, name in enumerate(("b.made", "a.made", "more/c.made")):
        labels_made.put(path / name, skeleton, some_labels(rows, seed=at))
    return Found(
        path=path, format=labels_made.FORMAT, names=("a.made", "b.made", "more/c.made"), many=True
    )


def test_a_folder_becomes_a_folder(tmp_path: Path, mapped: Mapped) -> None:
    found = folder_of(tmp_path / "in", mapped.source)
    done = run(found, mapped, tmp_path / "out")
    for name in found.names:
        np.testing.assert_array_equal(
            labels_made.labels_of(done.out / name),
            carry(mapped.map, labels_made.labels_of(found.path / name)),
        )
    assert done.outcome.instances["all"] == 75
    assert sorted(each.name for each in tmp_path.iterdir()) == ["in", "out"]


def test_a_folder_goes_on_after_a_file_was_mended(tmp_path: Path, mapped: Mapped) -> None:
    found = folder_of(tmp_path / "in", mapped.source)
    whole = (found.path / "more/c.made").read_bytes()
    (found.path / "more/c.made").write_bytes(whole + b"broken\n")
    with pytest.raises(LabelError):
        run(found, mapped, tmp_path / "out")
    with pytest.raises(OutputError, match="a run that was stopped"):
        run(found, mapped, tmp_path / "out")
    (found.path / "more/c.made").write_bytes(whole)
    done = run(found, mapped, tmp_path / "out", resume=True)
    assert done.outcome.instances["all"] == 75
    assert run(found, mapped, tmp_path / "out", resume=True).written is False


def test_another_job_does_not_go_on(tmp_path: Path, mapped: Mapped) -> None:
    found = folder_of(tmp_path / "in", mapped.source)
    whole = (found.path / "more/c.made").read_bytes()
    (found.path / "more/c.made").write_bytes(whole + b"broken\n")
    with pytest.raises(LabelError):
        run(found, mapped, tmp_path / "out")
    with pytest.raises(OutputError, match="another job: its treatment of faults is stop"):
        run(found, mapped, tmp_path / "out", resume=True, on_fault="aside")
    assert room_of(tmp_path / "out").is_dir()
    run(found, mapped, tmp_path / "out", force=True, on_fault="aside")
    assert not room_of(tmp_path / "out").exists()


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Do work in a process that kills itself before its n-th change of the disk; whether it did."""
    child = os.fork()
    if child == 0:
        left = step

        def watch(event: str, given: tuple[Any, ...]) -> None:
            nonlocal left
            changes = event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate")
            if changes or (event == "open" and given[1] and set(str(given[1])) & set("wxa+")):
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)
        try:
            work()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("many", [False, True])
def test_killed_at_any_step_it_can_be_gone_on_with(
    tmp_path: Path, mapped: Mapped, monkeypatch: pytest.MonkeyPatch, many: bool
) -> None:
    monkeypatch.setattr(piece, "PAUSE", 0.0)
    monkeypatch.setattr(os, "fsync", lambda handle: None)  # it is about power, not about kills
    if many:
        found = folder_of(tmp_path / "in", mapped.source, rows=5)
    else:
        found = made_at(tmp_path / "a.made", mapped.source, 30)
        with found.path.open("a") as file:
            file.write("broken\n")
    way: dict[str, Any] = {"on_fault": "aside"}
    wanted = tree(run(found, mapped, tmp_path / "wanted", **way).out)
    told = run(found, mapped, tmp_path / "wanted2", **way).outcome
    step, killed = 0, True
    while killed:
        step += 1
        out = tmp_path / f"out{step}"
        killed = killed_at(step, lambda out=out: run(found, mapped, out, **way))  # type: ignore[misc]
        if out.exists():
            assert tree(out) == wanted
        elif killed and step % 3 == 0:
            killed_at(random.Random(step).randrange(3, 30), lambda out=out: run(
                found, mapped, out, resume=True, **way))  # type: ignore[misc]  # fmt: skip
        whole = out.exists() and not room_of(out).exists()
        done = run(found, mapped, out, resume=True, **way)
        assert tree(out) == wanted
        assert not room_of(out).exists()
        assert done.written is not whole
        if done.written:
            assert done.outcome == told
    assert step > 15


def tree(out: Path) -> dict[str, bytes]:
    """All files of an output, with what was set aside on the way."""
    files = [path for path in out.rglob("*") if path.is_file()] if out.is_dir() else [out]
    read = {str(path.relative_to(out)): path.read_bytes() for path in files}
    if aside_of(out).exists():
        read["aside"] = aside_of(out).read_bytes()
    return read


def test_many_files_are_worked_on_side_by_side(tmp_path: Path, mapped: Mapped) -> None:
    found = folder_of(tmp_path / "in", mapped.source)
    more = tuple(f"more/{at}.made" for at in range(3))
    for at, name in enumerate(more):
        labels_made.put(found.path / name, mapped.source, some_labels(9, seed=at))
    found = Found(path=found.path, format=found.format, names=found.names + more, many=True)
    alone = run(found, mapped, tmp_path / "alone")
    together = migrate(found, mapped, Way(out=tmp_path / "together", jobs=2))
    assert tree(alone.out) == tree(together.out)
    assert alone.outcome == together.outcome
    with (found.path / more[0]).open("a") as file:
        file.write("broken\n")
    with pytest.raises(LabelError, match=r"0\.made:11: unreadable"):
        migrate(found, mapped, Way(out=tmp_path / "broken", jobs=2))


def test_processes_end_with_the_one_that_started_them(tmp_path: Path, mapped: Mapped) -> None:
    found = folder_of(tmp_path / "in", mapped.source, rows=1)
    names = (*found.names, "d.made")
    labels_made.put(found.path / "d.made", mapped.source, some_labels(1))
    slow = replace(labels_made.FORMAT, move=labels_made.slow_move)
    found = Found(path=found.path, format=slow, names=names, many=True)
    child = os.fork()
    if child == 0:
        try:
            migrate(found, mapped, Way(out=tmp_path / "out", jobs=2))
        finally:
            os._exit(0)
    work = room_of(tmp_path / "out") / "work"
    try:
        wait_until(lambda: len(list(work.glob("*.pid"))) == 2)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    wait_until(lambda: not any(alive(int(each.stem)) for each in work.glob("*.pid")))


def wait_until(true: Callable[[], bool]) -> None:
    for _ in range(200):
        if true():
            return
        time.sleep(0.05)
    pytest.fail("it did not come true in ten seconds")


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False
