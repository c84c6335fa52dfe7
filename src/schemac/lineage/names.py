"""What keypoints are and were called, and the tombstones of those that are gone."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.lineage import change as c
from schemac.lineage.change import Change
from schemac.lineage.pairing import (
    Declarations,
    Pairing,
    Value,
    by_stem,
    listed,
    stems,
    together,
)
from schemac.model import Retired, Skeleton
from schemac.source import Origin


def renamed(both: Pairing, declared: Declarations) -> Iterator[Change]:
    """Keypoints with another name, with and without the old one on record."""
    others = [pair for pair in both.stayed if pair.old.name != pair.new.name]
    for silent in (False, True):
        kind = c.KeypointRenamedSilently if silent else c.KeypointRenamed
        values = [
            Value(
                pair.new, pair.old.name, pair.new.name,
                pair.old.where("name"), pair.new.where("name"),
            )
            for pair in others
            if silent == (declared.expected and pair.old.name not in pair.new.former_names)
        ]  # fmt: skip
        tail = ", and `former_names` does not list its old name" if silent else ""
        found = by_stem(kind, values, f"{{}} is renamed{tail}")
        parts = list(found)
        if len(parts) > 3:  # a new template for all names is one edit
            yield from together(kind, parts, f"{len(values)} keypoints are renamed{tail}")
        else:
            yield from parts


def resurrected(both: Pairing) -> Iterator[Change]:
    """Keypoints whose id an earlier version retired."""
    stones = {stone.id: stone for stone in both.old.retired}
    for stem in stems(both.new.keypoints):
        points = [p for p in both.new.keypoints if p.stem == stem]
        stone = stones.get(stem) or stones.get(points[0].id)
        if stone is not None and points[0].id not in both.old.by_id:
            yield c.KeypointReused(
                message=f"`{stem}` was retired after {stone.last} and is a keypoint again",
                points=tuple(p.id for p in points),
                old=stone.origin,
                new=points[0].origin,
            )


def forgotten(old: Skeleton, new: Skeleton) -> Iterator[Change]:
    """Tombstones and former names that are no longer listed."""
    yield from tombstones(old.retired, new.retired, new.origin)
    for point in new.keypoints:
        before = old.by_id.get(point.id)
        lost = [n for n in before.former_names if n not in point.former_names] if before else []
        if before is not None and lost:
            yield c.FormerNameRemoved(
                message=f"`{point.id}` no longer lists its former name {listed(lost)}",
                points=(point.id,),
                before=", ".join(before.former_names),
                after=", ".join(point.former_names) or None,
                old=before.where("former_names"),
                new=point.where("former_names"),
            )


def tombstones(
    old: tuple[Retired, ...], new: tuple[Retired, ...], home: Origin
) -> Iterator[Change]:
    """Entries of `retired` that are gone."""
    kept = {stone.id for stone in new}
    for stone in old:
        if stone.id not in kept:
            yield c.TombstoneRemoved(
                message=f"`{stone.id}` is no longer listed under `retired`",
                points=(stone.id,),
                old=stone.origin,
                new=home / "retired" if new else home,
            )
