"""The map documents of a workspace."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from schemac.choosing import Chosen
from schemac.compile import check
from schemac.folders import documents_in
from schemac.model import PointMap, Reference
from schemac.reading.declare import Declaration
from schemac.workspace import UsageError, Workspace

_MAP = re.compile(rb"^map:", re.M)
_HEAD = 4096  # a header stands at the top


class Documents:
    """Map documents, found once and linked when they are asked for; or those that are given."""

    def __init__(self, workspace: Workspace, given: Sequence[PointMap] | None = None) -> None:
        self._workspace = workspace
        self._given = given
        self._found: dict[Reference, tuple[str, Declaration]] | None = None

    def between(self, source: str, target: str) -> tuple[PointMap, ...]:
        """The documents that lead from any version of one spec to any of another, by reference.

        Raises UsageError when one of them has errors: going on without it would be another map.
        """
        if self._given is not None:
            pairs = [
                (document, (document.source.id, document.target.id)) for document in self._given
            ]
            return tuple(document for document, ends in pairs if ends == (source, target))
        found = self._declared()
        return tuple(
            self._linked(found[reference][0], reference)
            for reference in sorted(found)
            if _ends(found[reference][1]) == (source, target)
        )

    def _declared(self) -> dict[Reference, tuple[str, Declaration]]:
        """Each map document by reference: its file, and what it declares."""
        if self._found is None:
            self._found = {}
            for folder in self._workspace.folders:
                for path in documents_in(folder):
                    declaration = self._declaration(path)
                    if declaration is not None:
                        self._found.setdefault(declaration.reference, (path, declaration))
        return self._found

    def _declaration(self, path: str) -> Declaration | None:
        with Path(path).open("rb") as file:
            if not _MAP.search(file.read(_HEAD)):
                return None
        found = self._workspace.read(path).declaration
        return found if found is not None and found.kind == "map" else None

    def _linked(self, path: str, reference: Reference) -> PointMap:
        checked = check(self._workspace, [path], targets=Chosen((), {}))
        made = [each for each in checked.documents if isinstance(each, PointMap)]
        if checked.failed or not made:
            help = f"`schemac check {reference.id}` shows them"
            raise UsageError(f"the map `{reference}` has errors", help)
        return made[0]


def _ends(declaration: Declaration) -> tuple[str, str]:
    ends = (declaration.entry.get(field) for field in ("from", "to"))
    one, other = (end.id if isinstance(end, Reference) else "" for end in ends)
    return one, other
