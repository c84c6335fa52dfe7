"""What specs say of their keypoints, for a person and for programs: a table with small bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from schemac.covered import Coverage, Tally, totals
from schemac.report.cells import cells, visible, wrap
from schemac.report.colour import Paint, painter

VERSION = 1
SHORT = {
    "definition": "def", "cue": "cue", "mistake": "mist", "confusion": "conf", "when": "when",
    "position": "pos", "sigma": "sigma", "tolerance": "tol", "source": "src",
}  # fmt: skip
_EIGHTHS = " ▏▎▍▌▋▊▉█"


class Layout(Struct, frozen=True):
    """How wide a table is drawn: its headings, the cells of a bar, and what it is drawn with."""

    headings: tuple[str, ...]
    gap: int
    bar: int
    blocks: bool

    @property
    def widths(self) -> list[int]:
        """Cells of each column, without the gap before it."""
        content = 3 + (self.bar + 1 if self.bar else 0)
        return [max(content, len(heading)) for heading in self.headings]

    @property
    def width(self) -> int:
        """Cells of all columns."""
        return sum(width + self.gap for width in self.widths)


def render_coverage(
    coverages: Sequence[Coverage],
    *,
    missing: bool = False,
    colour: bool = False,
    width: int = 100,
    blocks: bool = True,
) -> str:
    """A row a spec: of its keypoints, how many percent have a definition, a cue ...

    100 is said only of all, 0 only of none; `-` where no keypoint is asked for it. `missing` adds
    which keypoints lack something. Without `blocks`, bars are drawn in ASCII.
    """
    paint = painter(colour)
    names = _names(coverages)
    left = max((cells(name) for name in (*names, "total")), default=0)
    layout = _layout([*totals(())], width - left - 8, blocks)
    rows = [paint(_row("", "points", left, layout.headings, layout).rstrip(), "strong")]
    for name, each in zip(names, coverages, strict=True):
        counts = [(tally.have, tally.of) for tally in each.tallies]
        shown = [_cell(have, of, layout) for have, of in counts]
        rows.append(_row(name, str(each.keypoints), left, shown, layout).rstrip())
    if len(coverages) > 1:
        points = str(sum(each.keypoints for each in coverages))
        shown = [_cell(have, of, layout) for have, of in totals(coverages).values()]
        rows.append(paint(_row("total", points, left, shown, layout).rstrip(), "strong"))
    if missing:
        rows += _missing(coverages, names, width, paint)
    return "\n".join(rows) + "\n"


def coverage_json(coverages: Sequence[Coverage]) -> dict[str, Any]:
    """`{"version": 1, "specs": [...], "total": {...}}`, keys always all, in this order.

    A spec has `spec`, `version`, `kind`, `keypoints` (how many), and under `coverage` for each
    aspect `have`, `of` and `missing`, ids in index order. `total` has `specs`, `keypoints`, and
    `coverage` without `missing`.
    """
    return {
        "version": VERSION,
        "specs": [
            {
                "spec": each.spec,
                "version": each.version,
                "kind": each.kind,
                "keypoints": each.keypoints,
                "coverage": {
                    t.aspect: {"have": t.have, "of": t.of, "missing": list(t.missing)}
                    for t in each.tallies
                },
            }
            for each in coverages
        ],
        "total": {
            "specs": len(coverages),
            "keypoints": sum(each.keypoints for each in coverages),
            "coverage": {
                aspect: {"have": have, "of": of} for aspect, (have, of) in totals(coverages).items()
            },
        },
    }


def percent(have: int, of: int) -> str:
    """Rounded down, so that 100 is said only of all; at least 1 when there is one."""
    if not of:
        return "-"
    return str(max(have * 100 // of, 1 if have else 0))


def _names(coverages: Sequence[Coverage]) -> list[str]:
    """Ids; with the version where there are several of one."""
    ids = [each.spec for each in coverages]
    return [
        visible(each.spec if ids.count(each.spec) == 1 else f"{each.spec}@{each.version}")
        for each in coverages
    ]


def _layout(aspects: Sequence[str], room: int, blocks: bool) -> Layout:
    """The widest that fits; the narrowest when none does."""
    long, short = tuple(aspects), tuple(SHORT[aspect] for aspect in aspects)
    tried = [Layout(long, 2, bar, blocks) for bar in (5, 3)]
    tried += [Layout(short, 1, bar, blocks) for bar in (3, 2, 0)]
    return next((each for each in tried if each.width <= room), tried[-1])


def _row(name: str, points: str, left: int, columns: Sequence[str], layout: Layout) -> str:
    row = name + " " * (left - cells(name)) + f"  {points:>6}"
    for text, width in zip(columns, layout.widths, strict=True):
        row += " " * layout.gap + f"{text:<{width}}"
    return row


def _cell(have: int, of: int, layout: Layout) -> str:
    number = f"{percent(have, of):>3}"
    return f"{_bar(have, of, layout)} {number}" if layout.bar else number


def _bar(have: int, of: int, layout: Layout) -> str:
    steps = 8 if layout.blocks else 1
    full = layout.bar * steps * have // of if of else 0
    if not layout.blocks:
        return "#" * full + "." * (layout.bar - full)
    bar = "█" * (full // 8) + (_EIGHTHS[full % 8] if full % 8 else "")
    return bar + "░" * (layout.bar - len(bar))


def _missing(
    coverages: Sequence[Coverage], names: Sequence[str], width: int, paint: Paint
) -> Iterator[str]:
    """Under each spec that lacks something, a paragraph an aspect."""
    for name, each in zip(names, coverages, strict=True):
        lacking = [tally for tally in each.tallies if tally.missing]
        if not lacking:
            continue
        yield ""
        yield paint(f"{name} lacks (a pair is named once)", "strong")
        for tally in lacking:
            first, *rest = wrap(_named(tally), max(20, width - 14))
            yield f"  {tally.aspect:<10}  {first}"
            yield from (" " * 14 + line for line in rest)


def _named(tally: Tally) -> str:
    """The keypoints that lack it; the word without its side when both of a pair do."""
    if len(tally.missing) == tally.of:
        return "every keypoint" if tally.of > 1 else visible(tally.missing[0])
    lacking = set(tally.missing)
    names: dict[str, None] = {}
    for id in tally.missing:
        side, _, stem = id.partition("_")
        both = side in ("left", "right") and {f"left_{stem}", f"right_{stem}"} <= lacking
        names[visible(stem if both else id)] = None
    return ", ".join(names)
