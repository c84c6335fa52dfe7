"""Bytes to a tree of text with places. Nothing is guessed: scalars stay as written.

The tree is built from libyaml's events, not with its composer: events come one by one, so depth
is bounded before anything is built, and anchors, tags and second documents are seen as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from schemac.diagnostic import Code, Diagnostic, Note
from schemac.reading import codes
from schemac.source import Origin, Source, Span

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 32
MAX_VALUES = 200_000
_MAX_ALIKE = 20  # findings of one kind in one file; more of them help nobody

# The Base loaders resolve no implicit types; the C one is libyaml, the other is the same in Python.
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_BOMS = {
    b"\xef\xbb\xbf": "UTF-8 with a byte order mark",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
# Controls, separators that editors do not show, and marks that reorder text (CVE-2021-42574).
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)


class Scalar:
    """Text of one value. `plain` tells an empty value from an empty string in quotes."""

    __slots__ = ("end", "plain", "start", "value")

    def __init__(self, value: str, plain: bool, start: Any, end: Any) -> None:
        self.value, self.plain, self.start, self.end = value, plain, start, end


class Unread(Scalar):
    """Stands where something was refused already, so that nothing more is said of it."""

    __slots__ = ()


class Sequence:
    """A list, in order."""

    __slots__ = ("end", "items", "start")

    def __init__(self, start: Any) -> None:
        self.items: list[Node] = []
        self.start = self.end = start


class Mapping:
    """Pairs in the order written, duplicates included. `key` waits for its value while reading."""

    __slots__ = ("end", "key", "pairs", "start")

    def __init__(self, start: Any) -> None:
        self.key: Scalar | None = None
        self.pairs: list[tuple[Scalar, Node]] = []
        self.start = self.end = start


Node = Scalar | Sequence | Mapping


def span_of(node: Node) -> Span:
    """The stretch of text a node was written in."""
    start, end = node.start, node.end
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def read(file: str, data: bytes) -> tuple[Source, Node | None, tuple[Diagnostic, ...]]:
    """Parse one document, reporting every problem and raising none.

    The node is None when there is nothing to go on with.
    """
    text, problems = _decode(file, data)
    source = Source(file, text)
    if problems:
        return source, None, tuple(problems)
    problems = [*islice(_unseen(file, text), _MAX_ALIKE), *islice(_tabs(file, text), _MAX_ALIKE)]
    builder = _Builder(file)
    try:
        builder.build(_Loader(text))
    except _Stop:
        pass
    except yaml.MarkedYAMLError as error:
        if not problems:  # a tab or a stray character is the cause, and is named already
            builder.problems.append(_not_yaml(file, text, error))
        builder.root = None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        if not problems:
            builder.problems.append(codes.NOT_YAML.at(Origin(file), str(error) or "not YAML"))
        builder.root = None
    problems += builder.problems
    if builder.root is None and not problems:
        problems.append(
            codes.EMPTY.at(
                Origin(file),
                "the file is empty",
                span=Span(1, 1, 1, 1),
                help="a document starts with `schemac: 1`, then a line such as "
                "`spec: body/my-skeleton`; `schemac init` writes an example",
            )
        )
    return source, builder.root, tuple(problems)


class _Stop(Exception):
    """Reading cannot go on: the place and the reason are reported already."""


class _Builder:
    """Builds the tree with a stack of open nodes."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Diagnostic] = []
        self.root: Node | None = None
        self._stack: list[Sequence | Mapping] = []
        self._documents = 0

    def build(self, events: Any) -> None:
        """Take every event of a YAML loader, in the order of the text."""
        number = 0
        while events.check_event():
            event = events.get_event()
            number += 1
            if number > MAX_VALUES:
                self._report(codes.TOO_LARGE, event, f"the document has over {MAX_VALUES:,} values")
                self.root = None
                raise _Stop
            kind = type(event)
            if kind is ScalarEvent:
                if event.anchor is not None or event.tag is not None:
                    self._unwanted(event)
                plain = not event.style
                self._add(Scalar(event.value, plain, event.start_mark, event.end_mark))
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self._unwanted(event)
                self._open(event)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._stack.pop().end = event.end_mark
            elif kind is AliasEvent:
                self._report(
                    codes.ANCHOR, event, f"`*{event.anchor}` is an alias",
                    help="write the value out; a text that begins with `*` needs quotes",
                )  # fmt: skip
                self._add(Unread("", False, event.start_mark, event.end_mark))
            elif kind is DocumentStartEvent:
                self._document(event)

    def _document(self, event: Event) -> None:
        self._documents += 1
        if self._documents > 1:
            self._report(
                codes.SEVERAL_DOCUMENTS, event, "a second document starts here",
                help="one file holds one document; move this one to a file of its own",
            )  # fmt: skip
            raise _Stop

    def _unwanted(self, event: Any) -> None:
        if event.anchor is not None:
            self._report(
                codes.ANCHOR, event, f"`&{event.anchor}` is an anchor",
                help="write the value out; `extends` and `include` are the ways to reuse",
                width=len(event.anchor) + 1,
            )  # fmt: skip
        if event.tag is not None and event.tag != "!":
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._report(
                codes.TAG, event, f"`{tag}` is a tag",
                help="remove it; the field decides the type of its value",
                width=len(tag),
            )  # fmt: skip

    def _open(self, event: Any) -> None:
        if len(self._stack) >= MAX_DEPTH:
            self._report(
                codes.TOO_DEEP, event, f"nested more than {MAX_DEPTH} levels deep",
                help="no document needs this; look for a bracket that is never closed",
            )  # fmt: skip
            self.root = None
            raise _Stop
        mapping = type(event) is MappingStartEvent
        node = Mapping(event.start_mark) if mapping else Sequence(event.start_mark)
        self._add(node)
        self._stack.append(node)

    def _add(self, node: Node) -> None:
        if not self._stack:
            self.root = node
            return
        parent = self._stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif parent.key is not None:
            parent.pairs.append((parent.key, node))
            parent.key = None
        elif isinstance(node, Scalar):
            parent.key = node
        else:
            line, column = node.start.line + 1, node.start.column + 1
            span = Span(line, column, line, column + 1)
            self.problems.append(
                codes.COMPLEX_KEY.at(
                    Origin(self.file),
                    "a key is one word, not a list or a mapping",
                    span=span,
                    help="a text that begins with `?`, `[` or `{` needs quotes",
                )
            )
            parent.key = Unread("", False, node.start, node.start)

    def _report(
        self, code: Code, event: Any, message: str, help: str | None = None, width: int = 0
    ) -> None:
        start, end = event.start_mark, event.end_mark
        if not width:
            width = max(1, end.column - start.column) if end.line == start.line else 1
        span = Span(start.line + 1, start.column + 1, start.line + 1, start.column + 1 + width)
        self.problems.append(code.at(Origin(self.file), message, span=span, help=help))


def _decode(file: str, data: bytes) -> tuple[str, list[Diagnostic]]:
    at, span = Origin(file), Span(1, 1, 1, 1)
    if len(data) > MAX_BYTES:
        message = f"the file has more than {MAX_BYTES // 1048576} MiB, the most there may be"
        return "", [codes.TOO_LARGE.at(at, message, span=span)]
    for mark, name in _BOMS.items():
        if data.startswith(mark):
            return "", [
                codes.ENCODING.at(
                    at,
                    f"the file is {name}",
                    span=span,
                    help="save it as UTF-8 without a byte order mark",
                )
            ]
    try:
        return data.decode("utf-8").replace("\r\n", "\n"), []
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        message = f"byte {error.start + 1} (0x{data[error.start]:02x}) is not UTF-8"
        text = data.decode("utf-8", "replace")
        return text, [
            codes.ENCODING.at(
                at,
                message,
                span=Span(line, column, line, column + 1),
                help="save the file as UTF-8",
            )
        ]


def _unseen(file: str, text: str) -> Iterator[Diagnostic]:
    for found in _UNSEEN.finditer(text):
        span = _span_at(text, found.start())
        yield codes.UNSEEN.at(
            Origin(file), f"U+{ord(found[0]):04X} is a character that nobody can see", span=span,
            help="delete it; such characters can make a text read otherwise than it is",
        )  # fmt: skip


def _tabs(file: str, text: str) -> Iterator[Diagnostic]:
    if "\t" not in text:
        return
    for number, line in enumerate(text.split("\n"), 1):
        column = line.find("\t")
        if column >= 0:
            yield codes.TAB.at(
                Origin(file), "here is a tab", span=Span(number, column + 1, number, column + 2),
                help="use spaces; YAML does not allow tabs in the indentation",
            )  # fmt: skip


def _span_at(text: str, offset: int) -> Span:
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    return Span(line, column, line, column + 1)


_MEANING = {
    "mapping values are not allowed": (
        "a colon where none can stand",
        "quote a text that contains `: `, or check the indentation of the line above",
    ),
    "did not find expected key": (
        "this line does not fit the ones above",
        "check the indentation, and that every quote is closed",
    ),
    "did not find expected ',' or '}'": (
        "a `}` or a comma is missing",
        "a text with a comma, colon or bracket needs quotes inside `{…}`",
    ),
    "did not find expected ',' or ']'": (
        "a `]` or a comma is missing",
        "a text with a comma, colon or bracket needs quotes inside `[…]`",
    ),
    "did not find expected '-' indicator": (
        "an entry of the list above must start with `- `",
        "check the indentation",
    ),
    "could not find expected ':'": (
        "a key without a colon",
        "write `key: value`; a long text continues on lines indented more than its key",
    ),
    "found unexpected end of stream": (
        "a quote is never closed",
        "look for the `\"` or `'` that opens here",
    ),
    "found character that cannot start any token": (
        "this character cannot start a value",
        "put the value in quotes",
    ),
}


def _not_yaml(file: str, text: str, error: yaml.MarkedYAMLError) -> Diagnostic:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    problem = (error.problem or "not YAML").strip()
    said, advice = next(
        (v for k, v in _MEANING.items() if problem.startswith(k)), (f"not YAML: {problem}", None)
    )
    notes: tuple[Note, ...] = ()
    if error.context_mark and error.context_mark.line + 1 != line:
        start = error.context_mark
        span = Span(start.line + 1, start.column + 1, start.line + 1, start.column + 2)
        notes = (Note("it began here", Origin(file), span),)
    span = Span(line, column, line, column + 1)
    return codes.NOT_YAML.at(Origin(file), said, *notes, span=span, help=advice)
