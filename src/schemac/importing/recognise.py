"""Which format a file is in: asked of every format that can be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from schemac.draft import Given
from schemac.format import Format
from schemac.formats import FORMATS, READ_ONLY, load
from schemac.workspace import UsageError

BROAD = (("names", "csv", "markdown"), ("coco", "ultralytics"), ("mediapipe",))
"""Formats that the files of other tools could be too, the broadest first: a narrower one that also
says yes is believed."""


@cache
def readers() -> Mapping[str, Format]:
    """The formats that can be read, by name."""
    every = map(load, {**FORMATS, **READ_ONLY})
    return {format.name: format for format in every if format.absorb is not None}


def reader_named(name: str) -> Format:
    """The format that somebody asked for. Raises UsageError when none of that name is read."""
    known = readers()
    if name in known:
        return known[name]
    from schemac.reading.types import nearest

    if name in FORMATS:
        message = f"`{name}` can be written, but not read"
    else:
        message = f"there is no format `{name[:40]}`"
    raise UsageError(message, nearest(name, tuple(known)) or _listed(known))


def format_of(given: Given) -> Format | None:
    """The one format that recognises a file, None when there is none.

    Raises UsageError when several do.
    """
    found = [f for f in readers().values() if f.recognises is not None and f.recognises(given)]
    for broad in BROAD:
        found = [format for format in found if format.name not in broad] or found
    if len(found) > 1:
        names = " or ".join(f"`{format.name}`" for format in found)
        help = f"say which: `--from {found[0].name}`"
        raise UsageError(f"`{given.file}` could be {names}", help)
    return found[0] if found else None


def unknown(given: Given) -> UsageError:
    """What to say of a file that no format recognises."""
    known = readers()
    if re.search(rb"^schemac:", given.head, re.M):
        why = "`schemac check` looks at it; `schemac compare` holds it against other files"
        return UsageError(f"`{given.file}` is a document of schemac already", why)
    if (what := _no_text(given)) is not None:
        return what
    guess = _guess(given)
    if guess is not None and guess in known:
        why = f"if it is {known[guess].title}, say so: `--from {guess}`"
        return UsageError(f"`{given.file}` looks like nothing that can be imported", why)
    if given.head.startswith(b"\x80") or given.name.endswith((".pkl", ".pickle", ".pt", ".pth")):
        why = "pickles can run code, so they are not read; export names and links as JSON"
        return UsageError(f"`{given.file}` looks like a pickle", why)
    return UsageError(f"`{given.file}` looks like nothing that can be imported", _listed(known))


def _no_text(given: Given) -> UsageError | None:
    """What to say of a file without text that could be looked into."""
    head = given.head
    if not head.strip():
        return UsageError(f"`{given.file}` is empty")
    marks = ((b"\xff\xfe", b"\xfe\xff"), (b"\x00{", b"{\x00", b"\x00[", b"[\x00"))
    if any(head.startswith(each) for each in marks):
        return UsageError(f"`{given.file}` is UTF-16 or UTF-32 text", "save it as UTF-8")
    if b"\x00" in head and not head.startswith(b"\x80"):
        help = "what can be read is text; export names and links as JSON"
        return UsageError(f"`{given.file}` is a binary file of an unknown kind", help)
    return None


def _guess(given: Given) -> str | None:
    """The format that an ending speaks for, when the beginning of the file does not."""
    ending = given.name.rsplit(".", 1)[-1].lower()
    table = {"json": "coco", "py": "mmpose", "yaml": "ultralytics", "yml": "ultralytics",
             "svg": "cvat", "xml": "label-studio", "csv": "names", "txt": "names"}  # fmt: skip
    return table.get(ending)


def _listed(known: Mapping[str, Format]) -> str:
    return f"these can be read: {', '.join(known)}"
