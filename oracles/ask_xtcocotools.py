"""Ask xtcocotools for the OKS with `keypoints.py`. Runs in the environment of that oracle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from asking import Expected, constants, main
from xtcocotools.coco import COCO
from xtcocotools.cocoeval import COCOeval


def asked(place: Path, want: Expected) -> Iterator[tuple[str, bool]]:
    """Each check, and whether it holds."""
    given = constants(place / "pycocotools" / "keypoints.py")
    yield "names are those of the spec", given["KEYPOINT_NAMES"] == want["names"]
    if not want["own"]:
        yield "no sigmas are given where the spec has none", "SIGMAS" not in given
        return
    asked_for = want["oks"]
    for use_area in (given["USE_AREA"], False):
        truth = dataset(want, asked_for["truth"])
        guess = truth.loadRes([annotation(want, asked_for["found"]) | {"score": 1.0}])
        evaluator = COCOeval(truth, guess, "keypoints", given["SIGMAS"], use_area=use_area)
        evaluator.evaluate()
        value = float(evaluator.ious[1, 1][0, 0])
        expected = asked_for["segment" if use_area else "reduced_box"]
        name = f"with use_area={use_area} it gives the OKS of schemac"
        yield name, abs(value - expected) < 1e-9


def dataset(want: Expected, places: list[list[float]]) -> Any:
    """One picture with one instance."""
    made = COCO()
    made.anno_file = ["made here"]
    made.dataset = {
        "images": [{"id": 1, "width": 1000, "height": 1000}],
        "annotations": [annotation(want, places)],
        "categories": [{"id": 1, "name": "it", "keypoints": want["names"]}],
    }
    made.createIndex()
    return made


def annotation(want: Expected, places: list[list[float]]) -> dict[str, Any]:
    """All keypoints are labelled and visible."""
    low, high = np.min(want["oks"]["truth"], axis=0), np.max(want["oks"]["truth"], axis=0)
    flat = [float(c) for x, y in places for c in (x, y, 2)]
    return {
        "id": 1, "image_id": 1, "category_id": 1, "iscrowd": 0, "keypoints": flat,
        "num_keypoints": len(places), "area": want["oks"]["area"],
        "bbox": [*low.tolist(), *(high - low).tolist()],
    }  # fmt: skip


if __name__ == "__main__":
    main(asked)
