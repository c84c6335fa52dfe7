"""A document, linked; a released one means what it meant then, whatever it rests on now."""

from __future__ import annotations

import os

from schemac.linking import Linked, link
from schemac.workspace import Found, Workspace


def link_found(workspace: Workspace, found: Found) -> Linked:
    """What a file amounts to. A released version whose basis has changed is taken from the linked
    form that lies frozen beside it. The file must hold a document."""
    declaration = found.declaration
    assert declaration is not None  # noqa: S101 - told apart by the caller
    linked = link(declaration, workspace.resolve)
    entry = workspace.entry_of(declaration) if workspace.ledgers else None
    if entry is None or found.problems:
        return linked
    from schemac.ledger import form_file
    from schemac.ledger.hold import changed_basis, held

    changed = changed_basis(entry, workspace.text_of)
    if not changed:
        return linked
    folder = workspace.folder_of(declaration.file) or ""
    name = form_file(entry.id, entry.version).replace("/", os.sep)
    form = workspace.data_of(f"{folder}{os.sep}{name}")
    document, told = held(entry, changed, linked.document, form, declaration.origin)
    return linked if told is None else Linked(document, (told,))
