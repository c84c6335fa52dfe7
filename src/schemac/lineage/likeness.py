"""Which keypoint that is gone and which that is new are most likely one.

Nothing is decided by this: a likely rename is shown to a person, with the lines that say it.
"""

from __future__ import annotations

from collections.abc import Iterator

from schemac.lineage.pairing import Pairing
from schemac.model import Keypoint

ENOUGH = 2  # signs, or the cited landmark alone


def twins(
    both: Pairing, gone: list[Keypoint], added: list[Keypoint]
) -> Iterator[tuple[Keypoint, Keypoint, str]]:
    """Pairs of stems that look alike, each stem once, with the signs in words. The first point
    of a stem, the left one, speaks for it."""
    free = list({point.stem: point for point in reversed(added)}.values())[::-1]
    for old in {point.stem: point for point in reversed(gone)}.values():
        rated = [(*_signs(old, new, both), new) for new in free if new.side == old.side]
        rated = [each for each in rated if each[0] >= ENOUGH]
        if rated:
            _, signs, best = max(rated, key=lambda each: (each[0], -each[2].index))
            free.remove(best)
            yield old, best, ", ".join(signs)


def _signs(old: Keypoint, new: Keypoint, both: Pairing) -> tuple[int, list[str]]:
    signs: list[str] = []
    weight = 0
    if old.place and new.place and old.place.key == new.place.key:
        weight += 2
        signs.append("the same landmark")
    if old.words.definition and old.words.definition == new.words.definition:
        weight += 2
        signs.append("the same definition")
    if _like_name(old.stem, new.stem):
        weight += 1
        signs.append("a like name")
    if old.index == new.index:
        weight += 1
        signs.append("the same index")
    if _near(old, new, both):
        weight += 1
        signs.append("nearly the same position")
    if (known := _neighbours(old, both, old=True)) and known == _neighbours(new, both, old=False):
        weight += 1
        signs.append("the same neighbours")
    return weight, signs


def _like_name(one: str, two: str) -> bool:
    from difflib import SequenceMatcher

    return one in two or two in one or SequenceMatcher(None, one, two).ratio() >= 0.75


def _near(old: Keypoint, new: Keypoint, both: Pairing) -> bool:
    """Within 2 % of the frame of the main view."""
    views = both.old.main_view, both.new.main_view
    if views[0] is None or views[1] is None or views[0].frame != views[1].frame:
        return False
    one, two = old.at(views[0].id), new.at(views[1].id)
    reach = 0.02 * max(views[0].frame)
    return bool(one and two and abs(one.x - two.x) <= reach and abs(one.y - two.y) <= reach)


def _neighbours(point: Keypoint, both: Pairing, *, old: bool) -> frozenset[str]:
    edges = (both.old if old else both.new).edges
    ends = {e.target for e in edges if e.source == point.id}
    ends |= {e.source for e in edges if e.target == point.id}
    return frozenset(ends & both.old.by_id.keys() & both.new.by_id.keys())
