"""Edges: out of range, counted from the other base, of no use."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.diagnostic import Diagnostic
from schemac.draft import Draft, DraftEdge
from schemac.importing import codes
from schemac.importing.faults.names import shown
from schemac.importing.settled import named_pairs, shift_of
from schemac.importing.spots import place_of


def faults(draft: Draft) -> Iterator[Diagnostic]:
    """What is wrong with the edges."""
    step = shift_of(draft)
    if step:
        yield _shifted(draft, step)
    else:
        yield from _nowhere(draft)
        yield from _lopsided(draft)
    yield from _useless(draft, step)


def _shifted(draft: Draft, step: int) -> Diagnostic:
    total, based = len(draft.points), draft.based or 0
    fits = [e for e in draft.edges or () if not _inside(e, total)]
    at, span = place_of(draft, fits[0].span if fits else None)
    said = based - step
    written = _numbers(fits[0], based)
    message = (
        f"the edges count keypoints from {said}, but in this format they count from {based}:"
        f" {written} is out of range, and all {len(draft.edges or ())} fit when moved by one"
    )
    sign = "add 1 to" if step > 0 else "subtract 1 from"
    first = next(iter(draft.edges or ()))
    ends = (first.start + step, first.end + step)
    names = " and ".join(f"`{shown(draft.points[end].name)}`" for end in ends)
    help = f"{sign} every number; the draft does so: its first edge joins {names}"
    return codes.EDGES_SHIFTED.at(at, message, span=span, help=help)


def _nowhere(draft: Draft) -> Iterator[Diagnostic]:
    total = len(draft.points)
    for edge in draft.edges or ():
        if _inside(edge, total):
            continue
        at, span = place_of(draft, edge.span)
        if draft.based is None:
            message = "an edge names a keypoint that is not listed"
            yield codes.EDGE_NOWHERE.at(at, message, span=span)
            continue
        low, high = draft.based, total - 1 + draft.based
        message = (
            f"the edge {_numbers(edge, draft.based)} leads to no keypoint:"
            f" there are {total}, counted here from {low} to {high}"
        )
        yield codes.EDGE_NOWHERE.at(at, message, span=span)


def _lopsided(draft: Draft) -> Iterator[Diagnostic]:
    """All in range, but left and right are alike only when every number is moved by one."""
    total, based = len(draft.points), draft.based
    edges = [(e.start, e.end) for e in draft.edges or () if _inside(e, total)]
    if based is None or len(edges) < 6:
        return
    pairs = named_pairs(draft)
    if len(pairs) < 4:
        return
    step = 1 if based == 1 else -1
    moved = [(a + step, b + step) for a, b in edges]
    fits = all(0 <= end < total for edge in moved for end in edge)
    if fits and _symmetry(edges, pairs) < 0.4 and _symmetry(moved, pairs) > 0.9:
        at, span = place_of(draft, (draft.edges or ())[0].span)
        message = (
            f"the edges look moved by one: in this format they count from {based},"
            f" but left and right are joined alike only when they count from {based - step}"
        )
        help = "the draft has them as they are; look at its figure: `schemac serve`"
        yield codes.EDGES_SHIFTED.at(at, message, span=span, help=help)


def _symmetry(edges: list[tuple[int, int]], pairs: dict[int, int]) -> float:
    """The share of edges whose mirror image is an edge too."""
    drawn = {frozenset(edge) for edge in edges}
    hits = [frozenset(pairs.get(end, end) for end in edge) in drawn for edge in edges]
    return sum(hits) / len(hits)


def _useless(draft: Draft, step: int) -> Iterator[Diagnostic]:
    seen: set[frozenset[int]] = set()
    total = len(draft.points)
    for edge in draft.edges or ():
        ends = (edge.start + step, edge.end + step)
        if not all(0 <= end < total for end in ends):
            continue
        names = [shown(draft.points[end].name) for end in ends]
        at, span = place_of(draft, edge.span)
        if ends[0] == ends[1]:
            message = f"an edge joins `{names[0]}` to itself; the draft leaves it out"
            yield codes.EDGE_ODD.at(at, message, span=span)
        elif frozenset(ends) in seen:
            message = f"the edge from `{names[0]}` to `{names[1]}` is there twice"
            yield codes.EDGE_ODD.at(at, message, span=span)
        seen.add(frozenset(ends))


def _inside(edge: DraftEdge, total: int) -> bool:
    return 0 <= edge.start < total and 0 <= edge.end < total


def _numbers(edge: DraftEdge, based: int) -> str:
    """An edge as the file counts it."""
    return f"[{edge.start + based}, {edge.end + based}]"
