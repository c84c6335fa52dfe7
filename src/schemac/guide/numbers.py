"""Numbers with units, in words that annotators and leads read."""

from __future__ import annotations

import re

from schemac.guide.speech import Speech
from schemac.model import Quantity, Tolerance

_NUMBER = re.compile(r"(?:(?<=^)|(?<=[\s,(]))\d+(?=$|[\s,)-])")

_UNITS = {
    "px": "{n} pixels",
    "%": "{n} %",
    "sigma": "{n} sigma",
    "tolerance": "{n} tolerances",
    "mm": "{n} mm",
    "cm": "{n} cm",
}
_ONE = {"px": "{n} pixel", "tolerance": "{n} tolerance"}


def amount(speech: Speech, quantity: Quantity) -> str:
    """`8 pixels`, `0.5 sigma`."""
    one = quantity.value == 1 and quantity.unit in _ONE
    return speech.say((_ONE if one else _UNITS)[quantity.unit], n=f"{quantity.value:g}")


def share(speech: Speech, tolerance: Tolerance) -> str:
    """A tolerance, which may be wider along a contour than across it."""
    if tolerance.across == tolerance.along:
        return amount(speech, tolerance.across)
    across, along = amount(speech, tolerance.across), amount(speech, tolerance.along)
    return speech.say("{across} across the line, {along} along it", across=across, along=along)


def says_number(title: str, number: int) -> bool:
    """Whether a title says how many points there are, so that nothing else need say it."""
    return str(number) in _NUMBER.findall(title)
