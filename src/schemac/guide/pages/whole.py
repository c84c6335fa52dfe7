"""The pages that a guide has once: what they are called, and when there is something to say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from schemac.guide.context import Context
from schemac.guide.page import Page
from schemac.guide.pages import cheatsheet, decisions, leads, quiz, versions, visibility
from schemac.guide.sides import badge, has_sides

Values = Callable[[Context], Mapping[str, Any] | None]
"""What a page shows; None leaves it out."""


class Whole(Struct, frozen=True):
    """A page that exists once. `section` is a title of the navigation, in English."""

    path: str
    title: str
    template: str
    values: Values
    section: str | None = None
    wide: bool = False


def _nothing(context: Context) -> Mapping[str, Any]:
    return {}


def _sides(context: Context) -> Mapping[str, Any] | None:
    return {} if has_sides(context.skeleton) or context.skeleton.subject.one_of_pair else None


def _instance(context: Context) -> Mapping[str, Any] | None:
    return {} if context.skeleton.instance else None


def _map(context: Context) -> Mapping[str, Any] | None:
    return {"views": _drawn_views(context)} if _drawn_views(context) else None


def _drawn_views(context: Context) -> tuple[str, ...]:
    """The views that have a map: those with positions, and one that shows what they hide."""
    from schemac.figures.plates.sheet import mapped
    from schemac.guide.mounting import stage

    there = stage(context)
    return tuple(view for view in there.views if mapped(there, view))


def _rows(context: Context) -> Mapping[str, Any]:
    skeleton = context.skeleton
    return {"rows": [(p, badge(skeleton, p)) for p in skeleton.keypoints]}


def _hotkeys(context: Context) -> Mapping[str, Any] | None:
    keys = context.hotkeys
    if not keys.keypoints:
        return None
    known = context.skeleton.by_id
    tiers = context.skeleton.visibility
    return {
        "keys": [(key, known[id]) for id, key in keys.keypoints.items()],
        "tier_keys": [(key, tiers.tier(id)) for id, key in keys.tiers.items()] if tiers else [],
        "box_key": keys.box,
        "without": [known[id] for id in keys.without],
    }


def _sigma(context: Context) -> Mapping[str, Any] | None:
    skeleton = context.skeleton
    if not skeleton.sigma_sets and not any(p.tolerance for p in skeleton.keypoints):
        return None
    return {}


WHOLE = (
    Whole("index.md", "Start here", "start", _nothing, wide=True),
    Whole("map.md", "Map of all points", "map", _map, wide=True),
    Whole("all-points.md", "All points", "table", _rows, wide=True),
    Whole("left-right.md", "Left and right", "sides", _sides, "Rules"),
    Whole("visibility.md", "Visibility", "visibility", visibility.values, "Rules"),
    Whole("instances.md", "One at a time", "instances", _instance, "Rules"),
    Whole("hotkeys.md", "Keys", "hotkeys", _hotkeys, "Rules"),
    Whole("glossary.md", "Words for directions", "glossary", _nothing, "Rules"),
    Whole("quiz.md", "Calibration quiz", "quiz", quiz.values, "Practice", wide=True),
    Whole("cheat-sheet.md", "Cheat sheet", "cheat_sheet", cheatsheet.values, "Practice", wide=True),
    Whole("sigma.md", "Sigma and tolerance", "sigma", _sigma, "For leads"),
    Whole("quality.md", "Quality plan", "quality", leads.quality, "For leads"),
    Whole("measures.md", "Measures", "measures", leads.measures, "For leads"),
    Whole("versions.md", "Versions", "versions", versions.values, "For leads"),
    Whole("changes.md", "What changed", "changes", decisions.changes, "For leads"),
    Whole("decisions.md", "Decisions", "decisions", decisions.log, "For leads"),
    Whole("about.md", "About this guide", "about", _nothing, "For leads"),
)
"""Every page that a guide has once, in the order of its navigation."""


def pages(context: Context) -> Iterator[Page]:
    """Those that have something to say for this skeleton."""
    say = context.speech.say
    for whole in WHOLE:
        values = whole.values(context)
        if values is not None:
            yield Page(
                path=whole.path,
                title=say(whole.title),
                template=whole.template,
                values=values,
                section=(say(whole.section),) if whole.section else (),
                wide=whole.wide,
            )
