"""The canonical body in numbers: where its landmarks lie, and how thick its limbs are.

Units are hundredths of the stature, near enough: a person of 175 cm is about 97 units tall. x
grows to the subject's left from the midline, y down from the crown. Made from general proportions
of drawing, after no data set.
"""

from __future__ import annotations

from collections.abc import Mapping

from schemac.figures.geometry import Point
from schemac.figures.solids import Profile

FRONT: Mapping[str, Point] = {
    "vertex": (0.0, 1.9), "ear_centre": (4.1, 8.6), "tragus": (3.9, 8.7),
    "upper_neck": (0.0, 14.0), "neck_root": (0.0, 17.4), "c7": (0.0, 16.0), "t1": (0.0, 17.4),
    "t2": (0.0, 18.8), "t3": (0.0, 20.2), "t4": (0.0, 21.6), "t5": (0.0, 23.2),
    "t6": (0.0, 24.8), "t7": (0.0, 26.4), "t8": (0.0, 28.0), "t9": (0.0, 29.7),
    "t10": (0.0, 31.4), "t11": (0.0, 33.2), "t12": (0.0, 35.0), "l1": (0.0, 36.8),
    "l2": (0.0, 38.6), "l3": (0.0, 40.4), "l4": (0.0, 42.2), "l5": (0.0, 44.0),
    "s1": (0.0, 45.6), "s2": (0.0, 47.0), "sternal_notch": (0.0, 17.8),
    "iliac_crest": (7.6, 41.6), "asis": (6.5, 45.2), "shoulder": (10.0, 20.2),
    "acromion": (11.4, 18.2), "elbow": (15.7, 35.8), "olecranon": (15.5, 35.4),
    "lateral_epicondyle": (17.3, 35.3), "medial_epicondyle": (14.0, 36.2), "wrist": (21.2, 49.0),
    "radial_styloid": (22.6, 48.9), "ulnar_styloid": (20.0, 49.4), "hip": (5.0, 48.4),
    "hip_centre": (0.0, 48.4), "greater_trochanter": (9.2, 49.6), "knee": (6.3, 71.3),
    "patella": (6.3, 70.3), "tibial_tuberosity": (6.4, 74.2), "ankle": (7.4, 92.6),
    "lateral_malleolus": (9.0, 92.9), "medial_malleolus": (5.9, 92.0),
}  # fmt: skip
"""Of the dictionary of the body: the left ones, and those in the midline, seen from the front."""

JOINTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
STATURE = 96.0

HEAD_ORIGIN: Point = (0.0, 9.05)
HEAD_UNIT = 3.86
"""Where the origin of the canonical face lies on the body, and how many units its unit is."""

UPPER_ARM: Profile = [
    (-0.1, 0.9, 1.4), (0.0, 2.5, 2.3), (0.1, 2.95, 2.75), (0.3, 2.95, 2.75), (0.55, 2.45, 2.6),
    (0.85, 2.1, 2.3), (1.06, 2.1, 2.1),
]  # fmt: skip
FOREARM: Profile = [
    (-0.08, 2.1, 2.1), (0.12, 2.55, 2.45), (0.3, 2.55, 2.5), (0.6, 1.95, 2.0), (0.88, 1.42, 1.5),
    (1.0, 1.42, 1.5), (1.08, 1.5, 1.5),
]  # fmt: skip
THIGH: Profile = [
    (-0.02, 4.2, 3.9), (0.1, 4.75, 4.75), (0.22, 4.9, 5.0), (0.4, 4.65, 4.7), (0.62, 4.05, 4.1),
    (0.86, 3.3, 3.4), (1.02, 3.1, 3.1),
]  # fmt: skip
SHIN: Profile = [
    (-0.06, 3.1, 3.1), (0.06, 3.05, 3.05), (0.22, 3.4, 3.15), (0.36, 3.5, 3.1), (0.58, 2.7, 2.55),
    (0.82, 1.8, 1.85), (1.0, 1.72, 1.72), (1.06, 1.75, 1.75),
]  # fmt: skip
"""The hand side of a limb's profile is its outer (lateral) side."""

TRUNK: tuple[tuple[float, float], ...] = (
    (-0.2, 0.0),
    (-0.19, 0.27),
    (-0.135, 0.5),
    (-0.098, 0.78),
    (-0.075, 1.0),
    (-0.03, 1.15),
    (0.06, 1.2),
    (0.2, 1.0),
    (0.36, 0.885),
    (0.52, 0.805),
    (0.64, 0.78),
)
"""The left edge of the trunk from the neck to the waist: (place between the middles of shoulders
and hips, half-width in half shoulder widths)."""
PELVIS: tuple[tuple[float, float], ...] = ((0.77, 1.6), (0.88, 1.8), (1.0, 1.93), (1.06, 1.94))
"""And from the waist to the thigh, in half hip widths."""
