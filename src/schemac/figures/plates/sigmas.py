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
_ROW, _NAME, _BAR = 24.0, 190.0, 160.0
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
    keypoints has a row for each region. None when the set has no values."""
    rows = _rows(stage, set)
    if not rows:
        return None
    height = 14 + _ROW * len(rows)
    canvas = Canvas(
        prefix, _WIDTH, height,
        title=stage.say("Sigmas in order, {set}", set=set),
        description=", ".join(f"{row.name} {_shown(row)}" for row in rows[:40]),
    )  # fmt: skip
    largest = max(row.values[-1] for row in rows) or 1.0
    for k, row in enumerate(rows):
        _draw_row(canvas, row, 8 + k * _ROW, largest)
    return canvas


def _draw_row(canvas: Canvas, row: Bar, y: float, largest: float) -> None:
    name = wrapped(row.name, 14, _NAME - 12, most=1)[0]
    canvas.text((_NAME - 10, y + 15), name, "word", "end")
    canvas.line((_NAME, y), (_NAME, y + _ROW), "axis")
    first, last = (_BAR * v / largest for v in (row.values[0], row.values[-1]))
    if len(row.values) > 1 and first != last:
        canvas.line((_NAME, y + 10), (_NAME + last, y + 10), "axis")
        for value in row.values:
            canvas.circle((_NAME + _BAR * value / largest, y + 10), 4.0, "bar-dot")
    else:
        canvas.rect(_NAME, y + 4, max(last, 1.5), 13, "bar", r=2)
    canvas.text((_NAME + last + 9, y + 15), _shown(row), "label")


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
    numbers = " · ".join(str(p.index) for p in members)
    return f"{members[0].stem.replace('_', ' ')} {numbers}"


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
