"""What the words of `diff` and `breaking` mean: which documents are compared with which."""

from __future__ import annotations

import os

from msgspec import Struct

from schemac.diagnostic import Diagnostic
from schemac.lineage.chain import grown_from
from schemac.model.place import Reference
from schemac.revision.snapshot import Snapshot, of_commit, of_folder, working_in
from schemac.revision.step import End, Step, step_between
from schemac.revision.touched import with_touched
from schemac.workspace import UsageError, Workspace


class Broken(Struct, frozen=True):
    """Findings that keep a document from being compared, and where their texts are."""

    snapshot: Snapshot
    problems: tuple[Diagnostic, ...]


class Comparison(Struct, frozen=True):
    """The steps that were asked for, those between broken documents left out. `missing` are
    parents that are named and not there, by document."""

    steps: tuple[Step, ...]
    broken: tuple[Broken, ...] = ()
    missing: tuple[tuple[str, Reference], ...] = ()


def compare(
    workspace: Workspace,
    words: tuple[str, ...] = (),
    against: str | None = None,
    *,
    pair: bool = False,
    transitive: bool = False,
) -> Comparison:
    """Compare two ends (with `pair`: old, new); documents with what they were at `against` (a
    commit, a folder, a version, a document); or without that with the parents that they name and
    the other heads that they merge, with `transitive` with all versions behind those as well.

    Without words all documents of the project are compared. Raises UsageError for words that mean
    nothing.
    """
    here = Snapshot(workspace)
    comparing = _Comparing(here)
    if pair:
        comparing.two(*words)
    elif against is not None:
        comparing.against(comparing.select(words), against)
    else:
        comparing.parents(comparing.select(words), transitive)
    return comparing.done()


class _Comparing:
    """Gathers steps, and what was wrong on the way."""

    def __init__(self, here: Snapshot) -> None:
        self._here = here
        self._workspace = here.workspace
        self._steps: list[Step] = []
        self._broken: dict[str, Broken] = {}
        self._missing: list[tuple[str, Reference]] = []
        self._commits: dict[str, Snapshot | None] = {}

    def done(self) -> Comparison:
        steps = tuple(with_touched(step) for step in self._steps)
        return Comparison(steps, tuple(self._broken.values()), tuple(self._missing))

    # ---- three ways to compare ----------------------------------------------------------------

    def two(self, old: str, new: str) -> None:
        """Two ends: documents, folders or commits."""
        before, after = self._state(old), self._state(new)
        if len(before) == 1 and len(after) == 1 and not (_many(old) or _many(new)):
            self._step(before[0], after[0])
            return
        ids: dict[str, list[tuple[Snapshot, str] | None]] = {}
        for side, files in enumerate((before, after)):
            for snapshot, file in files:
                found = snapshot.workspace.read(file).declaration
                id = found.reference.id if found else os.path.basename(file)
                ids.setdefault(id, [None, None])[side] = (snapshot, file)
        for id in sorted(ids):
            self._step(*ids[id])

    def against(self, files: list[str], word: str) -> None:
        """Each document with what it was elsewhere."""
        snapshot = self._elsewhere(word)
        for file in files:
            found = self._workspace.read(file).declaration
            if found is None:
                self._step(None, (self._here, file))
                continue
            if found.kind == "project":
                continue
            old = self._version(found.reference.id, word) if snapshot is None else None
            if snapshot is not None and (path := _twin(snapshot, file, found.reference)):
                old = (snapshot, path)
            if snapshot is None and old is None:
                old = self._one(word)
            self._step(old, (self._here, file))

    def parents(self, files: list[str], transitive: bool) -> None:
        """Each document with the version it names as its parent, and with other heads that it
        merges; or with all behind these."""
        for file in files:
            document = self._here.linked(file).document
            if document is None:
                self._step(None, (self._here, file))
                continue
            waiting = [(document, reference) for reference in grown_from(document)]
            seen: set[Reference] = set()
            for child, reference in waiting:
                if reference in seen:
                    continue
                seen.add(reference)
                path = self._here.version(reference)
                if path is None:
                    self._missing.append((f"{child.id}@{child.version}", reference))
                    continue
                self._step((self._here, path), (self._here, file))
                older = self._here.linked(path).document if transitive else None
                waiting += [(older, before) for before in grown_from(older)] if older else []

    # ---- what words mean ----------------------------------------------------------------------

    def select(self, words: tuple[str, ...]) -> list[str]:
        """The files of the working state that words mean; all of the project without words."""
        if not words:
            return list(self._here.documents())
        files = []
        for word in words:
            chosen = self._workspace.select((word,))
            folder = os.path.isdir(os.path.join(self._workspace.cwd, word))
            files += [f for f in chosen if not folder or "@" not in os.path.basename(f)]
        return list(dict.fromkeys(files))

    def _state(self, word: str) -> list[tuple[Snapshot, str]]:
        """What one of two ends means."""
        path = os.path.join(self._workspace.cwd, word)
        if os.path.isdir(path):
            snapshot = of_folder(path, self._workspace)
            return [(snapshot, file) for file in working_in((os.path.abspath(path),))]
        if os.path.exists(path) or (word.endswith((".yaml", ".yml")) and ":" not in word):
            return [(self._here, file) for file in self._workspace.select((word,))]
        ref, colon, inside = word.partition(":")
        if colon:
            return self._at_commit(ref, inside, word)
        try:
            return [(self._here, file) for file in self._workspace.select((word,))]
        except UsageError as error:
            commit = self._commit_if_any(word)
            if commit is None:
                raise UsageError(
                    f"there is no spec, file, folder or commit `{word}`", error.help
                ) from None
            return [(commit, file) for file in commit.documents()]

    def _at_commit(self, ref: str, path: str, word: str) -> list[tuple[Snapshot, str]]:
        """`main:specs/body/mine.yaml`, or the id of a document: `main:body/mine`."""
        path = path.removeprefix("./")
        snapshot = self._commit(ref, path if path.endswith((".yaml", ".yml")) else None)
        if snapshot is None:
            raise UsageError(f"git has no commit `{ref}`", "a branch, a tag, or `HEAD~1`")
        file = snapshot.inside(path)
        if os.path.isdir(file):
            return [(snapshot, each) for each in working_in((file,))]
        if os.path.isfile(file):
            return [(snapshot, file)]
        if path.endswith((".yaml", ".yml")):
            raise UsageError(
                f"there is no `{word}`", "a path counts from the top of the repository"
            )
        try:
            return [(snapshot, each) for each in snapshot.workspace.select((path,))]
        except UsageError as error:
            raise UsageError(f"there is no `{word}`", error.help) from None

    def _elsewhere(self, word: str) -> Snapshot | None:
        """The state that `--against` names; None when it is a version or one document."""
        path = os.path.join(self._workspace.cwd, word)
        if os.path.isdir(path):
            return of_folder(path, self._workspace)
        if _is_version(word) or os.path.isfile(path) or "@" in word or ":" in word:
            return None
        try:
            snapshot = self._commit(word)
        except UsageError:
            if self._known(word):
                return None
            raise
        if snapshot is None and not self._known(word):
            raise UsageError(
                f"git has no commit `{word}`", "a branch, a tag, a folder, or a version as 1.0.0"
            )
        return snapshot

    def _known(self, word: str) -> bool:
        try:
            return bool(self._workspace.select((word,)))
        except UsageError:
            return False

    def _version(self, id: str, word: str) -> tuple[Snapshot, str] | None:
        if not _is_version(word):
            return None
        path = self._here.version(Reference(id=id, version=word))
        if path is None:
            raise UsageError(f"there is no `{id}@{word}`")
        return self._here, path

    def _one(self, word: str) -> tuple[Snapshot, str]:
        found = self._state(word)
        if len(found) != 1:
            raise UsageError(f"`{word}` is not one document")
        return found[0]

    def _commit(self, ref: str, path: str | None = None) -> Snapshot | None:
        key = f"{ref}:{path or ''}"
        if key not in self._commits:
            self._commits[key] = of_commit(ref, self._workspace, path)
        return self._commits[key]

    def _commit_if_any(self, ref: str) -> Snapshot | None:
        try:
            return self._commit(ref)
        except UsageError:
            return None

    # ---- steps --------------------------------------------------------------------------------

    def _step(self, old: tuple[Snapshot, str] | None, new: tuple[Snapshot, str] | None) -> None:
        ends = [self._end(*where) if where else None for where in (old, new)]
        wanted = [where is not None for where in (old, new)]
        if [end is not None for end in ends] == wanted:
            self._steps.append(step_between(*ends))

    def _end(self, snapshot: Snapshot, file: str) -> End | None:
        linked = snapshot.linked(file)
        if not linked.sound:
            self._broken.setdefault(
                f"{snapshot.label}:{file}", Broken(snapshot, tuple(dict.fromkeys(linked.problems)))
            )
            return None
        assert linked.document is not None  # noqa: S101 - sound
        workspace = snapshot.workspace
        declaration = workspace.read(file).declaration
        entry = workspace.entry_of(declaration) if declaration is not None else None
        released = entry is not None or "@" in os.path.basename(file)
        draft = not released and workspace.folder_of(os.path.abspath(file)) in workspace.ledgers
        return End(linked.document, file, snapshot, released, draft)


def _twin(snapshot: Snapshot, file: str, reference: Reference) -> str | None:
    """The file of a document elsewhere: of a frozen version that version, else the working file."""
    if "@" in os.path.basename(file):
        return snapshot.version(reference)
    return snapshot.working(reference.id)


def _many(word: str) -> bool:
    """Whether an end is a folder, of which there may be only one document by chance."""
    return os.path.isdir(word)


def _is_version(word: str) -> bool:
    parts = word.split(".")
    return len(parts) == 3 and all(part.isdecimal() for part in parts)
