"""Points, frames and smooth lines. Coordinates are figure units or px, x to the right, y down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from math import atan2, cos, degrees, dist, hypot, radians, sin, sqrt

from msgspec import Struct

Point = tuple[float, float]

SMOOTH = 181.0
"""As the least angle of a corner: none at all."""
CORNER = 50.0
"""The least angle of a corner of an area: its knots lie so close that a sharper turn is meant."""


class Box(Struct, frozen=True):
    """An upright rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def centre(self) -> Point:
        return ((self.left + self.right) / 2, (self.top + self.bottom) / 2)

    def grown(self, by: float) -> Box:
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def meets(self, other: Box) -> bool:
        """Whether it shares an area with another box."""
        wide = min(self.right, other.right) > max(self.left, other.left)
        return wide and min(self.bottom, other.bottom) > max(self.top, other.top)

    def holds(self, point: Point) -> bool:
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom

    def cut(self, other: Box) -> Box:
        """The part shared with another box, which must meet this one."""
        return Box(
            max(self.left, other.left), max(self.top, other.top),
            min(self.right, other.right), min(self.bottom, other.bottom),
        )  # fmt: skip


class Projection(Struct, frozen=True):
    """From figure units to px: `scale` px per unit, then a shift."""

    scale: float
    dx: float = 0.0
    dy: float = 0.0

    def __call__(self, point: Point) -> Point:
        return (point[0] * self.scale + self.dx, point[1] * self.scale + self.dy)

    def all(self, points: Iterable[Point]) -> list[Point]:
        scale, dx, dy = self.scale, self.dx, self.dy
        return [(x * scale + dx, y * scale + dy) for x, y in points]


class Bone(Struct, frozen=True):
    """A local frame: `along` runs from `start` to `end`, `across` to its right hand side in the
    picture (y down) times `hand`, which is 1 or -1."""

    start: Point
    end: Point
    hand: float = 1.0

    @property
    def length(self) -> float:
        return dist(self.start, self.end) or 1e-6

    @property
    def direction(self) -> Point:
        return ((self.end[0] - self.start[0]) / self.length,
                (self.end[1] - self.start[1]) / self.length)  # fmt: skip

    def at(self, along: float, across: float = 0.0) -> Point:
        """`along` in lengths of the bone, `across` in units of the picture."""
        (ux, uy), step = self.direction, along * self.length
        return (self.start[0] + ux * step - uy * across * self.hand,
                self.start[1] + uy * step + ux * across * self.hand)  # fmt: skip

    def local(self, point: Point) -> Point:
        """(along, across) of a point, both in units of the picture."""
        (ux, uy), x, y = self.direction, point[0] - self.start[0], point[1] - self.start[1]
        return (x * ux + y * uy, (y * ux - x * uy) * self.hand)


def fitted(box: Box, into: Box) -> Projection:
    """The projection that shows a box as large as it goes, in the middle of another one."""
    scale = min(into.width / max(box.width, 1e-6), into.height / max(box.height, 1e-6))
    (x, y), (u, v) = box.centre, into.centre
    return Projection(scale, u - x * scale, v - y * scale)


def around(points: Iterable[Point]) -> Box:
    """The smallest box around points, of which there is at least one."""
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def spread(points: Sequence[Point]) -> float:
    """The diagonal of the box around points."""
    box = around(points)
    return hypot(box.width, box.height)


def middle(*points: Point) -> Point:
    """The mean of points."""
    return (sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points))


def mixed(a: Point, b: Point, t: float) -> Point:
    """The point at a share `t` of the way from one to another."""
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)


def segment_distance(point: Point, a: Point, b: Point) -> float:
    """How far a point lies from the straight piece between two others."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    t = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / square if square else 0.0
    return dist(point, mixed(a, b, min(max(t, 0.0), 1.0)))


def turned(point: Point, angle: float, around: Point = (0.0, 0.0)) -> Point:
    """A point turned clockwise (as seen, y down) by degrees."""
    c, s = cos(radians(angle)), sin(radians(angle))
    x, y = point[0] - around[0], point[1] - around[1]
    return (around[0] + c * x - s * y, around[1] + s * x + c * y)


def ellipse(centre: Point, rx: float, ry: float, turn: float = 0.0, steps: int = 48) -> list[Point]:
    """Points on an ellipse whose first half-axis is turned clockwise by degrees."""
    ring = [(rx * c, ry * s) for c, s in _circle(steps)]
    if turn:
        ring = [turned(point, turn) for point in ring]
    return [(centre[0] + x, centre[1] + y) for x, y in ring]


@cache
def _circle(steps: int) -> tuple[Point, ...]:
    angles = (radians(360 * i / steps) for i in range(steps))
    return tuple((cos(angle), sin(angle)) for angle in angles)


# ---- smooth lines ---------------------------------------------------------------------------


def bezier(
    points: Sequence[Point], closed: bool = False, corner: float = SMOOTH
) -> list[tuple[Point, Point, Point]]:
    """The cubic pieces (first handle, second handle, end) of a smooth line through points, from
    the first one on: centripetal Catmull-Rom (Barry and Goldman 1988, Yuksel et al. 2011). Where
    it turns by `corner` degrees or more it keeps a corner. Needs two points or more, none twice
    in a row."""
    pieces = []
    count = len(points)
    ring = (points[-1], *points, points[0], points[1])
    kept = [corner < SMOOTH and _turn(*ring[i : i + 3]) >= corner for i in range(count)]
    if not closed:
        kept[0] = kept[-1] = True
    kept.append(kept[0])
    roots = [sqrt(dist(a, b)) for a, b in pairwise(ring)]
    for i in range(count if closed else count - 1):
        start, end, t = ring[i + 1], ring[i + 2], roots[i + 1]
        one = _handle(start, end, ring[i], t, roots[i] or t, kept[i])
        two = _handle(end, start, ring[i + 3], t, roots[i + 2] or t, kept[i + 1])
        pieces.append((one, two, end))
    return pieces


def sampled(
    points: Sequence[Point], closed: bool = False, steps: int = 8, corner: float = SMOOTH
) -> list[Point]:
    """Many points on the smooth line through few."""
    knots = distinct(points, closed)
    if len(knots) < 3:
        return knots
    found, start, shares = [knots[0]], knots[0], _shares(steps)
    for one, two, end in bezier(knots, closed, corner):
        found += [
            (
                a * start[0] + b * one[0] + c * two[0] + d * end[0],
                a * start[1] + b * one[1] + c * two[1] + d * end[1],
            )
            for a, b, c, d in shares
        ]
        start = end
    return found[:-1] if closed else found


def distinct(points: Sequence[Point], closed: bool = False) -> list[Point]:
    """The points without those that repeat the one before."""
    kept: list[Point] = []
    for point in points:
        if not kept or dist(point, kept[-1]) > 1e-6:
            kept.append(point)
    if closed and len(kept) > 1 and dist(kept[0], kept[-1]) <= 1e-6:
        kept.pop()
    return kept


def length(points: Sequence[Point]) -> float:
    """The length of a polyline."""
    return sum(map(dist, points, points[1:]))


def along(points: Sequence[Point], fraction: float) -> Point:
    """The point at a fraction of the length of a polyline."""
    left = fraction * length(points)
    for a, b in pairwise(points):
        step = dist(a, b)
        if left <= step:
            return mixed(a, b, left / step if step else 0.0)
        left -= step
    return points[-1]


def _handle(
    at: Point, other: Point, beyond: Point, t: float, gap: float, straight: bool
) -> Point:  # fmt: skip
    """The control point beside one end of a piece. `beyond` is the knot on the other side of that
    end, `t` and `gap` are the roots of the lengths to `other` and to `beyond`; an end that leaves
    straight does not ask it."""
    (x, y), (u, v) = at, other
    dx, dy = (u - x) / t, (v - y) / t
    if not straight:
        a, b = beyond
        dx += (x - a) / gap - (u - a) / (gap + t)
        dy += (y - b) / gap - (v - b) / (gap + t)
    return x + dx * t / 3, y + dy * t / 3


def _turn(a: Point, b: Point, c: Point) -> float:
    """By how many degrees a line turns at its second point."""
    turn = atan2(c[1] - b[1], c[0] - b[0]) - atan2(b[1] - a[1], b[0] - a[0])
    return abs((degrees(turn) + 180) % 360 - 180)


@cache
def _shares(steps: int) -> tuple[tuple[float, float, float, float], ...]:
    """How much each control point of a cubic counts at its steps, from the first to the last."""
    at = [(k / steps, 1 - k / steps) for k in range(1, steps + 1)]
    return tuple((u**3, 3 * u * u * t, 3 * u * t * t, t**3) for t, u in at)
