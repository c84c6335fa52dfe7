"""What cells mean: numbers, tiers, and the columns that tell of an instance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf, isfinite, nan
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from schemac.datasets.csv.text import cell_of, unsafe
from schemac.labels import Annotation, Labels, Ladder, Place
from schemac.labels.columns import BOX, COLUMNS, KIND, annotation_of, row_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ABOUT = tuple(column.name for column in COLUMNS)
FLAGGED = ("v", "visibility", "visible")
"""Names of columns that hold COCO's flags, not tiers."""
ORDINARY = 2  # COCO's flag of a keypoint that is there and seen
_OWN = {
    **dict.fromkeys(("file", "filename", "file_name", "image_name", "image_path", "img"), "image"),
    **dict.fromkeys(("frames", "frame#", "frame_number", "frame number"), "frame"),
}  # fmt: skip
_TRUTHS = {"": None, "0": False, "1": True, "false": False, "true": True}


class CellError(ValueError):
    """A cell that does not say what it must; the message is for people. `line` is that of its row,
    where another is told of."""

    line: int | None = None


class Told(Struct, frozen=True, kw_only=True):
    """What a row says of an instance, besides its keypoints."""

    about: Annotation
    box: tuple[float, ...]
    area: float


class Reader:
    """Cells of one file, whose numbers may have a comma where cells are parted by something else"""

    def __init__(self, ladder: Ladder, delimiter: str) -> None:
        self._ladder = ladder
        self._comma = delimiter != ","

    def number(self, cell: str, name: str) -> float:
        """A number; NaN for an empty cell. Raises CellError."""
        text = cell.strip()
        if text.lower() in ("", "nan", "na"):
            return nan
        try:
            value = float(text.replace(",", ".") if self._comma else text)
        except ValueError:
            value = inf
        if not isfinite(value) or "_" in text:
            raise CellError(f"`{name}` is `{text[:60]}`, not a number")
        return value

    def tier(self, cell: str, name: str, flagged: bool) -> float:
        """The code of a tier from its id, its code or (if `flagged`) COCO's flag; NaN for an empty
        cell. Raises CellError."""
        text = unsafe(cell.strip())
        if text in self._ladder.code:
            return self._ladder.code[text]
        try:
            value = self.number(text, name)
        except CellError:
            value = inf
        if value != value:
            return nan
        if flagged and value == 0:
            return self._ladder.from_coco.get(0, nan)
        known: Mapping[int, Any] = self._ladder.from_coco if flagged else self._ladder.by_code
        if value not in known:
            listed = ", ".join(tier.id for tier in self._ladder.tiers)
            raise CellError(f"`{name}` is `{text[:60]}`, which is none of the tiers {listed}")
        return self._ladder.from_coco[int(value)] if flagged else value

    def told(self, row: Mapping[str, str], place: Place) -> Told:
        """What cells by column say of an instance. Raises CellError."""
        values = {name: self._value(name, cell) for name, cell in row.items()}
        try:
            about = annotation_of(values, place)
        except ValueError as error:
            raise CellError(str(error)) from None
        box = tuple(self.number(row.get(name, ""), name) for name in BOX)
        return Told(about=about, box=box, area=self.number(row.get("area", ""), "area"))

    def _value(self, name: str, cell: str) -> Any:
        kind = KIND.get(name, "text")
        if kind in ("text", "object"):
            return unsafe(cell) or None
        if kind == "flag":
            if cell.strip().lower() not in _TRUTHS:
                raise CellError(f"`{name}` is `{cell[:60]}`, neither 0 nor 1")
            return _TRUTHS[cell.strip().lower()]
        value = self.number(cell, name)
        if value != value:
            return None
        if kind == "whole" and value != int(value):
            raise CellError(f"`{name}` is `{cell[:60]}`, not a whole number")
        return int(value) if kind == "whole" else value


def own_name(name: str) -> str:
    """The documented name of a column that goes by another one."""
    plain = name.lower()
    return plain if plain in KIND else _OWN.get(plain, name)


def cells_about(labels: Labels, at: int) -> dict[str, Any]:
    """What `Reader.told` reads again, by column."""
    row = row_of(labels.about[at])
    row |= dict(zip(BOX, labels.boxes[at].tolist(), strict=True))
    return row | {"area": float(labels.areas[at])}


def tier_cell(ladder: Ladder, code: float) -> str:
    """The id of a tier; nothing where nobody said anything."""
    return "" if code != code else cell_of(ladder.by_code[int(code)].id)


def labels_of(told: Sequence[Told], keypoints: Sequence[Any], points: int) -> Labels:
    """A batch from what was read row by row."""
    import numpy as np

    count = len(told)
    return Labels(
        keypoints=np.array(keypoints, dtype=float).reshape(count, points, 3),
        boxes=np.array([each.box for each in told], dtype=float).reshape(count, 4),
        areas=np.array([each.area for each in told], dtype=float),
        about=tuple(each.about for each in told),
    )
