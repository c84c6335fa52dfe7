"""Which places lie on the side of the body that a view does not show."""

from __future__ import annotations

from schemac.figures.silhouette.cited import Cited, Spot
from schemac.model import View
from schemac.model.topology import Sees

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
_TOES = frozenset({
    *(f"{toe}_toe_tip" for toe in ("big", "second", "third", "fourth", "small")), "big_toe_ip",
    *(f"mtp_{n}" for n in range(1, 6)),
})  # fmt: skip


def hidden_places(cited: Cited, view: View) -> frozenset[str]:
    """The ids of the keypoints that the body itself hides in a view from the front or behind;
    joints inside the body do not count."""
    return frozenset(spot.id for spot in cited.spots if _hides(view.sees, spot))


def _hides(sees: Sees, spot: Spot) -> bool:
    if sees == "front":
        return spot.name in _ON_THE_BACK
    if sees == "back":
        on_the_foot = spot.book == "foot" and spot.name in _TOES
        return spot.name in _ON_THE_FRONT or spot.book in _OF_THE_FACE or on_the_foot
    return False
