"""Labels in the files of other programs, for their oracles to read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from schemac.datasets import label_format
from schemac.labels import Account, Annotation, Image, Labels, Stamp, Writing
from schemac.maps import Mapped
from schemac.migrating.arrow import carrier
from schemac.model import Skeleton

SIDE = 64
"""Of every picture, in pixels."""

STAMP = Stamp(spec="body/any@1.0.0", digest="sha256:" + "0" * 64)


def ultralytics_folder(place: Path, skeleton: Skeleton) -> dict[str, Any]:
    """A data set of Ultralytics with two instances on each of three pictures, without the pictures
    themselves; what is in it, by subset and picture, as parts of the picture."""
    images = [
        Image(name=f"{name}.png", subset=subset, width=SIDE, height=SIDE)
        for name, subset in (("a", "train"), ("deep/b", "train"), ("c", "val"))
    ]
    labels = labels_on([image for image in images for _ in range(2)], skeleton)
    write = label_format("ultralytics").write
    assert write is not None  # noqa: S101 - it has one
    write([labels], place, Writing(skeleton=skeleton, stamp=STAMP, account=Account()))
    return {
        "spec": skeleton.id,
        "place": str(place),
        "images": [f"images/{image.subset}/{image.name}" for image in images],
        "keypoints": flagged(labels, skeleton).reshape(3, 2, -1, 3).tolist(),
        "boxes": (labels.boxes / SIDE).reshape(3, 2, 4).tolist(),
    }


def spark_folder(place: Path, mapped: Mapped) -> None:
    """A folder of Parquet, a map as its file, and what one machine makes of them."""
    (place / "spark-in").mkdir()
    source = mapped.source
    format = label_format("parquet")
    assert format.write is not None  # noqa: S101 - it has one
    for part in range(3):
        images = [Image(name=f"{part}/{at:04d}.jpg") for at in range(400)]
        writing = Writing(skeleton=source, stamp=STAMP, account=Account())
        file = place / "spark-in" / f"{part}.parquet"
        format.write([labels_on(images, source)], file, writing)
    (place / "spark-map.json").write_bytes(mapped.written())
    carry = carrier(mapped.map)
    table = pq.read_table(place / "spark-in")
    pq.write_table(carry.table(table), place / "spark-wanted.parquet")


def labels_on(images: list[Image], skeleton: Skeleton) -> Labels:
    """An instance for each image, keypoints and tiers at random."""
    random = np.random.default_rng(8)
    tiers = skeleton.visibility.tiers if skeleton.visibility else ()
    keypoints = np.full((len(images), len(skeleton.keypoints), 3), np.nan)
    for row, point in np.ndindex(keypoints.shape[:2]):
        tier = tiers[random.integers(len(tiers))]
        keypoints[row, point, 2] = tier.code
        if tier.coordinates != "forbidden":
            keypoints[row, point, :2] = random.uniform(1, SIDE - 1, 2)
    return Labels(
        keypoints=keypoints,
        boxes=np.array([[1.0 + at, 2.0, 40.0, 50.0 + at] for at in range(len(images))]),
        areas=np.full(len(images), np.nan),
        about=tuple(Annotation(image=image) for image in images),
    )


def flagged(labels: Labels, skeleton: Skeleton) -> Any:
    """Keypoints as parts of the picture with COCO's flags; zeros where there is no place."""
    tiers = skeleton.visibility.tiers if skeleton.visibility else ()
    made = np.nan_to_num(labels.keypoints / (SIDE, SIDE, 1))
    flags = np.zeros(made.shape[:2])
    for tier in tiers:
        flags[labels.keypoints[..., 2] == tier.code] = tier.coco
    made[..., 2] = np.where(np.isfinite(labels.keypoints[..., 0]), flags, 0)
    return made
