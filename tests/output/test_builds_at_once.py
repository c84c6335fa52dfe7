"""Several processes write the same folder at the same time."""

from __future__ import annotations

import os
from pathlib import Path
from time import sleep
from traceback import print_exc

import pytest
from output_folder import beside, full, listed, part, partial, tree

from schemac.output import OutputError, Plan, write_build
from schemac.output.ground import find_ground
from schemac.output.leftovers import locked, workroom

ROUNDS = 8


def build(out: Path, plans: list[Plan]) -> int:
    """Write these one after the other in a child; its process id."""
    child = os.fork()
    if child == 0:
        failed = 1
        try:
            for plan in plans:
                write_build(out, plan)
            failed = 0
        except BaseException:
            print_exc()
        finally:
            os._exit(failed)
    return child


def test_partial_builds_of_two_processes_add_up(tmp_path: Path):
    out = tmp_path / "build"
    targets = ("coco", "cvat", "yolo")
    children = [
        build(out, [partial(part(target=t, a_json=f"{t} {n}")) for n in range(ROUNDS)])
        for t in targets
    ]
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0]
    last = {f"body/coco/1.0.0/{t}/a.json": f"{t} {ROUNDS - 1}".encode() for t in targets}
    assert listed(out) == last
    assert tree(out) == last
    assert beside(out) == []


def test_full_builds_of_two_processes_do_not_mix(tmp_path: Path):
    out = tmp_path / "build"
    plans = [
        full(*(part(target=t, **{f"{name}_json": name}) for t in ("coco", "cvat"))) for name in "xy"
    ]
    children = [build(out, [plan] * ROUNDS) for plan in plans]
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    assert tree(out) == listed(out)
    assert set(listed(out).values()) in ({b"x"}, {b"y"})
    assert beside(out) == []


def test_the_room_of_a_living_build_is_not_swept(tmp_path: Path):
    out = tmp_path / "build"
    with workroom(find_ground(out), 1) as room:
        child = build(out, [full(part(a_json="1"))])
        assert os.waitpid(child, 0)[1] == 0
        assert (room / "tree").is_dir()
    assert beside(out) == []


def test_a_build_does_not_wait_for_ever(tmp_path: Path):
    out = tmp_path / "build"
    child = os.fork()
    if child == 0:
        try:
            with locked(find_ground(out), 1):
                (tmp_path / "held").touch()
                while not (tmp_path / "enough").exists():
                    sleep(0.005)
        finally:
            os._exit(0)
    while not (tmp_path / "held").exists():
        sleep(0.005)
    with pytest.raises(OutputError, match="another build"):
        write_build(out, full(part(a_json="1")), patience=0.05)
    (tmp_path / "enough").touch()
    os.waitpid(child, 0)
