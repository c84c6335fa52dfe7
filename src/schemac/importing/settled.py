"""What a spec can say of a draft: the reading that can be defended best, where the file is wrong.

`judge` says what is wrong; here it is decided, without a word, what is taken over all the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec import Struct

from schemac.draft import Draft, DraftPoint
from schemac.importing.known import Known
from schemac.importing.naming import id_for, names_for
from schemac.importing.sides import OTHER, Side, mid_words, side_said, twins, words_of

MAX_POINTS = 4096
UNKNOWN = Known()


class Entry(Struct, frozen=True):
    """One keypoint of a spec: a point in the midline, one side, or both sides of a pair."""

    stem: str
    left: int | None = None
    right: int | None = None
    mid: int | None = None
    guessed: bool = False
    """Whether it was not said which of the two is the left one."""

    @property
    def first(self) -> int:
        """The index by which entries are put in order."""
        return min(i for i in (self.left, self.right, self.mid) if i is not None)


class Settled(Struct, frozen=True):
    """A draft with nothing wrong in it. All by index; `names` as a spec can hold them."""

    names: tuple[str, ...]
    entries: tuple[Entry, ...]
    partners: tuple[int, ...]
    edges: tuple[tuple[int, int], ...]
    sigmas: tuple[float | None, ...]
    moved: int = 0
    """What was added to both ends of each edge."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The id of each point."""
        found = [""] * len(self.names)
        for entry in self.entries:
            for side, index in (("left_", entry.left), ("right_", entry.right), ("", entry.mid)):
                if index is not None:
                    found[index] = side + entry.stem
        return tuple(found)

    @property
    def sided(self) -> bool:
        """Whether any point has a side."""
        return any(entry.mid is None for entry in self.entries)

    @property
    def paired(self) -> bool:
        """Whether there is a pair."""
        return any(index != other for index, other in enumerate(self.partners))


def settle(draft: Draft, known: Known = UNKNOWN) -> Settled:
    """The best reading of a draft."""
    total = len(draft.points)
    names = names_for([point.name for point in draft.points])
    sides, partners, guessed = _sides(draft, names, known)
    entries = _entries(names, sides, partners, guessed)
    edges, moved = _edges(draft, total)
    sigmas = tuple(usable(point.sigma) for point in draft.points)
    return Settled(names, entries, partners, edges, sigmas, moved)


def named_pairs(draft: Draft) -> dict[int, int]:
    """The pairs that the names tell, both ways."""
    return twins(names_for([point.name for point in draft.points]))


def usable(sigma: float | None) -> float | None:
    """A sigma that can be divided by, and that a spec can write down."""
    if sigma is None or not math.isfinite(sigma) or not 1e-12 < sigma < 1e12:
        return None
    return sigma


# ---- mirror partners --------------------------------------------------------------------------


def stated(draft: Draft) -> dict[int, int]:
    """Mirror partners as the file states them, without those that are not listed. Where one is
    stated twice, the first counts."""
    total, step = len(draft.points), mirror_shift(draft)
    found: dict[int, int] = {}
    for each in draft.mirror or ():
        if 0 <= each.index < total and 0 <= each.partner + step < total:
            found.setdefault(each.index, each.partner + step)
    return found


def mirror_shift(draft: Draft) -> int:
    """-1 for a list with a number for each keypoint that counts from 1, and leads back only when
    read so; else 0."""
    listed, total = draft.mirror or (), len(draft.points)
    if total == 0 or [each.index for each in listed] != list(range(total)):
        return 0
    numbers = [each.partner for each in listed if each.named is None]
    if sorted(numbers) != list(range(1, total + 1)):
        return 0
    return -1 if all(numbers[number - 1] == at + 1 for at, number in enumerate(numbers)) else 0


def mutual(partners: dict[int, int]) -> dict[int, int]:
    """The pairs that lead back. A direction that is not stated is implied, unless several want
    the same partner."""
    found: dict[int, int] = {}
    wanted: dict[int, list[int]] = {}
    for index, other in partners.items():
        if index != other:
            wanted.setdefault(other, []).append(index)
    for index, other in partners.items():
        back = partners.get(other)
        implied = back is None and len(wanted.get(other, ())) == 1 and not wanted.get(index)
        if index != other and (back == index or implied):
            found[index], found[other] = other, index
    return found


def _sides(
    draft: Draft, names: Sequence[str], known: Known
) -> tuple[list[Side | None], tuple[int, ...], set[int]]:
    """The side of each point, its partner, and the points whose side was guessed."""
    pairs = twins(names)
    for index, other in mutual(stated(draft)).items():
        if index in pairs or other in pairs or known.apart(index, other):
            continue
        if not _same_side(names, index, other):
            pairs[index], pairs[other] = other, index
    sides: list[Side | None] = [None] * len(names)
    guessed: set[int] = set()
    for index, other in sorted(pairs.items()):
        if sides[index] is None:
            side = _side_of(draft.points, names, index, other)
            if side is None:
                side = "left"
                guessed |= {index, other}
            sides[index], sides[other] = side, OTHER[side]
    for index, point in enumerate(draft.points):
        if index not in pairs:
            sides[index] = _alone(point, names[index], bool(pairs))
    partners = tuple(pairs.get(index, index) for index in range(len(names)))
    return sides, partners, guessed


def _same_side(names: Sequence[str], index: int, other: int) -> bool:
    """Whether two names speak of one side: no pair, whatever a list says."""
    one, two = side_said(names[index]), side_said(names[other])
    return one is not None and two is not None and one.side == two.side


def _side_of(
    points: Sequence[DraftPoint], names: Sequence[str], index: int, other: int
) -> Side | None:
    """The side of the first of a pair: by its name, as the file says, by its partner's."""
    one, two = points[index], points[other]
    said, other_said = side_said(names[index]), side_said(names[other])
    if said is not None:
        return said.side
    if other_said is not None:
        return OTHER[other_said.side]
    if one.side in ("left", "right"):
        return one.side
    return OTHER[two.side] if two.side in ("left", "right") else None


def _alone(point: DraftPoint, name: str, paired: bool) -> Side | None:
    """The side of a point without a twin: where the file says it, or a whole word in a skeleton
    that has pairs."""
    said = side_said(name)
    if point.side in ("left", "right"):
        return None if said is not None and said.side != point.side else point.side
    return said.side if said is not None and said.sure and paired and point.side is None else None


# ---- entries ----------------------------------------------------------------------------------


def _entries(
    names: Sequence[str], sides: Sequence[Side | None], partners: Sequence[int], guessed: set[int]
) -> tuple[Entry, ...]:
    taken: set[str] = set()
    avoided: set[str] = set()
    where = {name: index for index, name in enumerate(names)}
    found = []
    for index in range(len(names)):
        side, other = sides[index], partners[index]
        if other < index:
            continue
        words = _stem_words(names, index, other, side)
        stem = id_for(words, taken, f"point_{index}")
        while _is_another(stem, side, where, (index, other)):
            avoided.add(stem)
            stem = id_for(words, taken | avoided, f"point_{index}")
        taken.add(stem)
        if side is None:
            found.append(Entry(stem, mid=index))
        elif other == index:
            found.append(Entry(stem, left=index) if side == "left" else Entry(stem, right=index))
        else:
            left, right = (index, other) if side == "left" else (other, index)
            found.append(Entry(stem, left=left, right=right, guessed=index in guessed))
    return tuple(found)


def _is_another(stem: str, side: Side | None, where: dict[str, int], own: tuple[int, int]) -> bool:
    """Whether an id of this stem is the name of another keypoint: tools would take one for the
    other."""
    ids = (stem,) if side is None else (f"left_{stem}", f"right_{stem}")
    return any(where.get(id, own[0]) not in own for id in ids)


def _stem_words(names: Sequence[str], index: int, other: int, side: Side | None) -> tuple[str, ...]:
    said = side_said(names[index]) if side is not None else None
    if said is not None:
        return said.rest
    if other != index:
        return mid_words(names[index], names[other]) or words_of(names[index])
    return words_of(names[index])


# ---- edges ------------------------------------------------------------------------------------


def shift_of(draft: Draft) -> int:
    """What has to be added to every index of the edges so that all fit, when some do not and one
    step mends all; else 0."""
    if draft.based is None or not draft.edges:
        return 0
    ends = [end for edge in draft.edges for end in (edge.start, edge.end)]
    low, high, last = min(ends), max(ends), len(draft.points) - 1
    if low == -1 and high < last:
        return 1
    return -1 if high == last + 1 and low > 0 else 0


def _edges(draft: Draft, total: int) -> tuple[tuple[tuple[int, int], ...], int]:
    step = shift_of(draft)
    found: dict[frozenset[int], tuple[int, int]] = {}
    for edge in draft.edges or ():
        ends = (edge.start + step, edge.end + step)
        if ends[0] != ends[1] and all(0 <= end < total for end in ends):
            found.setdefault(frozenset(ends), ends)
    return tuple(found.values()), step
