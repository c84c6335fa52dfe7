"""OpenPose: the maps from numbers to body parts in its source and its documentation."""

from __future__ import annotations

from schemac.format import Format, Group
from schemac.formats.openpose.absorbing import CODES, absorb, recognises

__all__ = ["CODES", "FORMAT"]

FORMAT = Format(
    name="openpose",
    title="OpenPose",
    summary='A map of body parts, `{0, "Nose"}`, and pairs, as in poseParameters.cpp.',
    group=Group.CODE,
    proven="a file in the form of OpenPose 1.7.0, with its BODY_25 as published, is read",
    recognises=recognises,
    absorb=absorb,
)
