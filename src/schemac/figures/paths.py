"""Lines as path data, to one decimal: the same text on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from schemac.figures.geometry import SMOOTH, Point, bezier, distinct


def spline_path(points: Sequence[Point], closed: bool = False, corner: float = SMOOTH) -> str:
    """The path data of the smooth line through points."""
    knots = distinct(points, closed)
    if len(knots) < 3:
        return polyline_path(knots, closed)
    row = [knots[0], *chain.from_iterable(bezier(knots, closed, corner))]
    return curve_path([(round(x * 10), round(y * 10)) for x, y in row], closed)


def curve_path(tenths: Sequence[tuple[int, int] | list[int]], closed: bool = False) -> str:
    """The path data of cubic pieces, in tenths of a px: where the first one starts, then the two
    handles and the end of each. Pieces are written from where the last one ended, which is half as
    long; as whole tenths are added, no error adds up."""
    x, y = tenths[0]
    start = f"M{number(x / 10)},{number(y / 10)}"
    steps: list[str] = []
    for i in range(1, len(tenths), 3):
        (a, b), (c, d), (e, f) = tenths[i : i + 3]
        steps += (_STEP[a - x], _STEP[b - y], _STEP[c - x], _STEP[d - y], _STEP[e - x],
                  _STEP[f - y])  # fmt: skip
        x, y = e, f
    return start + _CUBIC * (len(tenths) // 3) % tuple(steps) + ("Z" if closed else "")


def polyline_path(points: Sequence[Point], closed: bool = False) -> str:
    """The path data of straight pieces."""
    return straight_path(list(chain.from_iterable(points)), closed)


def straight_path(flat: Sequence[float], closed: bool = False) -> str:
    """The same of numbers in a row: x, y, x, y."""
    if not flat:
        return ""
    written = f"M{'L'.join(['%.1f,%.1f'] * (len(flat) // 2))}L" % tuple(flat)
    for needless, kept in _SHORTER:
        written = written.replace(needless, kept)
    return written[:-1] + ("Z" if closed else "")


def number(value: float) -> str:
    """At most one decimal, the same on every machine."""
    written = f"{value:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written


class _Steps(dict[int, str]):
    """Numbers of tenths, without a needless zero before or after the point."""

    def __missing__(self, value: int) -> str:
        whole, rest = divmod(abs(value), 10)
        sign = "-" if value < 0 else ""
        written = f"{sign}{whole or ''}.{rest}" if rest else f"{sign}{whole}"
        if len(self) < _REMEMBERED:
            self[value] = written
        return written


_STEP, _REMEMBERED = _Steps(), 8192
_CUBIC = "c%s,%s %s,%s %s,%s"
_SHORTER = ((".0,", ","), (".0L", "L"), ("-0,", "0,"), ("-0L", "0L"))
"""As `number` writes them."""
