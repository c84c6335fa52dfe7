"""What becomes of labels from one released version to the next."""

from __future__ import annotations

from collections import Counter

from schemac.auditing.account import Carried
from schemac.ledger.facets import Document
from schemac.lineage.chain import History, lineage_of
from schemac.mapping import Fidelity, MapError, from_lineage, map_digest
from schemac.model import Skeleton


def carried(old: Document, new: Document, history: History) -> Carried | None:
    """The map from a version to its child, each taken from its frozen form: its digest, and how
    many keypoints come how true. None for what has no labels, or when no map can be made."""
    if not isinstance(old, Skeleton) or not isinstance(new, Skeleton):
        return None
    own = lineage_of(new)
    said = history.declared(old, new).changes
    beside = [change for change in said if own is None or change not in own.changes]
    try:
        made = from_lineage(old, new, beside=beside)
    except MapError:
        return None
    counted = Counter(entry.fidelity for entry in made.entries)
    return Carried(
        map=map_digest(made),
        keypoints=tuple((each.word, counted[each]) for each in Fidelity if counted[each]),
        look=sum(entry.review for entry in made.entries),
        unused=len(made.lost),
    )
