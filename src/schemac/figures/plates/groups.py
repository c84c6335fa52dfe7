"""Keypoints that are shown together: a region, or its left and its right part."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from schemac.figures.geometry import Box, around
from schemac.figures.plates.stage import Stage
from schemac.figures.silhouette import Silhouette
from schemac.model import Side

_APART = 2.2  # times as wide as one of them: two parts that are better drawn apart
_BESIDE = 0.28  # of the size of the subject: so far apart that both would be small


class Group(Struct, frozen=True):
    """Keypoints (ids in index order) of a region, and of a side where it is shown by side. `close`
    is a part of one that needs a closer look."""

    id: str
    region: str
    side: Side | None
    members: tuple[str, ...]
    close: bool = False


def groups(stage: Stage, shown: Silhouette) -> tuple[Group, ...]:
    """The groups of a silhouette's keypoints, in the order of the regions."""
    found: list[Group] = []
    for region in stage.skeleton.regions:
        found += region_groups(stage, shown, region.id)
    return tuple(found)


def region_groups(stage: Stage, shown: Silhouette, region: str) -> tuple[Group, ...]:
    """One group, or the right and the left one of a region whose sides lie apart."""
    points = [p for p in stage.skeleton.keypoints if p.region == region and p.id in shown.places]
    if not points:
        return ()
    sides: dict[Side | None, list[str]] = {}
    for point in points:
        sides.setdefault(point.side, []).append(point.id)
    whole = Group(region, region, None, tuple(p.id for p in points))
    if set(sides) != {"left", "right"} or not _apart(stage, shown, region, sides):
        return (whole,)
    by_place = sorted(sides.items(), key=lambda item: extent(shown, item[1]).left)
    return tuple(
        Group(f"{region}-{side}", region, side, tuple(ids)) for side, ids in by_place
    )  # fmt: skip


def extent(shown: Silhouette, ids: Sequence[str]) -> Box:
    """The box around some keypoints, in figure units."""
    return around(shown.places[id] for id in ids)


def _apart(
    stage: Stage, shown: Silhouette, region: str, sides: dict[Side | None, list[str]]
) -> bool:
    """Whether the two sides of a region are two subjects rather than one."""
    left, right = extent(shown, sides["left"]), extent(shown, sides["right"])
    if left.left <= right.right and right.left <= left.right:
        return False
    found = stage.skeleton.region(region)
    if found is not None and found.by_side:
        return True
    both = extent(shown, [*sides["left"], *sides["right"]])
    single = max(left.width, right.width, left.height, right.height, 1e-6)
    return len(sides["left"]) > 3 and both.width > _APART * single and (
        both.width > _BESIDE * stage.size
    )  # fmt: skip
