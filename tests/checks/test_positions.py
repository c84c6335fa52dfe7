"""Where keypoints lie, and which way round."""

from __future__ import annotations

import pytest

from checks.build import HOME, Case, found, pair, place, point, sided, skeleton, view
from schemac.checks import chirality, positions
from schemac.model import Position, Region, Skeleton, Subject
from schemac.source import Origin

VIEWER = Subject(laterality="viewer", origin=HOME)


def hand(thumb: float, little: float, sees: str = "palm", organ: str = "hand") -> Skeleton:
    """Thumb, index and little finger tips at these x, the index finger highest in between."""
    at = {"thumb_tip": (thumb, 50), "index_tip": (40, 15), "little_tip": (little, 30)}
    points = [
        point(id, i, x, y, place=place(id, dictionary=f"landmarks/{organ}"))
        for i, (id, (x, y)) in enumerate(at.items())
    ]
    one = Subject(laterality="subject", one_of_pair=True, origin=HOME)
    return skeleton(*points, subject=one, views=(view(sees),))


def cropped(*inset: float, file: str = HOME.file) -> Skeleton:
    origin = Origin(file) / "regions" / "hand"
    return skeleton(regions=(Region(id="hand", title="Hand", inset=inset, origin=origin),))


CASES: tuple[Case, ...] = (
    (
        positions.missing,
        lambda: skeleton(point("nose", positions=(Position(view="side", x=1, y=1),))),
        lambda: skeleton(point("nose", positions=(Position(view="front", x=1, y=1),))),
    ),
    (
        positions.outside_frame,
        lambda: skeleton(point("tail", x=116)),
        lambda: skeleton(point("tail", x=116), views=(view("left", frame=(130, 100)),)),
    ),
    (
        positions.twins_not_mirrored,
        lambda: skeleton(*sided("eye", {"x": 52}, {"x": 43})),
        lambda: skeleton(*sided("eye", {"x": 52}, {"x": 48.4})),
    ),
    (
        positions.on_wrong_side,
        lambda: skeleton(*pair("elbow", x=33.9)),
        lambda: skeleton(*pair("elbow", x=66.1)),
    ),
    (
        positions.off_midline,
        lambda: skeleton(*pair("eye"), point("nose", 2, x=50.6)),
        lambda: skeleton(*pair("eye"), point("nose", 2, x=50.5)),
    ),
    (
        positions.same_position,
        lambda: skeleton(point("a", y=5), point("b", 1, y=5)),
        lambda: skeleton(point("a", y=5), point("b", 1, y=5, kind="constructed")),
    ),
    (
        positions.inset_outside_frame,
        lambda: cropped(80, 40, 30, 20),
        lambda: cropped(80, 40, 20, 60),
    ),
    (chirality.drawn_as_right, lambda: hand(80, 25), lambda: hand(20, 75)),
)


@pytest.mark.parametrize(
    ("sees", "left_is_right"),
    [("front", True), ("below", True), ("back", False), ("above", False)],
)
@pytest.mark.parametrize("x", [60, 40])
def test_where_the_subjects_left_lies(sees: str, left_is_right: bool, x: float) -> None:
    seen = skeleton(*pair("eye", x=x), views=(view(sees, 50),))
    assert bool(found(positions.on_wrong_side, seen)) is ((x > 50) != left_is_right)


@pytest.mark.parametrize("sees", ["front", "back", "above"])
def test_the_viewers_left_is_always_left(sees: str) -> None:
    drawn = skeleton(*pair("corner", x=10), subject=VIEWER, views=(view(sees, 50),))
    assert not found(positions.on_wrong_side, drawn)


def test_a_profile_has_no_wrong_side() -> None:
    assert not found(positions.on_wrong_side, skeleton(*pair("eye", x=20), views=(view("left"),)))


def test_the_help_writes_the_left_position_whichever_side_comes_first() -> None:
    swapped = skeleton(*reversed(pair("eye", x=40, y=8)))
    [problem] = found(positions.on_wrong_side, swapped)
    assert problem.help is not None
    assert "`at: [60, 8]`" in problem.help


def test_a_reverse_view_repeats_nothing() -> None:
    back = view("back", 50)
    both = (view("front", 50), type(back)(id="back", sees="back", mirror=50, reverse_of="front"))
    at = (Position(view="front", x=40, y=1), Position(view="back", x=60, y=1))
    other = (Position(view="front", x=60, y=1), Position(view="back", x=40, y=1))
    points = sided("eye", {"positions": at}, {"positions": other})
    assert len(found(positions.on_wrong_side, skeleton(*points, views=both))) == 1


def test_a_skeleton_without_sides_has_no_midline() -> None:
    assert not found(positions.off_midline, skeleton(point("tip", x=20)))


def test_one_place_may_lie_on_one_spot() -> None:
    both = [point(id, i, y=5, place=place("wrist")) for i, id in enumerate("ab")]
    assert not found(positions.same_position, skeleton(*both))


def test_a_computed_point_without_position_blames_its_formula() -> None:
    [problem] = found(positions.missing, skeleton(point("x", kind="constructed", positions=())))
    assert problem.origin.route == ("keypoints", "x", "formula")


@pytest.mark.parametrize("sees", ["palm", "back"])
def test_the_back_of_a_hand_runs_the_other_way(sees: str) -> None:
    assert bool(found(chirality.drawn_as_right, hand(20, 75, sees))) is (sees == "back")


def test_unknown_landmarks_have_no_chirality() -> None:
    assert not found(chirality.drawn_as_right, hand(80, 25, organ="paw"))


def test_a_left_foot_from_above_has_its_big_toe_on_the_right() -> None:
    def foot(big: float, small: float) -> Skeleton:
        at = {"heel": (50, 90), "small_toe_tip": (small, 24), "big_toe_tip": (big, 12)}
        points = [
            point(id, i, x, y, place=place(id, dictionary="landmarks/foot"))
            for i, (id, (x, y)) in enumerate(at.items())
        ]
        one = Subject(laterality="subject", one_of_pair=True, origin=HOME)
        return skeleton(*points, subject=one, views=(view("above", 50),))

    assert not found(chirality.drawn_as_right, foot(62, 30))
    assert found(chirality.drawn_as_right, foot(38, 70))


@pytest.mark.parametrize("inset", [(-1, 0, 5, 5), (0, -1, 5, 5), (0, 96, 5, 5), (5, 5, 0, 5)])
def test_insets_that_show_nothing_of_the_main_view(inset: tuple[float, ...]) -> None:
    [problem] = found(positions.inset_outside_frame, cropped(*inset))
    assert problem.origin.route == ("regions", "hand", "inset")


def test_an_inherited_inset_is_judged_where_it_was_written() -> None:
    assert not found(positions.inset_outside_frame, cropped(80, 40, 30, 20, file="specs/base.yaml"))
