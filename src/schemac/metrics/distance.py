"""Distances: the share of keypoints near enough, and means relative to a length."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


def pck(distances: ArrayLike, lengths: ArrayLike, threshold: float) -> Floats:
    """The share of instances whose keypoint is nearer than `threshold` lengths, for each of K
    keypoints: shape (K,).

    `distances` (N, K) are pixels, NaN where there is nothing to compare; `lengths` (N,) pixels,
    what the profile is relative to. Nearer means less than, as in MMPose's `keypoint_pck_accuracy`.
    NaN for a keypoint without any.
    """
    import numpy as np

    given = np.asarray(distances, np.float64)
    share = given / np.asarray(lengths, np.float64)[:, None]
    there = np.isfinite(share)
    with np.errstate(invalid="ignore", divide="ignore"):
        near: Floats = (there & (share < threshold)).sum(axis=0) / there.sum(axis=0)
    return near


def nme(distances: ArrayLike, lengths: ArrayLike) -> Floats:
    """Normalised mean error of each instance, shape (N,): the mean over its keypoints of the
    distance in parts of `lengths` (N,), as 300-W defines it. NaN where there is nothing."""
    import numpy as np

    given = np.asarray(distances, np.float64)
    there = np.isfinite(given)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(there, given, 0.0).sum(axis=1) / there.sum(axis=1)
        result: Floats = mean / np.asarray(lengths, np.float64)
    return result


def rms(values: ArrayLike) -> Floats:
    """The root of the mean square over the first axis, leaving NaN out."""
    import numpy as np

    given = np.asarray(values, np.float64)
    there = np.isfinite(given)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(there, given**2, 0.0).sum(axis=0) / there.sum(axis=0)
    result: Floats = np.sqrt(mean)
    return result
