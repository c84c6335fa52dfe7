"""What the words of a call mean: specs of a project or the library, label files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from schemac.api.errors import SpecError
from schemac.choosing import ALL, Chosen, choose_targets
from schemac.compile import check as _check
from schemac.model import Skeleton
from schemac.workspace import UsageError, Workspace

if TYPE_CHECKING:
    from schemac.labelfiles import Found


def labelled(data: str | Path, format: str | None, cwd: str | Path | None) -> Found:
    """The label files that a path means, in a format by name or the one that they show."""
    from schemac.labelfiles import find, format_named

    return find(Path(cwd or "", data), format_named(format) if format else None)


def one_spec(workspace: Workspace, word: str) -> Skeleton:
    """The linked spec that a word means."""
    checked = _check(workspace, workspace.select((word,)))
    if checked.failed:
        raise SpecError(checked.diagnostics, workspace.locate, workspace.cwd)
    if len(checked.skeletons) != 1:
        raise UsageError(f"`{word}` is not one spec", "a map leads from one spec to another")
    return checked.skeletons[0]


def as_text(folder: str | Path | None) -> str | None:
    """A working folder as a workspace takes it."""
    return None if folder is None else str(folder)


def skeletons_of(workspace: Workspace, files: list[str]) -> tuple[list[Skeleton], bool]:
    """The skeletons among files, unchecked, and whether reading or linking found an error."""
    from schemac.diagnostic import Severity
    from schemac.linking import link

    read = [found for file in files if (found := workspace.read(file).declaration)]
    linked = [link(found, workspace.resolve) for found in read if found.kind != "project"]
    problems = [problem for found in workspace.read_files() for problem in found.problems]
    problems += [problem for each in linked for problem in each.diagnostics]
    failed = any(problem.severity is Severity.ERROR for problem in problems)
    return [e.document for e in linked if isinstance(e.document, Skeleton)], failed


def ids_of(workspace: Workspace, specs: tuple[str, ...]) -> tuple[str, ...]:
    """The ids of documents, named by path, id or version."""
    known = {entry.id for ledger in workspace.ledgers.values() for entry in ledger.entries}
    ids: list[str] = []
    for spec in specs:
        if spec.partition("@")[0] in known:
            ids.append(spec.partition("@")[0])
            continue
        read = (workspace.read(file).declaration for file in workspace.select((spec,)))
        ids += [found.reference.id for found in read if found is not None]
    if specs and not ids:
        raise UsageError(f"there is no document in {', '.join(f'`{spec}`' for spec in specs)}")
    return tuple(dict.fromkeys(ids))


def chosen_for(workspace: Workspace, names: tuple[str, ...]) -> Chosen:
    """The targets of a run; `all` are all of ours and of the project. Guide and maps are none of
    the formats: alone, they leave none."""
    from schemac.api.language import known_targets
    from schemac.assemble import MAPS
    from schemac.guides import FOLDER as GUIDE

    formats = tuple(name for name in names if name not in (GUIDE, MAPS))
    known_targets(tuple(name for name in formats if name != ALL))
    if names and not formats:
        return Chosen((), {})
    return choose_targets(workspace, formats)
