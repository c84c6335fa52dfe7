"""Contours: lines that keypoints trace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from schemac.checks.entries import by_origin, spoken
from schemac.checks.rule import rule
from schemac.diagnostic import Code, Diagnostic, Severity
from schemac.model import Contour, Skeleton

FAR = 1e6
# Pairs of lines that are compared in one skeleton: enough for 300 points however they wind, and for
# thousands along an outline. What lies beyond, in a larger tangle, is not looked into.
MOST_LOOKS = 50_000
Spot = tuple[int, int]
Line = tuple[Spot, Spot]


@rule("T210", "contour-too-short")
def too_short(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A contour has too few points to be a line, or to be closed.

    An open line needs two points and a closed shape three; otherwise there is nothing to draw.

    Add the missing points, or delete the contour.

        contours:
          lid: {path: [eye_outer, eye_inner], closed: true}     # two points enclose nothing
    """
    short = (each for each in skeleton.contours if len(set(each.points)) < _least(each))
    for origin, alike in by_origin(short, lambda contour: contour.origin):
        yield code.at(
            origin,
            f"the contour {spoken([each.id for each in alike])} needs {_least(alike[0])}"
            " different points or more",
            points=_once(id for each in alike for id in each.points),
        )


@rule("T220", "contour-repeats-point")
def repeats_point(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A contour names a keypoint twice in a row.

    The piece of line between them has no length. In a closed contour the last point is joined to
    the first, so the first must not be named again at the end.

    Name it once; `closed: true` closes the line.

        contours:
          lid: {path: [outer, upper, inner, outer], closed: true}   # drop the last `outer`
    """
    found = (
        (contour, again)
        for contour in skeleton.contours
        if len(set(contour.points)) > 1
        if (again := next((a for a, b in _steps(contour) if a == b), None))
    )
    for origin, alike in by_origin(found, lambda each: each[0].origin):
        points = [again for _, again in alike]
        closed = alike[0][0].closed
        yield code.at(
            origin,
            f"the contour {spoken([contour.id for contour, _ in alike])} names"
            f" {spoken(points)} twice in a row",
            help="`closed: true` joins the last point to the first" if closed else None,
            points=_once(points),
        )


@rule("P080", "contour-crosses-itself", Severity.WARNING)
def crosses_itself(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A contour crosses itself in the main view.

    Lips, lids and outlines do not cross themselves. Two points of the path have most likely
    changed places, or one of them has a wrong position.

    Put the points in the order in which the line meets them, and look at the figure.

        contours:
          page: {path: [top_left, top_right, bottom_left, bottom_right], closed: true}
    """
    if not skeleton.contours:
        return
    spots = {id: spot for id, at in skeleton.positions().items() if (spot := _spot(*at))}
    looks = MOST_LOOKS
    for contour in skeleton.contours:
        steps = [(a, b) for a, b in _steps(contour) if a in spots and b in spots and a != b]
        hits, looks = _crossings([(spots[a], spots[b]) for a, b in steps], looks)
        if hits:
            (a, b), (c, d) = (steps[number] for number in min(hits))
            yield code.at(
                contour.origin,
                f"the contour `{contour.id}` crosses itself: its line from `{a}` to `{b}`"
                f" meets the line from `{c}` to `{d}`",
                points=(a, b, c, d),
            )


def _least(contour: Contour) -> int:
    return 3 if contour.closed else 2


def _once(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _steps(contour: Contour) -> list[tuple[str, str]]:
    points = contour.points
    return list(pairwise((*points, points[0]) if contour.closed and points else points))


def _spot(x: float, y: float) -> Spot | None:
    """Thousandths of a figure unit, as whole numbers, so that the test below is exact.

    None far outside every frame, which `position-outside-frame` tells.
    """
    if not (abs(x) < FAR and abs(y) < FAR):
        return None
    return round(x * 1000), round(y * 1000)


def _crossings(lines: list[Line], looks: int) -> tuple[list[tuple[int, int]], int]:
    """The pairs of lines that cross, by their numbers, and how many looks are left.

    Lines are met in order along the longer side of the whole, and each is compared only with
    those that begin before it ends there.
    """
    if not lines:
        return [], looks
    spans = [(min(s), max(s)) for s in zip(*(spot for line in lines for spot in line), strict=True)]
    axis = max((0, 1), key=lambda axis: spans[axis][1] - spans[axis][0])
    ranked = sorted(
        (min(a[axis], b[axis]), max(a[axis], b[axis]), n) for n, (a, b) in enumerate(lines)
    )
    hits = []
    for place, (_, end, one) in enumerate(ranked):
        for other in range(place + 1, len(ranked)):
            start, _, number = ranked[other]
            if start > end or not looks:
                break
            looks -= 1
            if _cross(lines[one], lines[number]):
                hits.append((min(one, number), max(one, number)))
    return hits, looks


def _cross(one: Line, other: Line) -> bool:
    """Whether two segments cross between their ends; touching does not count."""
    (a, b), (c, d) = one, other
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _turn(a: Spot, b: Spot, c: Spot) -> int:
    """Twice the area of a triangle, negative when its corners run the other way round."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
