"""An instance as it is labelled, with the keypoints that a finding is about."""

from __future__ import annotations

from math import isfinite

from schemac.figures.ink import Canvas
from schemac.model import Skeleton
from schemac.validating.finding import Finding

SIDE = 240.0
_EDGE = 14.0
_NAMED = 3
_ZOOM = 2.5  # times the span of what a finding is about, when only that is shown

Point = tuple[float, float]


def picture(finding: Finding, skeleton: Skeleton, number: int) -> str:
    """Inline SVG of one instance; empty when nothing was kept for it. `number` is unique on the
    page. Left keypoints are diamonds, right ones rings, as in the guides; those of the finding
    are filled, and the first few have their names."""
    if finding.drawn is None:
        return ""
    spots = {k: (x, y) for k, (x, y, _) in enumerate(finding.drawn.keypoints) if _there(x, y)}
    if not spots:
        return ""
    bad = {skeleton.by_id[id].index for id in finding.points if id in skeleton.by_id}
    fit = _fit(_near([spots[k] for k in bad if k in spots], [*spots.values(), *_corners(finding)]))
    canvas = Canvas(
        f"finding-{number}", SIDE, SIDE, title=f"{finding.rule}: {finding.where}",
        description=finding.message,
    )  # fmt: skip
    _frame(canvas, finding, fit)
    for a, b in skeleton.edge_indices:
        if a in spots and b in spots:
            canvas.line(fit(spots[a]), fit(spots[b]), "v-edge")
    for k, spot in spots.items():
        if _inside(fit(spot)):
            _mark(canvas, skeleton.keypoints[k].side, fit(spot), k in bad)
    named = [skeleton.by_id[id] for id in finding.points if id in skeleton.by_id][:_NAMED]
    middle = sum(fit(spots[p.index])[0] for p in named if p.index in spots) / max(len(named), 1)
    for point in named:
        if point.index in spots:
            _name(canvas, point.name, fit(spots[point.index]), middle)
    return canvas.inline()


def _there(x: float, y: float) -> bool:
    return isfinite(x) and isfinite(y) and (x, y) != (0, 0)


def _corners(finding: Finding) -> list[Point]:
    if finding.drawn is None:
        return []
    left, top, wide, high = finding.drawn.box
    if not all(map(isfinite, (left, top, wide, high))):
        return []
    return [(left, top), (left + wide, top + high)]


def _near(bad: list[Point], every: list[Point]) -> list[Point]:
    """What to show: everything, or the surroundings of what a finding is about, where that would
    be too small to see."""
    if len(bad) < 2:
        return every
    (x0, y0), (x1, y1) = _span(bad)
    (left, top), (right, bottom) = _span(every)
    span, whole = max(x1 - x0, y1 - y0), max(right - left, bottom - top)
    if span * _ZOOM > whole / 2:
        return every
    room = (_ZOOM - 1) / 2 * span
    return [(x0 - room, y0 - room), (x1 + room, y1 + room)]


def _span(spots: list[Point]) -> tuple[Point, Point]:
    return (
        (min(x for x, _ in spots), min(y for _, y in spots)),
        (max(x for x, _ in spots), max(y for _, y in spots)),
    )


def _inside(at: Point) -> bool:
    return all(-_EDGE < value < SIDE + _EDGE for value in at)


class _Fit:
    """From pixels of the image to those of the figure, with a margin all round."""

    def __init__(self, low: Point, span: float, shift: Point) -> None:
        self._low, self._scale, self._shift = low, (SIDE - 2 * _EDGE) / span, shift

    def __call__(self, at: Point) -> Point:
        return (
            _EDGE + (at[0] - self._low[0]) * self._scale + self._shift[0],
            _EDGE + (at[1] - self._low[1]) * self._scale + self._shift[1],
        )


def _fit(spots: list[Point]) -> _Fit:
    low, (right, bottom) = _span(spots)
    wide, high = right - low[0], bottom - low[1]
    span = max(wide, high, 1e-6)
    room = SIDE - 2 * _EDGE
    return _Fit(low, span, (room * (1 - wide / span) / 2, room * (1 - high / span) / 2))


def _frame(canvas: Canvas, finding: Finding, fit: _Fit) -> None:
    """The image's edge, as far as it lies in the picture, and the instance's box."""
    if finding.drawn is None:
        return
    width, height = finding.drawn.image
    if isfinite(width) and isfinite(height):
        (x0, y0), (x1, y1) = fit((0, 0)), fit((width, height))
        x0, y0, x1, y1 = (min(max(value, 0.5), SIDE - 0.5) for value in (x0, y0, x1, y1))
        canvas.rect(x0, y0, max(x1 - x0, 0), max(y1 - y0, 0), "v-image")
    corners = _corners(finding)
    if corners:
        (x0, y0), (x1, y1) = map(fit, corners)
        canvas.rect(x0, y0, max(x1 - x0, 0), max(y1 - y0, 0), "v-box")


def _mark(canvas: Canvas, side: str | None, at: Point, bad: bool) -> None:
    css = f"v-{side or 'middle'} v-bad" if bad else f"v-{side or 'middle'}"
    r = 5.0 if bad else 3.0
    if side == "right":
        canvas.circle(at, r, css)
    elif side == "left":
        d = 1.25 * r
        x, y = at
        canvas.polyline([(x, y - d), (x + d, y), (x, y + d), (x - d, y)], css, closed=True)
    else:
        canvas.rect(at[0] - 0.7 * r, at[1] - 0.7 * r, 1.4 * r, 1.4 * r, css)


def _name(canvas: Canvas, name: str, at: Point, middle: float) -> None:
    """Beside its mark, away from the others as far as there is room."""
    room = 7.0 * len(name[:28]) + 8
    left = at[0] < middle if room < at[0] < SIDE - room else at[0] > SIDE / 2
    y = min(max(at[1] + 4, 12), SIDE - 4)
    canvas.text(
        (at[0] - 8 if left else at[0] + 8, y), name[:28], "v-name", "end" if left else "start"
    )
