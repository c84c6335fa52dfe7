"""Bodies that cannot be: keypoints too far apart, or a pair of them on one spot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from schemac.diagnostic import Severity
from schemac.model import Skeleton
from schemac.validating.places import at_points
from schemac.validating.rule import Hits, Test, data_rule
from schemac.validating.scene import Scene
from schemac.validating.shape import Links, links_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# How many times longer than the rest of the body a limb may look. Turning away only shortens;
# what is near the camera looks longer. Measured on posed figures, see docs/labels.md.
_STRETCH = 2.0
_LINKS = 4  # so many others must be there to know the scale
# Lengths below this part of the instance are noise of clicking.
_NOISE = 0.04
# A pair closer than this part of the instance lies on one spot, if the spec sets it this far apart.
_ONE_SPOT = 0.005
_APART = 0.08


@data_rule("Q310", "too-far-apart", Severity.WARNING)
def too_far_apart(skeleton: Skeleton) -> Test | None:
    """A keypoint is impossibly far from the rest of the body.

    Seen from any side, a limb may look shorter than it is, never much longer. All lines to this
    keypoint are more than twice as long as the rest of this body allows. Most often it belongs
    to somebody else, or was clicked by mistake. The limit is measured against the second longest
    of the other lines, each in parts of its length in the spec.
    """
    links = links_of(skeleton)
    if links is None or len(links.lengths) <= _LINKS:
        return None
    touching = _touching(links, len(skeleton.keypoints))
    long = _long(links)
    most = int(max(own.sum() for own in touching))

    def test(scene: Scene) -> Iterator[Hits]:
        import numpy as np

        score = np.full(scene.placed.shape, np.nan)
        stretch = _lengths(scene, links) / links.lengths
        surely = stretch - _NOISE * scene.scale[:, None] / links.lengths
        rows = _suspects(stretch[:, long], surely, most)
        for k, own in enumerate(touching):
            if own.any():
                allowed = _allowed(stretch[rows][:, ~own & long])
                score[rows, k] = _least(surely[rows][:, own]) / allowed
        out = np.nan_to_num(score) > _STRETCH
        yield from at_points(
            out, score / _STRETCH,
            lambda row, k: f"`{skeleton.keypoints[k].name}` is {score[row, k]:.1f} times as far"
            " from its neighbours as the rest of this body allows",
        )  # fmt: skip

    return test


def _touching(links: Links, keypoints: int) -> list[NDArray[np.bool_]]:
    return [(links.ends == k).any(axis=1) for k in range(keypoints)]


def _long(links: Links) -> NDArray[np.bool_]:
    """Links that tell the scale: on short ones, clicking weighs too much. Half the middle length
    and more; all when these would be too few."""
    import numpy as np

    long: NDArray[np.bool_] = links.lengths >= np.median(links.lengths) / 2
    return long if long.sum() > _LINKS + 2 else np.ones_like(long)


def _suspects(stretch: Floats, surely: Floats, most: int) -> NDArray[np.intp]:
    """Rows in which a keypoint may be too far away. One with `most` links can hide so many of the
    longest; if the longest of all is not far beyond the next after those, there is none."""
    import numpy as np

    at = stretch.shape[1] - most - 2
    if at < 0:
        return np.arange(len(stretch))
    bound = np.partition(np.nan_to_num(stretch, nan=0.0), at, axis=1)[:, at]
    return np.flatnonzero(np.fmax.reduce(surely, axis=1) > _STRETCH * bound)


def _lengths(scene: Scene, links: Links) -> Floats:
    """How long each link is, in pixels, shape (N, L); NaN where an end is not placed."""
    import numpy as np

    first, second = links.ends.T
    both = scene.placed[:, first] & scene.placed[:, second]
    return np.where(both, np.abs(scene.z[:, first] - scene.z[:, second]), np.nan)


def _allowed(stretch: Floats) -> Floats:
    """The second longest of some links, in parts of their lengths, (N,): one of them may be wrong
    as well. NaN where there are too few to go by."""
    import numpy as np

    ranked = np.sort(np.nan_to_num(stretch, nan=-1.0), axis=1)
    enough = (ranked >= 0).sum(axis=1) >= _LINKS
    if ranked.shape[1] < 2:
        return np.full(len(ranked), np.nan)
    return np.where(enough & (ranked[:, -2] > 0), ranked[:, -2], np.nan)


def _least(stretch: Floats) -> Floats:
    """The least stretched of a keypoint's own links, (N,); NaN without any."""
    import numpy as np

    least = np.where(np.isfinite(stretch), stretch, np.inf).min(axis=1)
    return np.where(np.isfinite(least), least, np.nan)


@data_rule("Q320", "pair-on-one-spot", Severity.WARNING)
def pair_on_one_spot(skeleton: Skeleton) -> Test | None:
    """A left keypoint and its right one lie on the same spot.

    Seen from the side the one hides the other, and then it is not seen; here both are said to be
    seen, or both have exactly the same coordinates. One of them was copied, or set and forgotten.
    """
    pairs = pairs_apart(skeleton)
    if not pairs:
        return None

    def test(scene: Scene) -> Iterator[Hits]:
        import numpy as np

        left, right = np.array(pairs).T
        apart = np.abs(scene.z[:, left] - scene.z[:, right])
        both = scene.placed[:, left] & scene.placed[:, right]
        seen = scene.seen[:, left] & scene.seen[:, right]
        near = both & ((apart == 0) | (seen & (apart < _ONE_SPOT * scene.scale[:, None])))
        if not near.any():
            return
        out = np.zeros(scene.placed.shape, dtype=bool)
        out[:, left] = near
        partner = dict(pairs)
        yield from at_points(
            out, np.ones(out.shape),
            lambda row, k: f"`{skeleton.keypoints[k].name}` and"
            f" `{skeleton.keypoints[partner[k]].name}` lie on the same spot",
        )  # fmt: skip

    return test


def pairs_apart(skeleton: Skeleton) -> list[tuple[int, int]]:
    """Pairs (left, right) that some view of the spec sets clearly apart."""
    found = []
    for point in skeleton.keypoints:
        other = skeleton.by_id[skeleton.partners[point.id]]
        if point.side != "left" or other.id == point.id:
            continue
        for view in skeleton.views:
            a, b = point.at(view.id), other.at(view.id)
            if a and b and (a.x - b.x) ** 2 + (a.y - b.y) ** 2 > (_APART * max(view.frame)) ** 2:
                found.append((point.index, other.index))
                break
    return found


RULES = (too_far_apart, pair_on_one_spot)
