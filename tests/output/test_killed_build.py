"""A build that dies at any step leaves a whole build, and the next one cleans up after it.

The child process counts every call that changes the disk, and kills itself at a given one.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from output_folder import beside, full, listed, part, tree

from schemac.output import Plan, exchange, write_build
from schemac.output import write as write_module
from schemac.output.ground import find_ground
from schemac.output.leftovers import workroom

CALLS = ("mkdir", "link", "rename", "replace", "unlink", "rmdir", "open", "fsync", "chmod")
OLD = full(part(a_json="1", b_json="same"), part(target="coco", c_json="stale"))
NEW = full(part(a_json="2", b_json="same"), part(target="yolo", d_yaml="new"))
FOREIGN = {"mine.txt": b"mine", "body/coco/1.0.0/coco/mine.txt": b"mine too"}


def count_down(steps: int) -> None:
    """From now on, die before the call with this number."""
    left = steps

    def step() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(call: Callable[..., object]) -> Callable[..., object]:
        def wrapped(*args: object, **options: object) -> object:
            step()
            return call(*args, **options)

        return wrapped

    def half_written(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[: len(content) // 2])
            file.flush()
            step()
            return file.write(content[len(content) // 2 :])

    for name in CALLS:
        setattr(os, name, counted(getattr(os, name)))
    exchange._swap = counted(exchange._swap)  # type: ignore[assignment]
    Path.write_bytes = half_written  # type: ignore[assignment, method-assign]


def dies(out: Path, plan: Plan, steps: int) -> bool:
    """Build in a child that dies after so many steps; False when it finished before."""
    child = os.fork()
    if child == 0:
        try:
            count_down(steps)
            write_build(out, plan)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def prepare(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    out = folder / "build"
    write_build(out, OLD)
    for path, content in FOREIGN.items():
        (out / path).write_bytes(content)
    return out


def files(plan: Plan) -> dict[str, bytes]:
    return {path: content for one in plan.parts for path, content in one.files()}


def sweep(out: Path) -> None:
    with workroom(find_ground(out), 1):
        pass


def test_killed_while_exchanging(tmp_path: Path):
    seen = []
    for steps in range(1000):
        out = prepare(tmp_path / "project")
        died = dies(out, NEW, steps)
        found = listed(out)
        assert found in (files(OLD), files(NEW))
        assert tree(out) == found | FOREIGN, f"whole at step {steps}"
        seen.append(found == files(NEW))
        sweep(out)
        assert tree(out) == found | FOREIGN
        assert beside(out) == []
        if not died:
            break
    assert steps > 30
    assert seen == sorted(seen), "old until one step, new ever after"
    assert True in seen[:-1], "it was killed after the exchange as well"


def test_killed_while_changing_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(write_module, "can_exchange", lambda room: False)
    seen = []
    for steps in range(1000):
        out = prepare(tmp_path / "project")
        died = dies(out, NEW, steps)
        sweep(out)  # finishes what was decided
        found = listed(out)
        assert found in (files(OLD), files(NEW))
        assert tree(out) == found | FOREIGN, f"whole at step {steps}"
        assert beside(out) == []
        seen.append(found == files(NEW))
        if not died:
            break
    assert seen == sorted(seen)
    assert True in seen[:-1]


def test_killed_twice_while_changing_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Whoever finishes a dead build may die as well."""
    monkeypatch.setattr(write_module, "can_exchange", lambda room: False)
    out = prepare(tmp_path / "project")
    first = next(n for n in range(1000) if _half_changed(out, n, tmp_path / "project"))
    for steps in range(0, 1000, 3):
        out = prepare(tmp_path / "project")
        dies(out, NEW, first)
        died = dies(out, NEW, steps)
        sweep(out)
        assert listed(out) == files(NEW)
        assert tree(out) == files(NEW) | FOREIGN
        assert beside(out) == []
        if not died:
            break


def _half_changed(out: Path, steps: int, folder: Path) -> bool:
    prepare(folder)
    dies(out, NEW, steps)
    return any((path / "journal.json").exists() for path in out.glob(".build.schemac-*"))


def test_killed_during_the_first_build(tmp_path: Path):
    for steps in range(1000):
        out = tmp_path / str(steps) / "build"
        died = dies(out, NEW, steps)
        assert not out.exists() or tree(out) == listed(out) == files(NEW)
        write_build(out, NEW)
        assert beside(out) == []
        if not died:
            break


def test_what_appeared_before_the_death_is_brought_over_later(tmp_path: Path):
    out = prepare(tmp_path / "project")
    killed = next(n for n in range(1000) if _killed_after_exchange(out, n, tmp_path / "project"))
    (_after_exchange(prepare(tmp_path / "project"), killed) / "late.txt").write_bytes(b"late")
    sweep(out)
    assert tree(out) == files(NEW) | FOREIGN | {"late.txt": b"late"}
    assert beside(out) == []


def _killed_after_exchange(out: Path, steps: int, folder: Path) -> bool:
    prepare(folder)
    dies(out, NEW, steps)
    return listed(out) == files(NEW)


def _after_exchange(out: Path, steps: int) -> Path:
    dies(out, NEW, steps)
    return next(out.parent.glob(".build.schemac-*/tree"))


def test_an_interrupt_cleans_up_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    out = prepare(tmp_path / "project")

    def interrupted(*args: object) -> None:
        raise KeyboardInterrupt

    for step in ("flush", "settle", "look_after"):
        with monkeypatch.context() as patch:
            patch.setattr(write_module, step, interrupted)
            with pytest.raises(KeyboardInterrupt):
                write_build(out, NEW)
        assert beside(out) == []
        assert tree(out) == listed(out) | FOREIGN


def test_links_in_leftovers_are_not_followed(tmp_path: Path):
    out = prepare(tmp_path / "project")
    (tmp_path / "away").mkdir()
    (tmp_path / "away" / "precious").write_text("x")
    (out.parent / ".build.schemac-link").symlink_to(tmp_path / "away")
    dead = out.parent / ".build.schemac-dead"
    dead.mkdir()
    (dead / "owner").touch()
    (dead / "link").symlink_to(tmp_path / "away")
    (dead / "tree").symlink_to(tmp_path / "away")
    sweep(out)
    assert not dead.exists()
    assert (tmp_path / "away" / "precious").read_text() == "x"
    assert (out.parent / ".build.schemac-link").is_symlink()
