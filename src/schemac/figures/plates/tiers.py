"""One card for each situation in which a place can be, with the tiers that a spec has for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from schemac.figures.geometry import Point
from schemac.figures.ink import Canvas
from schemac.figures.plates import marks, scenes
from schemac.figures.plates.crop import Crop, draw_crop
from schemac.figures.plates.stage import Stage
from schemac.model import Situation, Tier

_WIDE = 0.3  # of the figure
_STEP = 11.0  # px from one fill of a smear to the next


class Card(Struct, frozen=True):
    """A drawn situation; `name` is a sentence of ours, `tiers` are those that name it."""

    name: str
    canvas: Canvas
    tiers: tuple[Tier, ...]


Draw = Callable[[Canvas, Stage, str, Crop], None]


def tier_cards(stage: Stage, prefix: str) -> tuple[Card, ...]:
    """The situations that the spec's tiers name, in a fixed order; none without tiers."""
    return tuple(_cards(stage, prefix))


def _cards(stage: Stage, prefix: str) -> Iterator[Card]:
    tiers = stage.skeleton.visibility
    id = scenes.example_point(stage)
    if tiers is None or id is None:
        return
    for k, (name, (situation, draw)) in enumerate(_SCENES.items()):
        fitting = tuple(tier for tier in tiers.tiers if situation in tier.situations)
        if not fitting:
            continue
        title = stage.say(name)
        canvas = Canvas(f"{prefix}-{k}", scenes.WIDTH, scenes.HEIGHT, title=title,
                        description=f"{title}: " + ", ".join(t.title for t in fitting))  # fmt: skip
        crop = scenes.scene_crop(stage, id, _WIDE)
        draw(canvas, stage, id, crop)
        if situation != "outside":
            _mark(canvas, crop.at(stage.drawn().places[id]), situation, fitting)
        yield Card(name, canvas, fitting)


def _mark(canvas: Canvas, at: Point, situation: Situation, tiers: tuple[Tier, ...]) -> None:
    """Where to click; with a dashed ring where it is judged rather than seen."""
    if all(tier.coordinates == "forbidden" for tier in tiers):
        no_click(canvas, at)
        return
    if situation in ("partly_hidden", "hidden"):
        canvas.circle(at, marks.ARM + 4, "glow")
        canvas.circle(at, marks.ARM + 4, "judged")
    marks.cross_hair(canvas, at)


def no_click(canvas: Canvas, at: Point) -> None:
    """No point here: a struck-out ring."""
    for layer in ("glow", "forbid"):
        canvas.circle(at, 13.0, layer)
        canvas.line((at[0] - 9.2, at[1] + 9.2), (at[0] + 9.2, at[1] - 9.2), layer)


# ---- the scenes -----------------------------------------------------------------------------


def _seen(canvas: Canvas, stage: Stage, id: str, crop: Crop) -> None:
    draw_crop(canvas, stage.drawn(), crop)


def _partly(canvas: Canvas, stage: Stage, id: str, crop: Crop) -> None:
    _seen(canvas, stage, id, crop)
    at = crop.at(stage.drawn().places[id])
    with canvas.group(clip=canvas.clip(0, 0, scenes.WIDTH, scenes.HEIGHT, 8)):
        scenes.post(canvas, at, scenes.across_way(stage, id), 24.0)


def _hidden(canvas: Canvas, stage: Stage, id: str, crop: Crop) -> None:
    _seen(canvas, stage, id, crop)
    x, y = crop.at(stage.drawn().places[id])
    with canvas.group(clip=canvas.clip(0, 0, scenes.WIDTH, scenes.HEIGHT, 8)):
        scenes.crate(canvas, x - 105, y - 62, 210, scenes.HEIGHT)


def _by_itself(canvas: Canvas, stage: Stage, id: str, crop: Crop) -> None:
    _seen(canvas, stage, id, crop)
    at = crop.at(stage.drawn().places[id])
    with canvas.group(clip=canvas.clip(0, 0, scenes.WIDTH, scenes.HEIGHT, 8)):
        scenes.own_limb(canvas, at, scenes.has_hands(stage))


def _blurred(canvas: Canvas, stage: Stage, id: str, crop: Crop) -> None:
    scenes.draw_smear(canvas, stage.drawn(), crop, scenes.across_way(stage, id), _STEP)


def _outside(canvas: Canvas, stage: Stage, id: str, crop: Crop) -> None:
    """The edge of the picture runs before the place; what lies beyond is greyed."""
    _seen(canvas, stage, id, crop)
    x, y = crop.at(stage.drawn().places[id])
    u, v = scenes.limb_way(stage, id)
    if abs(v) >= abs(u):
        edge = y - 46 if v > 0 else y + 46
        top = edge if v > 0 else 0.0
        canvas.rect(0, top, scenes.WIDTH, scenes.HEIGHT - edge if v > 0 else edge, "off")
        canvas.line((0, edge), (scenes.WIDTH, edge), "photo")
    else:
        edge = x - 46 if u > 0 else x + 46
        left = edge if u > 0 else 0.0
        canvas.rect(left, 0, scenes.WIDTH - edge if u > 0 else edge, scenes.HEIGHT, "off")
        canvas.line((edge, 0), (edge, scenes.HEIGHT), "photo")
    no_click(canvas, (x, y))


_SCENES: Mapping[str, tuple[Situation, Draw]] = {
    "Seen": ("seen", _seen),
    "Partly hidden": ("partly_hidden", _partly),
    "Hidden behind something": ("hidden", _hidden),
    "Hidden by the subject itself": ("hidden", _by_itself),
    "Blurred by motion": ("blurred", _blurred),
    "Outside the picture": ("outside", _outside),
}
