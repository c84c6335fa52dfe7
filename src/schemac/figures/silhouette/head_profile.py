"""The head in profile, facing the left of the picture; drawn by formula of its own landmarks.

Canonical units are about a hundredth of the height from hairline to chin.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schemac.figures.geometry import Point, ellipse, sampled
from schemac.figures.silhouette.cited import Cited
from schemac.figures.silhouette.layers import Painting
from schemac.figures.solids import area, common, without
from schemac.figures.warp import Similarity, Warp

REACH = 16.0
EAR: Point = (82.0, 49.0)
UNIT = 31.6
"""The centre of the ear, and how many units here are one of the face seen from the front."""

LANDMARKS: Mapping[str, Point] = {
    "trichion": (36.5, 6.0), "glabella": (28.4, 34.0), "nose_root": (31.4, 40.6),
    "nose_tip": (16.4, 59.6), "columella": (20.6, 63.9), "subnasale": (27.2, 65.0),
    "upper_lip_sulcus": (27.6, 68.4), "upper_lip_mid": (25.2, 72.0),
    "mouth_centre": (28.2, 75.6), "lower_lip_mid": (26.9, 79.4),
    "mentolabial_sulcus": (30.9, 83.6), "pogonion": (29.4, 89.6), "gnathion": (31.4, 93.9),
    "chin": (36.0, 96.0), "cervical_point": (56.0, 95.4), "eye_outer": (43.4, 44.4),
    "orbitale": (38.2, 51.6), "alar_base": (32.4, 63.0), "mouth_corner": (37.2, 76.4),
    "tragion": (77.0, 50.0), "gonion": (69.6, 82.4), "eye_centre": (37.0, 43.8),
    "pupil": (34.6, 43.7), "ear_centre": EAR, "tragus": (77.2, 52.0), "vertex": (72.0, -9.0),
    "brow_tail": (46.0, 34.5), "brow_head": (30.0, 34.8), "brow_apex": (38.0, 29.6),
    "ala": (31.0, 59.0), "eye_inner": (34.6, 45.2), "jaw_ear": (74.0, 44.4),
}  # fmt: skip

_FACE: Sequence[Point] = [
    (32.0, 14.0), (29.2, 24.0), LANDMARKS["glabella"], LANDMARKS["nose_root"], (24.6, 49.0),
    (18.4, 55.9), LANDMARKS["nose_tip"], (17.2, 62.5), LANDMARKS["columella"],
    LANDMARKS["subnasale"], LANDMARKS["upper_lip_sulcus"], LANDMARKS["upper_lip_mid"],
    (26.0, 74.1), LANDMARKS["mouth_centre"], (27.0, 77.2), LANDMARKS["lower_lip_mid"],
    LANDMARKS["mentolabial_sulcus"], LANDMARKS["pogonion"], LANDMARKS["gnathion"],
    LANDMARKS["chin"], (46.0, 95.9), LANDMARKS["cervical_point"],
]  # fmt: skip
_NECK: Sequence[Point] = [(59.5, 107.0), (63.5, 122.0), (66.0, 150.0), (106.0, 150.0),
                          (101.5, 122.0), (97.5, 102.0), (97.0, 84.0)]  # fmt: skip
_SHORT_NECK: Sequence[Point] = [(60.0, 104.0), (70.0, 103.0), (88.0, 88.0)]
_BACK: Sequence[Point] = [(101.5, 69.0), (110.5, 53.0), (115.0, 33.0), (110.0, 13.5), (95.0, -3.0),
                          (72.0, -9.0), (49.0, -4.0), LANDMARKS["trichion"]]  # fmt: skip
_CUT: Sequence[Point] = [(0.0, 114.0), (150.0, 114.0), (150.0, 200.0), (0.0, 200.0)]
_BROW: Sequence[Point] = [(29.6, 33.4), (32.0, 31.6), (38.0, 29.6), (46.0, 34.5), (38.0, 32.8),
                          (30.4, 36.2)]  # fmt: skip
_EYE: Sequence[Point] = [(43.4, 44.4), (38.4, 40.9), (34.0, 41.3), (33.0, 43.6), (34.2, 46.0),
                         (38.8, 46.6)]  # fmt: skip
_LIDS: Sequence[Point] = [(43.4, 44.4), (38.4, 40.9), (33.4, 41.0)]
_LIPS: Sequence[Point] = [
    LANDMARKS["upper_lip_mid"], (30.0, 72.4), LANDMARKS["mouth_corner"], (31.6, 79.9),
    LANDMARKS["lower_lip_mid"], (27.0, 77.2), LANDMARKS["mouth_centre"], (26.0, 74.1),
]  # fmt: skip
_EAR: Sequence[Point] = [
    (77.6, 57.0), (76.4, 51.0), (77.4, 42.5), (82.5, 36.8), (89.5, 38.6), (91.4, 46.5),
    (87.0, 56.0), (82.6, 63.6), (78.6, 63.0),
]  # fmt: skip
_HINTS: Sequence[Sequence[Point]] = [
    [(34.5, 39.0), (39.0, 37.6), (44.8, 41.8)],  # fold of the lid
    [(24.6, 54.4), (30.0, 54.2), (33.4, 58.6), (32.4, 63.0), (29.4, 64.2)],  # wing of the nose
    [(80.2, 54.0), (80.2, 45.0), (84.0, 40.8), (87.6, 43.6), (86.2, 51.0), (83.0, 54.4)],  # ear
    [(76.6, 67.0), (74.6, 75.0), (69.6, 82.4), (60.0, 88.4), (50.0, 92.4)],  # jaw
]
_LINES: Sequence[Sequence[Point]] = [
    [(21.4, 62.4), (23.6, 60.6), (26.2, 62.2)],  # nostril
    [(28.2, 75.6), (32.0, 75.3), (37.2, 76.4)],  # mouth
]


def profile_warp(cited: Cited, base: Similarity | None = None, near: str = "left") -> Warp | None:
    """The pull of the places of a face in profile; those of the far side are left out. None when
    too few are cited to know where the head is."""
    spots = [s for book in ("face", "profile", "body") for s in cited.of(book)]
    pairs = [
        (LANDMARKS[s.name], s.at)
        for s in spots
        if s.name in LANDMARKS and s.fraction is None and s.side in (None, near)
    ]
    if base is None and len(pairs) < 3:
        return None
    return Warp(pairs, REACH, flip=near == "right", base=base)


def paint_head_profile(painting: Painting, warp: Warp, neck: bool = True) -> None:
    """The head, with a stump of neck unless it sits on a body that has one."""
    tail = _NECK if neck else _SHORT_NECK
    head = area(warp.all(sampled([*_FACE, *tail, *_BACK], closed=True)))
    painting.area("near", without(head, area(warp.all(_CUT))) if neck else head)
    eye = area(warp.all(sampled(_EYE, closed=True)))
    painting.area("brow", area(warp.all(sampled(_BROW, closed=True))), solid=False)
    painting.area("sclera", eye, solid=False)
    for css, ring in (("iris", ellipse((35.0, 43.6), 1.9, 3.3)),
                      ("pupil", ellipse((34.2, 43.6), 0.9, 1.5))):  # fmt: skip
        painting.area(css, common(area(warp.all(ring)), eye), solid=False)
    painting.area("lip", common(area(warp.all(_LIPS)), head), solid=False)
    painting.area("near", area(warp.all(sampled(_EAR, closed=True))), solid=False)
    painting.lines("hint", (warp.all(line) for line in _HINTS))
    painting.lines("feature", (warp.all(line) for line in (*_LINES, _LIDS)))
