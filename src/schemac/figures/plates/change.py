"""A keypoint that lies elsewhere since another version: both places, and the way between them."""

from __future__ import annotations

from math import dist

from schemac.figures.geometry import Box, Point
from schemac.figures.ink import Canvas
from schemac.figures.plates import marks
from schemac.figures.plates.crop import crop_around, draw_crop, natural_width
from schemac.figures.plates.stage import Stage
from schemac.figures.silhouette import Silhouette

_WIDTH, _HEIGHT = 480.0, 400.0
_LEAST = 14.0  # px: what moved less is not drawn


def change(stage: Stage, older: Stage, id: str, prefix: str) -> Canvas | None:
    """The place of before dashed, the place of now with the cross-hair. None when the keypoint was
    not there before, or did not visibly move."""
    shown = stage.best(id)
    before = None if shown is None else _before(stage, older, id, shown)
    if shown is None or before is None:
        return None
    now = shown.places[id]
    width = natural_width(stage, id, shown)
    discs = [(before, 24 * width / _WIDTH)]
    crop = crop_around(now, width, discs, Box(0, 0, _WIDTH, _HEIGHT), (22, 48, 22, 22))
    a, b = crop.at(before), crop.at(now)
    if dist(a, b) < _LEAST:
        return None
    canvas = Canvas(
        prefix, _WIDTH, _HEIGHT,
        title=stage.say("{point}: before and after", point=stage.title(id)),
        description=stage.say("Dashed: version {before}. Cross-hair: version {after}.",
                              before=older.skeleton.version, after=stage.skeleton.version),
    )  # fmt: skip
    draw_crop(canvas, shown, crop)
    marks.arrow(canvas, a, b, "shift", "tip", clear=14.0)
    for layer in ("glow", "old-place"):
        canvas.circle(a, 10.0, layer)
    marks.cross_hair(canvas, b)
    _label(canvas, stage, older, a, b)
    marks.side_badge(canvas, stage.point(id).side, _WIDTH - 10)
    return canvas


def _before(stage: Stage, older: Stage, id: str, shown: Silhouette) -> Point | None:
    """Where the older version has it, in the figure of today: both share a view by its name."""
    if id not in older.skeleton.by_id:
        return None
    then = older.best(id)
    if then is None or then.view != shown.view or then.sees != shown.sees:
        return None
    return then.places[id]


def _label(canvas: Canvas, stage: Stage, older: Stage, a: Point, b: Point) -> None:
    room = marks.Room(Box(0, 0, _WIDTH, _HEIGHT))
    room.take_disc(a, 14.0)
    room.take_disc(b, marks.ARM)
    room.take_line(a, b)
    for spot, text, css in ((a, older.skeleton.version, "near-number"),
                            (b, stage.skeleton.version, "label-good")):  # fmt: skip
        wide = marks.text_width(text)
        free = room.beside(spot, wide, 18, 16, marks.heading(b if spot == a else a, spot), far=5)
        if free is not None:
            canvas.text((free[0], free[1] + 5), text, f"{css} halo", "middle")
