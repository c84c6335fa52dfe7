"""Sigmas from medians, which a few wrong labels do not move."""

from __future__ import annotations

from itertools import combinations
from math import log
from typing import TYPE_CHECKING

from schemac.agreeing.deviations import Deviations
from schemac.agreeing.sums import NOTHING, Estimate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class Medians:
    """Distances between labels in parts of the object's scale, as a histogram for each keypoint.

    For independent errors of equal spread in both directions a distance is a Rayleigh variable:
    the median of its square is ln 2 times the mean. Exchanged labels are left out.
    """

    _LOW, _HIGH, _STEPS = 1e-5, 10.0, 1400  # 1 % wide

    def __init__(self, keypoints: int) -> None:
        import numpy as np

        self._counts = np.zeros((keypoints, self._STEPS), dtype=np.int64)
        self._people = 1  # that are compared with each other

    def look(self, xy: Floats, truth: Floats | None, found: Deviations) -> None:
        """Count a batch: places (I, P, K, 2), against the truth or between each two people."""
        import numpy as np

        scale = found.scale[:, None]
        fine = ~found.swapped
        if truth is not None:
            for person in range(xy.shape[1]):
                self._count(found.distance[:, person] / scale, fine[:, person])
            return
        self._people = xy.shape[1]
        for a, b in combinations(range(xy.shape[1]), 2):
            apart = np.hypot(*np.moveaxis(xy[:, a] - xy[:, b], -1, 0))
            # Two labels differ by the errors of both.
            self._count(apart / scale / np.sqrt(2), fine[:, a] & fine[:, b])

    def sigma(self, points: tuple[int, ...]) -> Estimate:
        """Of keypoints together; the interval is that of a sample's median (of orders)."""
        import numpy as np

        counts = self._counts[list(points)].sum(axis=0)
        total = int(counts.sum())
        if not total:
            return NOTHING
        below = counts.cumsum()
        # 1.96 standard deviations of the rank of the median. Pairs that have a person in common
        # are not independent: P people are worth P - 1 labels of an item, not P (P - 1) / 2.
        half = 0.98 * np.sqrt(total * max(1.0, self._people / 2))
        at = [
            int(np.searchsorted(below, rank))
            for rank in (total / 2, total / 2 - half, total / 2 + half)
        ]
        value, low, high = (self._at(step) / np.sqrt(log(2)) for step in at)
        if total < 10:
            low = high = float("nan")
        return Estimate(float(value), float(low), float(high), total)

    def _count(self, shares: Floats, fine: NDArray[np.bool_]) -> None:
        import numpy as np

        with np.errstate(invalid="ignore", divide="ignore"):
            step = np.log(shares / self._LOW) / log(self._HIGH / self._LOW) * self._STEPS
        step = np.clip(np.where(np.isnan(step), -1, step), -1, self._STEPS - 1)
        step = np.where((shares >= 0) & (step < 0), 0, step)
        for k in range(shares.shape[1]):
            use = fine[:, k] & (step[:, k] >= 0) & np.isfinite(shares[:, k])
            self._counts[k] += np.bincount(step[use, k].astype(int), minlength=self._STEPS)

    def _at(self, step: int) -> float:
        """The middle of a step."""
        share = (min(step, self._STEPS - 1) + 0.5) / self._STEPS
        return float(self._LOW * (self._HIGH / self._LOW) ** share)
