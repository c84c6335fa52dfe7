"""Label files of every format carried between well-known skeletons and back."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import schemac
from labels_asked import read, reading
from schemac.canonical import digest
from schemac.datasets import NAMES, label_format
from schemac.labelfiles import find
from schemac.labels import (
    Account,
    Annotation,
    Holds,
    Image,
    LabelFormat,
    Labels,
    Ladder,
    Stamp,
    Writing,
)
from schemac.mapping import carry
from schemac.maps import Mapped
from schemac.migrating import Outcome, Way, migrate
from schemac.model import Skeleton

COCO, WHOLE, HALPE = "body/coco-17", "body/coco-wholebody-133", "body/halpe-136"
BOWLING = "sport/cricket-bowling-54"
COUNT = 12


@cache
def mapped(source: str, target: str, via: str | None = None) -> Mapped:
    return schemac.map_between(source, target, via=via)


def some_labels(skeleton: Skeleton, seed: int = 5) -> Labels:
    """Whole and quarter pixels in all tiers; an instance an image, the last without any point."""
    random = np.random.default_rng(seed)
    tiers = Ladder(skeleton).tiers
    points = random.integers(0, 1200, (COUNT, len(skeleton.keypoints), 3)) / 4
    points[..., 2] = random.choice([tier.code for tier in tiers], points.shape[:2])
    points[-1, :, 2] = next(tier.code for tier in tiers if tier.coordinates == "forbidden")
    for tier in tiers:
        if tier.coordinates == "forbidden":
            points[points[..., 2] == tier.code, :2] = np.nan
    about = tuple(
        Annotation(
            image=Image(name="a.mp4", width=640, height=480, frame=at), id=str(at), track=str(at)
        )
        for at in range(COUNT)
    )
    return Labels(
        keypoints=points, boxes=np.tile([5.0, 5.0, 300.0, 300.0], (COUNT, 1)),
        areas=np.full(COUNT, 900.0), about=about,
    )  # fmt: skip


def pictures(labels: Labels, video: bool) -> Labels:
    """The same labels on pictures, for formats that know no video. In a video of CVAT an instance
    without any point is none."""
    from msgspec.structs import replace

    if video:
        parts = (labels.keypoints, labels.boxes, labels.areas)
        points, boxes, areas = (part[:-1] for part in parts)
        return Labels(keypoints=points, boxes=boxes, areas=areas, about=labels.about[:-1])
    about = tuple(
        replace(each, image=Image(name=f"{at:03}.jpg", width=640, height=480), track=None)
        for at, each in enumerate(labels.about)
    )
    return replace(labels, about=about)


def written(format: LabelFormat, skeleton: Skeleton, folder: Path) -> Path:
    path = folder / f"given{format.suffix}"
    stamp = Stamp(spec=str(skeleton.reference), digest=digest(skeleton))
    assert format.write is not None
    given = pictures(some_labels(skeleton), format.name == "cvat-video")
    format.write([given], path, Writing(skeleton=skeleton, stamp=stamp, account=Account()))
    return path


def moved(format: LabelFormat, path: Path, to: str, map: Mapped) -> tuple[Path, Outcome]:
    out = path.with_name(f"{to}{format.suffix}")
    done = migrate(find(path, format), map, Way(out=out, jobs=1))
    assert done.outcome.set_aside == 0
    return out, done.outcome


def points_in(format: LabelFormat, path: Path, skeleton: Skeleton) -> Any:
    """Keypoints in the order of images; tiers as COCO's flags where the format folds them."""
    labels = read(format, path, reading(skeleton))
    order = sorted(range(len(labels)), key=lambda at: _key(labels.about[at].image))
    points = labels.keypoints[order]
    if Holds.TIERS not in format.holds:
        points[..., 2] = Ladder(skeleton).coco(points[..., 2])
    if Holds.UNPLACED not in format.holds:
        points[np.isnan(points[..., 0]), 2] = np.nan
    return points


def _key(image: Image) -> tuple[int, str]:
    return image.frame or 0, image.name


WAYS = [
    (COCO, WHOLE, None), (WHOLE, HALPE, None), (HALPE, WHOLE, None), (WHOLE, COCO, None),
    (f"{BOWLING}@1.0.0", BOWLING, None),
    ("face/wflw-98", "face/ibug-68", "maps/wflw-98-to-ibug-68-pipnet"),
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("source", "target", "via"), WAYS)
def test_a_file_holds_what_the_map_makes_of_its_labels(
    tmp_path: Path, name: str, source: str, target: str, via: str | None
) -> None:
    format, map = label_format(name), mapped(source, target, via)
    given = written(format, map.source, tmp_path)
    out, outcome = moved(format, given, "moved", map)
    before = read(format, given, reading(map.source)).keypoints
    wanted = carry(map.map, before)
    labels = read(format, out, reading(map.target))
    np.testing.assert_allclose(labels.keypoints[..., :2], wanted[..., :2], atol=0.01)
    placed = np.isfinite(wanted[..., 0])
    if Holds.TIERS in format.holds:
        np.testing.assert_array_equal(labels.keypoints[placed][:, 2], wanted[placed][:, 2])
    assert outcome.instances["all"] == len(before) >= COUNT - 1


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("other", [WHOLE, "body/halpe-26"])
def test_seventeen_points_come_back(tmp_path: Path, name: str, other: str) -> None:
    format, there, back = label_format(name), mapped(COCO, other), mapped(other, COCO)
    given = written(format, there.source, tmp_path)
    far, _ = moved(format, given, "far", there)
    near, _ = moved(format, far, "near", back)
    np.testing.assert_allclose(
        points_in(format, near, there.source), points_in(format, given, there.source), atol=0.01
    )


@pytest.mark.parametrize("name", ["coco", "parquet", "cvat-images", "csv"])
def test_a_whole_body_comes_back_from_halpe(tmp_path: Path, name: str) -> None:
    format, there, back = label_format(name), mapped(WHOLE, HALPE), mapped(HALPE, WHOLE)
    given = written(format, there.source, tmp_path)
    far, outcome = moved(format, given, "far", there)
    near, _ = moved(format, far, "near", back)
    np.testing.assert_array_equal(
        points_in(format, near, there.source), points_in(format, given, there.source)
    )
    assert (
        outcome.total("exact", "permuted")
        == np.isfinite(points_in(format, given, there.source)[..., 0]).sum()
    )


def test_ibug_points_of_a_wflw_face_lie_where_pipnet_has_them(tmp_path: Path) -> None:
    map = mapped("face/wflw-98", "face/ibug-68", "maps/wflw-98-to-ibug-68-pipnet")
    format = label_format("coco")
    given = written(format, map.source, tmp_path)
    out, outcome = moved(format, given, "ibug", map)
    faces = points_in(format, given, map.source)
    made = points_in(format, out, map.target)
    np.testing.assert_array_equal(made[:, :17, :2], faces[:, 0:33:2, :2])
    np.testing.assert_array_equal(made[:, 27:36, :2], faces[:, 51:60, :2])
    np.testing.assert_allclose(
        made[:, 37, :2], (2 * faces[:, 61] + faces[:, 62])[:, :2] / 3, atol=0.001
    )
    assert sum(row.fidelity == "approximate" for row in outcome.keypoints) == 16
    assert len([gone for gone in outcome.lost if gone.labels]) == 18


def test_version_2_of_bowling_asks_for_five_points_again(tmp_path: Path) -> None:
    map = mapped(f"{BOWLING}@1.0.0", BOWLING)
    format = label_format("coco")
    _, outcome = moved(format, written(format, map.source, tmp_path), "v2", map)
    again = [row.keypoint for row in outcome.keypoints if row.fidelity == "relabel"]
    assert again == ["t4", "t5", "t6", "t7", "t8"]
    assert {gone.keypoint for gone in outcome.lost} == {"t2", "t10"}
    assert {(step.source, step.target) for step in outcome.tiers} == {
        ("visible", "sharp"), ("occluded", "inferred"), ("not_labelled", "absent"),
    }  # fmt: skip
    assert outcome.instances["unlabelled"] == 1
    assert outcome.instances["relabel"] == COUNT - 1
