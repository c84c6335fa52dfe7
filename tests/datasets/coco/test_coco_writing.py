"""Instances written as COCO, read again by us and by pycocotools, whose COCOeval scores them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from coco_made import Loader, Pair, dump, move, people, read, writing, written
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from schemac.datasets.coco import FORMAT
from schemac.labels import Annotation, Image, Labels
from schemac.model import Skeleton


def some(skeleton: Skeleton, count: int, seed: int = 0) -> Labels:
    """Random instances whose tiers have places where they may."""
    rng = np.random.default_rng(seed)
    assert skeleton.visibility
    tiers = skeleton.visibility.tiers
    chosen = rng.integers(0, len(tiers), (count, len(skeleton.keypoints)))
    codes = np.array([tier.code for tier in tiers])[chosen]
    placed = np.array([tier.coordinates == "required" and tier.coco > 0 for tier in tiers])[chosen]
    places = np.round(rng.uniform(0, 600, (*chosen.shape, 2)), 1)
    keypoints = np.concatenate(
        (np.where(placed[..., None], places, np.nan), codes[..., None]), axis=-1
    )
    about = tuple(
        Annotation(
            image=Image(name=f"{at // 2}.jpg", id=str(at // 2 + 5), width=640, height=480),
            id=str(at + 1), track="4", annotator="ann", attributes={"hand": "left"}, score=0.5,
            crowd=at % 2 == 1, rest={"segmentation": [[1, 2, 3, 4, 5, 6]]},
        )
        for at in range(count)
    )  # fmt: skip
    return Labels(
        keypoints=keypoints, boxes=rng.uniform(1, 99, (count, 4)),
        areas=rng.uniform(1, 99, count), about=about,
        bare=(Image(name="empty.jpg", id="900"),),
    )  # fmt: skip


@settings(max_examples=25, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(
    st.sampled_from(
        ["body/coco-17", "body/coco-wholebody-133", "face/ibug-68", "sport/cricket-bowling-54"]
    ),
    st.integers(0, 5), st.integers(0, 99),
)  # fmt: skip
def test_what_is_written_is_read_again(
    tmp_path: Path, skeleton: Loader, spec: str, count: int, seed: int
) -> None:
    labels, path = some(skeleton(spec), count, seed), tmp_path / "out.json"
    path.unlink(missing_ok=True)
    written(path, labels, skeleton(spec))
    batches = read(path, skeleton(spec))
    found = [batch for batch in batches if len(batch)]
    bare = [image.name for batch in batches for image in batch.bare]
    assert bare == ["empty.jpg"]
    if count:
        assert np.array_equal(found[0].keypoints, labels.keypoints, equal_nan=True)
        assert np.array_equal(found[0].boxes, labels.boxes)
        assert np.array_equal(found[0].areas, labels.areas)
        for one, before in zip(found[0].about, labels.about, strict=True):
            assert one.image == before.image
            for field in ("id", "track", "annotator", "attributes", "score", "crowd"):
                assert getattr(one, field) == getattr(before, field)
            assert {k: v for k, v in one.rest.items() if "valid" not in k} == before.rest


def test_the_stamp_and_the_category_are_the_specs(tmp_path: Path, skeleton: Loader) -> None:
    spec = skeleton("sport/cricket-bowling-54")
    made = written(tmp_path / "out.json", some(spec, 2), spec)
    assert made["info"]["schemac"]["spec"] == str(spec.reference)
    (category,) = made["categories"]
    assert (category["id"], category["name"]) == (spec.category_id, spec.category)
    assert category["keypoints"] == [point.name for point in spec.keypoints]


def test_ids_are_whole_numbers_each_once(tmp_path: Path, skeleton: Loader) -> None:
    spec = skeleton("body/coco-17")
    labels = some(spec, 5)
    ids = ["7", "x1", None, "7", "1"]
    about = tuple(Annotation(image=Image(name=f"{at}.jpg"), id=id) for at, id in enumerate(ids))
    made = written(
        tmp_path / "out.json",
        Labels(keypoints=labels.keypoints, boxes=labels.boxes, areas=labels.areas, about=about),
        spec,
    )
    found = [(one["id"], one.get("source_id")) for one in made["annotations"]]
    assert found == [(7, None), (1, "x1"), (2, None), (3, "7"), (4, "1")]
    assert len({image["id"] for image in made["images"]}) == 5
    again = read(tmp_path / "out.json", spec)[0]
    assert [one.id for one in again.about] == ["7", "x1", "2", "7", "1"]


def test_a_missing_extent_is_told(tmp_path: Path, skeleton: Loader) -> None:
    spec, path = skeleton("body/coco-17"), tmp_path / "out.json"
    labels = some(spec, 2)
    labels.areas[:] = np.nan
    labels.boxes[1] = np.nan
    told = writing(spec)
    assert FORMAT.write
    FORMAT.write([labels], path, told)
    first, second = json.loads(path.read_bytes())["annotations"]
    assert first["area"] == pytest.approx(labels.boxes[0, 2] * labels.boxes[0, 3])
    assert not {"area", "bbox"} & set(second)
    assert sum(told.account.assumed.values()) == 2


def scored(path: Path, points: int) -> float:
    """COCOeval's average precision of the file's own labels as predictions."""
    truth = COCO(str(path))
    predictions = [
        {
            "image_id": one["image_id"], "category_id": one["category_id"], "score": 0.9,
            "keypoints": one["keypoints"],
        }
        for one in truth.dataset["annotations"]
    ]  # fmt: skip
    result = COCOeval(truth, truth.loadRes(predictions), "keypoints")
    result.params.kpt_oks_sigmas = np.full(points, 0.05)
    result.evaluate()
    result.accumulate()
    result.summarize()
    return float(result.stats[0])


@pytest.mark.parametrize("spec", ["body/coco-17", "face/ibug-68"])
def test_cocoeval_scores_what_is_written(
    tmp_path: Path, skeleton: Loader, capsys: Any, spec: str
) -> None:
    labels, path = some(skeleton(spec), 6), tmp_path / "out.json"
    about = tuple(Annotation(image=one.image, id=one.id) for one in labels.about)
    labels = Labels(
        keypoints=labels.keypoints, boxes=labels.boxes, areas=labels.areas + 2000, about=about
    )
    written(path, labels, skeleton(spec))
    assert scored(path, len(skeleton(spec).keypoints)) == pytest.approx(1)


def test_cocoeval_scores_what_is_moved(tmp_path: Path, to_h36m: Pair, capsys: Any) -> None:
    data = people([point.name for point in to_h36m.source.keypoints], 8)
    for one in data["annotations"]:
        one["area"] = 5000
    path = dump(tmp_path / "in.json", data)
    target = tmp_path / "moved.json"
    target.write_bytes(move(path, to_h36m))
    assert scored(target, 17) == pytest.approx(1)
    assert COCO(str(target)).getCatIds(catNms=["person"]) == [1]
