"""The whole of `schemac import`: read, judge, write, and compile what was written."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from schemac.compile import check
from schemac.diagnostic import Diagnostic, Severity
from schemac.draft import Draft
from schemac.formats import load
from schemac.formatting import format_document
from schemac.importing.doubts import doubts_of
from schemac.importing.gather import Gathered, gather
from schemac.importing.judge import judge
from schemac.importing.known import Known, known_of
from schemac.importing.page import Page
from schemac.importing.places import layout_of
from schemac.importing.settled import MAX_POINTS, Settled, settle
from schemac.importing.targets import folder_for, ids_for, write_all
from schemac.importing.write import text_of
from schemac.source import Origin, Source, Span
from schemac.workspace import Workspace


class Imported(Struct, frozen=True):
    """One draft that was written: its file and id, what it was made of, and its text."""

    file: str
    id: str
    format: str
    draft: Draft
    text: str
    settled: Settled
    checked: tuple[Diagnostic, ...] = ()
    """What `schemac check` says of it."""


class Import(Struct, frozen=True):
    """What came of an import: the drafts written, and what is wrong with the files they are of."""

    written: tuple[Imported, ...]
    problems: tuple[Diagnostic, ...]
    sources: tuple[Source, ...]
    again: tuple[tuple[str, str], ...] = ()
    workspace: Workspace | None = None

    @property
    def failed(self) -> bool:
        """Whether the files, or a draft made of them, have an error."""
        said = [*self.problems, *(one for each in self.written for one in each.checked)]
        return any(one.severity is Severity.ERROR for one in said) or not self.written

    def locate(self, origin: Origin) -> tuple[Source, Span | None]:
        """The text of a place, for `schemac.report`."""
        known = {source.file: source for source in self.sources}
        if origin.file in known or self.workspace is None:
            return known.get(origin.file, Source(origin.file, "")), None
        return self.workspace.locate(origin)


def import_skeletons(
    words: Sequence[str],
    workspace: Workspace,
    *,
    format: str | None = None,
    out: str | None = None,
    force: bool = False,
) -> Import:
    """Write a draft spec for every skeleton of the files. Raises UsageError, OutputError."""
    gathered = gather(words, format, workspace.cwd)
    folder, prefix = folder_for(workspace, out)
    numbers = [n for n, d in enumerate(gathered.drafts) if 0 < len(d.points) <= MAX_POINTS]
    ids = ids_for([gathered.drafts[n] for n in numbers], prefix)
    problems = list(gathered.problems)
    known = [known_of(d, workspace) for d in gathered.drafts]
    for draft, alike in zip(gathered.drafts, known, strict=True):
        problems += judge(draft, alike)
    made = {
        id: spec_text(gathered.drafts[n], gathered.formats[n], id, known[n])
        for n, id in zip(numbers, ids, strict=True)
    }
    files = {id: folder / f"{id.removeprefix(prefix)}.yaml" for id in ids}
    write_all({files[id]: text for id, text in made.items()}, force=force)
    return _compiled(gathered, numbers, files, made, problems, known, workspace)


def spec_text(draft: Draft, format: str, id: str, known: Known) -> str:
    """The text of a draft's spec, as `schemac fmt` leaves it."""
    found = settle(draft, known)
    page = Page(
        id=id, format_title=load(format).title, draft=draft, found=found,
        layout=layout_of(draft, found, known), known=known, doubts=doubts_of(draft, found),
    )  # fmt: skip
    text = text_of(page)
    done = format_document(f"{id}.yaml", text.encode())
    if done.problems or done.bug:
        said = "; ".join(one.message for one in done.problems) or "formatting changes it"
        raise ValueError(f"the draft of `{draft.file}` cannot be read again: {said}")
    return done.data.decode()


def _compiled(
    gathered: Gathered, numbers: list[int], files: dict[str, Path], made: dict[str, str],
    problems: list[Diagnostic], known: list[Known], workspace: Workspace,
) -> Import:  # fmt: skip
    """What was written, through the compiler as anybody else's spec."""
    fresh = Workspace(workspace.cwd)
    paths = [str(path) for path in files.values()]
    checked = check(fresh, paths) if paths else None
    written = []
    for number, (id, path) in zip(numbers, files.items(), strict=True):
        about = tuple(
            d for d in (checked.diagnostics if checked else ()) if d.origin.file == str(path)
        )
        near = os.path.relpath(path, workspace.cwd)
        shown = str(path) if near.startswith("..") else near
        draft, format = gathered.drafts[number], gathered.formats[number]
        found = settle(draft, known[number])
        written.append(Imported(shown, id, format, draft, made[id], found, about))
    return Import(tuple(written), tuple(problems), gathered.sources, gathered.again, fresh)
