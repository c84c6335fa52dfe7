"""What tells that files changed, without reading them.

Polling, because a few hundred `stat` calls take less than a millisecond, need no library for each
operating system, and see changes on network drives and in containers, which notifications miss.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

Stamp = tuple[int, int, int] | None
"""Modification time in ns, size and number of a file; None while there is none."""


def stamp(path: str) -> Stamp:
    """The stamp of a file or a folder as it is now."""
    try:
        found = Path(path).stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def stamps(paths: Iterable[str]) -> Mapping[str, Stamp]:
    """The stamps of many files."""
    return {path: stamp(path) for path in paths}
