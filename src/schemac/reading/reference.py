"""The grammar as Markdown: a table per record, and the page of the language around them.

The prose of the page is a template. Its tables, limits and examples of the standard library are
put in from where they are declared, so that there is no second list to keep.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from schemac.reading import formula, grammar, scalars, tree
from schemac.reading.declare import locate
from schemac.reading.types import (
    ByKeys,
    BySide,
    Field,
    ListOf,
    MapOf,
    OneOf,
    RecordOf,
    Words,
    records_of,
)

# What no declaration names: numbers of the reader that the page tells.
LIMITS = {
    "mebibytes": tree.MAX_BYTES // 1048576,
    "nodes": f"{tree.MAX_VALUES:,}",
    "depth": tree.MAX_DEPTH,
    "keypoints": grammar.MAX_KEYPOINTS,
    "runs": f"{scalars.MAX_RUNS:,}",
    "id": scalars.MAX_ID,
    "document": scalars.MAX_DOCUMENT,
    "line": scalars.MAX_LINE,
    "text": scalars.MAX_TEXT,
    "formula": formula.MAX_LENGTH,
    "tokens": formula.MAX_TOKENS,
    "brackets": formula.MAX_DEPTH,
}
_COLUMNS = ("| field | type | required | meaning |", "|---|---|---|---|")


def records() -> dict[str, RecordOf]:
    """Every record of the language by name, in the order in which documents reach them."""
    found: dict[str, RecordOf] = {}
    for kind in grammar.KINDS.values():
        for record in records_of(kind):
            found.setdefault(record.name, record)
    return found


def words() -> tuple[str, ...]:
    """What `tables` can be asked for: every record, as one word (`sigma_set`)."""
    return tuple(_word(name) for name in records())


def tables(word: str | None = None) -> str:
    """The tables of a kind of document and all it leads to, or of one record; else of all."""
    if word in grammar.KINDS:
        chosen = records_of(grammar.KINDS[word])
    else:
        every = records().items()
        chosen = [record for name, record in every if word in (None, _word(name))]
    return "\n".join(table(record) for record in chosen)


def table(record: RecordOf, without: Mapping[str, tuple[Field, ...]] | None = None) -> str:
    """One record: its sentence, then a row a field.

    Groups of fields that the record shares with others may stand elsewhere, under the heading
    that is their key; a link takes their place.
    """
    fields, links = list(record.fields), []
    for title, group in (without or {}).items():
        held = {field.name for field in fields}
        if title != heading(record.name) and {field.name for field in group} <= held:
            names = {field.name for field in group}
            fields = [field for field in fields if field.name not in names]
            links.append(f"[{title}](#{anchor(title)})")
    text = [f"### {heading(record.name)}", "", record.doc, ""]
    if fields:
        text += [*rows(fields), ""]
    if links:
        text += [f"{'And' if fields else 'All'} the fields of {' and '.join(links)}.", ""]
    return "\n".join(text)


def page(template: Path, examples: Path, facts: Mapping[str, Any]) -> str:
    """The whole reference: the template with every table in it.

    `examples` is the folder of documents that `excerpt` takes lines from; `facts` are what the
    template asks for beside the grammar. Raises ValueError when a record is missing or stands
    on the page twice.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(  # noqa: S701 (Markdown; what is put in is our own)
        loader=FileSystemLoader(template.parent),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
    )
    every, groups, placed = records(), shared(), list[str]()

    def one(name: str) -> str:
        placed.append(name)
        return table(every[name], groups).rstrip()

    def group(title: str) -> str:
        return "\n".join([f"### {title}", "", *rows(groups[title])])

    text = environment.get_template(template.name).render(
        table=one, group=group, excerpt=_excerpts(examples), limit=LIMITS, **facts
    )
    if sorted(placed) != sorted(every):
        wrong = sorted(set(every).symmetric_difference(placed))
        raise ValueError(f"not exactly once on the page: {', '.join(wrong) or 'a record twice'}")
    return text


def shared() -> dict[str, tuple[Field, ...]]:
    """Groups of fields that several records have, by the heading under which the page has them."""
    first, *others = (kind for name, kind in grammar.KINDS.items() if name != "project")
    keypoint, places = grammar.KEYPOINT, (grammar.LANDMARK, grammar.CURVE)
    words = tuple(f for f in keypoint.fields if all(f in place.fields for place in places))
    return {
        "Fields: every document": tuple(
            field for field in first.fields if all(other.field(field.name) for other in others)
        ),
        "Fields: words": words,
        heading(keypoint.name): tuple(
            f for f in keypoint.fields if f not in words and grammar.OVERRIDE.field(f.name)
        ),
    }


def rows(fields: list[Field] | tuple[Field, ...]) -> Iterator[str]:
    """The lines of a table of fields."""
    yield from _COLUMNS
    for field in fields:
        cells = (
            f"`{field.name}`",
            _type(field.type),
            "yes" if field.required else "",
            _cell(field.doc),
        )
        yield f"| {' | '.join(cells)} |"


def heading(name: str) -> str:
    """The heading over the table of a record."""
    return f"Fields: {name}"


def anchor(title: str) -> str:
    """Where a link to a heading leads, as sites for Markdown build it."""
    return re.sub(r"[^\w -]", "", title.lower()).strip().replace(" ", "-")


def _word(name: str) -> str:
    return name.lower().replace(" ", "_")


def _type(type: Any) -> str:
    if isinstance(type, RecordOf):
        return f"[{type.name}](#{anchor(heading(type.name))})"
    if isinstance(type, Words):
        return ", ".join(f"`{word}`" for word in type.words)
    if isinstance(type, MapOf):
        return f"{_type(type.key)} → {_type(type.value)}"
    if isinstance(type, BySide):
        return f"{_type(type.value)} ◑"
    if isinstance(type, ListOf):
        item = _type(type.item)
        if type.length:
            return f"{type.length} × {item}"
        return f"{item}, or a list of it" if type.single else f"list of {item}"
    if isinstance(type, (OneOf, ByKeys)):
        return " or ".join(_choices(type))
    return _cell(type.name)


def _choices(type: OneOf | ByKeys) -> list[str]:
    """What a field may be, each once; what takes sides says that it takes one value as well."""
    inner = type.choices if isinstance(type, OneOf) else (type.then, type.otherwise)
    found: list[str] = []
    for each in inner:
        found += _choices(each) if isinstance(each, (OneOf, ByKeys)) else [_type(each)]
    return [each for each in dict.fromkeys(found) if f"{each} ◑" not in found]


def _cell(text: str) -> str:
    """Text in a cell: no bar ends it, and `<` opens no tag outside of code."""
    return re.sub(r"(`[^`]*`)|<", lambda m: m[1] or "&lt;", text).replace("|", "\\|")


def _excerpts(folder: Path) -> Callable[..., str]:
    def excerpt(id: str, *route: str) -> str:
        """The lines of an entry of a document, as they stand in its file."""
        path = folder / f"{id}.yaml"
        text = path.read_text("utf-8")
        _, root, _ = tree.read(str(path), text.encode())
        span = locate(root, route)
        if span is None:
            raise ValueError(f"`{id}` has no {'.'.join(route)}")
        lines = text.split("\n")[span.line - 1 :]
        indent = len(lines[0]) - len(lines[0].lstrip())
        end = next((i for i, line in enumerate(lines) if i and _outside(line, indent)), len(lines))
        shown = "\n".join(line[indent:] for line in lines[:end]).rstrip()
        return f"```yaml\n# specs/{id}.yaml: {' / '.join(route)}\n{shown}\n```"

    return excerpt


def _outside(line: str, indent: int) -> bool:
    return bool(line.strip()) and len(line) - len(line.lstrip()) <= indent
