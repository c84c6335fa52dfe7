"""The folder in which a build is prepared, and what becomes of it when its owner dies.

    .build.schemac-x1y2z3/
      owner     locked as long as the process that made the folder lives
      staged    which folder (by its number on disk) `tree` was when it was prepared
      tree      the new build; after the exchange, the old one
      done      the old build, once everything foreign in it has been looked after

The operating system releases the lock of a dead process. That is surer than a process id, which
is used again, and which means nothing to another container on the same disk.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from schemac.output.ground import Ground
from schemac.output.journal import finish
from schemac.output.manifest import NAME, read_manifest
from schemac.output.plan import OutputError
from schemac.output.survey import same_file, survey


@contextmanager
def locked(ground: Ground, patience: float) -> Iterator[None]:
    """Have `out` to oneself; waits `patience` seconds for others, then raises OutputError."""
    from filelock import FileLock, Timeout

    lock = FileLock(ground.lock)
    try:
        lock.acquire(timeout=patience)
    except Timeout:
        raise OutputError(
            f"another build is writing to {ground.out}", "wait for it to end, then build again"
        ) from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def workroom(ground: Ground, patience: float) -> Iterator[Path]:
    """A new folder to prepare a build in, with an empty `tree`; it is gone at the end.

    Sweeps what dead builds left behind first.
    """
    from filelock import FileLock

    with locked(ground, patience):
        _sweep(ground)
        room = Path(mkdtemp(prefix=ground.prefix, dir=ground.base))
        owner = FileLock(room / "owner")
        owner.acquire()
    try:
        (room / "tree").mkdir()
        number = (room / "tree").stat().st_ino
        (room / "staged").write_text(str(number), encoding="ascii")
        yield room
    finally:
        try:
            look_after(room, ground.out)
            owner.release()
            shutil.rmtree(room, ignore_errors=True)
        finally:
            owner.release()


def look_after(room: Path, out: Path) -> None:
    """Bring over what appeared in the old build between our look at it and the exchange."""
    tree = room / "tree"
    if not tree.is_dir() or _is_staged(room):
        return
    last = read_manifest(tree)
    listed = last.by_path() if last else {}
    for path in survey(tree).files:
        if path not in listed and path != NAME:
            _bring(tree / path, out / path)
    tree.rename(room / "done")


def _sweep(ground: Ground) -> None:
    for folder in (ground.out, ground.base):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            ours = path.name.startswith(ground.prefix)
            if ours and path.is_dir() and not path.is_symlink():
                _sweep_one(path, ground.out)


def _sweep_one(path: Path, out: Path) -> None:
    from filelock import FileLock, Timeout

    if not (path / "owner").exists():  # a journal, or a room that its owner is just removing
        finish(path, out)
        return
    with suppress(OSError, Timeout):  # alive; or what cannot be brought over: it stays
        with FileLock(path / "owner", timeout=0):
            look_after(path, out)
        shutil.rmtree(path)


def _is_staged(room: Path) -> bool:
    """Whether `tree` is still the one that was prepared, and not what stood in its place."""
    try:
        return (room / "staged").read_text("ascii") == str((room / "tree").stat().st_ino)
    except FileNotFoundError:
        return True


def _bring(old: Path, new: Path) -> None:
    if same_file(old, new):
        return
    if not os.path.lexists(new):
        new.parent.mkdir(parents=True, exist_ok=True)
        old.rename(new)
    elif old.lstat().st_mtime_ns > new.lstat().st_mtime_ns:
        old.replace(new)
