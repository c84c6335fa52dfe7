"""The head of a wide table: which columns hold which number of which keypoint.

Three ways to write it are known. One row: `nose_x`, `nose_y`, `nose_tier`, with `_`, `.`, `-` or a
space before the last word. Two rows, as motion-capture tools have it: the keypoint (once, or over
each of its columns), and below it x, y, tier. Three, as DeepLabCut has it: `scorer`, `bodyparts`,
`coords`.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from schemac.datasets.csv.cells import FLAGGED, own_name
from schemac.labels.columns import KIND

READ = ("x", "y", "tier", *FLAGGED)
_PARTS = (*READ, "likelihood", "confidence", "score", "z")
_MARKS = "_.- "
_DEEPLABCUT = ("scorer", "bodyparts", "coords")


class Field(Struct, frozen=True, kw_only=True):
    """A column: `said` in one word, and maybe the `part` of a keypoint."""

    said: str
    point: str = ""
    part: str = ""


class Head(Struct, frozen=True, kw_only=True):
    """The head of a table. `mark` parts keypoint and part in names of one row; "" of several."""

    rows: tuple[tuple[str, ...], ...]
    fields: tuple[Field, ...]
    mark: str = ""

    @property
    def points(self) -> dict[str, dict[str, int]]:
        """The number of the column of each part, by keypoint; only of those with x and y."""
        found: dict[str, dict[str, int]] = {}
        for at, field in enumerate(self.fields):
            if field.part:
                found.setdefault(field.point, {})[field.part] = at
        return {name: parts for name, parts in found.items() if {"x", "y"} <= set(parts)}

    @property
    def others(self) -> dict[int, str]:
        """The numbers and names of columns that no keypoint is read from."""
        read = {at for parts in self.points.values() for p, at in parts.items() if p in READ}
        return {at: own_name(f.said) for at, f in enumerate(self.fields) if at not in read}

    @property
    def stay(self) -> list[int]:
        """The numbers of columns that are no keypoint's, in whatever part."""
        taken = {at for parts in self.points.values() for at in parts.values()}
        return [at for at in range(len(self.fields)) if at not in taken]


def head_of(rows: Sequence[Sequence[str]]) -> Head | None:
    """The head at the beginning of some rows; None when no keypoint has an x and a y."""
    if not rows:
        return None
    found: Head | None = None
    if len(rows) > 2 and tuple(row[0].strip().lower() for row in rows[:3] if row) == _DEEPLABCUT:
        found = _several(rows[:3], rows[1], rows[2], first="image")
    elif len(rows) > 1 and _names_parts(rows[1]):
        found = _several(rows[:2], rows[0], rows[1], first=None)
    else:
        found = _one(rows[0])
    return found if found and found.points else None


def _names_parts(row: Sequence[str]) -> bool:
    words = {cell.strip().lower() for cell in row}
    return {"x", "y"} <= words <= {"", *_PARTS}


def _several(
    rows: Sequence[Sequence[str]], names: Sequence[str], parts: Sequence[str], first: str | None
) -> Head:
    """Names that stand only over the first of their columns hold for those after it."""
    fields, name = [], ""
    for at, word in enumerate(parts):
        told = names[at].strip() if at < len(names) else ""
        name = told or name
        part = word.strip().lower()
        if at == 0 and first is not None:
            fields.append(Field(said=first))
        elif part in _PARTS:
            fields.append(Field(said=f"{name}.{part}", point=name, part=part))
        else:
            fields.append(Field(said=told))
    return Head(rows=tuple(tuple(row) for row in rows), fields=tuple(fields))


def _one(row: Sequence[str]) -> Head | None:
    for mark in _MARKS:
        fields = tuple(_field(cell.strip(), mark) for cell in row)
        head = Head(rows=(tuple(row),), fields=fields, mark=mark)
        if head.points:
            return head
    return None


def _field(name: str, mark: str) -> Field:
    point, found, part = name.rpartition(mark)
    if found and point and part.lower() in _PARTS and name not in KIND:  # `box_x` is no point's
        return Field(said=name, point=point, part=part.lower())
    return Field(said=name)
