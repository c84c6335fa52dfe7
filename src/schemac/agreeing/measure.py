"""Errors, sigmas and agreement, summed up over batches of items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from schemac.agreeing.deviations import Deviations, deviations
from schemac.agreeing.items import Items
from schemac.agreeing.result import Group, PointError, SigmaEstimate, Spread, TierAgreement
from schemac.agreeing.sigmas import Sigmas
from schemac.agreeing.sums import NOTHING, Replicates, Sums, estimate, share_of
from schemac.agreeing.tiers import Tiers
from schemac.model import Skeleton

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# What is summed for each label: see `_label_values`.
_COUNT, _PX, _REL, _BX, _BY, _XX, _XY, _YY, _OKS, _OKS_N, _PCK, _PCK_N, _SWAP, _PLAN, _ITEM = range(
    15
)


_MOST_INTERVALS = 4000
"""People times keypoints with intervals of their own: each takes 50 kB."""

_MOST_VALUES = 100
"""Values of an attribute that are told apart: a free text may have as many as there are items."""


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
        self._values: set[Group] = set()
        self._spread, self._tiers = Sigmas(skeleton), Tiers(skeleton, people)
        self.items = self.labels = self.unscaled = 0

    def look(
        self,
        items: Items,
        areas: Floats,
        lengths: Floats,
        factors: Floats,
        periods: Sequence[Sequence[str | None]] | None = None,
        others: Mapping[str, Floats] | None = None,
    ) -> None:
        """Sum up a batch. `areas` (I,) are the objects' in square pixels, `lengths` (I,) what PCK
        is relative to, in pixels; `factors` (I,) turn pixels into those of the plan's image;
        `others` are areas in other scales, by name, for sigmas. Labels without an area are counted
        in `unscaled`, and go into the tiers only."""
        import numpy as np

        found = deviations(items, areas, self.skeleton)
        weights = self._replicates.weights(len(items))
        values = self._label_values(found, lengths, factors)
        self.items += len(items)
        there = np.isfinite(items.keypoints).any(axis=(2, 3))
        self.labels += int(there.sum())
        self.unscaled += int((there & ~np.isfinite(areas)[:, None]).sum())
        self._add(Group("all"), weights, values.sum(axis=1))
        own = weights if self.intervals else weights[:1]
        for person, name in enumerate(self.people):
            self._add(Group("person", name), own, values[:, person])
        if self._attribute is not None:
            self._by_attribute(items, weights, values)
        rows = [] if periods is None else self._period_rows(periods)
        for group, person, chosen in rows:
            self._add(group, weights[:1, chosen], values[chosen, person])
        self._spread.look(items, found, weights, others or {})
        self._tiers.look(items, weights, own, rows)

    @property
    def intervals(self) -> bool:
        """Whether single people get intervals: not in a crowd."""
        return len(self.people) * len(self.skeleton.keypoints) <= _MOST_INTERVALS

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
        return self._spread.each()

    def pooled(self) -> tuple[SigmaEstimate, ...]:
        """One for each pair, its sides together, and for each keypoint without a partner."""
        return self._spread.pooled()

    def tiers(self) -> tuple[TierAgreement, ...]:
        """Agreement on visibility tiers, that of everybody on all keypoints first."""
        return self._tiers.agreement()

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
            if group not in self._errors and len(self._values) >= _MOST_VALUES:
                group = Group("attribute", self._attribute or "", "(others)")
            self._values.add(group)
            self._add(group, weights[:, rows], values[rows].sum(axis=1))

    def _period_rows(
        self, periods: Sequence[Sequence[str | None]]
    ) -> list[tuple[Group, int, list[int]]]:
        """Each person's periods, and which items are in them. They get the data itself only,
        without replicates: there may be many."""
        return [
            (Group("period", name, period), person, rows)
            for person, name in enumerate(self.people)
            for period, rows in _rows_of([row[person] for row in periods]).items()
        ]

    # ---- results ------------------------------------------------------------------------------

    def _points(self, sums: Sums) -> Iterator[PointError]:
        if sums.total is not None:
            for point in self.skeleton.keypoints:
                yield _error(point.id, sums.total[:, point.index])


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
    alike, near = total[0, _OKS_N], total[0, _PCK_N]
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
        oks=estimate(oks, int(min(count, alike))) if alike else NOTHING,
        pck=share_of(pck, min(count, near), near) if near else NOTHING,
        swaps=share_of(mean[:, _SWAP], count, labels),
        plan_pixels=estimate(mean[:, _PLAN], count),
    )


def _covariance(mean: Floats) -> Spread:
    x, y = mean[_BX], mean[_BY]
    return Spread(float(mean[_XX] - x * x), float(mean[_XY] - x * y), float(mean[_YY] - y * y))
