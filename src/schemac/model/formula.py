"""Formulas over keypoints: arithmetic and a few functions, never code.

A number formula measures (`distance(a, b)`); a point formula places (`(a + b) / 2`). A linear
point formula is a set of weights that add up to 1, which is what a migration map can carry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Union

from schemac.model.record import Record

if TYPE_CHECKING:
    from fractions import Fraction

Operator = Literal["+", "-", "*", "/"]

POINT_FUNCTIONS = {"intersection": 4, "projection": 3}
NUMBER_FUNCTIONS: dict[str, int | None] = {
    "distance": 2, "angle": 3, "tilt": 2, "height": 3,
    "min": None, "max": None, "abs": 1, "sqrt": 1,
}  # fmt: skip
VARIABLES = frozenset(
    {
        "pi",
        "box_width",
        "box_height",
        "box_diagonal",
        "box_area",
        "reduced_box_area",  # 0.53 * box_area, as COCO's toolkits take it
        "segment_area",
    }
)


class Number(Record, frozen=True, kw_only=True, tag="number"):
    """A literal, kept as written so that `1/3` stays exact."""

    text: str


class Point(Record, frozen=True, kw_only=True, tag="point"):
    """A keypoint, by its id once linked (by its id or stem as written before)."""

    id: str


class Variable(Record, frozen=True, kw_only=True, tag="variable"):
    """A quantity of the instance, such as `box_width` in pixels."""

    name: str


class Call(Record, frozen=True, kw_only=True, tag="call"):
    """A function of `POINT_FUNCTIONS` or `NUMBER_FUNCTIONS`; angles are in degrees."""

    function: str
    arguments: tuple[Expression, ...]


class Binary(Record, frozen=True, kw_only=True, tag="binary"):
    """Two expressions and an operator. A sign is written as `0 - x`."""

    operator: Operator
    left: Expression
    right: Expression


Expression = Union[Number, Point, Variable, Call, Binary]


class Formula(Record, frozen=True, kw_only=True):
    """A formula as people write it, and its tree."""

    text: str
    tree: Expression


class Weight(Record, frozen=True, kw_only=True):
    """One keypoint's share of a linear point formula, as an exact fraction."""

    keypoint: str
    numerator: int
    denominator: int = 1

    @property
    def fraction(self) -> Fraction:
        from fractions import Fraction

        return Fraction(self.numerator, self.denominator)
