"""Does a file that is being read still say what was released? Asked at every command.

Only files that are read anyway are hashed, and nothing is asked where there is no ledger.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from schemac.canonical import declared_digest
from schemac.diagnostic import Diagnostic, Note
from schemac.folders import name_of
from schemac.ledger import codes
from schemac.ledger.chain import Ledger, digest_of
from schemac.ledger.entry import NAME, text_file
from schemac.reading.declare import Declaration
from schemac.source import Origin, Source, Span

Read = Callable[[str], Declaration | None]
"""The declaration in a file, by its path; None when there is none."""


def chain_findings(path: str, data: bytes, ledger: Ledger) -> tuple[Source, tuple[Diagnostic, ...]]:
    """The text of a ledger, and its faults as findings at their lines."""
    source = Source(path, data.decode("utf-8", "replace"))
    found = (
        codes.LEDGER_BROKEN.at(
            Origin(path),
            fault.message,
            span=Span(fault.line, 1, fault.line, max(2, len(source.line(fault.line)) + 1)),
            help=fault.help,
        )
        for fault in ledger.faults
    )
    return source, tuple(found)


def guard(
    folder: str,
    ledger: Ledger,
    path: str,
    data: bytes,
    declaration: Declaration | None,
    read: Read,
) -> Iterator[Diagnostic]:
    """What is wrong with a file below a spec folder in the eyes of its ledger."""
    name = name_of(folder, path)
    id, at, version = name.partition("@")
    if at:
        yield from _frozen(ledger, path, id, version, data)
    elif declaration is not None and declaration.reference.id == id:
        yield from _working(folder, ledger, path, data, declaration, read)


def ledger_missing(path: str) -> Diagnostic:
    """Beside a frozen text lies its linked form, which only a release writes."""
    return codes.LEDGER_BROKEN.at(
        Origin(path),
        "this version was released, but the spec folder has no ledger",
        help=f"bring `{NAME}` back from version control",
    )


def _frozen(ledger: Ledger, path: str, id: str, version: str, data: bytes) -> Iterator[Diagnostic]:
    entry = ledger.find(id, version)
    if entry is None:
        if not ledger.faults:  # else the line may be the one that cannot be read
            yield codes.FROZEN_WITHOUT_LINE.at(
                Origin(path),
                f"the ledger has no line for {id}@{version}",
                help="was the end of the ledger cut off? If not, release the version, or take"
                f" it in as it is: `schemac release {id}@{version} --unattested`",
            )
    elif digest_of(data) != entry.files.text:
        yield codes.RELEASED_FILE_CHANGED.at(
            Origin(path),
            f"this file was changed after {entry.document} was released",
            help="bring it back, and make the change in a new version:"
            f" `git checkout -- {path.rpartition(os.sep)[2]}` in its folder",
        )


def _working(
    folder: str,
    ledger: Ledger,
    path: str,
    data: bytes,
    declaration: Declaration,
    read: Read,
) -> Iterator[Diagnostic]:
    reference = declaration.reference
    entry = ledger.find(reference.id, reference.version)
    if entry is None or digest_of(data) == entry.files.text:
        return
    name = text_file(reference.id, reference.version).replace("/", os.sep)
    frozen = f"{folder}{os.sep}{name}"
    released = read(frozen)
    if released is None:
        yield codes.RELEASED_FILE_CHANGED.at(
            Origin(path) / "version",
            f"{reference} is released, but its frozen text is missing or cannot be read",
            help=f"bring `{frozen.rpartition(os.sep)[2]}` back from version control",
        )
    elif declared_digest(released) != declared_digest(declaration):
        yield codes.RELEASED_VERSION_EDITED.at(
            Origin(path) / "version",
            f"{reference} is released, and this file says something else",
            Note("the released text", Origin(frozen)),
            help="raise the version and name the released one as the parent of its lineage, or"
            " undo the edit",
        )
