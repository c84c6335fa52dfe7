"""Edges, the kinematic tree, mirror partners, contours, regions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schemac.lineage import change as c
from schemac.lineage.change import Change
from schemac.lineage.pairing import Declarations, Pairing, Value, by_stem, listed, together
from schemac.model import Contour, Edge, Skeleton
from schemac.source import NOWHERE, Origin

Pair = tuple[str, str]


def topology(both: Pairing, declared: Declarations) -> Iterator[Change]:
    """How keypoints hang together."""
    yield from _edges(both)
    yield from _tree(both)
    yield from _mirror(both)
    yield from _contours(both)
    yield from _regions(both)


# ---- edges ------------------------------------------------------------------------------------


def _edges(both: Pairing) -> Iterator[Change]:
    """Edges between keypoints that stayed; the others belong to the keypoint that came or went."""
    shared = both.old.by_id.keys() & both.new.by_id.keys()
    before, after = (_inside(s, shared) for s in (both.old, both.new))
    turned = [edge for pair, edge in after.items() if pair[::-1] in before and pair not in before]
    gone = [e for pair, e in before.items() if pair not in after and pair[::-1] not in after]
    came = [e for pair, e in after.items() if pair not in before and pair[::-1] not in before]
    yield from _chains(c.EdgeRemoved, gone, both.old)
    yield from _chains(c.EdgeAdded, came, both.new)
    for edge in turned:
        yield c.EdgeReversed(
            message=f"the edge from `{edge.target}` to `{edge.source}` runs the other way",
            points=(edge.source, edge.target),
            before=f"{edge.target}–{edge.source}", after=_said([edge]),
            old=before[edge.target, edge.source].origin, new=edge.origin,
        )  # fmt: skip
    order = [[p for p in side if p in before and p in after] for side in (before, after)]
    if order[0] != order[1]:
        first = next(two for one, two in zip(*order, strict=True) if one != two)
        yield c.EdgesReordered(
            message="the edges stand in another order",
            old=before[first].origin,
            new=after[first].origin,
        )


def _inside(skeleton: Skeleton, shared: Iterable[str]) -> dict[Pair, Edge]:
    known = set(shared)
    return {(e.source, e.target): e for e in skeleton.edges if {e.source, e.target} <= known}


def _chains(kind: type[Change], edges: list[Edge], skeleton: Skeleton) -> Iterator[Change]:
    """Edges written in one chain, left and right alike, are one edit."""
    chains: dict[Origin, list[Edge]] = {}
    for edge in edges:
        chains.setdefault(edge.origin, []).append(edge)
    gone = kind is c.EdgeRemoved
    for origin, chain in chains.items():
        names = dict.fromkeys(edge_name(edge, skeleton) for edge in chain)
        one = len(names) == 1
        verb = f"{'is' if one else 'are'} {'gone' if gone else 'new'}"
        yield kind(
            message=f"the edge{'' if one else 's'} {listed(names, 4)} {verb}",
            points=tuple(dict.fromkeys(p for e in chain for p in (e.source, e.target))),
            before=_said(chain) if gone else None,
            after=None if gone else _said(chain),
            old=origin if gone else NOWHERE,
            new=NOWHERE if gone else origin,
        )


def edge_name(edge: Edge, skeleton: Skeleton) -> str:
    """An edge as it was written for both sides; one across the middle keeps its sides."""
    ends = skeleton.by_id[edge.source], skeleton.by_id[edge.target]
    across = {end.side for end in ends} == {"left", "right"}
    return "–".join(end.id if across else end.stem for end in ends)


def _said(edges: list[Edge]) -> str:
    return ", ".join(f"{edge.source}–{edge.target}" for edge in edges)


# ---- tree and mirror --------------------------------------------------------------------------


def _tree(both: Pairing) -> Iterator[Change]:
    if both.old.root != both.new.root:
        yield c.ParentChanged(
            message="the kinematic tree has another root",
            before=both.old.root, after=both.new.root,
            old=both.old.origin / "root", new=both.new.origin / "root",
        )  # fmt: skip
    values = [
        Value(
            pair.new, pair.old.parent or "none", pair.new.parent or "none",
            pair.old.where("parent"), pair.new.where("parent"),
        )
        for pair in both.stayed
        if pair.old.parent != pair.new.parent
    ]  # fmt: skip
    kind = c.ParentChanged
    parts = list(by_stem(kind, values, "{} has another parent in the tree"))
    yield from together(kind, parts, f"{len(parts)} keypoints have another parent in the tree")


def _mirror(both: Pairing) -> Iterator[Change]:
    """Partners follow from stems, so only those that a partner's end or arrival changes, and
    what a top-bottom flip exchanges."""
    values = []
    for pair in both.stayed:
        one, two = both.old.partners[pair.old.id], both.new.partners[pair.new.id]
        if one != two and one in both.new.by_id and two in both.old.by_id:
            values.append(Value(pair.new, one, two, pair.old.origin, pair.new.origin))
    yield from by_stem(c.MirrorChanged, values, "{} has another mirror partner")
    swaps = [
        sorted(f"{swap.first}–{swap.second}" for swap in s.top_bottom) for s in (both.old, both.new)
    ]
    if swaps[0] != swaps[1]:
        yield c.MirrorChanged(
            message="a top-bottom flip exchanges other keypoints",
            before=", ".join(swaps[0]) or None, after=", ".join(swaps[1]) or None,
            old=both.old.origin / "mirror", new=both.new.origin / "mirror",
        )  # fmt: skip


# ---- contours and regions ---------------------------------------------------------------------


def _contours(both: Pairing) -> Iterator[Change]:
    before = {each.id: each for each in both.old.contours}
    after = {each.id: each for each in both.new.contours}
    for id in {**before, **after}:
        old, new = before.get(id), after.get(id)
        if old and new and _traced(old) == _traced(new):
            continue
        how = "is gone" if new is None else "is new" if old is None else "runs differently"
        yield c.ContourChanged(
            message=f"the contour `{id}` {how}",
            before=_traced(old) if old else None,
            after=_traced(new) if new else None,
            old=old.origin if old else NOWHERE,
            new=new.origin if new else both.new.origin / "contours",
        )


def _traced(contour: Contour) -> str:
    text = ", ".join(contour.points)
    return (
        text + (", closed" if contour.closed else "") + (", straight" if contour.straight else "")
    )


def _regions(both: Pairing) -> Iterator[Change]:
    before = {each.id: each for each in both.old.regions}
    after = {each.id: each for each in both.new.regions}
    for id, old in before.items():
        if id not in after:
            at = both.new.origin / "regions"
            yield c.RegionChanged(message=f"the region `{id}` is gone", old=old.origin, new=at)
    for id, new in after.items():
        if id not in before:
            yield c.RegionChanged(message=f"there is a new region `{id}`", new=new.origin)
        elif (old := before[id]).by_side != new.by_side or old.gate != new.gate:
            field = "gate" if old.gate != new.gate else "by_side"
            yield c.RegionChanged(
                message=f"the region `{id}` says another `{field}`",
                before=_text(getattr(old, field)), after=_text(getattr(new, field)),
                old=old.origin / field, new=new.origin / field,
            )  # fmt: skip
    values = [
        Value(
            pair.new, pair.old.region, pair.new.region,
            pair.old.where("region"), pair.new.where("region"),
        )
        for pair in both.stayed
        if pair.old.region != pair.new.region
    ]  # fmt: skip
    parts = list(by_stem(c.RegionChanged, values, "{} is in another region"))
    names = listed(part.points[0] for part in parts)
    yield from together(c.RegionChanged, parts, f"keypoints are in other regions: {names}")


def _text(value: object) -> str | None:
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)
