"""The anatomical dictionary, linked: landmarks, curves and families of advice."""

from __future__ import annotations

from schemac.model.history import Lineage, Retired, SourceRef, Waiver
from schemac.model.place import Kind
from schemac.model.record import Record
from schemac.model.words import Words
from schemac.source import NOWHERE, Origin


class Landmark(Record, frozen=True, kw_only=True):
    """A place of the body. It has no side: the keypoint that cites it has."""

    id: str
    kind: Kind
    words: Words
    midline: bool = False
    like: str | None = None
    origin: Origin = NOWHERE
    origins: tuple[tuple[str, Origin], ...] = ()


class Curve(Record, frozen=True, kw_only=True):
    """A line from one landmark to another, along which points are spaced by arc length."""

    id: str
    words: Words
    start: str
    end: str
    midline: bool = False
    like: str | None = None
    origin: Origin = NOWHERE
    origins: tuple[tuple[str, Origin], ...] = ()


class Dictionary(Record, frozen=True, kw_only=True):
    """Places of one region of the body. `reference_length` names the ends of the unit of `by`."""

    id: str
    version: str
    title: str
    summary: str | None = None
    reference_length: tuple[str, str] | None = None
    families: tuple[str, ...] = ()
    landmarks: tuple[Landmark, ...] = ()
    curves: tuple[Curve, ...] = ()
    sources: tuple[SourceRef, ...] = ()
    retired: tuple[Retired, ...] = ()
    lineage: Lineage | None = None
    waivers: tuple[Waiver, ...] = ()
    origin: Origin = NOWHERE
