"""Which places lie on the side of the body that a view does not show."""

from __future__ import annotations

from schemac.figures.silhouette.cited import Cited
from schemac.model import View

_ON_THE_BACK = frozenset({
    "c7", *(f"t{n}" for n in range(1, 13)), *(f"l{n}" for n in range(1, 6)), "s1", "s2",
    "olecranon", "inion", "mastoid", "acromial_angle", "scapula_root", "scapula_upper",
    "scapula_lower", "psis", "coccyx", "ischium", "heel", "heel_cord",
})  # fmt: skip
_ON_THE_FRONT = frozenset({
    "sternal_notch", "sternal_angle", "xiphoid", "clavicle_medial", "coracoid", "asis", "pubis",
    "patella", "patella_top", "patella_bottom", "tibial_tuberosity",
})  # fmt: skip
_OF_THE_FACE = frozenset({"face", "profile"})


def hidden_places(cited: Cited, view: View) -> frozenset[str]:
    """The ids of the keypoints that the body itself hides in a view from the front or behind;
    joints inside the body do not count."""
    if view.sees == "front":
        return frozenset(s.id for s in cited.spots if s.name in _ON_THE_BACK)
    if view.sees == "back":
        return frozenset(
            s.id for s in cited.spots if s.name in _ON_THE_FRONT or s.book in _OF_THE_FACE
        )
    return frozenset()
