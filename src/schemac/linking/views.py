"""Views and regions, and where points lie in a view."""

from __future__ import annotations

from typing import Any

from schemac.linking import codes
from schemac.linking.draft import Draft, DraftPoint
from schemac.linking.linker import Linker
from schemac.model.topology import Region, View
from schemac.reading.declare import Declaration
from schemac.reading.types import Entry, Sided
from schemac.source import Origin

MIRRORED = ("front", "back", "above", "below")
DIGITS = 3  # figure units are hundredths of a picture; more digits would differ by machine


def add_views(linker: Linker, made: Draft, home: Declaration) -> None:
    """Own views win by key; without any there is one, `front`."""
    entries: dict[str, Entry] = home.entry.get("views", {})
    for id in sorted(entries):
        made.views[id] = _view(id, entries[id])
    if not made.views:
        made.views["front"] = View(id="front", sees="front", mirror=50.0, main=True)
    for entry in entries.values():
        other = entry.get("reverse_of")
        if other is None:
            continue
        at = entry.where("reverse_of")
        if other not in made.views:
            linker.unknown(codes.UNKNOWN_VIEW, at, "view", other, made.views)
        elif made.views[other].reverse_of is not None:
            message = f"`{other}` has no positions of its own that could be seen from behind"
            linker.report(codes.UNKNOWN_VIEW, at, message, help="name the view with the positions")
    mains = [id for id, view in made.views.items() if view.main]
    if len(made.views) > 1 and len(mains) != 1:
        said = " and ".join(f"`{m}`" for m in mains) + " are `main`" if mains else "none is `main`"
        where = home.entry.where("views") if entries else home.origin
        message = f"there are {len(made.views)} views, and {said}"
        linker.report(codes.NO_MAIN_VIEW, where, message, help="write `main: true` in exactly one")


def _view(id: str, entry: Entry) -> View:
    sees: Any = entry.get("sees") or ("back" if "reverse_of" in entry else "other")
    frame = entry.get("frame", (100.0, 100.0))
    middle = frame[0] / 2 if sees in MIRRORED else None
    return View(
        id=id,
        sees=sees,
        frame=frame,
        title=entry.get("title"),
        mirror=entry.get("mirror", middle),
        far=entry.get("far"),
        reverse_of=entry.get("reverse_of"),
        main=entry.get("main", False),
        origin=entry.origin,
    )


def add_regions(made: Draft, home: Declaration) -> None:
    """Own regions win by key over inherited ones."""
    for id, entry in sorted(home.entry.get("regions", {}).items()):
        made.regions[id] = Region(
            id=id,
            title=entry.get("title", id),
            hue=entry.get("hue"),
            by_side=entry.get("by_side", False),
            gate=entry.get("gate"),
            inset=entry.get("inset"),
            origin=entry.origin,
        )


def place(linker: Linker, made: Draft, point: DraftPoint, written: Any, at: Origin) -> None:
    """Set where a point lies: as written for the left one, mirrored or shifted for the right."""
    by_view = written if isinstance(written, dict) else {made.main.id: written}
    for id, value in by_view.items():
        view = made.views.get(id)
        if view is None:
            linker.unknown(codes.UNKNOWN_VIEW, at / id, "view", id, made.views)
            continue
        if view.reverse_of is not None and isinstance(written, dict):
            message = f"the positions of view `{id}` are those of `{view.reverse_of}`, from behind"
            linker.report(codes.UNKNOWN_VIEW, at / id, message, help="delete it")
            continue
        xy = value.of(point.side) if isinstance(value, Sided) else value
        if point.side == "right" and not isinstance(value, Sided):
            xy = other_side(view, xy)
        if xy is None:
            what = f"`{point.id}` has no position in view `{view.id}`"
            linker.report(
                codes.NO_OTHER_SIDE, at, what,
                help="write `at: {left: [x, y], right: [x, y]}`, or give the view `far`",
                points=(point.id,),
            )  # fmt: skip
            continue
        point.at[view.id] = rounded(xy)


def other_side(view: View, xy: tuple[float, float]) -> tuple[float, float] | None:
    """Where the right one of a pair lies when the left one lies at `xy`; None when unknown."""
    if view.mirror is not None:
        return (2 * view.mirror - xy[0], xy[1])
    if view.far is not None:
        return (xy[0] + view.far[0], xy[1] + view.far[1])
    return None


def rounded(xy: tuple[float, float]) -> tuple[float, float]:
    """A position with as many digits as a figure needs."""
    return (round(xy[0], DIGITS), round(xy[1], DIGITS))
