"""The figures of a quiz: a skeleton with its positions moved a little, posed, mirrored, turned.

Units are px of a picture that is `SIZE` wide and high, x to the right, y down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain, islice
from math import pi, sin
from random import Random

from msgspec import Struct
from msgspec.structs import replace

from schemac.figures.geometry import Box, Point, around, fitted, sampled, turned
from schemac.figures.silhouette import Silhouette, poses, silhouette, views
from schemac.model import Skeleton

SIZE = 1200.0
"""Pictures are squares; what a question shows of one is a part of it."""

_MOST = 6
_RIM = 60.0
_STRETCH, _SHEAR, _WAVE = 0.06, 0.03, 0.012
_TURN = 7.0  # degrees

_POSED: tuple[tuple[str | None, str | None, bool], ...] = (
    (None, None, False),
    (None, "running", True),
    (None, "arms_raised", True),
    ("back", None, False),
    (None, "sitting", False),
    (None, "arms_out", False),
)
"""(view, pose, mirrored) of a body."""


class Scene(Struct, frozen=True, kw_only=True):
    """A figure. `places` are keypoint ids with their px, `hidden` those behind the subject, `unit`
    is how many px a figure unit is."""

    shown: Silhouette
    places: Mapping[str, Point]
    hidden: frozenset[str]
    unit: float


def scenes(skeleton: Skeleton, chance: Random) -> tuple[Scene, ...]:
    """The figures of a skeleton whose main view has positions."""
    return tuple(
        _scene(skeleton, view, pose, mirrored, chance)
        for view, pose, mirrored in islice(_variants(skeleton), _MOST)
    )


def _variants(skeleton: Skeleton) -> Iterator[tuple[str | None, str | None, bool]]:
    known = poses(skeleton)
    drawn = set(views(skeleton))
    if known:
        return (v for v in _POSED if v[0] in (None, *drawn) and v[1] in (None, *known))
    main = skeleton.main_view
    others = [id for id in views(skeleton) if main is None or id != main.id]
    more = ((id, None, k % 2 == 1) for k, id in enumerate(others[:3]))
    return chain([(None, None, False)], more, [(None, None, True), (None, None, False)])


def _scene(
    skeleton: Skeleton, view: str | None, pose: str | None, mirrored: bool, chance: Random
) -> Scene:
    shown = silhouette(moved(skeleton, chance), view, pose)
    if mirrored:
        shown = mirror(skeleton, shown)
    return _framed(shown, chance.uniform(-_TURN, _TURN))


def moved(skeleton: Skeleton, chance: Random) -> Skeleton:
    """The same skeleton, its positions stretched, sheared and bent. What lies close together
    moves together."""
    wide, tall = (1 + chance.uniform(-_STRETCH, _STRETCH) for _ in range(2))
    lean = chance.uniform(-_SHEAR, _SHEAR)
    waves = [(chance.uniform(0.6, 1.4), chance.uniform(0, 2 * pi)) for _ in range(2)]
    known = {v.id: v for v in skeleton.views}

    def there(view: str, x: float, y: float) -> Point:
        found = known.get(view)
        width, height = found.frame if found else (100.0, 100.0)
        axis = found.mirror if found and found.mirror is not None else width / 2
        size = max(width, height)
        u, v = (x - axis) * wide, (y - height / 2) * tall
        (f, p), (g, q) = waves
        u += lean * v + _WAVE * size * sin(2 * pi * f * y / size + p)
        v += _WAVE * size * sin(2 * pi * g * x / size + q)
        return axis + u, height / 2 + v

    points = []
    for point in skeleton.keypoints:
        at = [(p, there(p.view, p.x, p.y)) for p in point.positions]
        points.append(replace(point, positions=tuple(replace(p, x=x, y=y) for p, (x, y) in at)))
    return replace(skeleton, keypoints=tuple(points))


def mirror(skeleton: Skeleton, shown: Silhouette) -> Silhouette:
    """The figure from left to right. What was a left place is now the right one's; a place whose
    other side the skeleton does not have is left out."""

    def over(point: Point) -> Point:
        return (-point[0], point[1])

    partners = {
        p.id: skeleton.partners[p.id]
        for p in skeleton.keypoints
        if p.side is None or skeleton.partners[p.id] != p.id
    }
    places = {partners[id]: over(at) for id, at in shown.places.items() if id in partners}
    ordered = {p.id: places[p.id] for p in skeleton.keypoints if p.id in places}
    hidden = frozenset(partners[id] for id in shown.hidden if id in partners)
    made = mapped(shown, over)
    sees = {"left": "right", "right": "left"}.get(shown.sees, shown.sees)
    return replace(made, places=ordered, hidden=hidden, sees=sees)


def mapped(
    shown: Silhouette, to: Callable[[Point], Point], box: Box | None = None
) -> Silhouette:  # fmt: skip
    """The figure with every point of it moved; its box is made anew where it is not known."""
    layers = tuple(
        replace(layer, rings=tuple(tuple(map(to, ring)) for ring in layer.rings))
        for layer in shown.layers
    )
    places = {id: to(at) for id, at in shown.places.items()}
    rings = tuple(tuple(map(to, ring)) for ring in shown.outline)
    if box is None:
        knots = [p for layer in layers for r in layer.rings for p in sampled(r, layer.closed, 2)]
        every = [*knots, *places.values()]
        box = around(every) if every else shown.box
    return replace(shown, layers=layers, places=places, outline=rings, box=box)


def _framed(shown: Silhouette, turn: float) -> Scene:
    """Turned by some degrees, and fitted into the picture."""
    centre = shown.box.centre
    leaning = mapped(shown, lambda point: turned(point, turn, centre))
    at = fitted(leaning.box, Box(_RIM, _RIM, SIZE - _RIM, SIZE - _RIM))
    box = leaning.box
    made = mapped(leaning, at, around(at.all(((box.left, box.top), (box.right, box.bottom)))))
    return Scene(shown=made, places=made.places, hidden=made.hidden, unit=at.scale)
