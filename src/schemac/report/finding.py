"""Findings ready to be shown: unique, in order, each with the text it points into."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from os import sep

from msgspec import Struct
from msgspec.structs import replace

from schemac.diagnostic import Diagnostic, Note, Severity
from schemac.source import NOWHERE, Origin, Source, Span

Locate = Callable[[Origin], tuple[Source, Span | None]]
"""Finds the text of a place, and where in it the place stands (None: nowhere in particular)."""


class Mark(Struct, frozen=True):
    """A place to show: the path as people see it ("" when there is none), the text, the span."""

    path: str
    source: Source
    span: Span | None
    message: str = ""
    main: bool = False


class Finding(Struct, frozen=True):
    """A diagnostic with its place, and the places of its notes in the same order."""

    diagnostic: Diagnostic
    place: Mark
    notes: tuple[Mark, ...] = ()


def unique(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each finding once. Two that differ only in the keypoints concerned become one with all."""
    seen: dict[Diagnostic, tuple[str, ...]] = {}
    for one in diagnostics:
        key = replace(one, points=())
        seen[key] = tuple(dict.fromkeys((*seen.get(key, ()), *one.points)))
    return tuple(replace(key, points=points) for key, points in seen.items())


def findings(
    diagnostics: Iterable[Diagnostic], locate: Locate, cwd: str | None = None
) -> list[Finding]:
    """Unique findings sorted by file, line, column and code; paths are relative to `cwd`."""
    placed = [_placed(one, locate, cwd) for one in unique(diagnostics)]
    return sorted(placed, key=_order)


def counts(diagnostics: Iterable[Diagnostic]) -> Mapping[Severity, int]:
    """How many findings there are of each severity; zero where there are none."""
    found = [one.severity for one in unique(diagnostics)]
    return {severity: found.count(severity) for severity in Severity}


def shown_path(file: str, cwd: str | None) -> str:
    """A path as people want to read it: relative when it lies below `cwd`."""
    base = cwd.rstrip(sep) + sep if cwd else ""
    return file.removeprefix(base) if base else file


def _placed(one: Diagnostic, locate: Locate, cwd: str | None) -> Finding:
    place = _mark(one.origin, one.span, locate, cwd, main=True)
    return Finding(one, place, tuple(_note(note, locate, cwd) for note in one.notes))


def _note(note: Note, locate: Locate, cwd: str | None) -> Mark:
    return replace(_mark(note.origin, note.span, locate, cwd), message=note.message)


def _mark(
    origin: Origin, span: Span | None, locate: Locate, cwd: str | None, main: bool = False
) -> Mark:
    if origin == NOWHERE:
        return Mark("", Source("", ""), None, main=main)
    source, found = locate(origin)
    return Mark(shown_path(source.file or origin.file, cwd), source, span or found, main=main)


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    span, one = finding.place.span, finding.diagnostic
    line, column = (span.line, span.column) if span else (0, 0)
    return finding.place.path, line, column, one.code, one.message
