"""Rules on documents that make no sense: they find what they find, and never break down."""

from __future__ import annotations

import math
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from checks.build import (
    HOME,
    contour,
    edges,
    lineage,
    point,
    profile,
    qa,
    retired,
    sigma,
    sigma_set,
    skeleton,
    tier,
    tiers,
    words,
)  # fmt: skip
from schemac.checks import check_skeleton, check_tier_set, contours, symmetry
from schemac.checks.contours import Spot
from schemac.model import Change, Position, Quantity, Skeleton, Tolerance

IDS = ("nose", "left_eye", "right_eye", "left_ear", "ghost")
ids = st.sampled_from(IDS)
numbers = st.sampled_from((0.0, -1.0, 0.5, 50.0, 1e308, math.inf, math.nan))
units = st.sampled_from(("px", "%", "sigma", "tolerance", "mm"))
lines = st.lists(ids, max_size=5).map(tuple)
quantities = st.builds(Quantity, value=numbers, unit=units)
tolerances = st.none() | st.builds(Tolerance, across=quantities, along=quantities)


@st.composite
def broken(draw: st.DrawFn) -> Skeleton:
    """A skeleton whose parts name each other, or nothing, at random."""
    chosen = draw(st.lists(ids, unique=True, max_size=4))
    points = tuple(
        point(
            id,
            draw(st.integers(-1, 4)),
            name=draw(st.sampled_from(("", "L", "left", "R_x", "nose"))),
            kind=draw(st.sampled_from(("joint", "constructed"))),
            words=words(draw(ids), draw(st.sampled_from(("", "Tip. About left eye.")))),
            positions=tuple(Position(view="front", x=draw(numbers), y=1.0) for _ in range(2)),
            sigmas=(sigma(draw(numbers)),),
            tolerance=draw(tolerances),
            parent=draw(st.none() | ids),
        )
        for id in chosen
    )
    changes = (Change(verb="merge", points=draw(lines), by=draw(ids), origin=HOME),)
    made = skeleton(
        edges=edges(*("-".join(draw(lines)) for _ in range(3))),
        contours=(contour(*draw(lines), closed=draw(st.booleans())),),
        root=draw(st.none() | ids),
        evaluation=(profile(sigmas=draw(ids), points=draw(lines)), profile(id="b")),
        sigma_sets=(sigma_set(), sigma_set("x", otherwise=draw(ids))),
        qa=qa(tolerance=draw(tolerances)),
        retired=(retired(draw(ids), "1.x", indices=(0, 9)),),
        lineage=lineage("demo/test@new", *changes, effective=draw(ids)),
        visibility=tiers(tier("a", 1, blur=draw(quantities))),
    )
    return replace(made, keypoints=points)


@given(broken())
def test_no_skeleton_breaks_a_rule(wrong: Skeleton) -> None:
    for finding in check_skeleton(wrong):
        assert finding.origin.file == HOME.file
        assert set(finding.points) <= set(IDS)


@given(st.lists(st.sampled_from(("a", "b", "c", "d", "e")), unique=True), st.integers(0, 4))
def test_a_closed_shape_has_no_start_and_no_direction(order: list[str], turn: int) -> None:
    line = tuple(order)
    turned = line[turn:] + line[:turn]
    assert symmetry._shape(turned[::-1], True) == symmetry._shape(line, True)


spots = st.tuples(st.integers(-50, 50), st.integers(-50, 50))


@given(spots, spots, spots, spots)
def test_crossing_does_not_depend_on_order(a: Spot, b: Spot, c: Spot, d: Spot) -> None:
    assert (
        contours._cross((a, b), (c, d))
        == contours._cross((b, a), (c, d))
        == contours._cross((d, c), (a, b))
    )


paths = st.lists(spots, min_size=2, max_size=12)


@given(paths)
def test_all_lines_that_cross_are_found(path: list[Spot]) -> None:
    lines = list(pairwise(path))
    met = [(i, j) for i, j in combinations(range(len(lines)), 2)]
    crossing = [(i, j) for i, j in met if contours._cross(lines[i], lines[j])]
    hits, _ = contours._crossings(lines, contours.MOST_LOOKS)
    assert sorted(hits) == crossing


@given(paths, st.integers(0, 20))
def test_no_more_pairs_are_looked_at_than_allowed(path: list[Spot], looks: int) -> None:
    lines = list(pairwise(path))
    hits, left = contours._crossings(lines, looks)
    assert 0 <= left <= looks
    assert len(hits) <= looks - left


def test_an_outline_of_the_most_points_is_looked_at_as_a_whole() -> None:
    """In a circle each line is compared with few others, so that none is left out."""
    turn = [2 * math.pi * i / 4096 for i in range(4097)]
    circle = [(round(5e6 * math.cos(t)), round(5e6 * math.sin(t))) for t in turn]
    hits, left = contours._crossings(list(pairwise(circle)), contours.MOST_LOOKS)
    assert hits == []
    assert left > 0


def test_an_empty_tier_set_breaks_no_rule() -> None:
    empty = tiers(tier("a", 0))
    bare = type(empty)(id="v/x", version="1.0.0", title="X", ordinal=True, decision=empty.decision)
    assert [problem.rule for problem in check_tier_set(bare)] == []
