"""A state of documents: the working files, a folder, or a commit of git."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from schemac.compile import history_of
from schemac.diagnostic import Diagnostic, Severity
from schemac.folders import PROJECT_FILE, documents_in
from schemac.git import Blob, Repository
from schemac.lineage.chain import History
from schemac.linking import Document, Nowhere
from schemac.model.place import Reference
from schemac.released import link_found
from schemac.source import Origin, Source, Span
from schemac.workspace import Found, UsageError, Workspace

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

_EMPTY = b"schemac: 1\nproject: commit\n"  # where a commit has none: none above it counts


class Linked:
    """A document of a snapshot, linked, and what was wrong with it."""

    def __init__(self, document: Document | None, problems: tuple[Diagnostic, ...]) -> None:
        self.document, self.problems = document, problems

    @property
    def sound(self) -> bool:
        return self.document is not None and not any(
            problem.severity is Severity.ERROR for problem in self.problems
        )


class Snapshot:
    """Documents as they are somewhere. `label` is put before their paths: the name of a commit."""

    def __init__(self, workspace: Workspace, label: str = "", root: str = "") -> None:
        self.workspace = workspace
        self.label = label
        self._root = root
        self._twins = self._top = ""
        self._kept: TemporaryDirectory[str] | None = None
        self._linked: dict[str, Linked] = {}
        self.history: History = history_of(workspace)

    def linked(self, path: str) -> Linked:
        """The document of a file, linked once."""
        path = os.path.abspath(path)
        if path not in self._linked:
            found = self.workspace.read(path)
            if found.declaration is None or found.declaration.kind == "project":
                self._linked[path] = Linked(None, found.problems)
            else:
                made = link_found(self.workspace, found)
                every = (*found.problems, *made.diagnostics)
                self._linked[path] = Linked(made.document, every)
        return self._linked[path]

    def working(self, id: str) -> str | None:
        """The working file of an id."""
        for folder in self.workspace.folders:
            path = os.path.join(folder, *f"{id}.yaml".split("/"))
            if os.path.isfile(path):
                return path
        return None

    def version(self, reference: Reference) -> str | None:
        """The file of an exact version."""
        found = self.workspace.resolve(reference)
        return None if isinstance(found, Nowhere) else found.file

    def documents(self) -> tuple[str, ...]:
        """The working files of its own spec folders."""
        folders = self.workspace.own_folders()
        return tuple(working_in(folders))

    def place(self, origin: Origin) -> tuple[Source, Span | None]:
        """The text of a place, and where in it the place lies."""
        if origin.file:
            self.workspace.read(origin.file)
        return self.workspace.locate(origin)

    def shown(self, file: str, cwd: str) -> str:
        """A path as people write it: of a commit as `main:specs/body/coco-17.yaml`."""
        for root, top in ((self._root, ""), (self._twins, self._top)):
            if self.label and root and file.startswith(root + os.sep):
                return f"{self.label}:{top}{os.path.relpath(file, root)}".replace(os.sep, "/")
        near = os.path.relpath(file, cwd)
        return file if near.startswith(".." + os.sep) else near

    def root_of(self, cwd: str) -> str:
        """The folder from which its paths are read: that of the commit, or the working folder."""
        return self._root or cwd

    def keep(self, folder: TemporaryDirectory[str], twins: str, top: str) -> None:
        """Hold a folder as long as the snapshot is used. `twins` is the folder of the working
        files that stand for those of the commit that are the same, `top` its path there."""
        self._kept, self._twins, self._top = folder, twins, top

    def inside(self, path: str) -> str:
        """A path of the repository as a file of the snapshot."""
        return os.path.join(self._root, *path.split("/"))


def working_in(folders: tuple[str, ...]) -> list[str]:
    """The documents of folders but for frozen versions."""
    every = (path for folder in folders for path in documents_in(folder))
    return [path for path in every if "@" not in os.path.basename(path)]


def of_folder(folder: str, around: Workspace) -> Snapshot:
    """A folder: a project of its own, a part of the one around it, or a bare spec folder."""
    folder = os.path.abspath(folder)
    if os.path.isfile(os.path.join(folder, PROJECT_FILE)):
        return Snapshot(Workspace(folder))
    if any(f"{folder}{os.sep}".startswith(f + os.sep) for f in around.own_folders()):
        return Snapshot(around)
    workspace = Workspace(folder)
    if not os.path.isdir(os.path.join(folder, "specs")) or workspace.project_file:
        workspace.folders = (folder, workspace.library)
    return Snapshot(workspace)


def of_commit(ref: str, around: Workspace, path: str | None = None) -> Snapshot | None:
    """The project as it was at a commit, with one more file when it lies elsewhere; None when
    there is no such commit. Raises UsageError when git cannot be asked."""
    from tempfile import TemporaryDirectory

    repository = Repository(around.root)
    commit = repository.commit(ref)
    if commit is None:
        return None
    top = repository.prefix
    folder = TemporaryDirectory(prefix="schemac-")
    root = os.path.realpath(folder.name)
    home = os.path.join(root, *top.split("/")) if top else root
    named = around.project.specs if around.project else ("specs",)
    wanted = {f"{top}{name}" for name in (PROJECT_FILE, *named)} | ({path} if path else set())
    _fill(repository, commit, wanted, root)
    if not os.path.isfile(os.path.join(home, PROJECT_FILE)):
        _write(root, f"{top}{PROJECT_FILE}", _EMPTY)
    workspace = _Commit(home, around)
    if workspace.project and (other := set(workspace.project.specs) - set(named)):
        _fill(repository, commit, {f"{top}{name}" for name in other}, root)
        workspace = _Commit(home, around)
    made = Snapshot(workspace, label=ref, root=root)
    made.keep(folder, around.root, top)
    return made


def _fill(repository: Repository, commit: str, wanted: set[str], root: str) -> None:
    """Write out the documents of a commit that lie in folders, or are files, of it."""
    blobs = [blob for blob in repository.files(commit, tuple(sorted(wanted))) if _of_ours(blob)]
    for blob, data in repository.contents(blobs):
        _write(root, blob.path, data)


class _Commit(Workspace):
    """A commit's files. One that says the same as the working file is not read a second time: its
    places are those of the working file, which has the same lines."""

    def __init__(self, home: str, around: Workspace) -> None:
        self._around, self._home = around, os.path.realpath(home)
        super().__init__(home)

    def read(self, path: str) -> Found:
        path = os.path.abspath(path)
        if path not in self._files and path.startswith(self._home + os.sep):
            twin = os.path.join(self._around.root, os.path.relpath(path, self._home))
            if os.path.isfile(twin) and _bytes(twin) == _bytes(path):
                found = self._around.read(twin)
                self._files[path] = self._files[twin] = found
        return super().read(path)

    def folder_of(self, path: str) -> str | None:
        """The spec folder of the commit, also for a working file that stands for one of it."""
        near = os.path.relpath(path, self._around.root)
        return super().folder_of(path) or super().folder_of(os.path.join(self._home, near))


def _bytes(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _of_ours(blob: Blob) -> bool:
    """Documents, the ledger and frozen forms; nothing else is written out."""
    name = blob.path.rpartition("/")[2]
    return name.endswith((".yaml", ".yml")) or name == "ledger.jsonl" or "@" in name


def _write(root: str, path: str, data: bytes) -> None:
    parts = path.split("/")
    if any(part in ("", ".", "..") or os.sep in part for part in parts):
        raise UsageError(f"git has a file with an impossible path: `{path}`")
    file = os.path.join(root, *parts)
    os.makedirs(os.path.dirname(file), exist_ok=True)
    with open(file, "wb") as out:
        out.write(data)
