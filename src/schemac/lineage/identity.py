"""Which keypoints there are, what they are called, and where they stand in arrays."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from schemac.lineage import change as c
from schemac.lineage.change import Change
from schemac.lineage.likeness import twins
from schemac.lineage.names import forgotten, renamed, resurrected
from schemac.lineage.order import in_order, moved
from schemac.lineage.pairing import (
    Declarations,
    Pairing,
    listed,
    points_of,
    stems,
    together,
)
from schemac.lineage.topology import edge_name
from schemac.model import Change as Declared
from schemac.model import Fate, Keypoint, Skeleton
from schemac.source import NOWHERE


def identity(both: Pairing, declared: Declarations) -> Iterator[Change]:
    """Keypoints that went, came, were renamed or moved to other indices."""
    roles, played = _roles(both, declared)
    yield from roles
    suspects, alike = _suspects(both, declared, played)
    yield from suspects
    gone = [p for p in both.gone if p.id not in played | alike]
    added = [p for p in both.added if p.id not in played | alike]
    went = list(_gone(both, gone, declared))
    came = list(_added(both, added, declared))
    moves = list(moved(both, declared))
    if moves and (went or came) and in_order(both) and type(moves[0]) is c.KeypointsReordered:
        # the old order closed up or made room: that is part of the edit that caused it
        cause = came if any(isinstance(x, c.KeypointInserted) for x in came) else went or came
        cause[0] = replace(cause[0], parts=(*cause[0].parts, *moves))
        moves = []
    yield from (*went, *came, *moves)
    yield from renamed(both, declared)
    yield from resurrected(both)
    yield from forgotten(both.old, both.new)


# ---- declared roles ---------------------------------------------------------------------------


def _roles(both: Pairing, declared: Declarations) -> tuple[list[Change], set[str]]:
    """Splits, merges and replacements, and the ids that take part in them."""
    found: list[Change] = []
    played: set[str] = set()
    for verb, kind in _ROLES.items():
        for one in declared.of(verb):
            into = tuple(fate.target for fate in one.into) or ((one.by,) if one.by else ())
            gone = [p for p in both.gone if p.stem in one.points or p.id in one.points]
            came = [p for p in both.added if p.stem in into or p.id in into]
            if not gone:
                continue
            played.update(p.id for p in (*gone, *came))
            found.append(_role(kind, one, into, gone, came))
    return found, played


def _role(
    kind: type[Change],
    one: Declared,
    into: tuple[str, ...],
    gone: list[Keypoint],
    came: list[Keypoint],
) -> Change:
    return kind(
        message=f"{listed(one.points)} gave way to {listed(into)}",
        points=tuple(p.id for p in (*gone, *came)),
        before=", ".join(one.points),
        after=", ".join(map(_fate, one.into)) or _labels(one.by or "", one.labels),
        why=one.why,
        old=gone[0].origin,
        new=one.origin,
    )


def _fate(fate: Fate) -> str:
    return _labels(fate.target, fate.labels)


def _labels(target: str, labels: str | None) -> str:
    return f"{target} (labels: {labels})" if labels else target


_ROLES: dict[str, type[Change]] = {
    "split": c.KeypointSplit,
    "merge": c.KeypointsMerged,
    "replace": c.KeypointReplaced,
}


# ---- gone and new -----------------------------------------------------------------------------


def _suspects(
    both: Pairing, declared: Declarations, played: set[str]
) -> tuple[list[Change], set[str]]:
    """Keypoints that seem to go on under another id. One that is retired was thought about."""
    if not declared.expected:
        return [], set()
    retired = {stone.id for stone in both.new.retired}
    gone = [p for p in both.gone if p.id not in played and not retired & {p.id, p.stem}]
    found: list[Change] = []
    for old, new, signs in twins(both, gone, [p for p in both.added if p.id not in played]):
        ids = [p.id for p in (*both.gone, *both.added) if p.stem in (old.stem, new.stem)]
        found.append(
            c.RenameSuspected(
                message=f"`{old.stem}` seems to go on as `{new.stem}`: {signs}",
                points=tuple(ids),
                before=old.stem,
                after=new.stem,
                old=old.origin,
                new=new.origin,
            )
        )
    return found, set(points_of(found))


def _gone(both: Pairing, gone: list[Keypoint], declared: Declarations) -> Iterator[Change]:
    stones = {stone.id: stone for stone in both.new.retired}
    parts: dict[object, list[Change]] = {}
    for stem in stems(gone):
        points = [p for p in gone if p.stem == stem]
        stone = stones.get(stem) or stones.get(points[0].id)
        kept = stone is not None or not declared.expected
        kind = c.KeypointRetired if kept else c.KeypointDropped
        said = f"`{stem}` is retired" if stone else f"`{stem}` is gone"
        said += "" if kept else ", and `retired` does not list it"
        one = kind(
            message=said,
            points=tuple(p.id for p in points),
            before=_at(points),
            why=stone.why if stone else None,
            old=points[0].origin,
            new=stone.origin if stone else both.new.origin,
            parts=tuple(_edges_of(points, both.old, c.EdgeRemoved)),
        )
        foreign = points[0].origin.file != both.old.origin.file
        parts.setdefault((kind, points[0].origin.file if foreign else stem), []).append(one)
    yield from _grouped(parts, "{} are gone with the part they came with")


def _added(both: Pairing, added: list[Keypoint], declared: Declarations) -> Iterator[Change]:
    last = max((p.index for p in both.old.keypoints), default=-1)
    parts: dict[object, list[Change]] = {}
    for stem in stems(added):
        points = [p for p in added if p.stem == stem]
        kind = _arrival(points, last)
        one = kind(
            message=f"`{stem}` is new" + _ARRIVALS[kind],
            points=tuple(p.id for p in points),
            after=_at(points),
            why=_carried(declared.naming("add", stem, *(p.id for p in points))),
            new=points[0].origin,
            parts=tuple(_edges_of(points, both.new, c.EdgeAdded)),
        )
        foreign = points[0].origin.file != both.new.origin.file
        parts.setdefault((kind, points[0].origin.file if foreign else stem), []).append(one)
    yield from _grouped(parts, "{} are new with the part they come with")


def _carried(change: Declared | None) -> str | None:
    """What a declared `add` says of old labels."""
    if change is None:
        return None
    said = (change.why, f"labels: {change.labels}" if change.labels else None)
    return " ".join(word for word in said if word) or None


def _arrival(points: list[Keypoint], last: int) -> type[Change]:
    if any(p.required for p in points):
        return c.RequiredKeypointAdded
    inserted = any(p.index <= last for p in points)
    return c.KeypointInserted if inserted else c.KeypointAppended


_ARRIVALS: dict[type[Change], str] = {
    c.RequiredKeypointAdded: " and required",
    c.KeypointInserted: ", among the old indices",
    c.KeypointAppended: ", after the old indices",
}


def _grouped(parts: dict[object, list[Change]], message: str) -> Iterator[Change]:
    for group in parts.values():
        count = f"{len(points_of(group))} keypoints"
        yield from together(type(group[0]), group, message.format(count))


def _edges_of(points: list[Keypoint], skeleton: Skeleton, kind: type[Change]) -> Iterator[Change]:
    """The edges that came or went with keypoints, as a part of that."""
    ids = {p.id for p in points}
    edges = [e for e in skeleton.edges if ids & {e.source, e.target}]
    if not edges:
        return
    gone = kind is c.EdgeRemoved
    text = ", ".join(dict.fromkeys(edge_name(edge, skeleton) for edge in edges))
    yield kind(
        message="its edges are gone" if gone else "its edges are new",
        points=tuple(dict.fromkeys(p for e in edges for p in (e.source, e.target))),
        before=text if gone else None,
        after=None if gone else text,
        old=edges[0].origin if gone else NOWHERE,
        new=NOWHERE if gone else edges[0].origin,
    )


def _at(points: list[Keypoint]) -> str:
    """The indices of keypoints, in words."""
    where = ", ".join(str(p.index) for p in points)
    return f"index {where}" if len(points) == 1 else f"indices {where}"
