"""What a quiz asks: which point, in which figure, seen how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest
from math import dist
from random import Random
from typing import Literal

from msgspec import Struct

from schemac.figures.geometry import Box, Point
from schemac.guide.quiz.scenes import SIZE, Scene
from schemac.model import Keypoint, Situation, Skeleton, Tier

LEAST, MOST = 10, 20
"""So many questions a quiz has."""

_NEIGHBOURS, _FEW, _MANY = 0.2, 3, 8  # the share of all that are seen around a place; so many
_JUMP = 2.5  # times as far as the first few: what is farther is another part
_ROOM = 3.4  # times as wide as the way to the last of them
_NARROWEST, _WHOLE = 0.16, 0.75  # of the picture; what is wider shows all of it
_CONTEXT = 0.42  # of the picture, that is seen around a covered place at least
_COVER = 0.2  # of what is seen
_OFF = 0.22  # of what is seen, by which a place may lie off its middle
_BEYOND = 0.05  # of the picture: so far from the edge a place lies that is outside
_REST = 0.35  # of the places that must be seen when one is cut off
_TRIES = 100

Shown = Literal["seen", "covered", "outside"]
_SITUATIONS: dict[Shown, Situation] = {"covered": "hidden", "outside": "outside"}


class Question(Struct, frozen=True, kw_only=True):
    """Px are those of the picture. `window` is what of it is seen, `cover` hides a part of that.
    `tiers` fit what is seen; without any, none is asked for."""

    point: Keypoint
    scene: int
    shown: Shown
    window: Box
    at: Point
    cover: Box | None = None
    tiers: tuple[Tier, ...] = ()


def questions(
    skeleton: Skeleton, pictures: Sequence[Scene], chance: Random
) -> tuple[Question, ...]:
    """Every region in turn; about a quarter covered and two cut off, if the spec has tiers for
    these."""
    points = list(_in_turn(skeleton, pictures, chance))
    if not points:
        return ()
    count = min(max(len(points), LEAST), MOST)
    used = [0] * len(pictures)
    found: list[Question] = []
    for k in range(count):
        shown: Shown = "outside" if k % 10 == 7 else "covered" if k % 4 == 2 else "seen"
        made = _outside(skeleton, pictures, chance) if shown == "outside" else None
        made = made or _question(skeleton, pictures, points[k % len(points)], shown, used, chance)
        used[made.scene] += 1
        found.append(made)
    return tuple(found)


def fitting(skeleton: Skeleton, point: Keypoint, situation: Situation) -> tuple[Tier, ...]:
    """The tiers that a point may have in a situation."""
    tiers = skeleton.visibility.tiers if skeleton.visibility else ()
    allowed = (t for t in tiers if point.tiers is None or t.id in point.tiers)
    return tuple(t for t in allowed if situation in t.situations)


def _in_turn(skeleton: Skeleton, pictures: Sequence[Scene], chance: Random) -> Iterator[Keypoint]:
    """What can be asked for, one of each region after the other, by chance within it."""
    regions: dict[str | None, list[Keypoint]] = {}
    for point in skeleton.keypoints:
        by_hand = point.kind != "constructed" and point.deprecated is None
        if by_hand and any(_clear(scene, point.id) for scene in pictures):
            regions.setdefault(point.region, []).append(point)
    for row in regions.values():
        chance.shuffle(row)
    return (p for p in chain.from_iterable(zip_longest(*regions.values())) if p is not None)


def _clear(scene: Scene, id: str) -> bool:
    return id in scene.places and id not in scene.hidden


def _question(
    skeleton: Skeleton, pictures: Sequence[Scene], point: Keypoint, shown: Shown,
    used: Sequence[int], chance: Random,
) -> Question:  # fmt: skip
    """In the figure that was used least so far."""
    number = min(
        (k for k, scene in enumerate(pictures) if _clear(scene, point.id)),
        key=lambda k: (used[k], k),
    )
    scene = pictures[number]
    at = scene.places[point.id]
    tiers = fitting(skeleton, point, "hidden") if shown == "covered" else ()
    # A place that is never set when it is hidden would say nothing about clicks.
    if not tiers or all(tier.coordinates == "forbidden" for tier in tiers):
        window = _window(scene, point.id, 0.0, chance)
        return Question(point=point, scene=number, shown="seen", window=window, at=at)
    window = _window(scene, point.id, _CONTEXT, chance)
    return Question(
        point=point, scene=number, shown="covered", window=window, at=at,
        cover=_cover(at, _COVER * window.width, chance), tiers=tiers,
    )  # fmt: skip


def _window(scene: Scene, id: str, least: float, chance: Random) -> Box:
    """A square that shows the neighbours, the place somewhere around its middle."""
    at = scene.places[id]
    near = sorted(away for other in scene.places.values() if (away := dist(at, other)) > 1e-6)
    seen = min(max(round(_NEIGHBOURS * len(scene.places)), _FEW), _MANY)
    few = near[:_FEW]
    reach = max(away for away in near[:seen] if away <= _JUMP * few[-1]) if near else SIZE
    side = max(_ROOM * reach, _NARROWEST * SIZE, least * SIZE)
    if side > _WHOLE * SIZE:
        return Box(0.0, 0.0, SIZE, SIZE)
    left, top = (v - side * (0.5 + chance.uniform(-_OFF, _OFF)) for v in at)
    left, top = (min(max(v, 0.0), SIZE - side) for v in (left, top))
    return Box(left, top, left + side, top + side)


def _cover(at: Point, side: float, chance: Random) -> Box:
    """A box that hides a place, which lies somewhere in its inner half."""
    wide, tall = side * chance.uniform(0.85, 1.25), side * chance.uniform(0.85, 1.25)
    left = at[0] - wide * chance.uniform(0.28, 0.72)
    top = at[1] - tall * chance.uniform(0.28, 0.72)
    return Box(left, top, left + wide, top + tall)


def _outside(skeleton: Skeleton, pictures: Sequence[Scene], chance: Random) -> Question | None:
    """A picture that ends before a place; None when that cannot be asked."""
    for _ in range(_TRIES):
        number = chance.randrange(len(pictures))
        scene = pictures[number]
        id = chance.choice(sorted(scene.places))
        point = skeleton.by_id[id]
        tiers = fitting(skeleton, point, "outside")
        window = _cut_off(scene, scene.places[id], chance)
        if tiers and window and _clear(scene, id) and point.kind != "constructed":
            return Question(
                point=point, scene=number, shown="outside", window=window,
                at=scene.places[id], tiers=tiers,
            )  # fmt: skip
    return None


def _cut_off(scene: Scene, at: Point, chance: Random) -> Box | None:
    """A square that ends before a place and still shows enough of the others."""
    side, margin = SIZE * chance.uniform(0.5, 0.75), _BEYOND * SIZE
    low = chance.random() < 0.5
    axis = chance.randrange(2)
    start = at[axis] - margin - side if low else at[axis] + margin
    across = at[1 - axis] - side * chance.uniform(0.3, 0.7)
    across = min(max(across, 0.0), SIZE - side)
    if not 0.0 <= start <= SIZE - side:
        return None
    left, top = (start, across) if axis == 0 else (across, start)
    box = Box(left, top, left + side, top + side)
    inside = sum(
        box.left < x < box.right and box.top < y < box.bottom for x, y in scene.places.values()
    )
    return box if inside >= max(2.0, _REST * len(scene.places)) else None
