"""A settled draft as a graph: who is linked with whom, over how many steps, on which side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from schemac.importing.settled import Settled


def neighbours(found: Settled) -> list[set[int]]:
    """The points that each is linked with by edges."""
    near: list[set[int]] = [set() for _ in found.names]
    for start, end in found.edges:
        near[start].add(end)
        near[end].add(start)
    return near


def ways(near: Sequence[set[int]], start: int) -> dict[int, int]:
    """Steps from a point to each that it reaches."""
    steps = {start: 0}
    row = [start]
    for point in row:
        for other in sorted(near[point]):
            if other not in steps:
                steps[other] = steps[point] + 1
                row.append(other)
    return steps


def twins_of(found: Settled, group: Sequence[int]) -> list[int]:
    """The partner of each; the point itself where it has none."""
    return [found.partners[index] for index in group]


def sides_of(found: Settled, group: Iterable[int]) -> list[int]:
    """1 for left, -1 for right, 0 for the midline and for what has no twin."""
    side = {}
    for entry in found.entries:
        if entry.left is not None and entry.right is not None:
            side[entry.left], side[entry.right] = 1, -1
    return [side.get(index, 0) for index in group]
