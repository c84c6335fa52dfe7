"""Was anything rewritten? Every line of a ledger and every file it froze, looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from msgspec import Struct

from schemac.ledger.chain import Ledger, digest_of, read_ledger
from schemac.ledger.entry import NAME, Entry, form_file, text_file
from schemac.ledger.facets import facets
from schemac.ledger.form import digest, kind_of, read_form

Read = Callable[[str], bytes | None]
"""The bytes of a file below the spec folder, by its path with `/`; None when there is none."""


class Finding(Struct, frozen=True, kw_only=True):
    """One thing that shows a rewritten history.

    `what` tells whether it lies in the chain, in a frozen file, in the git history, or in an
    anchor. `file` is a path below the spec folder; `line` counts from 1.
    """

    what: Literal["chain", "file", "history", "anchor"]
    file: str
    message: str
    line: int | None = None
    document: str | None = None


def verify(data: bytes | None, read: Read, frozen: Iterable[str]) -> tuple[Finding, ...]:
    """Every edit, deletion, insertion and exchange that a ledger and its files show by themselves.

    `frozen` are the paths of all files below the folder that are called like frozen ones. What
    this cannot see is a ledger that was written anew as a whole, together with its files.
    """
    names = sorted(frozen)
    if data is None:
        return tuple(_without_ledger(names))
    ledger = read_ledger(data)
    found = [
        Finding(what="chain", file=NAME, line=fault.line, message=fault.message)
        for fault in ledger.faults
    ]
    for entry in ledger.entries:
        found += _entry(entry, read)
    return (*found, *_without_line(ledger, names))


def _without_ledger(names: list[str]) -> Iterator[Finding]:
    """Forms are written by releases only: where they lie, there was a ledger."""
    for name in names:
        if name.endswith(".json"):
            message = "this file was written by a release, but there is no ledger"
            yield Finding(what="file", file=name, message=message)


def _without_line(ledger: Ledger, names: list[str]) -> Iterator[Finding]:
    known = {
        file(entry.id, entry.version) for entry in ledger.entries for file in (text_file, form_file)
    }
    for name in names:
        if name not in known:
            message = "no line tells of this frozen file: its line was cut off or never written"
            yield Finding(what="file", file=name, message=message)


def _entry(entry: Entry, read: Read) -> Iterator[Finding]:
    text, form = text_file(entry.id, entry.version), form_file(entry.id, entry.version)
    yield from _file(entry, text, read(text), entry.files.text)
    if entry.files.form is None:
        return
    data = read(form)
    wrong = list(_file(entry, form, data, entry.files.form))
    yield from wrong
    if not wrong and data is not None:
        yield from _meaning(entry, form, data)


def _file(entry: Entry, name: str, data: bytes | None, wanted: str) -> Iterator[Finding]:
    if data is None:
        message = "it was released, and is missing"
    elif digest_of(data) == wanted:
        return
    elif digest_of(data.replace(b"\r\n", b"\n")) == wanted:
        message = "only its line ends were changed; git does so without `-text` in .gitattributes"
    else:
        message = "it is not the file that was released"
    yield Finding(what="file", file=name, line=entry.line, message=message, document=entry.document)


def _meaning(entry: Entry, name: str, data: bytes) -> Iterator[Finding]:
    """Whether a form says what its line says of it: one of the two may have been made up."""
    document = read_form(entry.kind, data)
    if document is None:
        message = f"it is no linked form of a {entry.kind.replace('_', ' ')}"
    elif (document.id, document.version, kind_of(document)) != (
        entry.id,
        entry.version,
        entry.kind,
    ):
        message = f"it is the form of {document.id}@{document.version}, not of {entry.document}"
    elif digest(document) != entry.digest:
        message = "its digest is not the one in the ledger"
    elif facets(document) != dict(entry.facets):
        message = "the digests of its aspects are not those in the ledger"
    else:
        return
    yield Finding(what="file", file=name, line=entry.line, message=message, document=entry.document)
