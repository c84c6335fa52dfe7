"""Measured sigmas into the file of a draft; comments and everything else stay."""

from __future__ import annotations

from pathlib import Path

from schemac.agreeing.propose import proposal
from schemac.agreeing.result import Agreement
from schemac.diagnostic import Edit
from schemac.fixes.edits import apply_edits, decoded
from schemac.formatting import format_document
from schemac.model import Skeleton
from schemac.output import replace_file
from schemac.reading.tree import Mapping, Node, read, span_of
from schemac.source import Span
from schemac.workspace import UsageError, Workspace


def write_sigmas(
    workspace: Workspace,
    skeleton: Skeleton,
    found: Agreement,
    *,
    name: str = "measured",
    robust: bool = False,
) -> str:
    """Add a sigma set, and the source that it names, to the file of a spec; the file's path.

    Nothing is evaluated by the new set until a profile names it. Raises UsageError for a released
    version, which does not change, for a file that is not the project's own, and when the spec has
    a set or a source of that name; OutputError when the file cannot be written.
    """
    file = skeleton.origin.file
    declaration = workspace.read(file).declaration
    data = workspace.probed.get(file) or b""
    text, root = decoded(data), read(file, data)[1]
    if declaration is None or text is None or not isinstance(root, Mapping):
        raise UsageError(f"`{file}` is no document that could be changed")
    if workspace.entry_of(declaration) is not None:
        raise UsageError(
            f"{skeleton.reference} is released, and does not change",
            f"start its next version: schemac bump {skeleton.id} minor",
        )
    source, sigmas = proposal(found, skeleton, name=name, robust=robust)
    edits = [
        _added(root, text, "sources", f"{name}_study", source),
        _added(root, text, "sigmas", name, sigmas),
    ]
    after = apply_edits(text, _apart(edits)).encode()
    done = format_document(file, after)
    if done.problems:
        raise UsageError(f"`{file}` cannot be changed by schemac", done.problems[0].message)
    replace_file(Path(file), data, done.data)
    return file


def _added(root: Mapping, text: str, field: str, key: str, block: str) -> Edit:
    """A block below a field of the document, after what it holds; a new field at the end."""
    lines = text.split("\n")
    for at, (name, value) in enumerate(root.pairs):
        if name.value != field:
            continue
        if not isinstance(value, Mapping) or _on_one_line(value, name):
            raise UsageError(
                f"`{field}` is written on one line", "write it as a block, a key on each line"
            )
        if key in [each.value for each, _ in value.pairs]:
            raise UsageError(f"the spec has `{key}` among its {field}", "take another name: --name")
        last = span_of(root.pairs[at + 1][0]).line if at + 1 < len(root.pairs) else len(lines) + 1
        line = _end(lines, last)
        if line <= len(lines):
            return Edit(Span(line, 1, line, 1), block)
        return _at_end(lines, block)
    return _at_end(lines, f"\n{field}:\n{block}")


def _on_one_line(value: Mapping, name: Node) -> bool:
    return span_of(value).line == span_of(name).line


def _end(lines: list[str], line: int) -> int:
    """The line after the last one of a block that ends before `line`: comments and blank lines
    above what follows belong to that."""
    while line > 2 and (not lines[line - 2].strip() or lines[line - 2].startswith("#")):
        line -= 1
    return line


def _at_end(lines: list[str], block: str) -> Edit:
    last, column = len(lines), len(lines[-1]) + 1
    return Edit(Span(last, column, last, column), ("\n" if lines[-1] else "") + block)


def _apart(edits: list[Edit]) -> list[Edit]:
    """Two additions at one place become one, in their order."""
    first, second = edits
    if first.span == second.span:
        return [Edit(first.span, first.text + second.text)]
    return edits
