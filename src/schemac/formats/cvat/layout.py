"""Where the circles of a skeleton's template lie: the main view, and room to pick each point.

The layout serves the eye only: CVAT stretches it to the box that the annotator draws. So points
that lie on each other may be moved apart here, and nowhere else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from math import copysign, cos, floor, hypot, pi, sin, sqrt

from msgspec import Struct

from schemac.model import Skeleton

SIZE = 100.0
MARGIN = 5.0
RADIUS = 0.75  # what CVAT's own constructor writes
LEAST = 0.9
"""The part of the wanted room that is guaranteed between two circles, so that none overlap."""

Spot = tuple[float, float]

_ROUNDS = 120
_HEAP = 20  # close pairs per point
_TURN = pi * (3 - sqrt(5))  # the golden angle: a spiral of it fills the plane evenly


class Layout(Struct, frozen=True):
    """Spots in index order, in 0 to 100 with y down, two decimals; and the circles' radius.

    `moved` are the ids of keypoints that had to make room, `unplaced` those without a position.
    """

    spots: tuple[Spot, ...]
    radius: float
    moved: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()


def layout(skeleton: Skeleton) -> Layout:
    """The main view at one scale for both axes, no two circles on each other."""
    known = skeleton.positions()
    ids = [point.id for point in skeleton.keypoints]
    unplaced = tuple(id for id in ids if id not in known)
    middle = _centre(known)
    drawn = _fit([known.get(id, middle) for id in ids], MARGIN)
    room = distance(len(ids))
    free = _settle(_spread(drawn, _leanings(skeleton, drawn), room), room)
    spots = tuple((round(x, 2) + 0.0, round(y, 2) + 0.0) for x, y in _within(free))
    shifts = (hypot(x - u, y - v) for (x, y), (u, v) in zip(spots, drawn, strict=True))
    moved = tuple(id for id, shift in zip(ids, shifts, strict=True) if shift > 0.05)
    return Layout(spots, _radius(spots), moved, unplaced)


def distance(points: int) -> float:
    """The room wanted between two circles of a skeleton. Many points get less each."""
    return min(2 * RADIUS / LEAST, max(0.45, 8 / sqrt(points or 1)))


def _radius(spots: Sequence[Spot]) -> float:
    """As large as CVAT's own where there is room, and never so large that circles overlap."""
    near = _close_pairs(spots, 2 * RADIUS)
    gaps = (hypot(spots[a][0] - spots[b][0], spots[a][1] - spots[b][1]) for a, b in near)
    return floor(50 * min(gaps, default=2 * RADIUS)) / 100


def _leanings(skeleton: Skeleton, spots: Sequence[Spot]) -> list[float]:
    """For each point the mean x of its side, rounded: which way it gives way to another side."""
    columns: defaultdict[str | None, list[float]] = defaultdict(list)
    for point, (x, _) in zip(skeleton.keypoints, spots, strict=True):
        columns[point.side].append(x)
    means = {side: round(sum(xs) / len(xs), 3) for side, xs in columns.items()}
    return [means[point.side] for point in skeleton.keypoints]


def _centre(known: Mapping[str, Spot]) -> Spot:
    xs, ys = [x for x, _ in known.values()], [y for _, y in known.values()]
    return ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2) if known else (0.0, 0.0)


def _fit(spots: Sequence[Spot], margin: float) -> list[Spot]:
    """Scaled alike on both axes, and centred, into the square less its margin."""
    if not spots:
        return []
    (left, right), (top, bottom) = ((min(v), max(v)) for v in zip(*spots, strict=True))
    extent = max(right - left, bottom - top)
    scale = (SIZE - 2 * margin) / extent if extent else 1.0
    x0, y0 = (left + right) / 2, (top + bottom) / 2
    return [(SIZE / 2 + (x - x0) * scale, SIZE / 2 + (y - y0) * scale) for x, y in spots]


def _within(spots: Sequence[Spot]) -> Sequence[Spot]:
    """The spots as they are, fitted again only if one had to leave the square."""
    inside = all(0 <= value <= SIZE for spot in spots for value in spot)
    return spots if inside else _fit(spots, 0.5)


def _spread(spots: Sequence[Spot], leanings: Sequence[float], room: float) -> list[Spot]:
    """Push close pairs apart, all at once in each round, so that what is symmetric stays so.

    A heap of so many points that this would take long is left to `_settle`."""
    placed = list(spots)
    for _ in range(_ROUNDS):
        pushes: dict[int, Spot] = {}
        pairs = list(islice(_close_pairs(placed, room), _HEAP * len(placed)))
        if len(pairs) == _HEAP * len(placed):
            break
        for first, second in pairs:
            dx, dy = _push(placed[first], placed[second], leanings[second] - leanings[first], room)
            for point, sign in ((first, -0.5), (second, 0.5)):
                x, y = pushes.get(point, (0.0, 0.0))
                pushes[point] = (x + sign * dx, y + sign * dy)
        if not pushes:
            break
        for point, (dx, dy) in pushes.items():
            shorten = min(1.0, room / 2 / (hypot(dx, dy) or 1.0))
            placed[point] = (placed[point][0] + dx * shorten, placed[point][1] + dy * shorten)
    return placed


def _push(one: Spot, other: Spot, leaning: float, room: float) -> Spot:
    """What is lacking between two spots, along their line; points on one spot part to the sides
    that they belong to, or up and down."""
    dx, dy = other[0] - one[0], other[1] - one[1]
    apart = hypot(dx, dy)
    if apart < 1e-6:
        return (copysign(room, leaning), 0.0) if leaning else (0.0, room)
    lacking = (room * 1.02 - apart) / apart
    return dx * lacking, dy * lacking


def _close_pairs(spots: Sequence[Spot], room: float) -> Iterator[tuple[int, int]]:
    """Pairs of positions (smaller first) nearer than `room`, by a sweep from left to right."""
    order = sorted(range(len(spots)), key=lambda point: (spots[point], point))
    for start, one in enumerate(order):
        x, y = spots[one]
        for at in range(start + 1, len(order)):
            other = order[at]
            u, v = spots[other]
            if u - x >= room:
                break
            if abs(v - y) < room and hypot(u - x, v - y) < room:
                yield (one, other) if one < other else (other, one)


def _settle(spots: Sequence[Spot], room: float) -> list[Spot]:
    """The guarantee behind `_spread`: a point that still lies on an earlier one goes to the
    nearest free spot on a spiral around its own."""
    least = room * LEAST
    cells: defaultdict[tuple[int, int], list[Spot]] = defaultdict(list)
    begun: dict[tuple[int, int], int] = {}
    placed = []
    for x, y in spots:
        step = 0
        spot = (x, y)
        while any(
            hypot(spot[0] - u, spot[1] - v) < least
            for near in _around(_cell(spot, room))
            for u, v in cells.get(near, ())
        ):
            step = max(step, begun.get(_cell((x, y), room), 0)) + 1
            reach = room * sqrt(step)
            spot = (x + reach * sin(step * _TURN), y + reach * cos(step * _TURN))
        if step:
            begun[_cell((x, y), room)] = step
        cells[_cell(spot, room)].append(spot)
        placed.append(spot)
    return placed


def _cell(spot: Spot, size: float) -> tuple[int, int]:
    return int(spot[0] // size), int(spot[1] // size)


def _around(cell: tuple[int, int]) -> Iterator[tuple[int, int]]:
    return ((cell[0] + i, cell[1] + j) for i in (-1, 0, 1) for j in (-1, 0, 1))
