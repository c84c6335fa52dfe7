"""The laws of maps, on maps and labels of every kind."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from mapping_made import ends, labels, maps, mirrored
from schemac.mapping import (
    End,
    Entry,
    Fidelity,
    MapError,
    MigrationMap,
    carry,
    identity,
    inverse,
    lossless,
    not_mirrored,
    then,
)
from schemac.mapping.tier_rule import canonical, substituted


@st.composite
def ways(draw: st.DrawFn, length: int) -> list[MigrationMap]:
    """Maps one after the other."""
    stops = [draw(ends(name)) for name in "abcd"[: length + 1]]
    return [draw(maps(one, other)) for one, other in pairwise(stops)]


@st.composite
def with_labels(draw: st.DrawFn, length: int) -> tuple[list[MigrationMap], Any]:
    way = draw(ways(length))
    return way, draw(labels(way[0].source))


@settings(deadline=None)
@given(ways(1))
def test_identity_changes_nothing_on_either_side(way: list[MigrationMap]) -> None:
    (one,) = way
    assert then(identity(one.source), one) == one
    assert then(one, identity(one.target)) == one


@settings(deadline=None)
@given(ways(3))
def test_composition_is_associative(way: list[MigrationMap]) -> None:
    """Apart from the reasons of points that get nothing, which the last map gives."""
    one, two, three = way
    first, last = then(then(one, two), three), then(one, then(two, three))
    assert _done(first) == _done(last)


def _done(map: MigrationMap) -> MigrationMap:
    empty = (entry for entry in map.entries if entry.fidelity >= Fidelity.RELABEL)
    told = {entry.target: Entry(target=entry.target, fidelity=Fidelity.NONE) for entry in empty}
    return replace(map, entries=tuple(told.get(e.target, e) for e in map.entries))


@settings(deadline=None)
@given(with_labels(2))
def test_carrying_with_the_composition_is_carrying_in_sequence(
    given: tuple[list[MigrationMap], Any],
) -> None:
    (one, two), before = given
    np.testing.assert_allclose(
        carry(then(one, two), before), carry(two, carry(one, before)), rtol=1e-9, atol=1e-6
    )


@settings(deadline=None)
@given(ways(1))
def test_a_map_is_in_the_one_form_it_has(way: list[MigrationMap]) -> None:
    (one,) = way
    mixed = replace(one, entries=tuple(reversed(one.entries)), tiers=tuple(reversed(one.tiers)))
    doubled = replace(one, entries=tuple(map(_halved, one.entries)))
    assert mixed == one == doubled
    assert replace(one) == one


def _halved(entry: Entry) -> Entry:
    """The same entry with each share in two halves, in another order."""
    x, y = (
        tuple((point, weight / 2) for point, weight in (*shares, *reversed(shares)))
        for shares in (entry.x, entry.y)
    )
    return replace(entry, x=x, y=y, needs=tuple(reversed(entry.needs)), why=entry.why * 2)


@settings(deadline=None)
@given(ends("a"), st.data())
def test_a_permutation_has_an_inverse(end: End, data: st.DataObject) -> None:
    order = data.draw(st.permutations(end.points))
    other = replace(end, points=tuple(order), digest="sha256:" + "f" * 64)
    there = MigrationMap(
        source=end, target=other, entries=identity(end).entries, tiers=identity(end).tiers
    )
    assert lossless(there)
    assert inverse(inverse(there)) == there
    assert then(there, inverse(there)) == identity(end)
    assert then(inverse(there), there) == identity(other)
    before = data.draw(labels(end))
    after = carry(inverse(there), carry(there, before))
    hidden = [rung.code for rung in end.tiers if not rung.placed]
    before[np.isin(before[..., 2], hidden), :2] = np.nan
    np.testing.assert_array_equal(after, before)


@settings(deadline=None)
@given(with_labels(1))
def test_what_an_inverse_calls_exact_comes_back(given: tuple[list[MigrationMap], Any]) -> None:
    (there,), before = given
    after = carry(inverse(there), carry(there, before))
    back = inverse(there)
    for at, entry in enumerate(back.entries):
        if entry.fidelity <= Fidelity.PERMUTED:
            came = np.isfinite(after[:, at, :2]).all(axis=-1)
            np.testing.assert_allclose(after[came, at, :2], before[came, at, :2])


@settings(deadline=None)
@given(with_labels(1))
def test_mirroring_before_is_mirroring_after(given: tuple[list[MigrationMap], Any]) -> None:
    (made,), before = given
    fair = _fair(made)
    assert not_mirrored(fair) == ()
    np.testing.assert_allclose(
        carry(fair, mirrored(fair.source, before)), mirrored(fair.target, carry(fair, before)),
        rtol=1e-9, atol=1e-6,
    )  # fmt: skip


def _fair(map: MigrationMap) -> MigrationMap:
    """The map with each right partner taken as the left one is, and no entries in the midline."""
    made = []
    for at, entry in enumerate(map.entries):
        partner = map.target.mirror[at]
        if at < partner:
            made += [entry, _swapped(map, entry, map.target.points[partner])]
    return replace(map, entries=tuple(made))


def _swapped(map: MigrationMap, entry: Entry, target: str) -> Entry:
    other = map.source.partner
    x, y = (tuple((other(p), w) for p, w in shares) for shares in (entry.x, entry.y))
    rule = canonical([other(point) for point in group] for group in entry.rule)
    return Entry(
        target=target, x=x, y=y, rule=rule, needs=tuple(other(need) for need in entry.needs),
        fidelity=entry.fidelity, why=entry.why, review=entry.review,
    )  # fmt: skip


@settings(deadline=None)
@given(with_labels(1))
def test_a_map_that_is_told_unfair_is_unfair(given: tuple[list[MigrationMap], Any]) -> None:
    """The other direction: what differs between partners is seen in labels, or in who is needed."""
    (made,), before = given
    unfair = not_mirrored(made)
    before = np.where(np.arange(3) == 2, max(r.code for r in made.source.tiers if r.placed), before)
    here = carry(made, mirrored(made.source, before))
    there = mirrored(made.target, carry(made, before))
    same = np.isclose(here, there, equal_nan=True).all(axis=(0, 2))
    for at, point in enumerate(made.target.points):
        assert same[at] or point in unfair


@settings(deadline=None)
@given(st.data())
def test_tier_rules_have_one_form(data: st.DataObject) -> None:
    """Equal on all tiers of three sources exactly when written alike."""
    groups = st.lists(st.sets(st.sampled_from("abc"), min_size=1), min_size=1, max_size=4)
    one, other = canonical(data.draw(groups)), canonical(data.draw(groups))
    every = [(a, b, c) for a in range(3) for b in range(3) for c in range(3)]
    same = all(_value(one, ranks) == _value(other, ranks) for ranks in every)
    assert same == (one == other)


@settings(deadline=None)
@given(st.data())
def test_a_rule_of_rules_is_a_rule(data: st.DataObject) -> None:
    groups = st.lists(st.sets(st.sampled_from("abc"), min_size=1), min_size=1, max_size=3)
    outer = canonical(data.draw(groups))
    inner = {point: canonical(data.draw(groups)) for point in "abc"}
    ranks = tuple(data.draw(st.integers(0, 3)) for _ in "abc")
    stepwise = tuple(_value(inner[point], ranks) for point in "abc")
    assert _value(substituted(outer, inner), ranks) == _value(outer, stepwise)


def _value(rule: Any, ranks: tuple[int, ...]) -> int:
    return min(max(ranks["abc".index(point)] for point in group) for group in rule)


@settings(deadline=None)
@given(ends("a"), ends("b"))
def test_no_map_goes_on_from_another_skeleton(one: End, other: End) -> None:
    with pytest.raises(MapError, match=r"to `demo/a@1\.0\.0` cannot go on.*`demo/b@1\.0\.0`"):
        then(identity(one), identity(other))
