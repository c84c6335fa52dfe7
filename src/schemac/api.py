"""The package's functions: all that the command line does, for programs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schemac.assemble import Built, accounts, out_folder, plan
from schemac.compile import Checked, Chosen, choose_targets
from schemac.compile import check as _check
from schemac.diagnostic import Code, Diagnostic
from schemac.format import Format
from schemac.model import Skeleton
from schemac.output import Difference, compare_build, write_build
from schemac.workspace import UsageError, Workspace

if TYPE_CHECKING:
    from schemac.remote import Pulled, Pushed, Wanted
    from schemac.report import Locate
    from schemac.rewrite import Rewritten

__all__ = [
    "SpecError", "UsageError", "build", "check", "compare", "explain", "fix", "fmt",
    "format_text", "init", "load", "pull", "push", "rules", "schema", "targets",
]  # fmt: skip


class SpecError(Exception):
    """A spec has errors. `diagnostics` are all findings; `str()` shows them as `check` does."""

    def __init__(
        self, diagnostics: tuple[Diagnostic, ...], locate: Locate, cwd: str | None = None
    ) -> None:
        super().__init__(diagnostics)
        self.diagnostics = diagnostics
        self._locate, self._cwd = locate, cwd

    def __str__(self) -> str:
        from schemac.report import render_text

        return render_text(self.diagnostics, self._locate, cwd=self._cwd)


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


def build(
    *specs: str,
    out: str | Path | None = None,
    targets: tuple[str, ...] = (),
    jobs: int = 1,
    cwd: str | Path | None = None,
    today: str | None = None,
    advance: Callable[[str], None] = lambda name: None,
    workspace: Workspace | None = None,
) -> Built:
    """Check specs, emit the targets and write them in one step; nothing is written on errors.

    Without specs and targets it is a full build, which removes stale files of the last one. With
    several `jobs` (processes) the bytes are the same; it pays from some 20 specs on.
    Raises UsageError for an unknown spec or target, OutputError when it cannot be written. A
    `workspace` that is given keeps the texts in which the diagnostics lie.
    """
    workspace = workspace or Workspace(str(cwd) if cwd is not None else None)
    chosen = _chosen(workspace, targets)
    checked = _check(workspace, workspace.select(specs), targets=chosen, today=today)
    if checked.failed or (specs and not checked.skeletons):
        return Built(checked)
    full = not specs and not targets
    made = plan(workspace, checked.skeletons, chosen, full=full, jobs=jobs, advance=advance)
    folder = out_folder(workspace, str(out) if out is not None else None)
    written = write_build(folder, made, sources=[Path(f) for f in workspace.folders])
    return Built(checked, accounts(made), written)


def compare(
    *specs: str,
    out: str | Path | None = None,
    targets: tuple[str, ...] = (),
    cwd: str | Path | None = None,
    workspace: Workspace | None = None,
) -> tuple[Checked, Difference | None]:
    """What `build` would change in its folder, without writing; None when the specs have errors."""
    workspace = workspace or Workspace(str(cwd) if cwd is not None else None)
    chosen = _chosen(workspace, targets)
    checked = _check(workspace, workspace.select(specs), targets=chosen)
    if checked.failed:
        return checked, None
    made = plan(workspace, checked.skeletons, chosen, full=not specs and not targets)
    folder = out_folder(workspace, str(out) if out is not None else None)
    return checked, compare_build(folder, made)


def push(
    tool: str,
    spec: str,
    *,
    url: str,
    project: int | None = None,
    title: str | None = None,
    layout: str | None = None,
    template: bool = False,
    dry_run: bool = False,
    cwd: str | Path | None = None,
    workspace: Workspace | None = None,
) -> Pushed:
    """Make or update a project of an annotation server (`cvat`, `label-studio`) from a spec.

    The project is `project`, else the one called `title`, else the one called after the spec's
    title, id and version. Label Studio has two layouts, `keypoints` and `vector`, and with
    `template` gets a task to start from. When `plan.refused` nothing was written. Secrets come
    from the environment. Raises SpecError for a spec with errors, RemoteError (a UsageError) when
    the server cannot be asked.
    """
    from schemac import remote

    workspace = workspace or Workspace(str(cwd) if cwd is not None else None)
    wanted = _wanted(workspace, tool, spec, title=title, layout=layout, template=template)
    return remote.push(tool, wanted, url, project=project, dry_run=dry_run)


def pull(
    tool: str,
    spec: str | None = None,
    *,
    url: str,
    project: int,
    cwd: str | Path | None = None,
    workspace: Workspace | None = None,
) -> Pulled:
    """The config of a project of an annotation server, and how it differs from a spec.

    Raises what `push` raises.
    """
    from schemac import remote

    workspace = workspace or Workspace(str(cwd) if cwd is not None else None)
    wanted = None if spec is None else _wanted(workspace, tool, spec)
    return remote.pull(tool, url, project=project, wanted=wanted)


def targets() -> tuple[Format, ...]:
    """Every target: what it writes, what it carries, its options."""
    from schemac.formats import FORMATS
    from schemac.formats import load as load_format

    return tuple(load_format(name) for name in FORMATS)


def chosen_targets(names: tuple[str, ...]) -> tuple[Format, ...]:
    """The targets of these names; all without names. Raises UsageError for an unknown one."""
    _known_targets(names)
    return tuple(format for format in targets() if not names or format.name in names)


def rules() -> tuple[Code, ...]:
    """Every kind of finding, by code."""
    from schemac.codes import every_code

    return tuple(sorted(every_code(), key=lambda code: code.id))


def explain(code: str) -> str:
    """What a code (`N010`) or rule (`duplicate-name`) means, why it matters, what to do.

    Raises UsageError for one that does not exist.
    """
    from inspect import cleandoc

    from schemac.codes import every_code, find_code

    found = find_code(code)
    if found is None:
        from schemac.reading.types import nearest

        known = [word for each in every_code() for word in (each.id, each.name)]
        raise UsageError(
            f"there is no rule `{code}`",
            nearest(code, tuple(known)) or "`schemac rules` lists them",
        )
    title = f"{found.id} {found.name} ({found.severity})"
    return f"{title}\n{'=' * len(title)}\n\n{cleandoc(found.doc)}\n"


def schema(kind: str | None = None) -> dict[str, Any]:
    """The JSON Schema of the spec language for editors; of one kind of document, or of all."""
    from schemac.reading.editor import editor_schema

    _known_kind(kind)
    return editor_schema(kind)


def reference(word: str | None = None) -> str:
    """The reference of the language as Markdown; or the tables of one kind of document (`tier_set`)
    or of one record (`keypoint`). Raises UsageError for what is neither."""
    from schemac.reading.reference import page, tables, words

    if word is None:
        from schemac.linking.linker import MAX_NESTED
        from schemac.shipped import shipped

        template = Path(shipped("templates"), "language.md.j2")
        return page(template, Path(shipped("specs")), {"code": _code, "nested": MAX_NESTED})
    if word not in words():
        from schemac.reading.types import nearest

        help = nearest(word, words()) or f"there are {', '.join(f'`{w}`' for w in words())}"
        raise UsageError(f"the language has no `{word}`", help)
    return tables(word)


def _code(id: str) -> str:
    """A code as the reference shows it: `Y003` anchor."""
    from schemac.codes import find_code

    found = find_code(id)
    if found is None:
        raise LookupError(f"the reference names a code that does not exist: {id}")
    return f"`{found.id}` {found.name}"


def _known_kind(kind: str | None) -> None:
    from schemac.reading.grammar import KINDS

    if kind is not None and kind not in KINDS:
        from schemac.reading.types import nearest

        listed = ", ".join(f"`{k}`" for k in KINDS)
        raise UsageError(
            f"there is no kind of document `{kind}`",
            nearest(kind, tuple(KINDS)) or f"there are {listed}",
        )


def init(folder: str | Path = ".") -> tuple[Path, ...]:
    """Write a project that builds, with a commented example; the files it made.

    Raises UsageError when one of them exists already; then nothing is written.
    """
    from schemac.starter import start_project

    return start_project(Path(folder))


def _chosen(workspace: Workspace, names: tuple[str, ...]) -> Chosen:
    _known_targets(names)
    return choose_targets(workspace, names)


def _wanted(
    workspace: Workspace,
    tool: str,
    spec: str,
    *,
    title: str | None = None,
    layout: str | None = None,
    template: bool = False,
) -> Wanted:
    """What one spec wants a tool to have."""
    from schemac.canonical import digest
    from schemac.compile import emit
    from schemac.remote import tool_named, wanted_of

    module = tool_named(tool)
    chosen = _chosen(workspace, (module.TARGET,))
    checked = _check(workspace, workspace.select((spec,)), targets=chosen)
    if checked.failed:
        raise SpecError(checked.diagnostics, workspace.locate, workspace.cwd)
    if len(checked.skeletons) != 1:
        raise UsageError(f"`{spec}` is not one spec", "a project holds one")
    (skeleton,) = checked.skeletons
    emission = emit(skeleton, chosen.formats[0], chosen, workspace, digest(skeleton))
    return wanted_of(module, skeleton, emission, title=title, layout=layout, template=template)


def _known_targets(names: tuple[str, ...]) -> None:
    from schemac.formats import FORMATS
    from schemac.reading.types import nearest

    for name in names:
        if name not in FORMATS:
            listed = ", ".join(f"`{n}`" for n in FORMATS)
            raise UsageError(
                f"there is no target `{name}`",
                nearest(name, tuple(FORMATS)) or f"there are {listed}",
            )
