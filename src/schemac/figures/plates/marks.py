"""What is drawn on top of a close-up: cross-hairs, crosses, arrows, numbers that keep clear."""

from __future__ import annotations

from collections.abc import Sequence
from math import atan2, cos, degrees, dist, hypot, pi, sin

from schemac.figures.draw import draw_mark
from schemac.figures.geometry import Box, Point, ellipse, turned
from schemac.figures.ink import Canvas
from schemac.figures.labels.inplace import meets_any
from schemac.figures.labels.widths import width
from schemac.figures.tokens import LETTERS
from schemac.model import Side

GAP = 8.0
"""Px around the pixel to click that a cross-hair leaves free."""
ARM = 26.0


def cross_hair(canvas: Canvas, at: Point, css: str = "aim") -> None:
    """Four strokes that point at a place and never cover it."""
    for layer in ("glow", css):
        for k in range(4):
            u, v = cos(k * pi / 2), sin(k * pi / 2)
            canvas.line((at[0] + GAP * u, at[1] + GAP * v), (at[0] + ARM * u, at[1] + ARM * v),
                        layer)  # fmt: skip


def cross(canvas: Canvas, at: Point, r: float = 11.0) -> None:
    """The wrong click."""
    for layer in ("glow", "aim-wrong"):
        for u in (1, -1):
            canvas.line((at[0] - r * u, at[1] - r), (at[0] + r * u, at[1] + r), layer)


def right_place(canvas: Canvas, at: Point) -> None:
    """A small open circle: where the click should have been."""
    for layer in ("glow", "aim"):
        canvas.circle(at, GAP, layer)


def arrow(canvas: Canvas, start: Point, end: Point, css: str, tip: str, clear: float = 0.0) -> None:
    """From `start` to `end`, `clear` px off both; without a head where there is no room for one."""
    length = dist(start, end)
    if length <= 2 * clear + 4:
        return
    u, v = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    a = (start[0] + u * clear, start[1] + v * clear)
    b = (end[0] - u * clear, end[1] - v * clear)
    head = min(11.0, 0.6 * (length - 2 * clear))
    neck = (b[0] - u * head, b[1] - v * head)
    canvas.line(a, neck, css)
    wing = 0.48 * head
    canvas.polyline([b, (neck[0] - v * wing, neck[1] + u * wing),
                     (neck[0] + v * wing, neck[1] - u * wing)], tip, closed=True)  # fmt: skip


def oval(canvas: Canvas, at: Point, across: float, along: float, turn: float, css: str) -> None:
    """A ring, longer along a line that is turned by degrees."""
    if abs(across - along) < 0.05:
        canvas.circle(at, across, css)
    else:
        canvas.curve(ellipse(at, along, across, turn, steps=16), css, closed=True)


def verdict(canvas: Canvas, good: bool, x: float = 10.0, y: float = 10.0) -> Box:
    """The sign of a right or a wrong example: a round tick, a pointed cross; where it lies."""
    c = (x + 15.0, y + 15.0)
    if good:
        canvas.circle(c, 15.0, "good")
        canvas.polyline([(c[0] - 7, c[1] + 0.5), (c[0] - 2, c[1] + 5.5), (c[0] + 7, c[1] - 5)],
                        "tick")  # fmt: skip
    else:
        corners = [turned((c[0] + 16.5, c[1]), 22.5 + 45 * k, c) for k in range(8)]
        canvas.polyline(corners, "bad", closed=True)
        for u in (1, -1):
            canvas.line((c[0] - 5.5 * u, c[1] - 5.5), (c[0] + 5.5 * u, c[1] + 5.5), "tick")
    return Box(x, y, x + 32, y + 32)


def side_badge(canvas: Canvas, side: Side | None, right: float, y: float = 10.0) -> Box | None:
    """Shape and letter of a side, flush with `right`; nothing for a point without a side."""
    if side is None:
        return None
    left = right - 52.0
    canvas.rect(left, y, 52.0, 30.0, "plate", r=15.0)
    draw_mark(canvas, (left + 17.0, y + 15.0), side, r=6.0)
    canvas.text((left + 29.0, y + 20.5), LETTERS[side], f"letter {side}")
    return Box(left, y, right, y + 30.0)


def number_chip(canvas: Canvas, text: str, centre: Point) -> None:
    """A number on a dark pill."""
    half = 0.5 * text_width(text) + 8.0
    canvas.rect(centre[0] - half, centre[1] - 11.0, 2 * half, 22.0, "chip", r=11.0)
    canvas.text((centre[0], centre[1] + 5.0), text, "chip-text", "middle")


class Room:
    """What of a canvas is taken, so that labels find a free place beside their points."""

    def __init__(self, frame: Box) -> None:
        self._frame = frame
        self._taken: list[Box] = []

    def take(self, box: Box | None) -> None:
        if box is not None:
            self._taken.append(box)

    def take_disc(self, at: Point, r: float) -> None:
        self.take(Box(at[0] - r, at[1] - r, at[0] + r, at[1] + r))

    def take_line(self, a: Point, b: Point, r: float = 5.0) -> None:
        steps = max(int(dist(a, b) / (1.5 * r)), 1)
        for k in range(steps + 1):
            self.take_disc((a[0] + (b[0] - a[0]) * k / steps, a[1] + (b[1] - a[1]) * k / steps), r)

    def beside(self, at: Point, wide: float, tall: float, gap: float, start: float = 0.0,
               far: int = 2) -> Point | None:  # fmt: skip
        """The centre of a free box near a place: sixteen directions from `start` degrees on, at
        growing distances. It is then taken."""
        for step in range(far):
            for k in range(16):
                turn = start + (k + 1) // 2 * (22.5 if k % 2 else -22.5)
                u, v = cos(turn * pi / 180), sin(turn * pi / 180)
                reach = gap + 9.0 * step
                x = at[0] + u * (reach + wide / 2)
                y = at[1] + v * (reach + tall / 2)
                box = Box(x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)
                if self._free(box):
                    self.take(box)
                    return (x, y)
        return None

    def _free(self, box: Box) -> bool:
        f = self._frame
        inside = (f.left + 4 < box.left and box.right < f.right - 4
                  and f.top + 4 < box.top and box.bottom < f.bottom - 4)  # fmt: skip
        return inside and not meets_any(box, self._taken)


def heading(a: Point, b: Point) -> float:
    """The way from one place to another in degrees, clockwise from the picture's right."""
    return degrees(atan2(b[1] - a[1], b[0] - a[0]))


def text_width(text: str, size: float = 14.0) -> float:
    """The px that a half bold text takes up, with some slack."""
    return width(text, size, 700)


def away(at: Point, others: Sequence[Point]) -> float:
    """The direction in degrees that leads away from the nearest of other places."""
    near = min(others, key=lambda p: (dist(at, p), p), default=None)
    if near is None or hypot(at[0] - near[0], at[1] - near[1]) < 1e-6:
        return -45.0
    return heading(near, at)
