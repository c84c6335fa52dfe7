"""A drawing goes through the places that are known, and keeps its form elsewhere."""

from __future__ import annotations

from math import dist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemac.figures.geometry import Point, turned
from schemac.figures.warp import Similarity, Warp

SQUARE: list[Point] = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]


def moved(point: Point, flip: bool = False) -> Point:
    x, y = turned((-point[0] if flip else point[0], point[1]), 30)
    return (2 * x + 5, 2 * y - 1)


@pytest.mark.parametrize("flip", [False, True])
def test_a_similarity_is_found_again(flip: bool) -> None:
    fit = Similarity([(p, moved(p, flip)) for p in SQUARE], flip)
    assert fit((3.0, 4.0)) == pytest.approx(moved((3.0, 4.0), flip))
    assert fit.scale == pytest.approx(2.0)


def test_one_pair_is_a_shift() -> None:
    assert Similarity([((1.0, 1.0), (5.0, 7.0))])((2.0, 1.0)) == pytest.approx((6.0, 7.0))


@given(st.lists(st.tuples(st.floats(-3, 3), st.floats(-3, 3)), min_size=4, max_size=4))
def test_a_warp_goes_through_every_known_place(shifts: list[Point]) -> None:
    pairs = [((x, y), (x + u, y + v)) for (x, y), (u, v) in zip(SQUARE, shifts, strict=True)]
    warp = Warp(pairs, reach=5.0)
    for source, target in pairs:
        assert warp(source) == pytest.approx(target, abs=1e-3)


def test_a_pull_fades_away() -> None:
    pairs = [(p, p) for p in SQUARE] + [((5.0, 5.0), (6.0, 5.0))]
    warp = Warp(pairs, reach=1.0)
    assert warp((5.0, 5.0)) == pytest.approx((6.0, 5.0), abs=1e-3)
    assert dist(warp((40.0, 40.0)), warp.base((40.0, 40.0))) < 0.01


def test_a_place_given_twice_counts_once() -> None:
    pairs = [*((p, p) for p in SQUARE), (SQUARE[0], (1.0, 1.0))]
    assert Warp(pairs, reach=5.0)(SQUARE[0]) == pytest.approx(SQUARE[0], abs=1e-6)
