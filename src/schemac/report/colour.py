"""Whether a stream wants colours, and how a piece of text gets one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, TextIO

Style = Literal["error", "warning", "note", "frame", "help", "strong", "faint"]
Paint = Callable[[str, Style], str]

_SGR: Mapping[Style, str] = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "frame": "1;34",
    "help": "1;32",
    "strong": "1",
    "faint": "2",
}


def wants_colour(stream: TextIO, env: Mapping[str, str]) -> bool:
    """NO_COLOR (https://no-color.org) wins, then FORCE_COLOR, then whether people are looking."""
    if env.get("NO_COLOR"):
        return False
    if env.get("FORCE_COLOR"):
        return env["FORCE_COLOR"] != "0"
    return env.get("TERM") != "dumb" and stream.isatty()


def painter(colour: bool) -> Paint:
    """A function that colours text, or leaves it as it is."""
    return _painted if colour else _plain


def _painted(text: str, style: Style) -> str:
    return f"\x1b[{_SGR[style]}m{text}\x1b[0m" if text else ""


def _plain(text: str, style: Style) -> str:
    return text
