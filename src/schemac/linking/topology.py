"""Lines between points: edges in published order, contours, exchanges of a top-bottom flip."""

from __future__ import annotations

from itertools import pairwise

from schemac.diagnostic import Note
from schemac.linking import codes
from schemac.linking.draft import OTHER, SIDES, Draft, both_sides, placed, resolve
from schemac.linking.linker import Linker
from schemac.model.topology import AxisSwap, Contour, Edge
from schemac.reading.codes import NOT_TOGETHER
from schemac.reading.declare import KEY, Declaration
from schemac.reading.types import Entry


def add_edges(linker: Linker, made: Draft, home: Declaration) -> None:
    """Each chain: all its edges for the left, then for the right; midline edges once."""
    where = home.entry.where("edges")
    for number, chain in enumerate(home.entry.get("edges", ())):
        at = where / number
        words, places = placed(chain, at)
        seen: set[tuple[str, str]] = set()
        for _, ids in both_sides(linker, made, words, at, places):
            for pair in pairwise(ids):
                if pair not in seen:
                    seen.add(pair)
                    made.edges.append(Edge(source=pair[0], target=pair[1], origin=at))


def add_contours(linker: Linker, made: Draft, home: Declaration) -> None:
    """Contours by `path`, or by their left `half`."""
    for id, entry in sorted(home.entry.get("contours", {}).items()):
        if ("path" in entry) == ("half" in entry):
            message = f"contour `{id}` needs `path` or `half`, one of the two"
            help = "`path: […]` is the whole line, `half: […]` its left half"
            linker.report(codes.HALF_OF_WHAT, entry.origin, message, help=help)
        elif "half" in entry:
            _half(linker, made, id, entry)
        else:
            at = entry.where("path")
            words, places = placed(entry["path"], at)
            for side, ids in both_sides(linker, made, words, at, places):
                _contour(linker, made, f"{side}_{id}" if side else id, ids, entry)


def _half(linker: Linker, made: Draft, id: str, entry: Entry) -> None:
    """A left half, completed by its mirror image; ends in the midline are not doubled."""
    at = entry.where("half")
    words, places = placed(entry["half"], at)
    lines = both_sides(linker, made, words, at, places)
    if len(lines) != len(SIDES):
        if lines:
            message = f"`half` of contour `{id}` has no pair to mirror"
            linker.report(codes.HALF_OF_WHAT, at, message, help="use `path`")
        return
    left, right = (ids for _, ids in lines)
    back = list(reversed(right))
    if back[0] == left[-1]:
        back = back[1:]
    if back and back[-1] == left[0]:
        back = back[:-1]
    _contour(linker, made, id, left + back, entry)


def _contour(linker: Linker, made: Draft, id: str, ids: list[str], entry: Entry) -> None:
    earlier = made.contours.get(id)
    if earlier is not None and earlier.origin.file == entry.origin.file:
        message = f"`{id}` is the name of another contour as well"
        linker.report(
            codes.SAME_ID_TWICE,
            entry.origin / KEY,
            message,
            Note("the other", earlier.origin / KEY),
        )
    made.contours[id] = Contour(
        id=id,
        points=tuple(ids),
        closed=entry.get("closed", False),
        straight=entry.get("straight", False),
        origin=entry.origin,
    )


def add_swaps(linker: Linker, made: Draft, home: Declaration) -> None:
    """`mirror.top_bottom`: stems stand for both sides."""
    entry = home.entry.get("mirror")
    if entry and made.subject.get("laterality") == "subject":
        message = "with `laterality: subject` every reflection exchanges the sides already"
        help = "delete `mirror`; it is for pictures whose left is the viewer's"
        linker.report(NOT_TOGETHER, home.entry.where("mirror"), message, help=help)
    for number, (first, second) in enumerate(entry.get("top_bottom", ()) if entry else ()):
        at = entry.where("top_bottom") / number
        if first == second:
            linker.report(NOT_TOGETHER, at, f"`{first}` is exchanged with itself")
            continue
        paired = first in made.stems and first not in made.points
        for side in SIDES if paired else (None,):
            a = resolve(linker, made, first, side, at)
            b = resolve(linker, made, second, side, at)
            if a and b:
                made.swaps.append(AxisSwap(first=a, second=b, origin=at))


def partner(made: Draft, id: str) -> str:
    """The other one of a pair; a midline point itself."""
    point = made.points[id]
    other = f"{OTHER[point.side]}_{point.stem}" if point.side else id
    return other if other in made.points else id
