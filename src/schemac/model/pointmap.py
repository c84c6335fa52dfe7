"""What a derived migration map cannot know: a map document, linked."""

from __future__ import annotations

from typing import Literal

from schemac.model.formula import Formula
from schemac.model.history import SourceRef, Waiver
from schemac.model.place import Reference
from schemac.model.record import Record
from schemac.source import NOWHERE, Origin


class Take(Record, frozen=True, kw_only=True):
    """Where one target keypoint comes from: a formula over the source's ids, per axis or whole."""

    target: str
    x: Formula
    y: Formula
    tier: Literal["worst", "best"] = "worst"
    fidelity: Literal["exact", "approximate"] | None = None
    why: str | None = None
    origin: Origin = NOWHERE


class PointMap(Record, frozen=True, kw_only=True):
    """A map from one skeleton to another, as far as a person has to say it."""

    id: str
    version: str
    title: str
    source: Reference
    target: Reference
    rationale: str | None = None
    summary: str | None = None
    authors: tuple[str, ...] = ()
    points: tuple[Take, ...] = ()
    tiers: tuple[tuple[str, str], ...] = ()
    sources: tuple[SourceRef, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    origin: Origin = NOWHERE
