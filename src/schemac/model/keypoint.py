"""One point of a skeleton, complete: place, side, words, numbers and position."""

from __future__ import annotations

from typing import Literal

from schemac.model.formula import Formula, Weight
from schemac.model.numbers import Quantity, Tolerance
from schemac.model.place import Kind, Place, Side
from schemac.model.record import Record
from schemac.model.words import Deprecated, Words
from schemac.source import NOWHERE, Origin


class Position(Record, frozen=True, kw_only=True):
    """Where a keypoint lies in a view, in figure units (x to the right, y down)."""

    view: str
    x: float
    y: float


class Sigma(Record, frozen=True, kw_only=True):
    """Observed disagreement, in the set it comes from (see `SigmaSet`)."""

    set: str
    value: float
    origin: Origin = NOWHERE


class TierBlur(Record, frozen=True, kw_only=True):
    """The longest smear allowed at a tier for this point, instead of the tier set's own."""

    tier: str
    limit: Quantity


class Keypoint(Record, frozen=True, kw_only=True):
    """A point that annotators set. `id` never changes, `name` may, `index` is its position.

    `tiers` are the ids of the tiers allowed for it; None means all. `origins` names where a field
    was written when it was not written with the keypoint itself (a landmark, an override).
    """

    id: str
    stem: str
    index: int
    name: str
    kind: Kind
    words: Words
    side: Side | None = None
    region: str | None = None
    place: Place | None = None
    formula: Formula | None = None
    weights: tuple[Weight, ...] = ()
    positions: tuple[Position, ...] = ()
    best_view: str | None = None
    sigmas: tuple[Sigma, ...] = ()
    tolerance: Tolerance | None = None
    tiers: tuple[str, ...] | None = None
    blur: tuple[TierBlur, ...] = ()
    former_names: tuple[str, ...] = ()
    deprecated: Deprecated | None = None
    parent: str | None = None
    hotkey: str | None = None
    weight: float | None = None
    half: Literal["upper", "lower"] | None = None
    required: bool = False
    width: float | None = None
    origin: Origin = NOWHERE
    origins: tuple[tuple[str, Origin], ...] = ()

    def where(self, field: str) -> Origin:
        """The place where a field was written, or the nearest one that is known."""
        for name, origin in self.origins:
            if name == field:
                return origin
        return self.origin / field if field else self.origin

    def at(self, view: str) -> Position | None:
        return next((p for p in self.positions if p.view == view), None)

    def sigma(self, set: str) -> float | None:
        return next((s.value for s in self.sigmas if s.set == set), None)
