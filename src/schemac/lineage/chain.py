"""The chain of parents behind a version: what its lineage and its dictionaries say of the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from schemac.lineage.pairing import Declarations, Document
from schemac.model import Dictionary, Lineage, PointMap
from schemac.model.place import Place, Reference

LONGEST = 256  # versions; a chain beyond that leads in a circle or nowhere


class History:
    """Looks back from a document. `find` gives a document by its reference, None for one that is
    not there or cannot be linked."""

    def __init__(self, find: Callable[[Reference], Document | None]) -> None:
        self._find = find
        self._known: dict[Reference, Document | None] = {}

    def document(self, reference: Reference) -> Document | None:
        """A document, looked up once."""
        if reference not in self._known:
            self._known[reference] = self._find(reference)
        return self._known[reference]

    def parents(self, document: Document) -> Iterator[Document]:
        """The versions a document grew from, the nearest first, as far as they are there."""
        seen: set[Reference] = set()
        while (lineage := lineage_of(document)) is not None and len(seen) < LONGEST:
            parent = self.document(lineage.parent)
            if parent is None or lineage.parent in seen:
                return
            seen.add(lineage.parent)
            yield parent
            document = parent

    def declared(self, old: Document, new: Document) -> Declarations:
        """What the lineage says of the way from one document to another: all steps between them,
        or where they are not on one way, the last step."""
        lineage = lineage_of(new)
        expected = old.id == new.id or (lineage is not None and lineage.parent.id == old.id)
        steps = [lineage.changes] if lineage else []
        for parent in self.parents(new):
            if (parent.id, parent.version) == (old.id, old.version):
                break
            before = lineage_of(parent)
            steps += [before.changes] if before else []
        else:
            steps = steps[:1]
        return Declarations([c for step in steps for c in step], expected=expected)

    def told(self, old: Place, new: Place) -> str | None:
        """What a dictionary says of a place between two of its versions: `redefine` when one step
        of the way does, `editorial` when one does and none the other."""
        if (old.dictionary.id, old.name) != (new.dictionary.id, new.name):
            return None
        one, two = self.document(old.dictionary), self.document(new.dictionary)
        if not isinstance(one, Dictionary) or not isinstance(two, Dictionary) or one is two:
            return None
        said = [c.verb for c in self.declared(one, two).changes if old.name in c.points]
        return next((verb for verb in ("redefine", "editorial") if verb in said), None)


def lineage_of(document: Document) -> Lineage | None:
    """The lineage of a document; a map has none."""
    return None if isinstance(document, PointMap) else document.lineage
