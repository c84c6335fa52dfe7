"""Walking the edges of a skeleton."""

from __future__ import annotations

from collections.abc import Mapping

from schemac.model import Skeleton

Neighbours = Mapping[str, set[str]]


def neighbours(skeleton: Skeleton) -> dict[str, set[str]]:
    """Each keypoint and those it is joined to, whatever the direction."""
    joined: dict[str, set[str]] = {point.id: set() for point in skeleton.keypoints}
    for edge in skeleton.edges:
        if edge.source in joined and edge.target in joined and edge.source != edge.target:
            joined[edge.source].add(edge.target)
            joined[edge.target].add(edge.source)
    return joined


def reached(joined: Neighbours, start: str) -> dict[str, int]:
    """Each keypoint that edges lead to from `start`, and how many edges away it is."""
    steps, front = {start: 0}, [start]
    while front:
        ahead: list[str] = []
        for point in front:
            for other in joined.get(point, ()):
                if other not in steps:
                    steps[other] = steps[point] + 1
                    ahead.append(other)
        front = ahead
    return steps


def pieces(joined: Neighbours) -> list[list[str]]:
    """The keypoints that hang together, largest piece first, each from its first keypoint on."""
    found: list[list[str]] = []
    seen: set[str] = set()
    for point in joined:
        if point not in seen:
            piece = reached(joined, point)
            seen |= piece.keys()
            found.append(list(piece))
    return sorted(found, key=len, reverse=True)


def rings(joined: Neighbours) -> dict[str, set[str]]:
    """What is left when loose ends are cut off again and again: rings, and ways between them."""
    left = {point: set(others) for point, others in joined.items()}
    ends = [point for point, others in left.items() if len(others) < 2]
    while ends:
        point = ends.pop()
        for other in left.pop(point, ()):
            left[other].discard(point)
            if len(left[other]) == 1:
                ends.append(other)
    return left
