"""Labels of every kind, for tests of tables as text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from schemac.labels import (
    Account,
    Annotation,
    Faults,
    Image,
    LabelFormat,
    Labels,
    Moving,
    Reading,
    Stamp,
    Writing,
)
from schemac.maps import Mapped
from schemac.migrating.counting import Counting
from schemac.model import Skeleton

Skeletons = Callable[[str], Skeleton]
STAMP = Stamp(spec="body/coco-17@1.0.0", digest="sha256:" + "ab" * 32)


def labels_of(skeleton: Skeleton, count: int, seed: int = 0) -> Labels:
    random = np.random.default_rng(seed)
    assert skeleton.visibility
    keypoints = np.full((count, len(skeleton.keypoints), 3), np.nan)
    for row, point in np.ndindex(keypoints.shape[:2]):
        chosen = random.integers(-1, len(skeleton.visibility.tiers))
        if chosen >= 0:
            tier = skeleton.visibility.tiers[chosen]
            keypoints[row, point, 2] = tier.code
            if tier.coordinates != "forbidden":
                keypoints[row, point, :2] = random.uniform(-5, 640, 2)
    boxes = random.uniform(0, 99, (count, 4))
    boxes[::3] = np.nan
    return Labels(
        keypoints=keypoints, boxes=boxes, areas=np.where(random.random(count) < 0.5, np.nan, 7.5),
        about=tuple(map(about, range(count))),
    )  # fmt: skip


def about(at: int) -> Annotation:
    if at % 2:
        return Annotation(image=Image(name=f'é, "{at}".jpg'), id=f"=cmd|{at}")
    return Annotation(
        image=Image(name=f"{at}.jpg", id="-7", width=640, height=480, frame=at, subset="train"),
        id=f"i{at}", track="'=t", annotator="@Ann\nLee", when="2026-01-01T00:00:00Z",
        predicted=at % 4 == 0, interpolated=at % 4 == 2, crowd=True, score=0.25,
        attributes={"side": "left"},
    )  # fmt: skip


def written(format: LabelFormat, path: Path, skeleton: Skeleton, *batches: Labels) -> Account:
    account = Account()
    assert format.write
    format.write(batches, path, Writing(skeleton=skeleton, stamp=STAMP, account=account))
    return account


def read(format: LabelFormat, path: Path, skeleton: Skeleton, **more: Any) -> tuple[Any, Account]:
    account = Account()
    settings = {"faults": Faults(), "batch": 7} | more
    reading = Reading(skeleton=skeleton, account=account, **settings)
    return list(format.read(path, reading)), account


def moved(format: LabelFormat, source: Path, target: Path, mapped: Mapped) -> Account:
    account = Account()
    assert format.move
    moving = Moving(
        source=mapped.source, target=mapped.target, stamp=STAMP, faults=Faults(), account=account,
        carry=Counting(map=mapped.map, account=account),
    )  # fmt: skip
    format.move(source, target, moving)
    return account


def keypoints(batches: list[Labels]) -> Any:
    return np.concatenate([batch.keypoints for batch in batches])


def plain(batches: list[Labels]) -> list[Any]:
    """What is told of instances, without where it stood."""
    return [
        {name: getattr(each, name) for name in each.__struct_fields__ if name != "place"}
        for batch in batches
        for each in batch.about
    ]
