"""Keypoints of annotations through a map, as the text of their numbers.

A keypoint that is a copy keeps its numbers as they are written. One that is computed is written
with at most three decimals where the coordinates it comes from have at most two, else with fifteen
significant digits: that is exact for a point between two others, and nowhere coarser than the
file. Whole numbers are written without a point.

All text of a block is worked on at once. It is cut into the three numbers of a keypoint with the
comma behind each; the text of the computed ones is put behind it, and the result is a choice of
these pieces, gathered byte by byte in arrays.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from schemac.datasets.coco.flags import flags_of, tells_more
from schemac.datasets.coco.layout import Layout
from schemac.datasets.coco.outline import Category
from schemac.labels import Account, Carry, Ladder
from schemac.mapping import MigrationMap
from schemac.model import Skeleton

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_DIGITS = [b"0", b"1", b"2"]
_floats = msgspec.json.Decoder(list[float]).decode


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


class Pieces:
    """Text in pieces of three numbers, each with `between` behind. The first are those of `count`
    annotations; more may be added."""

    def __init__(self, text: bytes, between: bytes, count: int) -> None:
        import numpy as np

        self._between = between
        self._texts = [text]
        self._ends = self._number_ends(text)
        self._count = count
        self._starts = [np.concatenate(([0], self._ends[2::3]))]
        self._number = len(self._ends) // 3
        self._length = len(text)

    def places(self, columns: list[int]) -> Floats:
        """The first two numbers of some pieces of each annotation: (N, M, 2)."""
        import numpy as np

        wanted = [3 * at + axis for at in columns for axis in (0, 1)]
        ends = self._ends.reshape(self._count, -1)
        before = np.concatenate(([0], self._ends[:-1])).reshape(self._count, -1)
        picked, _ = _gather(self._texts[0], before[:, wanted], ends[:, wanted])
        numbers = _floats(b"[%b]" % picked[: -len(self._between)])
        return np.array(numbers).reshape(self._count, len(columns), 2)

    def add(self, places: Floats, flags: Ints) -> Ints:
        """Further pieces (N, M) for coordinates (N, M, 2) and flags; which they are."""
        import numpy as np

        texts = _decimals(places.ravel().tolist())
        marks = [_DIGITS[flag] for flag in flags.ravel().tolist()]
        words = [b""] * (3 * len(marks))
        words[0::3], words[1::3], words[2::3] = texts[0::2], texts[1::2], marks
        first = self._append(words)
        return first + np.arange(flags.size).reshape(flags.shape)

    def mend(self, piece: int, flag: int, *, empty: bool) -> int:
        """A further piece, with another flag than that of a piece, or without its place."""
        start, end = self._starts[0][piece], self._starts[0][piece + 1]
        x, y, _, _ = self._texts[0][start:end].split(self._between)
        return self._append([b"0", b"0", _DIGITS[flag]] if empty else [x, y, _DIGITS[flag]])

    def gathered(self, chosen: Ints) -> tuple[bytes, Ints]:
        """The chosen pieces (N, L), one after the other, and their bounds (N, L + 1)."""
        import numpy as np

        bounds = np.concatenate(self._starts)
        text, lengths = _gather(b"".join(self._texts), bounds[chosen], bounds[chosen + 1])
        ends = lengths.cumsum().reshape(chosen.shape)
        starts = np.concatenate(([0], ends[:-1, -1]))
        return text, np.concatenate((starts[:, None], ends), axis=1)

    def _append(self, words: list[bytes]) -> int:
        text = self._between.join(words) + self._between
        ends = self._number_ends(text)[2::3] + self._length
        self._texts.append(text)
        self._starts.append(ends)
        self._length += len(text)
        first, self._number = self._number, self._number + len(words) // 3
        return first

    def _number_ends(self, text: bytes) -> Ints:
        """Where in a text each number ends, with `between`."""
        import numpy as np

        commas = np.flatnonzero(np.frombuffer(text, dtype=np.uint8) == ord(","))
        return commas + len(self._between) - self._between.index(b",")


def _gather(text: bytes, starts: Ints, ends: Ints) -> tuple[bytes, Ints]:
    """Pieces of a text one after the other, and their lengths."""
    import numpy as np

    begins = starts.astype(np.int32).ravel()
    lengths = ends.astype(np.int32).ravel() - begins
    until = lengths.cumsum(dtype=np.int32)
    index = np.repeat(begins - until + lengths, lengths)
    index += np.arange(len(index), dtype=np.int32)
    return np.frombuffer(text, dtype=np.uint8)[index].tobytes(), lengths.astype(np.int64)


def _decimals(values: list[float]) -> list[bytes]:
    """The shortest text of numbers, whole ones without a point."""
    text = msgspec.json.encode(values)[1:-1] + b","
    return text.replace(b".0,", b",")[:-1].split(b",")
