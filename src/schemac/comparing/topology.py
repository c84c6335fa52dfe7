"""Mirror partners, and edges as sets; their order and direction change nothing for most tools."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemac.comparing.both import SHOWN, Both, Difference, Place, called, few, many
from schemac.draft import Draft
from schemac.source import Span


def mirror(both: Both) -> Iterator[Difference]:
    """Mirror partners, each pair told once."""
    mine, theirs = partners(both.one), partners(both.other)
    swaps = [sum(i < j for i, j in enumerate(each)) for each in (mine, theirs)]
    if min(swaps) == 0 < max(swaps):
        yield _nothing(both, swaps)
        return
    fresh = list(_unlike(both, mine, theirs))
    names, there = both.names
    for i, j in fresh[:SHOWN]:
        message = (
            f"the mirror partner of `{names[i]}` is {_partner(names, i, mine[i])} here,"
            f" {_partner(there, j, theirs[j])} there"
        )
        yield Difference("mirror", message, _stated(both.one, i), _stated(both.other, j))
    if len(fresh) > SHOWN:
        message = f"{len(fresh) - SHOWN} more mirror partners differ"
        yield Difference("mirror", message)


def _nothing(both: Both, swaps: Sequence[int]) -> Difference:
    """One list that exchanges nothing, and one that does."""
    drafts = (both.one, both.other)
    empty, full = drafts if swaps[0] == 0 else drafts[::-1]
    message = (
        f"{called(full)} has {many(max(swaps), 'mirror pair')}, {called(empty)} exchanges nothing"
    )
    index = next((i for i, j in enumerate(partners(full)) if i != j), 0)
    there = (both.across if full is both.one else both.back).get(index, 0)
    places = {id(full): _stated(full, index), id(empty): _stated(empty, there)}
    return Difference("mirror", message, places[id(both.one)], places[id(both.other)])


def _unlike(both: Both, mine: Sequence[int], theirs: Sequence[int]) -> Iterator[tuple[int, int]]:
    told: set[int] = set()
    for i, j in both.pairs:
        same = mine[i] not in both.across or both.across[mine[i]] == theirs[j]
        if not same and i not in told:
            told |= {i, mine[i], both.back.get(theirs[j], i)}
            yield i, j


def edges(both: Both) -> Iterator[Difference]:
    """Edges as sets, between keypoints that both have."""
    mine, theirs = _edges_of(both.one), _edges_of(both.other)
    yield from _nowhere(both.one, len(mine), first=True)
    yield from _nowhere(both.other, len(theirs), first=False)
    carried = {frozenset(both.across.get(end, -1 - end) for end in edge): edge for edge in mine}
    there = {frozenset(edge): edge for edge in theirs}
    only = [edge for key, edge in carried.items() if key not in there and min(key) >= 0]
    gone = [
        edge for key, edge in there.items()
        if key not in carried and all(end in both.back for end in edge)
    ]  # fmt: skip
    for edges, draft, first in ((only, both.one, True), (gone, both.other, False)):
        if edges:
            names = [point.name for point in draft.points]
            listed = [f"`{names[a]}`-`{names[b]}`" for a, b in edges]
            message = f"{many(len(edges), 'edge')} only in {called(draft)}: {few(listed)}"
            place = Place(draft.file, _edge_span(draft, edges[0]))
            yield Difference("edges", message, *((place, None) if first else (None, place)))
    if not only and not gone and len(carried) == len(there):
        yield from _edge_order(both, mine, theirs)


def _nowhere(draft: Draft, good: int, *, first: bool) -> Iterator[Difference]:
    lost = len(draft.edges or ()) - good
    if lost:
        verb = "leads" if lost == 1 else "lead"
        message = f"{many(lost, 'edge')} of {called(draft)} {verb} to no keypoint"
        place = Place(draft.file, draft.span)
        yield Difference("edges", message, *((place, None) if first else (None, place)))


def _edge_order(
    both: Both, mine: Sequence[tuple[int, int]], theirs: Sequence[tuple[int, int]]
) -> Iterator[Difference]:
    carried = [tuple(both.across.get(end, -1) for end in edge) for edge in mine]
    if carried != list(theirs) and all(min(edge) >= 0 for edge in carried):
        turned = [frozenset(edge) for edge in carried] == [frozenset(e) for e in theirs]
        what = "turned round" if turned else "in another order"
        yield Difference("edges", f"the same edges, {what}", counts=False)


def _stated(draft: Draft, index: int) -> Place:
    spans = (each.span for each in draft.mirror or () if each.index == index)
    return Place(draft.file, next(spans, None) or draft.points[index].span)


def partners(draft: Draft) -> tuple[int, ...]:
    """Where each index goes when the picture is mirrored, as the draft states it. What is stated in
    one direction holds for both, unless the other says otherwise."""
    total = len(draft.points)
    stated: dict[int, int] = {}
    for each in draft.mirror or ():
        if 0 <= each.index < total and 0 <= each.partner < total:
            stated.setdefault(each.index, each.partner)
    implied = {other: index for index, other in stated.items()}
    return tuple(stated.get(i, implied.get(i, i)) for i in range(total))


def _edges_of(draft: Draft) -> list[tuple[int, int]]:
    total = len(draft.points)
    every = ((edge.start, edge.end) for edge in draft.edges or ())
    return [edge for edge in every if all(0 <= end < total for end in edge)]


def _edge_span(draft: Draft, edge: tuple[int, int]) -> Span | None:
    return next((e.span for e in draft.edges or () if (e.start, e.end) == edge), None)


def _partner(names: Sequence[str], index: int, other: int) -> str:
    return "itself" if index == other else f"`{names[other]}`"
