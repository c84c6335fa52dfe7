"""What dictionaries say of places: where curves begin and end, and whether two versions agree."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from schemac.linking import Document
from schemac.model import Curve, Dictionary, Landmark, Place, Reference

Find = Callable[[Reference], Document | None]
"""A document by its reference; None when there is no such, or none that can be used."""
Spot = tuple[str, bool]
"""A place's key, and whether it lies in the midline, so that it has no side."""


class Atlas:
    """Dictionaries by reference, each looked up once and only when something of it is asked."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._known: dict[Reference, Dictionary | None] = {}

    def ends(self, place: Place) -> dict[Fraction, Spot]:
        """The landmarks at both ends of a place's curve, at 0 and 1; empty for a landmark."""
        curve = self._entry(place)
        if not isinstance(curve, Curve):
            return {}
        return {
            Fraction(at): self._spot(place.dictionary, name)
            for at, name in enumerate((curve.start, curve.end))
        }

    def same(self, one: Place, other: Place) -> bool:
        """Whether two citations of one key mean one place: the dictionaries are of one version,
        or say the same of it."""
        if one.dictionary == other.dictionary:
            return True
        ours, theirs = self._entry(one), self._entry(other)
        if ours is None or theirs is None or ours.words.definition != theirs.words.definition:
            return False
        if isinstance(ours, Curve) and isinstance(theirs, Curve):
            return (ours.start, ours.end) == (theirs.start, theirs.end)
        return getattr(ours, "kind", None) == getattr(theirs, "kind", None)

    def _spot(self, dictionary: Reference, name: str) -> Spot:
        found = self._named(dictionary, name)
        return f"{dictionary.id}.{name}", bool(found and found.midline)

    def _entry(self, place: Place) -> Landmark | Curve | None:
        return self._named(place.dictionary, place.name)

    def _named(self, dictionary: Reference, name: str) -> Landmark | Curve | None:
        linked = self._linked(dictionary)
        if linked is None:
            return None
        every: tuple[Landmark | Curve, ...] = (*linked.landmarks, *linked.curves)
        return next((entry for entry in every if entry.id == name), None)

    def _linked(self, reference: Reference) -> Dictionary | None:
        if reference not in self._known:
            found = self._find(reference)
            self._known[reference] = found if isinstance(found, Dictionary) else None
        return self._known[reference]
