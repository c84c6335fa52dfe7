"""Keypoints with their numbers in the picture, and what of them needs a picture of its own.

A region of which too many numbers find no free place is framed instead, and shown larger.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import dist

from msgspec import Struct
from msgspec.structs import replace

from schemac.figures.draw import draw_mark, draw_silhouette
from schemac.figures.geometry import Box, Point, Projection, around, fitted
from schemac.figures.ink import Canvas
from schemac.figures.labels.inplace import Ground, Numbered, place_numbers
from schemac.figures.plates.groups import Group, extent, groups, homes
from schemac.figures.plates.signs import (
    draw_letter,
    draw_lines,
    draw_number,
    draw_sides,
    radius,
    spacing,
    strokes,
)
from schemac.figures.plates.stage import Stage
from schemac.figures.plates.window import draw_window, window_around
from schemac.figures.silhouette import Silhouette
from schemac.figures.tokens import side_token
from schemac.model import Side

WIDTH = 460.0
"""The width of figures in px. On a phone that is 390 px wide they shrink to about three quarters,
in which texts of 13 px can still be read."""

_TOP, _RIM = 34.0, 10.0
_TALLEST = 560.0
_LOST = 0.25  # of a group's numbers without a place: it needs a picture of its own
_LARGE = 0.45  # of the subject's width and height: too large to be framed
_CLOSE, _EACH = 11.0, 0.25  # px between neighbours that numbers need, and per number of a group
_BLOT = 6.0  # px between neighbours that dots need
_CLUSTER = 60.0  # px: dots without numbers that are shown larger together
_PANE = 0.18  # of the size of a group, shown around it
_LEAST_PANE = 0.006  # of the size of the subject, shown around a group at least
_FEW, _SINGLE = 6, 3  # keypoints that need the edge of the subject around them, or a large part
_LEAST_PART, _LARGEST_PART, _MORE = 0.11, 0.35, 0.015  # of its size: how much, by what step


class Sheet(Struct, frozen=True, kw_only=True):
    """A picture with numbers. `dots` are keypoint ids with their px, `boxes` their numbers where
    one found a place. `framed` are the groups that are too small here; `apart` are all that should
    be shown larger elsewhere. `pane` is what an enlarged part is clipped to, `side` is the one to
    which all belong."""

    shown: Silhouette
    at: Projection
    width: float
    height: float
    r: float
    dots: Mapping[str, Point]
    boxes: Mapping[str, Box]
    framed: tuple[tuple[Group, Box], ...] = ()
    apart: tuple[Group, ...] = ()
    pane: Box | None = None
    side: Side | None = None


def whole_sheet(stage: Stage, view: str | None = None) -> Sheet:
    """The whole subject with all keypoints of a view. Regions too crowded for numbers are
    framed."""
    return stage.once(
        ("whole sheet", view), lambda: _whole_sheet(stage, view, tuple(stage.drawn(view).places))
    )


def map_sheet(stage: Stage, view: str | None = None) -> Sheet:
    """The same with those keypoints only that stand on the map of this view."""
    ids = mapped(stage, view)
    if len(ids) == len(stage.drawn(view).places):
        return whole_sheet(stage, view)
    return stage.once(("map sheet", view), lambda: _whole_sheet(stage, view, ids))


def mapped(stage: Stage, view: str | None = None) -> tuple[str, ...]:
    """The keypoints on the map of a view: those that it shows best. A view with positions of its
    own has all others too that it does not hide."""
    shown, home = stage.drawn(view), homes(stage)
    own = stage.skeleton.positions(shown.view)
    return tuple(
        id for id in shown.places
        if home[id] == shown.view or (id in own and id not in shown.hidden)
    )  # fmt: skip


def group_sheet(stage: Stage, group: Group) -> Sheet:
    """A part of the subject, enlarged."""
    return stage.once(("group sheet", group), lambda: _group_sheet(stage, group))


def _whole_sheet(stage: Stage, view: str | None, ids: Sequence[str]) -> Sheet:
    shown = stage.drawn(view)
    room = Box(_RIM + 14, _TOP, WIDTH - _RIM - 14, _TALLEST)
    at = fitted(shown.box, room)
    used = shown.box.height * at.scale
    bottom = _TOP + used + _RIM + 8
    at = fitted(shown.box, Box(room.left, _TOP, room.right, _TOP + used))
    every = [group for group in groups(stage) if set(group.members) & set(ids)]
    framed: list[Group] = [g for g in every if _hopeless(shown, g, at, every)]
    while True:
        sheet = _sheet(stage, shown, at, bottom, framed, ids)
        lost = [g for g in every if g not in framed and _lost(sheet, g)]
        lost = [g for g in lost if _frameable(shown, g, every)]
        if not lost:
            found = _apart(sheet, every, framed)
            if close := [group for group in found if group.close]:
                sheet = _sheet(stage, shown, at, bottom, [*framed, *close], ids)
            return replace(sheet, apart=found)
        framed += lost


def _group_sheet(stage: Stage, group: Group) -> Sheet:
    shown = stage.drawn(group.view)
    crop = group_box(stage, shown, group)
    pane = Box(_RIM, _TOP, WIDTH - _RIM, _TOP + pane_height(crop, WIDTH - 2 * _RIM))
    at = fitted(window_around(crop, pane.width, pane.height), pane)

    def drawn(framed: Sequence[Group]) -> Sheet:
        return _sheet(stage, shown, at, pane.bottom + _RIM, framed, group.members, pane, group.side)

    sheet = drawn(())
    found = () if group.close else _closer(sheet, group)
    return replace(drawn(found), apart=found) if found else sheet


def _closer(sheet: Sheet, within: Group | None = None) -> tuple[Group, ...]:
    """Around dots that found no place for their numbers: what to show larger still."""
    missing = [id for id in sheet.dots if id not in sheet.boxes]
    found = []
    for cluster in _clusters({id: sheet.dots[id] for id in missing}):
        box = around(sheet.dots[id] for id in cluster)
        box = box.grown(_CLUSTER / 4 + 0.3 * max(box.width, box.height))
        inside = [dot for dot in sheet.dots.values() if box.holds(dot)]
        frame = around(inside).grown(_RIM + sheet.r)  # no dot under the frame or close by
        members = tuple(id for id, dot in sheet.dots.items() if frame.holds(dot))
        if len(members) < len(sheet.dots):
            base = within.id if within else "points"
            region, side = (within.region, within.side) if within else ("", None)
            view = sheet.shown.view
            found.append(Group(f"{base}-{members[0]}", region, side, members, True, view))
    return tuple(found)


def group_box(stage: Stage, shown: Silhouette, group: Group) -> Box:
    """What a picture of a group shows: the inset of its region, else its points and some room."""
    region = stage.skeleton.region(group.region)
    if region and region.inset and group.id == region.id and shown.view == stage.views[0]:
        x, y, w, h = region.inset
        return Box(x, y, x + w, y + h)
    box = extent(shown, group.members)
    box = box.grown(max(_PANE * max(box.width, box.height), _LEAST_PANE * stage.size))
    if len(group.members) > _FEW:
        return box
    edge = [knot for layer in shown.layers if layer.closed for ring in layer.rings for knot in ring]
    least = _LEAST_PART * stage.size if len(group.members) <= _SINGLE else 0.0
    most = _LARGEST_PART * stage.size
    while (size := max(box.width, box.height)) < least or (
        size < most and not any(map(box.holds, edge))
    ):
        box = box.grown(_MORE * stage.size)
    return box


def pane_height(crop: Box, width: float) -> float:
    """The height of a pane for a crop, within what fits on a screen."""
    return min(max(width * crop.height / max(crop.width, 1e-6), 0.55 * width), 1.15 * width)


def draw_sheet(canvas: Canvas, stage: Stage, sheet: Sheet) -> None:
    """All but the marks and numbers: silhouette, lines, frames, the letters of the sides."""
    if sheet.pane is None:
        draw_silhouette(canvas, sheet.shown, sheet.at)
        draw_lines(canvas, stage, sheet.shown, sheet.at, sheet.dots)
    else:
        draw_window(canvas, sheet.shown, sheet.at, sheet.pane)
        with canvas.group(clip=canvas.clip(
            sheet.pane.left, sheet.pane.top, sheet.pane.width, sheet.pane.height, 12
        )):  # fmt: skip
            draw_lines(canvas, stage, sheet.shown, sheet.at, sheet.dots)
    if sheet.side:
        draw_letter(canvas, (10, 24), sheet.side)
    else:
        draw_sides(canvas, stage, sheet.shown, sheet.width)
    for group, box in sheet.framed:
        canvas.rect(box.left, box.top, box.width, box.height, "frame", 6)
        draw_specks(canvas, stage, sheet.shown, sheet.at, group)


def draw_specks(
    canvas: Canvas, stage: Stage, shown: Silhouette, at: Projection, group: Group
) -> None:
    """Where the keypoints of a framed group lie; hollow is what the subject hides."""
    dots = {id: at(shown.places[id]) for id in group.members if id in shown.places}
    if spacing(list(dots.values())) > _BLOT:
        for id, dot in dots.items():
            side = side_token(stage.point(id).side)
            if id in shown.hidden:
                canvas.circle(dot, 2.2, f"hidden hidden-{side} speck")
            else:
                canvas.circle(dot, 1.8, side)


def draw_dot(canvas: Canvas, stage: Stage, sheet: Sheet, id: str) -> None:
    """The mark of a keypoint and its number."""
    point = stage.point(id)
    draw_mark(canvas, sheet.dots[id], point.side, sheet.r, id in sheet.shown.hidden)
    if id in sheet.boxes:
        draw_number(canvas, sheet.boxes[id], str(point.index), point.side)


def _apart(sheet: Sheet, every: Sequence[Group], framed: Sequence[Group]) -> tuple[Group, ...]:
    """The groups that are framed or lack a number, or else the surroundings of what lacks one."""
    if len(every) < 2:
        return _closer(sheet, every[0] if every else None)
    named = {id for group in every for id in group.members}
    found = [
        g for g in every
        if g in framed or any(id in sheet.dots and id not in sheet.boxes for id in g.members)
    ]  # fmt: skip
    rest = replace(sheet, dots={id: dot for id, dot in sheet.dots.items() if id not in named})
    return (*found, *_closer(rest))


def _clusters(dots: Mapping[str, Point]) -> list[list[str]]:
    """Dots that hang together by short steps."""
    found: list[list[str]] = []
    for id, dot in dots.items():
        near = [c for c in found if any(dist(dot, dots[other]) < _CLUSTER for other in c)]
        found = [c for c in found if c not in near]
        found.append([id, *(other for c in near for other in c)])
    return found


def _sheet(
    stage: Stage, shown: Silhouette, at: Projection, height: float, framed: Sequence[Group],
    ids: Sequence[str], pane: Box | None = None, side: Side | None = None,
) -> Sheet:  # fmt: skip
    away = {id for group in framed for id in group.members}
    dots = {id: at(shown.places[id]) for id in ids if id not in away}
    r = radius(list(dots.values()))
    frames = [(group, _frame(shown, group, at)) for group in framed]
    frame = pane or Box(3, 3, WIDTH - 3, height - 3)
    ground = Ground(
        frame=frame.grown(-2), centre=at(shown.box.centre),
        boxes=tuple(box for _, box in frames), lines=tuple(strokes(stage, dots)),
    )  # fmt: skip
    numbered = [Numbered(dots[id], str(stage.point(id).index), r * 1.15) for id in dots]
    found = zip(dots, place_numbers(numbered, ground), strict=True)
    return Sheet(
        shown=shown, at=at, width=WIDTH, height=height, r=r, dots=dots, pane=pane, side=side,
        boxes={id: box for id, box in found if box}, framed=tuple(frames),
    )  # fmt: skip


def _hopeless(shown: Silhouette, group: Group, at: Projection, every: Sequence[Group]) -> bool:
    dots = [at(shown.places[id]) for id in group.members if id in shown.places]
    needed = _CLOSE + _EACH * len(dots)
    return len(dots) > 3 and spacing(dots) < needed and _frameable(shown, group, every)


def _frameable(shown: Silhouette, group: Group, every: Sequence[Group]) -> bool:
    """Whether a frame around the group leaves the rest alone."""
    box = extent(shown, group.members)
    small = box.width < _LARGE * shown.box.width or box.height < _LARGE * shown.box.height
    inside = sum(
        box.holds(shown.places[id])
        for other in every if other != group
        for id in other.members if id in shown.places
    )  # fmt: skip
    return len(every) > 1 and small and inside <= 0.2 * len(group.members)


def _lost(sheet: Sheet, group: Group) -> bool:
    missing = sum(id in sheet.dots and id not in sheet.boxes for id in group.members)
    return missing > _LOST * len(group.members)


def _frame(shown: Silhouette, group: Group, at: Projection) -> Box:
    box = extent(shown, group.members)
    left, top = at((box.left, box.top))
    right, bottom = at((box.right, box.bottom))
    return Box(left, top, right, bottom).grown(6)
