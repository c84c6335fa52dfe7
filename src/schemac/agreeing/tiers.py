"""Agreement on visibility tiers: of all people, and of each person with the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from schemac.agreeing.items import Items
from schemac.agreeing.result import Group, TierAgreement
from schemac.agreeing.sums import Estimate, Sums, estimate
from schemac.metrics import Level, alphas_of
from schemac.model import Skeleton

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

EVERYBODY = Group("all")


class Tiers:
    """Give it items with `look`, then ask for `agreement`.

    Everybody's alpha and kappa are those of the people; with one person and a gold set, of the two.
    A person's are those of pairs: with the gold label, or without a gold set with each other person
    who labelled the item.
    """

    def __init__(self, skeleton: Skeleton, people: Sequence[str]) -> None:
        self._skeleton, self._people = skeleton, tuple(people)
        tiers = skeleton.visibility.tiers if skeleton.visibility else ()
        self._codes = sorted(tier.code for tier in tiers)
        self._together: dict[Group, Sums] = {}
        self._given: dict[int, Sums] = {}

    def look(
        self,
        items: Items,
        weights: Floats,
        own_weights: Floats,
        rows: Sequence[tuple[Group, int, list[int]]],
    ) -> None:
        """Count a batch, by weights (R, I); `own_weights` are for single people. `rows` are the
        periods of people: the group, number of the person, and which items are in it; these get no
        intervals."""
        import numpy as np

        if not self._codes or (items.truth is None and len(self._people) < 2):
            return
        said = _one_hot(items.keypoints[..., 2], self._codes)
        gold = None if items.truth is None else _one_hot(items.truth[:, None, :, 2], self._codes)
        together = (
            said if gold is None or len(self._people) > 1 else np.concatenate((said, gold), 1)
        )
        counts = together.sum(axis=1)
        self._add(EVERYBODY, weights, _coincidences(counts))
        self._give(weights, counts)
        others = said.sum(axis=1) if gold is None else gold[:, 0]
        for number, name in enumerate(self._people):
            own = said[:, number]
            pairs = _pairs(own, others - own if gold is None else others)
            self._add(Group("person", name), own_weights, pairs)
            for group, person, chosen in rows:
                if person == number:
                    self._add(group, weights[:1, chosen], pairs[chosen])

    def agreement(self) -> tuple[TierAgreement, ...]:
        """Everybody on all keypoints first, then on each keypoint and region, then the same of each
        person, and each person's periods on all keypoints. Nothing when nobody could differ."""
        if EVERYBODY not in self._together:
            return ()
        made = []
        for group, sums in sorted(self._together.items()):
            for point, region, index in self._parts(group):
                alpha, items = self._alpha(sums, index)
                kappa, people = self._kappa(group, sums, index)
                made.append(
                    TierAgreement(
                        group=group, point=point, region=region, items=items, alpha=alpha,
                        kappa=kappa, people=people,
                    )
                )  # fmt: skip
        return tuple(made)

    def _parts(self, group: Group) -> list[tuple[str, str, list[int]]]:
        """Keypoint, region, and the indices that they stand for."""
        points = self._skeleton.keypoints
        every = [("", "", [point.index for point in points])]
        if group.kind == "period":
            return every
        single = [(point.id, "", [point.index]) for point in points]
        regions = [
            ("", region.id, [point.index for point in points if point.region == region.id])
            for region in self._skeleton.regions
        ]
        return [*every, *single, *(each for each in regions if each[2])]

    def _add(self, group: Group, weights: Floats, together: Floats) -> None:
        """Coincidences of items (I, K, C, C), and whether there are any."""
        import numpy as np

        flat = together.reshape(*together.shape[:2], -1)
        there = flat.any(axis=-1, keepdims=True).astype(np.float64)
        values = np.concatenate((flat, there), axis=-1)
        if there.any():
            self._together.setdefault(group, Sums()).add(weights, values)

    def _give(self, weights: Floats, counts: Floats) -> None:
        """What Fleiss' kappa is made of, by how many people an item has: items, the sum of P_i, and
        how often each tier was given."""
        import numpy as np

        n = counts.sum(axis=-1)
        for size in range(2, int(n.max(initial=0)) + 1):
            there = (n == size)[..., None].astype(np.float64)
            if there.any():
                agree = ((counts**2).sum(axis=-1, keepdims=True) - size) / (size * (size - 1))
                values = np.concatenate((there, there * agree, there * counts), axis=-1)
                self._given.setdefault(size, Sums()).add(weights, values)

    def _alpha(self, sums: Sums, index: list[int]) -> tuple[Estimate, int]:
        total, items, most = _summed(sums, index)
        size = len(self._codes)
        alphas = alphas_of(total.reshape(-1, size, size), self._level)
        return estimate(alphas, most), items

    def _kappa(self, group: Group, sums: Sums, index: list[int]) -> tuple[Estimate, int]:
        """Fleiss' kappa, and of how many people: of pairs, or of as many as most items have."""
        import numpy as np

        if group != EVERYBODY:
            total, _, most = _summed(sums, index)
            square = total.reshape(-1, len(self._codes), len(self._codes))
            agree, given = np.trace(square, axis1=1, axis2=2), square.sum(axis=1)
            return _fleiss(agree, given.sum(axis=1), given, most), 2
        found = {size: each.over(index) for size, each in self._given.items()}
        size = max(sorted(found), key=lambda size: found[size][0, :, 0].sum())
        most, every = int(found[size][0, :, 0].max()), found[size].sum(axis=1)
        return _fleiss(every[:, 1], every[:, 0], every[:, 2:], most), size

    @property
    def _level(self) -> Level:
        """Tiers in order, from the best to the worst, are told apart by how far they lie apart."""
        tiers = self._skeleton.visibility
        return "ordinal" if tiers and tiers.ordinal else "nominal"


def _one_hot(codes: Floats, ranks: Sequence[int]) -> Floats:
    import numpy as np

    chosen: Floats = (codes[..., None] == np.array(ranks, np.float64)).astype(np.float64)
    return chosen


def _coincidences(counts: Floats) -> Floats:
    """Of each item and keypoint what `metrics.coincidences` counts, (I, K, C, C)."""
    import numpy as np

    n = counts.sum(axis=-1, keepdims=True)
    shares = np.where(n >= 2, counts / np.maximum(n - 1, 1), 0.0)
    together: Floats = counts[..., :, None] * shares[..., None, :]
    each = np.arange(counts.shape[-1])
    together[..., each, each] -= shares
    return together


def _pairs(own: Floats, others: Floats) -> Floats:
    """Coincidences of one label with each of others, (I, K, C, C)."""
    import numpy as np

    both: Floats = own[..., :, None] * others[..., None, :]
    together: Floats = both + np.swapaxes(both, -1, -2)
    return together


def _summed(sums: Sums, index: list[int]) -> tuple[Floats, int, int]:
    """Coincidences of some keypoints in all replicates, (R, C * C); how often two could differ, and
    on how many items at most."""
    part = sums.over(index)
    return part[..., :-1].sum(axis=1), int(part[0, :, -1].sum()), int(part[0, :, -1].max())


def _fleiss(agree: Floats, items: Floats, given: Floats, count: int) -> Estimate:
    """(R,) sums of P_i, (R,) items, (R, C) how often each tier was given."""
    import numpy as np

    with np.errstate(invalid="ignore", divide="ignore"):
        expected = ((given / given.sum(axis=1, keepdims=True)) ** 2).sum(axis=1)
        kappa = np.where(expected < 1, (agree / items - expected) / (1 - expected), np.nan)
    return estimate(kappa, count)
