"""The same place in hard conditions: too dark, in hard light, against the light, smeared."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from schemac.figures.geometry import Box
from schemac.figures.ink import Canvas
from schemac.figures.plates import marks, scenes
from schemac.figures.plates.crop import Crop, draw_crop
from schemac.figures.plates.stage import Stage

_WIDE = 0.34
Light = Callable[[Canvas, Stage, Crop], None]


def condition_cards(stage: Stage, prefix: str) -> tuple[tuple[str, Canvas], ...]:
    """(name as a sentence of ours, figure) of each; none without positions."""
    return tuple(_cards(stage, prefix))


def _cards(stage: Stage, prefix: str) -> Iterator[tuple[str, Canvas]]:
    id = scenes.example_point(stage)
    if id is None:
        return
    for k, (name, light) in enumerate(_LIGHTS):
        title = stage.say(name)
        canvas = Canvas(f"{prefix}-{k}", scenes.WIDTH, scenes.HEIGHT, title=title)
        crop = scenes.scene_crop(stage, id, _WIDE)
        if light is None:
            scenes.draw_smear(canvas, stage.drawn(), crop, scenes.across_way(stage, id), 8.0)
        else:
            with canvas.group(clip=canvas.clip(*_frame(scenes.FRAME), 8)):
                light(canvas, stage, crop)
        marks.cross_hair(canvas, crop.at(stage.drawn().places[id]))
        yield name, canvas


def _dark(canvas: Canvas, stage: Stage, crop: Crop) -> None:
    draw_crop(canvas, stage.drawn(), crop)
    canvas.rect(0, 0, scenes.WIDTH, scenes.HEIGHT, "night")


def _half_shadow(canvas: Canvas, stage: Stage, crop: Crop) -> None:
    """A hard shadow whose edge runs close by the place, and must not be taken for an outline."""
    draw_crop(canvas, stage.drawn(), crop)
    w, h = scenes.WIDTH, scenes.HEIGHT
    canvas.polyline([(0.0, 0.0), (0.66 * w, 0.0), (0.36 * w, h), (0.0, h)], "night", closed=True)


def _glare(canvas: Canvas, stage: Stage, crop: Crop) -> None:
    scenes.draw_backlit(canvas, stage.drawn(), crop)


_LIGHTS: tuple[tuple[str, Light | None], ...] = (
    ("Too dark", _dark),
    ("Hard shadow", _half_shadow),
    ("Against the light", _glare),
    ("Blurred by motion", None),
)


def _frame(box: Box) -> tuple[float, float, float, float]:
    return (box.left, box.top, box.width, box.height)
