"""The rings of a target: what was observed (sigma) and what is accepted (tolerance), to scale.

A sigma is a share of the square root of an area. In a figure that area is the silhouette's own, so
rings are drawn only where the silhouette is what the area is measured on. Tolerances in px or mm
have no length in a figure without a size, and are not drawn; a sigma is never drawn as one.
"""

from __future__ import annotations

from math import sqrt

from msgspec import Struct

from schemac.figures.plates.stage import Stage
from schemac.model import Call, Expression, Formula, Keypoint, Quantity, Tolerance, Variable
from schemac.model.formula import Binary, Number, Point

_SIGNS = {"sigma": "σ", "%": "%"}
_PARTS = frozenset({"hand", "foot", "face"})


class Ring(Struct, frozen=True):
    """`across` and `along` are half-axes in figure units, `label` is short (`0.5 σ`)."""

    across: float
    along: float
    label: str


def sigma_ring(stage: Stage, id: str, set: str | None = None) -> Ring | None:
    """One sigma of a set (that of the main profile when left out)."""
    name = set or stage.skeleton.main_sigmas
    value = None if name is None else stage.point(id).sigma(name)
    unit = None if name is None else sigma_unit(stage, name)
    if value is None or unit is None:
        return None
    return Ring(value * unit, value * unit, "σ")


def tolerance_ring(stage: Stage, id: str) -> Ring | None:
    """What is accepted, where it is stated in sigmas or in percent of the length that sigmas are a
    share of; None where it has no length in a figure."""
    point, stated = stage.point(id), tolerance(stage, id)
    if stated is None:
        return None
    across = _length(stage, point, stated.across)
    along = _length(stage, point, stated.along)
    if across is None or along is None:
        return None
    return Ring(across, along, f"{stated.across.value:g} {_SIGNS[stated.across.unit]}")


def tolerance(stage: Stage, id: str) -> Tolerance | None:
    """What QA accepts at a keypoint."""
    return stage.skeleton.tolerance(stage.point(id))


def sigma_unit(stage: Stage, set: str) -> float | None:
    """How many figure units a sigma of 1 is: the square root of the set's area. None where the
    figure does not show what that area is measured on."""
    return stage.once(("sigma unit", set), lambda: _unit(stage, set))


def _unit(stage: Stage, set: str) -> float | None:
    found = stage.skeleton.sigma_set(set)
    if found is None or (_about_persons(found.scale) and _only_part(stage)):
        return None
    area = value_of(stage, found.scale.tree)
    return sqrt(area) if area is not None and area > 1e-9 else None


def _length(stage: Stage, point: Keypoint, quantity: Quantity) -> float | None:
    if quantity.unit == "sigma":
        ring = sigma_ring(stage, point.id)
        return None if ring is None else ring.across * quantity.value
    name = stage.skeleton.main_sigmas
    unit = sigma_unit(stage, name) if name and quantity.unit == "%" else None
    return None if unit is None else unit * quantity.value / 100


def _about_persons(scale: Formula) -> bool:
    """The segment of an instance: in the data sets that publish sigmas, of a whole person."""
    return "segment_area" in scale.text


def _only_part(stage: Stage) -> bool:
    """Whether the figure shows a hand, a foot or a face alone."""
    books = {p.place.dictionary.id.rsplit("/", 1)[-1]
             for p in stage.skeleton.keypoints if p.place}  # fmt: skip
    return bool(books) and books <= _PARTS and not _has_limbs(stage)


def _has_limbs(stage: Stage) -> bool:
    return any(p.place is None for p in stage.skeleton.keypoints)


def value_of(stage: Stage, tree: Expression) -> float | None:
    """A formula in figure units, as far as scales use them: areas of the main silhouette."""
    box = stage.drawn().box
    known = {
        "segment_area": stage.area, "box_width": box.width, "box_height": box.height,
        "box_area": box.width * box.height, "reduced_box_area": 0.53 * box.width * box.height,
        "box_diagonal": sqrt(box.width**2 + box.height**2), "pi": 3.141592653589793,
    }  # fmt: skip
    return _value(stage, tree, known)


def _value(stage: Stage, tree: Expression, known: dict[str, float]) -> float | None:
    if isinstance(tree, Variable):
        return known.get(tree.name)
    if isinstance(tree, Number):
        try:
            top, _, bottom = tree.text.partition("/")
            return float(top) / float(bottom or 1)
        except (ValueError, ZeroDivisionError):
            return None
    if isinstance(tree, Binary):
        return _combined(tree.operator, _value(stage, tree.left, known),
                         _value(stage, tree.right, known))  # fmt: skip
    if isinstance(tree, Call) and tree.function == "distance":
        from math import dist

        places = stage.drawn().places
        ends = [places.get(a.id) for a in tree.arguments if isinstance(a, Point)]
        if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
            return dist(ends[0], ends[1])
    return None


def _combined(operator: str, a: float | None, b: float | None) -> float | None:
    if a is None or b is None or (operator == "/" and b == 0):
        return None
    return {"+": a + b, "-": a - b, "*": a * b, "/": a / b if b else 0.0}[operator]
