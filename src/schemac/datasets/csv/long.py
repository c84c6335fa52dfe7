"""CSV with a row a keypoint, in columns `keypoint`, `x`, `y` and `tier`.

The rows of an instance follow each other. Which instance it is, its `image`, `frame` and `instance`
say together. A keypoint without a row has no label; a row without a keypoint tells of an instance
that has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from math import nan
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from schemac.datasets.csv.cells import (
    ABOUT,
    FLAGGED,
    ORDINARY,
    CellError,
    Reader,
    Told,
    cells_about,
    labels_of,
    own_name,
    tier_cell,
)
from schemac.datasets.csv.text import Row, Table, cell_of, head_rows, named, opened, unsafe, written
from schemac.labels import (
    Account,
    Fault,
    Faults,
    Holds,
    LabelFormat,
    Labels,
    Ladder,
    Moving,
    Reading,
    Writing,
)
from schemac.labels.columns import count_left_out
from schemac.labels.naming import index_of
from schemac.model import Skeleton

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

POINT = ("keypoint", "x", "y", "tier")
_NAMES = ("keypoint", "landmark", "bodypart", "joint", "marker", "point")
_SAME = ("image", "frame", "instance")
_FILE = 4096  # instances carried at a time


class _Columns(Struct, frozen=True, kw_only=True):
    """The names of a file's columns, and which of them have a meaning for a keypoint."""

    names: tuple[str, ...]
    keypoint: str
    x: str
    y: str
    tier: str | None
    flagged: bool

    @property
    def of_point(self) -> tuple[str, ...]:
        return tuple(name for name in (self.keypoint, self.x, self.y, self.tier) if name)


class _Instance(Struct, frozen=True, kw_only=True):
    told: Told
    keypoints: Floats
    rows: list[dict[str, str]]


def recognise(path: Path, head: bytes) -> bool:
    """Whether the first row names the columns of keypoints."""
    rows = head_rows(head, 1)
    return bool(rows) and _columns(rows[0]) is not None


def read(path: Path, reading: Reading) -> Iterator[Labels]:
    """Batches in the file's order. Columns without a meaning go to `rest`, as their first row has
    them."""
    count = len(reading.skeleton.keypoints)
    with opened(path, reading.faults, reading.advance) as table:
        batch: list[_Instance] = []
        for each in _Instances(table, reading.skeleton, reading.faults, reading.account).all():
            batch.append(each)
            if len(batch) == reading.batch:
                yield labels_of([e.told for e in batch], [e.keypoints for e in batch], count)
                batch = []
        if batch:
            yield labels_of([e.told for e in batch], [e.keypoints for e in batch], count)


def write(batches: Iterable[Labels], path: Path, writing: Writing) -> None:
    """A row for each keypoint that has a label. Instances without an id get a number."""
    ladder, number = writing.ladder, 0
    ids = [point.id for point in writing.skeleton.keypoints]
    with written(path) as out:
        out.writerow((*ABOUT, *POINT))
        for labels in batches:
            count_left_out(labels.about, writing.account)
            for at in range(len(labels)):
                number += 1
                row = cells_about(labels, at)
                if row["instance"] is None:
                    row["instance"] = f"#{number}"
                    writing.account.assumed["instance without an id numbered"] += 1
                about = [cell_of(row[name]) for name in ABOUT]
                for cells in _points(labels.keypoints[at], ids, ladder) or [("", "", "", "")]:
                    out.writerow((*about, *cells))


def move(source: Path, target: Path, moving: Moving) -> None:
    """Rows of keypoints are exchanged, instance by instance. A column without a meaning stays,
    unless it says different things of the keypoints of an instance."""
    with opened(source, moving.faults, moving.advance) as table:
        instances = _Instances(table, moving.source, moving.faults, moving.account)
        with written(target, table.delimiter, table.end) as out:
            out.writerow(instances.columns.names)
            held: list[_Instance] = []
            for each in instances.all():
                held.append(each)
                if len(held) == _FILE:
                    out.writerows(_moved(held, instances.columns, moving))
                    held = []
            out.writerows(_moved(held, instances.columns, moving))


def _moved(held: list[_Instance], columns: _Columns, moving: Moving) -> Iterator[list[str]]:
    import numpy as np

    if not held:
        return
    given = np.array([each.keypoints for each in held])
    ids = [point.id for point in moving.target.keypoints]
    ladder = Ladder(moving.target)
    moving.account.instances += len(held)
    moving.account.keypoints += int(np.isfinite(given[..., 2]).sum())
    for each, keypoints in zip(held, moving.carry(given, None), strict=True):
        kept = _shared(each, columns, moving.account)
        for cells in _points(keypoints, ids, ladder) or [("", "", "", "")]:
            id, x, y, tier = cells
            if columns.flagged and tier:
                tier = str(ladder.tiers[[t.id for t in ladder.tiers].index(unsafe(tier))].coco)
            row = kept | {columns.keypoint: id, columns.x: x, columns.y: y}
            if columns.tier:
                row[columns.tier] = tier
            yield [row[name] for name in columns.names]


def _shared(each: _Instance, columns: _Columns, account: Account) -> dict[str, str]:
    """The cells that all rows of an instance have in common."""
    kept = {}
    for name in columns.names:
        values = {row.get(name, "") for row in each.rows}
        kept[name] = values.pop() if len(values) == 1 else ""
        if values and name not in columns.of_point:
            account.lost[f"column `{name}` says different things of keypoints"] += 1
    return kept


def _points(keypoints: Floats, ids: list[str], ladder: Ladder) -> list[tuple[str, ...]]:
    """Cells of keypoints that have a label or a place."""
    return [
        (cell_of(id), cell_of(x), cell_of(y), tier_cell(ladder, code))
        for id, (x, y, code) in zip(ids, keypoints.tolist(), strict=True)
        if code == code or x == x
    ]


class _Instances:
    """The instances of a file."""

    def __init__(self, table: Table, skeleton: Skeleton, faults: Faults, account: Account) -> None:
        self._table = table
        self._faults = faults
        self._account = account
        self._rows = table.rows()
        first = next(self._rows, Row([], 1))
        columns = _columns(first.cells)
        if columns is None:
            raise table.broken("the first row does not name columns keypoint, x and y", first.line)
        if len(set(columns.names)) < len(columns.names):
            raise table.broken("the first row names a column twice", first.line)
        self.columns = columns
        self._index = index_of(skeleton)
        self._count = len(skeleton.keypoints)
        self._skeleton = skeleton
        self._reader = Reader(Ladder(skeleton), table.delimiter)
        self._seen: set[int] = set()
        if columns.tier is None:
            account.assumed["keypoints without a column of tiers taken for visible"] += 1

    def all(self) -> Iterator[_Instance]:
        """Those that can be used; the others are reported."""
        rows = ((row, named(row.cells, self.columns.names)) for row in self._rows)
        same = [name for name in self.columns.names if own_name(name) in _SAME]
        for key, group in groupby(rows, lambda each: tuple(each[1].get(n, "") for n in same)):
            found = list(islice(group, self._count + 1))
            first = found[0][0]
            try:
                if hash(key) in self._seen:
                    raise CellError("rows of the instance stand apart; sort the file by instance")
                self._seen.add(hash(key))
                if len(found) > self._count:
                    raise CellError(f"an instance has at most {self._count} rows, a keypoint each")
                yield self._one(found)
            except CellError as error:
                self._report(error, found[0][1], error.line or first.line, found)

    def _one(self, rows: list[tuple[Row, dict[str, str]]]) -> _Instance:
        import numpy as np

        keypoints = np.full((self._count, 3), nan)
        given: set[int] = set()
        for row, cells in rows:
            try:
                if len(row.cells) != len(self.columns.names):
                    told = f"{len(row.cells)} cells, and the first row {len(self.columns.names)}"
                    raise CellError(f"the row has {told}")
                at = self._at(cells)
                if at in given:
                    raise CellError(f"`{cells[self.columns.keypoint]}` stands there twice")
                if at is not None:
                    given.add(at)
                    keypoints[at] = self._point(cells)
            except CellError as error:
                error.line = row.line
                raise
        first = rows[0][1].items()
        about = {own_name(n): cell for n, cell in first if n not in self.columns.of_point}
        told_of = self._reader.told(about, self._table.place(rows[0][0].line))
        return _Instance(told=told_of, keypoints=keypoints, rows=[cells for _, cells in rows])

    def _at(self, cells: dict[str, str]) -> int | None:
        name = unsafe(cells[self.columns.keypoint].strip())
        if not name:
            return None
        if name not in self._index:
            from difflib import get_close_matches

            near = get_close_matches(name, self._index, n=1)
            meant = f"; did you mean `{near[0]}`?" if near else ""
            raise CellError(f"{self._skeleton.reference} has no keypoint `{name[:60]}`{meant}")
        return self._index[name]

    def _point(self, cells: dict[str, str]) -> tuple[float, float, float]:
        columns = self.columns
        x = self._reader.number(cells[columns.x], columns.x)
        y = self._reader.number(cells[columns.y], columns.y)
        if (x != x) != (y != y):
            raise CellError(f"`{cells[columns.keypoint]}` has half a place")
        if columns.tier is None:
            return x, y, self._reader.tier("" if x != x else str(ORDINARY), "tier", True)
        return x, y, self._reader.tier(cells[columns.tier], columns.tier, columns.flagged)

    def _report(
        self, error: CellError, cells: dict[str, str], line: int,
        rows: list[tuple[Row, dict[str, str]]],
    ) -> None:  # fmt: skip
        told = {own_name(name): cell for name, cell in cells.items()}
        self._faults.report(
            Fault(
                message=str(error), place=self._table.place(line),
                image=told.get("image") or None, instance=told.get("instance") or None,
                data="\n".join(self._table.delimiter.join(row.cells) for row, _ in rows).encode(),
            )
        )  # fmt: skip


def _columns(names: list[str]) -> _Columns | None:
    """What a first row names; None when that is not all that keypoints need."""
    plain = [name.strip() for name in names]
    by = {name.lower(): name for name in plain}
    keypoint = next((by[name] for name in _NAMES if name in by), None)
    if keypoint is None or "x" not in by or "y" not in by:
        return None
    tier = next((name for name in ("tier", *FLAGGED) if name in by), None)
    return _Columns(
        names=tuple(plain), keypoint=keypoint, x=by["x"], y=by["y"],
        tier=by[tier] if tier else None, flagged=tier in FLAGGED,
    )  # fmt: skip


FORMAT = LabelFormat(
    name="csv",
    title="CSV, long",
    summary="A row a keypoint: image, instance, keypoint, x, y, tier.",
    suffix=".csv",
    holds=frozenset(Holds) - {Holds.BARE, Holds.STAMP},
    recognise=recognise,
    read=read,
    write=write,
    move=move,
)
