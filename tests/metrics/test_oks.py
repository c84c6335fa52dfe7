"""OKS is what pycocotools computes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from schemac.metrics import oks, oks_matrix
from schemac.metrics.oks import BLOCK

K = 17


def image(rng: np.random.Generator, count: int, labelled: float) -> dict[str, np.ndarray]:
    truth = rng.uniform(0, 600, (count, K, 2))
    return {
        "truth": truth,
        "found": truth + rng.normal(scale=15, size=truth.shape),
        "counted": rng.random((count, K)) < labelled,
        "areas": rng.uniform(500, 90_000, count),
        "boxes": np.column_stack(
            (rng.uniform(0, 200, (count, 2)), rng.uniform(10, 300, (count, 2)))
        ),
    }


def by_pycocotools(data: dict[str, np.ndarray], sigmas: np.ndarray) -> np.ndarray:
    """`computeOks` on one image; its rows are in the order of scores."""
    count = len(data["truth"])
    names = [f"k{at}" for at in range(K)]
    base = {
        "images": [{"id": 1, "width": 600, "height": 600}],
        "categories": [{"id": 1, "name": "person", "keypoints": names, "skeleton": []}],
    }

    def keypoints(xy: np.ndarray, flags: np.ndarray) -> list[float]:
        return np.column_stack((xy, flags)).reshape(-1).tolist()

    truth, found = COCO(), COCO()
    truth.dataset = base | {
        "annotations": [
            {
                "id": at + 1, "image_id": 1, "category_id": 1, "iscrowd": 0, "ignore": 0,
                "area": float(data["areas"][at]), "bbox": data["boxes"][at].tolist(),
                "num_keypoints": int(data["counted"][at].sum()),
                "keypoints": keypoints(data["truth"][at], data["counted"][at] * 2),
            }
            for at in range(count)
        ]
    }  # fmt: skip
    found.dataset = base | {
        "annotations": [
            {
                "id": at + 1, "image_id": 1, "category_id": 1, "score": 1.0 - at * 1e-3,
                "area": 1.0, "bbox": [0, 0, 1, 1],
                "keypoints": keypoints(data["found"][at], np.full(K, 2)),
            }
            for at in range(count)
        ]
    }  # fmt: skip
    truth.createIndex()
    found.createIndex()
    run = COCOeval(truth, found, "keypoints")
    run.params.kpt_oks_sigmas = sigmas
    run.params.imgIds, run.params.catIds = [1], [1]
    run._prepare()
    return run.computeOks(1, 1)


@given(
    seed=st.integers(0, 2**32 - 1), count=st.integers(1, 12),
    labelled=st.sampled_from([0.0, 0.1, 0.7, 1.0]),
)  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_equal_to_pycocotools(seed: int, count: int, labelled: float) -> None:
    rng = np.random.default_rng(seed)
    sigmas = rng.uniform(0.01, 0.12, K)
    data = image(rng, count, labelled)
    ours = oks_matrix(sigmas=sigmas, **data)
    assert np.abs(ours - by_pycocotools(data, sigmas)).max() < 1e-12


def test_blocks_change_nothing() -> None:
    rng = np.random.default_rng(1)
    data = image(rng, BLOCK + 77, 0.7)
    sigmas = rng.uniform(0.01, 0.12, K)
    whole = oks(sigmas=sigmas, **data)
    part = {key: value[BLOCK - 5 : BLOCK + 5] for key, value in data.items()}
    assert np.array_equal(whole[BLOCK - 5 : BLOCK + 5], oks(sigmas=sigmas, **part), equal_nan=True)


def test_nothing_labelled_without_a_box() -> None:
    nothing = np.zeros((1, K, 2))
    assert np.isnan(oks(nothing, nothing, np.zeros((1, K)), [1.0], np.full(K, 0.1))[0])


def test_places_of_keypoints_that_do_not_count_may_be_missing() -> None:
    rng = np.random.default_rng(2)
    data = image(rng, 20, 0.6)
    sigmas = rng.uniform(0.01, 0.12, K)
    whole = oks(sigmas=sigmas, **data)
    data["truth"][~data["counted"]] = np.nan
    assert np.allclose(oks(sigmas=sigmas, **data), whole, rtol=0, atol=1e-12, equal_nan=True)


def test_shapes_that_do_not_fit() -> None:
    one = np.zeros((1, K, 2))
    with pytest.raises(ValueError, match="do not fit"):
        oks(one, np.zeros((2, K, 2)), np.ones((1, K)), [1.0], np.full(K, 0.1))
    with pytest.raises(ValueError, match="areas"):
        oks(one, one, np.ones((1, K)), [1.0, 2.0], np.full(K, 0.1))
