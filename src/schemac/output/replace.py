"""Put a new text into a file that people edit, in one step and only over what was read."""

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
        aside = target.with_name(f"{target.name}.{os.getpid()}.schemac")
        try:
            _write(aside, after, target.stat().st_mode & 0o7777)
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        raise OutputError(f"cannot write {path}: {said}") from error


def _write(path: Path, data: bytes, mode: int) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(mode)
