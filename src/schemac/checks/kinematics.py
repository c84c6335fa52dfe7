"""Kinematics: a root makes the edges a tree."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.checks import graph
from schemac.checks.entries import by_origin, ids, listed, spoken
from schemac.checks.rule import rule
from schemac.diagnostic import Code, Diagnostic
from schemac.model import Keypoint, Skeleton


@rule("T110", "root-out-of-reach", whole=True)
def out_of_reach(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """The edges do not lead from the root to every keypoint.

    With a `root`, every keypoint but the root has exactly one parent. A keypoint that no edge
    leads to has none, and a tree of bones cannot place it.

    Add the missing edge, or drop `root` if nobody needs bones.

        root: hip
        edges:
          - [hip, knee]
          - [ankle, heel]                       # write `[hip, knee, ankle, heel]`
    """
    if skeleton.root is None or skeleton.root not in skeleton.by_id:
        return
    steps = graph.reached(graph.neighbours(skeleton), skeleton.root)
    lost = [point.id for point in skeleton.keypoints if point.id not in steps]
    if lost:
        yield code.at(
            skeleton.origin / "root",
            f"no edges lead from `{skeleton.root}` to {listed(lost)}",
            points=tuple(lost),
        )


@rule("T120", "ring-without-parent", whole=True)
def ring_without_parent(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """Edges close a ring, and nothing says which of them is the bone.

    In a ring two ways lead from the root to a keypoint, so its parent is open. Whoever picks one
    in silence gives other people another tree.

    Write `parent` on the keypoint where the ring should be cut.

        root: pelvis
        edges:
          - [pelvis, hip, shoulder, neck, pelvis]
        keypoints:
          shoulder: {index: {left: 5, right: 6}, parent: neck}
    """
    if skeleton.root is None or skeleton.root not in skeleton.by_id:
        return
    joined = _cut(skeleton)
    steps = graph.reached(joined, skeleton.root)
    ring = graph.rings({point: joined[point] for point in steps})
    if not ring:
        return
    far = max(ring, key=lambda point: (steps[point], point))
    choice = sorted(ring[far])
    yield code.at(
        skeleton.by_id[far].origin,
        f"edges close a ring through {listed(p for p in joined if p in ring)},"
        " so parents are not clear",
        help="write " + " or ".join(f"`parent: {id}`" for id in choice) + f" on `{far}`",
        points=tuple(ring),
    )


@rule("T130", "parent-without-edge")
def parent_without_edge(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A `parent` has no bone to stand for.

    `parent` chooses among the edges of a keypoint. It can only name a keypoint that an edge joins
    to this one, it means nothing without a `root`, and the root itself has no parent.

    Add the edge or the root, or delete the `parent`.

        knee: {index: 3, parent: heel}          # no edge between `knee` and `heel`
    """
    joined = graph.neighbours(skeleton)
    wrong = [
        (point, point.parent, why)
        for point in skeleton.keypoints
        if point.parent is not None and (why := _no_parent(skeleton, point, joined))
    ]
    for origin, alike in by_origin(wrong, lambda each: each[0].where("parent")):
        children = ids(point for point, _, _ in alike)
        parent = spoken([parent for _, parent, _ in alike])
        yield code.at(
            origin,
            f"{parent} cannot be the parent of {spoken(children)}: {alike[0][2]}",
            points=children,
        )


def _no_parent(skeleton: Skeleton, point: Keypoint, joined: graph.Neighbours) -> str | None:
    """Why a keypoint cannot have the parent it names; None when it can."""
    if skeleton.root is None:
        return "the skeleton has no `root`"
    if point.id == skeleton.root:
        return "the root has no parent"
    return None if point.parent in joined[point.id] else "no edge joins the two"


def _cut(skeleton: Skeleton) -> dict[str, set[str]]:
    """The edges, without those that a `parent` says are no bones.

    A keypoint keeps the edge to its parent, edges to keypoints that name it as theirs, and edges
    that alone lead somewhere.
    """
    joined, known = graph.neighbours(skeleton), skeleton.by_id
    for point in skeleton.keypoints:
        if point.parent not in joined[point.id]:
            continue
        for other in sorted(joined[point.id] - {point.parent}):
            if known[other].parent != point.id:
                _cut_if_ring(joined, point.id, other)
    return joined


def _cut_if_ring(joined: dict[str, set[str]], point: str, other: str) -> None:
    joined[point].discard(other)
    joined[other].discard(point)
    if other not in graph.reached(joined, point):
        joined[point].add(other)
        joined[other].add(point)
