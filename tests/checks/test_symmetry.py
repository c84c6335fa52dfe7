"""What a pair owes its partner."""

from __future__ import annotations

from msgspec.structs import replace

from checks.build import (
    HOME,
    Case,
    contour,
    edges,
    found,
    length,
    pair,
    point,
    sided,
    sigma,
    sigma_set,
    skeleton,
)  # fmt: skip
from schemac.checks import symmetry
from schemac.model import Subject

HAND = Subject(laterality="subject", one_of_pair=True, origin=HOME)


def uneven(left: float, right: float, set: str = "coco") -> tuple[object, object]:
    return sided("eye", {"sigmas": (sigma(left, set),)}, {"sigmas": (sigma(right, set),)})


CASES: tuple[Case, ...] = (
    (
        symmetry.mirror_not_involution,
        lambda: skeleton(replace(point("left_eye"), side=None), point("right_eye", 1)),
        lambda: skeleton(*pair("eye"), point("nose", 2)),
    ),
    (
        symmetry.partner_missing,
        lambda: skeleton(point("left_eye", x=60)),
        lambda: skeleton(*pair("eye")),
    ),
    (
        symmetry.side_in_one_of_pair,
        lambda: skeleton(*pair("tip"), subject=HAND),
        lambda: skeleton(point("tip"), subject=HAND),
    ),
    (
        symmetry.edges_not_mirrored,
        lambda: skeleton(*pair("hip"), *pair("knee", 2), edges=edges("left_hip-left_knee")),
        lambda: skeleton(
            *pair("hip"),
            *pair("knee", 2),
            edges=edges("left_hip-left_knee", "right_knee-right_hip"),
        ),
    ),
    (
        symmetry.contours_not_mirrored,
        lambda: skeleton(*pair("a"), *pair("b", 2), contours=(contour("left_a", "left_b"),)),
        # a line that crosses the midline is its own mirror image, run backward
        lambda: skeleton(
            *pair("a"), point("chin", 2), contours=(contour("left_a", "chin", "right_a"),)
        ),
    ),
    (
        symmetry.sigma_asymmetric_pair,
        lambda: skeleton(*uneven(0.066, 0.094)),
        lambda: skeleton(*uneven(0.066, 0.066)),
    ),
    (
        symmetry.pair_differs,
        lambda: skeleton(*sided("hip", {"tolerance": length(8)}, {"tolerance": length(9)})),
        lambda: skeleton(*sided("hip", {"hotkey": "a"}, {"hotkey": "b"})),
    ),
)


def test_an_asymmetric_sigma_names_both_points_so_that_a_waiver_can_meet_it() -> None:
    [problem] = found(symmetry.sigma_asymmetric_pair, skeleton(*uneven(0.1, 0.2)))
    assert problem.points == ("left_eye", "right_eye")
    assert "0.1 on the left and 0.2 on the right" in problem.message


def test_values_taken_from_another_set_are_told_there_only() -> None:
    both = sided(
        "eye",
        {"sigmas": (sigma(0.1, "coco"), sigma(0.1, "mine"))},
        {"sigmas": (sigma(0.2, "coco"), sigma(0.2, "mine"))},
    )
    sets = (sigma_set("coco"), sigma_set("mine", otherwise="coco"))
    problems = found(symmetry.sigma_asymmetric_pair, skeleton(*both, sigma_sets=sets))
    assert [p.origin.route[1] for p in problems] == ["coco"]


def test_a_ring_over_the_midline_is_its_own_mirror_image() -> None:
    points = (point("top"), *pair("side", 1), point("low", 3))
    ring = contour("top", "left_side", "low", "right_side", closed=True)
    assert not found(symmetry.contours_not_mirrored, skeleton(*points, contours=(ring,)))


def test_an_edge_to_a_point_without_partner_is_not_told_twice() -> None:
    lone = skeleton(*pair("eye"), point("left_scar", 2, x=70), edges=edges("left_eye-left_scar"))
    assert not found(symmetry.edges_not_mirrored, lone)
    assert found(symmetry.partner_missing, lone)


def test_a_pair_tells_all_that_differs_at_once() -> None:
    both = sided("hip", {"region": "leg", "kind": "joint"}, {"region": "arm"})
    [problem] = found(symmetry.pair_differs, skeleton(*both))
    assert problem.message.endswith("differ in `kind` and `region`")
