"""Whether two straight leaders cross."""

from __future__ import annotations

from schemac.figures.geometry import Point

_TOUCH = 1e-9


def crosses(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether a-b and c-d cross inside both; touching at an end is no crossing."""
    return _turn(a, b, c) * _turn(a, b, d) < -_TOUCH and _turn(c, d, a) * _turn(c, d, b) < -_TOUCH


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
