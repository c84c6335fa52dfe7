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

    `format` is that of the files, left out each is recognised. Where a file has several skeletons,
    `skeleton` names one; left out, it is the one that fits the other side. Raises UsageError when
    a file cannot be told or holds none, SpecError for a spec with errors.
    """
    from schemac.comparing import compare

    workspace = Workspace(as_text(cwd))
    sides = [_side(workspace, str(word), format) for word in (one, other)]
    chosen = _fitting(sides, skeleton, (str(one), str(other)))
    return compare(*chosen), tuple(source for side in sides for source in side.sources)


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


def _fitting(
    sides: Sequence[_Side], wanted: str | None, words: tuple[str, str]
) -> tuple[Draft, Draft]:
    """One draft of each side: the one named, else the two with most names in common."""
    from schemac.comparing.matching import match

    lists = []
    for side, word in zip(sides, words, strict=True):
        named = [d for d in side.drafts if d.name == wanted]
        if wanted is not None and len(side.drafts) > 1 and not named:
            listed = ", ".join(f"`{d.name}`" for d in side.drafts)
            raise UsageError(f"there is no skeleton `{wanted}` in `{word}`", f"it has {listed}")
        lists.append(named or list(side.drafts))

    def unlike(one: Draft, other: Draft) -> int:
        found = match([p.name for p in one.points], [p.name for p in other.points])
        return len(found.left) + len(found.right)

    every = [(one, other) for one in lists[0] for other in lists[1]]
    return min(every, key=lambda pair: unlike(*pair))
