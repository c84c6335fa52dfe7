"""Lines between keypoints, regions of them, and views in which they are drawn."""

from __future__ import annotations

from typing import Literal

from schemac.model.record import Record
from schemac.source import NOWHERE, Origin

Sees = Literal["front", "back", "left", "right", "above", "below", "palm", "other"]


class Edge(Record, frozen=True, kw_only=True):
    """A line that viewers draw and part-affinity models learn; direction is kept as written."""

    source: str
    target: str
    origin: Origin = NOWHERE


class Contour(Record, frozen=True, kw_only=True):
    """A named line that keypoints trace. It is for drawing and checks; it is not an edge."""

    id: str
    points: tuple[str, ...]
    closed: bool = False
    straight: bool = False
    origin: Origin = NOWHERE


class Region(Record, frozen=True, kw_only=True):
    """A group of keypoints that people think of together. `hue` is in degrees, 0 to 359."""

    id: str
    title: str
    hue: int | None = None
    by_side: bool = False
    gate: str | None = None
    inset: tuple[float, float, float, float] | None = None
    origin: Origin = NOWHERE


class View(Record, frozen=True, kw_only=True):
    """A picture of the subject: x to the right, y down, one unit on both axes.

    `mirror` is the x of the mirror line, None where the view has none.
    """

    id: str
    sees: Sees
    frame: tuple[float, float] = (100.0, 100.0)
    title: str | None = None
    mirror: float | None = None
    far: tuple[float, float] | None = None
    reverse_of: str | None = None
    main: bool = False
    origin: Origin = NOWHERE


class AxisSwap(Record, frozen=True, kw_only=True):
    """Two keypoints that a top-bottom flip of the picture exchanges, for viewer laterality."""

    first: str
    second: str
    origin: Origin = NOWHERE
