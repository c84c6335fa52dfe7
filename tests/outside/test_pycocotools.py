"""pycocotools reads what the COCO target writes, and scores with its sigmas."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import numpy as np
import pytest
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from conftest import LIBRARY
from schemac.format import Settings
from schemac.formats.coco import FORMAT
from schemac.model import Skeleton, Subject
from small_skeletons import bird


def files(skeleton: Skeleton) -> dict[str, Any]:
    emission = FORMAT.emit(skeleton, Settings())
    return {each.path: json.loads(each.content) for each in emission.artifacts}


def annotation(category: dict[str, Any], shift: float = 0.0) -> dict[str, Any]:
    """All keypoints on a diagonal, each `shift` pixels too far to the right, on an area of 10^4."""
    total = len(category["keypoints"])
    places = [c for i in range(total) for c in (10.0 + i + shift, 20.0 + i, 2)]
    return {
        "id": 1, "image_id": 1, "category_id": category["id"], "keypoints": places,
        "num_keypoints": total, "area": 10000.0, "bbox": [0.0, 0.0, 100.0, 100.0], "iscrowd": 0,
    }  # fmt: skip


def coco(*categories: dict[str, Any]) -> COCO:
    made = COCO()
    made.dataset = {
        "images": [{"id": 1, "width": 200, "height": 200}],
        "annotations": [annotation(categories[0])],
        "categories": list(categories),
    }
    made.createIndex()
    return made


def evaluate(truth: COCO, category: dict[str, Any], sigmas: list[float], shift: float) -> COCOeval:
    guess = deepcopy(annotation(category, shift)) | {"score": 1.0}
    evaluation = COCOeval(truth, truth.loadRes([guess]), "keypoints")
    evaluation.params.kpt_oks_sigmas = np.array(sigmas)
    evaluation.evaluate()
    evaluation.accumulate()
    evaluation.summarize()
    return evaluation


def test_the_category_is_found_by_name_and_by_id():
    (category,) = files(bird())["categories.json"]["categories"]
    loaded = coco(category)
    assert loaded.getCatIds(catNms=["bird"]) == [7]
    assert loaded.loadCats(7) == [category]
    assert loaded.getAnnIds(catIds=[7]) == [1]


def test_a_missing_supercategory_fails_only_where_one_looks_for_it():
    """Why a spec may want one: with it the look-up answers."""
    (category,) = files(bird())["categories.json"]["categories"]
    with pytest.raises(KeyError, match="supercategory"):
        coco(category).getCatIds(supNms=["animal"])
    subject = Subject(laterality="subject", category="bird", category_id=7, supercategory="animal")
    (stated,) = files(bird(subject=subject))["categories.json"]["categories"]
    assert coco(stated).getCatIds(supNms=["animal"]) == [7]


def test_labels_score_one_against_themselves():
    made = files(bird())
    (category,) = made["categories.json"]["categories"]
    sigmas = made["schemac.json"]["sigmas"]["own"]["values"]
    evaluation = evaluate(coco(category), category, sigmas, shift=0.0)
    assert evaluation.ious[1, 7].item() == pytest.approx(1.0)
    assert evaluation.stats[0] == pytest.approx(1.0)


def test_oks_of_a_shift_is_the_formula_with_our_sigmas():
    """exp(-d^2 / (2 s^2 (2 sigma)^2)), averaged: had we written 2 sigma, this would differ."""
    made = files(bird())
    (category,) = made["categories.json"]["categories"]
    sigmas = made["schemac.json"]["sigmas"]["own"]["values"]
    evaluation = evaluate(coco(category), category, sigmas, shift=5.0)
    expected = np.mean(np.exp(-25.0 / (2 * 10000.0 * (2 * np.array(sigmas)) ** 2)))
    assert evaluation.ious[1, 7].item() == pytest.approx(expected)


@pytest.mark.parametrize("spec", [s for s in LIBRARY if s.startswith("body/")])
def test_the_standard_library_scores_with_its_main_sigmas(skeleton, spec):
    made = files(skeleton(spec))
    (category,) = made["categories.json"]["categories"]
    beside = made["schemac.json"]
    sigmas = beside["sigmas"][beside["main_sigmas"]]["values"]
    evaluation = evaluate(coco(category), category, sigmas, shift=0.0)
    assert evaluation.stats[0] == pytest.approx(1.0)


def test_coco_17_has_the_sigmas_of_pycocotools(skeleton):
    beside = files(skeleton("body/coco-17"))["schemac.json"]
    published = COCOeval(iouType="keypoints").params.kpt_oks_sigmas
    assert beside["sigmas"][beside["main_sigmas"]]["values"] == pytest.approx(list(published))
