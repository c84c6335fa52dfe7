"""MediaPipe: enumerations of landmarks and sets of connections, as its Python package has them."""

from __future__ import annotations

from schemac.format import Format, Group
from schemac.formats.mediapipe.absorbing import CODES, absorb, recognises

__all__ = ["CODES", "FORMAT"]

FORMAT = Format(
    name="mediapipe",
    title="MediaPipe",
    summary="An enumeration of landmarks, `class PoseLandmark(enum.IntEnum)`, and connections.",
    group=Group.CODE,
    proven="the pose, hand and face landmarkers of MediaPipe 1.2.2 are read",
    recognises=recognises,
    absorb=absorb,
)
