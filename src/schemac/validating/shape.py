"""The shape that a spec gives its subject: lengths, planes and lines to hold labels against."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from schemac.model import Skeleton, View

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]


class Links(Struct, frozen=True):
    """Pairs of keypoints whose distance is limited: `ends` (L, 2), `lengths` (L,) in the unit of
    the spec's views, the greatest that any view shows."""

    ends: Indices
    lengths: Floats


class Plane(Struct, frozen=True):
    """Keypoints that lie nearly in one plane, so that a picture of them is that plane turned and
    squeezed, never folded. `places` (P, 2) are x and y in a view of the spec.

    `one_sided`: it can be seen from one side only, so that a mirrored picture of it is wrong.
    `below` are a left and a right keypoint whose middle, `below_at`, lies below a face that has
    not much more than eyes and a nose: it tells where down is, and is the same when the two are
    exchanged.
    """

    name: str
    points: Indices
    places: Floats
    one_sided: bool
    below: tuple[int, int] | None = None
    below_at: tuple[float, float] = (0.0, 0.0)


# Landmarks of the library's dictionaries that lie in a plane on a subject that does not bend.
_FACE = ("landmarks/face.",)
_PALM = tuple(
    f"landmarks/hand.{name}"
    for name in ("root", "index_mcp", "middle_mcp", "ring_mcp", "little_mcp")
)
_TRUNK = tuple(
    f"landmarks/{book}.{name}"
    for book in ("body", "bones")
    for name in ("shoulder", "acromion", "hip", "asis")
)
_SHOULDERS = ("landmarks/body.shoulder", "landmarks/bones.acromion")
# Keypoints of a face that need no shoulders to tell where down is.
_FULL = 8
# The ears lie far behind the face, and are seen from behind as well.
_BEHIND = ("ear", "tragus")


def links_of(skeleton: Skeleton) -> Links | None:
    """Edges and steps of contours, and for a keypoint with neither the way to the nearest one;
    None when no view says where keypoints are."""
    import numpy as np

    known = skeleton.by_id
    pairs = {_pair(a, b) for a, b in skeleton.edge_indices}
    for contour in skeleton.contours:
        steps = [known[id].index for id in contour.points]
        along = zip(steps, steps[1:] + (steps[:1] if contour.closed else []), strict=False)
        pairs |= {_pair(a, b) for a, b in along if a != b}
    pairs |= set(_missing(skeleton, {end for pair in pairs for end in pair}))
    found = ((pair, _length(skeleton, *pair)) for pair in sorted(pairs))
    lengths = {pair: length for pair, length in found if length > 0}
    if len(lengths) < 3:
        return None
    return Links(np.array(list(lengths), dtype=np.intp), np.array(list(lengths.values())))


def _pair(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def _length(skeleton: Skeleton, a: int, b: int) -> float:
    first, second = skeleton.keypoints[a], skeleton.keypoints[b]
    found = 0.0
    for view in skeleton.views:
        p, q = first.at(view.id), second.at(view.id)
        if p and q:
            found = max(found, ((p.x - q.x) ** 2 + (p.y - q.y) ** 2) ** 0.5)
    return found


def _missing(skeleton: Skeleton, linked: set[int]) -> Iterator[tuple[int, int]]:
    """For each keypoint without a link, the one to its nearest neighbour in the main view."""
    spots = {skeleton.by_id[id].index: at for id, at in skeleton.positions().items()}
    for index, (x, y) in spots.items():
        others = [k for k in spots if k != index]
        if index not in linked and others:
            near = min(others, key=lambda k: (spots[k][0] - x) ** 2 + (spots[k][1] - y) ** 2)
            yield _pair(index, near)


def planes_of(skeleton: Skeleton) -> tuple[Plane, ...]:
    """The face, the palms and the trunk, as far as the spec has them."""
    found = []
    for view in skeleton.views:
        if view.sees == "front":
            found += [_plane(skeleton, view, "face", _FACE, True, None)]
            found += [_plane(skeleton, view, "trunk", _TRUNK, False, None)]
        for side in (None, "left", "right"):
            found += [_plane(skeleton, view, "palm", _PALM, False, side)]
    unique = {plane.points.tobytes(): plane for plane in reversed(found) if plane}
    return tuple(reversed(unique.values()))


def _plane(
    skeleton: Skeleton, view: View, name: str, keys: tuple[str, ...], one_sided: bool,
    side: str | None,
) -> Plane | None:  # fmt: skip
    import numpy as np

    points = [
        (point.index, at)
        for point in skeleton.keypoints
        if point.place
        and point.place.key.startswith(keys)
        and (name != "palm" or (point.side == side and point.place.key in keys))
        and (name != "face" or not any(word in point.place.key for word in _BEHIND))
        and (at := point.at(view.id))
    ]
    if len(points) < (len(_PALM) if name == "palm" else 3):
        return None
    places = np.array([(at.x, at.y) for _, at in points])
    spread = np.linalg.svd(places - places.mean(axis=0), compute_uv=False)
    if spread[-1] < 0.05 * spread[0]:
        return None  # nearly on one line: it has no two sides
    indices = np.array([index for index, _ in points], dtype=np.intp)
    made = Plane(name, indices, places, one_sided)
    return _with_below(skeleton, view, made) if name == "face" and len(points) < _FULL else made


def _with_below(skeleton: Skeleton, view: View, face: Plane) -> Plane:
    """With the middle of the shoulders, where the spec has them."""
    for point in skeleton.keypoints:
        if point.side == "left" and point.place and point.place.key in _SHOULDERS:
            other = skeleton.by_id[skeleton.partners[point.id]]
            a, b = point.at(view.id), other.at(view.id)
            if a and b:
                middle = ((a.x + b.x) / 2, (a.y + b.y) / 2)
                return structs.replace(face, below=(point.index, other.index), below_at=middle)
    return face
