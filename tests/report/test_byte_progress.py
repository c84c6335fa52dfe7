"""A bar of bytes is drawn on a terminal only, and leaves no trace."""

from __future__ import annotations

import io
from contextlib import suppress

import pytest

from schemac.report import byte_progress
from schemac.report.progress import bar_text


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_it_says_how_much_is_done_and_left() -> None:
    text = bar_text("migrating", 25_000_000, 100_000_000, 5.0)
    assert text == "migrating [#####---------------]  25 %  25.0 of 100.0 MB  5.0 MB/s  0:15 left"
    assert bar_text("reading", 0, 10, 0.0).startswith("reading [----")
    assert "100 %" in bar_text("reading", 0, 0, 1.0)


def test_it_is_erased_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    terminal, file = Terminal(), io.StringIO()
    with suppress(KeyboardInterrupt), byte_progress(terminal, "migrating", 100) as advance:
        advance(50)
        raise KeyboardInterrupt
    assert "50 %" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")
    with byte_progress(file, "migrating", 100) as advance:
        advance(50)
    assert file.getvalue() == ""
