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
# what is near the camera looks longer. Measured on posed figures, see docs/validation.md.
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

        stretch = _lengths(scene, links) / links.lengths
        surely = stretch - (_NOISE / links.lengths) * scene.scale[:, None]
        rows = _suspects(stretch[:, long], surely, most)
        least = _least(surely[rows], touching)
        fewer = _suspects(stretch[rows][:, long], least, most)
        if not len(fewer):
            return
        rows, least = rows[fewer], least[fewer]
        stretch = stretch[rows]
        score = np.full((len(rows), len(skeleton.keypoints)), np.nan)
        likely = least > _STRETCH * _bounds(stretch[:, long], touching[:, long])
        for k in np.flatnonzero(likely.any(axis=0)):
            at = np.flatnonzero(likely[:, k])
            score[at, k] = least[at, k] / _allowed(stretch[at][:, ~touching[k] & long])
        yield from at_points(
            np.nan_to_num(score) > _STRETCH, score / _STRETCH,
            lambda row, k: f"`{skeleton.keypoints[k].name}` is {score[row, k]:.1f} times as far"
            " from its neighbours as the rest of this body allows",
            rows,
        )  # fmt: skip

    return test


def _touching(links: Links, keypoints: int) -> NDArray[np.bool_]:
    """Which links end at each keypoint, shape (K, L)."""
    import numpy as np

    return np.stack([(links.ends == k).any(axis=1) for k in range(keypoints)])


def _long(links: Links) -> NDArray[np.bool_]:
    """Links that tell the scale: on short ones, clicking weighs too much. Half the middle length
    and more; all when these would be too few."""
    import numpy as np

    long: NDArray[np.bool_] = links.lengths >= np.median(links.lengths) / 2
    return long if long.sum() > _LINKS + 2 else np.ones_like(long)


def _suspects(stretch: Floats, surely: Floats, most: int) -> NDArray[np.intp]:
    """Rows in which a keypoint may be too far away. One with `most` links can hide so many of the
    longest; if more than that come near the longest of all, there is none."""
    import numpy as np

    longest = np.fmax.reduce(surely, axis=1)
    return np.flatnonzero((longest > 0) & (_near(stretch, longest) < most + 2))


def _near(stretch: Floats, longest: Floats) -> NDArray[np.intp]:
    """How many come near a length: those of which it is not too many times the length, (N,)."""
    import numpy as np

    near: NDArray[np.intp] = np.count_nonzero(stretch >= (longest / _STRETCH)[:, None], axis=1)
    return near


def _bounds(stretch: Floats, touching: NDArray[np.bool_]) -> Floats:
    """For each keypoint at most the second longest of the links that do not end at it, (N, K),
    from one ranking of all: no more than its own can stand before that. 0 where it has too many."""
    import numpy as np

    ranked = np.sort(np.where(stretch > 0, stretch, 0.0), axis=1)
    at = ranked.shape[1] - touching.sum(axis=1) - 2
    return np.where(at >= 0, ranked[:, np.maximum(at, 0)], 0.0)


def _lengths(scene: Scene, links: Links) -> Floats:
    """How long each link is, in pixels, shape (N, L); NaN where an end is not placed."""
    import numpy as np

    first, second = links.ends.T
    across = scene.x.take(first, axis=1) - scene.x.take(second, axis=1)
    down = scene.y.take(first, axis=1) - scene.y.take(second, axis=1)
    lengths: Floats = np.sqrt(across * across + down * down)
    return lengths


def _allowed(stretch: Floats) -> Floats:
    """The second longest of some links, in parts of their lengths, (N,): one of them may be wrong
    as well. NaN where there are too few to go by."""
    import numpy as np

    ranked = np.sort(np.where(stretch >= 0, stretch, -1.0), axis=1)
    enough = (ranked >= 0).sum(axis=1) >= _LINKS
    if ranked.shape[1] < 2:
        return np.full(len(ranked), np.nan)
    return np.where(enough & (ranked[:, -2] > 0), ranked[:, -2], np.nan)


def _least(stretch: Floats, touching: NDArray[np.bool_]) -> Floats:
    """The least stretched of each keypoint's own links, (N, K); NaN without any."""
    import numpy as np

    least = np.full((len(stretch), len(touching)), np.nan)
    for k, own in enumerate(touching):
        for link in np.flatnonzero(own):
            least[:, k] = np.fmin(least[:, k], stretch[:, link])
    return least


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
        apart = np.hypot(scene.x[:, left] - scene.x[:, right], scene.y[:, left] - scene.y[:, right])
        seen = scene.seen[:, left] & scene.seen[:, right]
        near = (apart == 0) | (seen & (apart < _ONE_SPOT * scene.scale[:, None]))
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
