"""The lines of a skeleton as Label Studio can hold them: a tree, for each vertex names one other.

Edges are taken in the order of the spec, then the lines that contours trace; a line that would
close a cycle is left out. Parts that nothing connects are joined by helper lines, as short as
possible: Label Studio would tie them together itself, each to whatever stands before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from schemac.model import Keypoint, Skeleton

Link = Literal["edge", "contour", "helper"]
Line = tuple[str, str]


class Twig(Struct, frozen=True):
    """A keypoint, the one it hangs on, and what the line between them is. The first has neither."""

    point: Keypoint
    parent: Keypoint | None = None
    link: Link | None = None


class Tree(Struct, frozen=True):
    """All keypoints that are set by hand, in index order, and the edges that found no place.

    `missing` are edges that would close a cycle or end at a constructed keypoint, as pairs of ids.
    """

    twigs: tuple[Twig, ...]
    missing: tuple[Line, ...]

    @property
    def helpers(self) -> tuple[tuple[Keypoint, Keypoint], ...]:
        """The ends of the lines that are neither edges nor contours."""
        found = ((t.parent, t.point) for t in self.twigs if t.link == "helper")
        return tuple((parent, point) for parent, point in found if parent)


def tree(skeleton: Skeleton) -> Tree:
    """The lines of a skeleton; a function of the skeleton alone."""
    ids = [point.id for point in skeleton.keypoints if point.kind != "constructed"]
    parts = {id: {id} for id in ids}
    edges = [(edge.source, edge.target) for edge in skeleton.edges]
    traced = [line for contour in skeleton.contours for line in pairwise(contour.points)]
    links: dict[Line, Link] = {}
    links |= dict.fromkeys(_joining(edges, parts), "edge")
    missing = tuple(edge for edge in edges if edge not in links)
    links |= dict.fromkeys(_joining(traced, parts), "contour")
    links |= dict.fromkeys(_bridges(_places(skeleton, ids), parts), "helper")
    return Tree(tuple(_twigs(skeleton, ids, links)), missing)


def _joining(lines: Iterable[Line], parts: dict[str, set[str]]) -> Iterator[Line]:
    """The lines that join two parts, which from then on are one."""
    for first, second in lines:
        if first in parts and second in parts and parts[first] is not parts[second]:
            yield first, second
            parts[first] |= parts[second]
            for id in parts[second]:
                parts[id] = parts[first]


def _places(skeleton: Skeleton, ids: list[str]) -> Mapping[str, tuple[float, float]]:
    """Where points lie in the main view; side by side where one of them has no position."""
    at = skeleton.positions()
    if all(id in at for id in ids):
        return {id: at[id] for id in ids}
    return {id: (float(skeleton.by_id[id].index), 0.0) for id in ids}


def _bridges(
    places: Mapping[str, tuple[float, float]], parts: Mapping[str, set[str]]
) -> Iterator[Line]:
    """The shortest lines that join all parts to that of the first point (Prim's algorithm)."""
    nearest = {id: (float("inf"), id) for id in places}
    joined = parts[next(iter(places))] if places else set[str]()
    while True:
        for id in joined:
            nearest.pop(id, None)
        if not nearest:
            return
        for id, (least, _) in nearest.items():
            near = min((_apart(places[id], places[other]), other) for other in joined)
            if near[0] < least:
                nearest[id] = near
        id = min(nearest, key=lambda id: nearest[id][0])
        yield nearest[id][1], id
        joined = parts[id]


def _apart(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The squared distance, rounded: the two sides of a symmetric figure are equally far."""
    return round((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2, 6)


def _twigs(skeleton: Skeleton, ids: list[str], links: Mapping[Line, Link]) -> Iterator[Twig]:
    """The tree grows from the lowest index, which has to be the first vertex."""
    around: dict[str, list[tuple[str, Link]]] = {id: [] for id in ids}
    for (first, second), link in links.items():
        around[first].append((second, link))
        around[second].append((first, link))
    waiting = ids[:1]
    found = {id: Twig(skeleton.by_id[id]) for id in waiting}
    for id in waiting:  # grows while it is walked
        for other, link in around[id]:
            if other not in found:
                found[other] = Twig(skeleton.by_id[other], skeleton.by_id[id], link)
                waiting.append(other)
    return (found[id] for id in ids)
