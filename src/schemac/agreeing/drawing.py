"""The skeleton with what people do on it: error ellipses and arrows of bias, at true scale."""

from __future__ import annotations

from math import atan2, cos, degrees, hypot, isfinite, sin, sqrt
from typing import TYPE_CHECKING

from schemac.agreeing.result import PointError
from schemac.figures.geometry import ellipse
from schemac.figures.ink import Canvas
from schemac.labels.formulas import REDUCED
from schemac.model import Skeleton

if TYPE_CHECKING:
    from collections.abc import Mapping

    Spots = Mapping[str, tuple[float, float]]

SIZE = 460.0
_EDGE = 30.0
_LEAST = 2.0  # px: a bias shorter than this is no arrow
_SIGMAS = 2.0
_SEEN = 5.0  # px: half an ellipse of which one sees the form
_TIMES = (2, 5, 10, 20, 50, 100)


def picture(
    errors: tuple[PointError, ...], skeleton: Skeleton, title: str, number: int, scale: str = "",
    times: int = 1,
) -> str:  # fmt: skip
    """Inline SVG: for each keypoint the ellipse of two standard deviations of the errors about
    their mean, and an arrow from the keypoint to where labels lie on average. The figure stands
    for an object whose box is the one round its keypoints; `scale` names the area that errors are
    relative to, `times` enlarges the errors alone. Empty without positions."""
    spots = skeleton.positions()
    known = [error for error in errors if error.labels and error.point in spots]
    if not known or len(spots) < 2:
        return ""
    fit, size, width, height = _fit(spots, scale)
    size *= times
    canvas = Canvas(
        f"agreement-{number}", width, height, title=title,
        description="Ellipses: two standard deviations of the errors. Arrows: their mean."
        + (f" Errors are {times} times enlarged." if times > 1 else ""),
    )  # fmt: skip
    for edge in skeleton.edges:
        if edge.source in spots and edge.target in spots:
            canvas.line(fit(spots[edge.source]), fit(spots[edge.target]), "a-edge")
    for error in known:
        _ellipse(canvas, error, fit(spots[error.point]), size)
    for error in known:
        canvas.circle(fit(spots[error.point]), 2.0, "a-point")
    for error in known:
        _arrow(canvas, error, fit(spots[error.point]), size)
    return canvas.inline()


def enlargement(errors: tuple[PointError, ...], skeleton: Skeleton, scale: str = "") -> int:
    """How many times errors have to be enlarged so that half of their ellipses can be seen; 1 where
    they can as they are."""
    spots = skeleton.positions()
    spreads = [error.spread for error in errors if error.spread and error.point in spots]
    if not spreads or len(spots) < 2:
        return 1
    sizes = sorted(sqrt(max(each.xx, each.yy, 0)) for each in spreads)
    half = _SIGMAS * sizes[len(sizes) // 2] * _fit(spots, scale)[1]
    if not isfinite(half) or half <= 0 or half >= _SEEN:
        return 1
    return next((times for times in _TIMES if half * times >= _SEEN), _TIMES[-1])


class _Fit:
    def __init__(self, left: float, top: float, factor: float) -> None:
        self._left, self._top, self._factor = left, top, factor

    def __call__(self, at: tuple[float, float]) -> tuple[float, float]:
        return (
            _EDGE + (at[0] - self._left) * self._factor,
            _EDGE + (at[1] - self._top) * self._factor,
        )


def _fit(spots: Spots, scale: str) -> tuple[_Fit, float, float, float]:
    """From the spec's view to the figure; what the object's scale is in it; width and height."""
    xs, ys = zip(*spots.values(), strict=True)
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    factor = (SIZE - 2 * _EDGE) / (max(wide, high) or 1.0)  # all on one spot: any will do
    # The box round the keypoints, of which a side may be 0 where they lie on one line.
    area = max(wide, high / 4) * max(high, wide / 4)
    if scale == "extent":
        area = max(wide, high) ** 2
    elif scale in ("segment_area", "reduced_box_area"):
        area *= REDUCED  # COCO's share of a box that its person fills
    return (
        _Fit(min(xs), min(ys), factor),
        sqrt(area) * factor,
        wide * factor + 2 * _EDGE,
        high * factor + 2 * _EDGE,
    )


def _ellipse(canvas: Canvas, error: PointError, at: tuple[float, float], scale: float) -> None:
    if error.spread is None:
        return
    a, b, c = error.spread.xx, error.spread.xy, error.spread.yy
    middle, off = (a + c) / 2, hypot((a - c) / 2, b)
    major, minor = sqrt(max(middle + off, 0)), sqrt(max(middle - off, 0))
    if not (isfinite(major) and major > 0):
        return
    turn = degrees(atan2(2 * b, a - c)) / 2
    centre = _mean(error, at, scale)
    points = ellipse(centre, _SIGMAS * major * scale, _SIGMAS * minor * scale, turn, 36)
    canvas.polyline(points, "a-ellipse", closed=True)


def _mean(error: PointError, at: tuple[float, float], scale: float) -> tuple[float, float]:
    return at[0] + error.bias_x.value * scale, at[1] + error.bias_y.value * scale


def _arrow(canvas: Canvas, error: PointError, at: tuple[float, float], scale: float) -> None:
    """Where the bias is more than chance, and long enough to see."""
    beyond = any(e.low > 0 or e.high < 0 for e in (error.bias_x, error.bias_y))
    end = _mean(error, at, scale)
    if not beyond or hypot(end[0] - at[0], end[1] - at[1]) < _LEAST:
        return
    canvas.line(at, end, "a-bias")
    way = atan2(end[1] - at[1], end[0] - at[0])
    head = [(end[0] - 6 * cos(way + turn), end[1] - 6 * sin(way + turn)) for turn in (0.45, -0.45)]
    canvas.polyline([head[0], end, head[1]], "a-bias")
