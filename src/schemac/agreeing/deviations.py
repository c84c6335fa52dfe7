"""How far each label is from what it is held against, in pixels and in the object's own frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from schemac.agreeing.centre import median_of
from schemac.agreeing.items import Items
from schemac.model import Skeleton

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]

# A pair counts as exchanged when the exchanged places are so much nearer to the reference, and the
# two lie this far apart, in parts of the instance's scale.
_MUCH = 0.25
_APART = 0.05


class Deviations(Struct, frozen=True, kw_only=True):
    """Of I items, P people, K keypoints: `error` (I, P, K, 2) in pixels, NaN where there is nothing
    to compare; `own` the same turned into the frame of the spec's main view; `scale` (I,) the
    square root of the object's area in pixels; `swapped` (I, P, K) tells where left and right
    are exchanged. `others` (I, P, K) is how many labels the reference is the mean of; inf for a
    gold label."""

    error: Floats
    own: Floats
    scale: Floats
    swapped: Mask
    others: Floats

    @property
    def distance(self) -> Floats:
        """Shape (I, P, K), pixels."""
        import numpy as np

        return np.hypot(self.error[..., 0], self.error[..., 1])


def deviations(items: Items, areas: Floats, skeleton: Skeleton) -> Deviations:
    """Every label against the gold label, or without one against the mean of what the others
    placed. `areas` (I,) are square pixels."""
    import numpy as np

    xy = placed(items, skeleton)
    reference, others = _reference(xy, items, skeleton)
    error = xy - reference
    scale = np.sqrt(areas)
    turn, flip = _frames(_middle(xy, items, skeleton), skeleton)
    return Deviations(
        error=error,
        own=_turned(error, turn, flip),
        scale=scale,
        swapped=_swaps(xy, reference, scale, skeleton),
        others=others,
    )


def placed(items: Items, skeleton: Skeleton) -> Floats:
    """Places (I, P, K, 2), NaN where the tier says that there is none."""
    return where(items.keypoints, skeleton)


def where(keypoints: Floats, skeleton: Skeleton) -> Floats:
    """Of keypoints (..., 3) the places (..., 2), NaN where the tier says that there is none."""
    import numpy as np

    tiers = skeleton.visibility.tiers if skeleton.visibility else ()
    without = [tier.code for tier in tiers if tier.coordinates == "forbidden"]
    codes = keypoints[..., 2]
    bad = np.isin(codes, without) | (np.isnan(codes) if tiers else False)
    return np.where(bad[..., None], np.nan, keypoints[..., :2])


def _reference(xy: Floats, items: Items, skeleton: Skeleton) -> tuple[Floats, Floats]:
    """What each label is held against, (I, P, K, 2), and how many labels that is the mean of."""
    import numpy as np

    if items.truth is not None:
        truth = where(items.truth, skeleton)[:, None]
        return np.broadcast_to(truth, xy.shape), np.full(xy.shape[:3], np.inf)
    there = np.isfinite(xy[..., 0]) & np.isfinite(xy[..., 1])
    total = np.where(there[..., None], xy, 0.0).sum(axis=1, keepdims=True)
    count = there.sum(axis=1, keepdims=True)
    others = np.where(there, count - 1, count).astype(np.float64)
    rest = total - np.where(there[..., None], xy, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(others[..., None] > 0, rest / others[..., None], np.nan)
    return mean, others


def _middle(xy: Floats, items: Items, skeleton: Skeleton) -> Floats:
    """One place for each keypoint of an item, (I, K, 2): the gold label, or the median."""
    return median_of(xy) if items.truth is None else where(items.truth, skeleton)


def _frames(middle: Floats, skeleton: Skeleton) -> tuple[NDArray[np.complex128], Mask]:
    """How each item is turned against the spec's main view, (I,) of length 1, and whether it is
    mirrored, as when it is seen from the other side. 1 and False where that cannot be told."""
    import numpy as np

    at = skeleton.positions()
    index = [point.index for point in skeleton.keypoints if point.id in at]
    if len(index) < 2:
        return np.ones(len(middle), complex), np.zeros(len(middle), bool)
    p = np.array([complex(*at[skeleton.keypoints[k].id]) for k in index])
    z = middle[:, index, 0] + 1j * middle[:, index, 1]
    weight = np.isfinite(z)
    count = np.maximum(weight.sum(axis=1, keepdims=True), 1)
    z = np.where(weight, z, 0)
    z = np.where(weight, z - z.sum(axis=1, keepdims=True) / count, 0)
    mean = (weight * p).sum(axis=1, keepdims=True) / count
    q = np.where(weight, p - mean, 0)
    direct, mirrored = (q.conj() * z).sum(axis=1), (q * z).sum(axis=1)
    flip = np.abs(mirrored) > np.abs(direct)
    chosen = np.where(flip, mirrored, direct)
    size = np.abs(chosen)
    with np.errstate(invalid="ignore", divide="ignore"):
        turn = np.where(size > 0, chosen / size, 1)
    return turn, flip


def _turned(error: Floats, turn: NDArray[np.complex128], flip: Mask) -> Floats:
    import numpy as np

    shape = (-1, *([1] * (error.ndim - 2)))
    e = error[..., 0] + 1j * error[..., 1]
    e = e * turn.conj().reshape(shape)
    # The mirrored fit is z = turn * conj(p): undo it in the same order.
    e = np.where(flip.reshape(shape), e.conj(), e)
    return np.stack((e.real, e.imag), axis=-1)


def _swaps(xy: Floats, reference: Floats, scale: Floats, skeleton: Skeleton) -> Mask:
    """Where exchanging a pair's places makes both much nearer to the reference."""
    import numpy as np

    found = np.zeros(xy.shape[:3], dtype=bool)
    for point in skeleton.keypoints:
        other = skeleton.mirror[point.index]
        if other <= point.index:
            continue
        pair = [point.index, other]
        own, wanted = xy[:, :, pair], reference[:, :, pair]
        with np.errstate(invalid="ignore"):
            kept = ((own - wanted) ** 2).sum(axis=(-1, -2))
            exchanged = ((own[:, :, ::-1] - wanted) ** 2).sum(axis=(-1, -2))
            apart = ((wanted[:, :, 0] - wanted[:, :, 1]) ** 2).sum(axis=-1)
            swap = (exchanged < _MUCH * kept) & (apart > (_APART * scale[:, None]) ** 2)
        found[:, :, pair] = swap[..., None]
    return found
