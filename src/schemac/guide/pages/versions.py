"""The versions of the spec: where each came from, who stands for it, and what replaced it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from schemac.guide.context import Context
from schemac.guide.editions import Edition, Rail, Size, rails, successor

_STATES = {
    "released": "Released.",
    "draft": "A draft: it may still change.",
    "unattested": "Frozen without a release: nobody vouches for it.",
}
_STEPS = {
    "none": "No step of the version is needed.",
    "patch": "A small change: labels stay as they are.",
    "minor": "A change that older labels survive.",
    "major": "A change that older labels do not survive as they are.",
}
_COUNTED = (
    ("added", "{n} point is new", "{n} points are new"),
    ("redefined", "{n} point means another place", "{n} points mean another place"),
    ("gone", "{n} point is gone", "{n} points are gone"),
    ("others", "{n} other change", "{n} other changes"),
)
_LANE = 24.0  # px of a column; rows are 100 high, whatever they are stretched to


class Parent(Struct, frozen=True):
    """A version that another one came from; `here` when it stands in the same list."""

    version: str
    here: bool


class Said(Struct, frozen=True):
    """The size of a change in words: how far it goes, and what it consists of."""

    step: str
    said: str


class Row(Struct, frozen=True, kw_only=True):
    """A version as the page shows it, with its place in the graph."""

    edition: Edition
    state: str
    at: int
    lines: tuple[str, ...]
    parents: tuple[Parent, ...]
    size: Said | None
    newer: str | None
    changes: bool


def values(context: Context) -> Mapping[str, Any] | None:
    """None for a spec of which there is a single version that nobody released."""
    editions = context.editions
    if len(editions) < 2 and not any(each.state == "released" for each in editions):
        return None
    drawn = tuple(rails(editions))
    return {
        "rows": [_row(context, *each) for each in zip(editions, drawn, strict=True)],
        "lanes": 1 + max(column for rail in drawn for column in _columns(rail)),
        "retired": () if context.skeleton.lineage else context.skeleton.retired,
    }


def _row(context: Context, edition: Edition, rail: Rail) -> Row:
    known = {each.version for each in context.editions}
    newer = successor(context.editions, edition.version)
    lineage = context.skeleton.lineage
    return Row(
        edition=edition,
        state=_STATES[edition.state],
        at=rail.at,
        lines=tuple(map(_path, rail.lines)),
        parents=(
            *(Parent(version, version in known) for version in edition.parents),
            *(Parent(document, False) for document in edition.sources),
        ),
        size=_said(context, edition.size) if edition.size else None,
        newer=newer.version if newer else None,
        changes=lineage is not None and edition.version == context.skeleton.version,
    )


def _said(context: Context, size: Size) -> Said:
    counts = ((getattr(size, name), one, many) for name, one, many in _COUNTED)
    said = (context.speech.count(one, many, n) for n, one, many in counts if n)
    return Said(_STEPS[size.step], f"{', '.join(said)}.")


def _columns(rail: Rail) -> Iterator[int]:
    yield rail.at
    for start, _, end, _ in rail.lines:
        yield from (start, end)


def _path(line: tuple[int, float, int, float]) -> str:
    """A line that leaves and arrives upright."""
    x, y = (line[0] + 0.5) * _LANE, 100 * line[1]
    u, v = (line[2] + 0.5) * _LANE, 100 * line[3]
    middle = (y + v) / 2
    return f"M{x:g} {y:g}C{x:g} {middle:g} {u:g} {middle:g} {u:g} {v:g}"
