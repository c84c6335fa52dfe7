"""The middle of what several people said."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def median_of(values: Floats) -> Floats:
    """The median over the second axis, that of people, leaving NaN out; NaN where all are. As
    `np.nanmedian`, which takes ten times as long for few people."""
    import numpy as np

    ordered = np.sort(values, axis=1)  # NaN comes last
    count = np.isfinite(ordered).sum(axis=1, keepdims=True)
    low, high = np.maximum(count - 1, 0) // 2, np.minimum(count // 2, ordered.shape[1] - 1)
    pair = np.take_along_axis(ordered, low, axis=1), np.take_along_axis(ordered, high, axis=1)
    return ((pair[0] + pair[1]) / 2)[:, 0]
