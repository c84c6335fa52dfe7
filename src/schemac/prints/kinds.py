"""Which figures can be had alone: one table from kinds to functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from msgspec import Struct

from schemac.figures import Canvas
from schemac.figures.plates.blur import blur
from schemac.figures.plates.closeup import mistake, slips, target
from schemac.figures.plates.crowd import crowd
from schemac.figures.plates.directions import directions
from schemac.figures.plates.inset import inset
from schemac.figures.plates.locator import locator
from schemac.figures.plates.measure import measure
from schemac.figures.plates.mirror import both_sides, mirror
from schemac.figures.plates.overview import overview
from schemac.figures.plates.region import parts, region
from schemac.figures.plates.stage import Stage
from schemac.guide import Context
from schemac.guide.mounting import stage
from schemac.guide.whereabouts import group_title
from schemac.model import Skeleton
from schemac.reading.types import nearest
from schemac.workspace import UsageError

Subject = Literal["spec", "keypoint", "region", "measure"]
_PREFIX = "sk-figure"


Draw = Callable[[Context, Stage, str], Canvas | None]
"""From the id of what a figure is of to the figure; None where there is nothing to draw."""


class Kind(Struct, frozen=True):
    """A kind of figure: what it is of, and what draws it."""

    of: Subject
    draw: Draw


def drawn(context: Context, of: str | None = None, kind: str | None = None) -> Canvas:
    """The figure of a kind: of the whole spec, or of the keypoint, region or measure `of`.

    Without a kind the overview of a spec, the target of a keypoint, the points of a region, and
    what a measure is taken between. Raises UsageError for what there is not.
    """
    if kind is not None and kind not in KINDS:
        listed = ", ".join(f"`{name}`" for name in KINDS)
        help = nearest(kind, tuple(KINDS)) or f"there are {listed}"
        raise UsageError(f"there is no kind of figure `{kind}`", help)
    subject, id = _subject(context.skeleton, of, KINDS[kind].of if kind else None)
    name = kind or _FIRST[subject]
    there = stage(context)
    canvas = KINDS[name].draw(context, there, id) if there.drawn().places else None
    if canvas is None:
        of_what = f"`{context.skeleton.id}`" if subject == "spec" else f"{subject} `{id}`"
        raise UsageError(f"there is nothing to draw for `{name}` of {of_what}")
    return canvas


def _subject(skeleton: Skeleton, of: str | None, wanted: Subject | None) -> tuple[Subject, str]:
    """What a figure is of, and its id."""
    if of is None:
        if wanted in (None, "spec"):
            return "spec", ""
        known = _known(skeleton)[wanted]
        raise UsageError(f"this figure is of one {wanted}", f"such as `{next(iter(known), '…')}`")
    if wanted == "spec":
        raise UsageError("this figure is of the whole spec", f"leave out `{of}`")
    tables = _known(skeleton)
    for subject in (wanted,) if wanted else tuple(tables):
        if of in tables[subject]:
            return subject, tables[subject][of]
    words = tuple(word for s, table in tables.items() if wanted in (None, s) for word in table)
    what = wanted or "keypoint, region or measure"
    raise UsageError(f"`{skeleton.id}` has no {what} `{of}`", nearest(of, words))


def _known(skeleton: Skeleton) -> Mapping[Subject, Mapping[str, str]]:
    """What people may write, and the id that it means."""
    return {
        "keypoint": {p.name: p.id for p in skeleton.keypoints}
        | {p.id: p.id for p in skeleton.keypoints},
        "region": {r.id: r.id for r in skeleton.regions},
        "measure": {m.id: m.id for m in skeleton.measures},
    }


def _overview(context: Context, stage: Stage, _: str) -> Canvas:
    return overview(stage, _PREFIX, context.speech.plain(context.skeleton.title))


def _mistake(context: Context, stage: Stage, id: str) -> Canvas | None:
    """The first that can be drawn."""
    found = slips(stage, id)
    return mistake(stage, id, found[0].number, _PREFIX) if found else None


def _region(context: Context, stage: Stage, id: str) -> Canvas | None:
    """The largest group of it."""
    groups = sorted(parts(stage, id), key=lambda group: -len(group.members))
    if not groups:
        return None
    return region(stage, groups[0], _PREFIX, group_title(context, groups[0]))


def _whole(plate: Callable[[Stage, str], Canvas | None]) -> Draw:
    return lambda context, stage, id: plate(stage, _PREFIX)


def _one(plate: Callable[[Stage, str, str], Canvas | None]) -> Draw:
    return lambda context, stage, id: plate(stage, id, _PREFIX)


KINDS: Mapping[str, Kind] = {
    "overview": Kind("spec", _overview),
    "mirror": Kind("spec", _whole(mirror)),
    "sides": Kind("spec", _whole(both_sides)),
    "crowd": Kind("spec", _whole(crowd)),
    "blur": Kind("spec", _whole(blur)),
    "directions": Kind("spec", _whole(directions)),
    "target": Kind("keypoint", _one(target)),
    "mistake": Kind("keypoint", _mistake),
    "inset": Kind("keypoint", _one(inset)),
    "locator": Kind("keypoint", _one(locator)),
    "region": Kind("region", _region),
    "measure": Kind("measure", _one(measure)),
}

_FIRST: Mapping[Subject, str] = {
    "spec": "overview", "keypoint": "target", "region": "region", "measure": "measure",
}  # fmt: skip
"""The kind that is drawn when none is named."""
