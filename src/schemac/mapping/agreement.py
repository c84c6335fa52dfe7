"""Do maps agree with the mirror, and with each other?"""

from __future__ import annotations

from schemac.mapping.fidelity import Fidelity
from schemac.mapping.migration import Entry, MigrationMap, Shares
from schemac.mapping.tier_rule import Rule, canonical


def not_mirrored(map: MigrationMap) -> tuple[str, ...]:
    """Target keypoints for which it makes a difference whether the picture is mirrored before the
    labels are carried or after.

    The weights of an entry add up to 1, so mirrored coordinates stay right by themselves. What is
    left to ask is that the entry of a point's partner takes the partners of its sources.
    """
    found = []
    for entry in map.entries:
        other = map.by_target[map.target.partner(entry.target)]
        mine, theirs = _what(map, entry), _mirrored(map, other)
        if mine != theirs:
            found.append(entry.target)
    return tuple(found)


_What = tuple[dict[str, object], dict[str, object], frozenset[str], Rule]


def _what(map: MigrationMap, entry: Entry) -> _What:
    return dict(entry.x), dict(entry.y), frozenset(entry.needs), entry.rule


def _mirrored(map: MigrationMap, entry: Entry) -> _What:
    partner = map.source.partner

    def swapped(shares: Shares) -> dict[str, object]:
        return {partner(point): weight for point, weight in shares}

    rule = canonical([partner(point) for point in group] for group in entry.rule)
    return (
        swapped(entry.x),
        swapped(entry.y),
        frozenset(partner(need) for need in entry.needs),
        rule,
    )


def disagreements(one: MigrationMap, other: MigrationMap) -> tuple[str, ...]:
    """Target keypoints that two maps between the same ends fill truly, yet not from the same
    sources: one of them must be wrong. What is approximate on either way may differ, and so may a
    computed point that one way stores and the other computes."""
    found = []
    for entry in one.entries:
        rival = other.by_target[entry.target]
        sure = max(entry.fidelity, rival.fidelity) <= Fidelity.DERIVED
        computed = Fidelity.DERIVED in (entry.fidelity, rival.fidelity)
        alike = not computed or entry.fidelity is rival.fidelity
        if sure and alike and (entry.x, entry.y) != (rival.x, rival.y):
            found.append(entry.target)
    return tuple(found)
