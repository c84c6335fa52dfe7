"""The face from the front: a canonical drawing, pulled to the places that a spec cites.

The canonical face is drawn by hand of formula, after no data set. Its unit is half the width of
the face, its origin lies between the eyes; x grows to the subject's left, y down. Only the left
half is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import copysign, cos, dist, pi, sin

from schemac.figures.geometry import Point, along, sampled
from schemac.figures.silhouette.cited import Cited, Spot
from schemac.figures.silhouette.layers import Painting
from schemac.figures.solids import area, common, disc, rounded, union
from schemac.figures.warp import Similarity, Warp
from schemac.model import Side

REACH = 0.45


def _jaw() -> list[Point]:
    """A superellipse from in front of the ear to the chin, in 16 steps."""
    steps = [pi * i / 32 for i in range(17)]
    return [
        (copysign(abs(cos(t)) ** 0.82, cos(t)) if i < 16 else 0.0, -0.22 + 1.63 * sin(t) ** 1.12)
        for i, t in enumerate(steps)
    ]


_BROW: list[Point] = [(0.80, -0.47), (0.665, -0.575), (0.51, -0.605), (0.355, -0.575),
                      (0.205, -0.51)]  # fmt: skip
_BROW_HALF = (0.012, 0.042, 0.052, 0.055, 0.042)  # of the hair's height along it
_LIP_UP: list[Point] = [(0.385, 0.79), (0.245, 0.705), (0.095, 0.655)]
CURVES: Mapping[str, Sequence[Point]] = {
    "jaw": _jaw(),
    "brow": _BROW,
    "brow_upper": [(x, y - h) for (x, y), h in zip(_BROW, _BROW_HALF, strict=True)],
    "brow_lower": [(x, y + h) for (x, y), h in zip(_BROW, _BROW_HALF, strict=True)],
    "bridge": [(0.0, -0.29), (0.0, -0.11), (0.0, 0.08), (0.0, 0.27)],
    "nostril": [(0.215, 0.385), (0.115, 0.43), (0.0, 0.455)],
    "upper_lid": [(0.635, -0.225), (0.525, -0.315), (0.395, -0.31), (0.285, -0.2)],
    "lower_lid": [(0.635, -0.225), (0.53, -0.165), (0.405, -0.155), (0.285, -0.2)],
    "upper_lip": _LIP_UP,
    "lower_lip": [(0.385, 0.79), (0.27, 0.905), (0.14, 0.97), (0.0, 0.985)],
    "inner_upper": [(0.33, 0.792), (0.165, 0.76), (0.0, 0.768)],
    "inner_lower": [(0.33, 0.792), (0.165, 0.826), (0.0, 0.838)],
}
"""The curves of the dictionary, from their first end to their last."""

LANDMARKS: Mapping[str, Point] = {
    "jaw_ear": (1.0, -0.22), "chin": (0.0, 1.41), "brow_tail": _BROW[0], "brow_head": _BROW[-1],
    "brow_head_upper": (0.205, -0.552), "brow_head_lower": (0.205, -0.468),
    "nose_root": (0.0, -0.29), "nose_tip": (0.0, 0.27), "subnasale": (0.0, 0.455),
    "alar_base": (0.215, 0.385), "eye_outer": (0.635, -0.225), "eye_inner": (0.285, -0.2),
    "eye_centre": (0.46, -0.24), "pupil": (0.46, -0.24), "mouth_corner": (0.385, 0.79),
    "lip_peak": (0.095, 0.655), "upper_lip_mid": (0.0, 0.68), "lower_lip_mid": (0.0, 0.985),
    "inner_corner": (0.33, 0.792), "inner_upper_mid": (0.0, 0.768),
    "inner_lower_mid": (0.0, 0.838), "brow_apex": (0.51, -0.657), "ala": (0.252, 0.325),
    "ala_top": (0.19, 0.215), "caruncle": (0.31, -0.203), "lid_fold_outer": (0.655, -0.27),
    "lid_fold_inner": (0.27, -0.265), "iris_outer": (0.552, -0.24), "iris_inner": (0.368, -0.24),
    "mouth_centre": (0.0, 0.8),
    # Not in the dictionary of the face, but on the head:
    "vertex": (0.0, -1.66), "ear_centre": (1.09, -0.1), "tragus": (1.0, -0.06),
}  # fmt: skip

_CRANIUM: list[Point] = [(0.0, -1.66), (0.3, -1.63), (0.62, -1.5), (0.88, -1.22), (1.0, -0.85),
                         (1.02, -0.5)]  # fmt: skip
_EAR: list[Point] = [(0.97, -0.3), (1.05, -0.38), (1.13, -0.35), (1.155, -0.2), (1.12, 0.0),
                     (1.07, 0.17), (1.0, 0.2), (0.95, 0.1), (0.93, -0.15)]  # fmt: skip
_EAR_FOLD: list[Point] = [(1.045, -0.24), (1.095, -0.26), (1.105, -0.15), (1.07, 0.0),
                          (1.045, 0.06)]  # fmt: skip
_NOSE_SIDE: list[Point] = [(0.115, -0.3), (0.08, -0.12), (0.09, 0.08), (0.14, 0.2)]
_WING: list[Point] = [(0.19, 0.215), (0.245, 0.285), (0.245, 0.36), (0.2, 0.405), (0.155, 0.395)]
_NOSTRIL: list[Point] = [(0.155, 0.4), (0.125, 0.37), (0.08, 0.38), (0.06, 0.415)]
_TIP: list[Point] = [(0.06, 0.415), (0.03, 0.445), (0.0, 0.455)]
_PHILTRUM: list[Point] = [(0.045, 0.52), (0.06, 0.6)]
_LID_FOLD: list[Point] = [(0.655, -0.27), (0.54, -0.375), (0.39, -0.37), (0.27, -0.265)]
_CHIN: list[Point] = [(0.2, 1.13), (0.1, 1.1), (0.0, 1.095)]
_PUPIL = 0.22  # its radius, in widths of the iris


def canonical(spot: Spot) -> Point | None:
    """Where a cited place lies on the canonical face; None when it knows no such place."""
    if spot.fraction is not None:
        curve = CURVES.get(spot.name)
        point = None if curve is None else along(sampled(curve), spot.fraction)
    else:
        point = LANDMARKS.get(spot.name)
    return None if point is None else _to(point, spot.side)


def face_warp(cited: Cited, base: Similarity | None = None) -> Warp | None:
    """The pull of a face's places; None when the spec cites none of them."""
    spots = [*cited.of("face"), *(s for s in cited.of("body") if s.name in LANDMARKS)]
    pairs = [(at, spot.at) for spot in spots if (at := canonical(spot)) is not None]
    # An ear or crown that a body spec places says how large the head is; so does a pair of eyes.
    return Warp(pairs, REACH, base=base) if pairs and (base or len(pairs) > 2) else None


def paint_face(painting: Painting, warp: Warp, behind: bool = False) -> None:
    """Head and features; from behind the head alone."""
    for side in (1, -1):
        painting.area("near", area(warp.all(_half(sampled(_EAR, closed=True), side))))
        painting.line("hint", warp.all(_half(_EAR_FOLD, side)))
    painting.area("near", area(warp.all(_head())))
    if behind:
        return
    for side in (1, -1):
        _paint_eye(painting, warp, side)
    _paint_nose(painting, warp)
    _paint_mouth(painting, warp)
    painting.line("hint", warp.all(_both(_CHIN)))


def head_area(warp: Warp) -> list[Point]:
    """The outline of the head without its ears."""
    return warp.all(_head())


def _head() -> list[Point]:
    left = [*_CRANIUM, *CURVES["jaw"]]
    return sampled([*left, *((-x, y) for x, y in reversed(left[1:-1]))], closed=True)


def _paint_eye(painting: Painting, warp: Warp, side: int) -> None:
    def half(points: Sequence[Point]) -> list[Point]:
        return warp.all(_half(points, side))

    upper, lower = sampled(CURVES["upper_lid"]), sampled(CURVES["lower_lid"])
    brow = [*sampled(CURVES["brow_upper"]), *reversed(sampled(CURVES["brow_lower"]))]
    painting.area("brow", rounded(area(half(brow)), 0.01 * warp.scale), solid=False)
    eye = area(half([*upper, *reversed(lower[1:-1])]))
    painting.area("sclera", eye, solid=False)
    pupil = half([LANDMARKS["pupil"]])[0]
    rim = half([LANDMARKS["iris_outer"], LANDMARKS["iris_inner"]])
    for css, share in (("iris", 0.5), ("pupil", _PUPIL)):
        painting.area(css, common(disc(pupil, share * dist(*rim)), eye), solid=False)
    painting.line("feature", half(CURVES["upper_lid"]))
    painting.line("hint", half(_LID_FOLD))


def _paint_nose(painting: Painting, warp: Warp) -> None:
    for side in (1, -1):
        for points, css in ((_NOSE_SIDE, "hint"), (_WING, "hint"), (_NOSTRIL, "feature")):
            painting.line(css, warp.all(_half(points, side)))
        painting.line("hint", warp.all(_half(_PHILTRUM, side)))
    painting.line("hint", warp.all(_both(_TIP)))


def _paint_mouth(painting: Painting, warp: Warp) -> None:
    upper = [*sampled(CURVES["upper_lip"]), LANDMARKS["upper_lip_mid"]]
    outer = [*_both(upper), *reversed(_both(sampled(CURVES["lower_lip"]))[1:-1])]
    inner = [*_both(sampled(CURVES["inner_upper"])),
             *reversed(_both(sampled(CURVES["inner_lower"]))[1:-1])]  # fmt: skip
    lips = area(warp.all(outer))
    gap = area(warp.all(inner))
    painting.area("lip", union([lips, gap]), solid=False)
    painting.area("mouth", gap, solid=False)
    for side in (1, -1):
        corner = [LANDMARKS["mouth_corner"], LANDMARKS["inner_corner"]]
        painting.line("feature", warp.all(_half(corner, side)))


def _half(points: Iterable[Point], side: int) -> list[Point]:
    return [(side * x, y) for x, y in points]


def _both(points: Sequence[Point]) -> list[Point]:
    """A left half that ends in the midline, and its mirror image behind it."""
    return [*points, *((-x, y) for x, y in reversed(points[:-1]))]


def _to(point: Point, side: Side | None) -> Point:
    return (-point[0], point[1]) if side == "right" else point
