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
_WIDE = 20  # of a bar


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


@contextmanager
def byte_progress(stream: TextIO, title: str, total: int) -> Iterator[Callable[[int], None]]:
    """Call what this gives with how many bytes more are done, of `total`.

    Draws a bar, the speed and the time that is left, on a terminal only, as `progress` does.
    """
    if not stream.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda more: None
        return
    try:
        yield _bar(stream, title, total)
    finally:
        stream.write("\r\x1b[K")
        stream.flush()


def _bar(stream: TextIO, title: str, total: int) -> Callable[[int], None]:
    done, begun, drawn = 0, monotonic(), monotonic() - _PAUSE

    def advance(more: int) -> None:
        nonlocal done, drawn
        done += more
        if monotonic() - drawn < _PAUSE:
            return
        drawn = monotonic()
        text = bar_text(title, min(done, total), total, drawn - begun)
        stream.write(f"\r{cut(text, 0, 0, _columns(stream) - 1).text}\x1b[K")
        stream.flush()

    return advance


def bar_text(title: str, done: int, total: int, seconds: float) -> str:
    """`migrating [########------------]  40 %  29.2 of 73.0 MB  12.1 MB/s  0:04 left`."""
    share = done / total if total else 1.0
    full = int(share * _WIDE)
    speed = done / seconds if seconds else 0.0
    left = (total - done) / speed if speed else 0.0
    shown = f"[{'#' * full}{'-' * (_WIDE - full)}] {int(share * 100):>3} %"
    rate = f"  {speed / 1e6:.1f} MB/s  {int(left) // 60}:{int(left) % 60:02} left" if speed else ""
    return f"{title} {shown}  {done / 1e6:.1f} of {total / 1e6:.1f} MB{rate}"


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
