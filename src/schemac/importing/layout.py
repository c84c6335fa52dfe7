"""A first picture of a skeleton that comes without positions: from its edges, pairs and order."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from schemac.importing.settled import Settled
from schemac.importing.stress import placed
from schemac.importing.ways import neighbours, sides_of, twins_of, ways

LARGEST = 300  # points that are laid out by their edges; more are set in rows
MOST_ON_LINE = 14

Places = list[tuple[float, float]]


def lay_out(found: Settled) -> Places:
    """Positions on 100 × 100, y down: left points on the right of x = 50, as of a subject seen from
    the front; where there are pairs and not too much besides, the other points on x = 50."""
    total = len(found.names)
    groups = _groups(found)
    whole = [group for group in groups if len(group) > 2 and len(group) <= LARGEST]
    loose = sorted({i for g in groups if g not in whole for i in (*g, *twins_of(found, g))})
    if not whole:
        return _in_rows(found, range(total), 6.0, 94.0)
    places: dict[int, tuple[float, float]] = {}
    floor = 94.0 - (min(40.0, 6.0 + 4.0 * _rows(found, loose)) if loose else 0.0)
    bands = _bands([len(group) for group in whole], 6.0, floor)
    for group, (top, bottom) in zip(whole, bands, strict=True):
        places |= placed(found, group, top, bottom)
    if loose:
        spots = _in_rows(found, loose, floor + 5.0, 95.0)
        places |= dict(zip(loose, spots, strict=True))
    return [places[index] for index in range(total)]


def crowded(found: Settled) -> bool:
    """Whether too many points have no twin to stand on the mirror line without a link."""
    linked = {end for edge in found.edges for end in edge}
    alone = [i for i, other in enumerate(found.partners) if i == other and i not in linked]
    return found.paired and len(alone) > MOST_ON_LINE


def _groups(found: Settled) -> list[list[int]]:
    """Points that hang together by edges, by their first points. Of two that are each other's
    mirror image only the left one is listed."""
    near = neighbours(found)
    sides = sides_of(found, range(len(near)))
    groups: list[list[int]] = []
    seen: set[int] = set()
    for start in range(len(near)):
        if start in seen:
            continue
        group = set(ways(near, start))
        twins = {found.partners[index] for index in group}
        apart = {other for index in twins for other in ways(near, index)} == twins
        if apart and {sides[index] for index in group} in ({1}, {-1}):
            groups.append(sorted(group if sides[start] > 0 else twins))
            seen |= group | twins
        else:
            group = _closed(near, found, group)
            groups.append(sorted(group))
            seen |= group
    return groups


def _closed(near: Sequence[set[int]], found: Settled, group: set[int]) -> set[int]:
    """A group with all twins of its points, and all that hang together with these."""
    while True:
        more = {found.partners[index] for index in group} - group
        if not more:
            return group
        group = group | {other for index in more for other in ways(near, index)}


def _bands(sizes: Sequence[int], top: float, bottom: float) -> list[tuple[float, float]]:
    """A stripe of the picture for each group, high as its number of points asks."""
    shares = [math.sqrt(size) for size in sizes]
    gap = 5.0 if len(sizes) > 1 else 0.0
    room = bottom - top - gap * (len(sizes) - 1)
    found = []
    for share in shares:
        high = room * share / sum(shares)
        found.append((top, top + high))
        top += high + gap
    return found


# ---- without edges ----------------------------------------------------------------------------


def _rows(found: Settled, loose: Sequence[int]) -> int:
    return math.ceil(len(loose) / (10 if not found.paired else 6))


def _in_rows(found: Settled, indices: Iterable[int], top: float, bottom: float) -> Places:
    """Points in reading order; with pairs, left and right in facing columns."""
    listed = list(indices)
    if not found.paired or crowded(found):
        return _grid(len(listed), top, bottom)
    places: dict[int, tuple[float, float]] = {}
    chosen = set(listed)
    pairs = [e for e in found.entries if e.left in chosen and e.right in chosen]
    middle = [i for i in listed if found.partners[i] == i]
    columns = max(1, math.ceil(len(pairs) / max(1, int((bottom - top) / 6))))
    deep = math.ceil(len(pairs) / columns)
    for number, entry in enumerate(pairs):
        column, row = divmod(number, deep)
        x = 12.0 + 32.0 * (column + (columns == 1)) / max(columns, 2)
        y = _even(row, deep, top, bottom)
        if entry.left is not None and entry.right is not None:
            places[entry.left], places[entry.right] = (50.0 + x, y), (50.0 - x, y)
    for number, index in enumerate(middle):
        places[index] = (50.0, _even(number, len(middle), top, bottom))
    return [places[index] for index in listed]


def _grid(total: int, top: float, bottom: float) -> Places:
    columns = max(1, math.ceil(math.sqrt(total * 88.0 / max(bottom - top, 1.0))))
    rows = math.ceil(total / columns)
    columns = math.ceil(total / rows)
    found = []
    for number in range(total):
        row, column = divmod(number, columns)
        here = columns if row < rows - 1 else total - columns * (rows - 1)
        found.append((_even(column, here, 8.0, 92.0), _even(row, rows, top, bottom)))
    return found


def _even(number: int, total: int, low: float, high: float) -> float:
    return (low + high) / 2 if total < 2 else low + (high - low) * number / (total - 1)
