"""What would change in a file, as people read it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from schemac.report import visible


def shown(file: str) -> str:
    """A path from here, safe to print."""
    near = os.path.relpath(file)
    return visible(file if near.startswith("..") else near)


def print_difference(file: str, before: bytes, after: bytes) -> None:
    """A unified diff. On a terminal, characters that could paint it are shown by their numbers;
    elsewhere they are as they are, so that `patch` can read it."""
    terminal = sys.stdout.isatty()
    for line in _lines(shown(file), before, after):
        print(visible(line) if terminal else line)


def _lines(name: str, before: bytes, after: bytes) -> Iterator[str]:
    from difflib import unified_diff

    old, new = (data.decode("utf-8", "replace").split("\n") for data in (before, after))
    yield from unified_diff(old, new, name, name, lineterm="")
