"""What the start page says of migration maps: a row each, with the way to its files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from msgspec import Struct

from schemac.output import Part

_TARGET = "maps"


class Form(Struct, frozen=True):
    """A file of a map, called by the end of its name."""

    name: str
    href: str


class Row(Struct, frozen=True, kw_only=True):
    """A map: its name without folder and ends, and the forms it is written in."""

    name: str
    forms: tuple[Form, ...]


def map_rows(parts: Sequence[Part]) -> tuple[tuple[Row, ...], str | None]:
    """The maps of a build in the order of their names, and the way to their JSON Schema."""
    forms: dict[str, list[Form]] = {}
    schema = None
    for path in sorted(_paths(parts)):
        name = path.removeprefix(f"{_TARGET}/")
        stem = next((name.removesuffix(end) for end in _ENDS if name.endswith(end)), name)
        if name.endswith(".schema.json"):
            schema = quote(path)
        else:
            forms.setdefault(stem, []).append(Form(name[len(stem) + 1 :], quote(path)))
    return tuple(Row(name=name, forms=tuple(each)) for name, each in forms.items()), schema


_ENDS = (".mmpose.py", ".numpy.py", ".sql", ".json")


def _paths(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        if part.target == _TARGET:
            yield from (path for path, _ in part.files())
