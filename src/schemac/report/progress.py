"""One line that says how far long work has come, and leaves no trace."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TextIO

from schemac.report.cells import cut, visible

Advance = Callable[[str], None]
_PAUSE = 0.1  # seconds between two drawings: more only costs time


@contextmanager
def progress(stream: TextIO, title: str, total: int) -> Iterator[Advance]:
    """Call what this gives with the name of each piece of work as it begins.

    `total` is how many pieces there are, 0 when nobody knows.

    Draws on a terminal only; elsewhere it does nothing. The line is erased at the end, also when
    the work fails or is interrupted.
    """
    if not stream.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda name: None
        return
    try:
        yield _line(stream, title, total)
    finally:
        stream.write("\r\x1b[K")
        stream.flush()


def _line(stream: TextIO, title: str, total: int) -> Advance:
    begun, drawn, of = 0, monotonic() - _PAUSE, f"/{total}" if total else ""

    def advance(name: str) -> None:
        nonlocal begun, drawn
        begun += 1
        if monotonic() - drawn < _PAUSE:
            return
        drawn = monotonic()
        text = f"{title} {begun}{of} {visible(name)}"
        stream.write(f"\r{cut(text, 0, 0, _columns(stream) - 1).text}\x1b[K")
        stream.flush()

    return advance


def _columns(stream: TextIO) -> int:
    try:
        return max(20, os.get_terminal_size(stream.fileno()).columns)
    except (OSError, ValueError):
        return 80
