"""Where the points of a tool's template lie."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hostile_skeletons import placed
from schemac.model import View
from schemac.template_spots import template_spots
from small_skeletons import bird

NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)
NAMES = ("beak", "left_wing", "right_wing", "comb")


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=4))
def test_all_lie_in_the_square_at_one_scale(places: list[tuple[float, float]]) -> None:
    one = placed(dict(zip(NAMES, places, strict=False)))
    found = template_spots(one, 100.0, 5.0)
    assert found.unplaced == ()
    assert all(-1e-6 <= value <= 100 + 1e-6 for spot in found.places for value in spot)
    wide = max(x for x, _ in places) - min(x for x, _ in places)
    high = max(y for _, y in places) - min(y for _, y in places)
    if max(wide, high) > 1e-3:
        size = max(
            max(x for x, _ in found.places) - min(x for x, _ in found.places),
            max(y for _, y in found.places) - min(y for _, y in found.places),
        )
        assert abs(size - 90.0) < 1e-6


def test_left_stays_left_and_up_stays_up() -> None:
    one = placed({"beak": (3, 1), "left_wing": (9, 4)})
    (x0, y0), (x1, y1) = template_spots(one, 1.0, 0.1).places
    assert x0 < x1
    assert y0 < y1


def test_points_without_a_position_differ_from_all_others() -> None:
    one = bird(views=(View(id="front", sees="front", main=True),))
    found = template_spots(one, 100.0, 5.0)
    assert len(found.unplaced) == 6
    assert len({(round(x), round(y)) for x, y in found.places}) == 6
    assert "circle" in found.assumed[0]
