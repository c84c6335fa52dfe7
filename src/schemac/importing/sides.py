"""Which side a name speaks of, and which other name is its mirror image."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from schemac.checks.names import WORD

Side = Literal["left", "right"]

OTHER: dict[Side, Side] = {"left": "right", "right": "left"}
_LETTERS: dict[str, Side] = {"l": "left", "r": "right"}
# What trackers of animals write: left front, right hind.
_TWO: dict[str, tuple[Side, str]] = {
    f"{letter}{rest}": (side, rest) for letter, side in _LETTERS.items() for rest in "fhb"
}


class Sided(Struct, frozen=True):
    """A name taken apart: its side, and its words without it."""

    side: Side
    rest: tuple[str, ...]
    sure: bool
    """Whether a whole word says it, so that no twin is needed to believe it."""


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in small letters: `L_Big-Toe`, `LBigToe` and `l big toe` are alike."""
    parts = re.split(r"[^A-Za-z0-9]+", name)
    return tuple(word.lower() for part in parts for word in WORD.findall(part))


def side_said(name: str) -> Sided | None:
    """The side that a name speaks of: `left` or `right`, else a single `L` or `R`."""
    words = words_of(name)
    for at, word in enumerate(words):
        if word in ("left", "right"):
            side: Side = "left" if word == "left" else "right"
            return Sided(side, (*words[:at], *words[at + 1 :]), sure=True)
    if len(words) < 2:
        return _glued(words[0]) if words else None
    ends = (0, len(words) - 1)
    for at in (*ends, *range(1, len(words) - 1)):
        if words[at] in _LETTERS:
            return Sided(_LETTERS[words[at]], words[:at] + words[at + 1 :], sure=False)
    for at in ends:
        if words[at] in _TWO:
            side, rest = _TWO[words[at]]
            return Sided(side, (*words[:at], rest, *words[at + 1 :]), sure=False)
    return None


def twins(names: Sequence[str]) -> dict[int, int]:
    """Pairs by name, both ways: index -> index of the name that says the other side. Where several
    could be the twin, it is the one that is alike letter by letter; else there is none."""
    said = [side_said(name) for name in names]
    by_rest: dict[tuple[Side, tuple[str, ...]], list[int]] = {}
    for index, one in enumerate(said):
        if one is not None:
            by_rest.setdefault((one.side, one.rest), []).append(index)
    found: dict[int, int] = {}
    for (side, rest), left in by_rest.items():
        right = by_rest.get(("right", rest), [])
        if side == "left" and len(left) == len(right) == 1:
            found[left[0]], found[right[0]] = right[0], left[0]
        elif side == "left" and right:
            exact = {names[index]: index for index in right}
            for index in left:
                other = exact.get(_turned(names[index]))
                if other is not None:
                    found[index], found[other] = other, index
    return found


def _turned(name: str) -> str:
    """A name with the other side in the same letters: `Left_Eye` becomes `Right_Eye`."""
    turned = re.sub("left", lambda word: _like(word[0], "right"), name, count=1, flags=re.I)
    if turned == name:
        letter = r"(?<![A-Za-z])[lL](?![a-z])"
        turned = re.sub(letter, lambda word: _like(word[0], "r"), name, count=1)
    return turned


def _like(word: str, other: str) -> str:
    """A word in the case of another one."""
    if word.isupper():
        return other.upper()
    return other.capitalize() if word[0].isupper() else other


def mid_words(one: str, other: str) -> tuple[str, ...]:
    """The words that two names share at their beginning and end, for a pair without side words."""
    a, b = words_of(one), words_of(other)
    shortest = min(len(a), len(b))
    head = next((i for i in range(shortest) if a[i] != b[i]), shortest)
    room = shortest - head
    tail = next((i for i in range(room) if a[-1 - i] != b[-1 - i]), room)
    return (*a[:head], *a[len(a) - tail :])


def _glued(word: str) -> Sided | None:
    """`lefteye`: a side without a space, worth believing only beside `righteye`."""
    for side in OTHER:
        if word.startswith(side) and len(word) > len(side) + 1:
            return Sided(side, (word.removeprefix(side),), sure=False)
    return None
