"""Small scenes around one keypoint: covered, cut off, smeared, lit in other ways."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import cos, radians, sin

from msgspec.structs import replace

from schemac.figures.geometry import Box, Point, Projection, turned
from schemac.figures.ink import Canvas
from schemac.figures.plates.crop import Crop, crop_around
from schemac.figures.plates.displacement import direction
from schemac.figures.plates.stage import Stage
from schemac.figures.plates.window import draw_part
from schemac.figures.silhouette import Silhouette
from schemac.figures.solids import capsule, filleted, rings, union

WIDTH, HEIGHT = 320.0, 230.0
FRAME = Box(0.0, 0.0, WIDTH, HEIGHT)

_LIKED = (
    "knee", "hock", "carpus", "elbow", "index_pip", "eye_outer", "mouth_corner", "nose_tip",
    "wrist", "mtp_1",
)  # fmt: skip
_SOLID = ("body", "near", "far", "thing")
_GREY = dict.fromkeys(_SOLID, "dimmed")
_PAPER = dict.fromkeys(_SOLID, "ghost-under")
_GHOST = dict.fromkeys(_SOLID, "ghost") | {
    "brow": "ghost-dark", "lip": "ghost-dark", "mouth": "ghost-dark", "iris": "ghost-dark",
    "sclera": "ghost-light", "pupil": "pupil",
}  # fmt: skip
_BACKLIT = dict.fromkeys(_SOLID, "backlit") | {
    **dict.fromkeys(("brow", "lip", "mouth", "iris", "pupil"), "backlit-dark"),
    "hint": "backlit-line", "feature": "backlit-line", "sclera": "backlit-light",
}  # fmt: skip
_GHOSTS = ((2.0, 0.3), (-2.0, 0.3), (1.0, 0.62), (-1.0, 0.62), (0.0, 1.0))
"""(how far off, how strong) of the fills of a smear, the faintest first."""


def example_point(stage: Stage) -> str | None:
    """The keypoint that stands for all in scenes: a joint in the middle of a limb where there is
    one; None for a skeleton without positions."""
    places = stage.drawn().places
    points = [p for p in stage.skeleton.keypoints if p.id in places]
    for name in _LIKED:
        for point in points:
            if point.side != "right" and name in (point.stem, point.place and point.place.name):
                return point.id
    jointed = [p.id for p in points if len(stage.limbs[p.id]) == 2]
    return next(iter([*jointed, *(p.id for p in points)]), None)


def scene_crop(stage: Stage, id: str, width: float, frame: Box = FRAME) -> Crop:
    """Around a keypoint, `width` in shares of the figure."""
    return crop_around(stage.drawn().places[id], width * stage.size, (), frame, (0, 0, 0, 0))


def limb_way(stage: Stage, id: str) -> Point:
    """The way along the limb of a keypoint; straight down where there is none."""
    return direction(stage, id, "distal", stage.drawn()) or (0.0, 1.0)


def across_way(stage: Stage, id: str) -> Point:
    """The way across the limb, to the picture's right."""
    u, v = limb_way(stage, id)
    return (v, -u) if v >= 0 else (-v, u)


def post(canvas: Canvas, at: Point, way: Point, half: float, reach: float = 400.0) -> None:
    """A beam across the picture, `half` px thick to either side of a place."""
    (u, v), (x, y) = way, at
    corners = [(x + s * u * reach - t * v * half, y + s * v * reach + t * u * half)
               for s, t in ((1, 1), (-1, 1), (-1, -1), (1, -1))]  # fmt: skip
    canvas.polyline(corners, "screen", closed=True)
    for k in range(-22, 23):
        a = (x + u * 22 * k, y + v * 22 * k)
        canvas.line((a[0] + v * half, a[1] - u * half),
                    (a[0] - v * half + u * half, a[1] + u * half + v * half), "hatch")  # fmt: skip


def crate(canvas: Canvas, left: float, top: float, width: float, height: float) -> None:
    """A box that stands in the way."""
    canvas.rect(left, top, width, height, "screen", r=6.0)
    clip = canvas.clip(left, top, width, height, 6.0)
    with canvas.group(clip=clip):
        steps = int((width + height) / 18) + 1
        for k in range(1, steps):
            canvas.line((left + 18 * k, top), (left + 18 * k - height, top + height), "hatch")


def own_limb(canvas: Canvas, at: Point, fingers: bool) -> None:
    """Another part of the same body across a place: a forearm with its hand, else a plain limb."""
    start = (at[0] + 210.0, at[1] - 120.0)
    if not fingers:
        shape = capsule(start, (at[0] - 90.0, at[1] + 80.0), 34.0, 26.0)
    else:
        wrist = (at[0] + 52.0, at[1] - 30.0)
        parts = [capsule(start, wrist, 40.0, 25.0), capsule(wrist, (at[0] - 2, at[1]), 26.0, 29.0)]
        for k, (turn, far) in enumerate(((-24.0, 66.0), (-7.0, 78.0), (9.0, 76.0), (25.0, 62.0))):
            root = turned((at[0] - 16, at[1] + 9), 0.45 * turn, at)
            u, v = cos(radians(150.0 + turn)), sin(radians(150.0 + turn))
            tip = (at[0] + u * far, at[1] + v * far)
            parts.append(capsule(root, tip, 11.5, 9.0 if k != 3 else 8.0))
        parts.append(capsule(wrist, (at[0] + 8.0, at[1] + 56.0), 17.0, 10.5))
        shape = filleted(union(parts), 4.0)
    for ring in rings(shape, 0.3):
        canvas.curve(ring, "near", closed=True)


def draw_smear(canvas: Canvas, shown: Silhouette, crop: Crop, way: Point, step: float) -> None:
    """What moved during the exposure: opaque fills without outline, each `step` px from the next,
    the stronger the nearer to the middle."""
    f = crop.frame
    with canvas.group(clip=canvas.clip(f.left, f.top, f.width, f.height, 8.0)):
        for off, strength in _GHOSTS:
            at = Projection(crop.at.scale, crop.at.dx + off * step * way[0],
                            crop.at.dy + off * step * way[1])  # fmt: skip
            draw_part(canvas, _under(shown), at, f)
            with canvas.group(opacity=strength):
                draw_part(canvas, _ghost(shown), at, f)


def draw_greyed(canvas: Canvas, shown: Silhouette, at: Projection, frame: Box) -> None:
    """A subject that is not meant: its areas in grey, no features."""
    draw_part(canvas, _greyed(shown), at, frame)


def draw_backlit(canvas: Canvas, shown: Silhouette, crop: Crop) -> None:
    """A subject before a bright sky: dark, its edges eaten by light, a veil of light over all."""
    f = crop.frame
    canvas.rect(f.left, f.top, f.width, f.height, "sky")
    for r in (80.0, 130.0, 190.0):
        canvas.circle((f.left + 0.84 * f.width, f.top + 0.1 * f.height), r, "glare")
    draw_part(canvas, _dressed(_Key(shown, _BACKLIT)), crop.at, f)
    canvas.rect(f.left, f.top, f.width, f.height, "veil")


# A silhouette dressed anew is kept, because what a window shows of a layer is kept by layer.
@lru_cache(4)
def _dressed(key: _Key) -> Silhouette:
    layers = tuple(
        replace(layer, css=key.dress[layer.css])
        for layer in key.shown.layers
        if layer.css in key.dress
    )
    return replace(key.shown, layers=layers)


class _Key:
    """A silhouette and what its classes become; equal by identity."""

    def __init__(self, shown: Silhouette, dress: Mapping[str, str]) -> None:
        self.shown, self.dress = shown, dress

    def __eq__(self, other: object) -> bool:
        return (isinstance(other, _Key) and self.shown is other.shown
                and self.dress is other.dress)  # fmt: skip

    def __hash__(self) -> int:
        return hash((id(self.shown), id(self.dress)))


def _greyed(shown: Silhouette) -> Silhouette:
    return _dressed(_Key(shown, _GREY))


def _under(shown: Silhouette) -> Silhouette:
    return _dressed(_Key(shown, _PAPER))


def _ghost(shown: Silhouette) -> Silhouette:
    return _dressed(_Key(shown, _GHOST))


def has_hands(stage: Stage) -> bool:
    """Whether the subject is a person or a part of one."""
    books = {p.place.dictionary.id.rsplit("/", 1)[-1] for p in stage.skeleton.keypoints if p.place}
    return bool(books & {"body", "face", "hand"})
