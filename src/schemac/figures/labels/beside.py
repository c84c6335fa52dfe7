"""Names in a column on either side, each led to its dot by a straight line.

Boundary labelling (Bekos et al. 2007) with straight leaders on two sides. On a side names stand in
the order of their dots; those whose leaders cross change places. A search with a fixed number of
steps and a fixed seed moves names to the other side while leaders pass close by other dots. If
leaders still cross, names of one height are swapped until none do: each swap makes the leaders
shorter together, so that ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import ceil, dist, exp
from random import Random

from msgspec import Struct

from schemac.figures.geometry import Point, segment_distance
from schemac.figures.labels.crossing import crosses
from schemac.figures.labels.isotonic import spaced

_STEPS = 100
_HEAT, _COOLING = 50.0, 0.96
_CROSSING, _NEAR, _ACROSS = 1000.0, 60.0, 70.0  # px of leader that one of these is as bad as


class Columns(Struct, frozen=True):
    """Where leaders end: at x `left` or `right`, at a y from `top` to `bottom`. Dots lie
    between."""

    left: float
    right: float
    top: float
    bottom: float

    def port(self, place: Beside) -> Point:
        """The end of a name's leader."""
        return (self.right if place.right else self.left, place.y)


class Beside(Struct, frozen=True):
    """The place of a name: in which column, and the y of its middle."""

    right: bool
    y: float


def least_height(heights: Sequence[float]) -> float:
    """The height of two columns in which names of these heights find room."""
    return ceil(len(heights) / 2) * max(heights, default=0.0)


def place_beside(
    dots: Sequence[Point], heights: Sequence[float], columns: Columns, *,
    clear: float = 7.0, steps: int = _STEPS, seed: int = 0,
) -> tuple[Beside, ...]:  # fmt: skip
    """A place for each name, of a height each. No two leaders cross and no two names overlap when
    the columns are at least `least_height` tall. `clear` is how far (px) leaders should keep from
    other dots; `steps` bounds the search."""
    task = _Task(tuple(dots), tuple(heights), columns, clear)
    sides = _nearest(task)
    best = state = _judged(task, sides)
    random, heat = Random(seed), _HEAT  # noqa: S311 - no secret
    for _ in range(steps):
        if not best.trouble or len(dots) < 2:
            break
        other = _judged(task, _moved(task, state, random))
        if other.cost < state.cost or random.random() < exp((state.cost - other.cost) / heat):
            state = other
        if state.cost < best.cost:
            best = state
        heat *= _COOLING
    return best.places if not best.crossings else _uncrossed(task, best)


class _Task(Struct, frozen=True):
    dots: tuple[Point, ...]
    heights: tuple[float, ...]
    columns: Columns
    clear: float

    @property
    def room(self) -> int:
        """How many names a column holds for certain."""
        tallest = max(self.heights, default=1.0)
        fit = int((self.columns.bottom - self.columns.top + 1e-6) // tallest)
        return max(fit, ceil(len(self.dots) / 2))

    def ports(self, places: Sequence[Beside]) -> list[Point]:
        return [self.columns.port(place) for place in places]


class _State(Struct, frozen=True):
    sides: tuple[bool, ...]
    places: tuple[Beside, ...]
    cost: float
    crossings: int
    trouble: tuple[int, ...]


def _nearest(task: _Task) -> tuple[bool, ...]:
    """Each on the side it is nearer to, as far as there is room."""
    middle = (task.columns.left + task.columns.right) / 2
    order = sorted(range(len(task.dots)), key=lambda i: (task.dots[i][0], task.dots[i][1], i))
    wish = sum(x < middle - 1e-6 for x, _ in task.dots)
    centred = [i for i in order if abs(task.dots[i][0] - middle) <= 1e-6]
    left = min(max(wish + len(centred) // 2, len(order) - task.room), task.room)
    chosen = set(order[:left])
    return tuple(i not in chosen for i in range(len(order)))


def _moved(task: _Task, state: _State, random: Random) -> tuple[bool, ...]:
    """One name in trouble to the other side, or in exchange for another one."""
    sides = list(state.sides)
    one = random.choice(state.trouble) if state.trouble else random.randrange(len(sides))
    goal = not sides[one]
    full = sum(side == goal for side in sides) >= task.room
    if full or random.random() < 0.25:
        others = [i for i, side in enumerate(sides) if side == goal]
        if others:
            sides[random.choice(others)] = not goal
    sides[one] = goal
    return tuple(sides)


def _judged(task: _Task, sides: tuple[bool, ...]) -> _State:
    places = _ordered(task, sides)
    ports = task.ports(places)
    cost = sum(map(dist, task.dots, ports)) + _ACROSS * _strayed(task, sides)
    trouble: set[int] = set()
    crossings = 0
    for i, j in _crossings(task.dots, ports):
        crossings += 1
        trouble |= {i, j}
    for i, near in _close(task, ports):
        cost += _NEAR * (2 - near / task.clear)
        trouble.add(i)
    cost = round(cost + _CROSSING * crossings, 6)
    return _State(sides, places, cost, crossings, tuple(sorted(trouble)))


def _strayed(task: _Task, sides: tuple[bool, ...]) -> int:
    """How many names stand on the side that is farther from their dots."""
    middle = (task.columns.left + task.columns.right) / 2
    return sum((x > middle) != side for (x, _), side in zip(task.dots, sides, strict=True))


def _ordered(task: _Task, sides: Sequence[bool]) -> tuple[Beside, ...]:
    """Names in the order of their dots; on each side those that cross change places."""
    found: dict[int, Beside] = {}
    for side in (False, True):
        order = [i for i, given in enumerate(sides) if given is side]
        order.sort(key=lambda i: (task.dots[i][1], i))
        for _ in range(len(order) + 1):
            places = _column(task, order, side)
            if not _swapped(task, order, places):
                break
        found |= dict(zip(order, _column(task, order, side), strict=True))
    return tuple(found[i] for i in range(len(sides)))


def _column(task: _Task, order: Sequence[int], right: bool) -> list[Beside]:
    wishes = [task.dots[i][1] for i in order]
    heights = [task.heights[i] for i in order]
    at = spaced(wishes, heights, task.columns.top, task.columns.bottom)
    return [Beside(right, y) for y in at]


def _swapped(task: _Task, order: list[int], places: Sequence[Beside]) -> bool:
    """Exchange names whose leaders cross; whether there were any."""
    ports, changed = task.ports(places), False
    for a, b in combinations(range(len(order)), 2):
        if crosses(task.dots[order[a]], ports[a], task.dots[order[b]], ports[b]):
            order[a], order[b] = order[b], order[a]
            changed = True
    return changed


def _uncrossed(task: _Task, state: _State) -> tuple[Beside, ...]:
    """Names of one height in fixed places, exchanged until no leaders cross."""
    tallest = max(task.heights)
    even = _Task(task.dots, (tallest,) * len(task.heights), task.columns, task.clear)
    places = list(_ordered(even, state.sides))
    while True:
        pair = next(_crossings(task.dots, task.ports(places)), None)
        if pair is None:
            return tuple(places)
        i, j = pair
        places[i], places[j] = places[j], places[i]


def _crossings(dots: Sequence[Point], ports: Sequence[Point]) -> Iterator[tuple[int, int]]:
    for i, j in combinations(range(len(dots)), 2):
        if crosses(dots[i], ports[i], dots[j], ports[j]):
            yield i, j


def _close(task: _Task, ports: Sequence[Point]) -> Iterator[tuple[int, float]]:
    """(whose leader, how far) for each leader that passes too near by another dot."""
    for i, (dot, port) in enumerate(zip(task.dots, ports, strict=True)):
        low, high = sorted((dot[1], port[1]))
        for k, other in enumerate(task.dots):
            if k == i or not low - task.clear < other[1] < high + task.clear or other == dot:
                continue
            if (near := segment_distance(other, dot, port)) < task.clear:
                yield i, near
