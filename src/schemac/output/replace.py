"""Write one file in one step: over what was read of it, or whatever stood there."""

from __future__ import annotations

import os
from pathlib import Path

from schemac.output.plan import OutputError


def replace_file(path: Path, before: bytes, after: bytes) -> None:
    """Write `after` where `before` still stands; a link stays a link, and modes stay.

    Whenever the process dies, the file holds the one or the other. Raises OutputError when it
    was changed meanwhile or cannot be written; then it is as it was.
    """
    try:
        target = path.resolve()
        if target.read_bytes() != before:
            raise OutputError(f"{path} was changed meanwhile", "nothing was written; try again")
        _swap(target, after)
    except OSError as error:
        raise _unwritable(path, error) from error


def put_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, over one that stands there or not.

    Raises OutputError when it cannot be written; then what stood there is as it was.
    """
    try:
        _swap(path.resolve(), data)
    except OSError as error:
        raise _unwritable(path, error) from error


def _swap(target: Path, data: bytes) -> None:
    """Write aside, then put it in place; a file that was there keeps its mode."""
    aside = target.with_name(f"{target.name}.{os.getpid()}.schemac")
    try:
        with aside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            aside.chmod(target.stat().st_mode & 0o7777)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> OutputError:
    return OutputError(f"cannot write {path}: {(error.strerror or str(error)).lower()}")
