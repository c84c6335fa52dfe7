"""A migration map as a value. Its constructor brings it into the one form that it has, so that
maps which do the same compare equal."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property

from msgspec.structs import force_setattr

from schemac.mapping.ends import End
from schemac.mapping.fidelity import Fidelity
from schemac.mapping.tier_rule import Rule, canonical, worst
from schemac.model.record import Record

Shares = tuple[tuple[str, Fraction], ...]


class MapError(ValueError):
    """A map that cannot be; the message is for people."""


class Entry(Record, frozen=True, kw_only=True):
    """Where one target keypoint comes from.

    `x` and `y` are sources with weights that add up to 1. `needs` are all sources that must be
    labelled, also those whose weights cancel out. `review` asks a person to look at the result.
    """

    target: str
    x: Shares = ()
    y: Shares = ()
    fidelity: Fidelity = Fidelity.EXACT
    why: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    rule: Rule = ()
    review: bool = False

    @property
    def alone(self) -> str | None:
        """The source that the target is a copy of, when it is one."""
        one = len(self.x) == len(self.needs) == 1 and self.x == self.y
        return self.x[0][0] if one else None


class TierStep(Record, frozen=True, kw_only=True):
    """What becomes of a tier. `keeps` tells whether its coordinates survive."""

    source: str
    target: str
    keeps: bool = True


class Made(Record, frozen=True, kw_only=True):
    """How a map, or a part of its way, came about, and whose rule it is."""

    how: str
    of: str
    author: str | None = None
    rationale: str | None = None


class MigrationMap(Record, frozen=True, kw_only=True, dict=True):
    """A map from labels of `source` to labels of `target`.

    There is an entry for every target keypoint, in index order, and a step for every source tier,
    the worst first. Targets that were left out become NONE. Raises MapError for unknown or
    repeated keypoints, weights that do not add up to 1, and tiers that are not all mapped.
    """

    source: End
    target: End
    entries: tuple[Entry, ...]
    tiers: tuple[TierStep, ...]
    made: tuple[Made, ...] = ()

    def __post_init__(self) -> None:
        force_setattr(self, "entries", _all_targets(self))
        force_setattr(self, "tiers", _all_tiers(self))

    @cached_property
    def by_target(self) -> dict[str, Entry]:
        return {entry.target: entry for entry in self.entries}

    @cached_property
    def tier_of(self) -> dict[str, TierStep]:
        return {step.source: step for step in self.tiers}

    @property
    def monotone(self) -> bool:
        """Whether a better tier never leads to a worse one."""
        ranks = [self.target.rank[step.target] for step in self.tiers]
        return ranks == sorted(ranks)

    @property
    def lost(self) -> tuple[str, ...]:
        """Source keypoints that no target uses, in index order."""
        used = {source for entry in self.entries for source in entry.needs}
        return tuple(point for point in self.source.points if point not in used)


def _all_targets(map: MigrationMap) -> tuple[Entry, ...]:
    given: dict[str, Entry] = {}
    for entry in map.entries:
        if entry.target not in map.target.index:
            raise MapError(f"`{map.target.reference}` has no keypoint `{entry.target}`")
        if entry.target in given:
            raise MapError(f"`{entry.target}` is given twice")
        given[entry.target] = _canonical(map.source, map.target, entry)
    nothing = Fidelity.NONE
    return tuple(
        given.get(point) or Entry(target=point, fidelity=nothing) for point in map.target.points
    )


def _canonical(source: End, target: End, entry: Entry) -> Entry:
    """Sources in index order without zeros, fidelity as far as the weights decide it."""
    x, y = _shares(source, entry, entry.x), _shares(source, entry, entry.y)
    named = {point for point, _ in (*entry.x, *entry.y)}
    needs = _ordered(source, entry, {*entry.needs, *named})
    why = tuple(sorted(set(entry.why)))
    if entry.fidelity >= Fidelity.RELABEL or not (x and y):
        nothing = entry.fidelity if entry.fidelity >= Fidelity.RELABEL else Fidelity.NONE
        return Entry(target=entry.target, fidelity=nothing, why=why)
    fidelity = entry.fidelity
    if fidelity <= Fidelity.PERMUTED:
        alone = len(x) == len(needs) == 1 and x == y
        same = alone and source.index[x[0][0]] == target.index[entry.target]
        fidelity = Fidelity(0 if same else 1) if alone else Fidelity.DERIVED
    if fidelity is Fidelity.APPROXIMATE and not why:
        raise MapError(f"`{entry.target}` is approximate, and nothing says why")
    rule = canonical(entry.rule) or worst(needs)
    return Entry(
        target=entry.target, x=x, y=y, fidelity=fidelity, why=why,
        needs=needs, rule=rule, review=entry.review,
    )  # fmt: skip


def _shares(source: End, entry: Entry, shares: Shares) -> Shares:
    if len(shares) == 1 and shares[0][1] == 1 and shares[0][0] in source.index:
        return shares  # most entries; the rest of this takes time
    weights: dict[str, Fraction] = {}
    for point, weight in shares:
        weights[point] = weights.get(point, Fraction(0)) + weight
    if shares and sum(weights.values()) != 1:
        total = sum(weights.values())
        raise MapError(f"the weights of `{entry.target}` add up to {total}, not to 1")
    ordered = _ordered(source, entry, weights)
    return tuple((point, weights[point]) for point in ordered if weights[point])


def _ordered(source: End, entry: Entry, points: Iterable[str]) -> tuple[str, ...]:
    known = source.index
    for point in points:
        if point not in known:
            raise MapError(
                f"`{entry.target}` comes from `{point}`, which `{source.reference}` does not have"
            )
    return tuple(sorted(points, key=known.__getitem__))


def _all_tiers(map: MigrationMap) -> tuple[TierStep, ...]:
    given = {step.source: step for step in map.tiers}
    if len(given) != len(map.tiers) or set(given) != set(map.source.rank):
        raise MapError("not every tier of the source is mapped, once")
    made = []
    for rung in map.source.tiers:
        step = given[rung.id]
        if step.target not in map.target.rank:
            raise MapError(f"`{map.target.reference}` has no tier `{step.target}`")
        placed = rung.placed and map.target.tiers[map.target.rank[step.target]].placed
        made.append(TierStep(source=rung.id, target=step.target, keeps=step.keeps and placed))
    return tuple(made)
