"""A set of sigmas: rings at true scale on the figure, and bars from the smallest to the largest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from schemac.figures.draw import draw_mark, draw_silhouette
from schemac.figures.geometry import Box, fitted
from schemac.figures.ink import Canvas
from schemac.figures.labels.widths import wrapped
from schemac.figures.plates.rings import sigma_unit
from schemac.figures.plates.signs import draw_sides
from schemac.figures.plates.stage import Stage
from schemac.figures.tokens import side_token
from schemac.model import Keypoint

_WIDTH, _TALLEST = 480.0, 620.0
_ROW, _LINE, _NAME, _BAR = 24.0, 16.0, 210.0, 150.0
_MANY = 34  # bars, from which on a row stands for a region
_CROWDED = 40


class Bar(Struct, frozen=True):
    """One row: its name, and the sigmas that it stands for, smallest first."""

    name: str
    values: tuple[float, ...]


def sigma_map(stage: Stage, set: str, prefix: str) -> Canvas | None:
    """Every keypoint with its dashed ring. None where the figure does not show what the sigmas
    are a share of, or nothing has one."""
    shown, unit = stage.drawn(), sigma_unit(stage, set)
    rows = [p for p in stage.skeleton.keypoints
            if p.id in shown.places and p.sigma(set) is not None]  # fmt: skip
    if unit is None or not rows:
        return None
    box = shown.box
    for point in rows:
        (x, y), r = shown.places[point.id], unit * (point.sigma(set) or 0.0)
        box = Box(min(box.left, x - r), min(box.top, y - r),
                  max(box.right, x + r), max(box.bottom, y + r))  # fmt: skip
    height = min(max(_WIDTH * box.height / box.width, 260.0), _TALLEST)
    at = fitted(box, Box(16, 36, _WIDTH - 16, height - 12))
    canvas = Canvas(
        prefix, _WIDTH, height,
        title=stage.say("Sigma of every point, {set}", set=set),
        description=stage.say("Dashed rings with a radius of one sigma, to scale."),
    )  # fmt: skip
    draw_silhouette(canvas, shown, at)
    for point in rows:
        value = point.sigma(set) or 0.0
        canvas.circle(at(shown.places[point.id]), value * unit * at.scale, "sigma-soft")
    for point in rows:
        place = at(shown.places[point.id])
        if len(rows) < _CROWDED:
            draw_mark(canvas, place, point.side, 5.0)
        else:
            canvas.circle(place, 1.5, side_token(point.side))
    draw_sides(canvas, stage, shown, _WIDTH)
    return canvas


def sigma_bars(stage: Stage, set: str, prefix: str) -> Canvas | None:
    """The values, the smallest on top; a pair with one value shares a row, and a spec with many
    keypoints has a row for each region, from its least value to its largest. None when the set has
    no values."""
    rows = _rows(stage, set)
    if not rows:
        return None
    heights = [_ROW + _LINE * (len(_lines(row)) - 1) for row in rows]
    canvas = Canvas(
        prefix, _WIDTH, 14 + sum(heights),
        title=stage.say("Sigmas in order, {set}", set=set),
        description=", ".join(f"{row.name} {_shown(row)}" for row in rows[:40]),
    )  # fmt: skip
    largest = max(row.values[-1] for row in rows) or 1.0
    top = 8.0
    for row, tall in zip(rows, heights, strict=True):
        _draw_row(canvas, row, top, tall, largest)
        top += tall
    return canvas


def _lines(row: Bar) -> list[str]:
    return wrapped(row.name, 14, _NAME - 12)


def _draw_row(canvas: Canvas, row: Bar, top: float, tall: float, largest: float) -> None:
    middle = top + tall / 2
    lines = _lines(row)
    for k, line in enumerate(lines):
        y = middle + 5 + (k - (len(lines) - 1) / 2) * _LINE
        canvas.text((_NAME - 10, y), line, "word", "end")
    canvas.line((_NAME, top), (_NAME, top + tall), "axis")
    first, last = (_BAR * v / largest for v in (row.values[0], row.values[-1]))
    start = first if len(row.values) > 1 else 0.0
    canvas.line((_NAME, middle), (_NAME + last, middle), "axis")
    canvas.rect(_NAME + start, middle - 6.5, max(last - start, 1.5), 13, "bar", r=2)
    canvas.text((_NAME + last + 9, middle + 5), _shown(row), "label")


def _rows(stage: Stage, set: str) -> list[Bar]:
    valued = [p for p in stage.skeleton.keypoints if p.sigma(set) is not None]
    bars = _by_stem(stage, set, valued)
    if len(bars) > _MANY:
        bars = _by_region(stage, set, valued)
    return sorted(bars, key=lambda bar: (sum(bar.values) / len(bar.values), bar.name))


def _by_stem(stage: Stage, set: str, points: Sequence[Keypoint]) -> list[Bar]:
    grouped: dict[tuple[str, float], list[Keypoint]] = {}
    for point in points:
        grouped.setdefault((point.stem, point.sigma(set) or 0.0), []).append(point)
    return [Bar(_named(stage, members), (value,)) for (_, value), members in grouped.items()]


def _named(stage: Stage, members: Sequence[Keypoint]) -> str:
    """Numbers, and the words that the titles share: `1 · 2 eye centre`."""
    numbers = " · ".join(str(p.index) for p in members)
    shared = stage.title(members[0].id).split()
    for point in members[1:]:
        shared = _common(shared, stage.title(point.id).split())
    return f"{numbers}  {' '.join(shared).rstrip(',')}".strip()


def _common(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """The words of two titles that match in order."""
    from difflib import SequenceMatcher

    found = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return [word for block in found for word in one[block.a : block.a + block.size]]


def _by_region(stage: Stage, set: str, points: Sequence[Keypoint]) -> list[Bar]:
    titles: Mapping[str | None, str] = {r.id: r.title for r in stage.skeleton.regions}
    grouped: dict[str | None, list[float]] = {}
    for point in points:
        grouped.setdefault(point.region, []).append(point.sigma(set) or 0.0)
    return [
        Bar(titles.get(region) or stage.say("Others"), tuple(sorted(dict.fromkeys(values))))
        for region, values in grouped.items()
    ]


def _shown(row: Bar) -> str:
    low, high = row.values[0], row.values[-1]
    return f"{low:g}" if low == high else f"{low:g} – {high:g}"
