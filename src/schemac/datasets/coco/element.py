"""One element of a list in the sure way: decoded by the standard library, its members located."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from msgspec import Struct

DEEPEST = 200
"""How deep an element may be nested: what is read, what is passed over, and what is rewritten."""

_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STEPS = bytes.maketrans(b"[{]}", b"\x01\x01\xff\xff")
_SPACE = re.compile(rb"[ \t\r\n]*+")
_SCALAR = re.compile(rb"[^ \t\r\n,:\[\]{}\"]++")
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.S)
_BRACKET = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{}]', re.S)


class ElementError(ValueError):
    """An element that is no valid JSON; the message is for people."""


class Span(Struct, frozen=True):
    """Where the key and the value of a member stand in its object."""

    at: int
    value: int
    end: int


def decoded(data: bytes) -> Any:
    """What a piece of JSON says. Raises ElementError where it is none, as with NaN."""
    if may_be_deep(data) and _depth(data) > DEEPEST:
        raise ElementError(f"this is nested more than {DEEPEST} deep")
    try:
        return json.loads(data.decode(), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise ElementError(f"this is not UTF-8 (byte {error.start} of it)") from None
    except RecursionError:
        raise ElementError("this is nested too deep") from None
    except ValueError as error:
        raise ElementError(f"this is no valid JSON: {error}"[:200]) from None


def may_be_deep(data: bytes) -> bool:
    """Whether something may be nested too deep: False is certain, as brackets in strings count."""
    import numpy as np

    brackets = data.translate(None, _NO_BRACKETS)
    if len(brackets) <= DEEPEST:
        return False
    steps = np.frombuffer(brackets.translate(_STEPS), dtype=np.int8)
    return int(steps.cumsum(dtype=np.int64).max()) > DEEPEST


def spans(data: bytes) -> dict[str, tuple[Span, ...]]:
    """The members of an object that was found valid, by key. One key has several spans where it is
    repeated; every parser takes the last."""
    found: dict[str, list[Span]] = {}
    at = _after(data, 0) + 1
    while data[at := _after(data, at)] != ord("}"):
        at = _after(data, at + 1) if data[at] == ord(",") else at
        end = value_end(data, at)
        value = _after(data, _after(data, end) + 1)
        done = value_end(data, value)
        found.setdefault(json.loads(data[at:end]), []).append(Span(at, value, done))
        at = done
    return {key: tuple(places) for key, places in found.items()}


def pieces(data: bytes) -> Iterator[tuple[int, int]]:
    """The elements of a run of elements whose brackets match, as offsets."""
    at = _after(data, 0)
    while at < len(data):
        end = value_end(data, at)
        yield at, end
        at = _after(data, _after(data, end) + 1)


def value_end(data: bytes, at: int) -> int:
    """The end of a value."""
    if data[at] not in b"{[":
        found = (_STRING if data[at] == ord('"') else _SCALAR).match(data, at)
        return found.end() if found else len(data)
    depth = 0
    for found in _BRACKET.finditer(data, at):
        if found[0] in (b"{", b"["):
            depth += 1
        elif found[0] in (b"}", b"]"):
            depth -= 1
            if not depth:
                return found.end()
    return len(data)


def _depth(data: bytes) -> int:
    depth = deepest = 0
    for found in _BRACKET.finditer(data):
        if found[0] in (b"{", b"["):
            depth += 1
            deepest = max(deepest, depth)
        elif found[0] in (b"}", b"]"):
            depth -= 1
    return deepest


def _after(data: bytes, at: int) -> int:
    found = _SPACE.match(data, at)
    return found.end() if found else at


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number of JSON")
