"""The skeleton as YAML, in the shape that sleap-io's `load_skeleton` reads.

Edges have a direction in SLEAP: those of a skeleton for bottom-up training form a tree whose
edges lead away from its root.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping

from schemac.artifact import Artifact
from schemac.format import Emission, Feature, Loss, Settings
from schemac.literals import comment, yaml_text
from schemac.model import Keypoint, Skeleton

FILE = "skeleton.yaml"


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """Nodes in index order, edges in that of the spec."""
    steps = _steps(skeleton)
    edges = [_directed(skeleton, ends, steps) for ends in skeleton.edge_indices]
    content = "\n".join(_file(skeleton, edges)) + "\n"
    return Emission(
        (Artifact(FILE, content.encode("ascii")),),
        tuple(_losses(skeleton, edges)),
        tuple(_assumed(skeleton, steps)),
    )


def _file(skeleton: Skeleton, edges: list[tuple[int, int]]) -> Iterator[str]:
    points = skeleton.keypoints
    yield f"# {comment(str(skeleton.reference))}, compiled by schemac. Change the spec, not this."
    yield f"{yaml_text(skeleton.category)}:"
    yield from _listed("nodes", [f"- {_name(point)}" for point in points])
    links = [
        line
        for a, b in edges
        for line in (f"- source: {{{_name(points[a])}}}", f"  destination: {{{_name(points[b])}}}")
    ]
    yield from _listed("edges", links)
    pairs = [(points[a], points[b]) for a, b in enumerate(skeleton.mirror) if a < b]
    yield from _listed("symmetries", [f"- [{{{_name(a)}}}, {{{_name(b)}}}]" for a, b in pairs])


def _listed(key: str, lines: list[str]) -> Iterator[str]:
    yield f"  {key}:" if lines else f"  {key}: []"
    yield from (f"  {line}" for line in lines)


def _name(point: Keypoint) -> str:
    return f"name: {yaml_text(point.name)}"


def _steps(skeleton: Skeleton) -> Mapping[int, int]:
    """Index -> how many edges lie between it and the root, where the spec has one."""
    if skeleton.root is None:
        return {}
    start = skeleton.by_id[skeleton.root].index
    steps, queue = {start: 0}, deque([start])
    while queue:
        here = queue.popleft()
        for ends in skeleton.edge_indices:
            if here in ends:
                other = ends[0] if ends[1] == here else ends[1]
                if other not in steps:
                    steps[other] = steps[here] + 1
                    queue.append(other)
    return steps


def _directed(
    skeleton: Skeleton, ends: tuple[int, int], steps: Mapping[int, int]
) -> tuple[int, int]:
    """From the parent, else away from the root; as written where both ends are as far from it, or
    out of its reach."""
    a, b = ends
    first, second = skeleton.keypoints[a], skeleton.keypoints[b]
    if first.parent == second.id:
        return (b, a)
    if second.parent == first.id or a not in steps or b not in steps:
        return (a, b)
    return (b, a) if steps[b] < steps[a] else (a, b)


def _losses(skeleton: Skeleton, edges: list[tuple[int, int]]) -> Iterator[Loss]:
    """What keeps the edges from being one tree, which SLEAP's bottom-up models are trained on."""
    total = len(skeleton.keypoints)
    if not edges or total < 2:
        return
    ends = Counter(end for _, end in edges)
    twice = [skeleton.keypoints[at].name for at, number in sorted(ends.items()) if number > 1]
    starts = total - len(ends)
    if twice or starts != 1:
        named = ", ".join(twice[:3]) + (", ..." if len(twice) > 3 else "")
        why = f"{len(twice)} with several edges leading to them ({named})" if twice else ""
        also = f"{starts} with none" if starts != 1 else ""
        yield Loss(
            Feature.EDGES,
            "SLEAP trains bottom-up models on edges that form one tree, and these do not: of"
            f" {total} nodes there are {' and '.join(filter(None, (why, also)))}."
            " All of them are written; top-down models take them as they are",
        )


def _assumed(skeleton: Skeleton, steps: Mapping[int, int]) -> Iterator[str]:
    beyond = [e for e in skeleton.edge_indices if e[0] not in steps]
    if skeleton.edges and skeleton.root is None:
        yield (
            "edges lead from the keypoint that the spec names first to the other, as it states no"
            " kinematic root"
        )
    elif beyond:
        yield (
            f"{len(beyond)} edges that the root does not reach lead from the keypoint that the"
            " spec names first to the other"
        )
    if skeleton.subject.category is None:
        yield f"the skeleton's name is {skeleton.category}"
