"""One colour per keypoint, the same in every tool: the side chooses the hue, the order the shade.

Left is orange and right is blue, a pair that people with red-green blindness tell apart as well;
the midline is grey violet. Mirror partners share their shade. Nothing comes near red, which
tools use for what is selected.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import count
from math import cos, radians, sin

from msgspec import Struct

from schemac.model import Skeleton

INSTANCE_COLOUR = "#5b5670"
"""The colour of a whole instance, beside its keypoints."""


class Family(Struct, frozen=True):
    """The colours of one side: hues from `first` to `last` (degrees in OKLCH), and the chroma."""

    first: float
    last: float
    chroma: float


FAMILIES: Mapping[str | None, Family] = {
    "left": Family(46.0, 78.0, 0.145),
    "right": Family(228.0, 262.0, 0.125),
    None: Family(285.0, 325.0, 0.05),
}
SIDELESS = Family(70.0, 325.0, 0.11)
"""For skeletons without sides, such as one hand: there is nothing that hue has to say."""

_SHADES = (0.40, 0.52, 0.64, 0.46, 0.58)  # neighbours in order differ by two steps or more
_GOLDEN = 0.6180339887498949


def label_colours(skeleton: Skeleton) -> Mapping[str, str]:
    """Keypoint id -> `#rrggbb` in lower case, in index order.

    Each has a contrast of at least 3:1 on white. Points appended to a skeleton leave the colours
    of the others as they are.
    """
    if not any(point.side for point in skeleton.keypoints):
        return _by_region(skeleton)
    ranks = {True: count(), False: count()}
    rank: dict[str, int] = {}
    colours = {}
    for point in skeleton.keypoints:
        if point.stem not in rank:
            rank[point.stem] = next(ranks[point.side is not None])
        colours[point.id] = _colour(FAMILIES[point.side], *_turn(rank[point.stem]))
    return colours


def contrast(colour: str, other: str = "#ffffff") -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    low, high = sorted((_luminance(colour), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _by_region(skeleton: Skeleton) -> Mapping[str, str]:
    """Without sides the hue is free to tell the regions apart, such as the fingers of one hand."""
    ranks: defaultdict[str | None, count[int]] = defaultdict(count)
    steps: dict[tuple[str | None, int], int] = {}
    colours = {}
    for point in skeleton.keypoints:
        shade, turn = _turn(next(ranks[point.region]))
        step = steps.setdefault((point.region, turn), len(steps))
        colours[point.id] = _colour(SIDELESS, shade, step)
    return colours


def _turn(rank: int) -> tuple[int, int]:
    """Shades take turns, and with each round the hue takes a step."""
    return rank % len(_SHADES), rank // len(_SHADES)


def _colour(family: Family, shade: int, step: int) -> str:
    """Hues step by the golden section of the family's range, which never comes back."""
    hue = family.first + (step * _GOLDEN % 1.0) * (family.last - family.first)
    return _hex(_SHADES[shade], family.chroma, hue)


def _hex(lightness: float, chroma: float, hue: float) -> str:
    """OKLCH as sRGB; the chroma gives way where a screen cannot show it."""
    while True:
        channels = tuple(_srgb(lightness, chroma, hue))
        if all(-1e-6 <= c <= 1 + 1e-6 for c in channels):
            levels = (round(255 * _gamma(min(max(c, 0.0), 1.0))) for c in channels)
            return "#" + "".join(f"{level:02x}" for level in levels)
        chroma -= 0.002


def _srgb(lightness: float, chroma: float, hue: float) -> Iterator[float]:
    """OKLCH to linear sRGB (B. Ottosson, "A perceptual color space for image processing")."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    yield 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    yield -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    yield -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short


def _gamma(linear: float) -> float:
    return 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
