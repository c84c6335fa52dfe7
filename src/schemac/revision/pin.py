"""Pins moved to another version, in many files at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from schemac.diagnostic import Edit
from schemac.fixes.edits import apply_edits, decoded
from schemac.linking import Nowhere
from schemac.model.place import Reference
from schemac.output import replace_file
from schemac.reading.tree import Mapping, Node, Scalar, Sequence, read, span_of
from schemac.workspace import UsageError, Workspace

_PINS = ("visibility", "extends", "uses", "part")  # not `parent`, `from`, `to`: those are history


class Pinned(Struct, frozen=True):
    """A file whose pins were moved: from which versions, and how many."""

    file: str
    versions: tuple[str, ...]
    number: int


def pin(
    workspace: Workspace, reference: Reference, files: Iterable[str], *, write: bool = True
) -> tuple[Pinned, ...]:
    """Name a document at this version wherever files name it at another one.

    Raises UsageError when there is no such version, OutputError when a file cannot be written.
    """
    found = workspace.resolve(reference)
    if isinstance(found, Nowhere):
        known = ", ".join(f"`{reference.id}@{version}`" for version in found.versions)
        raise UsageError(f"there is no `{reference}`", f"there is {known}" if known else None)
    moved = (_moved(workspace, reference, file, write) for file in files)
    return tuple(one for one in moved if one is not None)


def _moved(workspace: Workspace, reference: Reference, file: str, write: bool) -> Pinned | None:
    workspace.read(file)
    data = workspace.probed.get(file) or b""
    text = decoded(data)
    root = read(file, data)[1]
    if text is None or root is None:
        return None
    pins = [pin for pin in _pins(root) if _other(pin.value, reference)]
    if not pins:
        return None
    edits = [Edit(span_of(each), str(reference)) for each in pins]
    after = apply_edits(text, edits).encode()
    if write:
        replace_file(Path(file), data, after)
    versions = dict.fromkeys(each.value.partition("@")[2] for each in pins)
    return Pinned(file, tuple(versions), len(pins))


def _other(written: str, reference: Reference) -> bool:
    id, at, version = written.partition("@")
    return bool(at) and id == reference.id and version != reference.version


def _pins(node: Node, field: str = "") -> Iterator[Scalar]:
    if isinstance(node, Mapping):
        for key, value in node.pairs:
            if key.value not in ("lineage", "retired", "waivers", "keypoints"):
                yield from _pins(value, key.value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _pins(item, field)
    elif isinstance(node, Scalar) and field in _PINS:
        yield node
