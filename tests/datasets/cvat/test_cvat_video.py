"""CVAT for video: tracks, keyframes, and where a track ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from msgspec.structs import replace

from labels_asked import read, reading, writing
from schemac.datasets import label_format
from schemac.labels import Annotation, Image, LabelError, Labels
from schemac.model import Skeleton

VIDEO = Path(__file__).parents[2] / "labels" / "cvat" / "video.xml"
FORMAT = label_format("cvat-video")
Skeletons = Callable[[str], Skeleton]


def test_a_track_is_there_until_all_its_points_are_outside(skeleton: Skeletons) -> None:
    told = reading(skeleton("body/coco-17"))
    labels = read(FORMAT, VIDEO, told)
    frames = [(each.track, each.image.frame) for each in labels.about]
    assert frames == [("0", 0), ("0", 1), ("0", 2), ("0", 8), ("2", 4)]
    assert [each.interpolated for each in labels.about] == [False, True, False, False, False]
    assert [each.predicted for each in labels.about] == [False] * 4 + [True]
    assert labels.keypoints[1, 0].tolist() == [105, 50, 2]
    assert labels.keypoints[0, 9, 2] == 1
    assert told.account.passed_over == {"track `person_box`": 1}


def test_the_video_is_named_and_measured_by_meta(skeleton: Skeletons) -> None:
    labels = read(FORMAT, VIDEO, reading(skeleton("body/coco-17")))
    assert labels.about[0].image == Image(name="run.mp4", width=1280, height=720, frame=0)


def test_ends_are_kept_where_they_are_not_usual(skeleton: Skeletons) -> None:
    labels = read(FORMAT, VIDEO, reading(skeleton("body/coco-17")))
    assert [each.rest for each in labels.about] == [{}, {}, {"ends": "3"}, {"ends": "10"}, {}]


def test_written_tracks_come_back(tmp_path: Path, skeleton: Skeletons) -> None:
    spec = skeleton("body/coco-17")
    labels = read(FORMAT, VIDEO, reading(spec))
    told = writing(spec)
    FORMAT.write([labels], tmp_path / "out.xml", told)  # type: ignore[misc]
    again = read(FORMAT, tmp_path / "out.xml", reading(spec))
    np.testing.assert_array_equal(again.keypoints, labels.keypoints)
    plain = [replace(each, place=None) for each in again.about]
    assert plain == [replace(each, place=None) for each in labels.about]
    assert told.account.lossless


def test_every_track_that_is_written_ends(tmp_path: Path, skeleton: Skeletons) -> None:
    spec = skeleton("body/coco-17")
    told = writing(spec)
    FORMAT.write([_steps(spec, [3, 0, 7])], tmp_path / "out.xml", told)  # type: ignore[misc]
    (track,) = ElementTree.parse(tmp_path / "out.xml").iter("track")
    seen = [
        (one.get("frame"), {point.get("outside") for point in one.iter("points")})
        for one in track.iter("skeleton")
    ]
    assert seen == [("0", {"0"}), ("3", {"0"}), ("7", {"0"}), ("8", {"1"})]
    assert told.account.assumed == {
        "frames between two of a track: CVAT shows interpolated ones there": 2
    }


def test_instances_without_a_track_get_one_each(tmp_path: Path, skeleton: Skeletons) -> None:
    spec = skeleton("body/coco-17")
    labels = _steps(spec, [None, None], names=["a.jpg", "b.jpg"], track=None)
    told = writing(spec)
    FORMAT.write([labels], tmp_path / "out.xml", told)  # type: ignore[misc]
    again = read(FORMAT, tmp_path / "out.xml", reading(spec))
    assert [(each.track, each.image.frame) for each in again.about] == [(None, 0), (None, 1)]
    assert told.account.assumed == {"pictures without a frame: numbered as they come": 2}


def test_two_pictures_of_one_frame_are_two_videos(tmp_path: Path, skeleton: Skeletons) -> None:
    spec = skeleton("body/coco-17")
    labels = _steps(spec, [0, 0], names=["a.mp4", "b.mp4"], track=None)
    with pytest.raises(LabelError, match="one video"):
        FORMAT.write([labels], tmp_path / "out.xml", writing(spec))  # type: ignore[misc]


def test_a_frame_must_be_said(tmp_path: Path, skeleton: Skeletons) -> None:
    for before, after in (('frame="2" ', ""), ('keyframe="1" z', 'keyframe="x" z')):
        path = tmp_path / "odd.xml"
        path.write_text(VIDEO.read_text().replace(before, after, 1))
        with pytest.raises(LabelError, match="states no `frame` and `keyframe`"):
            read(FORMAT, path, reading(skeleton("body/coco-17")))


def test_fields_of_other_formats_are_counted(tmp_path: Path, skeleton: Skeletons) -> None:
    spec = skeleton("body/coco-17")
    labels = _steps(spec, [0])
    about = (replace(labels.about[0], rest={"segmentation": [1]}),)
    told = writing(spec)
    FORMAT.write([replace(labels, about=about)], tmp_path / "out.xml", told)  # type: ignore[misc]
    assert list(told.account.lost) == ["field `segmentation` has no place in CVAT"]


def _steps(
    spec: Skeleton,
    frames: list[int | None],
    names: list[str] | None = None,
    track: str | None = "5",
) -> Labels:
    """An instance for each frame, all points visible."""
    count = len(frames)
    points = np.full((count, len(spec.keypoints), 3), 2.0)
    about = tuple(
        Annotation(image=Image(name=name, frame=frame), track=track)
        for frame, name in zip(frames, names or ["a.mp4"] * count, strict=True)
    )
    nothing = np.full((count, 4), np.nan)
    return Labels(keypoints=points, boxes=nothing, areas=nothing[:, 0], about=about)
