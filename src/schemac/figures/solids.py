"""Areas: limbs, their union, and the few points that draw an area smoothly.

Areas are shapely polygons. A union closed by `filleted` gets its armpits and crotch; `rings`
hands an area out as rings of points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import dist, sqrt
from typing import TYPE_CHECKING, Any

from schemac.figures.geometry import Bone, Point, ellipse, mixed, sampled

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Ring = tuple[Point, ...]
Profile = Sequence[tuple[float, float, float]]
"""Half-widths of a limb: (place along the bone from 0 to 1, on the hand side, on the other)."""

_LONG = 0.04  # of a ring's length
_QUARTER = 8  # points on a quarter of a round corner


def area(points: Sequence[Point]) -> BaseGeometry:
    """The area inside a ring, mended where the ring crosses itself."""
    from numpy import asarray
    from shapely import Polygon, make_valid

    if len(points) < 3:
        return Polygon()
    made = Polygon(asarray(points))
    return made if made.is_valid else _areas(make_valid(made))


def smooth_area(points: Sequence[Point]) -> BaseGeometry:
    """The area inside the smooth line through a few points."""
    return area(sampled(points, closed=True))


def limb(bone: Bone, profile: Profile, scale: float = 1.0) -> BaseGeometry:
    """A limb around a bone, from its half-widths times `scale`."""
    one = [bone.at(t, near * scale) for t, near, _ in profile]
    other = [bone.at(t, -far * scale) for t, _, far in profile]
    return area([*sampled(one), *reversed(sampled(other))])


def disc(centre: Point, r: float, ry: float | None = None, turn: float = 0.0) -> BaseGeometry:
    """A disc, or an ellipse whose first half-axis is turned by degrees."""
    return area(ellipse(centre, r, r if ry is None else ry, turn))


def capsule(a: Point, b: Point, ra: float, rb: float) -> BaseGeometry:
    """A tapering sausage: the hull of two discs."""
    from numpy import asarray
    from shapely import LineString

    return LineString(asarray([*ellipse(a, ra, ra), *ellipse(b, rb, rb)])).convex_hull


def union(shapes: Iterable[BaseGeometry]) -> BaseGeometry:
    """What lies in any of some areas."""
    from shapely import union_all

    return union_all(list(shapes))


def filleted(shape: BaseGeometry, r: float, spike: float = 0.0) -> BaseGeometry:
    """Hollow corners rounded by `r`; then what is thinner than twice `spike` is taken off."""
    closed = shape.buffer(r, quad_segs=_QUARTER).buffer(-r - spike, quad_segs=_QUARTER)
    return closed.buffer(spike, quad_segs=_QUARTER) if spike else closed


def joint(shapes: Iterable[BaseGeometry], at: Point, reach: float, r: float) -> BaseGeometry:
    """What fills the shallow notch where areas meet: hollow corners rounded by `r`, within `reach`
    of a place."""
    from shapely import clip_by_rect

    (x, y), far = at, 2.5 * reach
    near = [clip_by_rect(shape, x - far, y - far, x + far, y + far) for shape in shapes]
    return common(filleted(union(near), r), disc(at, reach))


def rounded(shape: BaseGeometry, r: float) -> BaseGeometry:
    """Outer corners rounded by `r`; what is thinner than twice that is lost."""
    return shape.buffer(-r, quad_segs=_QUARTER).buffer(r, quad_segs=_QUARTER)


def common(shape: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    """What lies in both areas."""
    return _areas(shape.intersection(other))


def without(shape: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    """What of an area lies outside of another."""
    return _areas(shape.difference(other))


def rings(shape: BaseGeometry, fineness: float | None = None) -> tuple[Ring, ...]:
    """The outer and inner rings of an area, as few points as draw it smoothly.

    `fineness` is the greatest distance from the exact ring; by size when left out.
    """
    found = []
    for part in polygons(shape):
        step = fineness or min(0.05, 0.008 * sqrt(part.area))
        for ring in (part.exterior, *part.interiors):
            few = _points(ring.simplify(step, preserve_topology=False))
            least = _LONG * ring.length
            long = any(dist(a, b) > least for a, b in pairwise(few))
            found.append(tuple(_braced(few, _points(ring), least) if long else few[:-1]))
    return tuple(ring for ring in found if len(ring) > 2)


def _points(line: BaseGeometry) -> list[Point]:
    from shapely import get_coordinates

    return list(map(tuple, get_coordinates(line).tolist()))


def _braced(few: Sequence[Point], exact: Sequence[Point], least: float) -> Iterator[Point]:
    """The few knots, with two more on each edge longer than `least` that is straight in the exact
    ring, so that a smooth line through them runs straight there."""
    count = len(exact) - 1
    place = {point: i for i, point in enumerate(exact[:-1])}
    for a, b in pairwise(few):
        yield a
        if dist(a, b) > least:
            steps = range(place[a], place[a] + (place[b] - place[a]) % count)
            if any(dist(exact[i % count], exact[i % count + 1]) > 0.8 * dist(a, b) for i in steps):
                yield mixed(a, b, 0.08)
                yield mixed(a, b, 0.92)


def polygons(shape: BaseGeometry) -> Iterator[Any]:
    """The polygons of an area, the largest first."""
    parts = [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon"]
    yield from sorted((p for p in parts if not p.is_empty), key=lambda part: -part.area)


def _areas(shape: BaseGeometry) -> BaseGeometry:
    """Only what has an area: cutting may leave lines and points behind."""
    return union(polygons(shape))
