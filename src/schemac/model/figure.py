"""Hints for drawing. Without them the compiler draws what it can."""

from __future__ import annotations

from typing import Literal

from schemac.model.record import Record
from schemac.source import NOWHERE, Origin


class Anchor(Record, frozen=True, kw_only=True):
    """A point of an outline: an offset in figure units from a keypoint in the main view."""

    keypoint: str
    dx: float
    dy: float


class Outline(Record, frozen=True, kw_only=True):
    """A skin that moves along with keypoints. Outlines of one layer melt into one body;
    the `far` one of a pair lies behind everything."""

    id: str
    points: tuple[Anchor, ...]
    layer: int = 0
    closed: bool = True
    far: bool = False
    origin: Origin = NOWHERE


class HintLine(Record, frozen=True, kw_only=True):
    """A thin line that makes a figure read as anatomy."""

    id: str
    points: tuple[Anchor, ...]
    origin: Origin = NOWHERE


class Art(Record, frozen=True, kw_only=True):
    """The user's own drawing, a path beside the spec."""

    file: str
    licence: str | None = None


class Figure(Record, frozen=True, kw_only=True):
    """What a spec says about how it is drawn."""

    style: Literal["auto", "human", "face", "hand", "foot", "bare"] = "auto"
    outlines: tuple[Outline, ...] = ()
    lines: tuple[HintLine, ...] = ()
    fill: tuple[tuple[str, ...], ...] = ()
    art: Art | None = None
    origin: Origin = NOWHERE
