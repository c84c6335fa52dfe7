"""Which keypoint of one definition is which of another: by name, then by words, then nearly."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches

from msgspec import Struct

from schemac.checks.names import WORD


class Matched(Struct, frozen=True):
    """Pairs of indices: `same` for one name, `respelt` for one name spelt in two ways; `left` and
    `right` are what only one of the two has. `known`: the name of one is a further name of the
    other, such as an id."""

    same: tuple[tuple[int, int], ...]
    respelt: tuple[tuple[int, int], ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    known: tuple[tuple[int, int], ...] = ()

    @property
    def all(self) -> dict[int, int]:
        """Index in the one -> index in the other."""
        return dict(self.same + self.known + self.respelt)


def match(
    one: Sequence[str],
    other: Sequence[str],
    further: Sequence[Sequence[str]] = (),
    there: Sequence[Sequence[str]] = (),
) -> Matched:
    """Names matched. A name that stands twice is matched with as many as there are.

    `further` and `there` are more names of each keypoint of the two, the best first; letter by
    letter they count for more than a name that only looks alike.
    """
    same, left, right = _paired(one, other, range(len(one)), range(len(other)), str)
    known, left, right = _known(one, there, left, right)
    back, right, left = _known(other, further, right, left)
    known += [(mine, theirs) for theirs, mine in back]
    respelt, left, right = _paired(one, other, left, right, _bare)
    return Matched(tuple(same), tuple(respelt), tuple(left), tuple(right), tuple(sorted(known)))


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


def _known(
    names: Sequence[str], further: Sequence[Sequence[str]], mine: list[int], theirs: list[int]
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Names that are further names there: of one keypoint, or of that where they come first."""
    claims: dict[str, list[tuple[int, int]]] = {}
    for index in theirs if further else ():
        for rank, name in enumerate(further[index]):
            claims.setdefault(name, []).append((min(rank, 1), index))
    pairs: dict[int, int] = {}
    for index in mine:
        found = sorted(claims.get(names[index], ()))
        alone = len(found) == 1 or (len(found) > 1 and found[0][0] < found[1][0])
        if alone and found[0][1] not in pairs.values():
            pairs[index] = found[0][1]
    used = set(pairs.values())
    left = [index for index in mine if index not in pairs]
    return list(pairs.items()), left, [index for index in theirs if index not in used]


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
