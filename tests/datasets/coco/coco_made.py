"""COCO files for tests, and what is said to those who read and move them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from schemac.canonical import digest
from schemac.datasets.coco import FORMAT
from schemac.labels import Account, Faults, Labels, Moving, Reading, Stamp, Writing
from schemac.mapping import MigrationMap
from schemac.mapping import carry as carried
from schemac.maps import Mapped
from schemac.model import Skeleton


class Pair:
    """Two skeletons and the map between them."""

    def __init__(self, mapped: Mapped) -> None:
        self.map, self.source, self.target = mapped.map, mapped.source, mapped.target

    def __repr__(self) -> str:
        return f"{self.source.reference} to {self.target.reference}"


class Carry:
    """A map as a function, which remembers what it was given."""

    def __init__(self, map: MigrationMap) -> None:
        self.map = map

    def __call__(self, keypoints: Any, account: Account | None = None, /) -> Any:
        return carried(self.map, keypoints)


def reading(skeleton: Skeleton, faults: Faults | None = None, batch: int = 4096) -> Reading:
    return Reading(skeleton=skeleton, faults=faults or Faults(), account=Account(), batch=batch)


def read(path: Path, skeleton: Skeleton, faults: Faults | None = None) -> list[Labels]:
    return list(FORMAT.read(path, reading(skeleton, faults)))


def stamp_for(skeleton: Skeleton) -> Stamp:
    return Stamp(spec=str(skeleton.reference), digest=digest(skeleton))


def written(path: Path, labels: Labels, skeleton: Skeleton) -> dict[str, Any]:
    """What stands in a file that was written."""
    assert FORMAT.write
    FORMAT.write([labels], path, writing(skeleton))
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found


def writing(skeleton: Skeleton) -> Writing:
    return Writing(skeleton=skeleton, stamp=stamp_for(skeleton), account=Account())


def moving(mapped: Pair, faults: Faults | None = None, **more: Any) -> Moving:
    given = {"carry": Carry(mapped.map), "account": Account(), **more}
    return Moving(
        source=mapped.source, target=mapped.target, stamp=stamp_for(mapped.target),
        faults=faults or Faults(), **given,
    )  # fmt: skip


def move(source: Path, mapped: Pair, faults: Faults | None = None, **more: Any) -> bytes:
    """The bytes of a file that was moved."""
    target = source.with_name(f"{source.stem}-moved.json")
    target.unlink(missing_ok=True)
    assert FORMAT.move
    FORMAT.move(source, target, moving(mapped, faults, **more))
    return target.read_bytes()


def people(names: list[str], count: int = 3, seed: int = 0, **annotation: Any) -> dict[str, Any]:
    """A file of so many instances of random keypoints, as plain data."""
    rng = np.random.default_rng(seed)
    annotations = []
    for at in range(1, count + 1):
        flags = rng.integers(0, 3, len(names))
        places = rng.integers(1, 400, (len(names), 2)) * (flags > 0)[:, None]
        keypoints = np.concatenate((places, flags[:, None]), axis=1)
        annotations.append({
            "id": at, "image_id": at % 2 + 1, "category_id": 1, "iscrowd": 0, "area": 900.5,
            "keypoints": keypoints.ravel().tolist(), "num_keypoints": int((flags > 0).sum()),
            "bbox": [10, 20, 30.5, 40], **annotation,
        })  # fmt: skip
    return {
        "info": {"description": "made for a test"},
        "images": [
            {"id": at, "file_name": f"{at}.jpg", "width": 640, "height": 480, "license": 3}
            for at in (1, 2, 3)
        ],
        "annotations": annotations,
        "categories": [{"id": 1, "name": "person", "keypoints": names, "skeleton": [[1, 2]]}],
    }


def dump(path: Path, data: Any, **style: Any) -> Path:
    path.write_text(json.dumps(data, **style), "utf-8")
    return path


Loader = Callable[[str], Skeleton]
