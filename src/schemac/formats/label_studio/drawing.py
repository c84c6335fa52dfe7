"""The reference skeleton as inline SVG: one line of markup that needs no network.

A side is told by shape and letter as well as by colour: left is a circle, right a square, the
midline a diamond. Each point is marked where it lies; its number stands in a tag that moves aside
where points are close, with a thin line back to the point.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from math import hypot

from msgspec import Struct

from schemac.formats.label_studio import wording
from schemac.model import Keypoint, Skeleton

At = tuple[float, float]

_MARGIN = 30.0
_LEAST = 160.0
_RADIUS = 9.0
_LINE = "#868e96"


class Canvas(Struct, frozen=True):
    """A part of the main view on the screen: places in pixels, and the size in pixels."""

    places: Mapping[str, At]
    width: float
    height: float


def drawing(
    skeleton: Skeleton,
    points: Sequence[Keypoint],
    colours: Mapping[str, str],
    tags: Mapping[str, str],
    size: tuple[float, float],
) -> str:
    """The points and the edges among them, fitted into `size` pixels; empty where the main view
    has no positions. Points without a tag are drawn as small marks."""
    at = skeleton.positions()
    shown = [point for point in points if point.id in at]
    if not shown:
        return ""
    canvas = _canvas({p.id: at[p.id] for p in shown}, size)
    moved = _spread({p.id: canvas.places[p.id] for p in shown if p.id in tags}, canvas)
    parts = [
        *_edges(skeleton, canvas),
        *_marks(shown, canvas, moved, colours),
        *_tags(shown, canvas, moved, colours, tags),
        *_sides(shown, canvas),
    ]
    width, height = f"{canvas.width:.0f}", f"{canvas.height:.0f}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-label="Reference skeleton">'
        f"{''.join(parts)}</svg>"
    )


def is_crowded(skeleton: Skeleton, points: Sequence[Keypoint], size: tuple[float, float]) -> bool:
    """Whether there is too little room for the tags of these points when the whole skeleton is
    drawn: less than twice the area that the tags cover, in the points' box with a tag around."""
    at = skeleton.positions()
    if not any(point.id in at for point in points):
        return False
    canvas = _canvas(at, size)
    places = [canvas.places[p.id] for p in points if p.id in at]
    gap = 2 * _RADIUS + 1
    wide, high = (max(p[axis] for p in places) - min(p[axis] for p in places) for axis in (0, 1))
    return (wide + 2 * gap) * (high + 2 * gap) < 2 * len(places) * gap**2


def _canvas(at: Mapping[str, At], size: tuple[float, float]) -> Canvas:
    left, top = (min(p[axis] for p in at.values()) for axis in (0, 1))
    wide, high = (max(p[axis] for p in at.values()) - (left, top)[axis] for axis in (0, 1))
    room = [side - 2 * _MARGIN for side in size]
    scale = min(room[0] / wide if wide else room[0], room[1] / high if high else room[1])
    width, height = (max(side * scale + 2 * _MARGIN, _LEAST) for side in (wide, high))
    right, down = (width - wide * scale) / 2, (height - high * scale) / 2
    places = {
        id: (right + (x - left) * scale, down + (y - top) * scale) for id, (x, y) in at.items()
    }
    return Canvas(places, width, height)


def _spread(places: Mapping[str, At], canvas: Canvas) -> dict[str, At]:
    """Tags pushed apart until none covers another, as near to their points as that allows."""
    at, gap = list(places.values()), 2 * _RADIUS + 1
    for _ in range(60):
        crowded = False
        for first, second in combinations(range(len(at)), 2):
            (ax, ay), (bx, by) = at[first], at[second]
            if not (-gap < bx - ax < gap and -gap < by - ay < gap):
                continue
            apart = hypot(bx - ax, by - ay)
            if apart >= gap:
                continue
            crowded = True
            ux, uy = ((bx - ax) / apart, (by - ay) / apart) if apart else (1.0, 0.0)
            push = (gap - apart) / 2
            at[first] = _inside((ax - ux * push, ay - uy * push), canvas)
            at[second] = _inside((bx + ux * push, by + uy * push), canvas)
        if not crowded:
            break
    return dict(zip(places, at, strict=True))


def _inside(place: At, canvas: Canvas) -> At:
    edge = _RADIUS + 1
    x = min(max(place[0], edge), canvas.width - edge)
    return x, min(max(place[1], edge), canvas.height - edge)


def _edges(skeleton: Skeleton, canvas: Canvas) -> Iterator[str]:
    """Edges, and thinner the contours that points trace."""
    for contour in skeleton.contours:
        ids = [*contour.points, *contour.points[: 1 if contour.closed else 0]]
        for first, second in pairwise(ids):
            if first in canvas.places and second in canvas.places:
                ends = canvas.places[first], canvas.places[second]
                yield _line(*ends, f'stroke="{_LINE}" stroke-width="1" stroke-dasharray="4 3"')
    for edge in skeleton.edges:
        if edge.source in canvas.places and edge.target in canvas.places:
            ends = canvas.places[edge.source], canvas.places[edge.target]
            yield _line(*ends, f'stroke="{_LINE}" stroke-width="2"')


def _marks(
    shown: Sequence[Keypoint], canvas: Canvas, moved: Mapping[str, At], colours: Mapping[str, str]
) -> Iterator[str]:
    """A small mark where the point lies, unless its tag lies there."""
    for point in shown:
        place = canvas.places[point.id]
        tag = moved.get(point.id)
        if tag is None or hypot(tag[0] - place[0], tag[1] - place[1]) > 2:
            yield _shape(point, place, 3.0, f'fill="{colours[point.id]}"')
            if tag:
                yield _line(place, tag, f'stroke="{colours[point.id]}" stroke-width="1"')


def _tags(
    shown: Sequence[Keypoint],
    canvas: Canvas,
    moved: Mapping[str, At],
    colours: Mapping[str, str],
    tags: Mapping[str, str],
) -> Iterator[str]:
    for point in shown:
        if point.id in moved:
            x, y = moved[point.id]
            name = f"<title>{wording.markdown(point.name)}</title>"
            size = 10 if len(tags[point.id]) < 3 else 8
            text = (
                f'<text x="{x:.1f}" y="{y + 3.7:.1f}" font-size="{size}" font-weight="600" '
                f'text-anchor="middle" fill="#fff">{wording.markdown(tags[point.id])}</text>'
            )
            shape = _shape(point, (x, y), _RADIUS, f'fill="{colours[point.id]}" stroke="#fff"')
            yield f"<g>{name}{shape}{text}</g>"


def _sides(shown: Sequence[Keypoint], canvas: Canvas) -> Iterator[str]:
    """`R` and `L` in the corners of the side on which they are drawn."""
    for side in ("left", "right"):
        mine = [canvas.places[p.id][0] for p in shown if p.side == side]
        if mine:
            at_left = sum(mine) / len(mine) < canvas.width / 2
            anchor, x = ("start", 4.0) if at_left else ("end", canvas.width - 4)
            yield (
                f'<text x="{x:.1f}" y="14" font-size="13" font-weight="700" fill="currentColor" '
                f'text-anchor="{anchor}">{side[0].upper()}</text>'
            )


def _shape(point: Keypoint, at: At, radius: float, style: str) -> str:
    x, y = at
    if point.side == "left":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" {style}/>'
    if point.side == "right":
        half = radius * 0.9
        return (
            f'<rect x="{x - half:.1f}" y="{y - half:.1f}" width="{2 * half:g}" '
            f'height="{2 * half:g}" {style}/>'
        )
    far = radius * 1.25
    corners = (
        f"{x:.1f},{y - far:.1f} {x + far:.1f},{y:.1f} {x:.1f},{y + far:.1f} {x - far:.1f},{y:.1f}"
    )
    return f'<polygon points="{corners}" {style}/>'


def _line(start: At, end: At, style: str) -> str:
    (x1, y1), (x2, y2) = start, end
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" {style}/>'
