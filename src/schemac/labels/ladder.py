"""The tiers of a spec beside the flags of tools: COCO's 0, 1, 2 and CVAT's two checkboxes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from schemac.model import Skeleton, Tier

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Cvat = Literal["visible", "occluded", "outside"]


class LadderError(ValueError):
    """A flag that no tier of the spec stands for; the message is for people."""


class Ladder:
    """The tiers of a skeleton, by code, id and by what they fold into.

    A flag that several tiers fold into is read as the one of them that claims least: the one with
    the lowest code. `doubtful` says which flags that is true of, as sentences.
    """

    def __init__(self, skeleton: Skeleton) -> None:
        tiers = skeleton.visibility.tiers if skeleton.visibility else ()
        self.tiers: tuple[Tier, ...] = tuple(sorted(tiers, key=lambda tier: tier.code))

    @cached_property
    def code(self) -> Mapping[str, int]:
        """Tier id -> code."""
        return {tier.id: tier.code for tier in self.tiers}

    @cached_property
    def by_code(self) -> Mapping[int, Tier]:
        return {tier.code: tier for tier in self.tiers}

    @cached_property
    def from_coco(self) -> Mapping[int, int]:
        """COCO's flag -> code."""
        return {tier.coco: tier.code for tier in reversed(self.tiers)}

    @cached_property
    def from_cvat(self) -> Mapping[Cvat, int]:
        """What CVAT's flags say -> code."""
        return {tier.cvat: tier.code for tier in reversed(self.tiers)}

    @cached_property
    def folds_coco(self) -> bool:
        """Whether COCO's flags cannot tell the tiers apart."""
        return len({tier.coco for tier in self.tiers}) < len(self.tiers)

    @cached_property
    def folds_cvat(self) -> bool:
        """Whether CVAT's flags cannot tell the tiers apart."""
        return len({tier.cvat for tier in self.tiers}) < len(self.tiers)

    def doubtful(self, tool: Literal["coco", "cvat"]) -> Mapping[Any, str]:
        """Flags that several tiers fold into, each with how it is read, for `Account.assumed`."""
        found: dict[Any, str] = {}
        for tier in self.tiers:
            flag = getattr(tier, tool)
            same = [other.id for other in self.tiers if getattr(other, tool) == flag]
            if len(same) > 1:
                found[flag] = f"flag {flag} read as `{same[0]}`, not as {', '.join(same[1:])}"
        return found

    def coco(self, codes: NDArray[np.float64]) -> NDArray[np.int64]:
        """COCO's flags for codes of any shape; NaN, no label, is 0. Raises LadderError for a code
        that no tier has."""
        import numpy as np

        flags = np.zeros(codes.shape, dtype=np.int64)
        known = np.isnan(codes)
        for tier in self.tiers:
            here = codes == tier.code
            flags[here] = tier.coco
            known |= here
        self._demand(codes, known)
        return flags

    def codes(self, flags: NDArray[Any]) -> NDArray[np.float64]:
        """Codes for COCO's flags of any shape; 0 without a tier for it is NaN. Raises LadderError
        for a flag that no tier folds into."""
        import numpy as np

        codes = np.full(flags.shape, np.nan)
        known = flags == 0
        for flag, code in self.from_coco.items():
            here = flags == flag
            codes[here] = code
            known |= here
        self._demand(flags, known)
        return codes

    @staticmethod
    def _demand(values: NDArray[Any], known: NDArray[np.bool_]) -> None:
        if not known.all():
            strange = values[~known].flat[0]
            raise LadderError(f"visibility {strange:g} is none that the spec knows")
