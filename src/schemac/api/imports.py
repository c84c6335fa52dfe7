"""Definitions that people have already: imported as draft specs, compared with specs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from schemac.api.found import as_text, one_spec
from schemac.diagnostic import Diagnostic
from schemac.draft import Draft
from schemac.source import Origin, Source, Span
from schemac.workspace import UsageError, Workspace

if TYPE_CHECKING:
    from schemac.comparing import Comparison
    from schemac.importing import Import


def import_files(
    *files: str | Path,
    format: str | None = None,
    out: str | Path | None = None,
    force: bool = False,
    cwd: str | Path | None = None,
) -> Import:
    """Write a draft spec for every skeleton in files that another tool wrote: files, folders, zip
    archives; what is wrong with them is in `problems`, with places in these files.

    `format` is one of `importable()`; left out, each file is recognised. Drafts go to `out`, else
    to `imported` in the project's first spec folder. All are written or none, and none over
    a file that is there unless `force`. Raises UsageError for a file that cannot be told, and when
    a draft exists already; OutputError when one cannot be written.
    """
    from schemac.importing import import_skeletons

    if not files:
        raise UsageError("nothing says what to import", "name a file")
    return import_skeletons(
        [str(file) for file in files], Workspace(as_text(cwd)),
        format=format, out=None if out is None else str(out), force=force,
    )  # fmt: skip


def importable() -> dict[str, str]:
    """The formats that can be imported: name -> title."""
    from schemac.importing.recognise import readers

    return {name: format.title for name, format in readers().items()}


def compare_definitions(
    one: str | Path,
    other: str | Path,
    *,
    format: str | None = None,
    skeleton: str | None = None,
    cwd: str | Path | None = None,
) -> tuple[Comparison, tuple[Source, ...]]:
    """Hold two definitions of a skeleton against each other, each a file of any tool or a spec;
    also the texts that the places of its differences are in.

    `format` is that of the files, left out each is recognised. Where there are several skeletons,
    `skeleton` names one; left out, it is the one that has the name of the other side, and what was
    not looked at is in `left_out`. Raises UsageError when a file cannot be told, holds none, or
    holds several and nothing says which; SpecError for a spec with errors.
    """
    from schemac.comparing import compare
    from schemac.comparing.choosing import Choice, choose

    workspace = Workspace(as_text(cwd))
    words = (str(one), str(other))
    sides = [_side(workspace, word, format) for word in words]
    choices = [Choice(word, each.drafts) for word, each in zip(words, sides, strict=True)]
    mine, theirs, left_out = choose(choices[0], choices[1], skeleton)
    found = replace(compare(mine, theirs), left_out=left_out)
    return found, tuple(source for side in sides for source in side.sources)


class _Side(Struct, frozen=True):
    """The drafts that a word means, and the texts they are in."""

    drafts: tuple[Draft, ...]
    sources: tuple[Source, ...]


def _side(workspace: Workspace, word: str, format: str | None) -> _Side:
    path = Path(workspace.cwd, word)
    if path.exists() and not _is_document(path):
        from schemac.importing import gather

        found = gather([word], format, workspace.cwd)
        if not found.drafts:
            raise _without(word, found.problems)
        return _Side(found.drafts, found.sources)
    from schemac.comparing import draft_of

    spec = one_spec(workspace, word)
    source, _ = workspace.locate(spec.origin)

    def find(origin: Origin) -> Span | None:
        return workspace.locate(origin)[1] if origin.file == source.file else None

    ours = not source.file.startswith(workspace.library + os.sep)
    shown = workspace.relative(source.file) if ours else str(spec.reference)
    draft = replace(draft_of(spec, find), file=shown)
    return _Side((draft,), (Source(draft.file, source.text),))


def _is_document(path: Path) -> bool:
    """Whether a path is a document of schemac: a YAML file that says so in its first lines."""
    if path.suffix not in (".yaml", ".yml") or not path.is_file():
        return False
    from schemac.reading.tree import MAX_BYTES

    with path.open("rb") as file:
        lines = file.read(MAX_BYTES).splitlines()
    return any(line.startswith(b"schemac:") for line in lines)


def _without(word: str, problems: Sequence[Diagnostic]) -> UsageError:
    said = problems[0].message if problems else "it lists no keypoints"
    return UsageError(f"there is no skeleton in `{word}`: {said}", f"`schemac import {word}`")
