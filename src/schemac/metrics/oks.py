"""Object keypoint similarity, as COCO defines it (https://cocodataset.org/#keypoints-eval)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

BLOCK = 2048
"""Pairs that are worked on at a time, so that what is in between stays in the processor's cache."""


def oks(
    truth: ArrayLike,
    found: ArrayLike,
    counted: ArrayLike,
    areas: ArrayLike,
    sigmas: ArrayLike,
    boxes: ArrayLike | None = None,
) -> Floats:
    """The similarity of N pairs of instances, shape (N,), 0 to 1.

    `truth` and `found` are pixels of shape (N, K, 2), `counted` (N, K) tells which keypoints of
    the truth are labelled, `areas` (N,) are square pixels of the objects, `sigmas` (K,) are COCO's
    sigma_i, not kappa:

        mean over counted keypoints of exp(-d^2 / (2 area (2 sigma)^2))

    Equal to pycocotools' `COCOeval.computeOks`, with its `np.spacing(1)` beside the area. Where no
    keypoint counts, pycocotools takes the distance from the doubled box and the mean over all
    keypoints; that needs `boxes` (N, 4), left, top, width and height; without them it is NaN.
    Raises ValueError for shapes that do not fit together.
    """
    import numpy as np

    truth, found = np.asarray(truth, np.float64), np.asarray(found, np.float64)
    areas, sigmas = np.asarray(areas, np.float64), np.asarray(sigmas, np.float64)
    counted = np.asarray(counted, bool)
    around = None if boxes is None else np.asarray(boxes, np.float64)
    if truth.ndim != 3 or truth.shape != found.shape or counted.shape != truth.shape[:2]:
        raise ValueError(f"shapes {truth.shape}, {found.shape} and {counted.shape} do not fit")
    if areas.shape != truth.shape[:1] or sigmas.shape != truth.shape[1:2]:
        raise ValueError(f"{areas.shape} areas and {sigmas.shape} sigmas for {truth.shape}")
    result = np.empty(len(truth))
    room = _Room(min(len(truth), BLOCK), truth.shape[1])
    for at in range(0, len(truth), BLOCK):
        part = slice(at, at + BLOCK)
        box = None if around is None else around[part]
        pairs = truth[part], found[part], counted[part], areas[part]
        result[part] = _block(room, *pairs, sigmas, box)
    return result


def oks_matrix(
    truth: ArrayLike,
    found: ArrayLike,
    counted: ArrayLike,
    areas: ArrayLike,
    sigmas: ArrayLike,
    boxes: ArrayLike | None = None,
) -> Floats:
    """The similarity of every found instance (D, K, 2) to every true one (G, K, 2): (D, G), as
    `computeOks` gives it for one image. The other arguments are those of `oks`, for the truth."""
    import numpy as np

    truth, found = np.asarray(truth, np.float64), np.asarray(found, np.float64)
    rows, columns = np.divmod(np.arange(len(found) * len(truth)), max(len(truth), 1))
    around = None if boxes is None else np.asarray(boxes, np.float64)[columns]
    pairs = oks(
        truth[columns], found[rows], np.asarray(counted, bool)[columns],
        np.asarray(areas, np.float64)[columns], sigmas, around,
    )  # fmt: skip
    return pairs.reshape(len(found), len(truth))


class _Room:
    """Memory for the steps of a block, taken once: new pages for every block cost more than the
    sums in them."""

    def __init__(self, pairs: int, keypoints: int) -> None:
        import numpy as np

        self.apart = np.empty((pairs, keypoints, 2))
        self.squared = np.empty((pairs, keypoints))
        self.weight = np.empty((pairs, keypoints))


def _block(
    room: _Room,
    truth: Floats,
    found: Floats,
    counted: NDArray[np.bool_],
    areas: Floats,
    sigmas: Floats,
    boxes: Floats | None,
) -> Floats:
    """Few passes over contiguous memory: that is where the time goes."""
    import numpy as np

    apart, squared = room.apart[: len(truth)], room.squared[: len(truth)]
    weight = room.weight[: len(truth)]
    np.subtract(found, truth, out=apart)
    np.einsum("nki,nki->nk", apart, apart, out=squared)
    weight[:] = counted
    counts = np.einsum("nk->n", weight)
    empty = np.flatnonzero(counts == 0)
    if len(empty) and boxes is not None:
        squared[empty] = _outside(found[empty], boxes[empty])
    squared *= -1 / (2 * (2 * sigmas) ** 2)
    squared *= (1 / (areas + np.spacing(1)))[:, None]
    similar = np.exp(squared, out=squared)
    with np.errstate(invalid="ignore", divide="ignore"):
        result: Floats = np.einsum("nk,nk->n", similar, weight) / counts
        strange = np.flatnonzero(np.isnan(result))
        if len(strange):  # NaN times 0 is NaN: places of keypoints that do not count may be NaN
            kept = np.where(counted[strange], similar[strange], 0.0)
            result[strange] = kept.sum(axis=1) / counts[strange]
    if len(empty):
        result[empty] = np.nan if boxes is None else similar[empty].mean(axis=1)
    return result


def _outside(found: Floats, boxes: Floats) -> Floats:
    """Squared distances of keypoints from boxes of twice the size."""
    import numpy as np

    low = boxes[:, None, :2] - boxes[:, None, 2:]
    high = boxes[:, None, :2] + 2 * boxes[:, None, 2:]
    beyond = np.maximum(low - found, 0.0) + np.maximum(found - high, 0.0)
    squared: Floats = (beyond**2).sum(axis=-1)
    return squared
