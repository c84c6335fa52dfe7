"""Which keypoint of one definition is which of another: by name, then by words, then nearly."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches

from msgspec import Struct

from schemac.checks.names import WORD


class Matched(Struct, frozen=True):
    """Pairs of indices: `same` for one name, `respelt` for one name spelt in two ways; `left` and
    `right` are what only one of the two has."""

    same: tuple[tuple[int, int], ...]
    respelt: tuple[tuple[int, int], ...]
    left: tuple[int, ...]
    right: tuple[int, ...]

    @property
    def all(self) -> dict[int, int]:
        """Index in the one -> index in the other."""
        return dict(self.same + self.respelt)


def match(one: Sequence[str], other: Sequence[str]) -> Matched:
    """Names matched. A name that stands twice is matched with as many as there are."""
    same, left, right = _paired(one, other, range(len(one)), range(len(other)), str)
    respelt, left, right = _paired(one, other, left, right, _bare)
    return Matched(tuple(same), tuple(respelt), tuple(left), tuple(right))


def by_index(one: int, other: int) -> Matched:
    """Keypoints matched by their index, for a file that has no names."""
    both = min(one, other)
    return Matched(
        tuple((i, i) for i in range(both)), (), tuple(range(both, one)), tuple(range(both, other))
    )


def guesses(one: Sequence[str], other: Sequence[str], found: Matched) -> dict[int, int]:
    """For a name that only the one has, a name that only the other has and that looks like it."""
    rest = {other[index]: index for index in found.right}
    meant: dict[int, int] = {}
    for index in found.left:
        close = get_close_matches(one[index], list(rest), n=1, cutoff=0.7)
        if close:
            meant[index] = rest.pop(close[0])
    return meant


def _paired(
    one: Sequence[str],
    other: Sequence[str],
    mine: Sequence[int],
    theirs: Sequence[int],
    told: Callable[[str], str],
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    waiting: dict[str, list[int]] = {}
    for index in theirs:
        waiting.setdefault(told(other[index]), []).append(index)
    pairs, left = [], []
    for index in mine:
        there = waiting.get(told(one[index]))
        if there:
            pairs.append((index, there.pop(0)))
        else:
            left.append(index)
    return pairs, left, sorted(i for there in waiting.values() for i in there)


def _bare(name: str) -> str:
    """A name without its spelling: `LShoulder`, `left_shoulder` and `shoulder.L` are one."""
    words = [w.lower() for part in re.split(r"[^A-Za-z0-9]+", name) for w in WORD.findall(part)]
    side = ""
    for at in range(len(words)):
        if words[at] in ("left", "right"):
            side = words.pop(at)
            break
    else:
        for at in (0, len(words) - 1) if len(words) > 1 else ():
            if words[at] in ("l", "r"):
                side = {"l": "left", "r": "right"}[words.pop(at)]
                break
    return f"{side}/{''.join(words) or name}"
