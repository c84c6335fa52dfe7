"""Documents that are to be released, as lines of the ledger and files beside them."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from schemac import __version__
from schemac.ledger import (
    Approval,
    Dependency,
    Entry,
    Files,
    Policy,
    digest_of,
    form_file,
    text_file,
)  # fmt: skip
from schemac.ledger.entry import FORMAT, Status
from schemac.ledger.facets import Document, facets
from schemac.ledger.form import digest, form_of, kind_of
from schemac.model import PointMap, Reference, Skeleton
from schemac.releasing.asked import Said
from schemac.workspace import Workspace


class Frozen(Struct, frozen=True):
    """A version as it is frozen: its line, and its files by their path below the spec folder."""

    entry: Entry
    files: dict[str, bytes]


States = Mapping[Reference, Status]
"""What is released, or is being released in the same step."""


class Stamp(Struct, frozen=True, kw_only=True):
    """What all lines of one release share."""

    recorded: str
    approvals: tuple[Approval, ...] = ()
    policy: Policy | None = None


def frozen(
    workspace: Workspace,
    document: Document,
    text: bytes,
    stamp: Stamp,
    said: Said,
    states: States,
) -> Frozen:
    """A version that somebody answers for."""
    made = _linked(workspace, document, text, stamp, "released", states)
    entry = replace(
        made.entry,
        effective=said.effective,
        author=said.author,
        rationale=said.rationale,
        ticket=said.ticket,
        approvals=stamp.approvals,
        policy=stamp.policy,
    )
    return Frozen(entry, made.files)


def unattested(
    workspace: Workspace,
    declared: tuple[str, Reference],
    document: Document | None,
    text: bytes,
    stamp: Stamp,
    states: States,
) -> Frozen:
    """A version that lay frozen already. What nobody can say today is left out; one that cannot
    be linked (`document` None) has no digest, only that of its text."""
    if document is not None:
        return _linked(workspace, document, text, stamp, "unattested", states)
    kind, reference = declared
    entry = Entry(
        ledger=FORMAT, line=0, previous=None, kind=kind, id=reference.id,
        version=reference.version, status="unattested", recorded=stamp.recorded,
        files=Files(text=digest_of(text)), schemac=__version__,
    )  # fmt: skip
    return Frozen(entry, {text_file(entry.id, entry.version): text})


def references_of(document: Document) -> tuple[Reference, ...]:
    """The documents that one rests on: what it was linked from, or between what a map leads."""
    if isinstance(document, Skeleton):
        return document.dependencies
    return (document.source, document.target) if isinstance(document, PointMap) else ()


def is_own(workspace: Workspace, reference: Reference) -> bool:
    """Whether a document lies in a spec folder of this project, so that it can be released."""
    file = getattr(workspace.resolve(reference), "file", "")
    folder = workspace.folder_of(file)
    return folder is not None and folder in workspace.own_folders()


def states_of(workspace: Workspace) -> dict[Reference, Status]:
    """Everything that a ledger has a line for, in this project and in the standard library."""
    return {
        Reference(id=entry.id, version=entry.version): entry.status
        for ledger in workspace.ledgers.values()
        for entry in ledger.entries
    }


def _linked(
    workspace: Workspace,
    document: Document,
    text: bytes,
    stamp: Stamp,
    status: Status,
    states: States,
) -> Frozen:
    form = form_of(document)
    lineage = None if isinstance(document, PointMap) else document.lineage
    entry = Entry(
        ledger=FORMAT,
        line=0,
        previous=None,
        kind=kind_of(document),
        id=document.id,
        version=document.version,
        status=status,
        recorded=stamp.recorded,
        parent=str(lineage.parent) if lineage else None,
        merges=tuple(map(str, lineage.merges)) if lineage else (),
        digest=digest(document),
        facets=facets(document),
        files=Files(text=digest_of(text), form=digest_of(form)),
        dependencies=tuple(
            Dependency(
                document=str(reference),
                source=digest_of(workspace.text_of(reference) or b""),
                state=states.get(reference, "draft"),
            )
            for reference in references_of(document)
        ),
        schemac=__version__,
    )
    files = {text_file(entry.id, entry.version): text, form_file(entry.id, entry.version): form}
    return Frozen(entry, files)
