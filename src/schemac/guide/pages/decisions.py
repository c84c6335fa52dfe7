"""What was decided and what changed: from the lineage, the remarks and the waivers of a spec."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from schemac.guide.context import Context
from schemac.model import Keypoint

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
    before = context.older[0].by_id if context.older else {}
    return {
        "lineage": lineage,
        "before": {
            id: old.words.definition
            for id, old in before.items()
            if id in context.skeleton.by_id
            and old.words.definition != context.skeleton.by_id[id].words.definition
        },
        "changes": [
            {
                "what": _VERBS[change.verb],
                "points": [p for stem in change.points for p in _standing_for(context, stem)],
                "others": [s for s in change.points if not list(_standing_for(context, s))],
                "labels": _LABELS.get(change.labels or ""),
                "why": change.why,
            }
            for change in lineage.changes
        ],
        "retired": context.skeleton.retired,
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
    return {"notes": list(grouped.items()), "waivers": context.skeleton.waivers}
