"""Anything as one safe value of YAML, or as a comment: strings of strangers, numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

_PLAIN = re.compile(r"[A-Za-z<][A-Za-z0-9_./<>]*(?:[ -][A-Za-z0-9_./]+)*")
_JOINERS = "\u200c\u200d"
_ANGLES = {ord("<"): 0x2039, ord(">"): 0x203A}  # they look alike and open no hole
WIDTH = 100


def clean(text: str, limit: int = 200) -> str:
    """A text that the language takes: one line, nothing unseen, no angle brackets, not too long.
    It may be empty then."""
    seen = "".join(c for c in _spaced(text) if c in _JOINERS or unicodedata.category(c)[0] != "C")
    folded = " ".join(seen.translate(_ANGLES).split())
    return folded if len(folded) <= limit else folded[: limit - 1].rstrip() + "…"


def seen(text: str) -> str:
    """A text as a comment can show it, with escapes for what nobody would see there."""
    shown = re.sub(r"^\s|\s$|\s(?=\s)", lambda space: _escaped(space[0]), text)
    return "".join(c if clean(f"a{c}a") == f"a{c}a" or c in "<>" else _escaped(c) for c in shown)


def _escaped(character: str) -> str:
    number = ord(character)
    short = f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}"
    return short if number < 65536 else f"\\U{number:08x}"


def quoted(text: str, limit: int = 200, *, flow: bool = True) -> str:
    """The same as a YAML scalar, plain where nothing can go wrong: outside of brackets (`flow`) a
    comma cannot."""
    value = clean(text, limit)
    if _PLAIN.fullmatch(value if flow else value.replace(", ", " ")):
        return value
    return in_quotes(value)


def in_quotes(value: str) -> str:
    """A text between double quotes, as it is."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def quoted_name(name: str) -> str:
    """A name of the language as a scalar: every space of it counts."""
    return name if _PLAIN.fullmatch(name) else f'"{name}"'


def number(value: float) -> str | None:
    """A number as the language writes it, to 12 digits behind the point; None when it cannot."""
    if value != value or abs(value) >= 1e12:
        return None
    text = f"{value:.12f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def comment(text: str, indent: str = "") -> Iterator[str]:
    """Comment lines of a text."""
    words, line = clean(text, 1000).split(" "), f"{indent}#"
    for word in words:
        if len(line) + 1 + len(word) > WIDTH and line.strip() != "#":
            yield line
            line = f"{indent}#"
        line += f" {word}"
    yield line


def listed(items: Iterable[str], start: str, end: str) -> Iterator[str]:
    """Items between brackets, over as many lines as they need."""
    line, rest = start, " " * len(start)
    every = list(items)
    for number, item in enumerate(every):
        last = number == len(every) - 1
        piece = item + (end if last else ",")
        if len(line) + len(piece) + 1 > WIDTH and line != start and line.strip():
            yield line.rstrip()
            line = rest
        line += piece if line in (start, rest) else f" {piece}"
    yield line if every else start + end


def _spaced(text: str) -> str:
    return "".join(
        " " if c.isspace() or unicodedata.category(c) in ("Zl", "Zp") else c for c in text
    )
