"""Put a release on disk: its files first, then the ledger, whose exchange makes it count.

Everything is written aside and flushed before the first name changes. A fault on the way leaves
all as it was. Where the process is killed between two names, frozen files without a line remain:
every command tells of them, and releasing again finishes the work.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from schemac.output import OutputError

_PATIENCE = 30.0


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Have the ledger of a spec folder to oneself; waits 30 seconds for others.

    Raises OutputError when another release does not end.
    """
    if sys.platform == "win32":
        from filelock import FileLock, Timeout

        try:
            with FileLock(folder / ".ledger.lock", timeout=_PATIENCE):
                yield
        except Timeout:
            raise _busy() from None
        return
    handle = os.open(folder, os.O_RDONLY)  # a lock on the folder itself leaves no file behind
    try:
        _wait(handle)
        yield
    finally:
        os.close(handle)


def write_release(folder: Path, files: Mapping[str, bytes], ledger: tuple[str, bytes]) -> None:
    """Write files below a spec folder that are not there yet, or the same, and then the ledger.

    Raises OutputError, with everything as it was, when one cannot be written or another file has
    its name.
    """
    placed: list[Path] = []
    aside: dict[Path, Path] = {}
    try:
        for name, data in [*files.items(), ledger]:
            target = folder / name
            if name != ledger[0] and _stands(target, data):
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            aside[target] = target.with_name(f".{target.name}.{os.getpid()}.schemac")
            _flushed(aside[target], data)
        for target, draft in aside.items():
            draft.replace(target)
            placed.append(target)
        for parent in {target.parent for target in placed}:
            _flush_folder(parent)
    except (OSError, OutputError) as error:
        if folder / ledger[0] not in placed:
            for target in placed:
                target.unlink(missing_ok=True)
        if isinstance(error, OutputError):
            raise
        said = (error.strerror or str(error)).lower()
        raise OutputError(f"cannot write the release: {said}", "nothing was written") from error
    finally:
        for draft in aside.values():
            draft.unlink(missing_ok=True)


def _stands(target: Path, data: bytes) -> bool:
    """Whether a file is there as it is to be; another one of that name is not written over."""
    if target.is_symlink() or target.is_dir():
        raise OutputError(f"{target} is in the way", "a frozen file is a plain file; move it away")
    if not target.exists():
        return False
    if target.read_bytes() == data:
        return True
    if target.suffix == ".json":
        return False  # made from the text by another schemac: it is made anew, never edited
    raise OutputError(
        f"{target} lies there already and says something else",
        "it is frozen; give this version another number, or see where that file comes from",
    )


def _flushed(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    with suppress(OSError):  # some disks cannot
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _wait(handle: int) -> None:
    import fcntl
    import time

    end = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > end:
                raise _busy() from None
            time.sleep(0.02)
        except OSError:
            return  # a disk without locks: the ledger is still exchanged as a whole


def _busy() -> OutputError:
    return OutputError("another release is being written", "wait for it to end, then try again")
