"""A list of names, one a line, or a table with a line for each keypoint."""

from __future__ import annotations

from schemac.format import Format, Group
from schemac.formats.names.absorbing import CODES, absorb, recognises

__all__ = ["CODES", "FORMAT"]

FORMAT = Format(
    name="names",
    title="A list of names",
    summary="CSV or plain text with a line for each keypoint: its name, and columns that say more.",
    group=Group.CODE,
    sigmas="a column `sigma`, in sigma form",
    recognises=recognises,
    absorb=absorb,
)
