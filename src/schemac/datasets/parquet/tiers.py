"""A column of tiers as numbers, and back. It holds ids, in a dictionary or not, or codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Positions = NDArray[np.int8]

NOBODY = -1
"""The position where nobody said anything."""
STRANGE = -2
"""The position where something stands that is no tier."""


class TierError(ValueError):
    """A value that no tier has; `row` counts from 0 within the column."""

    def __init__(self, value: Any, row: int) -> None:
        super().__init__(f"no tier of the spec is `{str(value)[:60]}`")
        self.row = row


def positions(column: pa.Array, ids: Sequence[str], codes: Sequence[int]) -> Positions:
    """For each row the position of its tier among those given, NOBODY for null. Raises TierError
    for the first value that is none of them."""
    import numpy as np

    found = any_positions(column, ids, codes)
    if found.min(initial=0) == STRANGE:
        row = int(np.argmin(found))
        raise TierError(column[row].as_py(), row)
    return found


def any_positions(column: pa.Array, ids: Sequence[str], codes: Sequence[int]) -> Positions:
    """The same with STRANGE for what is none of them."""
    import numpy as np
    import pyarrow as pa

    if not isinstance(column, pa.DictionaryArray):
        column = column.dictionary_encode()
    values = column.dictionary.to_pylist()
    known: Sequence[Any] = codes if coded(column.type) else ids
    of: dict[Any, int] = {None: NOBODY} | {value: at for at, value in enumerate(known)}
    told = (None if value != value else value for value in values)  # NaN is not itself
    table = np.array([*(of.get(value, STRANGE) for value in told), NOBODY], dtype=np.int8)
    indices = column.indices
    if indices.null_count:
        wide = indices if len(values) < 127 else indices.cast("int64")
        indices = wide.fill_null(len(values))
    found: Positions = table[indices.to_numpy()]
    return found


def column_of(
    positions: Positions, type: pa.DataType, ids: Sequence[str], codes: Sequence[int]
) -> pa.Array:
    """The reverse of `positions`, as a column of the type asked for."""
    import pyarrow as pa

    values = pa.array(codes if coded(type) else ids, type=value_type(type))
    indices = pa.array(positions, mask=positions == NOBODY)
    if pa.types.is_dictionary(type):
        return pa.DictionaryArray.from_arrays(indices.cast(type.index_type), values)
    return pa.DictionaryArray.from_arrays(indices, values).dictionary_decode()


def coded(type: pa.DataType) -> bool:
    """Whether a column holds codes, not ids."""
    import pyarrow.types as types

    kind = value_type(type)
    return bool(types.is_integer(kind) or types.is_floating(kind))


def value_type(type: pa.DataType) -> pa.DataType:
    """The type of a column's values, whether they are in a dictionary or not."""
    import pyarrow.types as types

    return type.value_type if types.is_dictionary(type) else type
