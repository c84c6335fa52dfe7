"""What a map cannot carry, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from schemac.mapping.fidelity import Fidelity
from schemac.mapping.migration import MigrationMap
from schemac.model import Skeleton


class Lost(Struct, frozen=True):
    """A loss: of what kind, of which keypoint or tier, and why."""

    what: str
    id: str
    message: str


def losses_of_map(map: MigrationMap, target: Skeleton | None = None) -> tuple[Lost, ...]:
    """Source keypoints that nobody takes, targets that stay empty, tiers that become one. With the
    target's skeleton, its tombstones say why a point is gone."""
    return (*_keypoints(map, target), *_empty(map), *_tiers(map))


def _keypoints(map: MigrationMap, target: Skeleton | None) -> Iterator[Lost]:
    gone = {stone.id: stone.why for stone in target.retired} if target else {}
    again = {entry.target for entry in map.entries if entry.fidelity is Fidelity.RELABEL}
    for point in map.lost:
        if point in again:
            continue  # its namesake is labelled again, which is told below
        stem = point.removeprefix("left_").removeprefix("right_")
        why = gone.get(point) or gone.get(stem)
        retired = point in gone or stem in gone
        said = "is retired" if retired else f"has no use in {map.target.reference}"
        yield Lost("source keypoint", point, f"`{point}` {said}{f': {why}' if why else ''}")


def _empty(map: MigrationMap) -> Iterator[Lost]:
    for entry in map.entries:
        if entry.fidelity >= Fidelity.RELABEL:
            said = "has to be labelled again" if entry.fidelity < Fidelity.NONE else "has no source"
            why = f": {'; '.join(entry.why)}" if entry.why else ""
            yield Lost("target keypoint", entry.target, f"`{entry.target}` {said}{why}")


def _tiers(map: MigrationMap) -> Iterator[Lost]:
    by_target: dict[str, list[str]] = {}
    for step in map.tiers:
        by_target.setdefault(step.target, []).append(step.source)
    for step in map.tiers:
        rung = map.source.tiers[map.source.rank[step.source]]
        others = [f"`{tier}`" for tier in by_target[step.target] if tier != step.source]
        if rung.placed and not step.keeps:
            yield Lost("tier", step.source, f"tier `{step.source}` loses its coordinates")
        if others:
            message = f"tier `{step.source}` becomes `{step.target}`, as does {', '.join(others)}"
            yield Lost("tier", step.source, message)
