"""Small documents to check: sound in every respect, so that a test changes one thing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from schemac.checks.rule import Rule
from schemac.diagnostic import Diagnostic
from schemac.model import (
    Contour,
    Curve,
    Dictionary,
    Edge,
    Find,
    Formula,
    Keypoint,
    Landmark,
    Lineage,
    Mistake,
    Place,
    Position,
    Profile,
    QaPlan,
    Quantity,
    Reference,
    Retired,
    Sigma,
    SigmaSet,
    Skeleton,
    Step,
    Subject,
    Tier,
    TierSet,
    Tolerance,
    Variable,
    View,
    Words,
)  # fmt: skip
from schemac.source import Origin

FILE = "specs/test.yaml"
HOME = Origin(FILE)
AREA = Formula(text="segment_area", tree=Variable(name="segment_area"))
LENGTH = Formula(text="box_width", tree=Variable(name="box_width"))

# A rule's name, a subject it must speak of, and a near miss on which it must be silent.
Case = tuple[Rule[Any], Callable[[], Any], Callable[[], Any]]


def words(title: str = "Place", definition: str | None = None, **fields: Any) -> Words:
    return Words(
        title=title,
        definition=f"Most forward point of the {title}." if definition is None else definition,
        find=fields.pop("find", Find(see=("The bump that you can see.",))),
        mistakes=fields.pop("mistakes", (mistake(),)),
        **fields,
    )


def mistake(**fields: Any) -> Mistake:
    return Mistake(text="Clicked on the shirt.", **{"origin": HOME / "mistakes"} | fields)


def place(name: str, *part: int, dictionary: str = "landmarks/body") -> Place:
    step, steps = part or (None, None)
    reference = Reference(id=dictionary, version="1.0.0")
    return Place(dictionary=reference, name=name, step=step, steps=steps)


def point(
    id: str, index: int = 0, x: float = 50, y: float | None = None, **fields: Any
) -> Keypoint:
    """A keypoint of the front view. `left_` and `right_` before the id give its side."""
    side, _, stem = id.partition("_") if id.startswith(("left_", "right_")) else (None, "", id)
    given = {
        "name": id, "kind": "surface", "words": words(f"{side or ''} {stem}".strip()),
        "positions": (Position(view="front", x=x, y=10.0 + index if y is None else y),),
        "origin": HOME / "keypoints" / stem,
    }  # fmt: skip
    return Keypoint(id=id, stem=stem, index=index, side=side, **given | fields)


def pair(stem: str, index: int = 0, x: float = 60, **fields: Any) -> tuple[Keypoint, Keypoint]:
    """Both sides of a keypoint, mirror images in the front view."""
    left, right = f"left_{stem}", f"right_{stem}"
    y = fields.pop("y", 10.0 + index)
    return point(left, index, x, y, **fields), point(right, index + 1, 100 - x, y, **fields)


def sided(
    stem: str, left: dict[str, Any], right: dict[str, Any], **fields: Any
) -> tuple[Keypoint, Keypoint]:
    """A pair whose sides differ in some fields."""
    x = {"x": 40} | right
    return point(f"left_{stem}", **{"x": 60, "y": 10} | fields | left), point(
        f"right_{stem}", **{"index": 1, "y": 10} | fields | x
    )


def skeleton(*points: Keypoint, **fields: Any) -> Skeleton:
    given = {
        "id": "demo/test", "version": "1.0.0", "title": "Test", "origin": HOME,
        "subject": Subject(laterality="subject", origin=HOME / "subject"),
        "views": (View(id="front", sees="front", mirror=50.0, main=True, origin=HOME / "views"),),
    }  # fmt: skip
    points = points or (point("nose"), *pair("eye", 1))
    return Skeleton(keypoints=points, **given | fields)


def edges(*chains: str) -> tuple[Edge, ...]:
    """Edges from chains such as `hip-knee-ankle`."""
    found = []
    for number, chain in enumerate(chains):
        names = chain.split("-")
        found += [
            Edge(source=a, target=b, origin=HOME / "edges" / number) for a, b in pairwise(names)
        ]
    return tuple(found)


def contour(*points: str, **fields: Any) -> Contour:
    return Contour(id="line", points=points, origin=HOME / "contours" / "line", **fields)


def view(sees: Any, mirror: float | None = None, **fields: Any) -> View:
    return View(id="front", sees=sees, mirror=mirror, main=True, origin=HOME / "views", **fields)


def sigma(value: float, set: str = "coco", route: str = "") -> Sigma:
    return Sigma(set=set, value=value, origin=HOME / "sigmas" / set / route)


def sigma_set(id: str = "coco", **fields: Any) -> SigmaSet:
    return SigmaSet(id=id, basis="assumed", scale=AREA, origin=HOME / "sigmas" / id, **fields)


def profile(metric: Any = "OKS", id: str = "main", **fields: Any) -> Profile:
    return Profile(id=id, metric=metric, origin=HOME / "evaluation" / id, **fields)


def length(value: float, unit: Any = "px") -> Tolerance:
    quantity = Quantity(value=value, unit=unit)
    return Tolerance(across=quantity, along=quantity)


def qa(**fields: Any) -> QaPlan:
    return QaPlan(origin=HOME / "qa", **fields)


def tier(id: str, code: int, **fields: Any) -> Tier:
    """A tier that folds into COCO by its code and, but for 0, has coordinates."""
    given = {
        "title": id.title(), "definition": f"The place is {id}.", "situations": (),
        "coordinates": "required" if code else "forbidden", "evaluated": code > 0,
        "coco": min(code, 2), "cvat": ("outside", "occluded", "visible")[min(code, 2)],
        "origin": HOME / "tiers" / id,
    }  # fmt: skip
    return Tier(id=id, code=code, **given | fields)


def tiers(*each: Tier, **fields: Any) -> TierSet:
    given = {
        "id": "visibility/test", "version": "1.0.0", "title": "Test", "origin": HOME,
        "decision": (step("visible", "Seen?"), step("hidden", "Inside?"), step("absent")),
    }  # fmt: skip
    each = each or (tier("visible", 2), tier("hidden", 1), tier("absent", 0))
    return TierSet(tiers=each, **given | fields)


def step(then: str, ask: str | None = None) -> Step:
    return Step(ask=ask, then=then, origin=HOME / "decision")


def landmark(id: str, **fields: Any) -> Landmark:
    given = {"kind": "joint", "words": words(id), "origin": HOME / "landmarks" / id}
    return Landmark(id=id, **given | fields)


def curve(id: str, **fields: Any) -> Curve:
    given = {"words": words(id), "origin": HOME / "curves" / id}
    return Curve(id=id, start="hip", end="knee", **given | fields)


def dictionary(*places: Landmark | Curve, **fields: Any) -> Dictionary:
    given = {"id": "landmarks/test", "version": "1.0.0", "title": "Test", "origin": HOME}
    return Dictionary(
        landmarks=tuple(p for p in places if isinstance(p, Landmark)),
        curves=tuple(p for p in places if isinstance(p, Curve)),
        **given | fields,
    )


def retired(id: str, last: str = "0.9.0", **fields: Any) -> Retired:
    return Retired(id=id, last=last, origin=HOME / "retired" / id, **fields)


def lineage(parent: str = "demo/test@0.9.0", *changes: Any, **fields: Any) -> Lineage:
    id, _, version = parent.partition("@")
    return Lineage(
        parent=Reference(id=id, version=version), rationale="Better.", changes=changes,
        origin=HOME / "lineage", **fields,
    )  # fmt: skip


def found(rule: Rule[Any], subject: Any) -> list[Diagnostic]:
    return list(rule(subject))
