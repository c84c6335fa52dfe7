"""A released version keeps its meaning, also when what it rests on has changed."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from schemac.diagnostic import Diagnostic
from schemac.ledger import codes
from schemac.ledger.chain import digest_of
from schemac.ledger.entry import Entry
from schemac.ledger.facets import Document
from schemac.ledger.form import digest, read_form
from schemac.model.place import Reference
from schemac.source import Origin

Bytes = Callable[[Reference], bytes | None]
"""The text that a reference leads to now; None when it leads nowhere."""


def changed_basis(entry: Entry, text: Bytes) -> tuple[str, ...]:
    """The documents a release rests on whose text is not the one it had then."""
    return tuple(
        dependency.document
        for dependency in entry.dependencies
        if _digest(text(reference_of(dependency.document))) != dependency.source
    )


def held(
    entry: Entry, changed: tuple[str, ...], linked: Document | None, form: bytes | None, at: Origin
) -> tuple[Document | None, Diagnostic | None]:
    """The meaning of a released version whose basis changed, and what to tell of it.

    The document as linked now when that makes no difference, else the one of its form.
    """
    if entry.digest is None or (linked is not None and digest(linked) == entry.digest):
        return linked, None
    listed = ", ".join(f"`{document}`" for document in changed)
    verb = "has" if len(changed) == 1 else "have"
    kept = read_form(entry.kind, form) if form and digest_of(form) == entry.files.form else None
    if kept is None:
        message = f"{listed} {verb} changed since {entry.document} was released"
        help = "its linked form is missing or was changed; bring it back from version control"
        return linked, codes.FORM_LOST.at(at, message, help=help)
    message = (
        f"{listed} {verb} changed since {entry.document} was released;"
        " it keeps the meaning of its linked form"
    )
    return replace(kept, origin=at), codes.BASIS_CHANGED.at(at, message)


def reference_of(document: str) -> Reference:
    """`id@version` as a reference."""
    id, _, version = document.rpartition("@")
    return Reference(id=id, version=version)


def _digest(data: bytes | None) -> str | None:
    return None if data is None else digest_of(data)
