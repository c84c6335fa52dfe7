"""Declarations to the model: nothing is left to look up afterwards.

Linking opens no file. It gets documents from a `Resolve` function, and goes on after a fault, so
that all problems of a document come in one run.
"""

from __future__ import annotations

from msgspec import Struct

from schemac.diagnostic import Diagnostic, Severity
from schemac.linking.linker import Linker, Nowhere, Resolve
from schemac.model import Dictionary, PointMap, Skeleton, TierSet
from schemac.reading.declare import Declaration
from schemac.source import Origin

__all__ = ["Linked", "Nowhere", "Resolve", "link"]

Document = Skeleton | TierSet | Dictionary | PointMap


class Linked(Struct, frozen=True):
    """A document of the model, as far as it could be made. `whole` tells that no keypoint of it
    was lost to an error, so that rules over all of them make sense. `faults` are the places that
    could not be read or linked: what a rule says of them is an echo (see `echoes`)."""

    document: Document | None
    diagnostics: tuple[Diagnostic, ...]
    whole: bool = True
    faults: frozenset[Origin] = frozenset()


def link(home: Declaration, resolve: Resolve) -> Linked:
    """Link one document. A project file is no document of the model; see `project`."""
    linker = Linker(resolve)
    linker.heed(*home.faults)
    document, whole = _link(linker, home)
    problems = tuple(dict.fromkeys(linker.problems))
    errors = {problem.origin for problem in problems if problem.severity is Severity.ERROR}
    return Linked(document, problems, whole, home.faults | errors)


def _link(linker: Linker, home: Declaration) -> tuple[Document | None, bool]:
    if home.kind == "tier_set":
        from schemac.linking.tier_set import link_tier_set

        return link_tier_set(linker, home), home.sound
    if home.kind == "dictionary":
        from schemac.linking.dictionary import link_dictionary

        return link_dictionary(linker, home), home.sound
    if home.kind == "map":
        from schemac.linking.maps import link_map

        return link_map(linker, home), home.sound
    from schemac.linking.compose import draft
    from schemac.linking.finish import finish

    linker.open.append(home.reference)
    made = draft(linker, home)
    skeleton = finish(linker, made)
    return skeleton, made.whole
