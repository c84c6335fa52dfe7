"""A small drawing of a skeleton in its main view, as plain data for the template.

Places that are too close together to be told apart are drawn once more, larger, in an inset for
each region. A side is told by shape and letter as well as by colour: left is a filled diamond,
right a ring, a point without a side a square.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from schemac.model import Keypoint, Skeleton, View
from schemac.startpage.insets import LARGE, SMALL, Crop, around, insets, nearest
from schemac.startpage.numbers import At, Line, place_numbers

_MAIN = (300.0, 400.0)
_MARGIN = 30.0
_SEEN = {
    "front": "Front view",
    "back": "Back view",
    "left": "Seen from the left",
    "right": "Seen from the right",
    "above": "Seen from above",
    "below": "Seen from below",
    "palm": "Palm view",
}


class Mark(Struct, frozen=True):
    """A keypoint: its side or None, where it lies and how large it is in px, what it is called.

    `shape` is the path of a left or sideless one; a right one is a circle.
    """

    side: str | None
    x: str
    y: str
    r: str
    shape: str
    label: str
    small: bool


class Number(Struct, frozen=True):
    """An index, and where its middle lies."""

    text: str
    x: str
    y: str


class Frame(Struct, frozen=True):
    """The outline of an inset in the main drawing."""

    x: str
    y: str
    width: str
    height: str


class Letter(Struct, frozen=True):
    """`L` or `R`, on the side of the picture where those keypoints lie."""

    side: str
    x: str


class Panel(Struct, frozen=True, kw_only=True):
    """One drawing. `edges` and `contours` are paths; all lengths are in px."""

    title: str
    width: str
    height: str
    edges: str
    contours: str
    marks: tuple[Mark, ...]
    letters: tuple[Letter, ...]
    numbers: tuple[Number, ...] = ()
    frames: tuple[Frame, ...] = ()
    large: bool = False


class Drawing(Struct, frozen=True, kw_only=True):
    """The main view with its insets. `absent` counts keypoints that have no place in it."""

    main: Panel
    insets: tuple[Panel, ...]
    beside: bool
    view: str
    sides: frozenset[str | None]
    absent: int


def drawing(skeleton: Skeleton) -> Drawing | None:
    """The drawing, or None when no keypoint has a place in the main view."""
    at, view = skeleton.positions(), skeleton.main_view
    if not at or view is None:
        return None
    whole = around(at.values())
    scale = _scale(whole, *_MAIN)
    crops = insets(skeleton, at, scale)
    main = _main(skeleton, at, whole, scale, crops)
    cells = sum(4 if crop.large else 1 for crop in crops)
    return Drawing(
        main=main,
        insets=tuple(_enlarged(skeleton, at, crop) for crop in crops),
        beside=0 < cells <= 2 and float(main.width) <= 270,
        view=_seen(view),
        sides=frozenset(point.side for point in skeleton.keypoints if point.id in at),
        absent=len(skeleton.keypoints) - len(at),
    )


# ---- panels ---------------------------------------------------------------------------------


def _main(
    skeleton: Skeleton, at: Mapping[str, At], whole: Crop, scale: float, crops: Sequence[Crop]
) -> Panel:
    width = max(whole.width * scale, 60.0) + 2 * _MARGIN
    height = max(whole.height * scale, 60.0) + 2 * _MARGIN
    x0 = whole.left - (width / scale - whole.width) / 2
    y0 = whole.top - (height / scale - whole.height) / 2
    frames = tuple(
        Frame(*map(_px, ((c.left - x0) * scale, (c.top - y0) * scale,
                         c.width * scale, c.height * scale)))
        for c in crops
    )  # fmt: skip
    small = {id for id, place in at.items() if any(crop.holds(place) for crop in crops)}
    places = {id: ((x - x0) * scale, (y - y0) * scale) for id, (x, y) in at.items()}
    return _panel(skeleton, places, (width, height), "", small, frames)


def _enlarged(skeleton: Skeleton, at: Mapping[str, At], crop: Crop) -> Panel:
    size = LARGE if crop.large else SMALL
    scale = size / crop.width
    places = {id: ((x - crop.left) * scale, (y - crop.top) * scale) for id, (x, y) in at.items()}
    return _panel(skeleton, places, (size, size), crop.title, frozenset(), ())


def _panel(
    skeleton: Skeleton,
    places: Mapping[str, At],
    size: tuple[float, float],
    title: str,
    small: set[str] | frozenset[str],
    frames: tuple[Frame, ...],
) -> Panel:
    shown = [p for p in skeleton.keypoints if p.id in places and _inside(places[p.id], size)]
    radius = _radius({p.id: places[p.id] for p in shown if p.id not in small})
    edges = _lines((((e.source, e.target), False) for e in skeleton.edges), places, size)
    contours = _lines(((c.points, c.closed) for c in skeleton.contours), places, size)
    numbers = place_numbers(
        {p.index: places[p.id] for p in shown if p.id not in small},
        [*edges, *contours],
        [places[p.id] for p in shown if p.id in small],
        size,
    )
    return Panel(
        title=title,
        width=_px(size[0]),
        height=_px(size[1]),
        edges=_path(edges),
        contours=_path(contours),
        marks=tuple(
            _mark(p, places[p.id], 1.4 if p.id in small else radius, p.id in small) for p in shown
        ),
        letters=tuple(_letters(shown, places, size[0])),
        numbers=tuple(Number(str(i), _px(x), _px(y + 3.2)) for i, (x, y) in numbers.items()),
        frames=frames,
        large=size[0] == LARGE,
    )


def _lines(
    chains: Iterable[tuple[Sequence[str], bool]],
    places: Mapping[str, At],
    size: tuple[float, float],
) -> list[Line]:
    """From keypoint to keypoint, without the pieces that are out of sight."""
    found = []
    for ids, closed in chains:
        for first, second in pairwise([*ids, *ids[: 1 if closed else 0]]):
            if first in places and second in places:
                (ax, ay), (bx, by) = line = places[first], places[second]
                seen = max(ax, bx) >= 0 and max(ay, by) >= 0
                if seen and min(ax, bx) <= size[0] and min(ay, by) <= size[1]:
                    found.append(line)
    return found


def _path(lines: Iterable[Line]) -> str:
    return "".join(f"M{_px(a)} {_px(b)}L{_px(c)} {_px(d)}" for (a, b), (c, d) in lines)


def _mark(point: Keypoint, place: At, radius: float, small: bool) -> Mark:
    x, y = _px(place[0]), _px(place[1])
    if point.side == "left":
        far = _px(radius * 1.3)
        shape = f"M{x} {y}m0-{far}l{far} {far}l-{far} {far}l-{far}-{far}z"
    else:
        half, whole = _px(radius * 0.85), _px(radius * 1.7)
        shape = f"M{x} {y}m-{half}-{half}h{whole}v{whole}h-{whole}z"
    label = f"{point.index} {point.name}"
    return Mark(point.side, x, y, _px(radius), shape, label, small)


def _letters(shown: Sequence[Keypoint], places: Mapping[str, At], width: float) -> Iterator[Letter]:
    """Both letters, where the sides lie clearly apart; in profile they would say nothing."""
    mean = {}
    for side in ("left", "right"):
        xs = [places[p.id][0] for p in shown if p.side == side]
        if xs:
            mean[side] = sum(xs) / len(xs)
    if len(mean) == 2 and abs(mean["left"] - mean["right"]) > 0.15 * width:
        first, last = sorted(mean, key=lambda side: mean[side])
        yield Letter(first, _px(12))
        yield Letter(last, _px(width - 12))


def _radius(places: Mapping[str, At]) -> float:
    """As large as the closest tenth of the keypoints allows, so that marks do not touch."""
    if len(places) < 2:
        return 5.0
    gaps = sorted(nearest(places).values())
    return min(max(0.36 * gaps[len(gaps) // 10], 2.0), 5.0)


def _scale(crop: Crop, width: float, height: float) -> float:
    """Pixels per figure unit that let a crop fill a box."""
    return min(width / max(crop.width, 1e-6), height / max(crop.height, 1e-6), 1e6)


def _inside(place: At, size: tuple[float, float]) -> bool:
    return 0 <= place[0] <= size[0] and 0 <= place[1] <= size[1]


def _seen(view: View) -> str:
    return view.title or _SEEN.get(view.sees) or f"View {view.id}"


def _px(value: float) -> str:
    """Tenths of a pixel, in as few characters as that takes."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")
