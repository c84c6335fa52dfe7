"""Keypoints that are shown together: a region, or its left and its right part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from schemac.figures.geometry import Box, around
from schemac.figures.plates.stage import Stage
from schemac.figures.silhouette import Silhouette
from schemac.model import Side

_FEW = 3  # keypoints that a view hides: from then on they are shown by themselves
_APART = 2.2  # times as wide as one of them: two parts that are better drawn apart
_BESIDE = 0.28  # of the size of the subject: so far apart that both would be small


class Group(Struct, frozen=True):
    """Keypoints (ids in index order) of a region, and of a side where it is shown by side. `close`
    is a part of one that needs a closer look. `view` is the one that shows them best."""

    id: str
    region: str
    side: Side | None
    members: tuple[str, ...]
    close: bool = False
    view: str | None = None


def groups(stage: Stage) -> tuple[Group, ...]:
    """The groups of all keypoints with a region, in the order of the regions."""
    return stage.once(("groups",), lambda: tuple(_groups(stage)))


def region_groups(stage: Stage, region: str) -> tuple[Group, ...]:
    """One group, or the right and the left one of a region whose sides lie apart; those of another
    view where that shows several keypoints which the first one hides."""
    return tuple(group for group in groups(stage) if group.region == region)


def homes(stage: Stage) -> Mapping[str, str]:
    """Keypoint id -> the view on whose map it stands."""
    return stage.once(("homes",), lambda: dict(_homes(stage)))


def _groups(stage: Stage) -> Iterator[Group]:
    for region in stage.skeleton.regions:
        ids = [p.id for p in stage.skeleton.keypoints if p.region == region.id]
        for k, (view, members) in enumerate(_by_view(stage, ids)):
            yield from _by_side(stage, region.id, view, members, f"-{view}" if k else "")


def _homes(stage: Stage) -> Iterator[tuple[str, str]]:
    grouped = {id: g.view for g in groups(stage) for id in g.members}
    for id, view in grouped.items():
        yield id, view or stage.views[0]
    for view, members in _by_view(stage, [i for i in stage.skeleton.by_id if i not in grouped]):
        yield from ((id, view) for id in members)


def _by_view(stage: Stage, ids: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Keypoints by the view that shows most of them best. A few that it hides stay with the others,
    so that they are seen together."""
    left = [id for id in ids if stage.best(id)]
    while left:
        best = {id: shown.view for id in left if (shown := stage.best(id))}
        view = max(stage.views, key=lambda view: list(best.values()).count(view))
        shown = stage.drawn(view)
        rest = [id for id in left if id in shown.hidden and best[id] != view]
        if len(rest) < _FEW:
            rest = []
        here = [id for id in left if id in shown.places and id not in rest]
        yield view, here
        left = [id for id in left if id not in here]


def _by_side(
    stage: Stage, region: str, view: str, ids: Sequence[str], ending: str
) -> tuple[Group, ...]:
    shown = stage.drawn(view)
    sides: dict[Side | None, list[str]] = {}
    for id in ids:
        sides.setdefault(stage.point(id).side, []).append(id)
    if set(sides) != {"left", "right"} or not _apart(stage, shown, region, sides):
        return (Group(region + ending, region, None, tuple(ids), view=view),)
    by_place = sorted(sides.items(), key=lambda item: extent(shown, item[1]).left)
    return tuple(
        Group(f"{region}-{side}{ending}", region, side, tuple(members), view=view)
        for side, members in by_place
    )


def extent(shown: Silhouette, ids: Sequence[str]) -> Box:
    """The box around those of some keypoints that a silhouette has, in figure units."""
    return around(shown.places[id] for id in ids if id in shown.places)


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
