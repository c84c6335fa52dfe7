"""Sums over many items, with intervals, in memory that does not grow with them.

Intervals come from the bootstrap over items, in the form that needs no second look at the data:
each item counts in each replicate as often as a Poisson variable with mean 1 says (Chamandy,
Muralidharan, Najmi and Naidu 2012, "Estimating uncertainty for massive data streams").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

REPLICATES = 400


class Estimate(Struct, frozen=True):
    """A number, the interval that holds it in 95 of 100 such studies, and how many items it rests
    on. NaN where there is nothing to go by, or too little for an interval."""

    value: float
    low: float
    high: float
    count: int

    @property
    def known(self) -> bool:
        return self.value == self.value


NOTHING = Estimate(float("nan"), float("nan"), float("nan"), 0)
_Z = 1.96  # standard deviations of 95 %
_FEWEST = 10  # items for an interval: below that the bootstrap promises too much


class Replicates:
    """The weights of items in every replicate: the first is the data itself."""

    def __init__(self, count: int = REPLICATES, seed: int = 0) -> None:
        import numpy as np

        self.count = count
        self._random = np.random.default_rng(seed)

    def weights(self, items: int) -> Floats:
        """For the next items: shape (1 + replicates, items)."""
        import numpy as np

        drawn = self._random.poisson(1.0, size=(self.count, items)).astype(np.float64)
        return np.vstack((np.ones(items), drawn))


class Sums:
    """Sums of S numbers for each of K keypoints, in every replicate: shape (R, K, S)."""

    def __init__(self) -> None:
        self.total: Floats | None = None

    def add(self, weights: Floats, values: Floats) -> None:
        """Items with their numbers (I, K, S), by weights (R, I). NaN counts as nothing."""
        import numpy as np

        items, points, kinds = values.shape
        flat = np.nan_to_num(values).reshape(items, points * kinds)
        more = (weights @ flat).reshape(len(weights), points, kinds)
        self.total = more if self.total is None else self.total + more

    def over(self, points: Sequence[int]) -> Floats:
        """The sums of some keypoints, (R, len(points), S). Raises ValueError before anything was
        added."""
        if self.total is None:
            raise ValueError("nothing was added")
        found: Floats = self.total[:, list(points)]
        return found


def estimate(replicates: Floats, count: int, *, ratio: bool = False) -> Estimate:
    """From the values of one number in all replicates, the data's own first. The interval lies
    between two percentiles; for numbers that are above 0 and known to a `ratio`, such as a sigma,
    it follows from the spread of their logarithms, which so many replicates tell more surely."""
    import numpy as np

    value = float(replicates[0])
    if count < _FEWEST or not np.isfinite(value) or len(replicates) < 2:
        return Estimate(value, float("nan"), float("nan"), count)
    there = replicates[1:][np.isfinite(replicates[1:])]
    if len(there) < len(replicates) / 2:
        return Estimate(value, float("nan"), float("nan"), count)
    if ratio and value > 0 and (there > 0).all():
        factor = float(np.exp(_Z * np.log(there).std(ddof=1)))
        return Estimate(value, value / factor, value * factor, count)
    low, high = np.percentile(there, (2.5, 97.5))
    return Estimate(value, float(low), float(high), count)


def share_of(replicates: Floats, items: float, labels: float) -> Estimate:
    """From a share in all replicates, such as that of exchanged labels. The interval is Wilson's
    (1927), which leaves room beside 0 and 1, where replicates have none; for as many labels as are
    worth that number of independent ones by the spread of the replicates, and not fewer than there
    are items."""
    import numpy as np

    found = estimate(replicates, int(items))
    if found.low != found.low:
        return found
    p = found.value
    spread = float(np.nanvar(replicates[1:], ddof=1))
    n = float(np.clip(p * (1 - p) / spread, items, labels)) if spread > 0 else float(items)
    middle, room = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n), p * (1 - p) / n + (_Z / (2 * n)) ** 2
    half = _Z * float(np.sqrt(room)) / (1 + _Z**2 / n)
    low, high = max(middle - half, 0.0), min(middle + half, 1.0)
    return Estimate(p, min(low, p), max(high, p), found.count)
