"""What was decided and what changed: from the lineage, the remarks and the waivers of a spec."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from schemac.guide.context import Context
from schemac.model import Change, Keypoint

_VERBS = {
    "redefine": "Defined anew: older labels of it mean another place",
    "editorial": "Worded better: the place is the same",
    "split": "Split",
    "merge": "Merged",
    "replace": "Replaced",
    "add": "Added",
    "retier": "Judged by other tiers",
    "renumber": "Given another index",
}
_LABELS = {
    "keep": "Older labels stay as they are.",
    "review": "Older labels have to be looked at.",
    "redo": "Older labels have to be set anew.",
}


def changes(context: Context) -> Mapping[str, Any] | None:
    """The declared changes of this version against its parent; None for a first version."""
    lineage = context.skeleton.lineage
    if lineage is None:
        return None
    before = _definitions_before(context)
    return {
        "lineage": lineage,
        "changes": [_change(context, change, before) for change in lineage.changes],
        "retired": context.skeleton.retired,
    }


def _change(context: Context, change: Change, before: Mapping[str, str]) -> Mapping[str, Any]:
    points = [p for stem in change.points for p in _standing_for(context, stem)]
    tiers = context.skeleton.visibility
    return {
        "what": _VERBS[change.verb],
        "points": list(folded(context, points)),
        "reworded": [
            (each, before[each[0].id])
            for each in folded(context, points, lambda p: (before.get(p.id), p.words.definition))
            if each[0].id in before
        ],
        "others": [s for s in change.points if not list(_standing_for(context, s))],
        "tiers": [(old, tiers.tier(new) if tiers else None, new) for old, new in change.tiers],
        "labels": _LABELS.get(change.labels or ""),
        "formula": None if change.labels in _LABELS else change.labels,
        "why": change.why,
    }


def folded(
    context: Context, points: Iterable[Keypoint], same: Callable[[Keypoint], object] | None = None
) -> Iterator[tuple[Keypoint, ...]]:
    """Keypoints, left and right of a pair together where `same` says the same of both."""
    every = list(points)
    known, partners = {p.id: p for p in every}, context.skeleton.partners
    for point in every:
        other = known.get(partners[point.id])
        if other is None or other is point or (same and same(point) != same(other)):
            yield (point,)
        elif every.index(point) < every.index(other):
            yield (point, other)


def _definitions_before(context: Context) -> Mapping[str, str]:
    """Keypoint id -> its definition in the parent, where it read otherwise."""
    now = context.skeleton.by_id
    return {
        id: old.words.definition
        for id, old in (context.older[0].by_id if context.older else {}).items()
        if id in now and old.words.definition != now[id].words.definition
    }


def _standing_for(context: Context, stem: str) -> Iterator[Keypoint]:
    """A point named in a change is a stem: it stands for both sides."""
    return (p for p in context.skeleton.keypoints if stem in (p.id, p.stem))


def log(context: Context) -> Mapping[str, Any] | None:
    """Remarks on where a source is silent or sources differ, and the waivers; None without any."""
    noted = [(p, note) for p in context.skeleton.keypoints for note in p.words.notes]
    if not noted and not context.skeleton.waivers:
        return None
    grouped: dict[tuple[str, str], list[Keypoint]] = {}
    for point, note in noted:
        grouped.setdefault((note.subject, note.text), []).append(point)
    notes = [(what, list(folded(context, points))) for what, points in grouped.items()]
    return {"notes": notes, "waivers": context.skeleton.waivers}
