"""Documents rewritten in place: formatted, or mended by fixes.

Only what people write is touched: never a frozen `id@version.yaml`, which `release` wrote, and
nothing of the standard library unless it is what is being worked on.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from schemac.diagnostic import Diagnostic, Fix
from schemac.fixes import mend, propose
from schemac.formatting import format_document
from schemac.output import replace_file
from schemac.workspace import UsageError, Workspace


class Rewritten(Struct, frozen=True):
    """A file before and after: what was mended, or what kept it from being formatted."""

    file: str
    before: bytes
    after: bytes
    fixes: tuple[Fix, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    bug: bool = False

    @property
    def changed(self) -> bool:
        """Whether the file is another one now, or would be."""
        return self.before != self.after


def own_files(workspace: Workspace, specs: tuple[str, ...]) -> tuple[str, ...]:
    """The files that a command may rewrite; without names, all of the project and its own file.

    Raises UsageError for a name that means foreign files only.
    """
    files, refused = _sorted_out(workspace, specs)
    for word, reason in refused:
        raise UsageError(f"`{word}` {reason}")
    return files


def format_files(workspace: Workspace, files: Iterable[str], *, write: bool) -> Iterator[Rewritten]:
    """Each file, formatted; those with errors stay as they are and say so."""
    for file in files:
        problems, data = workspace.read(file).problems, workspace.probed.get(file)
        if data is None:
            yield Rewritten(file, b"", b"", problems=problems)
            continue
        made = format_document(file, data)
        one = Rewritten(file, data, made.data, (), made.problems, made.bug)
        yield _written(one) if write else one


def mend_files(
    workspace: Workspace, files: Iterable[str], *, unsafe: bool, write: bool
) -> Iterator[Rewritten]:
    """Each file that has something to mend, mended."""
    for file in files:
        workspace.read(file)
        data = workspace.probed.get(file) or b""
        made = mend(file, data, unsafe=unsafe)
        one = Rewritten(file, data, made.data, made.fixes)
        if one.changed:
            yield _written(one) if write else one


def with_fixes(
    diagnostics: tuple[Diagnostic, ...], workspace: Workspace, specs: tuple[str, ...]
) -> tuple[Diagnostic, ...]:
    """The findings, with fixes for those in files that `mend_files` would change."""
    if not diagnostics:
        return diagnostics
    files = frozenset(_sorted_out(workspace, specs)[0])
    known = workspace.probed
    return propose(diagnostics, lambda file: known.get(file) if file in files else None)


def _sorted_out(
    workspace: Workspace, specs: tuple[str, ...]
) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    """The files that may be rewritten, and the words that mean none, each with the reason."""
    kept: list[str] = []
    refused: list[tuple[str, str]] = []
    for word in specs or ("",):
        files = workspace.select((word,) if specs else ())
        reasons = [_foreign(workspace, file) for file in files]
        kept += [file for file, reason in zip(files, reasons, strict=True) if reason is None]
        if specs and files and None not in reasons:
            refused.append((word, reasons[0] or ""))
    if not specs and workspace.project_file is not None:
        kept.append(workspace.project_file)
    return tuple(dict.fromkeys(kept)), refused


def _foreign(workspace: Workspace, file: str) -> str | None:
    """Why a file is not to be rewritten."""
    if "@" in file.rpartition(os.sep)[2]:
        return "is frozen; a released version never changes"
    library = os.path.realpath(workspace.library)
    if not os.path.realpath(file).startswith(library + os.sep):
        return None
    own = workspace.own_folders() if workspace.project is not None else ()
    inside = any(os.path.realpath(folder) == library for folder in own)
    return None if inside else "belongs to the standard library"


def _written(one: Rewritten) -> Rewritten:
    if one.changed:
        replace_file(Path(one.file), one.before, one.after)
    return one
