"""A map applied to a table, column by column.

The rules are those of `mapping.carry`, which is what this is tested against. Nothing is computed
that need not be: a keypoint that is a copy of another keeps its very columns, and a skeleton in
another order is only another choice of columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from schemac.datasets.parquet.layout import PARTS, Layout
from schemac.datasets.parquet.tiers import NOBODY, coded, column_of, positions
from schemac.mapping import End, Entry, MigrationMap
from schemac.mapping.tier_rule import worst

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Numbers = NDArray[np.float64]
    Ranks = NDArray[np.int8]
    Sketch = NDArray[np.float32]


class Carried:
    """A map made ready for tables of one layout. `schema` is that of what it gives."""

    def __init__(self, map: MigrationMap, layout: Layout) -> None:
        self.map = map
        self.layout = layout
        self.points = dict(zip(map.source.points, layout.points, strict=True))
        self.types = {entry.target: self._types(entry) for entry in map.entries}
        self._rooms: dict[str, Sketch] = {}
        self.source, self.target = _Rungs.of(map.source), _Rungs.of(map.target)

    @cached_property
    def schema(self) -> pa.Schema:
        """The other columns as they are, and the target's keypoints where the source's stood."""
        import pyarrow as pa

        made = [
            pa.field(f"{id}.{part}", type)
            for id, types in self.types.items()
            for part, type in zip(PARTS, types, strict=True)
        ]
        return self.layout.schema_with(made)

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Raises TierError for a tier that the source does not have."""
        return self.shown(batch)[0]

    def shown(self, batch: pa.RecordBatch) -> tuple[pa.RecordBatch, Batch]:
        """The same, with what counts need to know of the batch."""
        import pyarrow as pa

        work = Batch(self, batch)
        made = [column for entry in self.map.entries for column in work.columns(entry)]
        columns = self.layout.among(batch.column, made)
        return pa.RecordBatch.from_arrays(columns, schema=self.schema), work

    @cached_property
    def origins(self) -> list[int | None]:
        """For each column of what it gives the one that it is a copy of, if it is one and no label
        needs mending on the way."""
        made: list[int | None] = []
        for entry, types in zip(self.map.entries, self.types.values(), strict=True):
            if entry.alone is None:
                made += (None, None, None)
                continue
            x, y, tier = self.points[entry.alone]
            made += (x, y, tier if self.same_tiers(types[2]) else None)
        return self.layout.among(lambda at: at, made)

    @cached_property
    def ranks(self) -> Ranks:
        """For the position of each source tier that of its target; the last is for NOBODY."""
        import numpy as np

        steps = [self.map.target.rank[self.map.tier_of[id].target] for id in self.source.ids]
        return np.array([*steps, NOBODY], dtype=np.int8)

    @cached_property
    def kept(self) -> Flags:
        """For the position of each source tier whether coordinates survive it."""
        import numpy as np

        return np.array([*(self.map.tier_of[id].keeps for id in self.source.ids), False])

    def room(self, name: str, points: int, rows: int) -> Sketch:
        """Memory for a sketch (3, points, rows), the same each time: new memory costs more than
        what is written into it."""
        import numpy as np

        if name not in self._rooms or self._rooms[name].shape[2] < rows:
            self._rooms[name] = np.empty((3, points, rows), dtype=np.float32)
        return self._rooms[name][..., :rows]

    def same_tiers(self, type: pa.DataType) -> bool:
        """Whether a column of tiers says the same in the target."""
        ends = self.source, self.target
        before, after = (end.codes if coded(type) else end.ids for end in ends)
        steps = zip(before, self.ranks, strict=False)
        return all(after[rank] == value for value, rank in steps)

    def _types(self, entry: Entry) -> tuple[pa.DataType, ...]:
        """The types of a target's columns: a copy's own, else what holds all of the sources'."""
        import pyarrow as pa

        field = self.layout.schema.field
        points = [self.points[name] for name in entry.needs or self.map.source.points]
        if entry.alone is not None:
            return tuple(field(column).type for column in points[0])
        given = {field(column).type for point in points for column in point[:2]}
        number = pa.float32() if given == {pa.float32()} else pa.float64()
        return number, number, field(points[0].tier).type


class _Rungs(NamedTuple):
    """Tiers of an end, from worst to best."""

    ids: tuple[str, ...]
    codes: tuple[int, ...]

    @staticmethod
    def of(end: End) -> _Rungs:
        return _Rungs(tuple(r.id for r in end.tiers), tuple(r.code for r in end.tiers))


class _Source(NamedTuple):
    """A source keypoint in a batch: numbers as they lie in memory, also where nothing is told."""

    x: Numbers
    y: Numbers
    tier: Ranks
    seen: Flags
    """Whether there is an x."""
    placed: Flags
    loose: bool
    """Whether coordinates are there that do not count, so that its columns cannot be kept."""


class Batch:
    """A batch of rows on its way through a map."""

    def __init__(self, carried: Carried, batch: pa.RecordBatch) -> None:
        self._carried = carried
        self._batch = batch
        self._seen: dict[str, _Source] = {}
        self._told: dict[str, tuple[Flags, Ranks]] = {}

    @property
    def given(self) -> Sketch:
        """Keypoints (N, K, 3) as they came: their codes, and 0 for coordinates that are there. Good
        until the next batch is asked."""
        sources = map(self._source, self._carried.points)
        told = [(source.seen, source.tier) for source in sources]
        return self._sketch("given", self._carried.source.codes, told)

    @property
    def result(self) -> Sketch:
        """Keypoints (N, L, 3) as they are now, in the same way."""
        return self._sketch("result", self._carried.target.codes, list(self._told.values()))

    def _sketch(
        self, name: str, codes: Sequence[int], told: Sequence[tuple[Flags, Ranks]]
    ) -> Sketch:
        import numpy as np

        made = self._carried.room(name, len(told), len(self._batch))
        values = np.array([*codes, np.nan], dtype=np.float32)
        there = np.array([np.nan, 0], dtype=np.float32)
        for at, (placed, tiers) in enumerate(told):
            there.take(placed.view(np.int8), out=made[0, at], mode="wrap")
            values.take(tiers, out=made[2, at], mode="wrap")
        made[1] = made[0]
        return made.transpose(2, 1, 0)

    @property
    def mended(self) -> set[int]:
        """Columns of the source that have coordinates which do not count."""
        loose = (id for id, source in self._seen.items() if source.loose)
        return {column for id in loose for column in self._carried.points[id][:2]}

    def columns(self, entry: Entry) -> Sequence[pa.Array]:
        """x, y and tier of a target."""
        import pyarrow as pa

        types = self._carried.types[entry.target]
        if not entry.needs:
            self._told[entry.target] = self._nothing
            return [pa.nulls(len(self._batch), type) for type in types]
        if entry.alone is not None:
            return self._copied(entry, entry.alone, types)
        return self._computed(entry, types)

    @cached_property
    def _nothing(self) -> tuple[Flags, Ranks]:
        import numpy as np

        count = len(self._batch)
        return np.zeros(count, dtype=bool), np.full(count, NOBODY, dtype=np.int8)

    def _copied(self, entry: Entry, id: str, types: Sequence[pa.DataType]) -> Sequence[pa.Array]:
        source = self._source(id)
        ranks = self._carried.ranks[source.tier]
        self._told[entry.target] = source.placed, ranks
        x, y, tier = (self._batch.column(at) for at in self._carried.points[id])
        if source.loose:
            x = _masked(source.x, source.placed, types[0])
            y = _masked(source.y, source.placed, types[1])
        if not self._carried.same_tiers(types[2]):
            tier = self._tiers(ranks, types[2])
        return x, y, tier

    def _computed(self, entry: Entry, types: Sequence[pa.DataType]) -> Sequence[pa.Array]:
        import numpy as np

        needs = {need: self._source(need) for need in entry.needs}
        whole = np.logical_and.reduce([source.placed for source in needs.values()])
        x = _weighted([(needs[point].x, float(weight)) for point, weight in entry.x])
        y = _weighted([(needs[point].y, float(weight)) for point, weight in entry.y])
        ranks = {need: self._carried.ranks[source.tier] for need, source in needs.items()}
        ruled = _ruled(entry, ranks, whole)
        self._told[entry.target] = whole, ruled
        tier = self._tiers(ruled, types[2])
        return _masked(x, whole, types[0]), _masked(y, whole, types[1]), tier

    def _tiers(self, ranks: Ranks, type: pa.DataType) -> pa.Array:
        return column_of(ranks, type, *self._carried.target)

    def _source(self, id: str) -> _Source:
        if id not in self._seen:
            columns = (self._batch.column(at) for at in self._carried.points[id])
            self._seen[id] = self._looked_at(*columns)
        return self._seen[id]

    def _looked_at(self, x: pa.Array, y: pa.Array, tier: pa.Array) -> _Source:
        at = positions(tier, *self._carried.source)
        (left, has_x), (top, has_y) = _numbers(x), _numbers(y)
        placed = self._carried.kept[at] & has_x & has_y
        loose = bool(((has_x | has_y) & ~placed).any())
        return _Source(left, top, at, has_x, placed, loose)


def _ruled(entry: Entry, ranks: Mapping[str, Ranks], whole: Flags) -> Ranks:
    """Ranks by an entry's rule where all is placed, else the worst; NOBODY where one is that."""
    import numpy as np

    lowest: Ranks = np.minimum.reduce(list(ranks.values()))
    if entry.rule == worst(entry.needs):
        return lowest  # NOBODY is lower than any
    groups = [np.maximum.reduce([ranks[point] for point in group]) for group in entry.rule]
    return np.where(whole, np.minimum.reduce(groups), lowest)


def _weighted(parts: Sequence[tuple[Numbers, float]]) -> Numbers:
    """Computed as `mapping.carry` does, to the last bit."""
    import numpy as np

    made = np.zeros(len(parts[0][0]))
    with np.errstate(all="ignore"):  # where nothing is told there may be any number
        for numbers, weight in parts:
            made += numbers.astype(np.float64) * weight
    return made


def _numbers(column: pa.Array) -> tuple[Numbers, Flags]:
    """The numbers of a column without a copy, anything where it is null, and where they count."""
    import numpy as np
    import pyarrow as pa

    bare = [None, column.buffers()[1]]
    values = pa.Array.from_buffers(column.type, len(column), bare, offset=column.offset)
    numbers = values.to_numpy()
    told = np.isfinite(numbers)
    if column.null_count:
        told &= column.is_valid().to_numpy(zero_copy_only=False)
    return numbers, told


def _masked(numbers: Numbers, told: Flags, type: pa.DataType) -> pa.Array:
    import pyarrow as pa

    return pa.array(numbers, mask=~told).cast(type)
