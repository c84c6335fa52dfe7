"""CSV with a row an instance, or a frame, and columns for the numbers of each keypoint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from math import nan
from pathlib import Path
from typing import TYPE_CHECKING

from schemac.datasets.csv.cells import (
    ABOUT,
    FLAGGED,
    ORDINARY,
    CellError,
    Reader,
    Told,
    cells_about,
    labels_of,
    tier_cell,
)
from schemac.datasets.csv.header import READ, Head, head_of
from schemac.datasets.csv.text import Row, Table, cell_of, head_rows, opened, written
from schemac.labels import (
    Account,
    Fault,
    Faults,
    Holds,
    LabelFormat,
    Labels,
    Ladder,
    Moving,
    NamingError,
    Reading,
    Writing,
    naming,
)
from schemac.labels.columns import count_left_out
from schemac.model import Skeleton

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_HEAD = 3  # rows, at most
_ROWS = 4096  # carried at a time


def recognise(path: Path, head: bytes) -> bool:
    """Whether the first rows name columns of keypoints."""
    return head_of(head_rows(head, _HEAD)) is not None


def read(path: Path, reading: Reading) -> Iterator[Labels]:
    """Batches in the file's order. Columns without a meaning go to `rest`."""
    count = len(reading.skeleton.keypoints)
    with opened(path, reading.faults, reading.advance) as table:
        wide = _Wide(table, reading.skeleton, reading.faults, reading.account)
        rows = wide.all()
        while batch := list(islice(rows, reading.batch)):
            yield labels_of([told for _, told, _ in batch], [k for _, _, k in batch], count)


def write(batches: Iterable[Labels], path: Path, writing: Writing) -> None:
    """One row of names: `<id>_x`, `<id>_y`, `<id>_tier` after the documented columns."""
    ladder = writing.ladder
    ids = [point.id for point in writing.skeleton.keypoints]
    names = [f"{id}_{part}" for id in ids for part in ("x", "y", "tier")]
    with written(path) as out:
        out.writerow((*ABOUT, *names))
        for labels in batches:
            count_left_out(labels.about, writing.account)
            for at in range(len(labels)):
                row = cells_about(labels, at)
                points = labels.keypoints[at].tolist()
                cells = [(cell_of(x), cell_of(y), tier_cell(ladder, c)) for x, y, c in points]
                out.writerow((*(cell_of(row[name]) for name in ABOUT), *chain(*cells)))


def move(source: Path, target: Path, moving: Moving) -> None:
    """Columns of keypoints are exchanged; they have the same parts, and their names the same form.
    All other cells stay."""
    import numpy as np

    with opened(source, moving.faults, moving.advance) as table:
        wide = _Wide(table, moving.source, moving.faults, moving.account)
        form = _Form(wide.head, moving.target)
        for part in form.emptied:
            moving.account.lost[f"`{part}` of keypoints, of which carried ones have none"] += 1
        rows = wide.all()
        with written(target, table.delimiter, table.end) as out:
            out.writerows(form.head())
            while held := list(islice(rows, _ROWS)):
                given = np.array([keypoints for _, _, keypoints in held])
                moving.account.instances += len(held)
                moving.account.keypoints += int(np.isfinite(given[..., 2]).sum())
                for (row, _, _), points in zip(held, moving.carry(given, None), strict=True):
                    out.writerow(form.row(row.cells, points))


class _Form:
    """The rows of a table with the keypoints of another skeleton, where the first one stood."""

    def __init__(self, head: Head, skeleton: Skeleton) -> None:
        self._head = head
        self._names = [point.id for point in skeleton.keypoints]
        self._ladder = Ladder(skeleton)
        parts = next(iter(head.points.values()))
        self._parts = sorted(parts, key=parts.__getitem__)
        self.emptied = [part for part in self._parts if part not in READ]
        self._first = min(min(columns.values()) for columns in head.points.values())
        self._stay = head.stay

    def head(self) -> list[list[str]]:
        """The rows above."""
        if self._head.mark:
            names = [f"{id}{self._head.mark}{p}" for id in self._names for p in self._parts]
            return [self._among(self._head.rows[0], names)]
        *above, names_row, parts_row = self._head.rows
        said = next(iter(self._head.points.values()))
        once = not all(names_row[at].strip() for at in said.values())
        made = [
            id if at == 0 or not once else ""
            for id in self._names
            for at in range(len(self._parts))
        ]
        scorer = [self._among(row, [row[self._first]] * len(made)) for row in above]
        parts = self._parts * len(self._names)
        return [*scorer, self._among(names_row, made), self._among(parts_row, parts)]

    def row(self, cells: list[str], points: Floats) -> list[str]:
        """A row below, from the one that stood there."""
        made = []
        for x, y, code in points.tolist():
            told = {"x": cell_of(x), "y": cell_of(y), "tier": tier_cell(self._ladder, code)}
            flag = "" if code != code else str(self._ladder.by_code[int(code)].coco)
            told |= dict.fromkeys(FLAGGED, flag)
            made += [told.get(part, "") for part in self._parts]
        return self._among(cells, made)

    def _among(self, cells: list[str] | tuple[str, ...], made: list[str]) -> list[str]:
        before = [cells[at] for at in self._stay if at < self._first]
        return [*before, *made, *(cells[at] for at in self._stay if at > self._first)]


class _Wide:
    """The rows of a wide table."""

    def __init__(self, table: Table, skeleton: Skeleton, faults: Faults, account: Account) -> None:
        self._table = table
        self._faults = faults
        self._skeleton = skeleton
        rows = table.rows()
        first = list(islice(rows, _HEAD))
        head = head_of([row.cells for row in first])
        if head is None:
            raise table.broken("the first rows name no keypoint with x and y", 1)
        self.head = head
        self._rows = chain(first[len(head.rows) :], rows)
        self._points = self._in_order()
        self._reader = Reader(Ladder(skeleton), table.delimiter)
        self._others = head.others
        if "image" not in self._others.values():
            account.assumed["the file's own name taken for that of the video or image"] += 1
        if not any(set(parts) & {"tier", *FLAGGED} for parts in self._points):
            account.assumed["keypoints without a column of tiers taken for visible"] += 1

    def _in_order(self) -> list[dict[str, int]]:
        """The columns of each keypoint in the order of the spec."""
        found = self.head.points
        try:
            order = naming(tuple(found), self._skeleton).order
        except NamingError as error:
            raise self._table.broken(str(error), 1, error.help) from None
        columns = dict(zip(order, found.values(), strict=True))
        if len({tuple(parts) for parts in columns.values()}) > 1:
            message = "the columns of keypoints do not have the same parts in the same order"
            raise self._table.broken(message, 1)
        return [columns[at] for at in range(len(columns))]

    def all(self) -> Iterator[tuple[Row, Told, list[tuple[float, float, float]]]]:
        """Each row that can be used, what it tells, and its keypoints; the others are reported."""
        for row in self._rows:
            others: dict[str, str] = {}
            try:
                if len(row.cells) != len(self.head.fields):
                    told = f"{len(row.cells)} cells, and the first row {len(self.head.fields)}"
                    raise CellError(f"the row has {told}")
                others = {name: row.cells[at] for at, name in self._others.items() if name}
                others.setdefault("image", self._table.path.stem)
                about = self._reader.told(others, self._table.place(row.line))
                yield row, about, [self._point(row, at) for at in range(len(self._points))]
            except CellError as error:
                self._report(error, row, others)

    def _point(self, row: Row, at: int) -> tuple[float, float, float]:
        columns = self._points[at]
        name = self._skeleton.keypoints[at].id
        x = self._reader.number(row.cells[columns["x"]], f"{name} x")
        y = self._reader.number(row.cells[columns["y"]], f"{name} y")
        if (x != x) != (y != y):
            raise CellError(f"`{name}` has half a place")
        part = next((part for part in columns if part in ("tier", *FLAGGED)), None)
        if part is None:
            visible = self._reader.tier(str(ORDINARY), "tier", True)
            return x, y, nan if x != x else visible
        cell = row.cells[columns[part]]
        return x, y, self._reader.tier(cell, f"{name} {part}", part in FLAGGED)

    def _report(self, error: CellError, row: Row, others: dict[str, str]) -> None:
        self._faults.report(
            Fault(
                message=str(error), place=self._table.place(row.line),
                image=others.get("image") or None, instance=others.get("instance") or None,
                data=self._table.delimiter.join(row.cells).encode(),
            )
        )  # fmt: skip


FORMAT = LabelFormat(
    name="csv-wide",
    title="CSV, wide",
    summary="A row an instance or a frame: image, frame, <id>_x, <id>_y, <id>_tier, and so on.",
    suffix=".csv",
    holds=frozenset(Holds) - {Holds.BARE, Holds.STAMP},
    recognise=recognise,
    read=read,
    write=write,
    move=move,
)
