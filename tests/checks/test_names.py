"""Names and indices."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from checks.build import Case, found, pair, point, retired, sided, skeleton
from schemac.checks import indices, names
from schemac.model import Keypoint

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
