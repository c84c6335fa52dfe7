"""How keypoints stand together in the palette and in the drawings: by region, and by side.

Label Studio's exporters read the order of the labels in the document as the order of the
keypoints, so that order has to be the index order, whatever belongs together. Where the points of
one group are not neighbours in index order, the group is cut into runs that are, and the style
sheet's `order` puts the runs of a group side by side on the screen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from schemac.model import Keypoint, Region, Side, Skeleton


class Group(Struct, frozen=True):
    """Keypoints that are shown together, in index order; `place` is the rank on the screen."""

    title: str
    points: tuple[Keypoint, ...]
    place: int


class Run(Struct, frozen=True):
    """Keypoints of one group that are neighbours in index order."""

    group: Group
    points: tuple[Keypoint, ...]

    @property
    def heads(self) -> bool:
        """Whether the group begins here."""
        return self.points[0] == self.group.points[0]


class Cell(Struct, frozen=True):
    """Where a keypoint stands in the grid of its run; rows and columns count from 1."""

    row: int
    column: int


def groups(skeleton: Skeleton) -> tuple[Group, ...]:
    """The groups in the order in which they stand on the screen: regions as the spec lists them,
    and of one region the side that is on the left of the picture first."""
    order = (None, *sides_from_left(skeleton))
    known = [*skeleton.regions, None]
    keyed = sorted(skeleton.keypoints, key=lambda p: _key(skeleton, p))
    found: list[Group] = []
    for (rank, side), points in groupby(keyed, key=lambda p: _key(skeleton, p)):
        title = _title(known[rank], order[side])
        found.append(Group(title, tuple(points), len(found)))
    return tuple(found)


def runs(skeleton: Skeleton) -> Iterator[Run]:
    """All keypoints in index order, cut where the group changes."""
    group_of = {p.id: group for group in groups(skeleton) for p in group.points}
    for _, points in groupby(skeleton.keypoints, key=lambda p: group_of[p.id].place):
        run = tuple(points)
        yield Run(group_of[run[0].id], run)


def sides_from_left(skeleton: Skeleton) -> tuple[Side, Side]:
    """The two sides as they stand in the main view from left to right.

    Where the view does not say, as one meets a subject: its right hand is on the left.
    """
    at = skeleton.positions()
    mean = {}
    for side in ("left", "right"):
        across = [at[p.id][0] for p in skeleton.keypoints if p.side == side and p.id in at]
        mean[side] = sum(across) / len(across) if across else None
    left, right = mean["left"], mean["right"]
    if left is None or right is None or left == right:
        swapped = skeleton.subject.laterality == "subject"
    else:
        swapped = right < left
    return ("right", "left") if swapped else ("left", "right")


def cells(run: Run, first: Side, rows: int) -> dict[str, Cell]:
    """Where each keypoint of a run stands: one side, the midline, the other side, as in the
    picture. Partners share a row; a side longer than `rows` folds, outer columns first.
    Constructed keypoints have no place: they are computed, nobody sets them."""
    seen = [p for p in run.points if p.kind != "constructed"]
    zones = [[p for p in seen if p.side == side] for side in _zones(first)]
    partner_row = {p.stem: row for zone in zones for row, p in enumerate(zone) if p.side == first}
    placed: dict[str, Cell] = {}
    start = 1
    for zone, outer_last in zip(zones, (False, False, True), strict=True):
        ranks = _ranks(zone, partner_row if outer_last else {})
        folds = max(ranks, default=-1) // rows + 1
        for point, rank in zip(zone, ranks, strict=True):
            fold = folds - 1 - rank // rows if outer_last else rank // rows
            placed[point.id] = Cell(rank % rows + 1, start + fold)
        start += folds
    return placed


def _ranks(zone: Sequence[Keypoint], partner_row: dict[str, int]) -> list[int]:
    """The rank of a point is its partner's; if not all have a partner, the order counts."""
    if zone and all(p.stem in partner_row for p in zone):
        return [partner_row[p.stem] for p in zone]
    return list(range(len(zone)))


def _zones(first: Side) -> tuple[Side | None, ...]:
    return (first, None, "right" if first == "left" else "left")


def _key(skeleton: Skeleton, point: Keypoint) -> tuple[int, int]:
    """Rank of the region (after all others where there is none), rank of the side in it."""
    rank = next((i for i, r in enumerate(skeleton.regions) if r.id == point.region), None)
    if rank is None:
        return len(skeleton.regions), 0
    apart = point.side is not None and skeleton.regions[rank].by_side
    return rank, sides_from_left(skeleton).index(point.side) + 1 if apart and point.side else 0


def _title(region: Region | None, side: Side | None) -> str:
    if region is None:
        return ""
    return f"{region.title}, {side}" if side else region.title
