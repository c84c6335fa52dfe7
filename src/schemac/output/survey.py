"""What lies in a folder, links not followed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from schemac.output.manifest import digest


class Survey(Struct, frozen=True):
    """Every path below a folder, with `/`: what is not a folder (True for a plain file, False for
    a link or something stranger), and the folders."""

    files: dict[str, bool]
    folders: frozenset[str]


def survey(folder: Path, ignore: str | None = None) -> Survey:
    """Look through a folder; a missing one is empty. Names at its top that begin with `ignore`
    are left out."""
    files: dict[str, bool] = {}
    folders: set[str] = set()
    for path, entry in _walk(folder, ""):
        if ignore and path.startswith(ignore):
            continue
        if entry.is_dir(follow_symlinks=False):
            folders.add(path)
        else:
            files[path] = entry.is_file(follow_symlinks=False)
    return Survey(files, frozenset(folders))


def digest_of(path: Path) -> str:
    """SHA-256 of a plain file's content."""
    return digest(path.read_bytes())


def same_file(first: Path, second: Path) -> bool:
    """Whether two paths are the same file on disk, links not followed; a missing one is not."""
    try:
        return os.path.samestat(first.lstat(), second.lstat())
    except (FileNotFoundError, NotADirectoryError):
        return False


def _walk(folder: Path, prefix: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda e: e.name):
            yield prefix + entry.name, entry
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(Path(entry.path), f"{prefix}{entry.name}/")
