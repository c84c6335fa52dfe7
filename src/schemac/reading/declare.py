"""A document as written: its kind, id and version, and every field by the grammar."""

from __future__ import annotations

from typing import Any

from schemac.diagnostic import Diagnostic
from schemac.model.place import Reference
from schemac.reading import codes, grammar
from schemac.reading.tree import Mapping, Node, Scalar, Sequence, read, span_of
from schemac.reading.types import Entry, Reader, nearest
from schemac.source import Origin, Source, Span


class Declaration:
    """What was written in one file; it may be partial, and nothing in it is looked up yet.

    `faults` are the places that could not be read, so that nobody reports what follows from them.
    """

    __slots__ = ("entry", "faults", "kind", "reference", "source")

    def __init__(
        self,
        kind: str,
        reference: Reference,
        entry: Entry,
        source: Source,
        faults: frozenset[Origin] = frozenset(),
    ) -> None:
        self.kind = kind
        self.reference = reference
        self.entry = entry
        self.source = source
        self.faults = faults

    @property
    def sound(self) -> bool:
        """Whether everything in it could be read."""
        return not self.faults

    def readable(self, field: str) -> bool:
        """Whether a field of the document, or any below it, was read without a fault."""
        return not any(fault.route[:1] == (field,) for fault in self.faults)

    @property
    def file(self) -> str:
        return self.source.file

    @property
    def origin(self) -> Origin:
        return self.entry.origin


def declare(file: str, data: bytes) -> tuple[Declaration | None, Source, tuple[Diagnostic, ...]]:
    """Read one document. The declaration is None when nothing can be made of it; it is `sound`
    when reading found no problem."""
    source, root, problems = read(file, data)
    if root is None:
        return None, source, problems
    reader = Reader(file)
    at = Origin(file)
    kind = _kind(root, at, reader)
    if kind is None:
        return None, source, (*problems, *reader.problems)
    entry: Entry = grammar.KINDS[kind].read(root, at, reader)
    found = (*problems, *(p for p in reader.problems if not _told(p, problems)))
    if kind not in entry:
        return None, source, found
    reference = Reference(id=entry[kind], version=entry.get("version", "0.0.0"))
    faults = {problem.origin for problem in (*problems, *reader.problems)}
    faults.update(reader.refused)
    return Declaration(kind, reference, entry, source, frozenset(faults)), source, found


def _told(problem: Diagnostic, before: tuple[Diagnostic, ...]) -> bool:
    """Whether an id is refused for a character that was reported by itself."""
    if problem.code not in (codes.LOOK_ALIKE.id, codes.UNSEEN.id) or problem.span is None:
        return False
    inside = (each.span for each in before if each.code == codes.UNSEEN.id and each.span)
    start = (problem.span.line, problem.span.column)
    end = (problem.span.end_line, problem.span.end_column)
    return any(start <= (span.line, span.column) < end for span in inside)


KEY = ""  # as the last step of a route: the key itself, not its value


def tree_of(source: Source) -> Node | None:
    """The tree of a text, to find places in; None when there is none."""
    return read(source.file, source.text.encode("utf-8", "surrogatepass"))[1]


def locate(node: Node | None, route: tuple[str | int, ...]) -> Span | None:
    """Where a route lies in a tree: its value, or its key when the value is more than a line."""
    key: Scalar | None = None
    for step in route:
        if step == KEY and key is not None:
            return span_of(key)
        if isinstance(node, Mapping):
            pair = next(((k, v) for k, v in node.pairs if k.value == step), None)
            if pair is None:
                break
            key, node = pair
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            key = None
        else:
            break
    if node is None:
        return None
    return _shown(node, key)


def _shown(node: Node, key: Scalar | None) -> Span:
    span = span_of(node)
    if key is not None and (isinstance(node, Mapping) or span.line != span.end_line):
        return span_of(key)
    if isinstance(node, Mapping) and span.line != span.end_line and node.pairs:
        return span_of(node.pairs[0][0])
    if span.line != span.end_line:
        return Span(span.line, span.column, span.line, span.column + 1)
    return span


def _kind(root: Node, at: Origin, reader: Reader) -> str | None:
    """The kind of a document, from its first lines."""
    if not isinstance(root, Mapping):
        reader.report(codes.NO_HEADER, root, at, "this is no schemac document", _HEADER)
        return None
    keys = [key for key, _ in root.pairs]
    kinds = [key for key in keys if key.value in grammar.KINDS]
    if not keys or (keys[0].value != "schemac" and not kinds):
        where: Any = keys[0] if keys else root
        reader.report(codes.NO_HEADER, where, at, "this is no schemac document", _HEADER)
        return None
    if keys[0].value != "schemac":
        reader.report(codes.NO_HEADER, keys[0], at, "the first line is not `schemac: 1`", _HEADER)
    edition = root.pairs[0][1]
    written = edition.value if isinstance(edition, Scalar) else ""
    if keys[0].value == "schemac" and written.isdigit() and written != "1":
        message = f"edition {written[:20]} is not known to this schemac"
        help = "write `schemac: 1`, or get the schemac that this document was written for"
        reader.report(codes.UNKNOWN_EDITION, edition, at, message, help)
        return None
    if not kinds:
        second = keys[1] if len(keys) > 1 else keys[0]
        help = nearest(second.value, tuple(grammar.KINDS)) or _HEADER
        message = "the second line names no kind of document"
        reader.report(codes.NO_HEADER, second, at, message, help)
        return None
    if keys.index(kinds[0]) != 1:
        reader.report(codes.NO_HEADER, kinds[0], at, "the kind stands on the second line", _HEADER)
    return kinds[0].value


_HEADER = "a document begins with `schemac: 1` and its kind: " + ", ".join(
    f"`{kind}: …`" for kind in grammar.KINDS
)
