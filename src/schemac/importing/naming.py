"""Names of a file as names and ids of the language: as they are, wherever it can hold them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Sequence

from schemac.importing.sides import Side
from schemac.reading.scalars import MAX_ID, NAME, RESERVED

_LEGAL = re.compile(NAME).fullmatch
_ROOM = 6  # for `_12` and the like behind an id that is taken


def is_name(text: str) -> bool:
    """Whether the language holds a name as it is."""
    return bool(_LEGAL(text)) and text == text.strip()


def names_for(names: Sequence[str]) -> tuple[str, ...]:
    """The names as a spec can hold them: legal, and no two alike. What is legal comes first, so
    that a name that is right stays as it is."""
    taken: set[str] = set()
    found: list[str | None] = [None] * len(names)
    for index, name in enumerate(names):
        if is_name(name) and name not in taken:
            found[index] = name
            taken.add(name)
    for index, name in enumerate(names):
        if found[index] is None:
            found[index] = _free(_made(name, index), taken)
    return tuple(name or "" for name in found)


def id_for(words: Iterable[str], taken: Container[str], otherwise: str) -> str:
    """A free id of these words: small letters and digits, no side in front, no reserved word."""
    kept = [re.sub(r"[^a-z0-9]", "", word) for word in words]
    kept = [word for word in kept if word]
    if not kept:
        kept = [otherwise]
    if not kept[0][0].isalpha() or kept[0] in ("left", "right") or kept == ["region"]:
        kept.insert(0, "point")
    id = "_".join(kept)[: MAX_ID - _ROOM].rstrip("_")
    if id in RESERVED:
        id = f"{id}_point"
    return _numbered(id, taken)


def document_slug(text: str | None, otherwise: str) -> str:
    """The last part of a document's id from any text."""
    for each in (text or "", otherwise):
        slug = re.sub(r"[^a-z0-9]+", "-", _plain(each).lower())[:60].strip("-")
        if slug:
            return slug
    return "skeleton"


def template(left: str, right: str, stem: str) -> str | None:
    """The name with holes that stands for both: `<S>_Elbow`; None when the language has none.

    An empty text says that nothing need be written.
    """
    for hole, word in (("side", "left"), ("Side", "Left"), ("S", "L")):
        for at in _places(left, word):
            written = f"{left[:at]}<{hole}>{left[at + len(word) :]}"
            if _fill(written, "right") == right and _fill(written, "left") == left:
                return "" if written == f"<side>_{stem}" else written
    return None


def _fill(written: str, side: Side) -> str:
    filled = written.replace("<side>", side).replace("<Side>", side.capitalize())
    return filled.replace("<S>", side[0].upper())


def _places(text: str, word: str) -> list[int]:
    return [found.start() for found in re.finditer(re.escape(word), text)]


def _plain(text: str) -> str:
    """Without accents and other scripts."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _made(name: str, index: int) -> str:
    if is_name(name):
        return name
    plain = re.sub(r"[^A-Za-z0-9_.\- ]+", "_", _plain(" ".join(name.split())))
    plain = re.sub(r"^[^A-Za-z0-9]+|[^A-Za-z0-9]+$", "", plain)[:64].strip()
    return plain or f"point_{index}"


def _free(name: str, taken: set[str]) -> str:
    made, number = name, 2
    while made in taken:
        end = f"_{number}"
        made, number = name[: 64 - len(end)].rstrip() + end, number + 1
    taken.add(made)
    return made


def _numbered(id: str, taken: Container[str]) -> str:
    made, number = id, 2
    while made in taken:
        made, number = f"{id}_{number}", number + 1
    return made
