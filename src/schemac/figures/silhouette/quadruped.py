"""Four-legged animals from the side: a canonical hoofed animal, pulled to the places cited.

The canonical one faces the left of the picture, its near side toward the viewer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import dist
from typing import TYPE_CHECKING

from schemac.figures.geometry import Point, sampled
from schemac.figures.silhouette.cited import Cited
from schemac.figures.silhouette.layers import Painting
from schemac.figures.solids import area, disc, filleted, union
from schemac.figures.warp import Similarity, Warp
from schemac.model import Side

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

REACH = 22.0
LEAST = 6  # cited places of the near side and the midline

LANDMARKS: Mapping[str, Point] = {
    "muzzle": (4.0, 32.0), "nostril": (6.0, 30.5), "mouth_corner": (13.5, 33.5),
    "poll": (24.0, 6.0), "eye": (18.8, 15.6), "ear_base": (27.5, 9.6), "ear_tip": (34.5, 15.0),
    "jaw_angle": (25.5, 26.5), "withers": (47.5, 13.0), "last_thoracic": (77.0, 16.6),
    "lumbosacral": (104.0, 12.9), "tail_head": (116.0, 17.0), "tail_tip": (122.0, 59.0),
    "breast": (39.2, 45.0), "scapula_top": (51.0, 15.0), "point_of_shoulder": (43.2, 37.5),
    "shoulder": (45.5, 37.0), "elbow": (50.0, 51.0), "point_of_elbow": (54.0, 49.5),
    "carpus": (50.0, 71.0), "accessory_carpal": (52.6, 70.0), "fore_fetlock": (50.0, 86.0),
    "fore_pastern": (48.6, 89.0), "fore_coronet": (47.4, 91.2), "fore_hoof": (45.2, 96.0),
    "fore_heel": (51.0, 96.6), "fore_paw": (45.2, 95.6),
    "tuber_coxae": (97.5, 17.4), "iliac_crest": (98.5, 16.0),
    "tuber_ischiadicum": (112.5, 25.4), "hip": (107.0, 31.0),
    "greater_trochanter": (108.5, 30.0), "stifle": (100.0, 52.0), "patella": (97.0, 50.5),
    "hock": (112.0, 68.5), "point_of_hock": (115.2, 65.5), "hind_fetlock": (109.0, 86.0),
    "hind_pastern": (107.6, 89.0), "hind_coronet": (106.4, 91.2), "hind_hoof": (104.2, 96.0),
    "hind_heel": (110.0, 96.6), "hind_paw": (104.2, 95.6),
}  # fmt: skip
_LEGS = frozenset({"elbow", "point_of_elbow", "carpus", "accessory_carpal", "stifle", "patella",
                   "hock", "point_of_hock", *(f"{leg}_{part}" for leg in ("fore", "hind") for part
                   in ("fetlock", "pastern", "coronet", "hoof", "heel", "paw"))})  # fmt: skip
_LEG_PLACES = frozenset(LANDMARKS[name] for name in _LEGS)

_TAIL: Sequence[Point] = [
    (115.0, 16.5), (119.0, 20.0), (121.5, 30.0), (122.2, 45.0), (123.0, 55.0), (124.2, 62.0),
    (122.0, 68.0), (120.2, 62.0), (120.8, 55.0), (119.8, 45.0), (118.6, 31.0), (117.0, 24.0),
]  # fmt: skip
_FORELEG: Sequence[Point] = [
    (43.5, 46.0), (44.8, 57.0), (46.2, 68.0), (46.9, 72.5), (48.0, 77.0), (48.0, 83.5),
    (47.2, 86.5), (45.2, 91.0), (43.8, 96.6), (50.6, 97.0), (51.6, 92.5), (53.0, 87.5),
    (52.0, 82.5), (52.0, 76.0), (52.6, 71.0), (53.0, 66.0), (56.0, 56.0), (58.0, 48.5),
]  # fmt: skip
_HINDLEG: Sequence[Point] = [
    (95.0, 47.0), (98.0, 58.5), (106.0, 64.0), (108.5, 69.5), (108.2, 75.0), (106.8, 83.0),
    (106.4, 86.5), (104.4, 91.0), (102.9, 96.6), (109.8, 97.0), (110.7, 92.5), (112.2, 87.5),
    (111.5, 83.0), (114.2, 75.0), (115.8, 70.0), (114.8, 66.0), (115.2, 58.0), (116.5, 40.0),
    (115.0, 26.0),
]  # fmt: skip
_TRUNK: Sequence[Point] = [
    (5.4, 27.5), (3.6, 32.5), (6.2, 37.2), (12.0, 37.4), (18.6, 34.0), (25.0, 31.5), (30.0, 33.0),
    (35.2, 40.0), (38.2, 46.0), (39.0, 54.0), (44.0, 57.5), (56.5, 59.0), (71.0, 60.3),
    (83.5, 58.5), (94.0, 53.0), (99.0, 58.0), (105.0, 58.5), (111.0, 55.0), (115.0, 38.5),
    (117.0, 25.0), (116.4, 16.3), (110.0, 14.2), (104.0, 12.0), (92.0, 14.6), (78.0, 16.3),
    (63.0, 16.3), (47.5, 12.4), (39.5, 14.5), (33.5, 9.5), (26.5, 5.2), (22.5, 4.0), (19.4, 7.2),
    (15.5, 14.0), (10.0, 21.5),
]  # fmt: skip
_FAR_HINDLEG: Sequence[Point] = [(95.0, 44.0), *_HINDLEG[1:-2], (110.0, 44.0)]
_EAR: Sequence[Point] = [(27.0, 7.0), (32.0, 9.4), (35.6, 15.6), (30.6, 15.6), (26.0, 12.4)]
_LINES: Sequence[Sequence[Point]] = [
    [(6.0, 35.0), (9.5, 35.2), (13.5, 33.5)],  # mouth
    [(46.0, 19.0), (53.0, 33.0), (54.0, 46.0), (47.5, 53.0)],  # shoulder blade
    [(96.0, 20.0), (92.0, 31.0), (94.0, 43.0)],  # flank
    [(103.0, 26.0), (109.0, 34.0), (107.0, 47.0)],  # thigh
]
_EYE, _NOSTRIL = 0.95, 0.5


class Animal:
    """How the canonical animal lies in a spec's view: the near side with the midline, and the far
    legs by their own places."""

    def __init__(self, near: Warp, far: Warp | None) -> None:
        self.near, self.far = near, far


def animal(cited: Cited, near: Side, far: Point | None) -> Animal | None:
    """The pull of an animal's places. `near` is the side toward the viewer, `far` the shift of
    the hidden one of a pair. None when too few are cited."""
    pairs = list(_pairs(cited, (None, near)))
    if len(pairs) < LEAST:
        return None
    flip = min((False, True), key=lambda flip: _misfit(pairs, flip))
    warp = Warp(pairs, REACH, flip=flip)
    other: Side = "right" if near == "left" else "left"
    legs = list(_pairs(cited, (other,), _LEGS))
    if not legs:
        return Animal(warp, None)
    known = [*legs, *_rest_of_legs(warp, legs)]
    dx, dy = far or (0.0, 0.0)
    body = [(a, (b[0] + dx, b[1] + dy)) for a, b in pairs if a not in _LEG_PLACES]
    return Animal(warp, Warp([*known, *body], REACH, flip=flip, base=warp.base))


def _rest_of_legs(near: Warp, legs: Sequence[tuple[Point, Point]]) -> Iterator[tuple[Point, Point]]:
    """The far leg's other places: those of the near leg, shifted like the nearest one known."""
    known = dict(legs)
    for place in sorted(_LEG_PLACES - known.keys()):
        guide = min(known, key=lambda other: dist(place, other))
        (x, y), (u, v) = near(guide), known[guide]
        at = near(place)
        yield place, (at[0] + u - x, at[1] + v - y)


def paint_animal(painting: Painting, animal: Animal) -> None:
    """Far legs, tail, trunk and near legs in one, ear, eye and hint lines."""
    k = animal.near.scale
    if animal.far is not None:
        for leg in (_FORELEG, _FAR_HINDLEG):
            painting.area("far", _skin(animal.far, leg))
    painting.area("body", _skin(animal.near, _TAIL))
    whole = union(_skin(animal.near, part) for part in (_TRUNK, _FORELEG, _HINDLEG))
    painting.area("body", filleted(whole, 1.4 * k))
    painting.area("near", _skin(animal.near, _EAR))
    paint_features(painting, animal)


def paint_features(painting: Painting, animal: Animal) -> None:
    """Eye, nostril and hint lines of the near side, on a skin of its own too."""
    k, eye = animal.near.scale, animal.near(LANDMARKS["eye"])
    painting.area("sclera", disc(eye, 1.6 * _EYE * k, _EYE * k), solid=False)
    painting.area("pupil", disc(eye, 0.8 * _EYE * k), solid=False)
    painting.area("pupil", disc(animal.near(LANDMARKS["nostril"]), _NOSTRIL * k), solid=False)
    painting.lines("hint", (animal.near.all(line) for line in _LINES))


def _skin(warp: Warp, knots: Sequence[Point]) -> BaseGeometry:
    return area(warp.all(sampled(knots, closed=True)))


def _pairs(
    cited: Cited, sides: Sequence[Side | None], only: frozenset[str] | None = None
) -> Iterator[tuple[Point, Point]]:
    for spot in cited.of("quadruped"):
        if spot.side in sides and spot.name in LANDMARKS and (only is None or spot.name in only):
            yield LANDMARKS[spot.name], spot.at


def _misfit(pairs: Sequence[tuple[Point, Point]], flip: bool) -> float:
    fit = Similarity(pairs, flip)
    return sum(dist(fit(a), b) for a, b in pairs)
