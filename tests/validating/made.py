"""Label data made by hand: figures of a spec, with something done to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from msgspec import structs

from schemac.labels import Annotation, Image, Labels
from schemac.model import Skeleton
from schemac.validating import Finding, Report, Spread, Validation, posed

CALM = Spread(joints=5.0, yaw=4.0, pitch=3.0, roll=4.0, noise=0.0)


def figures(skeleton: Skeleton, count: int = 4, spread: Spread = CALM) -> Labels:
    """Upright figures seen from the front; nothing is wrong with them."""
    return posed(skeleton, count, 3, spread)


def about(labels: Labels, row: int, **fields: Any) -> Labels:
    """With other fields of one annotation."""
    told = list(labels.about)
    told[row] = structs.replace(told[row], **fields)
    return structs.replace(labels, about=tuple(told))


def with_place(labels: Labels, row: int, point: int, x: float, y: float) -> Labels:
    keypoints = labels.keypoints.copy()
    keypoints[row, point, :2] = x, y
    return structs.replace(labels, keypoints=keypoints)


def with_code(labels: Labels, row: int, point: int, code: float) -> Labels:
    keypoints = labels.keypoints.copy()
    keypoints[row, point, 2] = code
    return structs.replace(labels, keypoints=keypoints)


def film(skeleton: Skeleton, frames: int, *, speed: float = 6.0) -> Labels:
    """One figure that walks through a video by `speed` pixels a frame."""
    one = figures(skeleton, 1)
    keypoints = np.repeat(one.keypoints, frames, axis=0)
    keypoints[..., 0] += speed * np.arange(frames)[:, None]
    boxes = np.repeat(one.boxes, frames, axis=0)
    boxes[:, 0] += speed * np.arange(frames)
    image = Image(name="walk.mp4", width=4000, height=640)
    told = tuple(
        Annotation(image=structs.replace(image, frame=at), id=str(at), track="1")
        for at in range(frames)
    )
    return Labels(keypoints=keypoints, boxes=boxes, areas=np.repeat(one.areas, frames), about=told)


def cut(labels: Labels, size: int) -> Iterable[Labels]:
    """The same as batches."""
    for at in range(0, len(labels), size):
        part = slice(at, at + size)
        yield Labels(
            keypoints=labels.keypoints[part], boxes=labels.boxes[part], areas=labels.areas[part],
            about=labels.about[part],
        )  # fmt: skip


def judged(skeleton: Skeleton, *batches: Labels, **options: Any) -> Report:
    run = Validation(skeleton, **options)
    for labels in batches:
        run.look(labels)
    return run.report()


def found(report: Report) -> dict[str, list[Finding]]:
    """Rule -> its findings."""
    return {tally.code.name: list(tally.worst) for tally in report.tallies}
