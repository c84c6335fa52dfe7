"""What was found in label data, as plain values."""

from __future__ import annotations

from msgspec import Struct

from schemac.diagnostic import Code, Severity
from schemac.labels import Place


class Drawn(Struct, frozen=True):
    """An instance, kept for a picture of it: x, y and code of each keypoint (NaN where there is
    none), its box, and the size of its image."""

    keypoints: tuple[tuple[float, float, float], ...]
    box: tuple[float, float, float, float]
    image: tuple[float, float]


class Finding(Struct, frozen=True, kw_only=True):
    """One thing wrong with one instance.

    `points` are the ids of the keypoints concerned, the worst first. `score` is 1 at the limit of
    the rule and more beyond; rules that know only right and wrong say 1.
    """

    code: str
    rule: str
    severity: Severity
    message: str
    image: str
    instance: str | None = None
    frame: int | None = None
    place: Place | None = None
    points: tuple[str, ...] = ()
    score: float = 1.0
    drawn: Drawn | None = None

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"

    @property
    def where(self) -> str:
        """File and place, image, frame and instance, as far as they are known."""
        what = [f"image {self.image}"] if self.image else []
        what += [f"frame {self.frame}"] if self.frame is not None else []
        what += [f"instance {self.instance}"] if self.instance else []
        said = ", ".join(what)
        return said if self.place is None else f"{self.place}: {said}" if said else str(self.place)


class Tally(Struct, frozen=True, kw_only=True):
    """How often a rule found something: `instances` of all, and its worst findings."""

    code: Code
    instances: int
    worst: tuple[Finding, ...]
