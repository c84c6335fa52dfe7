"""Keypoints of annotations through a map, as the text of their numbers.

A keypoint that is a copy keeps its numbers as they are written. One that is computed is written
with at most three decimals where the coordinates it comes from have at most two, else with fifteen
significant digits: that is exact for a point between two others, and nowhere coarser than the
file. Whole numbers are written without a point.

All text of a block is worked on at once, see `pieces`.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from schemac.datasets.coco.flags import flags_of, tells_more
from schemac.datasets.coco.layout import Layout
from schemac.datasets.coco.outline import Category
from schemac.datasets.coco.pieces import Pieces
from schemac.labels import Account, Carry, Ladder
from schemac.mapping import MigrationMap
from schemac.model import Skeleton

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


class Job(Struct, frozen=True, kw_only=True):
    """What is to be done with annotations; it can be given to another process."""

    path: str
    category: Category
    target: Layout
    ends: tuple[Skeleton, Skeleton]
    carry: Carry

    @property
    def source(self) -> Layout:
        return self.category.layout


class Given(Struct, frozen=True, kw_only=True):
    """N annotations: the text of 3 K numbers each, in the file's order, with `between` behind every
    one; their flags (N, K), and the codes of their tiers (N, K)."""

    text: bytes
    between: bytes
    flags: Ints
    codes: Floats


class Made(Struct, frozen=True, kw_only=True):
    """The same after the map. `cuts` (N, L + 1) is where in `text` the three numbers of a keypoint
    begin, and where those of the annotation end. `counts` are how many of the keypoints are
    labelled, of those that count; `tiers` the elements of `keypoint_tiers`, if it is wanted."""

    text: bytes
    between: bytes
    cuts: Ints
    counts: list[int]
    tiers: list[list[bytes]] | None

    def lists(self, start: int, end: int) -> list[bytes]:
        """The numbers of some keypoints, an annotation after the other, with commas between."""
        less, text = len(self.between), self.text
        starts, ends = self.cuts[:, start].tolist(), (self.cuts[:, end] - less).tolist()
        return [text[at:to] for at, to in zip(starts, ends, strict=True)]


class Carried:
    """Carries annotations as a job says."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.ladder, self.target = Ladder(job.ends[0]), Ladder(job.ends[1])
        self.tells = tells_more(self.target)

    def __call__(self, given: Given, account: Account) -> Made:
        import numpy as np

        pieces = Pieces(given.text, given.between, len(given.flags))
        values = self._values(given, pieces)
        result = self.job.carry(values, account)
        placed = ~np.isnan(result[..., 0])
        flags = flags_of(result[..., 2], placed, self.target, account)
        account.instances += len(values)
        account.keypoints += int(np.count_nonzero(given.flags))
        text, cuts = self._text(given, pieces, values, result, flags)
        return Made(
            text=text, between=given.between, cuts=cuts,
            counts=np.count_nonzero(flags[:, : self.job.target.counted], axis=1).tolist(),
            tiers=self._tiers(result[..., 2]) if self.tells else None,
        )  # fmt: skip

    def _values(self, given: Given, pieces: Pieces) -> Floats:
        """What `carry` gets: coordinates of those that something is computed from, 0 for places
        that are copied anyhow, NaN for none."""
        import numpy as np

        values = np.zeros((*given.flags.shape, 3))
        if self._needed:
            columns = [self._position[s] for s in self._needed]
            values[:, self._needed, :2] = pieces.places(columns)
        flags = given.flags if self._straight else given.flags[:, self._position]
        values[flags == 0, :2] = np.nan
        values[..., 2] = given.codes if self._straight else given.codes[:, self._position]
        return values

    def _text(
        self, given: Given, pieces: Pieces, values: Floats, result: Floats, flags: Ints
    ) -> tuple[bytes, Ints]:
        """The chosen pieces, gathered."""
        import numpy as np

        count, new = len(flags), self._new
        chosen = np.empty(flags.shape, dtype=np.int64)
        copies, sources = self._copies
        chosen[:, copies] = np.arange(count)[:, None] * len(self._position) + sources
        if new:
            places = np.where(np.isnan(result[:, new, :2]), 0.0, result[:, new, :2])
            numbers = self._rounded(places, values)
            chosen[:, new] = pieces.add(numbers, flags[:, new])
        before = given.flags[:, sources]
        changed = (flags[:, copies] != before) | ((before > 0) & np.isnan(result[:, copies, 0]))
        for row, column in zip(*np.nonzero(changed), strict=True):
            at = copies[column]
            empty = bool(np.isnan(result[row, at, 0]))
            chosen[row, at] = pieces.mend(chosen[row, at], int(flags[row, at]), empty=empty)
        return pieces.gathered(chosen)

    def _rounded(self, places: Floats, values: Floats) -> Floats:
        """Coordinates (N, M, 2) of computed keypoints as they are written."""
        import numpy as np

        needed = values[:, self._needed, :2]
        coarse = (np.rint(needed * 100) / 100 == needed) | np.isnan(needed)
        rounded: Floats = np.rint(places * 1000) / 1000 + 0.0  # no -0
        if coarse.all():
            return rounded
        for at, target in enumerate(self._new):
            own = [self._needed.index(need) for need in self._needs[target]]
            for row in np.flatnonzero(~coarse[:, own].all(axis=(1, 2))):
                rounded[row, at] = [float(f"{value:.15g}") for value in places[row, at]]
        return rounded

    def _tiers(self, codes: Floats) -> list[list[bytes]]:
        words = {tier.code: b"%d" % tier.code for tier in self.target.tiers}
        return [[words.get(code, b"null") for code in row] for row in codes.tolist()]

    @cached_property
    def _position(self) -> list[int]:
        """Index in the source spec -> position in the file."""
        at = self.job.source.at
        return [at[index] for index in range(len(at))]

    @cached_property
    def _straight(self) -> bool:
        """Whether the file has the order of the spec."""
        return self._position == list(range(len(self._position)))

    @cached_property
    def _needs(self) -> list[tuple[int, ...]]:
        """For each target keypoint the indices of what it comes from; all of them where the map is
        not known."""
        map = getattr(self.job.carry, "map", None)
        if not isinstance(map, MigrationMap):
            every = tuple(range(len(self.job.ends[0].keypoints)))
            return [every for _ in self.job.ends[1].keypoints]
        index = map.source.index
        return [tuple(index[need] for need in entry.needs) for entry in map.entries]

    @cached_property
    def _copied(self) -> list[int | None]:
        known = isinstance(getattr(self.job.carry, "map", None), MigrationMap)
        return [needs[0] if known and len(needs) == 1 else None for needs in self._needs]

    @cached_property
    def _copies(self) -> tuple[list[int], list[int]]:
        """Target keypoints that are copies, and the positions in the file of what they copy."""
        found = [(at, self._position[s]) for at, s in enumerate(self._copied) if s is not None]
        return [at for at, _ in found], [position for _, position in found]

    @cached_property
    def _new(self) -> list[int]:
        """Target keypoints that are computed, or come from nothing."""
        return [at for at, source in enumerate(self._copied) if source is None]

    @cached_property
    def _needed(self) -> list[int]:
        """Source keypoints whose coordinates something is computed from."""
        return sorted({need for at in self._new for need in self._needs[at]})
