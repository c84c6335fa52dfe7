"""YAML as a tree with places: the values that PyYAML's `safe_load` reads, from libyaml's events.

Aliases and merge keys are resolved, as long as what they amount to stays bounded. Dates are kept
as the text they are written in. Tags other than those of plain values are refused, also those that
`safe_load` knows: nothing that is read here uses them.
"""

from __future__ import annotations

from typing import Any, NoReturn, cast

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from schemac.located.node import Node, Scalar, Unreadable
from schemac.located.text import Lines, decode, fits_float, whole_text
from schemac.source import Span

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 64
MAX_VALUES = 200_000
_MAX_NUMBER = 320  # characters; what is longer is no number that fits a float

# The Base loaders resolve no implicit types; the C one is libyaml, the other is the same in Python.
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_STANDARD = "tag:yaml.org,2002:"
_PLAIN = {_STANDARD + name for name in ("str", "int", "float", "bool", "null")}
_AS_WRITTEN = {_STANDARD + name for name in ("timestamp", "value", "merge")}


def read(file: str, data: bytes) -> Node:
    """The one document of a file; a value of None when it is empty. Raises `Unreadable`."""
    return read_text(decode(data, MAX_BYTES))


def read_text(text: str) -> Node:
    """The one document of a text."""
    lines = Lines(text)
    try:
        return _Builder(lines).build(_Loader(text))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = min(mark.index, len(text)) if mark else 0
        problem = (error.problem or "no YAML").strip()
        raise Unreadable(f"not YAML: {problem}", lines.span(at, at + 1)) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        at = getattr(error, "position", 0)
        raise Unreadable(f"not YAML: {_first_line(error)}", lines.span(at, at + 1)) from None


class _Open:
    """A list or mapping that is not closed yet. `before` is how many values were read before it;
    `key` waits for its value, `merged` holds what `<<` brings in."""

    __slots__ = ("anchor", "before", "items", "key", "mapping", "merged", "pairs", "start")

    def __init__(self, event: Any, before: int) -> None:
        self.start: int = event.start_mark.index
        self.mapping = isinstance(event, MappingStartEvent)
        self.anchor: str | None = event.anchor
        self.before = before
        self.items: list[Node] = []
        self.pairs: list[tuple[Node, Node]] = []
        self.merged: list[tuple[Node, Node]] = []
        self.key: Node | None = None


class _Builder:
    """Builds the tree with a stack of open nodes. An alias counts as all that it stands for."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._scalars: Any = yaml.SafeLoader("")
        self._stack: list[_Open] = []
        self._anchors: dict[str, tuple[Node, int] | None] = {}
        self._values = 0
        self._documents = 0
        self._behind = 0  # where the last value or bracket ended
        self._root: Node | None = None

    def build(self, events: Any) -> Node:
        """Take every event of a YAML loader, in the order of the text."""
        while events.check_event():
            event = events.get_event()
            if isinstance(event, ScalarEvent):
                self._keep(self._scalar(event), event.anchor, self._values)
            elif isinstance(event, (MappingStartEvent, SequenceStartEvent)):
                self._open(event)
            elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
                self._close(event)
            elif isinstance(event, AliasEvent):
                self._add(self._alias(event))
            elif isinstance(event, DocumentStartEvent):
                self._documents += 1
                if self._documents > 1:
                    help = "a file holds one; put the others into files of their own"
                    self._stop("a second document starts here", event, help)
        return self._root or Node(kind="scalar", span=Span(1, 1, 1, 1))

    def _open(self, event: CollectionStartEvent) -> None:
        kind = "map" if isinstance(event, MappingStartEvent) else "seq"
        if event.tag not in (None, "!", _STANDARD + kind):
            self._tag(event)
        if len(self._stack) >= MAX_DEPTH:
            self._stop(f"nested more than {MAX_DEPTH} levels deep", event)
        self._count(event)
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        self._stack.append(_Open(event, self._values - 1))

    def _close(self, event: Any) -> None:
        top = self._stack.pop()
        if event.end_mark.index > event.start_mark.index:  # a bracket; else the end has no mark
            self._behind = event.end_mark.index
        span = self._lines.span(top.start, max(top.start, self._behind))
        if top.mapping:
            node = Node(kind="map", span=span, pairs=(*top.merged, *top.pairs))
        else:
            node = Node(kind="list", span=span, items=tuple(top.items))
        self._keep(node, top.anchor, top.before)

    def _keep(self, node: Node, anchor: str | None, before: int) -> None:
        """`before` is the count of values before this one, so that aliases know its size."""
        if anchor is not None:
            self._anchors[anchor] = (node, max(1, self._values - before))
        self._add(node)

    def _add(self, node: Node) -> None:
        if not self._stack:
            self._root = node
            return
        top = self._stack[-1]
        if not top.mapping:
            top.items.append(node)
        elif top.key is None:
            if node.kind in ("list", "map"):
                raise Unreadable("a key is one word, not a list or a mapping", node.span)
            top.key = node
        elif top.key.kind == "other" and top.key.scalar == "<<":
            top.merged += self._merged(node)
            top.key = None
        else:
            top.pairs.append((top.key, node))
            top.key = None

    def _merged(self, node: Node) -> list[tuple[Node, Node]]:
        """What `<<` brings in; of several mappings the first one wins, so it comes last."""
        maps = node.items if node.kind == "list" else (node,)
        if any(each.kind != "map" for each in maps):
            raise Unreadable("`<<` takes a mapping, or a list of mappings", node.span)
        return [pair for each in reversed(maps) for pair in each.pairs]

    def _alias(self, event: Any) -> Node:
        name = event.anchor or ""
        found = self._anchors.get(name)
        if found is None:
            inside = name in self._anchors
            why = "stands for something that it is part of" if inside else "has no anchor before it"
            self._stop(f"`*{name}` {why}", event)
        node, size = found
        self._count(event, size)
        self._behind = event.end_mark.index
        return node

    def _scalar(self, event: Any) -> Node:
        self._count(event)
        start, end = event.start_mark.index, event.end_mark.index
        self._behind = end
        span = self._lines.span(start, end)
        tag = event.tag
        if tag is None or tag == "!":
            implicit = (tag is None and not event.style, True)
            tag = self._scalars.resolve(yaml.ScalarNode, event.value, implicit)
        if tag == _STANDARD + "merge":
            in_key = bool(self._stack) and self._stack[-1].mapping and self._stack[-1].key is None
            return Node(kind="other" if in_key else "scalar", span=span, scalar="<<")
        if tag not in _PLAIN | _AS_WRITTEN:
            self._tag(event)
        if not whole_text(event.value):
            self._stop("half of a surrogate pair, which is no character", event)
        value = event.value if tag in _AS_WRITTEN else self._resolved(tag, event)
        if isinstance(value, (int, float)) and not fits_float(value):
            return Node(kind="other", span=span)
        return Node(kind="scalar", span=span, scalar=value)

    def _resolved(self, tag: str, event: Any) -> Scalar:
        """As the constructors of `SafeLoader` have it; infinite where a number fits no float."""
        if tag == _STANDARD + "str":
            return cast(str, event.value)
        if len(event.value) > _MAX_NUMBER:
            return float("inf")
        try:
            node = yaml.ScalarNode(tag, event.value)
            return cast(Scalar, self._scalars.construct_object(node))
        except (KeyError, ValueError, OverflowError):
            name = tag.removeprefix(_STANDARD)
            self._stop(f"this cannot be read as the {name} that it says it is", event)

    def _count(self, event: Any, size: int = 1) -> None:
        self._values += size
        if self._values > MAX_VALUES:
            self._stop(f"the file amounts to over {MAX_VALUES:,} values", event)

    def _tag(self, event: Any) -> NoReturn:
        shown = str(event.tag).replace(_STANDARD, "!!")
        self._stop(f"the tag `{shown}` is not read", event, "write the value without a tag")

    def _stop(self, message: str, event: Any, help: str | None = None) -> NoReturn:
        start, end = event.start_mark.index, event.end_mark.index
        raise Unreadable(message, self._lines.span(start, max(end, start + 1)), help)


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0] or "no YAML"
