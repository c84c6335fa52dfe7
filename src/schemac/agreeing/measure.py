"""Errors, sigmas and agreement, summed up over batches of items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from schemac.agreeing.deviations import Deviations, deviations, placed
from schemac.agreeing.items import Items
from schemac.agreeing.result import (
    Group,
    PointError,
    SigmaEstimate,
    Spread,
    TierAgreement,
)
from schemac.agreeing.robust import Medians
from schemac.agreeing.sums import NOTHING, Estimate, Replicates, Sums, estimate
from schemac.metrics import Level, alpha_of, coincidences
from schemac.model import Skeleton

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# What is summed for each label: see `_label_values`.
_COUNT, _PX, _REL, _BX, _BY, _XX, _XY, _YY, _OKS, _OKS_N, _PCK, _PCK_N, _SWAP, _PLAN, _ITEM = range(
    15
)


class Measure:
    """Give it items with `look`, then ask for errors, sigmas and tiers.

    `sigmas` (K,) are those of the spec's main set, NaN where there are none; `periods` names the
    period of each label, or None; `attribute` is the instance attribute to tell apart, or None.
    """

    def __init__(
        self,
        skeleton: Skeleton,
        people: Sequence[str],
        sigmas: Floats,
        *,
        threshold: float | None = None,
        attribute: str | None = None,
        replicates: int | None = None,
    ) -> None:
        self.skeleton, self.people = skeleton, tuple(people)
        self._sigmas, self._threshold, self._attribute = sigmas, threshold, attribute
        self._replicates = Replicates(*(() if replicates is None else (replicates,)))
        self._errors: dict[Group, Sums] = {}
        self._variances = Sums()
        self._medians = Medians(len(skeleton.keypoints))
        self._together: dict[int, Floats] = {}
        self._kappa: dict[int, Floats] = {}
        self.items = self.labels = 0

    def look(
        self,
        items: Items,
        areas: Floats,
        lengths: Floats,
        factors: Floats,
        periods: Sequence[Sequence[str | None]] | None = None,
    ) -> None:
        """Sum up a batch. `areas` (I,) are the objects' in square pixels, `lengths` (I,) what PCK
        is relative to, in pixels; `factors` (I,) turn pixels into those of the plan's image."""
        import numpy as np

        found = deviations(items, areas, self.skeleton)
        weights = self._replicates.weights(len(items))
        values = self._label_values(found, lengths, factors)
        self.items += len(items)
        there = np.isfinite(items.keypoints).any(axis=(2, 3))
        self.labels += int(there.sum())
        self._add(Group("all"), weights, values.sum(axis=1))
        for person, name in enumerate(self.people):
            self._add(Group("person", name), weights, values[:, person])
        if self._attribute is not None:
            self._by_attribute(items, weights, values)
        if periods is not None:
            self._by_period(periods, weights, values)
        self._spread(items, found, weights)
        self._tiers(items)

    def errors(self) -> dict[Group, tuple[PointError, ...]]:
        """Every group that was met, with its keypoints in index order."""
        return {group: tuple(self._points(sums)) for group, sums in sorted(self._errors.items())}

    def regions(self) -> dict[Group, tuple[PointError, ...]]:
        """Every group, by region of the spec."""
        members = [
            (region.id, [p.index for p in self.skeleton.keypoints if p.region == region.id])
            for region in self.skeleton.regions
        ]
        return {
            group: tuple(
                _error(id, sums.total[:, points].sum(axis=1), sums.total[0, points, _ITEM].max())
                for id, points in members
                if points and sums.total is not None
            )
            for group, sums in sorted(self._errors.items())
        }

    def sigmas(self) -> tuple[SigmaEstimate, ...]:
        """One for each keypoint, in index order."""
        return tuple(
            self._sigma((point.id,), (point.index,), point.id) for point in self.skeleton.keypoints
        )

    def pooled(self) -> tuple[SigmaEstimate, ...]:
        """One for each pair and each keypoint without a partner, named by their stem: the mean of
        both variances."""
        found = []
        for point in self.skeleton.keypoints:
            other = self.skeleton.mirror[point.index]
            if other > point.index:
                ids = (point.id, self.skeleton.keypoints[other].id)
                found.append(self._sigma(ids, (point.index, other), point.stem))
            elif other == point.index:
                found.append(self._sigma((point.id,), (point.index,), point.id))
        return tuple(found)

    def tiers(self) -> tuple[TierAgreement, ...]:
        """Agreement over all keypoints first, then of each."""
        if not self._together:
            return ()
        every = TierAgreement(
            point="", items=self._tier_items(None),
            alpha=alpha_of(sum(self._together.values()), self._level),  # type: ignore[arg-type]
            kappa=_kappa(sum(self._kappa.values())), people=_people(sum(self._kappa.values())),  # type: ignore[arg-type]
        )  # fmt: skip
        return (
            every,
            *(
                TierAgreement(
                    point=self.skeleton.keypoints[k].id, items=self._tier_items(k),
                    alpha=alpha_of(together, self._level), kappa=_kappa(self._kappa[k]),
                    people=_people(self._kappa[k]),
                )
                for k, together in sorted(self._together.items())
            ),
        )  # fmt: skip

    # ---- sums ---------------------------------------------------------------------------------

    def _label_values(self, found: Deviations, lengths: Floats, factors: Floats) -> Floats:
        """The numbers of each label, (I, P, K, S); 0 where there is none."""
        import numpy as np

        distance, scale = found.distance, found.scale[:, None, None]
        share = found.own / scale[..., None]
        there = np.isfinite(distance) & np.isfinite(scale)
        values = np.zeros((*distance.shape, 15))
        values[..., _COUNT] = there
        values[..., _PX], values[..., _REL] = distance, distance / scale
        x, y = share[..., 0], share[..., 1]
        values[..., _BX], values[..., _BY] = x, y
        values[..., _XX], values[..., _XY], values[..., _YY] = x * x, x * y, y * y
        similar = np.exp(-((distance / scale) ** 2) / (2 * (2 * self._sigmas) ** 2))
        values[..., _OKS], values[..., _OKS_N] = similar, np.isfinite(similar)
        if self._threshold is not None:
            near = distance / lengths[:, None, None]
            values[..., _PCK], values[..., _PCK_N] = near < self._threshold, np.isfinite(near)
        values[..., _SWAP] = found.swapped
        values[..., _PLAN] = distance * factors[:, None, None]
        return np.where(there[..., None], np.nan_to_num(values), 0.0)

    def _add(self, group: Group, weights: Floats, values: Floats) -> None:
        values[..., _ITEM] = values[..., _COUNT] > 0
        if values[..., _COUNT].any():
            self._errors.setdefault(group, Sums()).add(weights, values)

    def _by_attribute(self, items: Items, weights: Floats, values: Floats) -> None:
        for value, rows in _rows_of(items.attribute(self._attribute or "")).items():
            group = Group("attribute", self._attribute or "", value)
            self._add(group, weights[:, rows], values[rows].sum(axis=1))

    def _by_period(
        self, periods: Sequence[Sequence[str | None]], weights: Floats, values: Floats
    ) -> None:
        """The data itself only, without replicates: there may be many periods."""
        for person, name in enumerate(self.people):
            for period, rows in _rows_of([row[person] for row in periods]).items():
                group = Group("period", name, period)
                self._add(group, weights[:1, rows], values[rows, person])

    def _spread(self, items: Items, found: Deviations, weights: Floats) -> None:
        """What sigmas come from: of each item and keypoint the square of one label's distance from
        the truth, in parts of the scale."""
        import numpy as np

        xy = placed(items, self.skeleton)
        squared = found.scale[:, None] ** 2
        if items.truth is not None:
            share = found.distance**2 / squared[:, None]
            there = np.isfinite(share)
            count = there.sum(axis=1)
            mean = np.where(there, share, 0.0).sum(axis=1) / np.maximum(count, 1)
            enough = count > 0
        else:
            there = np.isfinite(xy[..., 0])
            count = there.sum(axis=1)
            middle = np.where(there[..., None], xy, 0).sum(1) / np.maximum(count, 1)[..., None]
            off = np.where(there[..., None], xy - middle[:, None], 0.0)
            mean = (off**2).sum(axis=(1, 3)) / np.maximum(count - 1, 1) / squared
            enough = count > 1
        good = enough & np.isfinite(mean)
        values = np.stack((good, np.where(good, mean, 0.0)), axis=-1).astype(np.float64)
        self._variances.add(weights, values)
        self._medians.look(xy, items.truth, found)

    def _tiers(self, items: Items) -> None:
        import numpy as np

        tiers = self.skeleton.visibility.tiers if self.skeleton.visibility else ()
        if not tiers or items.keypoints.shape[1] < 2:
            return
        ranks = sorted(tier.code for tier in tiers)
        codes = items.keypoints[..., 2]
        counts = np.stack([(codes == code).sum(axis=1) for code in ranks], axis=-1)
        for k in range(counts.shape[1]):
            together = coincidences(counts[:, k])
            self._together[k] = self._together.get(k, 0.0) + together
            self._kappa[k] = self._kappa.get(k, 0.0) + _kappa_sums(counts[:, k], len(self.people))

    # ---- results ------------------------------------------------------------------------------

    def _points(self, sums: Sums) -> Iterator[PointError]:
        if sums.total is not None:
            for point in self.skeleton.keypoints:
                yield _error(point.id, sums.total[:, point.index])

    def _sigma(self, ids: tuple[str, ...], points: tuple[int, ...], name: str) -> SigmaEstimate:
        import numpy as np

        total = self._variances.total
        if total is None:
            return SigmaEstimate(point=name, items=0, sigma=NOTHING, robust=NOTHING, points=ids)
        with np.errstate(invalid="ignore", divide="ignore"):
            each = total[:, points, 1] / total[:, points, 0]
            sigma = np.sqrt(each.mean(axis=1))
        items = int(total[0, points, 0].sum())
        return SigmaEstimate(
            point=name, items=items, sigma=estimate(sigma, items, ratio=True),
            robust=self._medians.sigma(points), differs=_differs(np.sqrt(each)), points=ids,
        )  # fmt: skip

    @property
    def _level(self) -> Level:
        """Tiers in order, from the best to the worst, are told apart by how far they lie apart."""
        tiers = self.skeleton.visibility
        return "ordinal" if tiers and tiers.ordinal else "nominal"

    def _tier_items(self, point: int | None) -> int:
        tables = self._kappa.values() if point is None else [self._kappa[point]]
        return int(sum(table[:, 0].sum() for table in tables))


def _rows_of(values: Iterable[object]) -> Mapping[str, list[int]]:
    """Rows by value, those without one left out; in the order of values."""
    found: dict[str, list[int]] = {}
    for row, value in enumerate(values):
        if value is not None:
            found.setdefault(str(value)[:60], []).append(row)
    return dict(sorted(found.items()))


def _error(point: str, total: Floats, items: float | None = None) -> PointError:
    """From sums in all replicates, (R, S); intervals rest on so many items."""
    import numpy as np

    labels = int(total[0, _COUNT])
    if not labels:
        return PointError(point=point, labels=0)
    count = int(total[0, _ITEM] if items is None else items)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total / total[:, _COUNT, None]
        oks = total[:, _OKS] / total[:, _OKS_N]
        pck = total[:, _PCK] / total[:, _PCK_N]
    return PointError(
        point=point,
        labels=labels,
        pixels=estimate(mean[:, _PX], count),
        relative=estimate(mean[:, _REL], count),
        bias_x=estimate(mean[:, _BX], count),
        bias_y=estimate(mean[:, _BY], count),
        spread=_covariance(mean[0]),
        oks=_or_nothing(oks, min(count, total[0, _OKS_N])),
        pck=_or_nothing(pck, min(count, total[0, _PCK_N])),
        swaps=estimate(mean[:, _SWAP], count),
        plan_pixels=estimate(mean[:, _PLAN], count),
    )


def _or_nothing(replicates: Floats, count: float) -> Estimate:
    return estimate(replicates, int(count)) if count else NOTHING


def _covariance(mean: Floats) -> Spread:
    x, y = mean[_BX], mean[_BY]
    return Spread(float(mean[_XX] - x * x), float(mean[_XY] - x * y), float(mean[_YY] - y * y))


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


def _kappa_sums(counts: NDArray[np.intp], people: int) -> Floats:
    """For each number of people n, from 0 on: items, the sum of P_i, and how often each name was
    given: (people + 1, 2 + C)."""
    import numpy as np

    n = counts.sum(axis=1)
    sums = np.zeros((people + 1, 2 + counts.shape[1]))
    for size in range(2, people + 1):
        own = counts[n == size].astype(np.float64)
        if len(own):
            agree = ((own**2).sum(axis=1) - size) / (size * (size - 1))
            sums[size] = [len(own), agree.sum(), *own.sum(axis=0)]
    return sums


def _people(sums: Floats) -> int:
    """The number of people that most items have."""
    return int(sums[:, 0].argmax())


def _kappa(sums: Floats) -> float:
    """Fleiss' kappa of the items with the number of people that most have."""
    items, agree, *given = sums[_people(sums)]
    if not items:
        return float("nan")
    total = sum(given)
    expected = sum((each / total) ** 2 for each in given)
    return float("nan") if expected == 1 else float((agree / items - expected) / (1 - expected))
