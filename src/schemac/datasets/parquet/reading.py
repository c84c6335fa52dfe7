"""Labels from a Parquet file, some rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from schemac.datasets.parquet.files import layout, opened
from schemac.datasets.parquet.layout import Layout
from schemac.datasets.parquet.values import keypoints_of, number_columns, rows_of
from schemac.labels import Annotation, Fault, Labels, Place, Reading
from schemac.labels.columns import BOX, annotation_of

if TYPE_CHECKING:
    import pyarrow as pa

_NUMBERS = (*BOX, "area")


def read(path: Path, reading: Reading) -> Iterator[Labels]:
    """Batches in the file's order. Columns that have no name in `COLUMNS` go to `rest`."""
    size = path.stat().st_size
    with opened(path, reading.faults) as file:
        found = layout(file, reading.skeleton, path, reading.faults)
        total, done = max(1, file.metadata.num_rows), 0
        for batch in file.iter_batches(batch_size=reading.batch):
            yield _Rows(path, reading, found, done).labels(batch)
            before, done = done, done + len(batch)
            reading.advance(size * done // total - size * before // total)


class _Rows:
    """Rows of a file, the first of which has the number `first`."""

    def __init__(self, path: Path, reading: Reading, layout: Layout, first: int) -> None:
        self._place = Place(file=str(path))
        self._reading = reading
        self._layout = layout
        self._first = first

    def labels(self, batch: pa.RecordBatch) -> Labels:
        """What can be used of them; the rest is reported."""
        import numpy as np

        keypoints, strange = keypoints_of(batch, self._layout, self._reading.ladder)
        rows = self._rows(batch)
        halved = np.isnan(keypoints[..., 0]) != np.isnan(keypoints[..., 1])
        wrong = strange | halved | np.isinf(keypoints[..., :2]).any(axis=-1)
        bad = wrong.any(axis=-1)
        about: dict[int, Annotation] = {}
        for at, row in enumerate(rows):
            message = self._wrong(batch, at, wrong, strange) if bad[at] else None
            try:
                made = annotation_of(row, self._place)
            except ValueError as error:
                message = message or str(error)
            if message:
                self._report(message, at, row)
            else:
                about[at] = made
        kept = list(about)
        numbers = number_columns([rows[at] for at in kept], _NUMBERS)
        return Labels(
            keypoints=keypoints[kept], boxes=numbers[:, :4], areas=numbers[:, 4],
            about=tuple(about.values()),
        )  # fmt: skip

    def _rows(self, batch: pa.RecordBatch) -> list[dict[str, Any]]:
        import pyarrow as pa

        try:
            return rows_of(batch, self._layout) or [{} for _ in range(len(batch))]
        except (pa.ArrowException, UnicodeError) as error:
            message = f"a column does not hold what it must: {error}"
            raise self._reading.faults.broken(Fault(message=message, place=self._place)) from None

    def _wrong(self, batch: pa.RecordBatch, at: int, wrong: Any, strange: Any) -> str:
        """What is wrong with the first bad keypoint of a row."""
        point = int(wrong[at].argmax())
        id = self._reading.skeleton.keypoints[point].id
        columns = self._layout.points[point]
        if strange[at, point]:
            value = str(batch.column(columns.tier)[at].as_py())
            known = ", ".join(tier.id for tier in self._reading.ladder.tiers)
            return f"`{id}` has the tier `{value[:60]}`, which is none of {known}"
        x, y = (batch.column(axis)[at].as_py() for axis in columns[:2])
        return f"`{id}` is not placed at two numbers: x is {x}, y is {y}"

    def _report(self, message: str, at: int, row: dict[str, Any]) -> None:
        fault = Fault(
            message=f"row {self._first + at + 1}: {message}", place=self._place,
            image=row.get("image"), instance=row.get("instance"),
            data=msgspec.json.encode({key: str(value) for key, value in row.items()}),
        )  # fmt: skip
        self._reading.faults.report(fault)
