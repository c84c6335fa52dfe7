"""CSV: two tables of plain text, for spreadsheets and for programs that read nothing else.

As RFC 4180 has it, in UTF-8, with a heading, and lines that end in a single line feed. Programs for
spreadsheets run what looks like a formula, so a text that begins like one gets an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from schemac.artifact import Artifact
from schemac.format import Emission, Feature, Format, Group, Loss, Settings, Use
from schemac.model import Skeleton

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """`keypoints.csv`, a line a keypoint in index order, and `edges.csv`, a line an edge."""
    texts = [cell for row in _points(skeleton) for cell in row if isinstance(cell, str)]
    guarded = sum(1 for text in texts if text.startswith(_FORMULA))
    return Emission(
        (
            Artifact("keypoints.csv", _table((_heading(skeleton), *_points(skeleton)))),
            Artifact("edges.csv", _table((_EDGES, *_edges(skeleton)))),
        ),
        losses=tuple(_losses(skeleton)),
        assumed=(_GUARDED.format(guarded),) if guarded else (),
    )


def use(skeleton: Skeleton) -> Use:
    """A line of pandas, which reads the empty cells as they are meant."""
    return Use(
        "Open them in a spreadsheet, or read them:",
        'points = pandas.read_csv("csv/keypoints.csv", index_col="index")',
    )


_GUARDED = "{} cells begin like a formula and have an apostrophe before what the spec says"
_FIXED = (
    "index", "id", "name", "title", "side", "mirror_index", "region", "kind", "required",
    "parent", "half", "weight", "x", "y", "tolerance", "definition", "aliases",
)  # fmt: skip
_EDGES = ("source_index", "target_index", "source", "target")


def _heading(skeleton: Skeleton) -> tuple[str, ...]:
    return (*_FIXED, *(f"sigma_{each.id}" for each in skeleton.sigma_sets))


def _points(skeleton: Skeleton) -> Iterator[tuple[str | float | None, ...]]:
    places = skeleton.positions()
    for point, mirror in zip(skeleton.keypoints, skeleton.mirror, strict=True):
        x, y = places.get(point.id, (None, None))
        tolerance = skeleton.tolerance(point)
        yield (
            point.index, point.id, point.name, point.words.title, point.side, mirror, point.region,
            point.kind, "yes" if point.required else "no", point.parent, point.half, point.weight,
            x, y, str(tolerance) if tolerance else None, point.words.definition,
            "; ".join(point.words.aliases), *(point.sigma(s.id) for s in skeleton.sigma_sets),
        )  # fmt: skip


def _edges(skeleton: Skeleton) -> Iterator[tuple[str | float | None, ...]]:
    for (start, end), edge in zip(skeleton.edge_indices, skeleton.edges, strict=True):
        yield start, end, skeleton.by_id[edge.source].name, skeleton.by_id[edge.target].name


def _losses(skeleton: Skeleton) -> Iterator[Loss]:
    main = skeleton.main_view.id if skeleton.main_view else None
    others = {at.view for p in skeleton.keypoints for at in p.positions} - {main}
    if others:
        listed = ", ".join(sorted(others))
        yield Loss(Feature.POSITIONS, f"x and y are those of the main view: without {listed}")
    if skeleton.sigma_sets:
        yield Loss(Feature.SIGMAS, "the columns of sigmas say neither source nor scale")


def _table(rows: Iterable[Sequence[str | float | None]]) -> bytes:
    to = io.StringIO()
    csv.writer(to, lineterminator="\n").writerows(map(_cell, row) for row in rows)
    return to.getvalue().encode("utf-8", "replace")


def _cell(value: str | float | None) -> str | float:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value


FORMAT = Format(
    name="csv",
    title="CSV tables",
    summary="A line a keypoint and a line an edge, for spreadsheets and small programs.",
    group=Group.CODE,
    files={
        "keypoints.csv": "a line a keypoint in index order: names, mirror partner, words, sigmas",
        "edges.csv": "a line an edge, by index (from 0) and by name",
    },
    carries=frozenset(
        {
            Feature.DEFINITIONS, Feature.POSITIONS, Feature.EDGES, Feature.MIRROR, Feature.SIDES,
            Feature.SIGMAS, Feature.TOLERANCES, Feature.WEIGHTS, Feature.HALVES, Feature.REQUIRED,
            Feature.ALIASES,
        }
    ),
    emit=emit,
    use=use,
    sigmas="sigma, a column for each set",
    proven="read back by Python's csv",
)  # fmt: skip
