"""Places of the anatomical dictionary: what keypoints cite, and what makes two of them one."""

from __future__ import annotations

from math import gcd
from typing import TYPE_CHECKING, Literal

from schemac.model.record import Record

if TYPE_CHECKING:
    from fractions import Fraction

Side = Literal["left", "right"]
Kind = Literal["surface", "contour", "bone", "joint", "constructed"]
Situation = Literal["seen", "partly_hidden", "hidden", "blurred", "outside"]


class Reference(Record, frozen=True, kw_only=True, order=True):
    """A pinned document, `hand/hand-21@1.0.0`: always an exact version."""

    id: str
    version: str

    def __str__(self) -> str:
        return f"{self.id}@{self.version}"


class Place(Record, frozen=True, kw_only=True):
    """A landmark, or a fraction of the length of a curve, in one version of a dictionary.

    `step` and `steps` keep a fraction as written (2 of 8); `key` reduces it, because 2/8 and 1/4
    of the same curve are the same place.
    """

    dictionary: Reference
    name: str
    step: int | None = None
    steps: int | None = None

    @property
    def fraction(self) -> Fraction | None:
        if self.step is None or not self.steps:
            return None
        from fractions import Fraction

        return Fraction(self.step, self.steps)

    @property
    def key(self) -> str:
        """Identity without the version: `landmarks/face.jaw 1/4`."""
        if self.step is None or not self.steps:
            return f"{self.dictionary.id}.{self.name}"
        common = gcd(self.step, self.steps)
        reduced = f"{self.step // common}/{self.steps // common}"
        return f"{self.dictionary.id}.{self.name} {reduced}"

    def __str__(self) -> str:
        prefix = self.dictionary.id.rsplit("/", 1)[-1]
        written = f" {self.step}/{self.steps}" if self.step is not None else ""
        return f"{prefix}.{self.name}{written}"
