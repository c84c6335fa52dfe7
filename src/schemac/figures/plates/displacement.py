"""Where the wrong click of a mistake lies in a figure, as far as the picture's plane shows it."""

from __future__ import annotations

from math import dist
from typing import TYPE_CHECKING

from schemac.figures.geometry import Point
from schemac.figures.plates.stage import Stage, unit
from schemac.figures.silhouette import Silhouette
from schemac.model import Direction, Keypoint, Mistake, Side, Skeleton

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST = 0.45
"""What is farther away than this share of the figure is another matter than a slip."""

_AGREE = 0.6
_FLAT = ("front", "back")
_SIDEWAYS = ("left", "right")


def wrong_place(stage: Stage, id: str, mistake: Mistake, shown: Silhouette) -> Point | None:
    """Where the wrong click lies; None when the mistake does not say it, when it lies before or
    behind the right place in this view, or when it is too far away to be a slip."""
    at = shown.places.get(id)
    found = None if at is None else _target(stage, stage.point(id), at, mistake, shown)
    if at is None or found is None or not 0.0 < dist(at, found) < MOST * stage.size:
        return None
    return found


def direction(stage: Stage, id: str, towards: Direction, shown: Silhouette) -> Point | None:
    """The way that a word of direction leads from a keypoint, of length 1; None when it leads out
    of the picture's plane or the figure does not tell. From the midline, lateral is the way to
    the subject's left."""
    if towards in ("proximal", "distal"):
        return _along_limb(stage, id, towards == "distal", shown)
    if towards in ("up", "down"):
        upright = shown.sees in (*_FLAT, *_SIDEWAYS)
        return (0.0, -1.0 if towards == "up" else 1.0) if upright else None
    if towards in ("front", "back"):
        return _forward(stage, id, towards == "front", shown)
    return _aside(stage, stage.point(id).side, towards == "lateral", shown)


def _target(
    stage: Stage, point: Keypoint, at: Point, mistake: Mistake, shown: Silhouette
) -> Point | None:
    if mistake.offset is not None:
        return _shifted(stage.skeleton, point, at, mistake.offset, shown)
    share = 1.0 if mistake.by is None else mistake.by
    if mistake.keypoint is not None or mistake.toward is not None:
        goal = (
            shown.places.get(mistake.keypoint)
            if mistake.keypoint is not None
            else stage.atlas(shown).where(mistake.toward, point.side)  # type: ignore[arg-type]
        )
        return None if goal is None else _part(at, goal, share)
    if mistake.direction is None or mistake.by is None or mistake.unit is None:
        return None
    way = direction(stage, point.id, mistake.direction, shown)
    length = stage.atlas(stage.drawn()).span(mistake.unit, point.side)
    if way is None or length is None:
        return None
    return (at[0] + way[0] * length * share, at[1] + way[1] * length * share)


def _shifted(
    skeleton: Skeleton, point: Keypoint, at: Point, offset: Point, shown: Silhouette
) -> Point | None:
    """An offset is written for the left one in the main view: turned round on the right where left
    and right are mirror images, and from behind."""
    main = skeleton.main_view
    if main is None or shown.pose is not None:
        return None
    mirrored = point.side == "right" and (main.mirror is not None or main.sees in _FLAT)
    if shown.view != main.id:
        reverse = next((v for v in skeleton.views if v.id == shown.view), None)
        if reverse is None or reverse.reverse_of != main.id:
            return None
        mirrored = not mirrored
    return (at[0] + (-offset[0] if mirrored else offset[0]), at[1] + offset[1])


def _part(at: Point, goal: Point, share: float) -> Point:
    return (at[0] + (goal[0] - at[0]) * share, at[1] + (goal[1] - at[1]) * share)


def _along_limb(stage: Stage, id: str, outward: bool, shown: Silhouette) -> Point | None:
    """Along the edge that leads to the trunk or away from it; at a limb's end, straight on."""
    places, ranks = shown.places, stage.ranks
    at, rank = places[id], ranks[id]
    ends = [other for other in stage.limbs[id] if other in places]
    inner = _between(at, [places[other] for other in ends if ranks[other] < rank])
    outer = _between(at, [places[other] for other in ends if ranks[other] > rank])
    wanted, spare = (outer, inner) if outward else (inner, outer)
    if wanted is not None:
        return wanted
    if spare is not None:
        return (-spare[0], -spare[1])
    return _from_root(stage, id, outward, shown)


def _between(at: Point, ends: Sequence[Point]) -> Point | None:
    """The way that several edges share; None when they part too far to share one."""
    ways = [way for end in ends if (way := _toward(at, end)) is not None]
    if not ways:
        return None
    mean = (sum(u for u, _ in ways) / len(ways), sum(v for _, v in ways) / len(ways))
    return unit(mean) if dist((0.0, 0.0), mean) > _AGREE else None


def _from_root(stage: Stage, id: str, outward: bool, shown: Silhouette) -> Point | None:
    """Without edges: along the line from the heel, or from the root of the hand."""
    point = stage.point(id)
    heart = {"foot": "heel", "hand": "root"}.get(_book(point))
    for other in stage.skeleton.keypoints:
        if other.place and other.place.name == heart and other.side == point.side:
            goal = shown.places.get(other.id)
            way = None if goal is None else _toward(shown.places[id], goal)
            return None if way is None else (-way[0], -way[1]) if outward else way
    return None


def _forward(stage: Stage, id: str, front: bool, shown: Silhouette) -> Point | None:
    """In profile toward the picture's edge that the subject faces; a foot seen from above points
    with its toes; else out of the picture."""
    if shown.sees in _SIDEWAYS:
        ahead = -1.0 if shown.sees == "left" else 1.0
        return (ahead if front else -ahead, 0.0)
    if shown.sees == "above":
        axis = _axis(stage, id, shown)
        return None if axis is None else axis if front else (-axis[0], -axis[1])
    return None


def _aside(stage: Stage, side: Side | None, away: bool, shown: Silhouette) -> Point | None:
    """Across the midline, seen from the front or from behind."""
    if shown.sees not in _FLAT or stage.skeleton.subject.laterality == "viewer":
        return None
    if side is None and not away:
        return None
    left = -1.0 if side == "right" else 1.0
    seen = left if shown.sees == "front" else -left
    return (seen if away else -seen, 0.0)


def _axis(stage: Stage, id: str, shown: Silhouette) -> Point | None:
    """Of a foot, from the heel to the big toe."""
    spots: Mapping[str, Point] = {
        p.place.name: shown.places[p.id]
        for p in stage.skeleton.keypoints
        if p.place and p.id in shown.places and p.side == stage.point(id).side
    }
    if "heel" in spots and "big_toe_tip" in spots:
        return _toward(spots["heel"], spots["big_toe_tip"])
    return None


def _toward(a: Point, b: Point) -> Point | None:
    return unit((b[0] - a[0], b[1] - a[1]))


def _book(point: Keypoint) -> str:
    return point.place.dictionary.id.rsplit("/", 1)[-1] if point.place else ""
