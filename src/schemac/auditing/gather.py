"""From ledgers, frozen files, git and a build to one account. Reads, and writes nothing."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from schemac import __version__
from schemac.auditing.account import Accepted, Account, Chain, History, Made, Merged, Version
from schemac.auditing.carried import carried
from schemac.auditing.changes import compared
from schemac.auditing.forms import Forms
from schemac.auditing.gaps import gaps_of_account, gaps_of_version
from schemac.auditing.history import anchored, remembered
from schemac.folders import documents_in, name_of
from schemac.ledger import NAME, Entry, Ledger, read_ledger
from schemac.ledger.codes import RELEASED_VERSION_EDITED
from schemac.ledger.facets import Document
from schemac.ledger.force import terms
from schemac.ledger.verify import Finding, verify
from schemac.model import PointMap
from schemac.workspace import Workspace


def account(
    workspace: Workspace,
    *,
    on: str,
    specs: Iterable[str] = (),
    anchor: str | None = None,
    build: tuple[str, tuple[Made, ...]] | None = None,
) -> Account:
    """Everything that is known of the releases of a project, as of a day; of some ids, if named."""
    wanted = frozenset(specs)
    chains, documents = [], []
    for folder in workspace.own_folders():
        chains.append(chain(workspace, folder, anchor))
        documents += [
            history
            for history in _histories(workspace, folder, on)
            if not wanted or history.id in wanted
        ]
    project = workspace.project
    name = (project.title or project.id) if project else Path(workspace.root).name
    made = Account(
        project=name,
        on=on,
        schemac=__version__,
        chains=tuple(chains),
        documents=tuple(documents),
        build=build[0] if build else None,
        made=build[1] if build else (),
    )
    from msgspec.structs import replace

    return replace(made, gaps=gaps_of_account(made))


def chain(workspace: Workspace, folder: str, anchor: str | None = None) -> Chain:
    """One ledger held against its files, its git history and, when named, an anchor."""
    root, cwd = Path(folder), workspace.cwd
    data = _bytes(root / NAME)
    found = [*verify(data, lambda name: _bytes(root / name), _frozen(root))]
    found += _edited(workspace, root)
    known = remembered(root, data)
    found += known.findings
    tagged = anchored(root, data, anchor) if anchor else None
    if tagged:
        found += tagged.findings
    return Chain(
        folder=os.path.relpath(folder, cwd),
        ledger=os.path.relpath(root / NAME, cwd) if data is not None else None,
        lines=len(read_ledger(data).entries) if data else 0,
        findings=tuple(found),
        commits=known.commits,
        limits=known.limits,
        tag=tagged.tag if tagged else None,
        signer=tagged.signer if tagged else None,
        anchored=tagged.lines if tagged else 0,
    )


def _edited(workspace: Workspace, folder: Path) -> Iterator[Finding]:
    """Working files that say something else under the number of a released version."""
    if str(folder) not in workspace.ledgers:
        return
    for path in documents_in(str(folder)):
        for problem in workspace.read(path).problems:
            if problem.code == RELEASED_VERSION_EDITED.id:
                name = Path(path).relative_to(folder).as_posix()
                yield Finding(what="file", file=name, message=problem.message)


def _histories(workspace: Workspace, folder: str, on: str) -> Iterator[History]:
    ledger = workspace.ledgers.get(folder, Ledger())
    working, frozen = _lying(workspace, folder)
    forms = Forms(workspace, Path(folder), ledger)
    for id in sorted({*working, *frozen, *(entry.id for entry in ledger.entries)}):
        entries = ledger.of(id)
        released = {entry.version for entry in entries}
        kind, title, version = working.get(id, ("", "", None))
        if entries:
            kind = entries[-1].kind
        yield History(
            id=id,
            kind=kind,
            title=title,
            versions=tuple(_versions(forms, entries, on)),
            draft=version if version not in released else None,
            frozen=tuple(v for v in frozen.get(id, ()) if v not in released),
        )


def _lying(
    workspace: Workspace, folder: str
) -> tuple[dict[str, tuple[str, str, str | None]], dict[str, list[str]]]:
    """What lies in a spec folder: kind, title and version of each working file; frozen versions."""
    working: dict[str, tuple[str, str, str | None]] = {}
    frozen: dict[str, list[str]] = {}
    for path in documents_in(folder):
        name = name_of(folder, path)
        id, at, version = name.partition("@")
        if at:
            frozen.setdefault(id, []).append(version)
            continue
        found = workspace.read(path).declaration
        if found is not None and found.kind != "project":
            title = found.entry.get("title", "")
            working[found.reference.id] = (found.kind, title, found.reference.version)
    return working, frozen


def _versions(forms: Forms, entries: tuple[Entry, ...], on: str) -> Iterator[Version]:
    for term in terms(entries, on):
        entry = term.entry
        parent = forms.entry(entry.parent)
        new, old = forms.of(entry), forms.of(parent)
        both = (old, new, forms.history) if old is not None and new is not None else None
        steps = compared(*both) if both else None
        yield Version(
            entry=entry,
            mark=forms.mark(entry),
            state=term.state,
            since=term.since,
            until=term.until,
            changes=steps.steps if steps else None,
            asked=steps.asked if steps else None,
            taken=steps.taken if steps else None,
            carried=carried(*both) if both else None,
            merged=tuple(_merged(forms, new, head) for head in entry.merges),
            waivers=_waivers(new),
            retired=_retired(new),
            gaps=tuple(gaps_of_version(term, parent, steps)),
        )


def _merged(forms: Forms, new: Document | None, head: str) -> Merged:
    old = forms.of(forms.entry(head))
    if old is None or new is None:
        return Merged(head=head)
    steps = compared(old, new, forms.history)
    return Merged(
        head=head, changes=steps.steps, asked=steps.asked, taken=steps.taken,
        carried=carried(old, new, forms.history),
    )  # fmt: skip


def _retired(document: Document | None) -> tuple[str, ...]:
    if document is None or isinstance(document, PointMap):
        return ()
    return tuple(entry.id for entry in document.retired)


def _waivers(document: Document | None) -> tuple[Accepted, ...]:
    return tuple(
        Accepted(rule=w.rule, because=w.because, by=w.by, until=w.until)
        for w in (document.waivers if document else ())
    )


def _frozen(folder: Path) -> Iterator[str]:
    """Every file below a spec folder that is called like a frozen one."""
    for directory, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if "@" in name and name.endswith((".yaml", ".json")) and not name.startswith("."):
                yield Path(directory, name).relative_to(folder).as_posix()


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
