"""A line of a label file: class, box and keypoints of one instance, as parts of the picture."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from schemac.datasets.ultralytics.config import Config
from schemac.labels import Fault, Faults, LabelError, Ladder, LadderError, Place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ORDINARY = 2  # COCO's flag of a keypoint that is there and seen


class Line(Struct, frozen=True, kw_only=True):
    """`box` is middle and size, `points` (K, 2 or 3); all from 0 to 1 but the flags."""

    category: int
    box: tuple[float, ...]
    points: Any
    place: Place
    text: str


def lines_of(path: Path, config: Config, faults: Faults) -> Iterator[Line]:
    """The lines of a label file that can be used; the others are reported. Raises LabelError."""
    most = 40 * (5 + config.points * config.dims)
    place = Place(file=str(path))
    with path.open("rb") as file:
        number = 0
        while raw := file.readline(most + 1):
            number += 1
            place = Place(file=str(path), line=number)
            if len(raw) > most:
                raise faults.broken(Fault(message="the line is far too long", place=place))
            if not raw.strip():
                continue
            try:
                yield _line(raw, config, place)
            except ValueError as error:
                faults.report(Fault(message=str(error), place=place, data=raw))


def _line(raw: bytes, config: Config, place: Place) -> Line:
    import numpy as np

    try:
        text = raw.decode("ascii")
        numbers = [float(word) for word in text.split()]
    except ValueError:
        raise ValueError("the line is not numbers only") from None
    wanted = 5 + config.points * config.dims
    if len(numbers) != wanted:
        raise ValueError(
            f"the line has {len(numbers)} numbers, not {wanted}: class, box and"
            f" {config.points} keypoints of {config.dims}"
        )
    if not all(map(isfinite, numbers)):
        raise ValueError("a number of the line is infinite or none")
    category = int(numbers[0])
    if category != numbers[0] or category not in config.names:
        raise ValueError(f"{numbers[0]:g} is no class of data.yaml")
    points = np.array(numbers[5:]).reshape(config.points, config.dims)
    return Line(category=category, box=tuple(numbers[1:5]), points=points, place=place, text=text)


def keypoints_of(line: Line, order: tuple[int, ...], ladder: Ladder) -> Floats:
    """Keypoints (K, 3) in the spec's order, x and y as parts of the picture. Without flags those
    at 0, 0 or below are not labelled, the others taken for visible. Raises LadderError."""
    import numpy as np

    points = line.points
    if points.shape[1] == 2:
        there = (points >= 0).all(axis=1) & (points > 0).any(axis=1)
        flags = np.where(there, ORDINARY, 0)
    else:
        flags = points[:, 2]
    made = np.full((len(order), 3), np.nan)
    made[:, 2] = ladder.codes(flags)
    made[flags > 0, :2] = points[flags > 0, :2]
    result = np.empty_like(made)
    result[list(order)] = made
    return result


NUMBER = "%.12g"
"""Twelve digits: less than a millionth of a pixel off in any picture."""


def words_of(keypoints: Floats, ladder: Ladder, dims: int) -> str:
    """The numbers of keypoints (K, 3); zeros for what has no place."""
    import numpy as np

    placed = np.isfinite(keypoints[:, :2]).all(axis=1)
    flags = np.where(placed, ladder.coco(keypoints[:, 2]), 0)
    there = flags > 0
    words = []
    for (x, y, _), flag, place in zip(keypoints.tolist(), flags.tolist(), there, strict=True):
        words += [number(x), number(y)] if place else ["0", "0"]
        if dims == 3:
            words.append(str(flag))
    return " ".join(words)


def number(value: float) -> str:
    """A number as it is written."""
    return NUMBER % value


def strange_flag(line: Line, error: LadderError) -> Fault:
    """What to report of a line with a flag that no tier folds into."""
    return Fault(message=str(error), place=line.place, data=line.text.encode())


def unreadable(path: Path, error: OSError, faults: Faults) -> LabelError:
    """The error for a file that cannot be opened."""
    message = f"cannot be read: {(error.strerror or str(error)).lower()}"
    return faults.broken(Fault(message=message, place=Place(file=str(path))))
