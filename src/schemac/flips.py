"""What a flip of the picture exchanges, for tools that know flips from left to right only.

Left and right of the subject are exchanged in any mirror image, also in one that is turned upside
down. What is left for the viewer is exchanged from left to right only, and `top_bottom` pairs are
by the other flip.
"""

from __future__ import annotations

from collections.abc import Iterator

from schemac.format import Feature, Loss
from schemac.model import Skeleton

Pairs = tuple[tuple[int, int], ...]


def left_right(skeleton: Skeleton) -> Pairs:
    """Indices of the keypoints that a flip from left to right exchanges: each pair once, that of
    the left side first."""
    pairs = ((i, j) for i, j in enumerate(skeleton.mirror) if i < j)
    return tuple((i, j) if skeleton.keypoints[i].side == "left" else (j, i) for i, j in pairs)


def top_bottom(skeleton: Skeleton) -> Pairs:
    """Indices of the keypoints that a flip upside down exchanges, each pair once."""
    if skeleton.subject.laterality == "subject":
        return left_right(skeleton)
    known = skeleton.by_id
    return tuple((known[s.first].index, known[s.second].index) for s in skeleton.top_bottom)


def lost_upside_down(skeleton: Skeleton, tool: str) -> Iterator[Loss]:
    """That the tool of that title exchanges nothing when it turns a picture upside down, for
    skeletons in which something has to be."""
    if top_bottom(skeleton):
        viewed = skeleton.subject.laterality == "viewer"
        what = "the top-bottom pairs of the spec" if viewed else "left and right of the subject"
        yield Loss(
            Feature.MIRROR,
            f"{tool} exchanges keypoints only when it flips a picture from left to right; turned"
            f" upside down, {what} would have to be exchanged: leave that flip out",
        )
