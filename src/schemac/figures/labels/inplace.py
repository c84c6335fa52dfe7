"""Numbers beside their dots, on nothing that must be seen.

Each number tries 24 directions at 4 distances and takes the best free place: away from its
neighbours, near its dot, off the lines. A number without a free place is left out, and the caller
shows it where there is more room. Those that were left out are placed first in the next round.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from math import atan2, cos, dist, hypot, pi, sin

from msgspec import Struct

from schemac.figures.geometry import Box, Point
from schemac.figures.labels.widths import width

_DIRECTIONS, _DISTANCES = 24, (3.0, 5.0, 7.5, 11.0)
_ROUNDS = 3
_TALL = 0.74  # of the size: figures have no descenders
_TURN, _FAR, _LINE, _STRANGER = 4.0, 1.2, 9.0, 40.0  # what is how bad, in one currency
_CROWD = 34.0  # px: dots this near push a number away


class Numbered(Struct, frozen=True):
    """A dot of a radius and the number it should bear."""

    at: Point
    text: str
    r: float


class Ground(Struct, frozen=True):
    """What numbers avoid: they stay inside `frame` and off `boxes`, and off `lines` where they
    can. Away from `centre` is outward."""

    frame: Box
    centre: Point
    boxes: tuple[Box, ...] = ()
    lines: tuple[tuple[Point, Point], ...] = ()


def place_numbers(
    dots: Sequence[Numbered], ground: Ground, size: float = 11.5
) -> tuple[Box | None, ...]:
    """The box of each number, set bold in `size` px; None where no place is free. No box meets
    another one, a dot, or a box of the ground."""
    tasks = list(_tasks(dots, ground, size))
    order = sorted(range(len(dots)), key=lambda i: (-_crowding(dots, i), i))
    best: dict[int, Box] = {}
    for _ in range(_ROUNDS):
        found = _placed(tasks, order, ground.frame)
        if len(found) > len(best):
            best = found
        missing = [i for i in order if i not in found]
        if not missing:
            break
        order = missing + [i for i in order if i in found]
    return tuple(best.get(i) for i in range(len(dots)))


def baseline(box: Box, size: float = 11.5) -> Point:
    """Where to set a number, anchored in the middle."""
    return (box.centre[0], box.centre[1] + size * _TALL / 2)


def meet(a: Box, b: Box) -> bool:
    """Whether two boxes share an area."""
    return a.left < b.right and b.left < a.right and a.top < b.bottom and b.top < a.bottom


def meets_any(box: Box, others: Iterable[Box]) -> bool:
    """Whether a box shares an area with any of others."""
    left, top, right, bottom = box.left, box.top, box.right, box.bottom
    for other in others:
        if (
            left < other.right and other.left < right
            and top < other.bottom and other.top < bottom
        ):  # fmt: skip
            return True
    return False


class _Task(Struct, frozen=True):
    """A number to place, of a size: how it avoids what does not move. `outward` is where it would
    like to stand; the other lists hold what is within its reach."""

    dot: Numbered
    width: float
    height: float
    outward: float
    around: Box
    blocked: tuple[Box, ...]
    lines: tuple[tuple[Point, Point], ...]
    close: tuple[Point, ...]


def _tasks(dots: Sequence[Numbered], ground: Ground, size: float) -> Iterator[_Task]:
    marks = [_mark(dot) for dot in dots]
    for i, dot in enumerate(dots):
        wide = width(dot.text, size, 700)
        around = Box(*dot.at, *dot.at).grown(dot.r + max(_DISTANCES) + wide)
        close = [k for k, mark in enumerate(marks) if k != i and meet(around, mark)]
        blocked = [marks[i], *(marks[k] for k in close)]
        yield _Task(
            dot, wide, size * _TALL + 2, _outward(dots, i, ground), around,
            blocked=(*blocked, *(box for box in ground.boxes if meet(box, around))),
            lines=tuple(line for line in ground.lines if _passes(line, around)),
            close=tuple(dots[k].at for k in close),
        )  # fmt: skip


def _placed(tasks: Sequence[_Task], order: Sequence[int], frame: Box) -> dict[int, Box]:
    found: dict[int, Box] = {}
    for i in order:
        box = _best(tasks[i], frame, found.values())
        if box:
            found[i] = box
    return found


def _best(task: _Task, frame: Box, taken: Iterable[Box]) -> Box | None:
    """The best free place for a number among those already placed."""
    blocked = [*task.blocked, *(box for box in taken if meet(box, task.around))]
    best: tuple[float, Box | None] = (float("inf"), None)
    for extra, box in _candidates(task):
        if extra >= best[0]:
            break
        if _outside(box, frame) or meets_any(box, blocked):
            continue
        cost = extra + _badness(box, task)
        if cost < best[0]:
            best = (cost, box)
    return best[1]


def _mark(dot: Numbered) -> Box:
    return Box(*dot.at, *dot.at).grown(dot.r)


def _candidates(task: _Task) -> Iterator[tuple[float, Box]]:
    """(what is bad about it, box) of every place, the least bad first. The middle of a box lies so
    far out that its edge keeps a distance from the dot."""
    (u, v), r, w, h = task.dot.at, task.dot.r, task.width / 2, task.height / 2
    for cost, turn, away in _tries():
        c, s = cos(task.outward + turn), sin(task.outward + turn)
        reach = away + r + min(w / max(abs(c), 1e-9), h / max(abs(s), 1e-9))
        x, y = u + c * reach, v + s * reach
        yield cost, Box(x - w, y - h, x + w, y + h)


@cache
def _tries() -> tuple[tuple[float, float, float], ...]:
    """(cost, turn, distance) of the places around a dot."""
    steps = ((k + 1) // 2 * (1 if k % 2 else -1) for k in range(_DIRECTIONS))
    return tuple(
        sorted(
            (abs(step) * _TURN + (away - _DISTANCES[0]) * _FAR, step * 2 * pi / _DIRECTIONS, away)
            for step in steps
            for away in _DISTANCES
        )
    )


def _badness(box: Box, task: _Task) -> float:
    """What lines run through it, and whether it could be taken for another dot's."""
    centre = box.centre
    home = 1.05 * dist(centre, task.dot.at)
    strangers = sum(dist(centre, other) < home for other in task.close)
    return _LINE * sum(_passes(line, box) for line in task.lines) + _STRANGER * strangers


def _passes(line: tuple[Point, Point], box: Box) -> bool:
    """Whether a straight piece meets a box (Liang and Barsky 1984)."""
    (x, y), (u, v) = line
    left, top, right, bottom = box.left, box.top, box.right, box.bottom
    if (x <= left and u <= left) or (x >= right and u >= right):
        return False
    if (y <= top and v <= top) or (y >= bottom and v >= bottom):
        return False
    enter, leave = 0.0, 1.0
    for start, step, low, high in ((x, u - x, left, right), (y, v - y, top, bottom)):
        if abs(step) < 1e-12:
            continue  # it lies between, as was seen above
        one, two = (low - start) / step, (high - start) / step
        if one > two:
            one, two = two, one
        if one > enter:
            enter = one
        if two < leave:
            leave = two
    return enter < leave


def _outward(dots: Sequence[Numbered], i: int, ground: Ground) -> float:
    """Away from the dots around, else away from the middle of the figure."""
    (x, y), u, v = dots[i].at, 0.0, 0.0
    for k, other in enumerate(dots):
        away = dist(other.at, (x, y))
        if k != i and 0 < away < _CROWD:
            u += (x - other.at[0]) / (away * away)
            v += (y - other.at[1]) / (away * away)
    cx, cy = ground.centre
    far = hypot(x - cx, y - cy) or 1.0
    u, v = u + 0.03 * (x - cx) / far, v + 0.03 * (y - cy) / far
    return atan2(v, u) if hypot(u, v) > 1e-9 else -pi / 2


def _crowding(dots: Sequence[Numbered], i: int) -> int:
    at = dots[i].at
    return sum(dist(other.at, at) < _CROWD for other in dots)


def _outside(box: Box, frame: Box) -> bool:
    return (
        box.left < frame.left or box.right > frame.right
        or box.top < frame.top or box.bottom > frame.bottom
    )  # fmt: skip
