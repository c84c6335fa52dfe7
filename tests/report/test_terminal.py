"""What depends on the stream: colours, the progress line."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pytest

from schemac.report import progress, wants_colour


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("env", "terminal", "pipe"),
    [
        ({}, True, False),
        ({"TERM": "xterm"}, True, False),
        ({"TERM": "dumb"}, False, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": ""}, True, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True, True),
        ({"FORCE_COLOR": "0"}, False, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
    ],
)
def test_colours(env: Mapping[str, str], terminal: bool, pipe: bool):
    assert wants_colour(Terminal(), env) is terminal
    assert wants_colour(io.StringIO(), env) is pipe


def test_progress_draws_one_line_and_erases_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    with progress(stream, "building", 3) as advance:
        advance("body/coco-17 \x1b[2J" + "x" * 200)
        drawn = stream.getvalue()
        advance("hand/hand-21")
    assert drawn.startswith("\rbuilding 1/3 body/coco-17 <U+001B>[2J")
    assert len(drawn) <= len("\r\x1b[K") + 79
    assert "\n" not in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[K")


def test_progress_of_an_unknown_number_only_counts(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    with progress(stream, "building", 0) as advance:
        advance("a")
    assert stream.getvalue().startswith("\rbuilding 1 a\x1b")


def test_progress_is_erased_when_the_work_is_interrupted(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()

    def work() -> None:
        with progress(stream, "building", 3) as advance:
            advance("a")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    assert stream.getvalue().endswith("\r\x1b[K")


def test_progress_is_silent_where_nobody_looks():
    stream = io.StringIO()
    with progress(stream, "building", 3) as advance:
        advance("a")
    assert stream.getvalue() == ""
