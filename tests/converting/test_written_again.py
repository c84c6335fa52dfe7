"""Every format that is written is read back as the same labels, as far as it can hold them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import linked
from labels_asked import read, reading, writing
from schemac.datasets import NAMES, label_format
from schemac.labelfiles import arranged
from schemac.labels import Annotation, Holds, Image, LabelFormat, Labels, Ladder
from schemac.model import Skeleton

SPECS = ("body/coco-17", "sport/cricket-bowling-54")
"""One whose tiers are those of COCO, and one with tiers of its own."""

WIDTH, HEIGHT = 640, 480
VIDEO = ("cvat-video",)
NAN = np.nan


@st.composite
def labels(draw: st.DrawFn, skeleton: Skeleton, video: bool) -> Labels:
    """Up to three images with up to three instances each, in the order of images. All tiers occur,
    with places where they have any."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    about: list[Annotation] = []
    for at in range(draw(st.integers(1, 3))):
        name = "clip.mp4" if video else f"pictures/{at:03}.jpg"
        image = Image(name=name, width=WIDTH, height=HEIGHT, frame=at if video else None)
        about += [
            Annotation(image=image, id=str(10 * at + n), track=f"{n}" if video else None)
            for n in range(draw(st.integers(1, 3)))
        ]
    return Labels(
        keypoints=_keypoints(random, len(about), skeleton),
        boxes=np.tile([10.0, 20.0, 300.0, 200.0], (len(about), 1)),
        areas=random.integers(10, 9999, len(about)).astype(float),
        about=tuple(about),
    )


def _keypoints(random: Any, count: int, skeleton: Skeleton) -> Any:
    tiers = Ladder(skeleton).tiers
    points = np.empty((count, len(skeleton.keypoints), 3))
    points[..., 0] = random.integers(0, 4 * WIDTH, points.shape[:2]) / 4
    points[..., 1] = random.integers(0, 4 * HEIGHT, points.shape[:2]) / 4
    points[..., 2] = random.choice([tier.code for tier in tiers], points.shape[:2])
    for tier in tiers:
        if tier.coordinates == "forbidden":
            points[points[..., 2] == tier.code, :2] = NAN
    return points


def again(format: LabelFormat, given_: Labels, skeleton: Skeleton) -> Labels:
    """Labels as they are after they were written and read."""
    assert format.write is not None
    with tempfile.TemporaryDirectory() as folder:
        path, order = Path(folder, f"made{format.suffix}"), Path(folder, "order")
        with arranged([(given_, None)], format.together or "image", order) as batches:
            format.write((batch for batch, _ in batches()), path, writing(skeleton))
        return read(format, path, reading(skeleton))


def by_name(batch: Labels) -> list[int]:
    """Rows in the order of images, and of places within them: some formats have another order."""
    keys = [
        (about.image.name, about.image.frame, tuple(np.nan_to_num(points[:, 0], nan=-1.0).round(1)))
        for about, points in zip(batch.about, batch.keypoints, strict=True)
    ]
    return sorted(range(len(keys)), key=lambda at: keys[at])


@pytest.mark.parametrize("spec", SPECS)
@pytest.mark.parametrize("name", NAMES)
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_what_is_written_is_read_again(name: str, spec: str, data: st.DataObject) -> None:
    skeleton, format = linked(spec), label_format(name)
    if format.write is None:
        pytest.fail(f"{name} is not written")
    before = data.draw(labels(skeleton, name in VIDEO))
    after = again(format, before, skeleton)
    assert len(after) == len(before)
    for here, there in zip(by_name(before), by_name(after), strict=True):
        same_points(format, skeleton, before.keypoints[here], after.keypoints[there])
        same_rest(format, before, here, after, there)


def same_points(format: LabelFormat, skeleton: Skeleton, before: Any, after: Any) -> None:
    ladder = Ladder(skeleton)
    placed = np.isfinite(before[:, 0])
    np.testing.assert_allclose(after[placed, :2], before[placed, :2], atol=0.01)
    if Holds.TIERS in format.holds:
        np.testing.assert_array_equal(after[placed, 2], before[placed, 2])
    elif Holds.HIDDEN in format.holds:
        flags = ladder.coco(before[placed, 2])
        np.testing.assert_array_equal(ladder.coco(after[placed, 2]), flags)
    assert np.isnan(after[~placed, 0]).all()
    if Holds.UNPLACED in format.holds and Holds.TIERS in format.holds:
        np.testing.assert_array_equal(after[~placed, 2], before[~placed, 2])


def same_rest(format: LabelFormat, before: Labels, here: int, after: Labels, there: int) -> None:
    one, other = before.about[here], after.about[there]
    assert Path(other.image.name).stem == Path(one.image.name).stem
    if Holds.BOXES in format.holds:
        np.testing.assert_allclose(after.boxes[there], before.boxes[here], atol=0.01)
    if Holds.AREAS in format.holds:
        np.testing.assert_allclose(after.areas[there], before.areas[here])
    if Holds.IMAGES in format.holds:
        assert (other.image.width, other.image.height) == (WIDTH, HEIGHT)
    if Holds.IDS in format.holds:
        assert other.id == one.id
    if Holds.TRACKS in format.holds and one.track is not None:
        assert other.track == one.track
