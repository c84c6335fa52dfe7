"""Documents: read, checked, mended, laid out, counted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from schemac.api.errors import SpecError
from schemac.api.found import skeletons_of
from schemac.compile import Checked
from schemac.compile import check as _check
from schemac.model import Skeleton
from schemac.workspace import UsageError, Workspace

if TYPE_CHECKING:
    from schemac.covered import Covered
    from schemac.rewrite import Rewritten
    from schemac.translations import Catalogue


def load(spec: str, cwd: str | Path | None = None) -> Skeleton:
    """The linked skeleton of a spec or part: a path, an id, or `id@version`.

    Looked for in the project of `cwd` (the working folder when left out), then in the standard
    library. Raises SpecError when it has errors, UsageError when there is no such spec.
    """
    workspace = Workspace(str(cwd) if cwd is not None else None)
    checked = _check(workspace, workspace.select((spec,)))
    skeletons = [d for d in checked.documents if isinstance(d, Skeleton)]
    if checked.failed:
        raise SpecError(checked.diagnostics, workspace.locate, workspace.cwd)
    if not skeletons:
        raise UsageError(f"`{spec}` is no spec or part")
    return skeletons[0]


def check(*specs: str, cwd: str | Path | None = None, today: str | None = None) -> Checked:
    """All findings on documents: paths, folders, ids, `id@version`; without any, all of a project.

    `today` is an ISO date that lets waivers expire. Raises UsageError for an unknown spec.
    """
    from schemac.rewrite import with_fixes

    workspace = Workspace(str(cwd) if cwd is not None else None)
    checked = _check(workspace, workspace.select(specs), today=today)
    return Checked(with_fixes(checked.diagnostics, workspace, specs), checked.documents)


def fix(
    *specs: str,
    unsafe: bool = False,
    write: bool = True,
    cwd: str | Path | None = None,
    workspace: Workspace | None = None,
) -> tuple[Rewritten, ...]:
    """Mend what a machine can mend; the files that changed (without `write`: that would change).

    Fixes that could mean something else are applied only when `unsafe`. A file is written whole
    or not at all. Raises UsageError for a spec that is unknown or not ours, OutputError when a
    file cannot be written.
    """
    from schemac.rewrite import mend_files, own_files

    workspace = workspace or Workspace(str(cwd) if cwd is not None else None)
    files = own_files(workspace, specs)
    return tuple(mend_files(workspace, files, unsafe=unsafe, write=write))


def fmt(
    *specs: str,
    write: bool = True,
    cwd: str | Path | None = None,
    workspace: Workspace | None = None,
) -> tuple[Rewritten, ...]:
    """Format documents, all of the project without names; every file looked at, changed or not.

    Raises UsageError for a spec that is unknown or not ours, OutputError when a file cannot be
    written. One with errors is left as it is and carries its `problems`.
    """
    from schemac.rewrite import format_files, own_files

    workspace = workspace or Workspace(str(cwd) if cwd is not None else None)
    return tuple(format_files(workspace, own_files(workspace, specs), write=write))


def format_text(text: str, file: str = "<text>") -> str:
    """The text of a document in the one way to write it. Raises SpecError when it has errors."""
    from schemac.formatting import format_document
    from schemac.source import Source

    done = format_document(file, text.encode())
    if done.problems:
        raise SpecError(done.problems, lambda origin: (Source(file, text), None))
    return done.data.decode()


def coverage(
    *specs: str, cwd: str | Path | None = None, workspace: Workspace | None = None
) -> Covered:
    """How many keypoints of each spec have a definition, a cue, a sigma ..., and which lack it.

    Without specs, all of the project. Parts are counted in the specs that include them, on their
    own only when no spec was asked for; frozen versions only when named. Raises UsageError for
    what is no spec or part.
    """
    from schemac.covered import Covered, coverage_of

    workspace = workspace or Workspace(str(cwd) if cwd is not None else None)
    named = any("@" in spec for spec in specs)
    files = [f for f in workspace.select(specs) if named or "@" not in Path(f).name]
    skeletons, failed = skeletons_of(workspace, files)
    found = [s for s in skeletons if s.kind == "spec"] or skeletons
    if specs and not found and not failed:
        listed = ", ".join(f"`{spec}`" for spec in specs)
        raise UsageError(f"there is no spec or part in {listed}")
    return Covered(tuple(map(coverage_of, found)), failed)


def catalogue(*specs: str, cwd: str | Path | None = None) -> str:
    """A page of documents as Markdown, all of the project without names; see `specs/README.md`.

    Raises SpecError when one has errors, UsageError for an unknown one.
    """
    from schemac.catalogue import catalogue as page

    workspace = Workspace(str(cwd) if cwd is not None else None)
    checked = _check(workspace, workspace.select(specs))
    if checked.failed:
        raise SpecError(checked.diagnostics, workspace.locate, workspace.cwd)
    return page(checked.documents, workspace.project.title if workspace.project else None)


def strings(
    locale: str,
    *specs: str,
    out: str | Path | None = None,
    write: bool = True,
    cwd: str | Path | None = None,
) -> Catalogue:
    """The sentences of specs as a gettext catalogue, into `locales/<locale>.po` of the project.

    Without specs, all of the project. What is translated already is kept. Raises SpecError when a
    spec has errors, UsageError for an unknown language, spec or a broken catalogue.
    """
    from schemac.translations import catalogue, catalogue_path, store

    workspace = Workspace(str(cwd) if cwd is not None else None)
    file = Path(workspace.cwd, out) if out else catalogue_path(workspace, locale)
    checked = _check(workspace, workspace.select(specs))
    if checked.failed:
        raise SpecError(checked.diagnostics, workspace.locate, workspace.cwd)
    made = catalogue(checked.skeletons, locale, file)
    if write:
        store(made)
    return made


def init(folder: str | Path = ".") -> tuple[Path, ...]:
    """Write a project that builds, with a commented example; the files it made.

    Raises UsageError when one of them exists already; then nothing is written.
    """
    from schemac.starter import start_project

    return start_project(Path(folder))
