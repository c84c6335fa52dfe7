"""Columns of a table as arrays and records, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemac.datasets.parquet.layout import PARTS, Layout
from schemac.datasets.parquet.tiers import NOBODY, STRANGE, any_positions, column_of
from schemac.labels import Labels, Ladder
from schemac.labels.columns import BOX, COLUMNS, KIND, Kind, row_of
from schemac.model import Skeleton

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]


def keypoints_of(batch: pa.RecordBatch, layout: Layout, ladder: Ladder) -> tuple[Floats, Flags]:
    """Keypoints (N, K, 3), and which of them have a tier (N, K) that the spec does not know."""
    import numpy as np

    made = np.empty((len(batch), len(layout.points), 3))
    strange = np.zeros(made.shape[:2], dtype=bool)
    codes = np.array([*(tier.code for tier in ladder.tiers), np.nan, np.nan])
    ids, numbers = rungs(ladder)
    for at, point in enumerate(layout.points):
        found = any_positions(batch.column(point.tier), ids, numbers)
        strange[:, at] = found == STRANGE
        made[:, at, 0] = _floats(batch.column(point.x))
        made[:, at, 1] = _floats(batch.column(point.y))
        made[:, at, 2] = codes[found]  # NOBODY and STRANGE count from the end
    return made, strange


def rungs(ladder: Ladder) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Ids and codes of tiers."""
    return tuple(t.id for t in ladder.tiers), tuple(t.code for t in ladder.tiers)


def columns_of(keypoints: Floats, ladder: Ladder, type: pa.DataType) -> list[pa.Array]:
    """Three columns for each keypoint, with nulls where nothing is."""
    import numpy as np
    import pyarrow as pa

    codes = np.array([tier.code for tier in ladder.tiers], dtype=float)
    ids, numbers = rungs(ladder)
    made = []
    for at in range(keypoints.shape[1]):
        for axis in (0, 1):
            values = np.ascontiguousarray(keypoints[:, at, axis])
            made.append(pa.array(values, mask=np.isnan(values)))
        code = keypoints[:, at, 2]
        positions = np.searchsorted(codes, code).astype(np.int8)
        positions[np.isnan(code)] = NOBODY
        made.append(column_of(positions, type, ids, numbers))
    return made


def fields_of(skeleton: Skeleton, type: pa.DataType) -> list[pa.Field]:
    """What `columns_of` fills."""
    import pyarrow as pa

    kinds = (pa.float64(), pa.float64(), type)
    return [
        pa.field(f"{point.id}.{part}", kind)
        for point in skeleton.keypoints
        for part, kind in zip(PARTS, kinds, strict=True)
    ]


def schema_of(skeleton: Skeleton) -> pa.Schema:
    """The columns that are written, with tiers as ids in a dictionary."""
    import pyarrow as pa

    about = [pa.field(column.name, _type(column.kind)) for column in COLUMNS]
    return pa.schema([*about, *fields_of(skeleton, tier_type())])


def tiers_of(skeleton: Skeleton) -> list[str]:
    """The names of the columns of tiers."""
    return [f"{point.id}.tier" for point in skeleton.keypoints]


def tier_type() -> pa.DataType:
    """Ids of tiers: readable without the spec, and no larger on disk than codes."""
    import pyarrow as pa

    return pa.dictionary(pa.int8(), pa.string())


def batch_of(labels: Labels, ladder: Ladder, schema: pa.Schema) -> pa.RecordBatch:
    """Labels as rows of a schema by `schema_of`."""
    import pyarrow as pa

    rows = [row_of(each) for each in labels.about]
    made: dict[str, Any] = {
        column.name: [row.get(column.name) for row in rows] for column in COLUMNS
    }
    made |= {name: _nullable(labels.boxes[:, at]) for at, name in enumerate(BOX)}
    made["area"] = _nullable(labels.areas)
    about = [pa.array(made[c.name], type=_type(c.kind)) for c in COLUMNS]
    columns = columns_of(labels.keypoints, ladder, tier_type())
    return pa.RecordBatch.from_arrays([*about, *columns], schema=schema)


def rows_of(batch: pa.RecordBatch, layout: Layout) -> list[dict[str, Any]]:
    """What rows say besides keypoints. Raises ArrowInvalid for a column of the wrong kind."""
    import pyarrow as pa

    names = [layout.schema.field(at).name for at in layout.others]
    columns = [batch.column(at) for at in layout.others]
    read = [
        column.cast(_type(KIND[name])) if name in KIND else column
        for name, column in zip(names, columns, strict=True)
    ]
    return pa.RecordBatch.from_arrays(read, names=names).to_pylist() if names else []


def number_columns(rows: list[dict[str, Any]], names: tuple[str, ...]) -> Floats:
    """Numbers (N, len(names)) of rows, NaN where there is none."""
    import numpy as np

    found = [[row.get(name) for name in names] for row in rows]
    return np.array(found, dtype=float).reshape(len(rows), len(names))


def _floats(column: pa.Array) -> Floats:
    """Nulls as NaN."""
    import numpy as np

    found: Floats = column.to_numpy(zero_copy_only=False).astype(np.float64)
    return found


def _nullable(values: Floats) -> pa.Array:
    import numpy as np
    import pyarrow as pa

    return pa.array(np.ascontiguousarray(values), mask=np.isnan(values))


def _type(kind: Kind) -> pa.DataType:
    import pyarrow as pa

    return {
        "text": pa.string(), "object": pa.string(), "whole": pa.int64(),
        "number": pa.float64(), "flag": pa.bool_(),
    }[kind]  # fmt: skip
