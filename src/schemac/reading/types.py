"""The types of fields: each reads a node, describes itself to people, and to editors.

The field decides the type, so a type reads the text as written and never guesses. A value that
cannot be read is reported and becomes `MISSING`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from schemac.diagnostic import Code, Diagnostic
from schemac.reading import codes
from schemac.reading import tree as trees
from schemac.reading.tree import Node, Scalar, Sequence, Unread, span_of
from schemac.source import Origin


class Missing:
    """The value of a field that is not there or could not be read."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()


class Entry:
    """One record as written: its values by field, and where it stands."""

    __slots__ = ("origin", "values")

    def __init__(self, values: dict[str, Any], origin: Origin) -> None:
        self.values, self.origin = values, origin

    def __getitem__(self, field: str) -> Any:
        return self.values[field]

    def __contains__(self, field: str) -> bool:
        return field in self.values

    def get(self, field: str, default: Any = None) -> Any:
        return self.values.get(field, default)

    def where(self, field: str) -> Origin:
        return self.origin / field


class Sided:
    """A value by side. A side that was not written is None."""

    __slots__ = ("left", "right")

    def __init__(self, left: Any = None, right: Any = None) -> None:
        self.left, self.right = left, right

    def of(self, side: str | None) -> Any:
        return self.right if side == "right" else self.left

    def sides(self) -> tuple[str, ...]:
        return tuple(s for s, v in (("left", self.left), ("right", self.right)) if v is not None)


def of_side(value: Any, side: str | None) -> Any:
    """The value for a side, of a value that may be sided."""
    return value.of(side) if isinstance(value, Sided) else value


class Reader:
    """What reading a document gathers: problems, the file they are in, and the places of values
    that were refused before."""

    __slots__ = ("file", "points", "problems", "refused")

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Diagnostic] = []
        self.refused: list[Origin] = []
        self.points = 0  # that runs stand for

    def report(
        self, code: Code, node: Node, at: Origin, message: str, help: str | None = None
    ) -> Missing:
        self.problems.append(code.at(at, message, span=span_of(node), help=help))
        return MISSING


class Type(Protocol):
    """`name` is shown in messages and in the reference; `schema` is JSON Schema for editors."""

    name: str

    def read(self, node: Node, at: Origin, reader: Reader) -> Any: ...

    def schema(self) -> dict[str, Any]: ...


class Refused(Exception):
    """A scalar does not have the form of its type."""

    def __init__(self, message: str, code: Code = codes.BAD_VALUE, help: str | None = None) -> None:
        super().__init__(message)
        self.code, self.help = code, help


class Text:
    """A scalar whose text `parse` turns into a value, or refuses."""

    def __init__(
        self,
        name: str,
        parse: Callable[[str], Any],
        *,
        pattern: str | None = None,
        schema: Mapping[str, Any] | None = None,
    ) -> None:
        self.name = name
        self._parse = parse
        self._schema = dict(schema or {"type": "string"})
        if pattern:
            self._schema["pattern"] = f"^(?:{pattern})$"

    def read(self, node: Node, at: Origin, reader: Reader) -> Any:
        if type(node) is not Scalar:
            return _wrong_shape(node, at, reader, _article(self.name))
        try:
            return self._parse(node.value)
        except Refused as refused:
            return reader.report(refused.code, node, at, str(refused), refused.help)

    def schema(self) -> dict[str, Any]:
        return dict(self._schema)


class Words:
    """One of a few words, each with its meaning."""

    def __init__(self, *words: str, convert: Callable[[str], Any] = str) -> None:
        self.words = words
        self.name = " or ".join(f"`{word}`" for word in words) if len(words) < 6 else "word"
        self._convert = convert

    def read(self, node: Node, at: Origin, reader: Reader) -> Any:
        if type(node) is not Scalar:
            return _wrong_shape(node, at, reader, "one word")
        if node.value in self.words:
            return self._convert(node.value)
        listed = ", ".join(f"`{word}`" for word in self.words)
        message = f"`{_short(node.value)}` is none of {listed}"
        return reader.report(codes.UNKNOWN_WORD, node, at, message, nearest(node.value, self.words))

    def schema(self) -> dict[str, Any]:
        if all(re.fullmatch(r"true|false|\d+(\.\d+)?", word) for word in self.words):
            import json

            return {"enum": [json.loads(word) for word in self.words]}
        return {"enum": list(self.words)}


class ListOf:
    """A list of one type; with `single`, one value may stand without its brackets."""

    def __init__(
        self, item: Type, *, single: bool = False, length: int | None = None, filled: bool = False
    ) -> None:
        self.item, self.single, self.length, self.filled = item, single, length, filled
        self.name = f"list of {_many(item.name)}"
        if length is not None:
            self.name = f"`[{', '.join([item.name] * length)}]`"

    def read(self, node: Node, at: Origin, reader: Reader) -> Any:
        if type(node) is not Sequence:
            if self.single:
                value = self.item.read(node, at, reader)
                return MISSING if value is MISSING else (value,)
            help = "put it in brackets: `[…]`" if type(node) is Scalar and node.value else None
            return _wrong_shape(node, at, reader, _article(self.name), help)
        if isinstance(self.item, ListOf) and len(node.items) > 1 and _flat(node):
            message = f"{_article(self.name)} is expected, not one list"
            help = "put its values in one more pair of brackets: `- [a, b]`"
            return reader.report(codes.WRONG_SHAPE, node.items[0], at, message, help)
        if self.length is not None and len(node.items) != self.length:
            message = f"{self.length} values are expected, not {len(node.items)}"
            return reader.report(codes.WRONG_SHAPE, node, at, message)
        if self.filled and not node.items:
            message = "the list is empty"
            return reader.report(codes.WRONG_SHAPE, node, at, message, "leave the field out")
        values = [self.item.read(item, at / i, reader) for i, item in enumerate(node.items)]
        kept = tuple(value for value in values if value is not MISSING)
        return MISSING if self.length is not None and len(kept) < self.length else kept

    def schema(self) -> dict[str, Any]:
        item = self.item.schema()
        listed: dict[str, Any] = {"type": "array", "items": item}
        if self.length is not None:
            listed |= {"minItems": self.length, "maxItems": self.length}
        return {"anyOf": [item, listed]} if self.single else listed


class MapOf:
    """Free keys of one type to values of another."""

    def __init__(self, key: Type, value: Type, *, limit: int | None = None) -> None:
        self.key, self.value, self.limit = key, value, limit
        self.name = f"{key.name} → {value.name}"

    def read(self, node: Node, at: Origin, reader: Reader) -> Any:
        if type(node) is not trees.Mapping:
            return _wrong_shape(node, at, reader, f"a mapping ({self.name})")
        found: dict[Any, Any] = {}
        for key, child in unique(node, at, reader):
            name = self.key.read(key, at, reader)
            value = self.value.read(child, at / key.value, reader)
            if name is not MISSING and value is not MISSING:
                found[name] = value
        if self.limit is not None and len(node.pairs) > self.limit:
            message = f"{len(node.pairs)} entries; there may be {self.limit}"
            return reader.report(codes.TOO_MANY, node, at, message)
        return found

    def schema(self) -> dict[str, Any]:
        made: dict[str, Any] = {"type": "object", "additionalProperties": self.value.schema()}
        key = self.key.schema()
        if key != {"type": "string"}:
            made["propertyNames"] = key
        return made


class BySide:
    """One value for both sides, or `{left: …, right: …}`."""

    def __init__(self, value: Type) -> None:
        self.value = value
        self.name = f"{value.name} ◑"

    def read(self, node: Node, at: Origin, reader: Reader) -> Any:
        if type(node) is not trees.Mapping:
            return self.value.read(node, at, reader)
        found: dict[str, Any] = {}
        for key, child in unique(node, at, reader):
            if key.value not in ("left", "right"):
                help = nearest(key.value, ("left", "right"))
                message = f"`{_short(key.value)}` is no side; `left` or `right` is expected"
                found[key.value] = reader.report(codes.UNKNOWN_FIELD, key, at, message, help)
                continue
            found[key.value] = self.value.read(child, at / key.value, reader)
        if not node.pairs:
            return reader.report(codes.WRONG_SHAPE, node, at, "`left` or `right` is expected")
        if not found or MISSING in found.values():
            return MISSING  # half of a pair would be another thing than what was meant
        return Sided(**found)

    def schema(self) -> dict[str, Any]:
        value = self.value.schema()
        sides = {
            "type": "object",
            "properties": {"left": value, "right": value},
            "additionalProperties": False,
            "minProperties": 1,
        }
        return {"anyOf": [value, sides]}


class OneOf:
    """A type by the shape of what is written: a single value, a list or a mapping."""

    def __init__(
        self,
        *,
        scalar: Type | None = None,
        list: Type | None = None,
        map: Type | None = None,
        name: str | None = None,
    ) -> None:
        self._types: dict[type, Type] = {}
        for shape, found in ((Scalar, scalar), (Sequence, list), (trees.Mapping, map)):
            if found is not None:
                self._types[shape] = found
        self.name = name or " or ".join(dict.fromkeys(t.name for t in self._types.values()))

    @property
    def choices(self) -> tuple[Type, ...]:
        return tuple(self._types.values())

    def chosen(self, node: Node) -> Type | None:
        """The type that reads a node of this shape."""
        return self._types.get(type(node))

    def read(self, node: Node, at: Origin, reader: Reader) -> Any:
        found = self.chosen(node)
        if found is None:
            return _wrong_shape(node, at, reader, _article(self.name))
        return found.read(node, at, reader)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [found.schema() for found in self._types.values()]}


class ByKeys:
    """A mapping that is one thing when all its keys are among `words`, else another."""

    def __init__(self, words: tuple[str, ...], then: Type, otherwise: Type) -> None:
        self._words, self.then, self.otherwise = frozenset(words), then, otherwise
        self.name = f"{then.name} or {otherwise.name}"

    def chosen(self, node: Node) -> Type:
        """The type that reads a mapping with these keys."""
        keys = {key.value for key, _ in node.pairs} if type(node) is trees.Mapping else set()
        return self.then if keys <= self._words else self.otherwise

    def read(self, node: Node, at: Origin, reader: Reader) -> Any:
        return self.chosen(node).read(node, at, reader)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [self.then.schema(), self.otherwise.schema()]}


class Field:
    """A field of a record. `doc` is the sentence of the language reference."""

    __slots__ = ("doc", "name", "required", "type")

    def __init__(self, name: str, type: Type, doc: str = "", *, required: bool = False) -> None:
        self.name, self.type, self.doc, self.required = name, type, doc, required


class RecordOf:
    """Fixed fields, in the order in which they are written best."""

    def __init__(self, name: str, doc: str, *fields: Field, title: str | None = None) -> None:
        self.name, self.doc, self.fields = name, doc, fields
        self.title = title or name
        self._by_name = {field.name: field for field in fields}
        self._required = tuple(field.name for field in fields if field.required)

    def field(self, name: str) -> Field | None:
        return self._by_name.get(name)

    def without(self, *names: str) -> RecordOf:
        """The same record, less some fields."""
        kept = (field for field in self.fields if field.name not in names)
        return RecordOf(self.name, self.doc, *kept)

    def read(self, node: Node, at: Origin, reader: Reader) -> Any:
        if type(node) is not trees.Mapping:
            help = f"write `{{{next(iter(self._required), self.fields[0].name)}: …}}`"
            if type(node) is Scalar and not node.value:
                help = "its fields stand below it, indented, or in `{…}`"
            return _wrong_shape(node, at, reader, f"{_article(self.name)} (a mapping)", help)
        values: dict[str, Any] = {}
        written: set[str] = set()
        for key, child in unique(node, at, reader):
            field = self._by_name.get(key.value)
            if field is None:
                self._unknown(key, child, at, reader)
                continue
            written.add(key.value)
            value = field.type.read(child, at / key.value, reader)
            if value is not MISSING:
                values[key.value] = value
        for name in self._required:
            if name not in written:
                message = f"{_article(self.name)} needs `{name}`"
                reader.problems.append(codes.MISSING_FIELD.at(at, message, help=self._advice(name)))
        return Entry(values, at)

    def schema(self) -> dict[str, Any]:
        return {"$ref": f"#/$defs/{self.name.replace(' ', '_')}"}

    def _advice(self, name: str) -> str:
        field = self._by_name[name]
        return f"`{name}`: {field.doc}" if field.doc else f"add `{name}: …`"

    def _unknown(self, key: Scalar, child: Node, at: Origin, reader: Reader) -> None:
        if type(child) is Scalar and child.plain and not child.value and " " in key.value:
            message = f"`{_short(key.value)}` is read as a field, because a comma stands before it"
            quotes = 'a comma inside a text needs quotes in one-line entries: `{text: "a, b"}`'
            reader.report(codes.UNKNOWN_FIELD, key, at, message, quotes)
            return
        help = nearest(key.value, tuple(self._by_name)) or (
            f"{_article(self.name)} has " + ", ".join(f"`{name}`" for name in self._by_name)
            if len(self._by_name) <= 12
            else None
        )
        message = f"{_article(self.name)} has no field `{_short(key.value)}`"
        reader.report(codes.UNKNOWN_FIELD, key, at, message, help)


def records_of(type: Any, seen: dict[int, RecordOf] | None = None) -> list[RecordOf]:
    """Every record that a type leads to, itself first."""
    found: dict[int, RecordOf] = {} if seen is None else seen
    if isinstance(type, RecordOf):
        if id(type) in found:
            return []
        found[id(type)] = type
        inner: list[Any] = [field.type for field in type.fields]
    else:
        inner = list(_inner(type))
    for each in inner:
        records_of(each, found)
    return list(found.values())


def _inner(type: Any) -> tuple[Any, ...]:
    if isinstance(type, ListOf):
        return (type.item,)
    if isinstance(type, (MapOf, BySide)):
        return (type.value,)
    if isinstance(type, OneOf):
        return tuple(type.choices)
    if isinstance(type, ByKeys):
        return (type.then, type.otherwise)
    return ()


def unique(node: trees.Mapping, at: Origin, reader: Reader) -> list[tuple[Scalar, Node]]:
    """The pairs of a mapping; a key written twice is reported and left out."""
    first: dict[str, Scalar] = {}
    kept = []
    for key, child in node.pairs:
        if type(key) is Unread:
            continue
        earlier = first.setdefault(key.value, key)
        if earlier is not key:
            from schemac.diagnostic import Note

            reader.problems.append(
                codes.DUPLICATE_KEY.at(
                    at,
                    f"`{_short(key.value)}` is written twice",
                    Note("first written here", at, span_of(earlier)),
                    span=span_of(key),
                    help="rename one of them, or delete the one that is not meant",
                )
            )
        elif key.value == "<<":
            help = "write the fields out, or use `extends`, `include` or a family"
            reader.report(codes.MERGE_KEY, key, at, "`<<` is a merge key", help)
        else:
            kept.append((key, child))
    return kept


def nearest(word: str, known: tuple[str, ...]) -> str | None:
    """«did you mean …?», when something known is close enough."""
    from difflib import get_close_matches

    found = get_close_matches(word[:64], known, n=1, cutoff=0.6)
    return f"did you mean `{found[0]}`?" if found else None


def _wrong_shape(
    node: Node, at: Origin, reader: Reader, wanted: str, help: str | None = None
) -> Missing:
    if type(node) is Unread:
        reader.refused.append(at)
        return MISSING
    if type(node) is Scalar:
        found = f"`{_short(node.value)}`" if node.value else "nothing"
    else:
        found = "a list" if type(node) is Sequence else "a mapping"
    return reader.report(codes.WRONG_SHAPE, node, at, f"{wanted} is expected, not {found}", help)


def _short(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= 40 else folded[:39] + "…"


def _flat(node: Sequence) -> bool:
    return all(type(item) is Scalar for item in node.items)


# Records that are called by the name of their field, because a noun would be no clearer.
_BY_FIELD = frozenset({"find", "include", "omit", "art", "sampling", "override"})


def _article(name: str) -> str:
    """A name inside a sentence: `a keypoint`, `an index`; code and `true or false` as they are."""
    if name in _BY_FIELD:
        return f"`{name}`"
    if name.startswith(("`", "true ")):
        return name
    return f"an {name}" if name[0] in "aeioO" else f"a {name}"


def _many(name: str) -> str:
    """A name for several: `keypoints`, `lists of keypoints`."""
    first, of, rest = name.partition(" of ")
    return f"{first}s{of}{rest}" if first.replace(" ", "").isalpha() else name
