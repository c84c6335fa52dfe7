"""Where the keypoints of a draft lie in the figure of its spec, and how that is known."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from schemac.draft import Draft
from schemac.importing.known import Known, key_of
from schemac.importing.layout import crowded, lay_out
from schemac.importing.settled import Settled
from schemac.model import Skeleton

Spot = tuple[float, float]

MARGIN, SIZE = 6.0, 100.0
STRAIGHT = 1.0  # figure units that a picture may be crooked by and still be read as a front view
DIGITS = 1


class Layout(Struct, frozen=True):
    """Positions by index on a frame of figure units.

    `mirrored`: the view is a front view, so right ones follow from left ones. `how` is a sentence
    for the draft.
    """

    spots: tuple[Spot, ...]
    mirrored: bool
    frame: tuple[float, float]
    how: str


def layout_of(draft: Draft, found: Settled, known: Known) -> Layout:
    """The file's own positions; else those of a spec with the same names; else a drawing made of
    edges and pairs."""
    own = _own(draft)
    if own is not None:
        how = "The positions are those of the file, fitted into the figure."
        return _straightened(_fitted(own), found, how)
    if known.same is not None:
        lent = _lent(draft, known.same)
        if lent is not None:
            how = f"The file has no positions; these are those of {known.same.id}."
            spots, frame = lent
            return _straightened(spots, found, how, frame)
    how = "The file has no positions; these were computed from edges and pairs. Move them."
    spots = [_rounded(spot) for spot in lay_out(found)]
    straight = found.paired and not crowded(found)
    return Layout(tuple(spots), straight or not found.sided, (SIZE, SIZE), how)


def _own(draft: Draft) -> list[Spot] | None:
    places = [point.position for point in draft.points if point.position is not None]
    limit = 1e9
    usable = all(-limit < x < limit and -limit < y < limit for x, y in places)
    if len(places) < len(draft.points) or len(set(places)) < 2 or not usable:
        return None
    return places


def _fitted(places: Sequence[Spot]) -> list[Spot]:
    xs, ys = [x for x, _ in places], [y for _, y in places]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    scale = (SIZE - 2 * MARGIN) / max(wide, high)
    middle = ((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2)
    return [((x - middle[0]) * scale + 50.0, (y - middle[1]) * scale + 50.0) for x, y in places]


def _lent(draft: Draft, spec: Skeleton) -> tuple[list[Spot], tuple[float, float]] | None:
    view = spec.main_view
    places = spec.positions()
    by_key = {key_of(p.name): places[p.id] for p in spec.keypoints if p.id in places}
    keys = [key_of(point.name) for point in draft.points]
    if view is None or not all(key in by_key for key in keys):
        return None
    return [by_key[key] for key in keys], view.frame


def _straightened(
    places: Sequence[Spot], found: Settled, how: str, frame: tuple[float, float] = (SIZE, SIZE)
) -> Layout:
    """A front view where the picture is one: left ones on the right of a mirror line, twins level,
    the others on the line. Else a view without a mirror line."""
    if not found.paired:
        usual = frame == (SIZE, SIZE) and not found.sided
        return Layout(tuple(map(_rounded, places)), usual, frame, how)
    shift = frame[0] / 2 - _line(places, found)
    moved = [(x + shift, y) for x, y in places]
    inside = all(0 <= x <= frame[0] for x, _ in moved)
    if not inside or frame[0] != SIZE or frame[1] != SIZE or not _is_front(moved, found):
        return Layout(tuple(map(_rounded, places)), False, frame, how)
    return Layout(tuple(_level(moved, found)), True, frame, how)


def _line(places: Sequence[Spot], found: Settled) -> float:
    """The x halfway between twins, in the mean."""
    pairs = [(i, j) for i, j in enumerate(found.partners) if i < j]
    return sum(places[i][0] + places[j][0] for i, j in pairs) / (2 * len(pairs))


def _is_front(places: Sequence[Spot], found: Settled) -> bool:
    """Whether left ones lie on the right, twins alike, and all others on the line."""
    for entry in found.entries:
        left, right, mid = (None if i is None else places[i] for i in
                            (entry.left, entry.right, entry.mid))  # fmt: skip
        if (left and left[0] <= 50.0) or (right and right[0] >= 50.0):
            return False
        if mid and abs(mid[0] - 50.0) > STRAIGHT:
            return False
        if left and right:
            across, down = abs(left[0] + right[0] - 100.0), abs(left[1] - right[1])
            if across > 2 * STRAIGHT or down > STRAIGHT:
                return False
    return True


def _level(places: Sequence[Spot], found: Settled) -> list[Spot]:
    level = [_rounded(spot) for spot in places]
    for entry in found.entries:
        if entry.left is not None and entry.right is not None:
            x, y = level[entry.left]
            level[entry.right] = (round(100.0 - x, DIGITS), y)
        elif entry.mid is not None:
            level[entry.mid] = (50.0, level[entry.mid][1])
    return level


def _rounded(spot: Spot) -> Spot:
    return (round(spot[0], DIGITS) + 0.0, round(spot[1], DIGITS) + 0.0)
