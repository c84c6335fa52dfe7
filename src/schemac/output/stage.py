"""Write a new tree beside the old one, using the old files where they are still right."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from schemac.output.settle import Settlement


def stage(files: Iterable[tuple[str, bytes]], tree: Path, out: Path) -> int:
    """Write artifacts into `tree`, and count those that `out` has already.

    These are linked and not written again, so that they keep their time of change.
    """
    unchanged, made = 0, {tree}
    for path, content in files:
        target = tree / path
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        if _holds(out / path, content) and _linked(out / path, target):
            unchanged += 1
        else:
            target.write_bytes(content)
    return unchanged


def take_over(settlement: Settlement, out: Path, tree: Path) -> None:
    """Bring everything that stays from `out` into `tree`: hard links where the disk has them."""
    for folder in settlement.folders:
        (tree / folder).mkdir(parents=True, exist_ok=True)
    for path in settlement.stay:
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # removed by its owner since we looked
            if not _linked(out / path, tree / path):
                shutil.copy2(out / path, tree / path, follow_symlinks=False)
    for here, _, _ in os.walk(tree):
        old = out / Path(here).relative_to(tree)
        if old.is_dir() and not old.is_symlink():
            Path(here).chmod(old.stat().st_mode & 0o7777 | 0o700)


def flush(tree: Path) -> None:
    """Wait until a tree is safe on disk: no rename may be so before the bytes it stands for."""
    if sys.platform == "linux" and _flush_file_system(tree):
        return
    for here, _, names in os.walk(tree):
        for name in names:
            path = Path(here, name)
            if path.is_file() and not path.is_symlink():
                flush_one(path)
        flush_one(Path(here))


def flush_one(path: Path) -> None:
    """Wait until one file, or the entries of one folder, are safe on disk."""
    if path.is_dir() and sys.platform == "win32":
        return  # folders cannot be opened there
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except PermissionError:
        pass  # Windows flushes only what is open for writing
    finally:
        os.close(handle)


def _flush_file_system(tree: Path) -> bool:
    """One call for all files: on ext4 six times faster than one call for each of 400."""
    import ctypes

    syncfs = getattr(ctypes.CDLL(None), "syncfs", None)
    if syncfs is None:
        return False
    handle = os.open(tree, os.O_RDONLY)
    try:
        return bool(syncfs(handle) == 0)
    finally:
        os.close(handle)


def _holds(path: Path, content: bytes) -> bool:
    """Whether a plain file has just this content."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size != len(content):
        return False
    try:
        return path.read_bytes() == content
    except OSError:
        return False


def _linked(old: Path, new: Path) -> bool:
    try:
        os.link(old, new, follow_symlinks=False)
    except FileExistsError as error:  # two names that this disk takes for one
        raise FileExistsError(error.errno, "is in the way of the build", str(old)) from error
    except FileNotFoundError:
        raise
    except (OSError, NotImplementedError):
        return False
    return True
