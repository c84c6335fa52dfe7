"""One keypoint of a skeleton in CVAT: a place, two flags, and perhaps an attribute with its tier.

Where CVAT's flags cannot tell the tiers of a spec apart, the attribute says the tier, and the flag
`outside` says that the point has no place. Otherwise the flags are the tier.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import isnan
from typing import Any

from msgspec import Struct

from schemac.labels import Account, Ladder, LadderError
from schemac.labels.gathering import Point
from schemac.model import Skeleton

VISIBILITY = "visibility"
FARTHEST = 1e9
"""No picture has a place as far from its corner, in pixels."""

_NAN = float("nan")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


class PointError(ValueError):
    """A point that cannot be read; the message is for people. `help` says what was meant."""

    def __init__(self, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.help = help


class Written(Struct, frozen=True):
    """A point as CVAT writes it; `tier` is the value of the attribute, where there is one."""

    place: str
    outside: bool
    occluded: bool
    tier: str | None = None


class Points:
    """Reads and writes the points of a skeleton."""

    def __init__(self, skeleton: Skeleton, account: Account) -> None:
        self._ladder = ladder = Ladder(skeleton)
        self._account = account
        self._folds = ladder.folds_cvat
        self._by_id = {tier.id: tier for tier in ladder.tiers}
        self._doubtful = ladder.doubtful("cvat")
        self._plain = dict(self._all_plain())

    def read(self, attributes: Mapping[str, str], said: str | None) -> Point:
        """x, y and code of a point from its XML attributes and what its attribute `visibility`
        says. Raises PointError."""
        x, y = place(attributes.get("points"))
        outside, occluded = flag(attributes, "outside"), flag(attributes, "occluded")
        if not self._ladder.tiers:
            return (_NAN, _NAN, _NAN) if outside else (x, y, _NAN)
        if not said:
            return self._by_flags(x, y, outside, occluded)
        if said not in self._by_id:
            raise PointError(f"the tier `{said[:60]}` is none of the spec's", _meant(said, self))
        return self._by_tier(x, y, outside, occluded, said)

    def _by_flags(self, x: float, y: float, outside: bool, occluded: bool) -> Point:
        fold: Any = "outside" if outside else "occluded" if occluded else "visible"
        code = self._ladder.from_cvat.get(fold)
        if fold in self._doubtful:
            self._account.assumed[self._doubtful[fold]] += 1
        if outside:
            return _NAN, _NAN, _NAN if code is None else float(code)
        if code is None:
            raise PointError(f"the point is {fold}, and the spec has no tier for that")
        return x, y, float(code)

    def _by_tier(self, x: float, y: float, outside: bool, occluded: bool, said: str) -> Point:
        tier, assumed = self._by_id[said], self._account.assumed
        if outside and tier.coordinates == "required":
            assumed[f"outside, though its attribute says `{said}`: read as outside"] += 1
            code = self._ladder.from_cvat.get("outside")
            return _NAN, _NAN, _NAN if code is None else float(code)
        if outside or tier.coordinates == "forbidden":
            if not outside:
                assumed[f"`{said}`, though it has a place: read without it"] += 1
            return _NAN, _NAN, float(tier.code)
        if tier.cvat != "outside" and occluded != (tier.cvat == "occluded"):
            assumed[f"`{said}` by its attribute, whatever the flag `occluded` says"] += 1
        return x, y, float(tier.code)

    def write(self, point: Point, elsewhere: str) -> Written | None:
        """A point for CVAT; `elsewhere` is the place that one without a place gets, since CVAT
        demands one. None for a point of which nothing is known. Raises LadderError."""
        x, y, code = point
        placed = not (isnan(x) or isnan(y))
        if (plain := self._plain.get((code, placed))) is not None:
            return Written(f"{x!r},{y!r}" if placed else elsewhere, *plain)
        at = f"{number(x)},{number(y)}" if placed else elsewhere
        if isnan(code):
            return self._unsaid(at) if placed else None
        tier = self._ladder.by_code.get(int(code)) if code == int(code) else None
        if tier is None:
            raise LadderError(f"visibility {code:g} is none that the spec knows")
        occluded = tier.cvat == "occluded"
        if self._folds:
            self._misfit(placed, tier.coordinates, tier.id)
            return Written(at, not placed, occluded and placed, tier.id)
        outside = tier.cvat == "outside"
        if placed and outside:
            self._account.lost[f"the place of a point that is `{tier.id}`, outside in CVAT"] += 1
        if not placed and not outside:
            self._account.folded[f"`{tier.id}` without a place is outside in CVAT"] += 1
        return Written(at, outside or not placed, occluded and placed)

    def _all_plain(self) -> Iterator[tuple[tuple[float, bool], tuple[bool, bool, str | None]]]:
        """What is written of points, by code and whether they have a place, where nothing of it is
        lost or folded: of nearly all."""
        for tier in self._ladder.tiers:
            outside, occluded = tier.cvat == "outside", tier.cvat == "occluded"
            if not self._folds:
                yield (tier.code, not outside), (outside, occluded, None)
                continue
            if tier.coordinates != "forbidden":
                yield (tier.code, True), (False, occluded, tier.id)
            if tier.coordinates != "required":
                yield (tier.code, False), (True, False, tier.id)

    def _unsaid(self, at: str) -> Written:
        if self._ladder.tiers:
            self._account.folded["a place without a tier is visible in CVAT"] += 1
        return Written(at, outside=False, occluded=False)

    def _misfit(self, placed: bool, coordinates: str, tier: str) -> None:
        if placed and coordinates == "forbidden":
            self._account.lost[f"the place of a point that is `{tier}`, which has none"] += 1
        if not placed and coordinates == "required":
            self._account.folded[f"`{tier}` without a place is outside in CVAT"] += 1


def _meant(said: str, points: Points) -> str | None:
    from difflib import get_close_matches

    near = get_close_matches(said[:60], list(points._by_id), n=1)
    return f"did you mean `{near[0]}`?" if near else None


def place(text: str | None) -> tuple[float, float]:
    """x and y of the one place of a point. Raises PointError."""
    x, comma, y = (text or "").partition(",")
    if not comma or ";" in y or "," in y:
        raise PointError("`points` is not one place, x and y with a comma between")
    return coordinate(x), coordinate(y)


def coordinate(text: str) -> float:
    """Pixels, finite and not beyond all pictures. Raises PointError."""
    text = text.strip()
    if len(text) > 64 or not _NUMBER.fullmatch(text):
        raise PointError(f"`{text[:60]}` is not a number of pixels")
    value = float(text)
    if abs(value) >= FARTHEST:
        raise PointError(f"{text[:60]} pixels is in no picture")
    return value


def flag(attributes: Mapping[str, str], name: str) -> bool:
    """One of CVAT's flags, 0 or 1. Raises PointError."""
    said = attributes.get(name)
    if said not in ("0", "1"):
        what = "has no" if said is None else f"says {said[:20]!r} for"
        raise PointError(f"the point {what} `{name}`, which is 0 or 1")
    return said == "1"


def number(value: float) -> str:
    """The shortest text that is read as the same number."""
    return repr(float(value))
