"""What changed from one released version to the next, and whether its number says so."""

from __future__ import annotations

from msgspec import Struct

from schemac.auditing.account import Step
from schemac.ledger.facets import Document
from schemac.lineage.breakage import AUDIENCES, judge, required
from schemac.lineage.chain import History
from schemac.lineage.change import Change
from schemac.lineage.diff import diff
from schemac.revision.step import taken


class Compared(Struct, frozen=True):
    """The changes, and the steps of the version that they ask for and that were taken."""

    steps: tuple[Step, ...]
    asked: str
    taken: str


def compared(old: Document, new: Document, history: History) -> Compared:
    """Two versions of a document, each taken from its frozen form. The history tells what was
    declared on the way."""
    changes = diff(old, new, history.declared(old, new), history.told)
    asked, step = required(changes), taken(old.version, new.version)
    return Compared(tuple(map(_step, changes)), asked.name, step.name)


def _step(change: Change) -> Step:
    return Step(
        kind=change.name,
        message=change.message,
        before=change.before,
        after=change.after,
        why=change.why,
        breaks=tuple(AUDIENCES[audience] for audience in judge(change).breaks),
        parts=tuple(map(_step, change.parts)),
    )
