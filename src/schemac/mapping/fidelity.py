"""How true a carried label is, from best to worst."""

from __future__ import annotations

from enum import IntEnum


class Fidelity(IntEnum):
    """The worse of two is their maximum, so a chain is as true as its weakest link."""

    EXACT = 0
    """The same place at the same index."""
    PERMUTED = 1
    """The same place at another index."""
    DERIVED = 2
    """Computed by the target's own definition, such as the middle of both hips."""
    APPROXIMATE = 3
    """Near the place, or in need of a look; the reason is given."""
    RELABEL = 4
    """Stored labels cannot say where it is; a person has to set it."""
    NONE = 5
    """The source has nothing that corresponds; the point stays unlabelled."""

    @property
    def word(self) -> str:
        """The word that maps are written with."""
        return self.name.lower()


WORDS = tuple(each.word for each in Fidelity)
