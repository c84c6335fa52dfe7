"""Release versions: freeze their text and their meaning, and add a line to the ledger."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from schemac.compile import Checked, check
from schemac.diagnostic import Severity
from schemac.folders import documents_in
from schemac.ledger import NAME, Entry, appended, read_ledger, text_file
from schemac.ledger.codes import FROZEN_WITHOUT_LINE
from schemac.ledger.entry import Status
from schemac.ledger.facets import Document
from schemac.linking import link
from schemac.model import PointMap, Reference
from schemac.releasing.asked import Asked, approval, heed_policy, policy_of, said_of
from schemac.releasing.fitting import fitting_step
from schemac.releasing.lines import (
    Frozen,
    Stamp,
    frozen,
    is_own,
    references_of,
    states_of,
    unattested,
)  # fmt: skip
from schemac.releasing.write import alone, write_release
from schemac.workspace import UsageError, Workspace

__all__ = ["ATTRIBUTES", "Asked", "Released", "approval", "release"]

ATTRIBUTES = b"""\
# Written by `schemac release`: what is released keeps every byte on every system, and
# two releases at once are a conflict.
ledger.jsonl -text merge
*@*.yaml -text
*@*.json -text
"""


class Released(Struct, frozen=True, kw_only=True):
    """What a release did: `lines` it added, none when `checked` has findings that forbid it.

    `taken_in` are versions that lay frozen before there was a ledger. `attributes` is the file of
    git attributes that lacks the lines of `ATTRIBUTES`, None when all is well.
    """

    checked: Checked
    workspace: Workspace
    lines: tuple[Entry, ...] = ()
    taken_in: tuple[Entry, ...] = ()
    ledger: str = ""
    attributes: str | None = None


def release(
    specs: tuple[str, ...],
    asked: Asked,
    *,
    recorded: str,
    today: str | None = None,
    attested: bool = True,
    cwd: str | None = None,
) -> Released:
    """Release documents in one step, each before those that rest on it; all of them or none.

    `recorded` is the time in UTC for the ledger. Not `attested`, versions that lie frozen are
    taken in as they are. Raises UsageError for what cannot be released or lacks an approval, a
    rationale, an author or an effective date; OutputError when it cannot be written.
    """
    if not specs:
        raise UsageError("nothing is named to release", "name a spec: `schemac release body/mine`")
    folder = _folder(Workspace(cwd), specs)
    with alone(Path(folder)):
        return _release(Workspace(cwd), folder, specs, asked, recorded, today, attested)


def _release(
    workspace: Workspace,
    folder: str,
    specs: tuple[str, ...],
    asked: Asked,
    recorded: str,
    today: str | None,
    attested: bool,
) -> Released:
    files = workspace.select(specs)
    policy = policy_of(workspace.project)
    if attested:
        heed_policy(asked.approvals, policy)
    _unreleased(workspace, files)
    ours = _frozen_names(workspace, files, folder)
    if not attested:
        _must_lie_frozen(workspace, files, ours)
    checked = _allowed(check(workspace, files, today=today), ours)
    if any(d.severity is not Severity.NOTE for d in checked.diagnostics) and attested:
        return Released(checked=checked, workspace=workspace)
    root = Path(folder)
    if attested:
        fitting_step(workspace, specs, today)
    path = str(root / NAME)
    before = workspace.probed.get(path) or b""
    states = states_of(workspace)
    stamp = Stamp(recorded=recorded, approvals=asked.approvals, policy=policy)
    frozen_files = [] if before else [f for f in _frozen_in(folder) if f not in ours]
    old = list(_taken_in(workspace, frozen_files, stamp, states))
    if attested:
        new = list(_new(workspace, checked.documents, asked, stamp, states))
    else:
        new = list(_taken_in(workspace, list(files), stamp, states))
    made = [*old, *new]
    written = {name: data for one in made for name, data in one.files.items()}
    attributes = root / ".gitattributes"
    if not os.path.lexists(attributes):
        written[".gitattributes"] = ATTRIBUTES
    after = appended(before, (one.entry for one in made))
    write_release(root, written, (NAME, after))
    entries = read_ledger(after).entries[-len(made) :]
    return Released(
        checked=checked,
        workspace=workspace,
        lines=entries[len(old) :],
        taken_in=entries[: len(old)],
        ledger=path,
        attributes=_lacking(attributes),
    )


def _folder(workspace: Workspace, specs: tuple[str, ...]) -> str:
    """The one spec folder of the project that all documents lie in."""
    found = {workspace.folder_of(file) or file: file for file in workspace.select(specs)}
    for folder, file in found.items():
        if folder not in workspace.own_folders():
            raise UsageError(
                f"`{os.path.relpath(file, workspace.cwd)}` is not in a spec folder of this project",
                "only a project's own documents can be released there",
            )
    if len(found) > 1:
        listed = ", ".join(sorted(os.path.relpath(folder, workspace.cwd) for folder in found))
        raise UsageError(
            f"these documents lie in several spec folders: {listed}",
            "each has a ledger of its own: release them one after the other",
        )
    return next(iter(found))


def _unreleased(workspace: Workspace, files: Iterable[str]) -> None:
    for file in files:
        declaration = workspace.read(file).declaration
        entry = workspace.entry_of(declaration) if declaration else None
        if entry is not None:
            how = "released" if entry.status == "released" else "in the ledger, unattested,"
            raise UsageError(
                f"{entry.document} is {how} already (line {entry.line}, {entry.recorded[:10]})",
                "raise the version: what is released stays as it is",
            )


def _frozen_names(workspace: Workspace, files: Iterable[str], folder: str) -> tuple[str, ...]:
    """Where the documents lie, or will lie, frozen."""
    declared = (found for file in files if (found := workspace.read(file).declaration))
    names = (text_file(d.reference.id, d.reference.version) for d in declared)
    return tuple(str(Path(folder, name)) for name in names)


def _must_lie_frozen(workspace: Workspace, files: Iterable[str], ours: Iterable[str]) -> None:
    for file in files:
        if file not in ours:
            raise UsageError(
                f"`{os.path.relpath(file, workspace.cwd)}` does not lie frozen",
                "--unattested takes in old files called `id@version.yaml`, as they are",
            )


def _allowed(checked: Checked, ours: tuple[str, ...]) -> Checked:
    """The findings but for frozen files without a line that get one now."""
    kept = (
        one
        for one in checked.diagnostics
        if one.code != FROZEN_WITHOUT_LINE.id or one.origin.file not in ours
    )
    return Checked(tuple(kept), checked.documents)


def _new(
    workspace: Workspace,
    documents: tuple[Document, ...],
    asked: Asked,
    stamp: Stamp,
    states: dict[Reference, Status],
) -> Iterator[Frozen]:
    """The documents in the order of their dependencies."""
    if not documents:
        raise UsageError("there is no document to release", "a project file has no versions")
    waiting = {_reference(document): document for document in documents}
    all_of_it = dict(waiting)
    while waiting:
        ready = [r for r, d in waiting.items() if not _rests_on(d) & (waiting.keys() - {r})]
        reference = ready[0] if ready else next(iter(waiting))
        document = waiting.pop(reference)
        _demand(workspace, document, states)
        text = workspace.probed[document.origin.file] or b""
        said = said_of(document, asked, str(reference))
        states[reference] = "released"
        yield frozen(workspace, all_of_it[reference], text, stamp, said, states)


def _demand(workspace: Workspace, document: Document, states: dict[Reference, Status]) -> None:
    """Raises UsageError for a document that rests on drafts of its own project."""
    reference = _reference(document)
    lineage = None if isinstance(document, PointMap) else document.lineage
    before = [r for r in states if r.id == reference.id]
    if before and lineage is None and not isinstance(document, PointMap):
        raise UsageError(
            f"{reference} does not say which version it grew from",
            f"add a `lineage` with its `parent`, such as `{before[-1]}`",
        )
    parents = (lineage.parent, *lineage.merges) if lineage else ()
    needed = dict.fromkeys((*references_of(document), *parents))
    drafts = [r for r in needed if r not in states and is_own(workspace, r)]
    if drafts:
        listed = ", ".join(f"`{draft}`" for draft in drafts)
        raise UsageError(
            f"{reference} rests on drafts of this project: {listed}",
            "what a released version rests on must not move; release these first, or all at once:"
            f" `schemac release {' '.join(d.id for d in drafts)} {reference.id} …`",
        )


def _rests_on(document: Document) -> set[Reference]:
    lineage = None if isinstance(document, PointMap) else document.lineage
    parents = (lineage.parent, *lineage.merges) if lineage else ()
    return {*references_of(document), *parents}


def _reference(document: Document) -> Reference:
    return Reference(id=document.id, version=document.version)


def _frozen_in(folder: str) -> Iterator[str]:
    return (path for path in documents_in(folder) if "@" in Path(path).name)


def _taken_in(
    workspace: Workspace, files: list[str], stamp: Stamp, states: dict[Reference, Status]
) -> Iterator[Frozen]:
    """Frozen files as lines that nobody vouches for."""
    found = []
    for file in files:
        declaration = workspace.read(file).declaration
        if declaration is None or declaration.kind == "project":
            raise UsageError(
                f"`{os.path.relpath(file, workspace.cwd)}` lies frozen, but cannot be read",
                "mend it or move it away before the first release",
            )
        found.append(declaration)
        states.setdefault(declaration.reference, "unattested")
    for declaration in sorted(found, key=lambda d: _order(d.reference)):
        linked = link(declaration, workspace.resolve)
        whole = all(d.severity is not Severity.ERROR for d in linked.diagnostics)
        text = workspace.probed[declaration.file] or b""
        yield unattested(
            workspace, (declaration.kind, declaration.reference),
            linked.document if whole and declaration.sound else None, text, stamp, states,
        )  # fmt: skip


def _order(reference: Reference) -> tuple[str, tuple[int, ...]]:
    return reference.id, tuple(int(p) for p in reference.version.split(".") if p.isdigit())


def _lacking(attributes: Path) -> str | None:
    """The file of git attributes, when it does not say what ours would."""
    return None if b"ledger.jsonl -text" in attributes.read_bytes() else str(attributes)
