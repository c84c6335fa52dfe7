"""Labels in a column: in a given order, none on another, each as near as can be to its wish."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def spaced(
    wishes: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """The centres of labels in the order given, from `low` to `high`, that have the least sum of
    squared distances from their wishes: isotonic regression by pooling adjacent violators (Ayer
    et al. 1955). Where there is no room they run over `high`."""
    if not wishes:
        return []
    offsets = [0.0]
    for before, after in pairwise(heights):
        offsets.append(offsets[-1] + (before + after) / 2)
    pools: list[tuple[float, int]] = []
    for wish, offset in zip(wishes, offsets, strict=True):
        pools.append((wish - offset, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (b, m), (a, n) = pools.pop(), pools.pop()
            pools.append(((a * n + b * m) / (n + m), n + m))
    first = low + heights[0] / 2
    last = max(first, high - heights[-1] / 2 - offsets[-1])
    starts = [min(max(value, first), last) for value, count in pools for _ in range(count)]
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]
