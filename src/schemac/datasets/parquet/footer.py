"""What a Parquet file says of itself at its end: its columns, and where their bytes lie.

A chunk is one column of one row group: pages that are coded and compressed, and that refer to
nothing outside of them. So a chunk can stand in another file under another name, as it is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import Struct

from schemac.datasets.parquet.thrift import (
    BINARY,
    I32,
    I64,
    LIST,
    STRUCT,
    Fields,
    List,
    ThriftError,
    read_struct,
    struct_bytes,
)

MAGIC = b"PAR1"
# Numbers of fields, by the format's parquet.thrift:
_SCHEMA, _ROWS, _GROUPS, _ORDERS = 2, 3, 4, 7  # FileMetaData
_NAME, _CHILDREN, _FIELD_ID, _LOGICAL = 4, 5, 9, 10  # SchemaElement
_COLUMNS, _BYTES, _GROUP_ROWS, _OFFSET, _COMPRESSED = 1, 2, 3, 5, 6  # RowGroup
_FILE, _META, _CRYPTO = 1, 3, (8, 9)  # ColumnChunk
_PATH, _PLAIN, _PACKED, _DATA, _INDEX, _DICTIONARY = 3, 6, 7, 9, 10, 11  # ColumnMetaData
_ELSEWHERE = (14, 15)  # of it: where a Bloom filter lies


class Chunk(Struct, frozen=True):
    """Where one column of a row group lies, and what is said of it."""

    start: int
    length: int
    plain: int
    meta: Fields

    def moved(self, start: int, name: str) -> Fields:
        """What another file says of it, that has it at another offset and under another name."""
        by = start - self.start
        meta = {n: field for n, field in self.meta.items() if n not in _ELSEWHERE}
        meta[_PATH] = LIST, List(BINARY, [name.encode(), *self._below])
        for number in (_DATA, _INDEX, _DICTIONARY):
            if number in meta:
                meta[number] = I64, meta[number][1] + by
        return {2: (I64, 0), _META: (STRUCT, meta)}

    @property
    def _below(self) -> list[bytes]:
        """Its path within a nested column."""
        path: List = _field(self.meta, _PATH, LIST)
        return path.values[1:]


class Column(Struct, frozen=True):
    """A column of a table: what the file says of it and of what is in it, and the numbers of its
    chunks; several where it is nested."""

    elements: tuple[Fields, ...]
    chunks: range

    def alike(self, other: Column) -> bool:
        """Whether chunks of one may stand for the other."""
        return len(self.elements) == len(other.elements) and all(
            map(_alike, range(len(self.elements)), self.elements, other.elements)
        )


class Footer:
    """What a file says at its end. Raises ThriftError for what cannot be so."""

    def __init__(self, fields: Fields, size: int) -> None:
        self._fields = fields
        self._size = size
        self.columns = _columns(_structs(fields, _SCHEMA))

    @property
    def modern(self) -> bool:
        """Whether it says how values are ordered. Older programs wrote statistics that are wrong,
        and readers know them by their name, which another file does not keep."""
        return _ORDERS in self._fields

    def groups(self) -> list[list[Chunk]]:
        """The chunks of each row group; each byte of the file is in one of them at most."""
        found = [
            [_chunk(chunk, self._size) for chunk in _structs(group, _COLUMNS)]
            for group in _structs(self._fields, _GROUPS)
        ]
        if sum(chunk.length for group in found for chunk in group) > self._size:
            raise ThriftError("the chunks are larger than the file")
        if any(len(group) != self.columns[-1].chunks.stop for group in found):
            raise ThriftError("a row group has not all columns")
        return found

    def with_groups(self, groups: list[Fields]) -> bytes:
        """The end of a file with the same columns and other row groups."""
        rows = sum(group[_GROUP_ROWS][1] for group in groups)
        other: Fields = {_ROWS: (I64, rows), _GROUPS: (LIST, List(STRUCT, groups))}
        data = struct_bytes(self._fields | other)
        return data + len(data).to_bytes(4, "little") + MAGIC


def footer_in(path: Path) -> Footer:
    """The footer of a file. Raises ThriftError."""
    with path.open("rb") as file:
        size = path.stat().st_size
        file.seek(max(0, size - 8))
        tail = file.read(8)
        length = int.from_bytes(tail[:4], "little")
        if tail[4:] != MAGIC or length + 12 > size:
            raise ThriftError("there is no footer")
        file.seek(size - 8 - length)
        return Footer(read_struct(file.read(length))[0], size - 8 - length)


def footer_of(data: memoryview) -> Footer:
    """The footer of a file that is in memory, of which nothing is kept."""
    start = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    return Footer(read_struct(bytes(data[start:-8]))[0], start)


def group_of(chunks: list[Fields], rows: int, start: int, length: int, plain: int) -> Fields:
    """A row group: its chunks, the rows in it, where it begins, how long it is, and how long it
    would be if it were not compressed."""
    return {
        _COLUMNS: (LIST, List(STRUCT, chunks)), _BYTES: (I64, plain), _GROUP_ROWS: (I64, rows),
        _OFFSET: (I64, start), _COMPRESSED: (I64, length),
    }  # fmt: skip


def _columns(elements: list[Fields]) -> list[Column]:
    """The columns of a table from the list in which a file has its tree."""
    found: list[Column] = []
    at, leaves = 1, 0
    while at < len(elements):
        end, open, first = at, 1, leaves
        while open:
            if end >= len(elements):
                raise ThriftError("the schema is cut off")
            below = _number(elements[end], _CHILDREN, 0)
            leaves += not below
            open += below - 1
            end += 1
        found.append(Column(tuple(elements[at:end]), range(first, leaves)))
        at = end
    if not found:
        raise ThriftError("there are no columns")
    return found


def _alike(depth: int, one: Fields, other: Fields) -> bool:
    """Names of columns and numbers of fields may differ; the newer of two ways to say what a value
    means may be left out."""
    void = {_FIELD_ID} if depth else {_FIELD_ID, _NAME}
    if (_LOGICAL in one) != (_LOGICAL in other):
        void.add(_LOGICAL)
    left, right = ({n: f for n, f in each.items() if n not in void} for each in (one, other))
    return left == right


def _chunk(fields: Fields, size: int) -> Chunk:
    if _FILE in fields or any(number in fields for number in _CRYPTO):
        raise ThriftError("a chunk that is encrypted, or lies in another file")
    meta: Fields = _field(fields, _META, STRUCT)
    start = data = _number(meta, _DATA)
    length = _number(meta, _PACKED)
    if 0 < (before := _number(meta, _DICTIONARY, 0)) < start:
        start = before
    else:
        meta = {n: field for n, field in meta.items() if n != _DICTIONARY}
    if start < len(MAGIC) or start + length > size or data - start > length:
        raise ThriftError("a chunk lies outside of the file")
    return Chunk(start, length, _number(meta, _PLAIN), meta)


def _structs(fields: Fields, number: int) -> list[Any]:
    values: List = _field(fields, number, LIST)
    if values.type != STRUCT:
        raise ThriftError(f"field {number} is no list of structs")
    return values.values


def _number(fields: Fields, number: int, default: int | None = None) -> int:
    if number not in fields and default is not None:
        return default
    kind = fields[number][0] if number in fields else I64
    value: int = _field(fields, number, kind if kind in (I32, I64) else I64)
    if value < 0:
        raise ThriftError(f"field {number} is negative")
    return value


def _field(fields: Fields, number: int, type: int) -> Any:
    if number not in fields or fields[number][0] != type:
        raise ThriftError(f"field {number} is not what it must be")
    return fields[number][1]
