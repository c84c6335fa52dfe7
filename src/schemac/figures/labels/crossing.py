"""Whether two straight leaders cross."""

from __future__ import annotations

from schemac.figures.geometry import Point

_TOUCH = 1e-9


def crosses(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether a-b and c-d cross inside both; touching at an end is no crossing."""
    u, v = b[0] - a[0], b[1] - a[1]
    one = u * (c[1] - a[1]) - v * (c[0] - a[0])
    two = u * (d[1] - a[1]) - v * (d[0] - a[0])
    if one * two >= -_TOUCH:  # both lie on one side, as most do
        return False
    u, v = d[0] - c[0], d[1] - c[1]
    one = u * (a[1] - c[1]) - v * (a[0] - c[0])
    two = u * (b[1] - c[1]) - v * (b[0] - c[0])
    return one * two < -_TOUCH
