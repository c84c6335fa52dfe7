"""Visibility tiers: what an annotator knew about a place, and how that folds into other tools."""

from __future__ import annotations

from typing import Literal

from schemac.model.history import Lineage, Retired, SourceRef, Waiver
from schemac.model.numbers import Quantity
from schemac.model.place import Situation
from schemac.model.record import Record
from schemac.source import NOWHERE, Origin


class Tier(Record, frozen=True, kw_only=True):
    """One tier. `code` is stored; `coco` and `cvat` say what it folds into."""

    id: str
    code: int
    title: str
    definition: str
    situations: tuple[Situation, ...]
    coordinates: Literal["required", "optional", "forbidden"]
    evaluated: bool
    coco: Literal[0, 1, 2]
    cvat: Literal["visible", "occluded", "outside"]
    blur: Quantity | None = None
    slack: float | None = None
    hotkey: str | None = None
    origin: Origin = NOWHERE


class Step(Record, frozen=True, kw_only=True):
    """One question of the decision list: the first yes decides. The last step asks nothing."""

    ask: str | None
    then: str
    origin: Origin = NOWHERE


class BlurRule(Record, frozen=True, kw_only=True):
    """How a smear is measured, and where in it to click."""

    measure: str | None = None
    click: str | None = None


class TierSet(Record, frozen=True, kw_only=True):
    """A visibility scheme: its tiers (highest code first) and the questions that choose one."""

    id: str
    version: str
    title: str
    summary: str | None = None
    ordinal: bool = False
    default: str | None = None
    blur: BlurRule | None = None
    decision: tuple[Step, ...] = ()
    tiers: tuple[Tier, ...] = ()
    sources: tuple[SourceRef, ...] = ()
    retired: tuple[Retired, ...] = ()
    lineage: Lineage | None = None
    waivers: tuple[Waiver, ...] = ()
    origin: Origin = NOWHERE

    def tier(self, id: str) -> Tier | None:
        return next((tier for tier in self.tiers if tier.id == id), None)
