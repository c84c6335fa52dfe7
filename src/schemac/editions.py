"""The versions of a spec at hand, for its guide: from ledger, frozen files and working file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from schemac.guide.editions import Edition, Size, Step, number
from schemac.ledger import Entry, Ledger, digest_of, form_file
from schemac.ledger.force import Term, terms
from schemac.ledger.form import read_form
from schemac.lineage.breakage import required
from schemac.lineage.diff import diff
from schemac.model import Reference, Skeleton
from schemac.reading.declare import Declaration
from schemac.released import link_found
from schemac.workspace import Workspace

_ELSEWHERE = frozenset({"redefined", "meaning-undeclared"})
"""Changes after which a label means another place."""


def editions(workspace: Workspace, skeleton: Skeleton) -> tuple[Edition, ...]:
    """Every version of a spec, the highest first; none for one outside of any spec folder."""
    folder = workspace.folder_of(skeleton.origin.file)
    return _Shelf(workspace, folder, skeleton).editions() if folder else ()


def document_of(workspace: Workspace, reference: Reference) -> Skeleton | None:
    """A skeleton as it means now or, when it is released, as it meant then; None when there is none
    of that version, or when it has errors."""
    declaration = workspace.resolve(reference)
    if not isinstance(declaration, Declaration):
        return None
    document = link_found(workspace, workspace.read(declaration.file)).document
    return document if isinstance(document, Skeleton) else None


class _Shelf:
    """One spec in one spec folder: its ledger, and its versions as they are asked for."""

    def __init__(self, workspace: Workspace, folder: str, skeleton: Skeleton) -> None:
        self._workspace, self._folder, self._id = workspace, folder, skeleton.id
        entries = workspace.ledgers.get(folder, Ledger()).of(skeleton.id)
        self._terms: Mapping[str, Term] = {t.entry.version: t for t in terms(entries, on="")}
        self._documents: dict[str, Skeleton | None] = {skeleton.version: skeleton}

    def editions(self) -> tuple[Edition, ...]:
        frozen, working = self._lying()
        every = {*self._terms, *frozen, *self._documents, *([working] if working else ())}
        if len(every) == 1 and not self._terms and not frozen:
            return (Edition(version=every.pop(), state="draft"),)
        return tuple(
            self._edition(version, version in frozen)
            for version in sorted(every, key=number, reverse=True)
        )

    def _lying(self) -> tuple[frozenset[str], str | None]:
        """The versions that lie frozen, and that of the working file."""
        working = Path(self._folder, f"{self._id}.yaml")
        start = f"{working.stem}@"
        frozen = frozenset(
            file.name[len(start) : -len(".yaml")]
            for file in (working.parent.iterdir() if working.parent.is_dir() else ())
            if file.name.startswith(start) and file.name.endswith(".yaml")
        )
        found = self._workspace.read(str(working)).declaration if working.is_file() else None
        return frozen, found.reference.version if found else None

    def _edition(self, version: str, frozen: bool) -> Edition:
        term, document = self._terms.get(version), self._document(version)
        lineage = document.lineage if document else None
        came_from = tuple(map(str, (lineage.parent, *lineage.merges))) if lineage else ()
        made = Edition(
            version=version,
            state="unattested" if frozen or term else "draft",
            author=lineage.author if lineage else None,
            rationale=lineage.rationale if lineage else None,
        )
        if term is not None and term.entry.status == "released":
            entry = term.entry
            came_from = ((entry.parent,) if entry.parent else ()) + entry.merges
            made = replace(
                made, state="released", since=term.since, until=term.until, author=entry.author,
                rationale=entry.rationale, approved=_approved(entry),
            )  # fmt: skip
        own = f"{self._id}@"
        parents = tuple(d.removeprefix(own) for d in came_from if d.startswith(own))
        return replace(
            made,
            parents=parents,
            sources=tuple(d for d in came_from if not d.startswith(own)),
            size=self._size(parents[0], version) if parents else None,
        )

    def _document(self, version: str) -> Skeleton | None:
        """A version, of its frozen form where there is one: that is sooner read than linked."""
        if version not in self._documents:
            found = self._form(version) or document_of(
                self._workspace, Reference(id=self._id, version=version)
            )
            self._documents[version] = found
        return self._documents[version]

    def _form(self, version: str) -> Skeleton | None:
        term = self._terms.get(version)
        if term is None or term.entry.files.form is None:
            return None
        path = Path(self._folder, form_file(self._id, version))
        data = self._workspace.data_of(str(path))
        if data is None or digest_of(data) != term.entry.files.form:
            return None
        form = read_form(term.entry.kind, data)
        return form if isinstance(form, Skeleton) else None

    def _size(self, parent: str, version: str) -> Size | None:
        old, new = self._document(parent), self._document(version)
        if old is None or new is None:
            return None
        changes = diff(old, new)
        added, gone = new.by_id.keys() - old.by_id.keys(), old.by_id.keys() - new.by_id.keys()
        elsewhere = {p for change in changes if change.name in _ELSEWHERE for p in change.points}
        counted = {*added, *gone, *elsewhere}
        return Size(
            step=_STEPS[required(changes).name],
            added=len(added),
            gone=len(gone),
            redefined=len(elsewhere),
            others=sum(not change.points or not counted.issuperset(change.points)
                       for change in changes),
        )  # fmt: skip


_STEPS: Mapping[str, Step] = {"NONE": "none", "PATCH": "patch", "MINOR": "minor", "MAJOR": "major"}


def _approved(entry: Entry) -> tuple[str, ...]:
    return tuple(f"{a.by} ({a.role})" if a.role else a.by for a in entry.approvals)
