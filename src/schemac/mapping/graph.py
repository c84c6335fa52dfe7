"""The version graph: which way leads from one version to another."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from schemac.model import Reference, Skeleton

Parents = Callable[[Reference], Iterable[Reference]]


def parents(skeleton: Skeleton) -> tuple[Reference, ...]:
    """The versions that a skeleton grew from: its parent, and other heads that end in it."""
    step = skeleton.lineage
    return (step.parent, *step.merges) if step else ()


def routes(start: Reference, goal: Reference, above: Parents) -> list[list[Reference]]:
    """All shortest ways between two versions over parent links, up and down, both ends included.

    Only ancestors of the two are looked at. Empty when the two have none in common.
    """
    if goal in (first := tuple(above(start))) or start in tuple(above(goal)):
        return [[start, goal]]
    if not first and not tuple(above(goal)):
        return []
    import networkx

    graph = networkx.Graph()
    graph.add_nodes_from((start, goal))
    graph.add_edges_from(_links((start, goal), above))
    if not networkx.has_path(graph, start, goal):
        return []
    return sorted(networkx.all_shortest_paths(graph, start, goal))


def beside(parent: Reference, child: Reference, above: Parents) -> tuple[Reference, ...]:
    """The versions that a child of several heads has behind it and this parent has not: those of
    the other heads, back to where they parted. None for a child of one."""
    if len(tuple(above(child))) < 2:
        return ()
    mine = {parent, *(before for _, before in _links((parent,), above))}
    behind = {before for _, before in _links((child,), above)}
    return tuple(sorted(behind - mine))


def _links(heads: Iterable[Reference], above: Parents) -> Iterable[tuple[Reference, Reference]]:
    """Every parent link above some versions, each once; a circle ends where it began."""
    waiting, seen = list(heads), set(heads)
    while waiting:
        child = waiting.pop()
        for parent in above(child):
            yield child, parent
            if parent not in seen:
                seen.add(parent)
                waiting.append(parent)
