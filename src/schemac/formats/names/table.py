"""The lines of a table as a draft."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeVar

from schemac.diagnostic import Code, Diagnostic
from schemac.draft import Draft, DraftEdge, DraftPartner, DraftPoint
from schemac.formats.names.cells import Cell
from schemac.formats.names.codes import CELL, INDEX, UNKNOWN
from schemac.source import Origin, Span

Row = tuple[Cell, ...]
T = TypeVar("T")
Side = Literal["left", "right", "mid"]

_SIDES: dict[str, Side] = {
    "left": "left", "l": "left", "right": "right", "r": "right",
    "mid": "mid", "middle": "mid", "midline": "mid", "center": "mid", "centre": "mid",
    "none": "mid",
}  # fmt: skip
_HALVES: dict[str, Literal["upper", "lower"]] = {"upper": "upper", "lower": "lower"}
_NOBODY = {"", "none", "null", "nan", "-", "-1"}
_colour = re.compile(r"#[0-9a-fA-F]{6}").fullmatch
_MOST = 100  # of one file; more of them help nobody
_COMPARED = 20  # unknown names that are held against all others; more of them help nobody
_whole = re.compile(r"-?[0-9]{1,9}(?:\.0)?").fullmatch


class Table:
    """Reads rows whose columns are known. `problems` are those that were met on the way."""

    def __init__(
        self, file: str, where: Mapping[str, int], rows: Sequence[Row], unread: Sequence[str] = ()
    ) -> None:
        self._file, self._where, self._base = file, dict(where), 0
        self._unread = unread
        self.problems: list[Diagnostic] = []
        self._rows = self._ordered(rows)
        self._index: dict[str, int] = {}
        for column in ("id", "name"):
            for at, row in enumerate(self._rows):
                if column in self._where and (text := self._cell(row, column).text):
                    self._index[text] = at

    def draft(self, beside: tuple[tuple[int, int], ...] | None) -> Draft:
        """What the table says; edges of a file beside it take the place of parents."""
        edges: tuple[DraftEdge, ...] | None = None
        if beside is not None:
            edges = tuple(DraftEdge(start, end) for start, end in beside)
        elif self._where.keys() & {"parent", "edges"}:
            edges = tuple(self._edges())
        return Draft(
            format="names",
            file=self._file,
            name=None,
            points=tuple(self._point(row) for row in self._rows),
            span=min(row[0].span for row in self._rows),
            edges=edges,
            based=None if beside is None else 0,
            mirror=tuple(self._partners()) if "partner" in self._where else None,
            sigmas=any(self._cell(row, "sigma").text for row in self._rows)
            if "sigma" in self._where
            else None,
            unused=(f"further columns: {', '.join(self._unread[:12])}",) if self._unread else (),
        )

    def _ordered(self, rows: Sequence[Row]) -> Sequence[Row]:
        """In the order of their numbers, where they have some; `id` may be the name or a number."""
        if "name" not in self._where:
            self._where["name"] = self._where.pop("id")
        column = "index" if "index" in self._where else "id"
        if column not in self._where:
            return rows
        numbers = [_number(self._cell(row, column).text) for row in rows]
        if None in numbers:
            if column == "index":
                wrong = self._cell(rows[numbers.index(None)], "index")
                self._say(CELL, wrong, f"`{wrong.text[:40]}` is no number of a keypoint")
            return rows
        self._base = min(number for number in numbers if number is not None)
        pairs = sorted(zip(numbers, range(len(rows)), strict=True), key=lambda p: (p[0] or 0, p[1]))
        self._gaps([(number or 0, rows[at]) for number, at in pairs], column)
        return [rows[at] for _, at in pairs]

    def _gaps(self, pairs: Sequence[tuple[int, Row]], column: str) -> None:
        """At most one finding: what follows has the same cause."""
        base = 1 if self._base == 1 else 0
        for at, (number, row) in enumerate(pairs):
            if number != at + base:
                cell = self._cell(row, column)
                twice = at > 0 and pairs[at - 1][0] == number
                what = f"{number} is there twice" if twice else f"there is no {at + base}"
                self._say(INDEX, cell, f"{what} among the numbers of the keypoints")
                return

    def _point(self, row: Row) -> DraftPoint:
        name, sigma = self._cell(row, "name"), self._cell(row, "sigma")
        x, y = self._number(row, "x"), self._number(row, "y")
        return DraftPoint(
            name=name.text,
            span=name.span,
            position=None if x is None or y is None else (x, y),
            sigma=self._number(row, "sigma"),
            sigma_span=sigma.span if sigma.text else None,
            weight=self._number(row, "weight"),
            half=self._word(row, "half", _HALVES, "upper or lower"),
            side=self._word(row, "side", _SIDES, "left, right or mid"),
            definition=self._cell(row, "definition").text or None,
            colour=self._colour(row),
            aliases=tuple(_parts(self._cell(row, "aliases").text)),
        )

    def _partners(self) -> Iterator[DraftPartner]:
        for at, row in enumerate(self._rows):
            cell = self._cell(row, "partner")
            if cell.text.lower() in _NOBODY:
                yield DraftPartner(at, at, cell.span)
                continue
            partner = self._at(cell.text)
            numeric = cell.text not in self._index and _number(cell.text) is not None
            yield DraftPartner(at, partner, cell.span, None if numeric else cell.text)

    def _edges(self) -> Iterator[DraftEdge]:
        for at, row in enumerate(self._rows):
            parent = self._cell(row, "parent")
            if parent.text.lower() not in _NOBODY:
                yield from self._edge(self._at(parent.text), at, parent, parent.text)
            edges = self._cell(row, "edges")
            for text in _parts(edges.text):
                yield from self._edge(at, self._at(text), edges, text)

    def _edge(self, start: int, end: int, cell: Cell, said: str) -> Iterator[DraftEdge]:
        total = len(self._rows)
        if 0 <= start < total and 0 <= end < total:
            yield DraftEdge(start, end, cell.span)
            return
        few = len(self.problems) < _COMPARED
        close = difflib.get_close_matches(said[:64], self._index, 1) if few else []
        help = f"is `{close[0]}` meant?" if close else None
        self._say(UNKNOWN, cell, f"`{said[:64]}` is not among the keypoints", help)

    def _at(self, text: str) -> int:
        """The index of a keypoint by its name, id or number; -1 when there is none."""
        if text in self._index:
            return self._index[text]
        number = _number(text)
        return -1 if number is None else number - (1 if self._base == 1 else 0)

    def _cell(self, row: Row, column: str) -> Cell:
        at = self._where.get(column, len(row))
        end = row[-1].span
        nothing = Span(end.end_line, end.end_column, end.end_line, end.end_column + 1)
        return row[at] if at < len(row) else Cell("", nothing)

    def _number(self, row: Row, column: str) -> float | None:
        cell = self._cell(row, column)
        if not cell.text:
            return None
        try:
            value = float(cell.text)
        except ValueError:
            value = math.nan
        if math.isfinite(value) and len(cell.text) < 40:
            return value
        self._say(CELL, cell, f"`{cell.text[:40]}` is no number, as `{column}` has to be")
        return None

    def _word(self, row: Row, column: str, known: Mapping[str, T], meant: str) -> T | None:
        cell = self._cell(row, column)
        if not cell.text:
            return None
        if cell.text.lower() not in known:
            self._say(CELL, cell, f"`{cell.text[:40]}` is no {column}: {meant}")
        return known.get(cell.text.lower())

    def _colour(self, row: Row) -> str | None:
        cell = self._cell(row, "colour")
        if cell.text and not _colour(cell.text):
            self._say(CELL, cell, f"`{cell.text[:40]}` is no colour such as #00ff00")
        return cell.text.lower() if _colour(cell.text) else None

    def _say(self, code: Code, cell: Cell, message: str, help: str | None = None) -> None:
        if len(self.problems) < _MOST:
            self.problems.append(code.at(Origin(self._file), message, span=cell.span, help=help))


def _number(text: str) -> int | None:
    return int(float(text)) if _whole(text) else None


def _parts(text: str) -> Iterator[str]:
    """What stands between semicolons or bars."""
    return (part for each in re.split(r"[;|]", text) if (part := each.strip()))
