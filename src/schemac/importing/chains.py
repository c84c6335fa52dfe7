"""Edges as chains of the language, in the order and direction that the file has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from schemac.importing.settled import Settled

Edge = tuple[int, int]

LONGEST = 24


def chains(found: Settled) -> Iterator[tuple[str, ...]]:
    """Lines of `edges`. Linked again they give the same edges in the same order: a line of stems
    stands for its left edges, then its right ones."""
    ids, edges, at = found.ids, found.edges, 0
    stems = _stems(found)
    while at < len(edges):
        run = _run(edges, at)
        for length in range(len(run) - 1, 0, -1):
            points = run[: length + 1]
            both = _both(points, found, stems)
            if both and tuple(edges[at : at + len(both)]) == both:
                yield tuple(stems.get(point, ids[point]) for point in points)
                at += len(both)
                break
        else:
            yield tuple(ids[point] for point in _alone(run, at, found, stems))
            at += len(_alone(run, at, found, stems)) - 1


def _stems(found: Settled) -> dict[int, str]:
    """The stem of each point of a pair."""
    pairs = [e for e in found.entries if e.left is not None and e.right is not None]
    return {i: e.stem for e in pairs for i in (e.left, e.right) if i is not None}


def _run(edges: Sequence[Edge], at: int) -> list[int]:
    """The points of the longest chain that begins at an edge."""
    points = list(edges[at])
    for start, end in edges[at + 1 : at + LONGEST]:
        if start != points[-1]:
            break
        points.append(end)
    return points


def _both(points: Sequence[int], found: Settled, stems: dict[int, str]) -> tuple[Edge, ...]:
    """The edges that a line of stems stands for; none when these points cannot be one."""
    left = {e.left for e in found.entries if e.right is not None}
    sided = [point for point in points if found.ids[point].startswith(("left_", "right_"))]
    if not sided or any(point not in stems or point not in left for point in sided):
        return ()
    mirrored = [found.partners[point] for point in points]
    return tuple(dict.fromkeys((*pairwise(points), *pairwise(mirrored))))


def _alone(run: Sequence[int], at: int, found: Settled, stems: dict[int, str]) -> Sequence[int]:
    """As much of a run as does not hide where a line for both sides could begin."""
    for length in range(1, len(run) - 1):
        rest = run[length:]
        edges = found.edges[at + length :]
        for size in range(len(rest) - 1, 0, -1):
            both = _both(rest[: size + 1], found, stems)
            if len(both) > 1 and tuple(edges[: len(both)]) == both:
                return run[: length + 1]
    return run
