"""Contours: lines that keypoints trace."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from schemac.checks.rule import rule
from schemac.diagnostic import Code, Diagnostic, Severity
from schemac.model import Contour, Skeleton

FAR = 1e6
Spot = tuple[int, int]


@rule("T210", "contour-too-short")
def too_short(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A contour has too few points to be a line, or to be closed.

    An open line needs two points and a closed shape three; otherwise there is nothing to draw.

    Add the missing points, or delete the contour.

        contours:
          lid: {path: [eye_outer, eye_inner], closed: true}     # two points enclose nothing
    """
    for contour in skeleton.contours:
        least = 3 if contour.closed else 2
        if len(set(contour.points)) < least:
            yield code.at(
                contour.origin,
                f"the contour `{contour.id}` needs {least} different points or more",
                points=contour.points,
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
    for contour in skeleton.contours:
        again = next((a for a, b in _steps(contour) if a == b), None)
        if again and len(set(contour.points)) > 1:
            yield code.at(
                contour.origin,
                f"the contour `{contour.id}` names `{again}` twice in a row",
                help="`closed: true` joins the last point to the first" if contour.closed else None,
                points=(again,),
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
    for contour in skeleton.contours:
        steps = [(a, b) for a, b in _steps(contour) if a in spots and b in spots and a != b]
        lines = [(spots[a], spots[b]) for a, b in steps]
        for i, one in enumerate(lines):
            hit = next((j for j in range(i + 2, len(lines)) if _cross(one, lines[j])), None)
            if hit is not None:
                (a, b), (c, d) = steps[i], steps[hit]
                yield code.at(
                    contour.origin,
                    f"the contour `{contour.id}` crosses itself: its line from `{a}` to `{b}`"
                    f" meets the line from `{c}` to `{d}`",
                    points=(a, b, c, d),
                )
                break


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


def _cross(one: tuple[Spot, Spot], other: tuple[Spot, Spot]) -> bool:
    """Whether two segments cross between their ends; touching does not count."""
    (a, b), (c, d) = one, other
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _turn(a: Spot, b: Spot, c: Spot) -> int:
    """Twice the area of a triangle, negative when its corners run the other way round."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
