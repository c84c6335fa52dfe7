"""Which tier a target gets from the tiers of its sources.

A rule is the worst over groups of the best within a group: `((a,), (b,))` is the worst of a and b,
`((a, b),)` the best. Every mixture that composing maps can bring about has this form, and exactly
one without a group that contains another, so equal rules compare equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product

Rule = tuple[tuple[str, ...], ...]


def worst(sources: Iterable[str]) -> Rule:
    """The tier of the source that is known least."""
    return canonical((source,) for source in sources)


def best(sources: Iterable[str]) -> Rule:
    """The tier of the source that is known best."""
    return canonical([tuple(sources)])


def canonical(groups: Iterable[Iterable[str]]) -> Rule:
    """The one way to write a rule: groups that contain another one change nothing."""
    sets = {frozenset(group) for group in groups}
    if all(len(group) == 1 for group in sets):
        return tuple(sorted(tuple(group) for group in sets))  # nearly always
    kept = [group for group in sets if group and not any(other < group for other in sets if other)]
    return tuple(sorted(tuple(sorted(group)) for group in kept))


def substituted(rule: Rule, origins: Mapping[str, Rule]) -> Rule:
    """A rule over the sources of its own sources."""
    groups = (
        frozenset().union(*choice)
        for group in rule
        for choice in product(*(origins[source] for source in group))
    )
    return canonical(groups)
