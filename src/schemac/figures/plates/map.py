"""The map: every keypoint in it is a link to its page."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, dist, pi, sin

from schemac.figures.geometry import Point
from schemac.figures.ink import Canvas
from schemac.figures.plates.groups import Group
from schemac.figures.plates.sheet import (
    Sheet,
    draw_dot,
    draw_sheet,
    group_sheet,
    map_sheet,
)
from schemac.figures.plates.stage import Stage

REACH = 18.0
"""The radius in px of what can be hit. On a phone the figure shrinks to 0.7 of its px, which leaves
more than the 24 px across that WCAG 2.2 asks for (2.5.8)."""

_CORNERS = 20

Address = Callable[[str], str]
"""Where the page of a keypoint lies."""


def map_plate(
    stage: Stage, prefix: str, what: str, address: Address, view: str | None = None,
    group: Group | None = None,
) -> Canvas:  # fmt: skip
    """A view, or an enlarged group of it, in which each keypoint is a link. What is nearer to
    another keypoint belongs to that one. `what` is what the reader calls the whole or the group."""
    sheet = map_sheet(stage, view) if group is None else group_sheet(stage, group)
    canvas = Canvas(
        prefix, sheet.width, sheet.height, role="group",
        title=stage.say("{what}: map of the points", what=what),
        description=stage.say("Each point is a link to its page."),
    )  # fmt: skip
    draw_sheet(canvas, stage, sheet)
    for id in sheet.dots:
        _draw_link(canvas, stage, sheet, id, address(id))
    return canvas


def apart(stage: Stage, view: str | None = None) -> tuple[Group, ...]:
    """The groups of a view that need maps of their own."""
    found: list[Group] = []
    for group in map_sheet(stage, view).apart:
        found += (group, *group_sheet(stage, group).apart)
    return tuple(found)


def cell(dot: Point, others: list[Point], r: float = REACH) -> list[Point]:
    """The part of the disc around a dot that is nearer to it than to any other one."""
    ring = [
        (dot[0] + r * cos(2 * pi * k / _CORNERS), dot[1] + r * sin(2 * pi * k / _CORNERS))
        for k in range(_CORNERS)
    ]
    for other in others:
        if 0 < dist(dot, other) < 2 * r:
            ring = _halved(ring, dot, other)
    return ring


def _draw_link(canvas: Canvas, stage: Stage, sheet: Sheet, id: str, address: str) -> None:
    others = [at for other, at in sheet.dots.items() if other != id]
    label = f"{stage.point(id).index} {stage.title(id)}"
    with canvas.link(address, label, class_="kp-spot"):
        x, y = sheet.dots[id]
        if any(dist((x, y), other) < 2 * REACH for other in others):
            canvas.polyline(cell((x, y), others), "hit", closed=True)
        else:
            canvas.circle((x, y), REACH, "hit")
        draw_dot(canvas, stage, sheet, id)


def _halved(ring: list[Point], near: Point, far: Point) -> list[Point]:
    """What of a ring lies nearer to one point than to another (Sutherland and Hodgman 1974)."""

    def side(p: Point) -> float:
        return dist(p, far) ** 2 - dist(p, near) ** 2

    kept: list[Point] = []
    for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
        u, v = side(a), side(b)
        if u >= 0:
            kept.append(a)
        if (u >= 0) != (v >= 0):
            t = u / (u - v)
            kept.append((a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t))
    return kept
