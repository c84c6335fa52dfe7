"""Bytes as a file that somebody gave us."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from schemac.diagnostic import Diagnostic
from schemac.draft import Given
from schemac.source import Source

HEAD = 64 * 1024


def given(name: str, data: bytes | str, beside: Mapping[str, bytes] | None = None) -> Given:
    """A file of that name with that content, and others next to it."""
    content = data.encode() if isinstance(data, str) else data
    others = beside or {}
    return Given(
        file=name,
        size=len(content),
        head=content[:HEAD],
        open=lambda: BytesIO(content),
        beside=lambda path: given(path, others[path]) if path in others else None,
    )


def from_disk(path: Path) -> Given:
    return given(path.name, path.read_bytes())


def shown(found: Diagnostic, sources: tuple[Source, ...]) -> str:
    """The text that the place of a finding covers, up to the end of its first line."""
    assert found.span is not None
    line = sources[0].line(found.span.line)
    end = found.span.end_column if found.span.end_line == found.span.line else len(line) + 1
    return line[found.span.column - 1 : end - 1]
