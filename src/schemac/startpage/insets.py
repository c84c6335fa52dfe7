"""Which parts of a drawing are too dense to read, and are drawn once more in an inset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import hypot

from msgspec import Struct

from schemac.model import Keypoint, Skeleton
from schemac.startpage.numbers import At

SMALL, LARGE = 140.0, 288.0
"""The sides of an inset, in px; the large one takes the room of four."""

_CLOSE = 12.0  # px between neighbours below which a region gets an inset
_GAIN = 1.6  # an inset that enlarges by less says nothing new
_MOST_GAIN = 7.0
_CROWD = 25  # more points than this need a large inset


class Crop(Struct, frozen=True):
    """A part of the view, in figure units."""

    left: float
    top: float
    right: float
    bottom: float
    title: str = ""
    count: int = 0

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def large(self) -> bool:
        """Whether it holds too many keypoints for a small inset."""
        return self.count > _CROWD

    def holds(self, at: At) -> bool:
        return self.left <= at[0] <= self.right and self.top <= at[1] <= self.bottom

    def overlap(self, other: Crop) -> float:
        """The shared area, as a share of the smaller one."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        least = min(self.width * self.height, other.width * other.height)
        return wide * high / least if wide > 0 and high > 0 and least > 0 else 0.0


def insets(skeleton: Skeleton, at: Mapping[str, At], scale: float) -> tuple[Crop, ...]:
    """The insets of a drawing with `scale` px per figure unit: large ones first, then in order
    of the picture."""
    near = nearest(at)
    crops: list[Crop] = []
    for title, points, given in _groups(skeleton, at):
        gaps = sorted(near[point.id] for point in points)
        if len(points) < 2 or gaps[len(gaps) // 2] * scale >= _CLOSE:
            continue
        crop = given or _square((at[point.id] for point in points), title, scale)
        if _gain(crop, scale) >= _GAIN:
            crops.append(crop)
    merged = [_counted(_cleared(crop, at), at) for crop in _merged(crops)]
    return tuple(sorted(merged, key=lambda c: (-c.large, -c.count, c.left, c.top)))


def _groups(
    skeleton: Skeleton, at: Mapping[str, At]
) -> Iterator[tuple[str, Sequence[Keypoint], Crop | None]]:
    """The regions that are drawn, halved where left and right lie apart."""
    for region in skeleton.regions:
        points = [p for p in skeleton.keypoints if p.region == region.id and p.id in at]
        halves = {side: [p for p in points if p.side == side] for side in ("left", "right")}
        if region.by_side or _apart(points, halves, at):
            for side, half in halves.items():
                yield f"{region.title}, {side}", half, None
        else:
            yield region.title, points, _given(region.inset, region.title)


def _apart(
    points: Sequence[Keypoint], halves: Mapping[str, Sequence[Keypoint]], at: Mapping[str, At]
) -> bool:
    if not all(halves.values()) or any(point.side is None for point in points):
        return False
    spans = sorted((min(xs), max(xs)) for h in halves.values() for xs in [[at[p.id][0] for p in h]])
    return spans[0][1] < spans[1][0]


def _given(inset: tuple[float, float, float, float] | None, title: str) -> Crop | None:
    if inset is None or inset[2] <= 0 or inset[3] <= 0:
        return None
    x, y, width, height = inset
    half = max(width, height) / 2
    return Crop(x + width / 2 - half, y + height / 2 - half, x + width / 2 + half,
                y + height / 2 + half, title)  # fmt: skip


def _square(places: Iterable[At], title: str, scale: float) -> Crop:
    """A square around places, with room, and not so small that nothing else is in sight."""
    box = around(places)
    half = max(0.62 * max(box.width, box.height), SMALL / (2 * scale * _MOST_GAIN))
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return Crop(x - half, y - half, x + half, y + half, title)


def _merged(crops: Sequence[Crop]) -> list[Crop]:
    """Crops of which one shows half of another become one that shows both."""
    kept: list[Crop] = []
    for crop in crops:
        other = next((k for k in kept if k.overlap(crop) > 0.5), None)
        if other is None:
            kept.append(crop)
        else:
            kept[kept.index(other)] = _both(other, crop)
    return kept


def _both(one: Crop, other: Crop) -> Crop:
    left, right = min(one.left, other.left), max(one.right, other.right)
    top, bottom = min(one.top, other.top), max(one.bottom, other.bottom)
    half = max(right - left, bottom - top) / 2
    x, y = (left + right) / 2, (top + bottom) / 2
    return Crop(x - half, y - half, x + half, y + half, f"{one.title} · {other.title}")


def _cleared(crop: Crop, at: Mapping[str, At]) -> Crop:
    """A crop grown a little where a keypoint lies just inside its border and would be cut."""
    for _ in range(3):
        band = 0.05 * crop.width
        inner = Crop(crop.left + band, crop.top + band, crop.right - band, crop.bottom - band)
        if all(inner.holds(place) for place in at.values() if crop.holds(place)):
            break
        crop = Crop(
            crop.left - band, crop.top - band, crop.right + band, crop.bottom + band, crop.title
        )
    return crop


def _counted(crop: Crop, at: Mapping[str, At]) -> Crop:
    count = sum(crop.holds(place) for place in at.values())
    return Crop(crop.left, crop.top, crop.right, crop.bottom, crop.title, count)


def _gain(crop: Crop, scale: float) -> float:
    return (SMALL - 12) / (crop.width * scale)


def nearest(places: Mapping[str, At]) -> dict[str, float]:
    """How far each keypoint is from the next one."""
    every = list(places.items())
    return {
        id: min((hypot(x - a, y - b) for other, (a, b) in every if other != id), default=0.0)
        for id, (x, y) in every
    }


def around(places: Iterable[At]) -> Crop:
    """The box around at least one place."""
    xs, ys = zip(*places, strict=True)
    return Crop(min(xs), min(ys), max(xs), max(ys))
