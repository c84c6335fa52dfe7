"""Translations of what specs say: gettext catalogues that translators' own tools can open.

They lie in `locales/<locale>.po` beside `schemac.yaml`. The sentence itself is the key: one that
changes has no translation from that moment, and is shown in the language it was written in.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from schemac.model import Skeleton
from schemac.output import replace_file
from schemac.sentences import sentences
from schemac.workspace import UsageError, Workspace

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

FOLDER = "locales"


class Catalogue(Struct, frozen=True, kw_only=True):
    """A catalogue of sentences: its text, where it belongs, and how much of it is translated."""

    text: str
    file: Path
    total: int
    translated: int


_MAX_BYTES = 16 * 1024 * 1024
_MAX_PLACES = 5
_NEEDLESS = (
    '"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By', "PROJECT VERSION", "EMAIL@ADDRESS",
    "LL@li.org",
)  # fmt: skip
"""Lines of a header that hold a date, or what nobody filled in."""


def translations(workspace: Workspace, locale: str) -> Mapping[str, str]:
    """Sentence -> translation; empty when there is no catalogue for the locale. Translations that
    are marked as fuzzy are not used: nobody has looked at them since the sentence changed.

    Raises UsageError for a catalogue that cannot be read.
    """
    path = catalogue_path(workspace, locale)
    if not path.is_file():
        return {}
    found = _read(path)
    return {
        str(message.id): str(message.string)
        for message in found
        if message.id and isinstance(message.id, str) and message.string and not message.fuzzy
    }


def catalogue_path(workspace: Workspace, locale: str) -> Path:
    """Where the catalogue of a locale lies."""
    return Path(workspace.root, FOLDER, f"{locale}.po")


def catalogue(skeletons: Iterable[Skeleton], locale: str, file: Path) -> Catalogue:
    """A catalogue with every sentence of some skeletons. Translations that stand in `file` are
    kept; those of sentences that are gone stay at its end, out of use.

    Raises UsageError for a locale that nobody knows, or a catalogue that cannot be read.
    """
    from io import BytesIO

    from babel.core import Locale, UnknownLocaleError
    from babel.messages.pofile import write_po

    try:
        Locale.parse(locale, sep="-")
    except (UnknownLocaleError, ValueError) as error:
        raise UsageError(f"`{locale}` is no language", "such as `es` or `pt-BR`") from error
    fresh = _empty(None)
    for text, places in _places(skeletons).items():
        fresh.add(text, locations=[(place, 0) for place in places])
    made = _read(file) if file.is_file() else _empty(locale)
    made.update(fresh, no_fuzzy_matching=True, update_header_comment=False)
    out = BytesIO()
    write_po(out, made, width=100, include_lineno=False)
    lines = out.getvalue().decode().splitlines(keepends=True)
    messages = [message for message in made if message.id]
    return Catalogue(
        text="".join(line for line in lines if not any(each in line for each in _NEEDLESS)),
        file=file,
        total=len(messages),
        translated=sum(1 for each in messages if each.string and not each.fuzzy),
    )


def store(made: Catalogue) -> None:
    """Write a catalogue to its file, in one step. Raises OutputError when that cannot be done."""
    made.file.parent.mkdir(parents=True, exist_ok=True)
    made.file.touch()
    replace_file(made.file, made.file.read_bytes(), made.text.encode())


def _empty(locale: str | None) -> Catalog:
    from babel.messages.catalog import Catalog

    return Catalog(
        locale=locale.replace("-", "_") if locale else None,
        header_comment="# Sentences of keypoint specs; `schemac strings` brings them up to date.",
        fuzzy=False,
    )


def _places(skeletons: Iterable[Skeleton]) -> Mapping[str, list[str]]:
    """Each sentence once, with the first few places where it is used."""
    places: dict[str, list[str]] = {}
    for skeleton in skeletons:
        for text, place in sentences(skeleton):
            known = places.setdefault(text, [])
            if len(known) < _MAX_PLACES:
                known.append(f"{skeleton.id}/{place}")
    return places


def _read(path: Path) -> Catalog:
    from babel.core import UnknownLocaleError
    from babel.messages.pofile import PoFileError, read_po

    name = os.path.relpath(path)
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise UsageError(f"{name} is larger than any catalogue has to be")
        with path.open("rb") as file:
            return read_po(file, locale=path.stem.replace("-", "_"), abort_invalid=True)
    except PoFileError as error:
        raise UsageError(f"{name}, line {error.lineno + 1}: {error}") from error
    except (UnicodeError, ValueError, UnknownLocaleError, OSError) as error:
        raise UsageError(f"{name} is no catalogue of translations: {error}") from error
