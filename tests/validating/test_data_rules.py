"""Each rule finds its fault, says so in words, and lets a near miss pass."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from made import about, figures, found, judged, with_code, with_place
from msgspec import structs

from schemac.labels import Labels
from schemac.model import Skeleton
from schemac.validating import CODES, RULES, Validation
from schemac.validating.scene import Scene
from small_skeletons import bird

Load = Callable[[str], Skeleton]


@pytest.fixture(name="coco")
def _coco(skeleton: Load) -> Skeleton:
    return skeleton("body/coco-17")


@pytest.fixture(name="clean")
def _clean(coco: Skeleton) -> Labels:
    return figures(coco)


def only(skeleton: Skeleton, labels: Labels, rule: str) -> str:
    """What one rule says, when it is the only one that says anything."""
    told = found(judged(skeleton, labels))
    assert set(told) == {rule}
    (finding,) = told[rule]
    return finding.message


def test_figures_without_a_fault_are_let_pass(coco: Skeleton, clean: Labels) -> None:
    report = judged(coco, clean)
    assert report.tallies == ()
    assert (report.instances, report.keypoints) == (4, 4 * 17)
    assert report.rules == sum(rule.compile(coco) is not None for rule in RULES)


def test_outside_the_image(coco: Skeleton, clean: Labels) -> None:
    labels = about(clean, 1, image=structs.replace(clean.about[1].image, width=300))
    assert "is outside its image, 300 × 640 px, and" in only(coco, labels, "outside-image")
    edge = float(np.nanmax(clean.keypoints[1, :, 0])) - 0.5
    labels = about(clean, 1, image=structs.replace(clean.about[1].image, width=edge))
    assert judged(coco, labels).tallies == ()


def test_no_size_of_the_image_is_no_finding(coco: Skeleton, clean: Labels) -> None:
    labels = about(clean, 1, image=structs.replace(clean.about[1].image, width=None))
    assert judged(coco, labels).tallies == ()


def test_far_from_the_box(coco: Skeleton, clean: Labels) -> None:
    boxes = clean.boxes.copy()
    boxes[2] = [0, 0, 60, 60]
    text = only(coco, structs.replace(clean, boxes=boxes), "far-from-box")
    assert "px outside the box of its instance, 60 × 60 px" in text


def test_a_place_that_is_missing(coco: Skeleton, clean: Labels) -> None:
    labels = with_place(clean, 0, 9, np.nan, np.nan)
    text = only(coco, labels, "place-missing")
    assert text == "`left_wrist` has no place, but its tier `visible` requires one"


def test_a_place_that_is_forbidden(coco: Skeleton, clean: Labels) -> None:
    text = only(coco, with_code(clean, 0, 9, 0), "place-forbidden")
    assert text.startswith("`left_wrist` is placed at (")
    assert text.endswith("but its tier `not_labelled` says that it has no place")
    assert judged(coco, with_code(with_place(clean, 0, 9, 0, 0), 0, 9, 0)).tallies == ()


def test_a_tier_that_is_not_allowed() -> None:
    small = bird()
    count = len(small.keypoints)
    keypoints = np.tile([100.0, 100.0, 3.0], (1, count, 1))
    keypoints[0, :, 0] += np.arange(count) * 10
    keypoints[0, 2, 2] = 2
    run = Validation(small)
    labels = structs.replace(figures_of(count), keypoints=keypoints, about=figures_of(count).about)
    run.look(labels)
    told = found(run.report())
    assert [f.points for f in told["tier-not-allowed"]] == [("right_wing",)]
    assert "does not allow for it: visible, absent" in told["tier-not-allowed"][0].message


def figures_of(count: int) -> Labels:
    from schemac.labels import Annotation, Image

    nothing = np.full((1, 4), np.nan)
    return Labels(
        keypoints=np.full((1, count, 3), np.nan), boxes=nothing, areas=nothing[:, 0],
        about=(Annotation(image=Image(name="a.jpg"), id="1"),),
    )  # fmt: skip


def test_a_required_keypoint_and_too_few() -> None:
    small = bird()
    told = found(judged(small, figures_of(len(small.keypoints))))
    assert [f.points for f in told["required-missing"]] == [("beak",)]
    assert told["too-few-keypoints"][0].message == "0 keypoints are placed; the spec asks for 3"


def test_a_crowd_need_not_have_keypoints(coco: Skeleton) -> None:
    empty = figures_of(17)
    assert set(found(judged(coco, empty))) == {"too-few-keypoints"}
    assert judged(coco, about(empty, 0, crowd=True)).tallies == ()


def test_a_wrong_count(coco: Skeleton, clean: Labels) -> None:
    assert judged(coco, about(clean, 0, counted=17)).tallies == ()
    text = only(coco, about(clean, 0, counted=16), "wrong-count")
    assert text == "the file says 16 labelled keypoints, there are 17"


@pytest.mark.parametrize(
    ("box", "said"),
    [
        ([10, 10, 0, 50], "the box has no size: 0 × 50 px at (10, 10)"),
        ([700, 10, 50, 50], "the box lies outside its image: 50 × 50 px at (700, 10)"),
    ],
)
def test_a_box_that_cannot_be(coco: Skeleton, clean: Labels, box: list[int], said: str) -> None:
    boxes = clean.boxes.copy()
    boxes[0] = box
    told = found(judged(coco, structs.replace(clean, boxes=boxes)))
    assert [f.message for f in told["box-impossible"]] == [said]


def test_a_face_the_wrong_way_round(coco: Skeleton, clean: Labels) -> None:
    keypoints = clean.keypoints.copy()
    keypoints[1, [1, 2]] = keypoints[1, [2, 1]]
    text = only(coco, structs.replace(clean, keypoints=keypoints), "face-mirrored")
    assert text == "the face is labelled the wrong way round: are left and right exchanged?"


def test_a_face_seen_in_profile_is_let_pass(coco: Skeleton) -> None:
    from schemac.validating import Spread

    turned = figures(coco, 200, Spread(yaw=40.0))
    assert "face-mirrored" not in found(judged(coco, turned))


def test_two_fingers_exchanged(skeleton: Load) -> None:
    hand = skeleton("hand/hand-21")
    clean = figures(hand)
    assert judged(hand, clean).tallies == ()
    keypoints = clean.keypoints.copy()
    keypoints[0, [5, 13]] = keypoints[0, [13, 5]]
    assert "fingers-out-of-order" in found(
        judged(hand, structs.replace(clean, keypoints=keypoints))
    )


def test_the_other_hand_and_the_back_of_it_are_let_pass(skeleton: Load) -> None:
    hand = skeleton("hand/hand-21")
    keypoints = figures(hand).keypoints.copy()
    keypoints[..., 0] = 640 - keypoints[..., 0]
    mirrored = structs.replace(figures(hand), keypoints=keypoints, boxes=np.full((4, 4), np.nan))
    assert judged(hand, mirrored).tallies == ()


def test_the_trunk_is_judged_where_the_view_is_stated(skeleton: Load) -> None:
    clinical = skeleton("clinical/musculoskeletal-134")
    clean = figures(clinical, 1)
    for camera, wrong in (("front", False), ("back", True), (None, False)):
        labels = about(clean, 0, attributes={"camera": camera} if camera else {})
        assert ("trunk-mirrored" in found(judged(clinical, labels))) == wrong


def test_a_keypoint_too_far_away(coco: Skeleton, clean: Labels) -> None:
    labels = with_place(clean, 0, 10, 20.0, 20.0)
    labels = structs.replace(labels, boxes=np.full((4, 4), np.nan))
    (finding,) = found(judged(coco, labels))["too-far-apart"]
    assert finding.points == ("right_wrist",)
    assert finding.message.startswith("`right_wrist` is ")
    assert finding.score > 1


def test_a_pair_on_one_spot(coco: Skeleton, clean: Labels) -> None:
    labels = with_place(clean, 0, 14, *clean.keypoints[0, 13, :2])
    text = only(coco, labels, "pair-on-one-spot")
    assert text == "`left_knee` and `right_knee` lie on the same spot"


def test_a_pair_is_let_pass_when_one_hides_the_other(coco: Skeleton, clean: Labels) -> None:
    x, y = clean.keypoints[0, 13, :2]
    labels = with_code(with_place(clean, 0, 14, x + 0.5, y), 0, 14, 1)
    assert judged(coco, labels).tallies == ()


def test_neighbours_on_a_contour_exchanged(skeleton: Load) -> None:
    face = skeleton("face/ibug-68")
    clean = figures(face)
    assert judged(face, clean).tallies == ()
    keypoints = clean.keypoints.copy()
    keypoints[2, [3, 4]] = keypoints[2, [4, 3]]
    (finding,) = found(judged(face, structs.replace(clean, keypoints=keypoints)))[
        "contour-out-of-order"
    ]
    names = [face.keypoints[k].name for k in (3, 4)]
    assert all(f"`{name}`" in finding.message for name in names)


def test_a_rule_can_be_left_out(coco: Skeleton, clean: Labels) -> None:
    labels = with_code(clean, 0, 9, 0)
    assert judged(coco, labels, ignore=["place-forbidden"]).tallies == ()
    assert judged(coco, labels, ignore=["Q040"]).tallies == ()


def test_the_worst_are_kept_and_all_are_counted(coco: Skeleton) -> None:
    labels = figures(coco, 40)
    keypoints = labels.keypoints.copy()
    keypoints[:, 0, 0] += 640 + np.arange(40)
    told: list[float] = []
    run = Validation(coco, most=3, sink=lambda f: told.append(f.score))
    run.look(structs.replace(labels, keypoints=keypoints))
    tally = next(t for t in run.report().tallies if t.code.name == "outside-image")
    assert (tally.instances, len(tally.worst)) == (40, 3)
    assert [f.score for f in tally.worst] == sorted((f.score for f in tally.worst), reverse=True)
    assert len(told) >= 40


def test_every_code_explains_itself() -> None:
    for code in CODES:
        first, *rest = code.doc.strip().split("\n\n")
        assert first.endswith(".")
        assert rest, code.name


def test_a_batch_of_nothing(coco: Skeleton, clean: Labels) -> None:
    empty = structs.replace(
        clean, keypoints=clean.keypoints[:0], boxes=clean.boxes[:0], areas=clean.areas[:0], about=()
    )
    assert judged(coco, empty).tallies == ()
    assert Scene(empty, coco).image_sizes.shape == (0, 2)
