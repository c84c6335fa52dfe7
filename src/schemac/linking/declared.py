"""A document's own keypoints, and what it changes in others'."""

from __future__ import annotations

from typing import Any

from schemac.diagnostic import Note
from schemac.linking import codes
from schemac.linking.draft import Draft, DraftPoint, Layer, resolve
from schemac.linking.linker import Linker
from schemac.linking.views import place, rounded
from schemac.model.formula import Call, Expression, Formula, Point, Weight
from schemac.reading.declare import Declaration
from schemac.reading.formula import FormulaError, is_point, names, renamed, weights
from schemac.reading.types import Entry, Sided, of_side
from schemac.source import Origin


def add_keypoints(linker: Linker, made: Draft, home: Declaration) -> None:
    """Add the points of `keypoints`: one each, or one per side of a sided index."""
    for stem, entry in sorted(home.entry.get("keypoints", {}).items()):
        if "index" not in entry:
            made.whole = False
            continue
        if stem in made.stems:
            linker.report(
                codes.EXISTS_ALREADY, entry.origin, f"`{stem}` has come by `extends` already",
                Note("it comes from here", made.stems[stem][0].origin),
                help=f"change it under `override: {{{stem}: …}}`, without an index",
            )  # fmt: skip
            continue
        index = entry["index"]
        for side in index.sides() if isinstance(index, Sided) else (None,):
            template = of_side(entry.get("name"), side) or ("<side>_<id>" if side else "<id>")
            name = fill_name(template, side, stem)
            point = DraftPoint(stem, side, of_side(index, side), name, (Layer(entry, home),))
            point.region = entry.get("region")
            made.add(point)
            if "at" in entry:
                place(linker, made, point, entry["at"], entry.where("at"))


def apply_overrides(linker: Linker, made: Draft, home: Declaration) -> None:
    """Lay `override` entries over points that came by `extends` or `include`."""
    for word, entry in sorted(home.entry.get("override", {}).items()):
        hit = [made.points[word]] if word in made.points else list(made.stems.get(word, ()))
        if not hit:
            linker.unknown(
                codes.OVERRIDES_NOTHING, entry.origin, "inherited keypoint", word, made.known()
            )
            continue
        if (
            hit[0].layers[0].entry.origin.route[:1] == ("keypoints",)
            and hit[0].layers[0].home is home
        ):
            linker.report(
                codes.OVERRIDES_NOTHING, entry.origin, f"`{word}` is written in this document",
                Note("here", hit[0].origin), help="change it where it stands",
            )  # fmt: skip
            continue
        for point in hit:
            _override(linker, made, point, Layer(entry, home))


def _override(linker: Linker, made: Draft, point: DraftPoint, layer: Layer) -> None:
    entry = layer.entry
    point.layers = (*point.layers, layer)
    point.given = {f: at for f, at in point.given.items() if f not in entry}
    template = of_side(entry.get("name"), point.side)
    if template is not None:
        point.name = fill_name(template, point.side, point.stem, point.name, point.index)
    if "region" in entry:
        point.region, point.given["region"] = entry["region"], entry.where("region")
    if "at" in entry:
        place(linker, made, point, entry["at"], entry.where("at"))
    if "formula" in entry:
        point.formula, point.weights = None, ()


def construct(linker: Linker, made: Draft, home: Declaration) -> None:
    """Resolve the formulas of constructed points, and compute where they lie."""
    waiting: dict[str, Layer] = {}
    for point in made.in_order():
        layer = point.last("formula")
        if layer is not None and layer.home is home and point.formula is None:
            waiting[point.id] = layer
    for id in list(waiting):
        _construct(linker, made, id, waiting, ())


def _construct(
    linker: Linker, made: Draft, id: str, waiting: dict[str, Layer], above: tuple[str, ...]
) -> None:
    """Construct one point, and before it those constructed points that its formula names."""
    layer = waiting.pop(id, None)
    if layer is None:
        return
    point, at = made.points[id], layer.entry.where("formula")
    formula: Formula = layer.entry["formula"]
    tree = _over_ids(linker, made, formula, point.side, at)
    if tree is None or not _gives_point(linker, formula, at):
        return
    for other in dict.fromkeys(names(tree)):
        if other in (*above, id):
            message = f"the formula of `{id}` needs `{other}`, which needs `{id}`"
            linker.report(codes.CYCLE, at, message, points=(id,))
            return
        _construct(linker, made, other, waiting, (*above, id))
    point.formula = Formula(text=formula.text, tree=tree)
    if isinstance(tree, Call):
        _place_call(made, point, tree)
        return
    try:
        shares = weights(tree)
    except FormulaError as error:
        linker.report(codes.FORMULA_KIND, at, f"formula: {error}", points=(point.id,))
        return
    point.weights = tuple(
        Weight(keypoint=other, numerator=w.numerator, denominator=w.denominator)
        for other, w in shares.items()
    )
    _place_weighted(made, point)


def _over_ids(
    linker: Linker, made: Draft, formula: Formula, side: str | None, at: Origin
) -> Expression | None:
    found: dict[str, str | None] = {
        word: resolve(linker, made, word, side, at) for word in dict.fromkeys(names(formula.tree))
    }
    if not all(found.values()):
        return None
    return renamed(formula.tree, lambda word: found[word] or word)


def _gives_point(linker: Linker, formula: Formula, at: Origin) -> bool:
    try:
        if is_point(formula.tree):
            return True
        message = "this formula gives a number; a keypoint needs a point"
    except FormulaError as error:
        message = f"formula: {error}"
    linker.report(codes.FORMULA_KIND, at, message)
    return False


def _place_weighted(made: Draft, point: DraftPoint) -> None:
    parts = [(made.points[w.keypoint].at, w.numerator / w.denominator) for w in point.weights]
    for view in made.views:
        if parts and all(view in at for at, _ in parts):
            x = sum(at[view][0] * share for at, share in parts)
            y = sum(at[view][1] * share for at, share in parts)
            point.at[view] = rounded((x, y))


def _place_call(made: Draft, point: DraftPoint, call: Call) -> None:
    ids = [a.id for a in call.arguments if isinstance(a, Point)]
    if len(ids) != len(call.arguments):
        return
    for view in made.views:
        if all(view in made.points[id].at for id in ids):
            xy = _geometry(call.function, [made.points[id].at[view] for id in ids])
            if xy is not None:
                point.at[view] = rounded(xy)


def _geometry(function: str, at: list[tuple[float, float]]) -> tuple[float, float] | None:
    """Intersection of the lines 1-2 and 3-4, or projection of 1 onto the line 2-3."""
    if function == "projection":
        (px, py), (ax, ay), (bx, by) = at
        dx, dy = bx - ax, by - ay
        if not (length := dx * dx + dy * dy):
            return None
        t = ((px - ax) * dx + (py - ay) * dy) / length
        return (ax + t * dx, ay + t * dy)
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = at
    denominator = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
    if abs(denominator) < 1e-9:
        return None
    t = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / denominator
    return (ax + t * (bx - ax), ay + t * (by - ay))


def fill_name(
    template: str, side: str | None, stem: str, name: str = "", number: int | str = ""
) -> str:
    """A name from its template: `<side>_<id>`, `<S>Elbow`, and for parts `<name>`, `<number>`."""
    word = side or ""
    holes: dict[str, Any] = {
        "side": word, "Side": word.capitalize(), "S": word[:1].upper(),
        "other": {"left": "right", "right": "left"}.get(word, ""),
        "id": stem, "name": name, "number": number,
    }  # fmt: skip
    for hole, value in holes.items():
        template = template.replace(f"<{hole}>", str(value))
    return template


def entry_of(point: DraftPoint) -> Entry:
    """The entry in which a point was declared first."""
    return point.layers[0].entry
