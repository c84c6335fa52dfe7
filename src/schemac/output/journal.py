"""Change a folder in place, file by file, where it cannot be exchanged in one step.

Everything is brought into the folder first, then a journal says what is to be done. From then on
the build is decided: whoever comes next finishes it, however often the machine stops.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

import msgspec
from msgspec import Struct

from schemac.output.manifest import NAME, read_manifest
from schemac.output.paths import fault, parents
from schemac.output.plan import OutputError
from schemac.output.settle import Settlement
from schemac.output.stage import flush, flush_one
from schemac.output.survey import digest_of, same_file

_JOURNAL = "journal.json"


class _Journal(Struct, frozen=True):
    """Paths to put in place, and artifacts to remove if they still have this SHA-256."""

    install: tuple[str, ...]
    remove: dict[str, str]


def change_in_place(
    settlement: Settlement, fresh: Iterable[str], tree: Path, out: Path, prefix: str
) -> None:
    """Bring the `fresh` files of `tree` and its manifest into `out`, and remove stale ones."""
    last = read_manifest(out)
    listed = last.by_path() if last else {}
    install = [p for p in sorted(fresh) if not same_file(tree / p, out / p)]
    remove = {path: listed[path].sha256 for path in settlement.removed}
    work = Path(mkdtemp(prefix=prefix, dir=out))
    try:
        _decide(_Journal((*install, NAME), remove), tree, work)
    except BaseException:
        if not (work / _JOURNAL).exists():
            shutil.rmtree(work, ignore_errors=True)
        raise
    finish(work, out)


def finish(work: Path, out: Path) -> None:
    """Do what a journal says, or what is left of it; without one, nothing was decided yet."""
    journal = _read(work / _JOURNAL)
    if journal:
        for path, was in journal.remove.items():
            _remove(out, path, was)
        for path in journal.install:
            _install(work / "tree" / path, out, path)
        flush(out)
        (work / _JOURNAL).unlink()
    shutil.rmtree(work, ignore_errors=True)  # its owner may be removing it as well


def _decide(journal: _Journal, tree: Path, work: Path) -> None:
    """Bring the new files into `work`; the journal comes last, and makes them count."""
    for path in journal.install:
        (work / "tree" / path).parent.mkdir(parents=True, exist_ok=True)
        _move(tree / path, work / "tree" / path)
    draft = work / "draft.json"
    draft.write_bytes(msgspec.json.encode(journal))
    flush(work)
    draft.replace(work / _JOURNAL)
    flush_one(work)


def _read(path: Path) -> _Journal | None:
    try:
        journal = msgspec.json.decode(path.read_bytes(), type=_Journal)
    except (FileNotFoundError, msgspec.DecodeError, UnicodeDecodeError):
        return None
    return None if any(map(fault, (*journal.install, *journal.remove))) else journal


def _remove(out: Path, path: str, was: str) -> None:
    """Remove a stale artifact unless it was changed by hand, and folders that it leaves empty."""
    target = out / path
    if not _plain_way(out, path) or target.is_symlink() or not target.is_file():
        return
    if digest_of(target) != was:
        return
    target.unlink()
    with suppress(OSError):  # the first one that is not empty ends it
        for folder in reversed(parents(path)):
            (out / folder).rmdir()


def _install(source: Path, out: Path, path: str) -> None:
    if not source.exists():
        return  # done before the machine stopped
    if not _plain_way(out, path):
        raise OutputError(f"a link in {out} is in the way of {path}", "remove the link")
    target = out / path
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir() and not target.is_symlink():
        target.rmdir()
    source.replace(target)


def _plain_way(out: Path, path: str) -> bool:
    """Whether the folders down to a path are folders: a link could lead out of the build."""
    return not any((out / folder).is_symlink() for folder in parents(path))


def _move(source: Path, target: Path) -> None:
    try:
        source.rename(target)
    except OSError:  # another file system
        shutil.copy2(source, target, follow_symlinks=False)
