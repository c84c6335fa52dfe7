"""CSV as text: rows in and out, and cells that a spreadsheet must not take for formulas."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from msgspec import Struct

from schemac.labels import Fault, Faults, LabelError, Place
from schemac.labels.form import Advance

DELIMITERS = ",;\t"
_ROW = 1 << 24  # characters of a row, at most
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


class Row(Struct, frozen=True):
    """The cells of a row, and the line of the file that it ends on."""

    cells: list[str]
    line: int


class Table:
    """The rows of a CSV file, as they come. The delimiter is the one its first line uses most."""

    def __init__(self, path: Path, file: TextIO, faults: Faults, advance: Advance) -> None:
        first = file.readline(1 << 20)
        file.seek(0)
        self.path = path
        self.delimiter = max(DELIMITERS, key=first.count)
        self.end = "\r\n" if first.endswith("\r\n") else "\n"
        self._file = file
        self._faults = faults
        self._advance = advance
        self._told = 0
        self._held = 0
        self._rows = csv.reader(self._lines(), delimiter=self.delimiter, strict=True)

    def rows(self) -> Iterator[Row]:
        """Rows that are not empty. Raises LabelError with the line of what is no CSV."""
        while True:
            try:
                cells = next(self._rows, None)
            except (csv.Error, UnicodeError) as error:
                raise self.broken(f"not CSV in UTF-8: {error}", self._rows.line_num + 1) from None
            self._held = 0
            self._advanced()
            if cells is None:
                return
            if any(cells):
                yield Row(cells, self._rows.line_num)

    def place(self, line: int) -> Place:
        return Place(file=str(self.path), line=line)

    def broken(self, message: str, line: int, help: str | None = None) -> LabelError:
        """The error for a file that cannot be read on."""
        return self._faults.broken(Fault(message=message, place=self.place(line), help=help))

    def _lines(self) -> Iterator[str]:
        """Lines, as long as a row of them can be held in memory."""
        while line := self._file.readline(_ROW):
            self._held += len(line)
            if self._held >= _ROW:
                raise csv.Error(f"a row has more than {_ROW >> 20} million characters")
            yield line

    def _advanced(self) -> None:
        at = self._file.buffer.tell()
        if at > self._told:
            self._advance(at - self._told)
            self._told = at


@contextmanager
def opened(path: Path, faults: Faults, advance: Advance) -> Iterator[Table]:
    """A CSV file to read; universal newlines are left to the rules of CSV."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            table = Table(path, file, faults, advance)
        except UnicodeError:
            message = "not UTF-8; save it as `CSV UTF-8`"
            raise faults.broken(
                Fault(message=message, place=Place(file=str(path), line=1))
            ) from None
        yield table


@contextmanager
def written(path: Path, delimiter: str = ",", end: str = "\n") -> Iterator[Any]:
    """A CSV file to write, with a `writerow`."""
    with path.open("x", encoding="utf-8", newline="") as file:
        yield csv.writer(file, delimiter=delimiter, lineterminator=end)


def head_rows(head: bytes, count: int) -> list[list[str]]:
    """The first rows of a file from its first bytes; fewer when it is no CSV."""
    text = head.decode("utf-8-sig", errors="replace")
    if "\0" in text:
        return []
    lines = text.splitlines(keepends=True)[:count]
    delimiter = max(DELIMITERS, key=lines[0].count) if lines else ","
    try:
        return list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return []


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula: with `'` before `=`, `+`, `-` or `@`."""
    return f"'{text}" if _FORMULA.match(text) else text


def unsafe(cell: str) -> str:
    """The text that `safe` made a cell of."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def cell_of(value: object) -> str:
    """What a cell says: nothing, 0 or 1, a number, or a text made safe."""
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return safe(value) if isinstance(value, str) else str(value)


def named(cells: Sequence[str], names: Sequence[str]) -> dict[str, str]:
    """Cells by the names of their columns."""
    return dict(zip(names, cells, strict=False))
