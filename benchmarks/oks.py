"""OKS of many pairs, against pycocotools' `COCOeval.computeOks` on the same pairs.

    python3 benchmarks/oks.py [PAIRS]

Prints pairs per second of both, their ratio, and the largest difference. pycocotools is asked
image by image, as its evaluation does, with as many pairs an image as COCO has on average.
"""

from __future__ import annotations

import sys
from time import process_time

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from schemac.metrics import oks

K = 17
SIGMAS = np.array([26, 25, 25, 35, 35, 79, 79, 72, 72, 62, 62, 107, 107, 87, 87, 89, 89]) / 1000
AN_IMAGE = 4


def main() -> int:
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    rng = np.random.default_rng(0)
    truth = rng.uniform(0, 600, (pairs, K, 2))
    found = truth + rng.normal(scale=10, size=truth.shape)
    counted, areas = rng.random((pairs, K)) < 0.7, rng.uniform(1e3, 1e5, pairs)
    counted[:, 0] = True
    ours = min(_timed(lambda: oks(truth, found, counted, areas, SIGMAS)) for _ in range(5))
    few = min(pairs, 8000)
    theirs, values = _pycocotools(truth[:few], found[:few], counted[:few], areas[:few])
    mine = oks(truth[:few], found[:few], counted[:few], areas[:few], SIGMAS)
    print(f"schemac      {pairs / ours:14,.0f} pairs a second")
    print(f"pycocotools  {few * AN_IMAGE / theirs:14,.0f} pairs a second")
    print(f"ratio        {(pairs / ours) / (few * AN_IMAGE / theirs):14.1f}   (wanted: 100)")
    print(f"differ by    {np.abs(mine - values).max():14.1e}   (wanted: 1e-12)")
    return 0


def _timed(run) -> float:
    start = process_time()
    run()
    return process_time() - start


def _pycocotools(truth, found, counted, areas) -> tuple[float, np.ndarray]:
    """Seconds for all images, and the similarity of each pair to its own truth."""
    images = len(truth) // AN_IMAGE
    base = {
        "images": [{"id": at, "width": 640, "height": 640} for at in range(images)],
        "categories": [
            {"id": 1, "name": "person", "keypoints": [str(k) for k in range(K)], "skeleton": []}
        ],
    }
    flags = np.where(counted, 2, 0)[..., None]
    true, said = np.concatenate((truth, flags), 2), np.concatenate((found, 2 + 0 * flags), 2)
    one, other = COCO(), COCO()
    one.dataset = base | {"annotations": [_annotation(at, true, areas) for at in range(len(truth))]}
    other.dataset = base | {
        "annotations": [_annotation(at, said, areas) | {"score": -at} for at in range(len(truth))]
    }
    one.createIndex()
    other.createIndex()
    run = COCOeval(one, other, "keypoints")
    run.params.kpt_oks_sigmas = SIGMAS
    run._prepare()
    start = process_time()
    made = [run.computeOks(image, 1) for image in range(images)]
    seconds = process_time() - start
    return seconds, np.concatenate([np.diagonal(each) for each in made])


def _annotation(at: int, keypoints: np.ndarray, areas: np.ndarray) -> dict:
    return {
        "id": at + 1, "image_id": at // AN_IMAGE, "category_id": 1, "iscrowd": 0, "ignore": 0,
        "area": float(areas[at]), "bbox": [0, 0, 1, 1], "num_keypoints": K,
        "keypoints": keypoints[at].reshape(-1).tolist(),
    }  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
