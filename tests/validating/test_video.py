"""Video: jumps, frozen keypoints, shake and interpolated frames."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from made import cut, film, found, judged
from msgspec import structs

from schemac.labels import Labels
from schemac.model import Skeleton

Load = Callable[[str], Skeleton]


@pytest.fixture(name="coco")
def _coco(skeleton: Load) -> Skeleton:
    return skeleton("body/coco-17")


def moved(labels: Labels, rows: object, point: int, by: tuple[float, float]) -> Labels:
    keypoints = labels.keypoints.copy()
    keypoints[rows, point, :2] += by
    return structs.replace(labels, keypoints=keypoints)


def video_rules(skeleton: Skeleton, *batches: Labels) -> dict[str, list[str]]:
    told = found(judged(skeleton, *batches))
    return {
        rule: [finding.message for finding in findings]
        for rule, findings in told.items()
        if rule in ("jump", "frozen-while-hidden")
    }


def test_a_steady_walk_is_let_pass(coco: Skeleton) -> None:
    assert judged(coco, film(coco, 12)).tallies == ()


@pytest.mark.parametrize("size", [12, 5, 2, 1])
@pytest.mark.parametrize("frame", [1, 4, 5, 10])
def test_a_jump_is_told_once_in_whatever_batches(coco: Skeleton, size: int, frame: int) -> None:
    labels = moved(film(coco, 12), frame, 9, (0, -90))
    (finding,) = found(judged(coco, *cut(labels, size)))["jump"]
    assert (finding.frame, finding.instance) == (frame, labels.about[frame].id)
    (message,) = video_rules(coco, *cut(labels, size))["jump"]
    assert f"in frame {frame} and comes back" in message
    assert message.startswith("`left_wrist` leaves its way by ")


def test_a_step_to_somewhere_else_is_no_jump(coco: Skeleton) -> None:
    labels = moved(film(coco, 12), slice(6, None), 9, (0, -90))
    assert "jump" not in video_rules(coco, labels)


def test_frames_far_apart_say_nothing(coco: Skeleton) -> None:
    labels = moved(film(coco, 3), 1, 9, (0, -90))
    told = tuple(
        structs.replace(each, image=structs.replace(each.image, frame=10 * at))
        for at, each in enumerate(labels.about)
    )
    assert "jump" not in video_rules(coco, structs.replace(labels, about=told))


def frozen(coco: Skeleton, frames: int, hidden: bool = True) -> Labels:
    """The left wrist stays where it is while the body walks on."""
    labels = film(coco, frames)
    keypoints = labels.keypoints.copy()
    keypoints[3:9, 9, :2] = keypoints[3, 9, :2]
    keypoints[3:9, 9, 2] = 1 if hidden else 2
    return structs.replace(labels, keypoints=keypoints)


@pytest.mark.parametrize("size", [12, 5, 1])
def test_a_frozen_keypoint_is_told_once(coco: Skeleton, size: int) -> None:
    told = video_rules(coco, *cut(frozen(coco, 12), size))["frozen-while-hidden"]
    assert len(told) == 1
    assert told[0].startswith("`left_wrist` stays hidden on one spot for 4 frames up to frame 6")


def test_what_is_seen_may_stand_still(coco: Skeleton) -> None:
    assert "frozen-while-hidden" not in video_rules(coco, frozen(coco, 12, hidden=False))
    still = film(coco, 12, speed=0.0)
    hidden = still.keypoints.copy()
    hidden[..., 2] = 1
    assert "frozen-while-hidden" not in video_rules(coco, structs.replace(still, keypoints=hidden))


def test_shake_is_measured(coco: Skeleton) -> None:
    labels = film(coco, 400)
    keypoints = labels.keypoints.copy()
    random = np.random.default_rng(1)
    scale = float(np.sqrt(labels.boxes[0, 2] * labels.boxes[0, 3]))
    keypoints[:, 9, :2] += random.normal(scale=0.02 * scale, size=(400, 2))
    shakes = {
        s.point: s.share for s in judged(coco, structs.replace(labels, keypoints=keypoints)).shakes
    }
    assert shakes["left_wrist"] == pytest.approx(0.02, rel=0.35)
    assert shakes["nose"] < 0.001


def test_interpolated_frames_are_listed(coco: Skeleton) -> None:
    labels = film(coco, 12)
    told = tuple(
        structs.replace(each, interpolated=at in (2, 3, 4, 8))
        for at, each in enumerate(labels.about)
    )
    report = judged(coco, *cut(structs.replace(labels, about=told), 3))
    assert report.interpolated == 4
    assert [(s.track, s.first, s.last, s.frames) for s in report.spans] == [
        ("1", 2, 4, 3), ("1", 8, 8, 1),
    ]  # fmt: skip


def test_tracks_of_two_subjects_are_kept_apart(coco: Skeleton) -> None:
    one = film(coco, 6)
    other = moved(film(coco, 6), slice(None), 0, (0, 0))
    other = structs.replace(
        other,
        keypoints=np.add(other.keypoints, (800, 0, 0)),
        about=tuple(structs.replace(each, track="2") for each in other.about),
    )
    mixed = Labels(
        keypoints=np.stack((one.keypoints, other.keypoints), axis=1).reshape(12, 17, 3),
        boxes=np.repeat(one.boxes, 2, axis=0),
        areas=np.repeat(one.areas, 2),
        about=tuple(each for pair in zip(one.about, other.about, strict=True) for each in pair),
    )
    assert video_rules(coco, mixed) == {}
