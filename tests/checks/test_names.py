"""Names and indices."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from checks.build import Case, found, pair, point, retired, sided, skeleton
from schemac.checks import indices, names
from schemac.model import Deprecated, Keypoint, Skeleton
from schemac.source import Origin


def replaced(use: str, **fields: object) -> Skeleton:
    old = point("iris", deprecated=Deprecated(since="1.1.0", use=use), **fields)
    return skeleton(old, *pair("pupil", 1))


CASES: tuple[Case, ...] = (
    (
        names.duplicate_name,
        lambda: skeleton(point("nose", name="tip"), point("chin", 1, name="tip")),
        lambda: skeleton(point("nose", name="tip"), point("chin", 1, name="tip2")),
    ),
    (
        names.differs_in_case,
        lambda: skeleton(point("nose", name="Tip"), point("chin", 1, name="tip")),
        lambda: skeleton(point("nose", name="tip"), point("chin", 1, name="tip")),
    ),
    (
        names.former_name_in_use,
        lambda: skeleton(point("nose", former_names=("chin",)), point("chin", 1)),
        # a keypoint may take its own old name back
        lambda: skeleton(point("nose", former_names=("nose", "tip")), point("chin", 1)),
    ),
    (
        names.retired_id_in_use,
        lambda: skeleton(*pair("wrist"), retired=(retired("wrist"),)),
        lambda: skeleton(*pair("wrist"), retired=(retired("wrist_joint"),)),
    ),
    (
        names.retired_name_in_use,
        lambda: skeleton(point("nose", name="t2"), retired=(retired("t2"),)),
        lambda: skeleton(point("nose", name="t2"), retired=(retired("t2", names=("T2",)),)),
    ),
    (
        names.side_name_mismatch,
        lambda: skeleton(*sided("elbow", {"name": "RElbow"}, {"name": "LElbow"})),
        lambda: skeleton(*sided("elbow", {"name": "LElbow"}, {"name": "RElbow"})),
    ),
    (
        names.side_name_without_side,
        lambda: skeleton(point("eye_a", name="left_eye")),
        lambda: skeleton(point("cleft", name="cleft_lip")),
    ),
    (
        names.hotkey_wished_twice,
        lambda: skeleton(point("nose", hotkey="a"), point("chin", 1, hotkey="A")),
        # what is computed is never set by hand
        lambda: skeleton(
            point("nose", hotkey="a"), point("mid", 1, hotkey="a", kind="constructed")
        ),
    ),
    (
        names.successor_unknown,
        lambda: replaced("pupill"),
        lambda: replaced("pupil"),
    ),
    (
        indices.no_keypoints,
        lambda: replace(skeleton(), keypoints=()),
        lambda: skeleton(point("nose", 0)),
    ),
    (
        indices.index_not_a_run,
        lambda: skeleton(point("nose", 0), point("chin", 2)),
        lambda: skeleton(point("nose", 1), point("chin", 0)),
    ),
)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("right_elbow", True),
        ("L_elbow_R", False),  # says both
        ("R_F_Paw", True),
        ("r_eye", True),
        ("eye.R", True),
        ("RBigToe", True),
        ("rightEye", True),
        ("face-0", False),
        ("upright", False),
        ("ROI_eye", False),
        ("rib_R5", False),
        ("Ranke", False),
    ],
)
def test_names_of_left_keypoints(name: str, wrong: bool) -> None:
    problems = found(names.side_name_mismatch, skeleton(point("left_eye", x=60, name=name)))
    assert bool(problems) is wrong


def test_a_duplicate_name_shows_both_places() -> None:
    [problem] = found(names.duplicate_name, skeleton(point("a"), point("b", 1, name="a")))
    assert problem.origin.route == ("keypoints", "b", "name")
    assert problem.notes[0].origin.route == ("keypoints", "a", "name")
    assert problem.points == ("a", "b")


def test_a_retired_pair_keeps_both_its_names() -> None:
    gone = retired("wrist", indices=(8, 9))
    new = skeleton(*pair("carpus"), point("nose", 2, name="left_wrist"), retired=(gone,))
    assert [p.points for p in found(names.retired_name_in_use, new)] == [("nose",)]


def test_a_retired_id_is_told_once_for_a_pair() -> None:
    assert len(found(names.retired_id_in_use, skeleton(*pair("t2"), retired=(retired("t2"),)))) == 1


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ((point("a", 1), point("b", 2)), "missing: `0`; too high or too low: `2`"),
        ((point("a"), point("b", 0), point("c", 2)), "missing: `1`; 0 belongs to `a` and `b`"),
        ((point("a", -1),), "missing: `0`; too high or too low: `-1`"),
    ],
)
def test_one_finding_lists_all_that_is_wrong_with_indices(
    points: tuple[Keypoint, ...], said: str
) -> None:
    [problem] = found(indices.index_not_a_run, skeleton(*points))
    assert problem.message.endswith(said)


def test_one_name_line_for_both_sides_is_told_once() -> None:
    both = sided("elbow", {"name": "RElbow"}, {"name": "LElbow"})
    [problem] = found(names.side_name_mismatch, skeleton(*both))
    assert problem.message == (
        "`left_elbow` is on the left, but its name is `RElbow`; likewise `right_elbow`"
    )
    assert problem.points == ("left_elbow", "right_elbow")


def test_one_hotkey_for_a_pair_is_wished_by_both_sides() -> None:
    [problem] = found(names.hotkey_wished_twice, skeleton(*pair("eye", hotkey="e")))
    assert problem.points == ("left_eye", "right_eye")
    assert problem.notes == ()
    assert "left" in (problem.help or "")


def test_two_wishes_show_both_places() -> None:
    both = (point("a", hotkey="e"), point("b", 1, hotkey="e"))
    [problem] = found(names.hotkey_wished_twice, skeleton(*both))
    assert problem.origin.route == ("keypoints", "b", "hotkey")
    assert problem.notes[0].origin.route == ("keypoints", "a", "hotkey")


def test_a_wish_of_a_part_on_both_sides_is_nobodys_mistake() -> None:
    part = Origin("specs/hand.yaml") / "keypoints" / "tip"
    assert not found(names.hotkey_wished_twice, skeleton(*pair("tip", hotkey="t", origin=part)))


def test_a_successor_may_be_a_stem_or_an_id() -> None:
    assert not found(names.successor_unknown, replaced("left_pupil"))
    [problem] = found(names.successor_unknown, replaced("pupill"))
    assert problem.origin.route == ("keypoints", "iris", "deprecated", "use")
    assert problem.help == "is `pupil` meant?"


def test_a_successor_named_in_a_part_is_judged_there() -> None:
    part = Origin("specs/eye.yaml") / "keypoints" / "iris"
    assert not found(names.successor_unknown, replaced("cornea", origin=part))
