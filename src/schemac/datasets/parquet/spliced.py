"""A Parquet file made of chunks of another, as they are, and of new ones.

Most columns of a carried file are copies. To decode a copy and code it again takes several times
as long as everything else, and gives the same values; so its bytes are taken over.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from schemac.datasets.parquet.footer import MAGIC, Chunk, Footer, footer_in, footer_of, group_of
from schemac.datasets.parquet.thrift import Fields, ThriftError

if TYPE_CHECKING:
    import pyarrow as pa

_AT_ONCE = 1 << 20  # bytes


class Spliced:
    """A file on its way. `options` are those of pyarrow's writer; `kept` tells for a column of the
    new table which of the old one may stand for it. Raises ThriftError when the old file is not
    one of which chunks can be taken."""

    def __init__(
        self, source: Path, target: Path, schema: pa.Schema, options: Mapping[str, Any]
    ) -> None:
        old = footer_in(source)
        if not old.modern:
            raise ThriftError("made by a program that is too old")
        self._schema, self._options = schema, options
        self._groups = old.groups()
        self._old, self._new = old.columns, self._footer(schema)
        self._out = target.open("wb")
        self._in = source.open("rb")
        self._out.write(MAGIC)
        self._made: list[Fields] = []

    def may_keep(self, new: int, old: int) -> bool:
        """Whether chunks of a column of the old table can stand for one of the new."""
        return self._new.columns[new].alike(self._old[old])

    def put(self, table: pa.Table, rows: int, group: int, kept: Mapping[int, int]) -> None:
        """A row group: the new columns that the table has, and for others the chunks of an old row
        group, with as many rows. `kept` are pairs of a new and an old column."""
        data, fresh = self._coded(table)
        start = self._out.tell()
        made: list[Fields] = []
        plain = 0
        for new, field in enumerate(self._schema):
            if new in kept:
                column = self._old[kept[new]]
                chunks = self._groups[group][column.chunks.start : column.chunks.stop]
            else:
                chunks = fresh[field.name]
            for chunk in chunks:
                made.append(chunk.moved(self._out.tell(), field.name))
                plain += chunk.plain
                self._copy(chunk, data if new not in kept else None)
        length = self._out.tell() - start
        self._made.append(group_of(made, rows, start, length, plain))

    def __enter__(self) -> Spliced:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                self._out.write(self._new.with_groups(self._made))
        finally:
            self._in.close()
            self._out.close()

    def _copy(self, chunk: Chunk, data: memoryview | None) -> None:
        if data is not None:
            self._out.write(data[chunk.start : chunk.start + chunk.length])
            return
        self._in.seek(chunk.start)
        left = chunk.length
        while left:
            part = self._in.read(min(left, _AT_ONCE))
            if not part:
                raise ThriftError("the file has become shorter meanwhile")
            self._out.write(part)
            left -= len(part)

    def _coded(self, table: pa.Table) -> tuple[memoryview, dict[str, list[Chunk]]]:
        """A table as pyarrow writes it, and where in that the chunks of its columns lie."""
        if not table.num_columns:
            return memoryview(b""), {}
        data = self._written(table.schema, table)
        footer = footer_of(data)
        ((*chunks,),) = footer.groups()
        names = table.schema.names
        return data, {
            name: chunks[column.chunks.start : column.chunks.stop]
            for name, column in zip(names, footer.columns, strict=True)
        }

    def _footer(self, schema: pa.Schema) -> Footer:
        return footer_of(self._written(schema))

    def _written(self, schema: pa.Schema, table: pa.Table | None = None) -> memoryview:
        import pyarrow as pa
        import pyarrow.parquet as pq

        out = pa.BufferOutputStream()
        with pq.ParquetWriter(out, schema, **self._options) as file:
            if table is not None:
                file.write_table(table, len(table))
        return memoryview(out.getvalue())
