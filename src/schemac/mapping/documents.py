"""A map document over the map that follows by itself: what a person said comes first."""

from __future__ import annotations

from schemac.mapping.fidelity import Fidelity
from schemac.mapping.migration import Entry, Made, MigrationMap, Shares
from schemac.mapping.tier_rule import best, worst
from schemac.mapping.tiers import steps_between
from schemac.model import Formula, PointMap, Skeleton, Take
from schemac.reading.formula import weights


def corrected(
    base: MigrationMap, document: PointMap, source: Skeleton, target: Skeleton
) -> MigrationMap:
    """The base with the entries and tiers of a document in the place of its own."""
    own = {take.target: _entry(take, document) for take in document.points}
    made = Made(
        how="map",
        of=f"{document.id}@{document.version}",
        author=", ".join(document.authors) or None,
        rationale=document.rationale,
    )
    return MigrationMap(
        source=base.source,
        target=base.target,
        entries=tuple(own.get(entry.target, entry) for entry in base.entries),
        tiers=steps_between(source, target, dict(document.tiers)) if document.tiers else base.tiers,
        made=(*base.made, made),
    )


def _entry(take: Take, document: PointMap) -> Entry:
    x, y = _shares(take.x), _shares(take.y)
    sources = [point for point, _ in (*x, *y)]
    reason = take.why or document.rationale
    exact = take.fidelity == "exact"
    unsaid = "its author does not say how true it is"
    why = () if exact else (reason or unsaid,)
    return Entry(
        target=take.target,
        x=x,
        y=y,
        fidelity=Fidelity.EXACT if exact else Fidelity.APPROXIMATE,
        why=why,
        rule=best(sources) if take.tier == "best" else worst(sources),
    )


def _shares(formula: Formula) -> Shares:
    return tuple(weights(formula.tree).items())
