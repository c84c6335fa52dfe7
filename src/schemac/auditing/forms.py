"""Released versions as they were frozen, and what was declared on the way from one to another."""

from __future__ import annotations

from pathlib import Path

from schemac.compile import history_of
from schemac.ledger import Entry, Ledger, digest_of, form_file
from schemac.ledger.facets import Document
from schemac.ledger.form import read_form
from schemac.lineage.chain import History
from schemac.model import Reference
from schemac.workspace import Workspace


class Forms:
    """The frozen forms of one spec folder, each read once. A form that is lost, or not the one
    that was released, is none."""

    def __init__(self, workspace: Workspace, folder: Path, ledger: Ledger) -> None:
        self._folder, self._ledger = folder, ledger
        self._known: dict[str, Document | None] = {}
        self._elsewhere = history_of(workspace).document
        self.history = History(self._find)
        """The versions behind each other. What no ledger holds, such as a dictionary of the
        standard library, is as it is now."""

    def entry(self, document: str | None) -> Entry | None:
        """The line of `id@version`."""
        id, _, version = (document or "").rpartition("@")
        return self._ledger.find(id, version) if id else None

    def of(self, entry: Entry | None) -> Document | None:
        """The document of a line."""
        if entry is None:
            return None
        if entry.document not in self._known:
            self._known[entry.document] = self._read(entry)
        return self._known[entry.document]

    def mark(self, entry: Entry) -> str:
        """The digest of a line itself; empty behind the end of the chain."""
        marks = self._ledger.marks
        return marks[entry.line - 1] if entry.line <= len(marks) else ""

    def _read(self, entry: Entry) -> Document | None:
        try:
            data = Path(self._folder, form_file(entry.id, entry.version)).read_bytes()
        except OSError:
            return None
        return read_form(entry.kind, data) if digest_of(data) == entry.files.form else None

    def _find(self, reference: Reference) -> Document | None:
        entry = self.entry(str(reference))
        return self.of(entry) if entry else self._elsewhere(reference)
