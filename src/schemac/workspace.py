"""The edge: where documents come from, and safe access to their files.

References are looked up in the project's spec folders, then in the standard library. Every file
that was looked at is remembered, present or not, so that a cached result can tell whether it
still holds.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from schemac.diagnostic import Diagnostic
from schemac.folders import PROJECT_FILE, documents_in, file_of, frozen_in, ids_in, name_of
from schemac.linking.codes import SAME_ID_DIFFERS, UNREADABLE
from schemac.linking.linker import Nowhere
from schemac.model.place import Reference
from schemac.model.project import Project
from schemac.reading.codes import WRONG_FILE
from schemac.reading.declare import Declaration, declare, locate, tree_of
from schemac.reading.tree import MAX_BYTES, Node
from schemac.shipped import shipped
from schemac.source import Origin, Source, Span

if TYPE_CHECKING:
    from schemac.ledger import Entry, Ledger


class UsageError(Exception):
    """What was asked for makes no sense; the message is for people."""

    def __init__(self, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.help = help


class Found(Struct, frozen=True):
    """A file as read: its declaration if there is one, its text, and what was wrong with it."""

    declaration: Declaration | None
    source: Source
    problems: tuple[Diagnostic, ...]


class Workspace:
    """A project with its spec folders, or none, and the standard library behind it."""

    def __init__(self, cwd: str | None = None, project_file: str | None = None) -> None:
        self.cwd = os.path.abspath(cwd or os.getcwd())
        self.probed: dict[str, bytes | None] = {}
        self._files: dict[str, Found] = {}
        self._trees: dict[str, Node | None] = {}
        self._found: dict[Reference, Declaration | Nowhere] = {}
        self._clashes: dict[Reference, Diagnostic] = {}
        self.ledgers: dict[str, Ledger] = {}
        """Spec folders that have a ledger of releases, and what it says."""
        self.project_file = project_file or self._upward(self.cwd)
        self.project, self.project_problems = self._project()
        self.root = os.path.dirname(self.project_file) if self.project_file else self.cwd
        self.library = shipped("specs")
        self.folders = tuple(self._folders())
        for folder in self.folders:
            self._open_ledger(folder)

    # ---- files --------------------------------------------------------------------------------

    def read(self, path: str) -> Found:
        """The document in a file, read once."""
        path = os.path.abspath(path)
        if path not in self._files:
            self._files[path] = self._read(path)
        return self._files[path]

    def read_files(self) -> Iterator[Found]:
        """Every file that was read so far."""
        yield from list(self._files.values())

    def locate(self, origin: Origin) -> tuple[Source, Span | None]:
        """The text of a place, and the span of its route in it."""
        found = self._files.get(origin.file)
        if found is None:
            return Source(origin.file, ""), None
        if origin.file not in self._trees:
            self._trees[origin.file] = tree_of(found.source)
        return found.source, locate(self._trees[origin.file], origin.route)

    def _read(self, path: str) -> Found:
        try:
            data = self._bytes(path)
        except OSError as error:
            said = (error.strerror or "cannot be read").lower()
            problem = UNREADABLE.at(Origin(path), f"the file cannot be read: {said}")
            return Found(None, Source(path, ""), (problem,))
        declaration, source, problems = declare(path, data)
        if declaration is not None and declaration.kind != "project":
            problems = (*problems, *self._misplaced(path, declaration))
        if self.ledgers or "@" in os.path.basename(path):
            problems = (*problems, *self._guarded(path, data, declaration))
        return Found(declaration, source, problems)

    def _bytes(self, path: str) -> bytes:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
        self.probed[path] = data
        return data

    def relative(self, path: str) -> str:
        """A path as people near the working folder write it."""
        near = os.path.relpath(path, self.cwd)
        return path if near.startswith("..") else near

    def _exists(self, path: str) -> bool:
        if os.path.isfile(path):
            return True
        self.probed.setdefault(path, None)
        return False

    def _misplaced(self, path: str, declaration: Declaration) -> Iterator[Diagnostic]:
        """An id must be the path below the spec folder the file lies in."""
        reference = declaration.reference
        for folder in self.folders if hasattr(self, "folders") else ():
            if not path.startswith(folder + os.sep):
                continue
            name = name_of(folder, path)
            if name not in (reference.id, str(reference)):
                yield WRONG_FILE.at(
                    declaration.origin / declaration.kind,
                    f"`{reference.id}` stands in a file called `{name}.yaml`",
                    help=f"call the document `{name.partition('@')[0]}`,"
                    f" or the file `{reference.id}.yaml`",
                )
            return

    # ---- releases -----------------------------------------------------------------------------

    def _open_ledger(self, folder: str) -> None:
        """Take a ledger's word into account; its faults are findings of every command."""
        path = os.path.join(folder, "ledger.jsonl")
        if not self._exists(path):
            return
        from schemac.ledger.chain import MAX_BYTES as LARGEST
        from schemac.ledger.chain import read_ledger
        from schemac.ledger.guard import chain_findings

        try:
            with open(path, "rb") as file:
                data = self.probed[path] = file.read(LARGEST + 1)
        except OSError:
            data = b""
        self.ledgers[folder] = ledger = read_ledger(data)
        self._files[path] = Found(None, *chain_findings(path, data, ledger))

    def _guarded(
        self, path: str, data: bytes, declaration: Declaration | None
    ) -> Iterator[Diagnostic]:
        """What the ledger of its folder has against a file."""
        folder = self.folder_of(path) or ""
        ledger = self.ledgers.get(folder)
        if ledger is not None:
            from schemac.ledger.guard import guard

            yield from guard(folder, ledger, path, data, declaration, self._declared)
        elif folder and self._exists(f"{path.removesuffix('.yaml')}.json"):
            from schemac.ledger.guard import ledger_missing

            yield ledger_missing(path)

    def _declared(self, path: str) -> Declaration | None:
        return self.read(path).declaration if self._exists(path) else None

    def text_of(self, reference: Reference) -> bytes | None:
        """The bytes of the file that a reference leads to; None when it leads nowhere."""
        found = self.resolve(reference)
        return None if isinstance(found, Nowhere) else self.probed.get(found.file)

    def entry_of(self, declaration: Declaration) -> Entry | None:
        """The ledger's line of a document, when its version is released."""
        ledger = self.ledgers.get(self.folder_of(declaration.file) or "")
        reference = declaration.reference
        return ledger.find(reference.id, reference.version) if ledger else None

    def data_of(self, path: str) -> bytes | None:
        """The bytes of a file that is no document; None when there is none."""
        if not self._exists(path):
            return None
        try:
            with open(path, "rb") as file:
                self.probed[path] = file.read()
        except OSError:
            return None
        return self.probed[path]

    def folder_of(self, path: str) -> str | None:
        """The spec folder that a file lies in."""
        return next((f for f in self.folders if path.startswith(f + os.sep)), None)

    # ---- references ---------------------------------------------------------------------------

    def resolve(self, reference: Reference) -> Declaration | Nowhere:
        """The document of a reference; else the versions and ids there are."""
        if reference not in self._found:
            self._found[reference] = self._resolve(reference)
        return self._found[reference]

    def clashes(self) -> tuple[Diagnostic, ...]:
        """Documents of the project that say something else than the library's of that name."""
        return tuple(self._clashes.values())

    def _resolve(self, reference: Reference) -> Declaration | Nowhere:
        versions: list[str] = []
        unreadable: str | None = None
        for folder in self.folders:
            for name in (reference.id, str(reference)):
                path = file_of(folder, name)
                if not self._exists(path):
                    continue
                declaration = self.read(path).declaration
                if declaration is None:
                    unreadable = f"`{os.path.relpath(path, self.cwd)}` cannot be read"
                elif declaration.reference == reference:
                    self._compare(reference, declaration, folder)
                    return declaration
                elif declaration.reference.id == reference.id:
                    versions.append(declaration.reference.version)
        versions += frozen_in(self.folders, reference.id)
        known = () if versions or unreadable else tuple(self.ids())
        return Nowhere(tuple(sorted(set(versions))), known, unreadable)

    def _compare(self, reference: Reference, ours: Declaration, folder: str) -> None:
        if folder == self.library:
            return
        for name in (reference.id, str(reference)):
            path = file_of(self.library, name)
            theirs = self.read(path).declaration if self._exists(path) else None
            if theirs is None or theirs.reference != reference:
                continue
            from schemac.canonical import declared_digest

            if declared_digest(ours) != declared_digest(theirs):
                self._clashes[reference] = SAME_ID_DIFFERS.at(
                    ours.origin / ours.kind,
                    f"the standard library has another `{reference}`",
                    help="give this document another id or version",
                )

    def _working(self, id: str) -> Iterator[str]:
        """Versions that working files of an id declare."""
        for folder in self.folders:
            path = file_of(folder, id)
            declaration = self.read(path).declaration if self._exists(path) else None
            if declaration is not None:
                yield declaration.reference.version

    # ---- what there is ------------------------------------------------------------------------

    def ids(self) -> Iterator[str]:
        """Ids of all documents, of the project and the library, each once."""
        return ids_in(self.folders)

    def own_folders(self) -> tuple[str, ...]:
        """The spec folders that are checked and built when nothing else is said."""
        own = tuple(f for f in self.folders if f != self.library and os.path.isdir(f))
        return own or ((self.library,) if self.project is None or self._in_library() else ())

    def _in_library(self) -> bool:
        return any(os.path.realpath(f) == os.path.realpath(self.library) for f in self.folders)

    def select(self, wanted: tuple[str, ...]) -> tuple[str, ...]:
        """The files that a command's arguments mean: paths, folders, ids, `id@version`.

        Raises UsageError for what is none of them. Without arguments, all own documents.
        """
        if not wanted:
            return tuple(p for folder in self.own_folders() for p in documents_in(folder))
        chosen: list[str] = []
        for word in wanted:
            chosen += self._select(word)
        return tuple(dict.fromkeys(chosen))

    def _select(self, word: str) -> list[str]:
        path = os.path.abspath(os.path.join(self.cwd, word))
        if os.path.isdir(path):
            found = list(documents_in(path))
            if not found:
                raise UsageError(f"there is no document in `{word}`", "documents end in `.yaml`")
            return found
        if os.path.isfile(path) or word.endswith((".yaml", ".yml")):
            return [path]
        id, _, version = word.partition("@")
        for folder in self.folders:
            working, frozen = file_of(folder, id), file_of(folder, word)
            if not version and self._exists(working):
                return [working]
            if version and self._exists(working):
                declaration = self.read(working).declaration
                if declaration is not None and declaration.reference.version == version:
                    return [working]
            if version and self._exists(frozen):
                return [frozen]
        from schemac.reading.types import nearest

        versions = [*self._working(id), *frozen_in(self.folders, id)]
        help = f"there is {', '.join(f'`{id}@{v}`' for v in versions)}" if versions else None
        help = help or nearest(id, tuple(self.ids()))
        raise UsageError(f"there is no spec, file or folder `{word}`", help)

    # ---- the project --------------------------------------------------------------------------

    def _project(self) -> tuple[Project | None, tuple[Diagnostic, ...]]:
        if self.project_file is None:
            return None, ()
        found = self.read(self.project_file)
        if found.declaration is None or found.declaration.kind != "project":
            problems = found.problems
            if found.declaration is not None:
                message = "`schemac.yaml` is not a project file"
                problems = (*problems, WRONG_FILE.at(found.declaration.origin, message))
            return None, problems
        from schemac.linking.project import link_project

        return link_project(found.declaration), found.problems

    def _upward(self, folder: str) -> str | None:
        """The project file of a folder or of the nearest one above it."""
        while True:
            path = os.path.join(folder, PROJECT_FILE)
            if self._exists(path):
                return path
            parent = os.path.dirname(folder)
            if parent == folder:
                return None
            folder = parent

    def _folders(self) -> Iterator[str]:
        names = self.project.specs if self.project else ("specs",)
        folders = [os.path.normpath(os.path.join(self.root, *name.split("/"))) for name in names]
        yield from dict.fromkeys(folders)
        if all(os.path.realpath(f) != os.path.realpath(self.library) for f in folders):
            yield self.library
