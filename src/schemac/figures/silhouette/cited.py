"""Which places of the anatomical dictionaries a skeleton cites, and where they lie in a view."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from schemac.figures.geometry import Point
from schemac.model import Keypoint, Place, Side, Skeleton


class Spot(Struct, frozen=True):
    """A keypoint that cites a place: of which dictionary, which place, on which side, where.

    `book` is the last part of the dictionary's id, `face` for `landmarks/face`.
    """

    id: str
    book: str
    name: str
    fraction: float | None
    side: Side | None
    at: Point


class Cited:
    """The spots of a skeleton in a view, to be asked by dictionary, and by place and side."""

    def __init__(self, spots: tuple[Spot, ...]) -> None:
        self.spots = spots
        self.by_id: Mapping[str, Spot] = {spot.id: spot for spot in spots}
        self._by_place = {
            (s.book, s.name, s.side): s.at for s in reversed(spots) if s.fraction is None
        }

    def of(self, book: str, side: Side | bool | None = False) -> tuple[Spot, ...]:
        """The spots of a dictionary; those of one side, or without a side, when it is given."""
        return tuple(s for s in self.spots if s.book == book and side in (False, s.side))

    def at(self, book: str, name: str, side: Side | None = None) -> Point | None:
        return self._by_place.get((book, name, side))

    def count(self, book: str) -> int:
        return len({(s.name, s.fraction, s.side) for s in self.of(book)})


def cited(skeleton: Skeleton, places: Mapping[str, Point]) -> Cited:
    """The cited places of the keypoints that have a position."""
    return Cited(tuple(_spots(skeleton, places)))


def _spots(skeleton: Skeleton, places: Mapping[str, Point]) -> Iterator[Spot]:
    for point in skeleton.keypoints:
        if point.id not in places:
            continue
        if point.place is not None:
            yield _spot(point, point.place, places[point.id])
        elif skeleton.figure is not None and skeleton.figure.style in _STYLES:
            book = _STYLES[skeleton.figure.style]
            yield Spot(point.id, book, point.stem, None, point.side, places[point.id])


_STYLES: Mapping[str, str] = {"human": "body", "face": "face", "hand": "hand", "foot": "foot"}
"""A spec that names its style may leave the citing out: its points' names then say what they are,
as far as they are names of that dictionary."""


def _spot(point: Keypoint, place: Place, at: Point) -> Spot:
    fraction = None if place.fraction is None else float(place.fraction)
    return Spot(point.id, place.dictionary.id.rsplit("/", 1)[-1], place.name, fraction,
                point.side, at)  # fmt: skip
