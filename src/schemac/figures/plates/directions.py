"""Words of direction on a figure: where medial, lateral, proximal and the others lead."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from schemac.figures.draw import draw_silhouette
from schemac.figures.geometry import Box, Point, Projection, fitted
from schemac.figures.ink import Canvas
from schemac.figures.plates import marks
from schemac.figures.plates.displacement import direction
from schemac.figures.plates.signs import draw_sides
from schemac.figures.plates.stage import Stage
from schemac.figures.silhouette import Silhouette
from schemac.model import Direction

_WIDTH, _MARGIN, _ASIDE = 480.0, 78.0, 104.0  # px; beside a subject that is seen from the side
_REACH = 46.0  # px that an arrow is long
_CLEAR = 8.0  # px between an arrow, or the midline, and what stands beside it
_PAIRS: tuple[tuple[tuple[str, ...], tuple[Direction, ...]], ...] = (
    (("knee", "elbow", "carpus", "index_pip", "ring_pip"), ("proximal", "distal")),
    (
        ("wrist", "knee", "hock", "stifle", "eye_centre", "pupil", "eye_outer", "wing"),
        ("medial", "lateral"),
    ),
)
_WORDS: dict[Direction, str] = {
    "up": "up", "down": "down", "medial": "medial", "lateral": "lateral", "front": "front",
    "back": "back", "proximal": "proximal", "distal": "distal",
}  # fmt: skip


class Shown(Struct, frozen=True):
    """An arrow: from where, which way (1 long, less for a shorter one), and its word."""

    start: Point
    way: Point
    word: str


def directions(stage: Stage, prefix: str) -> Canvas | None:
    """The main view with the words that it can show. None without a figure, or without a word."""
    shown = stage.drawn()
    if not shown.places or not shown.layers:
        return None
    box = shown.box
    height = min(max(_WIDTH * box.height / max(box.width, 1e-6), 300.0), 560.0)
    margin = _ASIDE if shown.sees in ("left", "right") else _MARGIN
    at = fitted(box, Box(margin, 66, _WIDTH - margin, height - 66))
    found = [*_inner(stage, shown, at), *_outer(stage, shown, at)]
    if not found:
        return None
    words = ", ".join(stage.say(arrow.word) for arrow in found)
    canvas = Canvas(prefix, _WIDTH, height, title=stage.say("Words for directions"),
                    description=words)  # fmt: skip
    draw_silhouette(canvas, shown, at)
    room = marks.Room(Box(0, 0, _WIDTH, height))
    if (line := _midline(stage, shown, at)) is not None:
        canvas.line(*line, "help")
        room.take_line(*line, 3.0)
    for arrow in found:
        _take(room, arrow)
    for arrow in found:
        _draw(canvas, stage, arrow, room)
    draw_sides(canvas, stage, shown, _WIDTH)
    return canvas


def _inner(stage: Stage, shown: Silhouette, at: Projection) -> Iterator[Shown]:
    """Two opposite words at a place that they fit."""
    for names, words in _PAIRS:
        id = _first(stage, shown, names) or _outermost(stage, shown)
        if id is None:
            continue
        for word in words:
            way = direction(stage, id, word, shown)
            if way is not None:
                x, y = at(shown.places[id])
                start = (x + 7 * way[0], y + 7 * way[1])
                yield Shown(start, _kept(start, way, _midline(stage, shown, at)), _WORDS[word])
    yield from _hand_sides(stage, shown, at)


def _outer(stage: Stage, shown: Silhouette, at: Projection) -> Iterator[Shown]:
    """Words for the whole figure, from its edges outward."""
    id = next(iter(shown.places))
    box, (x, y) = shown.box, shown.box.centre
    x = _WIDTH / 2 if shown.sees in ("left", "right") else at((x, y))[0]
    edges: tuple[tuple[Direction, Point], ...] = (
        ("up", (x, at((0, box.top))[1] - 4)), ("down", (x, at((0, box.bottom))[1] + 4)),
    )  # fmt: skip
    for word, start in edges:
        if (way := direction(stage, id, word, shown)) is not None:
            yield Shown(start, (way[0] * 0.6, way[1] * 0.6), _WORDS[word])
    for word in ("front", "back"):
        way = direction(stage, id, word, shown)
        if way is not None and shown.sees in ("left", "right"):
            edge = box.left if way[0] < 0 else box.right
            start = (at((edge, 0))[0] + 5 * way[0], at((0, y))[1])
            yield Shown(start, (way[0] * 0.6, way[1] * 0.6), word)


def _hand_sides(stage: Stage, shown: Silhouette, at: Projection) -> Iterator[Shown]:
    """Of a hand: the side of the thumb and that of the little finger."""
    if shown.sees != "palm":
        return
    spots = {p.place.name: at(shown.places[p.id]) for p in stage.skeleton.keypoints
             if p.place and p.id in shown.places and p.side != "right"}  # fmt: skip
    if not {"index_mcp", "little_mcp", "root"} <= spots.keys():
        return
    one, other = spots["index_mcp"], spots["little_mcp"]
    sign = 1.0 if one[0] < other[0] else -1.0
    low = (spots["root"][1] + one[1]) / 2
    yield Shown(((one[0] + other[0]) / 2 - sign * 16, low), (-sign, 0.0), "thumb side")
    yield Shown(((one[0] + other[0]) / 2 + sign * 16, low), (sign, 0.0), "little finger side")


def _midline(stage: Stage, shown: Silhouette, at: Projection) -> tuple[Point, Point] | None:
    """The ends of the midline in px, in a view that has one."""
    view = stage.skeleton.main_view
    if view is None or view.mirror is None or view.sees not in ("front", "back"):
        return None
    box = shown.box
    top, bottom = at((view.mirror, box.top)), at((view.mirror, box.bottom))
    return (top[0], top[1] + 4), (bottom[0], bottom[1] - 4)


def _kept(start: Point, way: Point, line: tuple[Point, Point] | None) -> Point:
    """A way that ends before the midline, since nothing is medial of that."""
    if line is None or abs(way[0]) < 1e-6:
        return way
    room = (line[0][0] - start[0]) / way[0] - _CLEAR
    k = min(1.0, room / _REACH) if room > 0 else 1.0
    return (k * way[0], k * way[1])


def _take(room: marks.Room, arrow: Shown) -> None:
    room.take_line(arrow.start, _end(arrow), 6.0)


def _draw(canvas: Canvas, stage: Stage, arrow: Shown, room: marks.Room) -> None:
    end = _end(arrow)
    canvas.line(arrow.start, end, "span-under")
    marks.arrow(canvas, arrow.start, end, "span", "tip")
    word = stage.say(arrow.word)
    wide = marks.text_width(word)
    spot = room.beside(end, wide, 18, _CLEAR, marks.heading(arrow.start, end), far=8)
    if spot is not None:
        canvas.text((spot[0], spot[1] + 5), word, "label halo", "middle")


def _end(arrow: Shown) -> Point:
    return (arrow.start[0] + _REACH * arrow.way[0], arrow.start[1] + _REACH * arrow.way[1])


def _outermost(stage: Stage, shown: Silhouette) -> str | None:
    """Of a subject of its own kind: the left keypoint farthest from the middle."""
    left = [id for id in shown.places if stage.point(id).side == "left"]
    middle = shown.box.centre[0]
    return max(left, key=lambda id: abs(shown.places[id][0] - middle), default=None)


def _first(stage: Stage, shown: Silhouette, names: tuple[str, ...]) -> str | None:
    for name in names:
        for point in stage.skeleton.keypoints:
            cited = point.place.name if point.place and point.place.step is None else None
            if point.id in shown.places and point.side != "right" and name in (point.stem, cited):
                return point.id
    return None
