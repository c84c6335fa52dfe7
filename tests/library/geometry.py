"""Plane geometry for tests of positions. y grows down, as in pictures."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise
from math import dist, hypot

At = tuple[float, float]


def turn(a: At, b: At, c: At) -> float:
    """Twice the area of a triangle; above 0 when its corners run clockwise in the picture."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def hull(points: Sequence[At]) -> list[At]:
    """The corners of the convex hull, in order (Andrew's monotone chain)."""
    ranked = sorted(set(points))
    halves = []
    for line in (ranked, ranked[::-1]):
        half: list[At] = []
        for at in line:
            while len(half) > 1 and turn(half[-2], half[-1], at) <= 0:
                half.pop()
            half.append(at)
        halves.append(half[:-1])
    return halves[0] + halves[1]


def distance_to_ring(at: At, ring: Sequence[At]) -> float:
    """How far a place is from a closed line."""
    return min(_to_line(at, a, b) for a, b in pairwise([*ring, ring[0]]))


def inside(at: At, ring: Sequence[At]) -> bool:
    """Whether a place lies within a closed line, by the parity of the crossings to its right."""
    within = False
    for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]):
        if (ay > at[1]) != (by > at[1]) and at[0] < ax + (at[1] - ay) * (bx - ax) / (by - ay):
            within = not within
    return within


def crossings(line: Sequence[At], *, closed: bool) -> list[tuple[int, int]]:
    """Pieces of a line that cross each other, by their numbers; neighbours meet and do not."""
    pieces = list(pairwise([*line, line[0]] if closed else line))
    return [
        (i, j) for i, j in combinations(range(len(pieces)), 2) if _cross(*pieces[i], *pieces[j])
    ]


def shares(line: Sequence[At]) -> list[float]:
    """How far along each point of a line lies, 0 to 1, by length."""
    lengths = [dist(a, b) for a, b in pairwise(line)]
    total = sum(lengths)
    return [sum(lengths[:i]) / total for i in range(len(line))]


def _cross(a: At, b: At, c: At, d: At) -> bool:
    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0


def _to_line(at: At, a: At, b: At) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    along = ((at[0] - a[0]) * dx + (at[1] - a[1]) * dy) / length if length else 0.0
    along = min(max(along, 0.0), 1.0)
    return hypot(at[0] - a[0] - along * dx, at[1] - a[1] - along * dy)
