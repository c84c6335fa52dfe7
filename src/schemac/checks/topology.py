"""Topology: edges, and whether they hang together."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.checks import graph
from schemac.checks.entries import listed
from schemac.checks.rule import rule
from schemac.diagnostic import Code, Diagnostic, Note, Severity
from schemac.model import Edge, Skeleton
from schemac.source import Origin


@rule("T010", "edge-to-itself")
def edge_to_itself(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """An edge joins a keypoint to itself.

    It has no length to draw and no limb to learn, and graph libraries count it as a neighbour.

    Name two different keypoints, or delete the edge.

        edges:
          - [nose, nose, neck]                  # write `[nose, neck]`
    """
    told: set[Origin] = set()
    for edge in skeleton.edges:
        if edge.source == edge.target and edge.origin not in told:
            told.add(edge.origin)
            message = f"an edge joins `{edge.source}` to itself"
            yield code.at(edge.origin, message, points=(edge.source,))


@rule("T020", "duplicate-edge")
def duplicate_edge(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """The same edge is given twice, perhaps in the other direction.

    Models that learn limbs have one channel per edge, so a double edge is a channel learned
    twice, and every later edge is out of step with other people's numbering.

    Delete one of the two.

        edges:
          - [shoulder, elbow, wrist]
          - [wrist, elbow]                      # already there
    """
    first: dict[frozenset[str], Edge] = {}
    told: set[tuple[Origin, Origin]] = set()
    for edge in skeleton.edges:
        earlier = first.setdefault(frozenset((edge.source, edge.target)), edge)
        if earlier is edge or edge.source == edge.target:
            continue
        place = (earlier.origin, edge.origin)
        if place in told:
            continue  # the same lines, on the other side
        told.add(place)
        yield code.at(
            edge.origin,
            f"the edge between `{earlier.source}` and `{earlier.target}` is given twice",
            Note("given here first", earlier.origin),
            points=(edge.source, edge.target),
        )


@rule("T030", "skeleton-in-pieces", Severity.WARNING, whole=True)
def in_pieces(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """The edges do not join all keypoints into one figure.

    A drawing with loose points is hard to read, and methods that group limbs into people cannot
    tell whose loose points they are.

    Add the missing edge. Some published skeletons are in pieces; then waive this finding and say
    so. A skeleton without any edge is not meant as a figure, and is not reported.

        edges:
          - [hip, knee]
          - [ankle, heel]                       # write `[hip, knee, ankle, heel]`
    """
    if not skeleton.edges:
        return
    found = graph.pieces(graph.neighbours(skeleton))
    if len(found) < 2:
        return
    figures = [piece for piece in found if len(piece) > 1]
    loose = [piece[0] for piece in found if len(piece) == 1]
    if figures:  # edges from keypoints to themselves make none, and are told by their own rule
        yield code.at(
            skeleton.origin / "edges",
            _said(figures, loose),
            points=tuple(point for piece in found[1:] for point in piece),
        )


def _said(figures: list[list[str]], loose: list[str]) -> str:
    if len(figures) == 1:
        alone, them = ("stands", "it") if len(loose) == 1 else ("stand", "them")
        return f"{listed(loose)} {alone} alone: no edge leads to {them}"
    said = f"the edges make {len(figures)} separate pieces, at {listed(p[0] for p in figures)}"
    return f"{said}; no edge leads to {listed(loose)}" if loose else said
