"""Steps for programs: one JSON document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from schemac.lineage.breakage import AUDIENCES, Bump, judge
from schemac.lineage.change import Change
from schemac.model.project import Use
from schemac.revision.breaking import Finding, Judged
from schemac.revision.places import Places, Spot
from schemac.revision.text import who_is_broken

VERSION = 1


def render_json(steps: Iterable[Judged], cwd: str, use: tuple[Use, ...] = ()) -> str:
    """`{"version": 1, "steps": [...]}`; keys always all, in this order.

    A step has `id`, `old` and `new` (`id@version` or null), `required` and `taken` (`none`,
    `patch`, `minor`, `major`; null from a draft, and between documents of two ids), `failed`,
    `findings`, `touched`, `problems`, `broken` (how many changes break each audience). A finding
    has `change`, the name of its kind; `level`; `bump` (also `gate`); `breaks` and `concerns`,
    audiences; `backward`, `forward`; `fingerprint`; `against` (why it is an error though it is
    declared, or null); `waived` (the reason, or null); `message`, `before`, `after`, `why`,
    `points`; `old` and `new`, each null or `file`, `line`, `column`; and `parts`, which are
    changes with a `bump` and no other verdict.
    """
    import json

    document = {"version": VERSION, "steps": [_step(judged, cwd, use) for judged in steps]}
    return json.dumps(document, indent=2) + "\n"


def _step(judged: Judged, cwd: str, use: tuple[Use, ...]) -> dict[str, Any]:
    step = judged.step
    places = Places(step, cwd)
    return {
        "id": step.id,
        "old": str(step.old) if step.old else None,
        "new": str(step.new) if step.new else None,
        "required": judged.required.name.lower(),
        "taken": None if step.taken is None else step.taken.name.lower(),
        "failed": judged.failed,
        "findings": [_finding(finding, places, use) for finding in judged.findings],
        "touched": [
            {"spec": each.spec, "version": each.version, "points": list(each.points)}
            for each in step.touched
        ],
        "problems": [
            {"rule": problem.rule, "message": problem.message} for problem in judged.problems
        ],
        "broken": {AUDIENCES[a]: breaks for a, breaks, _ in who_is_broken(judged)},
    }


def _finding(finding: Finding, places: Places, use: tuple[Use, ...]) -> dict[str, Any]:
    verdict = finding.verdict
    return {
        "change": finding.change.name,
        "level": finding.level,
        "bump": _bump(verdict.bump),
        "breaks": [AUDIENCES[a] for a in verdict.breaks],
        "concerns": [AUDIENCES[a] for a in verdict.concerns],
        "backward": verdict.backward,
        "forward": verdict.forward,
        "fingerprint": finding.fingerprint,
        "against": finding.against,
        "waived": finding.waiver.because if finding.waiver else None,
        **_change(finding.change, places, use),
    }


def _change(change: Change, places: Places, use: tuple[Use, ...]) -> dict[str, Any]:
    return {
        "message": change.message,
        "before": change.before,
        "after": change.after,
        "why": change.why,
        "points": list(change.points),
        "old": _spot(places.old(change.old)),
        "new": _spot(places.new(change.new)),
        "parts": [_part(part, places, use) for part in change.parts],
    }


def _part(part: Change, places: Places, use: tuple[Use, ...]) -> dict[str, Any]:
    bump = _bump(judge(part, use).bump)
    return {"change": part.name, "bump": bump, **_change(part, places, use)}


def _bump(bump: Bump) -> str:
    return bump.name.lower()


def _spot(spot: Spot | None) -> dict[str, Any] | None:
    if spot is None:
        return None
    span = spot.span
    return {
        "file": spot.path,
        "line": span.line if span else None,
        "column": span.column if span else None,
    }
