"""The versions behind a version: what its lineage and its dictionaries say of the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from schemac.lineage.pairing import Declarations, Document
from schemac.model import Dictionary, Lineage, PointMap
from schemac.model.place import Place, Reference

LONGEST = 256  # versions; who has more behind it is not followed further


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

    def heads(self, document: Document) -> Iterator[Document]:
        """The versions that end in a document, as far as they are there: its parent first."""
        found = (self.document(reference) for reference in grown_from(document))
        yield from (head for head in found if head is not None)

    def declared(self, old: Document, new: Document) -> Declarations:
        """What the lineage says of the way from one document to another: all steps between them,
        with those of other heads that were merged; or where they are not on one way, the last
        step."""
        expected = old.id == new.id or any(each.id == old.id for each in grown_from(new))
        steps = [step for each in self._between(old, new) if (step := lineage_of(each))]
        changes = [change for step in steps for change in step.changes]
        return Declarations(changes, expected=expected)

    def _between(self, old: Document, new: Document) -> list[Document]:
        """The versions behind `new` that are not behind `old`, the nearest first, `new` with
        them; only `new` when `old` is not behind it."""
        found, merged, met = self._behind(new, _reference(old))
        if not met:
            return [new]
        known = {_reference(each) for each in self._behind(old)[0]} if merged else set()
        return [each for each in found if _reference(each) not in known]

    def _behind(
        self, document: Document, goal: Reference | None = None
    ) -> tuple[list[Document], bool, bool]:
        """A document and the versions behind it, the nearest first, none beyond a goal; whether
        heads were merged on the way, and whether the goal was met."""
        found, seen, merged, met = [document], {_reference(document)}, False, False
        for each in found:
            heads = grown_from(each)
            merged |= len(heads) > 1
            met |= goal in heads
            for head in heads:
                before = self.document(head) if head != goal and head not in seen else None
                if before is not None and len(found) < LONGEST:
                    seen.add(head)
                    found.append(before)
        return found, merged, met

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


def grown_from(document: Document) -> tuple[Reference, ...]:
    """The versions that a document says it grew from: its parent, and other heads that end in it;
    none without a lineage."""
    lineage = lineage_of(document)
    return tuple(dict.fromkeys((lineage.parent, *lineage.merges))) if lineage else ()


def _reference(document: Document) -> Reference:
    return Reference(id=document.id, version=document.version)
