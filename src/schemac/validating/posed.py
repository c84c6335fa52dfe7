"""Figures with known truth: the shape of a spec, bent at its joints and seen from somewhere.

They are for measuring rules and estimates on any spec, where no labelled data is at hand. They are
not people: joints turn every way by the same chance, nothing has a thickness but the face.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from schemac.labels import Annotation, Image, Labels
from schemac.model import Skeleton
from schemac.validating.shape import planes_of

if TYPE_CHECKING:
    import numpy as np
    from networkx import Graph
    from numpy.random import Generator
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SIDE = 640.0
"""Width and height of the images, pixels."""
_FILLS = 0.6  # of the image, before it is turned
_HEAD = "landmarks/face."
_NECK = 0.4  # how much a stiff part turns on another one, of what a joint does


class Spread(Struct, frozen=True, kw_only=True):
    """How much figures vary: standard deviations in degrees of joints and of the view about three
    axes; `noise` of clicks in parts of the figure's size; `distance` of the camera in sizes."""

    joints: float = 25.0
    yaw: float = 25.0
    pitch: float = 10.0
    roll: float = 12.0
    noise: float = 0.003
    distance: float = 4.0


def posed(skeleton: Skeleton, count: int, seed: int = 0, spread: Spread | None = None) -> Labels:
    """`count` figures of a spec, one an image. Keypoints that its main view does not place have no
    label. Keypoints of a face that is turned away are hidden. Same seed, same figures."""
    import numpy as np

    spread = spread or Spread()
    random = np.random.default_rng(seed)
    index, rest = _rest(skeleton)
    shape = np.broadcast_to(rest, (count, *rest.shape)).copy()
    _bend(skeleton, index, shape, random, spread.joints)
    turned = _turned(shape, random, spread)
    flat = _seen_from(turned, spread.distance)
    flat += random.normal(scale=spread.noise, size=flat.shape)
    keypoints = np.full((count, len(skeleton.keypoints), 3), np.nan)
    keypoints[:, index, :2] = flat * SIDE * _FILLS + SIDE / 2
    keypoints[:, index, 2] = _code(skeleton, seen=True)
    _hide(skeleton, index, rest, turned, keypoints)
    return _labels(keypoints)


def _rest(skeleton: Skeleton) -> tuple[NDArray[np.intp], Floats]:
    """Indices of placed keypoints, and their places in the main view as (P, 3): about the middle,
    the longer side 1, z toward the viewer. The face bulges; all else is flat."""
    import numpy as np

    at = skeleton.positions()
    index = np.array([p.index for p in skeleton.keypoints if p.id in at], dtype=np.intp)
    if not len(index):
        raise ValueError(f"{skeleton.reference} says of no keypoint where it is")
    flat = np.array([at[skeleton.keypoints[k].id] for k in index])
    flat = flat - (flat.max(axis=0) + flat.min(axis=0)) / 2
    flat /= max(np.ptp(flat, axis=0).max(), 1e-9)
    rest = np.column_stack((flat, np.zeros(len(flat))))
    for plane in planes_of(skeleton):
        if plane.one_sided:
            own = np.isin(index, plane.points)
            radius = np.abs(flat[own] - flat[own].mean(axis=0)).max(axis=0) * 1.15
            bulge = 1 - (((flat[own] - flat[own].mean(axis=0)) / radius) ** 2).sum(axis=1)
            rest[own, 2] = np.sqrt(np.clip(bulge, 0, None)) * radius[0] * 0.6
    return index, rest


def _bend(
    skeleton: Skeleton, index: NDArray[np.intp], shape: Floats, random: Generator, degrees: float
) -> None:
    """Turn what hangs on each joint about it. The head, a palm and the trunk stay stiff."""
    import networkx as nx
    import numpy as np

    position = {int(k): at for at, k in enumerate(index)}
    graph = _graph(skeleton, position, shape[0])
    part_of = _stiff_parts(skeleton, position)
    parts: dict[int, list[int]] = {}
    for node, part in part_of.items():
        parts.setdefault(part, []).append(node)
    joints = nx.Graph()
    joints.add_nodes_from(parts)
    joints.add_edges_from((part_of[a], part_of[b]) for a, b in graph.edges)
    root = max(parts, key=lambda part: (len(parts[part]) * nx.degree(joints, part), -part))
    tree = nx.bfs_tree(joints, root)
    for parent, child in nx.bfs_edges(joints, root):
        pivot = min(a for a in parts[parent] if any(part_of[b] == child for b in graph[a]))
        moved = [position[k] for part in (child, *nx.descendants(tree, child)) for k in parts[part]]
        about = shape[:, position[pivot], None, :]
        most = degrees * (_NECK if len(parts[child]) > 2 else 1.0)
        angles = np.clip(random.normal(scale=most, size=(len(shape), 3)), -80, 80)
        turn = _rotation(np.radians(angles * [0.5, 0.5, 1.0]))
        shape[:, moved] = (shape[:, moved] - about) @ turn.transpose(0, 2, 1) + about


def _stiff_parts(skeleton: Skeleton, position: dict[int, int]) -> dict[int, int]:
    """Each keypoint and the part that it belongs to, named by its first keypoint."""
    groups = [[int(k) for k in plane.points] for plane in planes_of(skeleton)]
    head = [p.index for p in skeleton.keypoints if p.place and p.place.key.startswith(_HEAD)]
    part_of = {k: k for k in position}
    for group in (*groups, head):
        there = [k for k in group if k in position]
        for k in there:
            part_of[k] = there[0]
    return part_of


def _graph(skeleton: Skeleton, position: dict[int, int], shape: Floats) -> Graph:
    """Edges of the spec, stiff parts as stars, and the shortest ways between what is left apart."""
    import networkx as nx
    import numpy as np

    graph = nx.Graph()
    graph.add_nodes_from(position)
    graph.add_edges_from(e for e in skeleton.edge_indices if e[0] in position and e[1] in position)
    for plane in planes_of(skeleton):
        hub, *others = (int(k) for k in plane.points)
        graph.add_edges_from((hub, other) for other in others)
    parts = [sorted(part) for part in nx.connected_components(graph)]
    while len(parts) > 1:
        ours, rest = parts[0], [node for part in parts[1:] for node in part]
        own, far = (shape[[position[n] for n in nodes]] for nodes in (ours, rest))
        gaps = np.linalg.norm(own[:, None] - far[None], axis=-1)
        a, b = np.unravel_index(int(gaps.argmin()), gaps.shape)
        graph.add_edge(ours[a], rest[b])
        parts = [sorted(part) for part in nx.connected_components(graph)]
    return graph


def _turned(shape: Floats, random: Generator, spread: Spread) -> Floats:
    import numpy as np

    scales = [spread.pitch, spread.yaw, spread.roll]
    angles = np.clip(random.normal(size=(len(shape), 3)), -2.5, 2.5) * scales
    middle = shape.mean(axis=1, keepdims=True)
    turned: Floats = (shape - middle) @ _rotation(np.radians(angles)).transpose(0, 2, 1)
    return turned


def _rotation(angles: Floats) -> Floats:
    """Rotations about x, then y, then z by angles (N, 3) in radians: (N, 3, 3)."""
    import numpy as np

    made = np.broadcast_to(np.eye(3), (len(angles), 3, 3)).copy()
    for axis in range(3):
        a, b = (axis + 1) % 3, (axis + 2) % 3
        step = np.broadcast_to(np.eye(3), made.shape).copy()
        cos, sin = np.cos(angles[:, axis]), np.sin(angles[:, axis])
        step[:, a, a], step[:, b, b], step[:, a, b], step[:, b, a] = cos, cos, -sin, sin
        made = step @ made
    return made


def _seen_from(shape: Floats, distance: float) -> Floats:
    """In perspective, from `distance` sizes away."""
    flat: Floats = shape[..., :2] * (distance / (distance - shape[..., 2:]))
    return flat


def _hide(
    skeleton: Skeleton, index: NDArray[np.intp], rest: Floats, turned: Floats, keypoints: Floats
) -> None:
    """Give keypoints of a face that look away from the viewer a hidden tier, or take them off."""
    import numpy as np

    position = {int(k): at for at, k in enumerate(index)}
    for plane in planes_of(skeleton):
        if not plane.one_sided:
            continue
        own = np.array([position[int(k)] for k in plane.points])
        away = _looks_away(rest[own], turned[:, own])
        code = _code(skeleton, seen=False)
        labels = keypoints[:, plane.points]
        labels[away] = np.where(np.isnan(code), np.nan, labels[away])
        labels[away, 2] = code
        keypoints[:, plane.points] = labels


def _looks_away(rest: Floats, turned: Floats) -> NDArray[np.bool_]:
    """Which points of a bulging face (N, P) are turned away: their normals point backward. The
    turn of the head is found from its own points (Kabsch 1976)."""
    import numpy as np

    middle = rest.mean(axis=0)
    normals = np.column_stack(
        (rest[:, :2] - middle[:2], np.full(len(rest), 0.6 * np.ptp(rest[:, 0])))
    )
    moved = turned - turned.mean(axis=1, keepdims=True)
    u, _, vt = np.linalg.svd(np.einsum("pi,npj->nij", rest - middle, moved))
    flip = np.sign(np.linalg.det(u @ vt))
    vt[:, 2] *= flip[:, None]
    facing = np.einsum("pi,nij->npj", normals, u @ vt)[..., 2]
    hidden: NDArray[np.bool_] = facing < 0
    return hidden


def _code(skeleton: Skeleton, *, seen: bool) -> float:
    """The code of the best tier that is seen, or of the best that is hidden but placed; NaN where
    the spec has none."""
    tiers = skeleton.visibility.tiers if skeleton.visibility else ()
    fit = [
        tier.code
        for tier in tiers
        if tier.coordinates != "forbidden" and ("seen" in tier.situations) == seen
    ]
    return float(max(fit)) if fit else float("nan")


def _labels(keypoints: Floats) -> Labels:
    import numpy as np

    low, high = np.nanmin(keypoints[..., :2], axis=1), np.nanmax(keypoints[..., :2], axis=1)
    sides = high - low
    boxes = np.column_stack((low - 0.05 * sides, 1.1 * sides))
    side = int(SIDE)
    about = tuple(
        Annotation(
            image=Image(name=f"{at:06}.jpg", id=str(at), width=side, height=side), id=str(at)
        )
        for at in range(len(keypoints))
    )
    return Labels(keypoints=keypoints, boxes=boxes, areas=boxes[:, 2] * boxes[:, 3], about=about)
