"""Files in, skeletons out: what was given, in which format, read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from schemac.diagnostic import Diagnostic
from schemac.draft import Draft, Given
from schemac.format import Format
from schemac.importing.given import given_files
from schemac.importing.recognise import format_of, reader_named, unknown
from schemac.source import Source
from schemac.workspace import UsageError


class Gathered(Struct, frozen=True):
    """The skeletons of files, each once, and what their readers found wrong.

    `again` are files that say the same as one before them: (file, the file it repeats).
    """

    drafts: tuple[Draft, ...]
    formats: tuple[str, ...]
    problems: tuple[Diagnostic, ...]
    sources: tuple[Source, ...]
    again: tuple[tuple[str, str], ...] = ()


def gather(words: Sequence[str], format: str | None, cwd: str) -> Gathered:
    """Read files, folders and archives. Raises UsageError for what cannot be told."""
    chosen = reader_named(format) if format else None
    read = [pair for word in words for pair in _chosen(word, chosen, cwd)]
    drafts: dict[Any, Draft] = {}
    formats: list[str] = []
    problems: list[Diagnostic] = []
    sources: dict[str, Source] = {}
    again: list[tuple[str, str]] = []
    for given, reader in read:
        if reader.absorb is None:
            raise TypeError(f"{reader.name} cannot be read")
        absorbed = reader.absorb(given)
        problems += absorbed.problems
        sources |= {source.file: source for source in absorbed.sources}
        for draft in absorbed.drafts:
            key = (draft.name, facts_of(draft))
            if key in drafts:
                again.append((draft.file, drafts[key].file))
            else:
                drafts[key] = draft
                formats.append(reader.name)
    return Gathered(
        tuple(drafts.values()), tuple(formats), tuple(problems), tuple(sources.values()),
        tuple(again),
    )  # fmt: skip


def facts_of(draft: Draft) -> Any:
    """What a draft says, without where it says it."""
    points = [
        (p.name, p.position, p.sigma, p.weight, p.half, p.side, p.definition) for p in draft.points
    ]
    edges = None if draft.edges is None else tuple((e.start, e.end) for e in draft.edges)
    mirror = None if draft.mirror is None else tuple((m.index, m.partner) for m in draft.mirror)
    return (tuple(points), edges, mirror)


def _chosen(word: str, chosen: Format | None, cwd: str) -> list[tuple[Given, Format]]:
    """The files that a path means, each with its format. Of a folder or an archive only those
    that a format recognises."""
    if not word.strip():
        raise UsageError("a file without a name cannot be read", "name a file")
    path = Path(cwd, word)
    every = given_files(path, word)
    several = path.is_dir() or len(every) > 1 or every[0].file != word
    if chosen is not None and not several:
        return [(every[0], chosen)]
    if chosen is not None:
        asks = chosen.recognises
        found = [(given, chosen) for given in every if asks is not None and asks(given)]
    else:
        told = [(given, format_of(given)) for given in every]
        found = [(given, format) for given, format in told if format is not None]
    if found:
        return found
    if not several:
        raise unknown(every[0])
    names = ", ".join(f"`{given.name}`" for given in every[:5])
    what = f"that is {chosen.title}" if chosen else "that can be imported"
    raise UsageError(f"there is nothing in `{word}` {what}", f"looked at {names}")
