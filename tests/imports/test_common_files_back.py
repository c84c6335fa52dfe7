"""Files of COCO, MMPose, Ultralytics, MediaPipe and OpenPose: imported and written again."""

from __future__ import annotations

from pathlib import Path

import pytest

from absorbed import absorbed, files
from given_files import from_disk, given
from importing.drafts import linked, written
from schemac.comparing import compare
from schemac.draft import Draft
from schemac.formats import load
from schemac.importing.known import Known
from schemac.model import Skeleton

HERE = Path(__file__).parent
NAMES = {"coco": "categories.json", "mmpose": "dataset_info.py", "ultralytics": "data.yaml"}
FILES = (
    ("coco", "coco/sleap_io.json"),
    ("coco", "coco/datumaro.json"),
    ("coco", "coco/roboflow.json"),
    ("mmpose", "mmpose/_base_/datasets/coco.py"),
    ("ultralytics", "ultralytics/coco8-pose.yaml"),
    ("ultralytics", "ultralytics/dog-pose.yaml"),
)


def before_and_specs(format: str, file: str) -> list[tuple[Draft, Skeleton]]:
    """What the file says of each skeleton, and the spec that is written for it, without errors."""
    drafts = absorbed(load(format), from_disk(HERE / file)).drafts
    made = [(draft, linked(written(draft, Known()))) for draft in drafts]
    assert not [error for _, (_, errors) in made for error in errors]
    return [(draft, skeleton) for draft, (skeleton, _) in made]


def back(format: str, skeleton: Skeleton) -> Draft:
    made = files(load(format), skeleton)
    name = NAMES[format]
    (draft,) = absorbed(load(format), given(name, made[name], made)).drafts
    return draft


@pytest.mark.parametrize(("format", "file"), FILES)
def test_nothing_differs(format: str, file: str) -> None:
    ((before, skeleton),) = before_and_specs(format, file)
    again = back(format, skeleton)
    assert [d.message for d in compare(before, again).differences] == []
    assert [p.name for p in again.points] == [p.name for p in before.points]
    if format == "mmpose":
        told = [[(p.weight, p.half, p.sigma) for p in d.points] for d in (before, again)]
        assert told[0] == told[1]


@pytest.mark.parametrize(
    ("format", "file"),
    [
        ("openpose", "openpose/poseParameters.cpp"),
        ("mediapipe", "mediapipe/pose_landmarker.py"),
        ("mediapipe", "mediapipe/hand_landmarker.py"),
    ],
)
def test_enumerations_become_the_categories_of_a_coco_file(format: str, file: str) -> None:
    for before, skeleton in before_and_specs(format, file):
        again = back("coco", skeleton)
        edges = {frozenset((e.start, e.end)) for e in before.edges or ()}
        assert {frozenset((e.start, e.end)) for e in again.edges or ()} == edges
        assert [p.side for p in again.points] == [p.side for p in before.points]
        assert len(again.points) == len(before.points)


def test_a_face_without_names_is_numbered() -> None:
    one = from_disk(HERE / "mediapipe/face_landmarker.py")
    format = load("mediapipe")
    assert format.absorb is not None
    (draft,) = format.absorb(one).drafts
    skeleton, errors = linked(written(draft, Known()))
    assert list(errors) == []
    assert len(skeleton.keypoints) == 478
