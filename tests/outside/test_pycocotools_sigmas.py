"""pycocotools computes with the emitted sigmas what our own metric gives."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from emitted import files
from schemac.formats.pycocotools import FORMAT
from schemac.metrics import oks

AREA = 5000.0


def dataset(points: Any) -> COCO:
    flat = np.column_stack([points, np.full(len(points), 2.0)]).ravel().tolist()
    made = COCO()
    made.dataset = {
        "images": [{"id": 1, "width": 500, "height": 500}],
        "categories": [{"id": 1, "name": "it"}],
        "annotations": [
            {
                "id": 1, "image_id": 1, "category_id": 1, "iscrowd": 0, "keypoints": flat,
                "num_keypoints": len(points), "area": AREA, "bbox": [0.0, 0.0, 500.0, 500.0],
            }
        ],
    }  # fmt: skip
    made.createIndex()
    return made


@pytest.mark.parametrize("spec", ["body/coco-17", "hand/hand-21"])
def test_it_gives_the_similarity_of_our_metric(skeleton: Any, spec: str, tmp_path: Path) -> None:
    content = files(FORMAT, skeleton(spec))["keypoints.py"]
    file = tmp_path / "keypoints.py"
    file.write_bytes(content)
    sigmas = runpy.run_path(str(file))["SIGMAS"]
    random = np.random.default_rng(17)
    truth = random.uniform(100, 300, (len(sigmas), 2))
    found = truth + random.normal(0, 3, truth.shape)
    guess = dataset(found).dataset["annotations"][0] | {"score": 1.0}
    labelled = dataset(truth)
    evaluator = COCOeval(labelled, labelled.loadRes([guess]), "keypoints")
    evaluator.params.kpt_oks_sigmas = sigmas
    evaluator.evaluate()
    own = oks(truth[None], found[None], np.ones((1, len(sigmas))), [AREA], sigmas)
    assert evaluator.ious[1, 1][0, 0] == pytest.approx(own[0])
