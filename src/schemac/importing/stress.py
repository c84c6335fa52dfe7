"""One group of points in its stripe of the picture, laid out by its edges.

Stress majorisation (Gansner, Koren and North 2004) with the lengths of ways along edges. It keeps
the symmetry it starts with, so left and right stay mirror images. No chance is involved.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from schemac.importing.settled import Settled
from schemac.importing.sides import words_of
from schemac.importing.ways import neighbours, sides_of, twins_of, ways

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

ROUNDS = 150
WIDE = 88.0  # of 100; the rest is margin
_TOP = frozenset({"head", "nose", "snout", "beak", "top", "face", "crown", "forehead", "antenna"})
_BOTTOM = frozenset({"wrist", "root", "base", "palm", "carpus", "ankle", "stem"})


def placed(
    found: Settled, group: list[int], top: float, bottom: float
) -> dict[int, tuple[float, float]]:
    """A group inside a stripe; with its twins, where it is one half."""
    half = not set(twins_of(found, group)) & set(group)
    places = _drawn(found, group, top, bottom, both=found.paired and not half)
    if half:
        right = {found.partners[i]: (100.0 - x, y) for i, (x, y) in places.items()}
        places |= right
    return places


def _drawn(
    found: Settled, group: list[int], top: float, bottom: float, *, both: bool
) -> dict[int, tuple[float, float]]:
    import numpy as np

    half = found.paired and not both
    at = {index: row for row, index in enumerate(group)}
    near = neighbours(found)
    distances = _distances(found, near, group)
    root = _root(found, group)
    start = _start(found, near, group, root, both=both)
    points = _majorised(start, np.array(distances))
    if _BOTTOM & set(words_of(found.names[root])):
        points[:, 1] = -points[:, 1]
    twin = [at[found.partners[index]] for index in group] if both else []
    sides = sides_of(found, group)
    if both:
        points = _mirrored(points, twin, sides)
    fitted = _fitted(points, top, bottom, wide=WIDE / 2 - 4 if half else WIDE, centred=not both)
    for _ in range(40):
        if not _pushed(fitted, min(4.0, 40.0 / math.sqrt(len(group)))):
            break
    if both:
        fitted[:, 0] -= 50.0
        fitted = _mirrored(fitted, twin, sides, least=2.0)
        fitted[:, 0] += 50.0
    if half:
        fitted[:, 0] += 24.0
    np.clip(fitted[:, 0], 54.0 if half else 3.0, 97.0, out=fitted[:, 0])
    np.clip(fitted[:, 1], 3.0, 97.0, out=fitted[:, 1])
    return {index: (float(fitted[row, 0]), float(fitted[row, 1])) for index, row in at.items()}


def _distances(found: Settled, near: Sequence[set[int]], group: list[int]) -> list[list[float]]:
    """Ways along edges; what only hangs together as a pair is two steps apart."""
    joined = [set(row) for row in near]
    far: set[frozenset[int]] = set()
    for index in group:
        other = found.partners[index]
        if other in group and other != index and other not in ways(near, index):
            joined[index].add(other)
            joined[other].add(index)
            far.add(frozenset((index, other)))
    rows = []
    for index in group:
        steps = ways(joined, index)
        rows.append([max(float(steps[other]), 2.0 * (frozenset((index, other)) in far))
                     for other in group])  # fmt: skip
    return rows


def _root(found: Settled, group: list[int]) -> int:
    """The point that lies uppermost: one of the head, else the first."""
    named = (i for i in group if _TOP & set(words_of(found.names[i])))
    return next(named, group[0])


def _start(
    found: Settled, near: Sequence[set[int]], group: list[int], root: int, *, both: bool
) -> Points:
    """Steps from the root downward, side by side in the order of indices; left on the right."""
    import numpy as np

    joined = [row | {found.partners[i]} for i, row in enumerate(near)] if both else near
    if both:  # a pair starts on one level
        steps = {
            i: min(ways(joined, root).get(j, 0) for j in (i, found.partners[i])) for i in group
        }
    else:
        steps = ways(joined, root)
    sides = dict(zip(group, sides_of(found, group) if both else [0] * len(group), strict=True))
    levels: dict[tuple[int, int], list[int]] = {}
    for index in group:
        levels.setdefault((steps.get(index, 0), sides[index]), []).append(index)
    start = np.zeros((len(group), 2))
    for row, index in enumerate(group):
        level = levels[steps.get(index, 0), sides[index]]
        start[row] = _first_spot(found, level, index, sides[index], steps.get(index, 0), both)
    return start


def _first_spot(
    found: Settled, level: list[int], index: int, side: int, depth: int, both: bool
) -> tuple[float, float]:
    place = level.index(index)
    if side < 0:  # as its twin, so that both halves start alike
        order = sorted(found.partners[i] for i in level)
        place = order.index(found.partners[index])
    if side:
        return (side * (0.7 + 0.9 * place), depth + 0.05 * place)
    if both:
        return (0.0, depth + 0.3 * place)
    return (place - (len(level) - 1) / 2, depth + 0.05 * place)


def _majorised(start: Points, distances: Points) -> Points:
    import numpy as np

    total = len(start)
    eye = np.eye(total)
    weights = (1 - eye) / (distances + eye) ** 2
    laplacian = np.diag(weights.sum(1)) - weights
    inverse = np.linalg.inv(laplacian + 1.0 / total)  # its kernel is what moves all alike
    points: Points = start - start.mean(0)
    for _ in range(ROUNDS):
        apart = np.sqrt(((points[:, None] - points[None]) ** 2).sum(2))
        ratio = np.where(apart > 1e-9, weights * distances / np.maximum(apart, 1e-9), 0.0)
        points = inverse @ (ratio.sum(1)[:, None] * points - ratio @ points)
    return points


def _mirrored(points: Points, twin: list[int], sides: list[int], least: float = 0.0) -> Points:
    """Both halves made exactly alike, left ones on the right, the midline at x = 0."""
    import numpy as np

    side = np.array(sides, dtype=float)
    across = (side * points[:, 0] + (side * points[:, 0])[twin]) / 2
    down = (points[:, 1] + points[twin, 1]) / 2
    return np.stack([side * np.maximum(np.abs(across), least), down], 1)


def _fitted(points: Points, top: float, bottom: float, *, wide: float, centred: bool) -> Points:
    low, high = points.min(0), points.max(0)
    if not centred:  # the mirror line stays in the middle
        reach = abs(points[:, 0]).max()
        low[0], high[0] = -reach, reach
    size = high - low
    scales = [room / extent for room, extent in ((wide, size[0]), (bottom - top, size[1]))
              if extent > 1e-6]  # fmt: skip
    scale = min(scales, default=1.0)
    fitted: Points = (points - (low + high) / 2) * scale
    fitted[:, 0] += 50.0
    fitted[:, 1] += (top + bottom) / 2
    return fitted


def _pushed(points: Points, least: float) -> bool:
    """Move points apart that lie closer than `least`; whether there were any."""
    moved = False
    for one in range(len(points)):
        for two in range(one + 1, len(points)):
            dx, dy = points[two] - points[one]
            apart = math.hypot(dx, dy)
            if apart >= least - 1e-6:
                continue
            moved = True
            if apart < 1e-6:
                dx, dy, apart = 0.0, 1.0, 1.0
                push = least / 2
            else:
                push = (least - apart) / 2
            points[one] -= (dx / apart * push, dy / apart * push)
            points[two] += (dx / apart * push, dy / apart * push)
    return moved
