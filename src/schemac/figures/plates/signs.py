"""What stands on every figure that says where: sides as letter and shape, marks, numbers, lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import dist
from statistics import median

from msgspec.structs import replace

from schemac.figures.draw import draw_bones, draw_mark
from schemac.figures.geometry import Box, Point, Projection, around
from schemac.figures.ink import Anchor, Canvas
from schemac.figures.labels.inplace import baseline
from schemac.figures.plates.stage import Stage
from schemac.figures.silhouette import Silhouette
from schemac.figures.tokens import LETTERS, side_token
from schemac.model import Contour, Side


def draw_letter(canvas: Canvas, at: Point, side: Side | None, anchor: Anchor = "start") -> None:
    """The badge of a side: its shape, its letter. `at` is the outer end, on the base line."""
    x, y = at
    step = 9 if anchor == "start" else -9
    draw_mark(canvas, (x + step, y - 6), side, 6.5)
    if letter := LETTERS[side]:
        canvas.text((x + 2.2 * step, y), letter, f"letter {side_token(side)}", anchor)


def draw_sides(canvas: Canvas, stage: Stage, shown: Silhouette, width: float) -> None:
    """The letters L and R at the top, above the half of the picture on which each side lies."""
    at_left, at_right = sides_shown(stage, shown)
    if at_left:
        draw_letter(canvas, (10, 24), at_left)
    if at_right:
        draw_letter(canvas, (width - 10, 24), at_right, "end")


def sides_shown(stage: Stage, shown: Silhouette) -> tuple[Side | None, Side | None]:
    """(the side on the left of the picture, that on its right). Where a view shows one side only,
    that one comes first and alone."""
    rows = {
        side: [x for id, (x, _) in shown.places.items() if stage.point(id).side == side]
        for side in ("left", "right")
    }
    left, right = (sum(row) / len(row) if row else None for row in rows.values())
    if shown.sees in ("left", "right") and (rows["left"] or stage.skeleton.subject.one_of_pair):
        return (shown.sees, None)
    if left is not None and right is not None and abs(left - right) > 0.08 * shown.box.width:
        return ("left", "right") if left < right else ("right", "left")
    return ("left", None) if stage.skeleton.subject.one_of_pair else (None, None)


def draw_number(canvas: Canvas, box: Box, text: str, side: Side | None) -> None:
    """A number in the box that was found for it."""
    canvas.text(baseline(box), text, f"number halo {side_token(side)}", "middle")


def draw_lines(
    canvas: Canvas, stage: Stage, shown: Silhouette, at: Projection, ids: Iterable[str],
    within: Box | None = None,
) -> None:  # fmt: skip
    """The contours and edges among some keypoints. What lies outside of `within` (px) altogether
    is left out."""
    kept = set(ids)
    places = {id: place for id, place in shown.places.items() if id in kept}
    for contour in stage.skeleton.contours:
        for piece in pieces(contour, places):
            points = at.all(places[id] for id in piece)
            if within is not None and not _reach(points).meets(within):
                continue
            closed = contour.closed and len(piece) == len(contour.points)
            draw = canvas.polyline if contour.straight else canvas.curve
            draw(points, "contour", closed)
    draw_bones(canvas, stage.skeleton, replace(shown, places=places), at, within)


def _reach(points: Sequence[Point]) -> Box:
    """A box that no smooth line through points leaves."""
    box = around(points)
    return box.grown(4 + max(box.width, box.height) / 2)


def pieces(contour: Contour, places: Mapping[str, Point]) -> list[list[str]]:
    """The runs of a contour's keypoints that have a place."""
    runs: list[list[str]] = [[]]
    for id in contour.points:
        if id in places:
            runs[-1].append(id)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if len(run) > 1]


def strokes(stage: Stage, places: Mapping[str, Point]) -> list[tuple[Point, Point]]:
    """The straight pieces of contours and edges among places, for numbers to keep off."""
    found = [
        (places[edge.source], places[edge.target])
        for edge in stage.skeleton.edges
        if edge.source in places and edge.target in places
    ]
    for contour in stage.skeleton.contours:
        for run in pieces(contour, places):
            ends = [*run, run[0]] if contour.closed and len(run) == len(contour.points) else run
            found += [(places[a], places[b]) for a, b in pairwise(ends)]
    return found


def radius(dots: Sequence[Point]) -> float:
    """Smaller marks where they stand closer."""
    return min(5.0, max(2.8, spacing(dots) * 0.28))


def spacing(dots: Sequence[Point]) -> float:
    """How far a dot typically lies from the next one."""
    nearest = [
        min((dist(a, b) for k, b in enumerate(dots) if k != i), default=100.0)
        for i, a in enumerate(dots)
    ]
    return median(nearest) if nearest else 100.0
