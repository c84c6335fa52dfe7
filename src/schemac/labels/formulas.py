"""Formulas of a spec, worked out for every instance of a batch."""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING, Any

from schemac.labels.record import Labels
from schemac.model import Skeleton
from schemac.model.formula import Binary, Call, Expression, Number, Point, Variable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

REDUCED = 0.53
"""What COCO's toolkits take of a box's area where there is no segment."""


def measured(tree: Expression, labels: Labels, skeleton: Skeleton) -> Floats:
    """The value of a number formula for N instances, shape (N,): lengths in pixels, areas in
    square pixels, angles in degrees. NaN where a keypoint has no place or the file no box or area.
    `segment_area` is the area that the file states."""
    import numpy as np

    with np.errstate(invalid="ignore", divide="ignore"):
        value: Floats = np.real(_value(tree, labels, skeleton))
    return value


def _value(tree: Expression, labels: Labels, skeleton: Skeleton) -> Any:
    """Points are complex numbers x + iy, so that arithmetic on them is arithmetic."""
    import numpy as np

    if isinstance(tree, Number):
        top, _, bottom = tree.text.partition("/")
        return np.full(len(labels), float(top) / float(bottom or 1))
    if isinstance(tree, Variable):
        return _variable(tree.name, labels)
    if isinstance(tree, Point):
        at = labels.keypoints[:, skeleton.by_id[tree.id].index]
        return at[:, 0] + 1j * at[:, 1]
    if isinstance(tree, Binary):
        a, b = (_value(side, labels, skeleton) for side in (tree.left, tree.right))
        if tree.operator == "+":
            return a + b
        if tree.operator == "-":
            return a - b
        return a * b if tree.operator == "*" else a / b
    return _call(tree, labels, skeleton)


def _variable(name: str, labels: Labels) -> Any:
    import numpy as np

    width, height = labels.boxes[:, 2], labels.boxes[:, 3]
    if name == "pi":
        return np.full(len(labels), pi)
    if name == "segment_area":
        return labels.areas
    return {
        "box_width": width,
        "box_height": height,
        "box_diagonal": np.hypot(width, height),
        "box_area": width * height,
        "reduced_box_area": REDUCED * width * height,
    }[name]


def _call(tree: Call, labels: Labels, skeleton: Skeleton) -> Any:
    import numpy as np

    values = [_value(each, labels, skeleton) for each in tree.arguments]
    match tree.function, values:
        case "distance", [a, b]:
            return np.abs(a - b)
        case "angle", [a, b, c]:  # at b
            return np.degrees(np.abs(np.angle((a - b) / (c - b))))
        case "tilt", [a, b]:  # from the picture's horizontal
            return np.degrees(np.angle(b - a))
        case "height", [a, b, c]:  # of a over the line from b to c
            return np.abs(((a - b) * (c - b).conj()).imag) / np.abs(c - b)
        case "projection", [a, b, c]:
            share = ((a - b) * (c - b).conj()).real / np.abs(c - b) ** 2
            return b + share * (c - b)
        case "intersection", [a, b, c, d]:
            across = ((b - a).conj() * (d - c)).imag
            return a + (b - a) * ((c - a).conj() * (d - c)).imag / across
        case "abs", [a]:
            return np.abs(a)
        case "sqrt", [a]:
            return np.sqrt(a)
        case "min", _:
            return np.minimum.reduce(values)
        case _:
            return np.maximum.reduce(values)
