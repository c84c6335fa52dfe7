"""The next version of a document begins: its number, and a lineage to be filled in.

Nothing is frozen by that and nothing else in the file is touched; comments stay.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from msgspec import Struct

from schemac.diagnostic import Edit
from schemac.fixes.edits import apply_edits, decoded
from schemac.lineage.declared import UNWRITTEN
from schemac.model.place import Reference
from schemac.output import replace_file
from schemac.reading.declare import Declaration, declare
from schemac.reading.tree import Mapping, Node, Scalar, read, span_of
from schemac.revision.step import numbers
from schemac.source import Span
from schemac.workspace import UsageError, Workspace

Size = Literal["major", "minor", "patch"]


class Bumped(Struct, frozen=True):
    """A file before and after. `parent` is the version that the lineage names, None for a
    document of which none was ever released; `kept` tells that a draft's lineage stays."""

    file: str
    old: str
    new: str
    parent: Reference | None
    kept: bool
    before: bytes
    after: bytes


def bump(
    workspace: Workspace, file: str, size: Size, *, rationale: str | None = None, write: bool = True
) -> Bumped:
    """Start the next version of a document.

    A released version gets the next number and a new lineage that names it as the parent. A draft
    keeps its lineage, and its number is counted from its parent again. Raises UsageError for a
    file that is no document, OutputError when it cannot be written.
    """
    declaration = workspace.read(file).declaration
    data = workspace.probed.get(file) or b""
    text, root = decoded(data), read(file, data)[1]
    if declaration is None or declaration.kind == "project" or text is None:
        raise UsageError(f"`{_short(file)}` is no document that could have a version")
    if not isinstance(root, Mapping) or "version" not in declaration.entry:
        raise UsageError(f"`{_short(file)}` has no version")
    now = declaration.reference
    released = _released(workspace, declaration)
    parent = now if released else _parent(declaration)
    start = parent.version if parent else now.version
    version = next_version(start, size)
    edits = [Edit(span_of(_value(root, "version")), version)]
    if released:
        edits.append(_lineage(root, text, now, rationale or UNWRITTEN))
    after = apply_edits(text, edits).encode()
    _verified(file, after, Reference(id=now.id, version=version))
    if write:
        replace_file(Path(file), data, after)
    return Bumped(file, now.version, version, parent, not released, data, after)


def next_version(version: str, size: Size) -> str:
    """The version after another; below 1.0.0 the second number plays the first one's part."""
    major, minor, patch = numbers(version)
    if size == "major":
        return f"{major + 1}.0.0" if major else f"0.{minor + 1}.0"
    if size == "minor" and major:
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}"


def _released(workspace: Workspace, declaration: Declaration) -> bool:
    """Whether a version is in the ledger, or at least lies frozen beside the working file."""
    if workspace.entry_of(declaration) is not None:
        return True
    frozen = f"{declaration.file.removesuffix('.yaml')}@{declaration.reference.version}.yaml"
    return os.path.isfile(frozen)


def _parent(declaration: Declaration) -> Reference | None:
    """The version that a draft grows from, when it is one of the same document."""
    lineage = declaration.entry.get("lineage")
    parent = lineage.get("parent") if lineage is not None else None
    return parent if parent is not None and parent.id == declaration.reference.id else None


def _lineage(root: Mapping, text: str, parent: Reference, rationale: str) -> Edit:
    """The new lineage in the place of the old one, else before the waivers, else at the end."""
    lines = text.split("\n")
    keys = [key for key, _ in root.pairs]
    block = f"lineage:\n  parent: {parent}\n  rationale: {_quoted(rationale)}\n"
    names = [key.value for key in keys]
    if "lineage" in names:
        at = names.index("lineage")
        first = span_of(keys[at]).line
        last = span_of(keys[at + 1]).line if at + 1 < len(keys) else len(lines) + 1
        end = _above(lines, last, first)
        return Edit(_rows(lines, first, end), block)
    if "waivers" in names:
        first = _above(lines, span_of(keys[names.index("waivers")]).line, 1, blank=False)
        return Edit(Span(first, 1, first, 1), f"{block}\n")
    last = len(lines)
    ends = text.endswith("\n")
    start = "\n" if ends else "\n\n"
    column = len(lines[-1]) + 1
    return Edit(Span(last, column, last, column), start + block)


def _above(lines: list[str], line: int, least: int, *, blank: bool = True) -> int:
    """The first of the comment lines (and blank ones) that lead up to a line."""
    while line - 1 > least:
        before = lines[line - 2] if line - 2 < len(lines) else ""
        if before.startswith("#") or (blank and not before.strip()):
            line -= 1
        else:
            break
    return line


def _rows(lines: list[str], first: int, end: int) -> Span:
    """Whole lines, from one up to but without another; the last one may be the file's last."""
    if end <= len(lines):
        return Span(first, 1, end, 1)
    return Span(first, 1, len(lines), len(lines[-1]) + 1)


def _value(root: Mapping, field: str) -> Scalar:
    node: Node = next(value for key, value in root.pairs if key.value == field)
    if not isinstance(node, Scalar):
        raise UsageError(f"`{field}` is not a value that could be replaced")
    return node


def _quoted(text: str) -> str:
    """A sentence as a YAML string of one line."""
    flat = " ".join(text.split())
    return '"' + flat.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _verified(file: str, data: bytes, wanted: Reference) -> None:
    """The new text must still be a document, and of the wanted version."""
    declaration, _, problems = declare(file, data)
    if declaration is None or declaration.reference != wanted:
        said = problems[0].message if problems else "it would be no document"
        raise UsageError(f"`{_short(file)}` cannot be edited: {said}", "nothing was written")


def _short(file: str) -> str:
    return os.path.basename(file)
