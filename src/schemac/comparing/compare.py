"""What differs between two drafts: only what both can say counts, and one cause is one finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from schemac.comparing import identity, numbers, topology
from schemac.comparing.both import Both, Difference
from schemac.comparing.matching import Matched, by_index, match
from schemac.draft import Draft

Rule = Callable[[Both], Iterator[Difference]]


class Comparison(Struct, frozen=True):
    """Two definitions held against each other.

    `compared` and `not_compared` are phrases: what both say, and what one does not say.
    `left_out`: further skeletons of the files, which were not looked at.
    """

    one: Draft
    other: Draft
    differences: tuple[Difference, ...]
    compared: tuple[str, ...]
    not_compared: tuple[str, ...]
    left_out: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether anything that counts is different."""
        return any(difference.counts for difference in self.differences)


def compare(one: Draft, other: Draft) -> Comparison:
    """Every difference between two definitions of a skeleton."""
    named = one.named and other.named
    both = Both(one, other, _matched(one, other) if named else by_index(*_sizes(one, other)))
    first: tuple[Rule, ...] = (identity.names, identity.order) if named else (identity.number,)
    differences = [found for rule in first for found in rule(both)]
    how = "name" if named else "index"
    compared, skipped = [f"{len(both.across)} keypoints by {how}"], [] if named else ["names"]
    for what, able, rule in _further(one, other):
        if able:
            compared.append(what)
            differences += rule(both)
        else:
            skipped.append(what)
            differences += numbers.no_sigmas(both) if what == "sigmas" else ()
    return Comparison(one, other, tuple(differences), tuple(compared), tuple(skipped))


def _matched(one: Draft, other: Draft) -> Matched:
    """Who is who, by the names and by the further names that a spec gives its keypoints."""
    names = [p.name for p in one.points], [p.name for p in other.points]
    further = [p.aliases for p in one.points], [p.aliases for p in other.points]
    return match(*names, *further)


def _sizes(one: Draft, other: Draft) -> tuple[int, int]:
    return len(one.points), len(other.points)


def _further(one: Draft, other: Draft) -> Iterator[tuple[str, bool, Rule]]:
    """Each subject: whether both can speak of it, and the rule for it."""
    yield "mirror partners", None not in (one.mirror, other.mirror), topology.mirror
    yield "edges", None not in (one.edges, other.edges), topology.edges
    yield "sigmas", bool(one.sigmas and other.sigmas), numbers.sigmas
    yield "category", None not in (one.category, other.category), numbers.category
    ids = None not in (one.category_id, other.category_id)
    yield "category id", ids, numbers.category_id
    weights = all(p.weight is not None for d in (one, other) for p in d.points)
    yield "weights", weights, numbers.weights
