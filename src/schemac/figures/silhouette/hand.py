"""The hand, palm or back: capsules around the fingers' bones, a palm, and its creases.

The canonical left hand looks with its palm at the viewer, fingers up, thumb to the picture's
left. Its unit is the length from the root to the knuckle of the middle finger.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from schemac.figures.geometry import Bone, Point
from schemac.figures.silhouette.cited import Cited
from schemac.figures.silhouette.layers import Painting
from schemac.figures.solids import (
    area,
    capsule,
    filleted,
    joint,
    smooth_area,
    union,
    without,
)
from schemac.figures.warp import Similarity, Warp
from schemac.model import Side

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

REACH = 0.8

LANDMARKS: Mapping[str, Point] = {
    "root": (0.0, 0.0), "middle_cmc": (-0.01, -0.2), "thumb_cmc": (-0.305, -0.203),
    "thumb_mcp": (-0.605, -0.608), "thumb_ip": (-0.8, -0.928), "thumb_tip": (-0.942, -1.197),
    "index_mcp": (-0.278, -0.969), "index_pip": (-0.333, -1.475), "index_dip": (-0.358, -1.761),
    "index_tip": (-0.375, -2.044),
    "middle_mcp": (0.0, -1.0), "middle_pip": (0.0, -1.556), "middle_dip": (0.0, -1.894),
    "middle_tip": (0.0, -2.206),
    "ring_mcp": (0.247, -0.936), "ring_pip": (0.292, -1.45), "ring_dip": (0.314, -1.772),
    "ring_tip": (0.331, -2.067),
    "little_mcp": (0.481, -0.797), "little_pip": (0.564, -1.194), "little_dip": (0.606, -1.422),
    "little_tip": (0.644, -1.686),
}  # fmt: skip

_FINGERS: Mapping[str, tuple[float, ...]] = {
    "index": (0.139, 0.114, 0.1, 0.082), "middle": (0.142, 0.117, 0.102, 0.084),
    "ring": (0.136, 0.108, 0.096, 0.079), "little": (0.122, 0.094, 0.083, 0.069),
}  # fmt: skip
_EDGES: Mapping[str, Point] = {"index": (-0.44, -1.02), "little": (0.64, -0.85)}
"""Where the edge of the palm goes over into a finger."""
_THUMB = (0.165, 0.15, 0.125, 0.1)
_PALM: Sequence[Point] = [
    (-0.4, -0.95), (-0.28, -1.06), (-0.13, -1.12), (0.02, -1.14), (0.15, -1.12), (0.3, -1.07),
    (0.46, -0.97), (0.6, -0.82), (0.62, -0.6), (0.54, -0.3), (0.4, -0.06), (0.31, 0.12),
    (0.29, 0.35), (0.29, 0.9), (-0.29, 0.9), (-0.29, 0.35), (-0.31, 0.12), (-0.39, -0.06),
    (-0.5, -0.25), (-0.6, -0.45),
]  # fmt: skip
_ARM: Sequence[Point] = [(-1.0, 0.2), (1.0, 0.2), (1.0, 1.5), (-1.0, 1.5)]
_BELOW: Sequence[Point] = [(-1.0, 0.48), (1.0, 0.48), (1.0, 1.5), (-1.0, 1.5)]
_CREASES: Sequence[Sequence[Point]] = [
    [(-0.42, -0.72), (-0.15, -0.83), (0.2, -0.83), (0.56, -0.72)],
    [(-0.44, -0.68), (-0.1, -0.62), (0.18, -0.5), (0.34, -0.36)],
    [(-0.36, -0.8), (-0.28, -0.6), (-0.26, -0.36), (-0.1, -0.08)],
    [(-0.25, 0.02), (0.0, 0.045), (0.26, 0.02)],
]
_NAIL = 0.62  # of the fingertip's half-width


def hand_warp(
    cited: Cited, side: Side | None, base: Similarity | None = None, flip: bool | None = None
) -> Warp | None:
    """The pull of one hand's places. `side` chooses keypoints, and a right hand is a mirror image;
    a skeleton that is one of a pair is drawn as a left one. None when too few are cited."""
    pairs = [(LANDMARKS[s.name], s.at) for s in cited.of("hand", side) if s.name in LANDMARKS]
    if base is None and len(pairs) < 3:
        return None
    return Warp(pairs, REACH, flip=side == "right" if flip is None else flip, base=base)


def paint_hand(
    painting: Painting, warp: Warp, back: bool = False, stump: bool = True, css: str = "near"
) -> None:
    """One hand; with `stump` it ends a little above the wrist, without it meets a forearm."""
    painting.area(css, hand_area(warp, stump))
    lines = _backs(warp) if back else _creases(warp)
    painting.lines("hint", lines)


def hand_area(warp: Warp, stump: bool = True) -> BaseGeometry:
    """The area of a hand; closed between the fingers as webs do."""
    scale = warp.scale
    spots = {name: warp(at) for name, at in LANDMARKS.items()}
    palm = smooth_area(warp.all(_PALM))
    shapes = [without(palm, area(warp.all(_BELOW if stump else _ARM)))]
    for finger, widths in {**_FINGERS, "thumb": _THUMB}.items():
        shapes += _finger(spots, finger, [w * scale for w in widths])
    shapes += [_edge(warp, palm, spots, finger) for finger in _EDGES]
    return filleted(union(shapes), 0.04 * scale, 0.012 * scale)


def _edge(warp: Warp, palm: BaseGeometry, spots: Mapping[str, Point], finger: str) -> BaseGeometry:
    """What fills the notch between an outer finger and the edge of the palm below it."""
    widths = [w * warp.scale for w in _FINGERS[finger]]
    at = warp(_EDGES[finger])
    return joint([palm, *_finger(spots, finger, widths)], at, 0.26 * warp.scale, 1.2 * warp.scale)


def _finger(
    spots: Mapping[str, Point], finger: str, widths: Sequence[float]
) -> Iterator[BaseGeometry]:
    """Capsules from joint to joint; the flesh ends at the tip, which lies on the skin."""
    joints = [spots[f"{finger}_{joint}"] for joint in _joints(finger)]
    last = Bone(joints[-2], joints[-1])
    joints[-1] = last.at(max(1.0 - widths[-1] / last.length, 0.1))
    for a, b, ra, rb in zip(joints, joints[1:], widths, widths[1:], strict=False):
        yield capsule(a, b, ra, rb)


def _joints(finger: str) -> Sequence[str]:
    return ("cmc", "mcp", "ip", "tip") if finger == "thumb" else ("mcp", "pip", "dip", "tip")


def _creases(warp: Warp) -> list[list[Point]]:
    """The palm's lines and the folds of the finger joints."""
    return [warp.all(line) for line in _CREASES] + [
        fold for finger, widths in _FINGERS.items()
        for fold in _folds(warp, finger, widths)
    ]  # fmt: skip


def _folds(warp: Warp, finger: str, widths: Sequence[float]) -> list[list[Point]]:
    joints = [warp(LANDMARKS[f"{finger}_{joint}"]) for joint in _joints(finger)]
    found = []
    for at, before, width in ((1, 0, widths[1]), (2, 1, widths[2])):
        bone = Bone(joints[before], joints[at])
        half = 0.62 * width * warp.scale
        found.append([bone.at(1.0, -half), bone.at(1.02), bone.at(1.0, half)])
    return found


def _backs(warp: Warp) -> list[list[Point]]:
    """Knuckles and nails."""
    lines = []
    for finger, widths in {**_FINGERS, "thumb": _THUMB}.items():
        joints = [warp(LANDMARKS[f"{finger}_{joint}"]) for joint in _joints(finger)]
        knuckle, last = Bone(joints[0], joints[1]), Bone(joints[2], joints[3])
        half, w = 0.55 * widths[0] * warp.scale, _NAIL * widths[3] * warp.scale
        if finger != "thumb":
            lines.append([knuckle.at(0.0, -half), knuckle.at(-0.06), knuckle.at(0.0, half)])
        nail = ((0.93, -w), (0.7, -w), (0.62, 0.0), (0.7, w), (0.93, w))
        lines.append([last.at(along, across) for along, across in nail])
    return lines
