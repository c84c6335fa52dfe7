"""The words are the schema: what changed since the parent version and is not declared.

A comparison sees that a definition differs. Only a person knows whether it is still the same
place, and what becomes of labels. So the document has to say it, or it does not pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from schemac.diagnostic import Code, Diagnostic, Note
from schemac.lineage import change as c
from schemac.lineage import codes
from schemac.lineage.chain import History, grown_from, lineage_of
from schemac.lineage.change import Change
from schemac.lineage.diff import diff
from schemac.lineage.pairing import Document, listed
from schemac.lineage.suggest import former_name, tombstone
from schemac.lineage.vain import another_place, in_vain
from schemac.model import Lineage, Skeleton
from schemac.model.place import Reference
from schemac.source import NOWHERE, Origin

UNWRITTEN = "To be written."
"""The rationale that `schemac bump` leaves to be filled in."""


def undeclared(document: Document, history: History) -> Iterator[Diagnostic]:
    """What a document leaves unsaid of the step from its parent, and of those from other heads
    that end in it. Nothing without a lineage."""
    lineage = lineage_of(document)
    if lineage is None:
        return
    if lineage.rationale == UNWRITTEN:
        message = "the rationale is still to be written"
        yield codes.RATIONALE_UNWRITTEN.at(lineage.origin / "rationale", message)
    steps = []
    for reference in grown_from(document):
        head = history.document(reference)
        if head is None or type(head) is not type(document):
            yield _not_there(lineage, reference, head)
            continue
        declared = history.declared(head, document)
        changes = diff(head, document, declared, history.told)
        steps.append((head, declared, changes))
        for change in changes:
            if type(change) in _CODES:
                yield _told(change, head, document)
    if len(steps) == len(grown_from(document)):
        yield from in_vain(document, steps)


def _not_there(lineage: Lineage, reference: Reference, found: Document | None) -> Diagnostic:
    first = reference == lineage.parent
    what = f"the {'parent' if first else 'merged head'} `{reference}`"
    at = lineage.origin / ("parent" if first else "merges")
    if found is not None:
        return codes.PARENT_MISSING.at(at, f"{what} is a document of another kind")
    return codes.PARENT_MISSING.at(
        at,
        f"{what} is not there, or has errors, so nothing is compared",
        help=f"a released version lies beside the working file, as"
        f" `{reference.id.rpartition('/')[2]}@{reference.version}.yaml`",
    )


def _told(change: Change, old: Document, new: Document) -> Diagnostic:
    """The finding at the place where it is mended: in the document itself."""
    at = _at(change, new)
    elsewhere = change.new.route and change.new != at
    notes = [Note(_now(change), change.new)] if elsewhere else []
    before = change.old if change.old != NOWHERE else old.origin
    return _CODES[type(change)].at(
        at,
        f"{change.message}, compared with {old.version}",
        *notes,
        Note(_was(change, old), before),
        help=_help(change, old, new),
        points=change.points,
    )


def _at(change: Change, new: Document) -> Origin:
    points = [new.by_id.get(id) for id in change.points] if isinstance(new, Skeleton) else []
    own = [point.where("landmark") for point in points if point and point.place]
    own += [point.origin for point in points if point]
    candidates = (change.new, *(part.new for part in change.parts), *own)
    lineage = lineage_of(new)
    home = lineage.origin if lineage else new.origin
    inside = (place for place in candidates if place.file == new.origin.file and place.route)
    return next(inside, home)


def _now(change: Change) -> str:
    return _short(f"it is now: {change.after}") if change.after else "this is what differs"


def _was(change: Change, old: Document) -> str:
    if change.before is None:
        return f"in version {old.version}"
    what = "it had" if isinstance(change, c.KeypointDropped) else "it was:"
    return _short(f"{what} {change.before}")


def _help(change: Change, old: Document, new: Document) -> str | None:
    name = _written(change, old, new)
    labels = " with `labels: redo`" if isinstance(new, Skeleton) else ""
    if isinstance(change, c.MeaningUndeclared):
        if _elsewhere(change, old, new):
            return f"write `- redefine: [{name}]`{labels} under `changes` of `lineage`"
        return (
            f"write `- editorial: [{name}]` under `changes` of `lineage` if it is still the same"
            f" place, else `- redefine: [{name}]`{labels}"
        )
    if isinstance(change, (c.KeypointDropped, c.LandmarkDropped, c.TierDropped)):
        stones = [tombstone(each, old) for each in _dropped(change, old)]
        return f"write {listed(stones)} under `retired`"
    if isinstance(change, c.RenameSuspected) and change.before:
        return (
            f"to rename it, keep the id `{change.before}` and write its new `name` with"
            f" `{former_name(change.before, old, new)}`; if it is another point, write"
            f" `{tombstone(change.before, old)}` under `retired`"
        )
    if isinstance(change, c.KeypointRenamedSilently):
        return f"write `{former_name(name, old, new)}` for `{name}`"
    return _HELP.get(type(change))


def _elsewhere(change: Change, old: Document, new: Document) -> bool:
    """Whether it is another place whatever the words say."""
    if not isinstance(old, Skeleton) or not isinstance(new, Skeleton):
        return False
    shared = [id for id in change.points if id in old.by_id and id in new.by_id]
    return any(another_place(old.by_id[id], new.by_id[id]) for id in shared)


_HELP: Mapping[type[Change], str] = {
    c.KeypointsReorderedSilently: "write `- renumber: <why>` under `changes` of `lineage`;"
    " it needs a new major version",
    c.TiersUndeclared: "write `- retier: {<old tier>: <new tier>, …}` under `changes` of `lineage`",
    c.TombstoneRemoved: "put the entry back; what is retired stays so",
    c.FormerNameRemoved: "put the name back; importers read old files by it",
}

_CODES: Mapping[type[Change], Code] = {
    c.MeaningUndeclared: codes.MEANING_UNDECLARED,
    c.KeypointDropped: codes.DROPPED,
    c.LandmarkDropped: codes.DROPPED,
    c.TierDropped: codes.DROPPED,
    c.RenameSuspected: codes.RENAME_SUSPECTED,
    c.KeypointRenamedSilently: codes.RENAMED,
    c.KeypointsReorderedSilently: codes.REORDERED,
    c.TiersUndeclared: codes.TIERS_UNDECLARED,
    c.TombstoneRemoved: codes.FORGOTTEN,
    c.FormerNameRemoved: codes.FORGOTTEN,
}


def _written(change: Change, old: Document, new: Document) -> str:
    """A keypoint as people write it; a stem stands for both sides."""
    id = change.points[0] if change.points else ""
    for document in (new, old):
        point = document.by_id.get(id) if isinstance(document, Skeleton) else None
        if point is not None:
            return point.stem
    return id


def _dropped(change: Change, old: Document) -> list[str]:
    if not isinstance(old, Skeleton):
        return list(change.points)
    return list(dict.fromkeys(old.by_id[id].stem for id in change.points))


def _short(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:119].rstrip()}…"
