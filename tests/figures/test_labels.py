"""Where words and numbers go: laws that hold for any dots."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemac.figures.geometry import Box
from schemac.figures.labels.advances import advances
from schemac.figures.labels.beside import Columns, least_height, place_beside
from schemac.figures.labels.crossing import crosses
from schemac.figures.labels.inplace import Ground, Numbered, meet, place_numbers
from schemac.figures.labels.isotonic import spaced
from schemac.figures.labels.widths import width, wrapped

DOT = st.tuples(st.integers(121, 339), st.integers(0, 500)).map(lambda p: (p[0] * 1.0, p[1] * 1.0))
HEIGHT = st.sampled_from((18.0, 21.0, 36.0, 51.0))


def columns(heights: list[float]) -> Columns:
    return Columns(120.0, 340.0, 0.0, max(500.0, least_height(heights)))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(DOT, HEIGHT), min_size=1, max_size=26), st.sampled_from((0, 15)))
def test_leaders_never_cross_and_names_never_overlap(rows, steps):
    dots, heights = [dot for dot, _ in rows], [height for _, height in rows]
    room = columns(heights)
    places = place_beside(dots, heights, room, steps=steps)
    ports = [room.port(place) for place in places]
    pairs = combinations(range(len(dots)), 2)
    assert not [p for p in pairs if crosses(dots[p[0]], ports[p[0]], dots[p[1]], ports[p[1]])]
    for right in (False, True):
        spans = sorted(
            (place.y - height / 2, place.y + height / 2)
            for place, height in zip(places, heights, strict=True)
            if place.right is right
        )
        assert all(above[1] <= below[0] + 1e-6 for above, below in pairwise(spans))
        assert all(room.top - 1e-6 <= top and end <= room.bottom + 1e-6 for top, end in spans)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(DOT, HEIGHT), min_size=2, max_size=14))
def test_names_are_placed_the_same_twice(rows):
    dots, heights = [dot for dot, _ in rows], [height for _, height in rows]
    first = place_beside(dots, heights, columns(heights))
    assert place_beside(dots, heights, columns(heights)) == first


def test_a_name_stands_level_with_its_dot_on_the_nearer_side():
    places = place_beside([(150.0, 100.0), (300.0, 200.0)], [20.0, 20.0], columns([20.0, 20.0]))
    assert [(place.right, place.y) for place in places] == [(False, 100.0), (True, 200.0)]


def test_a_leader_goes_round_a_dot_in_its_way():
    dots = [(190.0, 100.0), (225.0, 100.0)]
    places = place_beside(dots, [20.0, 20.0], columns([20.0, 20.0]))
    assert [place.right for place in places] == [False, True]


@given(
    st.lists(st.floats(-100, 600), min_size=1, max_size=20),
    st.lists(HEIGHT, min_size=20, max_size=20),
)
def test_spaced_keeps_order_room_and_bounds(wishes, heights):
    heights = heights[: len(wishes)]
    found = spaced(wishes, heights, 0.0, sum(heights) + 50)
    for (a, h), (b, k) in pairwise(zip(found, heights, strict=True)):
        assert b - a >= (h + k) / 2 - 1e-6
    assert found[0] >= heights[0] / 2 - 1e-6
    assert found[-1] <= sum(heights) + 50 - heights[-1] / 2 + 1e-6


def test_spaced_shares_a_shift():
    assert spaced([10.0, 10.0], [20.0, 20.0], -100.0, 100.0) == [0.0, 20.0]


SPOT = st.tuples(st.floats(10, 390), st.floats(10, 290))


@settings(max_examples=40, deadline=None)
@given(st.lists(SPOT, min_size=1, max_size=40), st.sampled_from((2.6, 5.0)))
def test_numbers_cover_nothing(spots, r):
    dots = [Numbered(at, str(index), r) for index, at in enumerate(spots)]
    ground = Ground(
        frame=Box(0, 0, 400, 300), centre=(200.0, 150.0), boxes=(Box(0, 0, 60, 30),),
        lines=tuple(pairwise(spots)),
    )  # fmt: skip
    boxes = place_numbers(dots, ground)
    placed = [box for box in boxes if box]
    assert not [pair for pair in combinations(placed, 2) if meet(*pair)]
    for box in placed:
        assert box.left >= 0
        assert box.right <= 400
        assert box.top >= 0
        assert box.bottom <= 300
        assert not meet(box, Box(0, 0, 60, 30))
        assert not any(meet(box, Box(*at, *at).grown(r)) for at in spots)
    assert place_numbers(dots, ground) == boxes


def test_a_lone_number_is_placed_outward():
    (box,) = place_numbers(
        [Numbered((300.0, 150.0), "7", 5.0)], Ground(Box(0, 0, 400, 300), (200.0, 150.0))
    )
    assert box is not None
    assert box.left > 305
    assert box.centre[1] == pytest.approx(150.0)


def test_a_number_without_room_is_left_out():
    dots = [Numbered((20.0, 20.0), "88", 9.0)]
    assert place_numbers(dots, Ground(Box(0, 0, 40, 40), (20.0, 20.0))) == (None,)


def test_a_number_keeps_off_lines_where_it_can():
    line = ((200.0, 0.0), (200.0, 300.0))
    (box,) = place_numbers(
        [Numbered((200.0, 150.0), "7", 3.0)],
        Ground(Box(0, 0, 400, 300), (200.0, 0.0), lines=(line,)),
    )
    assert box is not None
    assert not box.left < 200 < box.right


def test_advances_are_those_of_the_font():
    assert advances(400)[ord("0")] == pytest.approx(0.62, abs=0.03)
    assert advances(700)[ord("W")] > advances(400)[ord("W")] > advances(400)[ord("i")]
    assert ord("σ") in advances(400)
    assert ord("ñ") in advances(400)


def test_width_knows_marks_and_wide_letters():
    assert width("e\u0301", 10) == pytest.approx(width("e", 10), abs=2.7)
    assert width("उँ", 10) == width("उ", 10)
    assert width("漢", 10) > width("M", 10)


@given(st.text(max_size=60), st.floats(30, 200), st.integers(1, 4))
def test_wrapped_lines_fit(text, room, most):
    lines = wrapped(text, 13.0, room, most)
    assert 1 <= len(lines) <= most
    assert all(width(line, 13.0) <= room or line == "…" for line in lines)


def test_wrapped_breaks_between_words():
    assert wrapped("Left shoulder joint centre", 13.0, 100.0) == ["Left shoulder", "joint centre"]
    assert wrapped("Left carpus centre (the wrist of the foreleg)", 13.0, 100.0)[-1].endswith("…")
