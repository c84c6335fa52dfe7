"""Where in a smear to click, and how long it may be for each tier."""

from __future__ import annotations

from schemac.figures.geometry import Box, Point
from schemac.figures.ink import Canvas
from schemac.figures.plates import marks, scenes
from schemac.figures.plates.stage import Stage
from schemac.model import Quantity, Tier

_WIDTH, _TOP, _ROW = 480.0, 250.0, 32.0
_STEP = 15.0
_BAR_LEFT, _BAR = 60.0, 240.0
_UNITS = {"px": "{n} pixels", "%": "{n} %", "sigma": "{n} sigma", "tolerance": "{n} tolerances",
          "mm": "{n} mm", "cm": "{n} cm"}  # fmt: skip


def _unit(quantity: Quantity) -> str:
    single = quantity.unit == "tolerance" and quantity.value == 1
    return "{n} tolerance" if single else _UNITS[quantity.unit]


def blur(stage: Stage, prefix: str) -> Canvas | None:
    """A smear with its two ends and its middle, and a bar for each tier that limits it. None
    without a place to draw."""
    id, tiers = scenes.example_point(stage), stage.skeleton.visibility
    if id is None or tiers is None:
        return None
    limited = [tier for tier in tiers.tiers if tier.blur is not None]
    height = _TOP + (14 + _ROW * len(limited) if limited else 0)
    canvas = Canvas(
        prefix, _WIDTH, height,
        title=stage.say("Where in a smear to click"),
        description=stage.say("The cross-hair lies in its middle, crosses at its ends."),
    )  # fmt: skip
    frame = Box(0.0, 0.0, _WIDTH, _TOP)
    crop = scenes.scene_crop(stage, id, 0.3, frame)
    way = scenes.across_way(stage, id)
    scenes.draw_smear(canvas, stage.drawn(), crop, way, _STEP)
    _draw_ends(canvas, crop.at(stage.drawn().places[id]), way)
    marks.verdict(canvas, good=True)
    _draw_limits(canvas, stage, limited)
    return canvas


def _draw_ends(canvas: Canvas, at: Point, way: Point) -> None:
    """A smear is as long as its outermost fills lie apart: four steps."""
    u, v = way
    half = 2 * _STEP + 22
    ends = [(at[0] + s * u * half, at[1] + s * v * half) for s in (-1, 1)]
    low = [(x - v * 52, y + u * 52) for x, y in ends]
    for layer in ("span-under", "span"):
        canvas.line(low[0], low[1], layer)
        for x, y in low:
            canvas.line((x - v * 8, y + u * 8), (x + v * 8, y - u * 8), layer)
    marks.cross_hair(canvas, at)
    for end in ends:
        marks.cross(canvas, end, 8.0)


def _draw_limits(canvas: Canvas, stage: Stage, tiers: list[Tier]) -> None:
    """A bar for each tier between its code and its limit; bare limits where units differ."""
    limits = [(tier.code, tier.blur) for tier in tiers if tier.blur is not None]
    units = {limit.unit for _, limit in limits}
    longest = max((limit.value for _, limit in limits), default=0.0)
    for row, (code, limit) in enumerate(limits):
        y = _TOP + 14 + row * _ROW
        marks.number_chip(canvas, str(code), (30.0, y + 9))
        length = _BAR * limit.value / longest if len(units) == 1 and longest > 0 else 0.0
        if length:
            canvas.rect(_BAR_LEFT, y + 2, max(length, 2.0), 14, "bar", r=3)
        text = "≤ " + stage.say(_unit(limit), n=f"{limit.value:g}")
        canvas.text((_BAR_LEFT + length + (10 if length else 0), y + 14), text, "label")
