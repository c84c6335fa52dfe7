"""Close-ups of one keypoint: where to click, and where people wrongly click."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import hypot

from msgspec import Struct

from schemac.figures.geometry import Box, Point
from schemac.figures.ink import Canvas
from schemac.figures.plates import marks
from schemac.figures.plates.crop import Crop, crop_around, draw_crop, natural_width
from schemac.figures.plates.displacement import wrong_place
from schemac.figures.plates.rings import Ring, sigma_ring, tolerance_ring
from schemac.figures.plates.stage import Stage
from schemac.figures.silhouette import Silhouette
from schemac.figures.tokens import LETTERS

WIDTH, HEIGHT = 480.0, 400.0
FRAME = Box(0.0, 0.0, WIDTH, HEIGHT)
CARD = Box(0.0, 0.0, 360.0, 300.0)
"""The canvas of a figure that stands in a list: smaller, so that its numbers are large in it."""
_INSET = (22.0, 48.0, 22.0, 22.0)
_MOST_NEIGHBOURS = 12
_FAR = 90.0  # px; a number farther off would seem to belong to something else
_ROOMY = 44.0  # px
_LEAST_WAY = 24.0  # px between the right and the wrong place, else nobody sees what is meant


class Slip(Struct, frozen=True):
    """A mistake as it is drawn: its number among the keypoint's, its place, the view of it."""

    number: int
    at: Point
    shown: Silhouette


def slips(stage: Stage, id: str) -> tuple[Slip, ...]:
    """The mistakes of a keypoint that can be drawn, in the order of the spec."""
    every = range(len(stage.point(id).words.mistakes))
    return tuple(slip for n in every if (slip := slip_of(stage, id, n)) is not None)


def beside_target(stage: Stage, id: str) -> int | None:
    """The number of the mistake that makes a pair with the target: the first one seen from where
    the target is seen, else the first one that is drawn."""
    every, shown = slips(stage, id), stage.best(id)
    same = [slip.number for slip in every if slip.shown is shown]
    return same[0] if same else every[0].number if every else None


def slip_of(stage: Stage, id: str, number: int) -> Slip | None:
    """One mistake; None when it has no place in any picture, or hardly leaves the right one."""
    if not 0 <= number < len(stage.point(id).words.mistakes):
        return None
    return stage.once(("slip", id, str(number)), lambda: _found(stage, id, number))


def _found(stage: Stage, id: str, number: int) -> Slip | None:
    every = stage.point(id).words.mistakes
    for shown in stage.sights(id):
        at = wrong_place(stage, id, every[number], shown)
        if at is not None:
            slip = Slip(number, at, shown)
            crop = _crop(stage, id, shown, [at])
            (x, y), (u, v) = crop.at(shown.places[id]), crop.at(at)
            if (x - u) ** 2 + (y - v) ** 2 >= _LEAST_WAY**2:
                return slip
    return None


def target(stage: Stage, id: str, prefix: str) -> Canvas | None:
    """Where to click: zoomed in, cross-hair, rings, neighbours. The picture leaves room for the
    first mistake that is drawn, so that the two make a pair. None without a position."""
    shown = stage.best(id)
    if shown is None:
        return None
    first = next((slip for slip in slips(stage, id) if slip.shown is shown), None)
    crop = _crop(stage, id, shown, [first.at] if first else [])
    say, title = stage.say, stage.title(id)
    canvas = Canvas(
        prefix, WIDTH, HEIGHT,
        title=say("{point}: where to click", point=title),
        description=_description(stage, id, shown),
    )  # fmt: skip
    room = _scene(canvas, stage, id, shown, crop)
    at = crop.at(shown.places[id])
    _draw_rings(canvas, stage, id, shown, crop, room)
    room.take_disc(at, marks.ARM)
    _draw_neighbours(canvas, stage, id, shown, crop, room)
    marks.cross_hair(canvas, at)
    ring = tolerance_ring(stage, id)
    off = 0.0 if ring is None else crop.px(ring.across)
    _draw_own_number(canvas, stage, id, at, room, off if off < _FAR else 0.0)
    marks.verdict(canvas, good=True)
    marks.side_badge(canvas, stage.point(id).side, WIDTH - 10)
    return canvas


def mistake(
    stage: Stage, id: str, number: int, prefix: str, frame: Box = FRAME
) -> Canvas | None:  # fmt: skip
    """A wrong click, and how far it is off; None when the picture cannot show it."""
    slip = slip_of(stage, id, number)
    if slip is None:
        return None
    shown, say = slip.shown, stage.say
    crop = _crop(stage, id, shown, [slip.at], frame)
    canvas = Canvas(
        prefix, frame.width, frame.height,
        title=say("{point}: a wrong click", point=stage.title(id)),
        description=stage.point(id).words.mistakes[number].text,
    )  # fmt: skip
    room = _scene(canvas, stage, id, shown, crop)
    at, wrong = crop.at(shown.places[id]), crop.at(slip.at)
    room.take_disc(at, 14.0)
    room.take_disc(wrong, 18.0)
    room.take_line(at, wrong)
    _draw_neighbours(canvas, stage, id, shown, crop, room)
    marks.arrow(canvas, at, wrong, "way", "tip-bad", clear=15.0)
    marks.right_place(canvas, at)
    marks.cross(canvas, wrong)
    _draw_own_number(canvas, stage, id, at, room)
    marks.verdict(canvas, good=False)
    marks.side_badge(canvas, stage.point(id).side, frame.right - 10)
    return canvas


# ---- parts ----------------------------------------------------------------------------------


def _crop(
    stage: Stage, id: str, shown: Silhouette, others: Sequence[Point], frame: Box = FRAME
) -> Crop:
    """Around the keypoint, holding its rings and other places with room for their marks."""
    centre = shown.places[id]
    width = natural_width(stage, id, shown)
    accepted = tolerance_ring(stage, id)
    if accepted is not None:  # which is then large enough to aim into
        width = min(width, accepted.across * frame.width / _ROOMY)
    grain = width / frame.width  # units a px, or a little more once the crop has grown
    discs = [(centre, ring.along * 1.06) for ring in _rings(stage, id)]
    discs += [(other, 20 * grain) for other in others]
    return crop_around(centre, width, discs, frame, _INSET)


def _rings(stage: Stage, id: str) -> Iterator[Ring]:
    for ring in (tolerance_ring(stage, id), sigma_ring(stage, id)):
        if ring is not None:
            yield ring


def _scene(canvas: Canvas, stage: Stage, id: str, shown: Silhouette, crop: Crop) -> marks.Room:
    """The silhouette, and the room that signs leave for labels."""
    draw_crop(canvas, shown, crop)
    frame = crop.frame
    room = marks.Room(frame)
    room.take(Box(0, 0, 48, 48))
    if stage.point(id).side is not None:
        room.take(Box(frame.right - 68, 0, frame.right, 46))
    return room


def _draw_rings(
    canvas: Canvas, stage: Stage, id: str, shown: Silhouette, crop: Crop, room: marks.Room
) -> None:
    at, k = crop.at(shown.places[id]), crop.at.scale
    turn = line_turn(stage, id, shown)
    labels = []
    for css, ring in (("sigma", sigma_ring(stage, id)), ("tolerance", tolerance_ring(stage, id))):
        if ring is None:
            continue
        marks.oval(canvas, at, ring.across * k, ring.along * k, turn, css)
        labels.append((css, ring))
    for css, ring in reversed(labels):
        width = marks.text_width(ring.label) + 4
        reach = 0.72 * (ring.across * k + 10)
        for sx, sy in ((1, 1), (-1, 1), (1, -1), (-1, -1)):
            spot = (at[0] + sx * reach, at[1] + sy * reach)
            free = room.beside(spot, width, 16, -6, start=45.0 if sx > 0 else 135.0, far=1)
            if free is not None:
                text = "label-good" if css == "tolerance" else "label"
                canvas.text((free[0], free[1] + 5), ring.label, f"{text} halo", "middle")
                break


def _draw_neighbours(
    canvas: Canvas, stage: Stage, id: str, shown: Silhouette, crop: Crop, room: marks.Room
) -> None:
    """The keypoints around, small and grey, the nearest with their numbers."""
    found: list[tuple[str, Point]] = []
    own, inner = crop.at(shown.places[id]), crop.frame.grown(-8)
    reach = hypot(inner.width, inner.height) / crop.at.scale
    for away, other in stage.nearest(id, shown)[:60]:
        if away > reach:
            break  # it lies outside of the frame, and so do all that are farther away
        if other in shown.hidden or away * crop.at.scale < marks.GAP + 6:
            continue  # the pixel to click stays free
        x, y = crop.at(shown.places[other])
        if inner.holds((x, y)) and not (x < 48 and y < 48):
            found.append((other, (x, y)))
    for _, at in found:
        canvas.circle(at, 5.0 if len(found) < 30 else 3.6, "near-point")
        room.take_disc(at, 6.0)
    for other, at in found[:_MOST_NEIGHBOURS]:
        text = str(stage.point(other).index)
        free = room.beside(at, marks.text_width(text), 15, 7, marks.heading(own, at))
        if free is not None:
            canvas.text((free[0], free[1] + 5), text, "near-number halo", "middle")


def _draw_own_number(
    canvas: Canvas, stage: Stage, id: str, at: Point, room: marks.Room, off: float = 0.0
) -> None:
    """The number of the keypoint itself, at least `off` px away."""
    text = str(stage.point(id).index)
    width = marks.text_width(text) + 18
    free = room.beside(at, width, 24, max(14.0, off + 5), -35.0, far=6)
    if free is not None:
        marks.number_chip(canvas, text, free)


def line_turn(stage: Stage, id: str, shown: Silhouette) -> float:
    """The direction in degrees of the contour that a keypoint lies on; 0 without one."""
    for contour in stage.skeleton.contours:
        if id in contour.points:
            row = [p for p in contour.points if p in shown.places]
            if id in row and len(row) > 1:
                k = row.index(id)
                before = row[k - 1] if k or contour.closed else row[k]
                after = row[(k + 1) % len(row)] if k + 1 < len(row) or contour.closed else row[k]
                return marks.heading(shown.places[before], shown.places[after])
    return 0.0


def _description(stage: Stage, id: str, shown: Silhouette) -> str:
    """Side and nearest neighbours in words, then the definition."""
    point, say = stage.point(id), stage.say
    near = [stage.title(other) for _, other in stage.nearest(id, shown)[:3]]
    parts = [say("Point {number}.", number=point.index)]
    if point.side:
        parts.append(say("Letter {letter}.", letter=LETTERS[point.side]))
    if near:
        parts.append(say("Next to it: {points}.", points=", ".join(near)))
    return " ".join([*parts, point.words.definition])
