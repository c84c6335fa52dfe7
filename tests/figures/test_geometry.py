"""Frames, smooth lines and areas."""

from __future__ import annotations

import re
from math import dist, hypot

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from schemac.figures import geometry, paths, solids
from schemac.figures.geometry import Bone, Box, Point, Projection

coordinate = st.floats(-100, 100).map(lambda value: round(value, 2))
points = st.tuples(coordinate, coordinate)


@given(points, points, points, st.sampled_from([1.0, -1.0]))
def test_a_bone_reads_back_what_it_places(a: Point, b: Point, at: Point, hand: float) -> None:
    assume(dist(a, b) > 0.1)
    bone = Bone(a, b, hand)
    along, across = bone.local(at)
    assert bone.at(along / bone.length, across) == pytest.approx(at, abs=1e-6)


def test_across_is_to_the_right_of_along_as_seen() -> None:
    down = Bone((0, 0), (0, 10))
    assert down.at(0.5, 2.0) == (-2.0, 5.0)
    assert Bone((0, 0), (0, 10), -1.0).at(0.5, 2.0) == (2.0, 5.0)


@given(st.lists(points, min_size=3, max_size=12, unique=True), st.booleans())
def test_a_smooth_line_goes_through_its_points(knots: list[Point], closed: bool) -> None:
    ends = [end for _, _, end in geometry.bezier(knots, closed)]
    assert ends == (knots[1:] + knots[:1] if closed else knots[1:])
    drawn = geometry.sampled(knots, closed)
    assert all(any(dist(knot, at) < 1e-6 for at in drawn) for knot in knots)


def test_a_smooth_line_stays_near_its_points() -> None:
    """Centripetal splines have no loops, whatever the spacing."""
    knots = [(0.0, 0.0), (10.0, 0.0), (10.1, 0.2), (20.0, 0.0)]
    assert max(abs(y) for _, y in geometry.sampled(knots, steps=40)) < 1.5


def test_a_sharp_turn_is_a_corner_when_asked() -> None:
    square = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
    for start, (one, two, end) in zip(square, geometry.bezier(square, True, 60.0), strict=True):
        assert geometry.segment_distance(one, start, end) < 1e-9
        assert geometry.segment_distance(two, start, end) < 1e-9


def test_repeated_points_do_not_break_a_line() -> None:
    assert "nan" not in paths.spline_path([(1, 1)] * 4 + [(2, 2), (2, 2), (3, 1)], True)
    assert paths.spline_path([(1, 1)] * 4) == "M1,1"


@given(st.lists(points, min_size=1, max_size=9))
def test_a_fitted_box_lies_inside(spots: list[Point]) -> None:
    box, into = geometry.around(spots).grown(1.0), Box(5, 5, 105, 65)
    at = geometry.fitted(box, into)
    for x, y in map(at, spots):
        assert 5 - 1e-6 <= x <= 105 + 1e-6
        assert 5 - 1e-6 <= y <= 65 + 1e-6


def test_projection() -> None:
    assert Projection(2.0, 1.0, -1.0)((3.0, 4.0)) == (7.0, 7.0)


def test_a_limb_has_the_widths_of_its_profile() -> None:
    limb = solids.limb(Bone((0, 0), (0, 10), -1.0), [(0, 1, 2), (0.5, 3, 4), (1, 1, 2)])
    left, top, right, bottom = limb.bounds
    assert (left, right) == (pytest.approx(-4, abs=0.3), pytest.approx(3, abs=0.3))
    assert (top, bottom) == (0, 10)


def test_filleting_fills_hollow_corners_only() -> None:
    angle = solids.union([solids.area([(0, 0), (10, 0), (10, 2), (0, 2)]),
                          solids.area([(0, 0), (2, 0), (2, 10), (0, 10)])])  # fmt: skip
    rounded = solids.filleted(angle, 1.0)
    assert rounded.area > angle.area
    assert angle.difference(rounded).area < 0.01


def test_rings_draw_an_area_with_few_points() -> None:
    (ring,) = solids.rings(solids.disc((0, 0), 10))
    assert len(ring) < 50
    smooth = geometry.sampled(ring, closed=True)
    assert all(hypot(x, y) == pytest.approx(10, abs=0.1) for x, y in smooth)


def test_a_crossed_ring_is_still_an_area() -> None:
    bow = solids.area([(0, 0), (10, 10), (10, 0), (0, 10)])
    assert bow.area == pytest.approx(50)


_PX = st.floats(-1e4, 1e4).map(lambda value: round(value, 3))


@given(st.lists(st.tuples(_PX, _PX), max_size=6), st.booleans())
def test_straight_pieces_are_written_as_single_numbers_are(
    points: list[Point], closed: bool
) -> None:
    pairs = [f"{paths.number(x)},{paths.number(y)}" for x, y in points]
    wanted = "M" + "L".join(pairs) + ("Z" if closed else "") if pairs else ""
    assert paths.polyline_path(points, closed) == wanted


@given(st.lists(st.tuples(_PX, _PX), min_size=4, max_size=4))
def test_pieces_of_a_curve_end_where_they_should(controls: list[Point]) -> None:
    tenths = [(round(x * 10), round(y * 10)) for x, y in controls]
    numbers = re.findall(r"-?[0-9]*\.?[0-9]+", paths.curve_path(tenths))
    x, y, *steps = (round(float(text) * 10) for text in numbers)
    assert (x, y) == tenths[0]
    assert [(x + u, y + v) for u, v in zip(steps[::2], steps[1::2], strict=True)] == tenths[1:]
