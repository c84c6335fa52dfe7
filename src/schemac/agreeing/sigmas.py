"""COCO's sigma of each keypoint, from labels: by root mean square and by medians, in any scale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from schemac.agreeing.deviations import Deviations, placed
from schemac.agreeing.items import Items
from schemac.agreeing.result import SigmaEstimate
from schemac.agreeing.robust import Medians
from schemac.agreeing.sums import NOTHING, Sums, estimate
from schemac.model import Skeleton

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_OWN = ""


class Sigmas:
    """Give it items with `look`, then ask for `each` and `pooled`."""

    def __init__(self, skeleton: Skeleton) -> None:
        self._skeleton = skeleton
        self._variances: dict[str, Sums] = {}
        self._medians = Medians(len(skeleton.keypoints))

    def look(
        self, items: Items, found: Deviations, weights: Floats, others: Mapping[str, Floats]
    ) -> None:
        """Sum up a batch. `others` are areas (I,) in other scales, by name."""
        xy = placed(items, self._skeleton)
        squares = _squares(xy, items, found)
        for scale, areas in {_OWN: found.scale**2, **others}.items():
            self._variances.setdefault(scale, Sums()).add(weights, _shares(squares, areas))
        self._medians.look(xy, items.truth, found)

    def each(self) -> tuple[SigmaEstimate, ...]:
        """One for each keypoint, in index order."""
        return tuple(
            self._of((point.id,), (point.index,), point.id) for point in self._skeleton.keypoints
        )

    def pooled(self) -> tuple[SigmaEstimate, ...]:
        """One for each pair and each keypoint without a partner, named by their stem: the mean of
        both variances."""
        found = []
        for point in self._skeleton.keypoints:
            other = self._skeleton.mirror[point.index]
            if other > point.index:
                ids = (point.id, self._skeleton.keypoints[other].id)
                found.append(self._of(ids, (point.index, other), point.stem))
            elif other == point.index:
                found.append(self._of((point.id,), (point.index,), point.id))
        return tuple(found)

    def _of(self, ids: tuple[str, ...], points: tuple[int, ...], name: str) -> SigmaEstimate:
        import numpy as np

        if _OWN not in self._variances:
            return SigmaEstimate(point=name, items=0, sigma=NOTHING, robust=NOTHING, points=ids)
        own, items = _roots(self._variances[_OWN], points)
        others = {}
        for scale, sums in self._variances.items():
            each, count = _roots(sums, points)
            if scale != _OWN and count:
                others[scale] = estimate(_together(each), count, ratio=True)
        return SigmaEstimate(
            point=name, items=items, sigma=estimate(_together(own), items, ratio=True),
            robust=self._medians.sigma(points), differs=_differs(np.asarray(own)), points=ids,
            others=others,
        )  # fmt: skip


def _squares(xy: Floats, items: Items, found: Deviations) -> Floats:
    """Of each item and keypoint the square of one label's distance from the truth, (I, K), square
    pixels; NaN where too few placed it."""
    import numpy as np

    if items.truth is not None:
        square = found.distance**2
        there = np.isfinite(square)
        count = there.sum(axis=1)
        mean = np.where(there, square, 0.0).sum(axis=1) / np.maximum(count, 1)
        return np.where(count > 0, mean, np.nan)
    there = np.isfinite(xy[..., 0])
    count = there.sum(axis=1)
    middle = np.where(there[..., None], xy, 0).sum(1) / np.maximum(count, 1)[..., None]
    off = np.where(there[..., None], xy - middle[:, None], 0.0)
    mean = (off**2).sum(axis=(1, 3)) / np.maximum(count - 1, 1)
    return np.where(count > 1, mean, np.nan)


def _shares(squares: Floats, areas: Floats) -> Floats:
    """Whether it is known, and the square in parts of the area: (I, K, 2)."""
    import numpy as np

    share = squares / areas[:, None]
    good = np.isfinite(share)
    return np.stack((good, np.where(good, share, 0.0)), axis=-1).astype(np.float64)


def _roots(sums: Sums, points: tuple[int, ...]) -> tuple[Floats, int]:
    """The sigma of each keypoint in all replicates, (R, len(points)), and on how many items."""
    import numpy as np

    total = sums.over(points)
    with np.errstate(invalid="ignore", divide="ignore"):
        each: Floats = np.sqrt(total[..., 1] / total[..., 0])
    return each, int(total[0, :, 0].sum())


def _together(each: Floats) -> Floats:
    import numpy as np

    pooled: Floats = np.sqrt((each**2).mean(axis=1))
    return pooled


def _differs(each: Floats) -> bool:
    """Whether the sigmas of two keypoints, in all replicates (R, 2), differ by more than chance."""
    import numpy as np

    if each.shape[1] != 2 or len(each) < 2:
        return False
    apart = each[1:, 0] - each[1:, 1]
    if not np.isfinite(apart).any():
        return False  # one of them was never labelled twice
    low, high = np.nanpercentile(apart, (2.5, 97.5))
    return bool(low > 0 or high < 0)
