"""Label data for measuring: COCO keypoint files of any size, the same bytes for the same seed.

    python3 benchmarks/labels_data.py out.json --instances 200000 [--segmentations]

The figures are synthetic: a rough body, moved, scaled and shaken, of which some keypoints are
hidden or not labelled. Files are written as `json.dump` writes them, in the order of COCO's own
releases, block by block, so that a file may be larger than the memory.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

WIDTH, HEIGHT = 640, 480
_BLOCK = 2048
_EDGES = (
    (16, 14), (14, 12), (17, 15), (15, 13), (12, 13), (6, 12), (7, 13), (6, 7), (6, 8), (7, 9),
    (8, 10), (9, 11), (2, 3), (1, 2), (1, 3), (2, 4), (3, 5), (4, 6), (5, 7),
)  # fmt: skip
COCO_17 = (
    "nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder",
    "left_elbow", "right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip",
    "left_knee", "right_knee", "left_ankle", "right_ankle",
)  # fmt: skip
_BODY = (
    (0.50, 0.06), (0.53, 0.04), (0.47, 0.04), (0.57, 0.06), (0.43, 0.06), (0.64, 0.20),
    (0.36, 0.20), (0.72, 0.36), (0.28, 0.36), (0.76, 0.50), (0.24, 0.50), (0.60, 0.52),
    (0.40, 0.52), (0.61, 0.75), (0.39, 0.75), (0.62, 0.97), (0.38, 0.97),
)  # fmt: skip


class People(NamedTuple):
    """A block of instances: keypoints (N, K, 3) of whole pixels and COCO's flag, boxes (N, 4)."""

    keypoints: np.ndarray
    boxes: np.ndarray


def people(instances: int, keypoints: int = 17, seed: int = 0) -> Iterator[People]:
    """Figures in blocks; the k-th block does not depend on how many there are in all."""
    shape = _shape(keypoints)
    for block, start in enumerate(range(0, instances, _BLOCK)):
        rng = np.random.default_rng((seed, block))
        yield People(*(part[: instances - start] for part in _figures(rng, shape)))


def write_coco(
    path: Path,
    *,
    instances: int,
    images: int | None = None,
    segmentations: bool = False,
    keypoints: int = 17,
    names: Sequence[str] = (),
    category: str = "person",
    seed: int = 0,
) -> Path:
    """A COCO keypoint file: about 73 MB for 200,000 instances of 17 keypoints, and about 220 MB
    for 262,000 with segmentations. `images` are a fifth of the instances when left out. `names`
    are those of the keypoints: COCO's for 17 of them, else `point_0` and so on."""
    images = max(1, instances // 5) if images is None else images
    names = names or (COCO_17 if keypoints == 17 else [f"point_{at}" for at in range(keypoints)])
    entry = {
        "supercategory": category, "id": 1, "name": category,
        "keypoints": list(names), "skeleton": [list(edge) for edge in _EDGES],
    }  # fmt: skip
    with path.open("w", encoding="ascii") as file:
        file.write('{"info": {"description": "synthetic figures", "year": 2026}, "licenses": [], ')
        _write_list(file, "images", (_image(at) for at in range(1, images + 1)))
        made = _annotations(instances, images, segmentations, keypoints, seed)
        _write_list(file, "annotations", made)
        file.write(f'"categories": {json.dumps([entry])}}}')
    return path


def _shape(keypoints: int) -> np.ndarray:
    """Where each keypoint is in a box of width and height 1; beyond 17 of them, on a spiral."""
    turn = np.arange(max(0, keypoints - 17))
    spiral = 0.5 + (0.1 + 0.3 * turn / max(1, len(turn))) * np.array([np.cos(turn), np.sin(turn)])
    return np.concatenate([np.array(_BODY), spiral.T])[:keypoints]


def _figures(rng: np.random.Generator, shape: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    size = rng.uniform((40, 80), (240, 400), (_BLOCK, 2))
    corner = rng.uniform(0, 1, (_BLOCK, 2)) * ((WIDTH, HEIGHT) - size)
    shake = rng.normal(0, 0.02, (_BLOCK, len(shape), 2))
    places = corner[:, None] + (shape + shake).clip(0, 1) * size[:, None]
    flags = rng.choice(3, (_BLOCK, len(shape)), p=(0.25, 0.15, 0.6))
    keypoints = np.empty((_BLOCK, len(shape), 3), dtype=np.int64)
    keypoints[..., :2] = np.where(flags[..., None] > 0, np.rint(places), 0)
    keypoints[..., 2] = flags
    return keypoints, np.round(np.concatenate([corner, size], axis=1), 2)


def _image(at: int) -> str:
    return (
        f'{{"license": 1, "file_name": "{at:012d}.jpg", "height": {HEIGHT}, "width": {WIDTH},'
        f' "id": {at}}}'
    )


def _annotations(
    instances: int, images: int, segmentations: bool, keypoints: int, seed: int
) -> Iterator[str]:
    number = 0
    for block in people(instances, keypoints, seed):
        outlines = _outlines(block.boxes, seed + number) if segmentations else None
        counts = (block.keypoints[..., 2] > 0).sum(axis=1).tolist()
        rows = block.keypoints.reshape(len(counts), -1).tolist()
        for at, (row, box) in enumerate(zip(rows, block.boxes.tolist(), strict=True)):
            number += 1
            record: dict[str, Any] = {"segmentation": [outlines[at]]} if outlines else {}
            record |= {
                "num_keypoints": counts[at], "area": round(box[2] * box[3] * 0.6, 4), "iscrowd": 0,
                "keypoints": row, "image_id": number % images + 1, "bbox": box,
                "category_id": 1, "id": number,
            }  # fmt: skip
            yield json.dumps(record)


def _outlines(boxes: np.ndarray, seed: int) -> list[list[float]]:
    """A polygon of about thirty corners round each box, with two decimals as in COCO."""
    rng = np.random.default_rng((seed, 1))
    turn = np.linspace(0, 2 * np.pi, 29, endpoint=False)
    radius = rng.uniform(0.35, 0.5, (len(boxes), 29))
    round_it = np.stack([np.cos(turn) * radius, np.sin(turn) * radius], axis=-1)
    corners = boxes[:, None, :2] + (0.5 + round_it) * boxes[:, None, 2:]
    made: list[list[float]] = np.round(corners, 2).reshape(len(boxes), -1).tolist()
    return made


def _write_list(file: Any, key: str, records: Iterator[str]) -> None:
    file.write(f'"{key}": [')
    for at, record in enumerate(records):
        file.write(f"{', ' if at else ''}{record}")
    file.write("], ")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--instances", type=int, default=200_000)
    parser.add_argument("--images", type=int)
    parser.add_argument("--keypoints", type=int, default=17)
    parser.add_argument("--segmentations", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    arguments = vars(parser.parse_args())
    write_coco(arguments.pop("out"), **arguments)


if __name__ == "__main__":
    main()
