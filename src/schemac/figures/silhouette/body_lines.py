"""The thin lines that make a body read as one: collar bones, kneecaps, shoulder blades."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemac.figures.geometry import Point
from schemac.figures.silhouette.body_frame import SIDES, Frame, limb_bone


def body_lines(frame: Frame, behind: bool) -> Iterator[Sequence[Point]]:
    """The hint lines of a body from the front or from behind."""
    return _back_lines(frame) if behind else _front_lines(frame)


_FRONT_HINTS: Sequence[Sequence[Point]] = [
    [(1.2, 18.2), (4.4, 17.6), (8.4, 18.3)],  # collar bone
    [(1.2, 27.4), (4.9, 28.6), (8.0, 26.6)],  # chest muscle
    [(1.6, 53.0), (5.0, 49.8), (8.0, 46.0)],  # groin
]
_BACK_HINTS: Sequence[Sequence[Point]] = [
    [(3.1, 20.4), (3.4, 24.0), (4.6, 28.0), (7.4, 25.4)],  # shoulder blade
    [(1.1, 53.4), (3.4, 54.4), (6.6, 53.4)],  # fold of the buttock
    [(1.9, 44.6), (2.2, 44.8), (2.5, 44.6)],  # dimple
]
_MIDLINE_FRONT: Sequence[Sequence[Point]] = [
    [(0.0, 20.0), (0.0, 27.0), (0.0, 36.0)], [(-0.5, 39.4), (0.0, 40.1), (0.5, 39.4)],
]  # fmt: skip
_MIDLINE_BACK: Sequence[Sequence[Point]] = [
    [(0.0, 17.0), (0.0, 30.0), (0.0, 44.0)], [(0.0, 47.0), (0.0, 53.0)],
]  # fmt: skip


def _front_lines(frame: Frame) -> Iterator[Sequence[Point]]:
    yield from _trunk_lines(frame, _FRONT_HINTS, _MIDLINE_FRONT)
    for side in SIDES:
        shin = limb_bone(frame, side, "knee", "ankle")
        for along, bow in ((-0.085, -0.035), (0.08, 0.035)):  # above and below the kneecap
            yield [shin.at(along, -1.7 * frame.scale), shin.at(along + bow),
                   shin.at(along, 1.7 * frame.scale)]  # fmt: skip


def _back_lines(frame: Frame) -> Iterator[Sequence[Point]]:
    yield from _trunk_lines(frame, _BACK_HINTS, _MIDLINE_BACK)
    k = frame.scale
    for side in SIDES:
        shin, arm = (
            limb_bone(frame, side, "knee", "ankle"),
            limb_bone(frame, side, "shoulder", "elbow"),
        )
        yield [shin.at(-0.01, -2.0 * k), shin.at(0.01), shin.at(-0.01, 2.0 * k)]
        yield [shin.at(0.3, -0.2 * k), shin.at(0.5), shin.at(0.56, 0.6 * k)]
        yield [arm.at(0.95, -0.9 * k), arm.at(1.03), arm.at(0.95, 0.9 * k)]


def _trunk_lines(
    frame: Frame, pairs: Sequence[Sequence[Point]], single: Sequence[Sequence[Point]]
) -> Iterator[Sequence[Point]]:
    for line in pairs:
        yield frame.fit.all(line)
        yield frame.fit.all([(-x, y) for x, y in line])
    for line in single:
        yield frame.fit.all(line)
