"""Where the index of each keypoint is written in a drawing: clear of marks, lines and numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import hypot

At = tuple[float, float]
Line = tuple[At, At]

_DIRECTIONS = (
    (1.0, 0.0), (-1.0, 0.0), (0.75, -0.75), (-0.75, -0.75),
    (0.75, 0.75), (-0.75, 0.75), (0.0, -1.0), (0.0, 1.0),
)  # fmt: skip
_REACH = 11.0
_HALF = 5.0  # half the height of a number, in px
_DIGIT = 3.2  # half the width of a digit
_SIGHT = 45.0  # px beyond which nothing touches a mark's number


def place_numbers(
    marks: Mapping[int, At], lines: Sequence[Line], others: Sequence[At], size: At
) -> Mapping[int, At]:
    """The centre of each number by index, or nothing when one of them finds no room: a drawing
    in which some keypoints have a number and others none would raise questions.

    `marks` are the keypoints to number, `others` more places to keep clear of; all in px.
    """
    placed: dict[int, At] = {}
    obstacles = [*marks.values(), *others]
    for index, mark in marks.items():
        half = _half(index)
        near = [at for at in obstacles if at != mark and _near(mark, at, at)]
        beside = [line for line in lines if _near(mark, *line)]
        best, room = mark, -1.0
        for x, y in _DIRECTIONS:
            at = (mark[0] + x * (_REACH + half - _DIGIT), mark[1] + y * _REACH)
            found = _room(at, half, beside, near, placed, size)
            if found > room + 0.5:
                best, room = at, found
        if room < 0:
            return {}
        placed[index] = best
    return placed


def _half(index: int) -> float:
    """Half the width of a number, in px."""
    return _DIGIT * len(str(index)) + 1


def _near(mark: At, first: At, last: At) -> bool:
    """Whether the box around two places comes within reach of a mark's number."""
    return all(
        min(a, b) - _SIGHT <= m <= max(a, b) + _SIGHT
        for m, a, b in zip(mark, first, last, strict=True)
    )


def _room(
    at: At,
    half: float,
    lines: Sequence[Line],
    obstacles: Sequence[At],
    placed: Mapping[int, At],
    size: At,
) -> float:
    """How far the nearest thing is from the box of a number, at most 6 px; negative on contact."""
    x, y = at
    room = min(x - half, y - _HALF, size[0] - x - half, size[1] - y - _HALF, 6.0)
    for other in obstacles:
        room = min(room, _apart(at, other, half) - 5.0)
    for index, other in placed.items():
        room = min(room, max(abs(x - other[0]) - half - _half(index),
                             abs(y - other[1]) - 2 * _HALF))  # fmt: skip
    for line in lines:
        room = min(room, _apart(at, _nearest_on(line, at), half) - 1.0)
    return room


def _apart(at: At, other: At, half: float) -> float:
    """The distance of a place from the box of a number."""
    wide, high = abs(at[0] - other[0]) - half, abs(at[1] - other[1]) - _HALF
    return hypot(max(wide, 0.0), max(high, 0.0))


def _nearest_on(line: Line, at: At) -> At:
    (ax, ay), (bx, by) = line
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = ((at[0] - ax) * dx + (at[1] - ay) * dy) / length if length else 0.0
    along = min(max(along, 0.0), 1.0)
    return ax + along * dx, ay + along * dy
