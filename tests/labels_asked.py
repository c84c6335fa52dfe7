"""What label formats are told in tests, with nothing said that a test does not care about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np

from schemac.labels import (
    Account,
    Faults,
    LabelFormat,
    Labels,
    Moving,
    Reading,
    Stamp,
    Writing,
)
from schemac.labels.faults import Policy
from schemac.model import Skeleton

DIGEST = "sha256:" + "ab" * 32


def stamp_of(skeleton: Skeleton) -> Stamp:
    return Stamp(spec=str(skeleton.reference), digest=DIGEST)


def reading(skeleton: Skeleton, policy: Policy = "stop", batch: int = 4096) -> Reading:
    return Reading(skeleton=skeleton, faults=Faults(policy), account=Account(), batch=batch)


def writing(skeleton: Skeleton) -> Writing:
    return Writing(skeleton=skeleton, stamp=stamp_of(skeleton), account=Account())


def moving(
    source: Skeleton,
    target: Skeleton | None = None,
    carry: Callable[[Any], Any] = lambda points: points,
    policy: Policy = "stop",
) -> Moving:
    """To another skeleton, or to the same; `carry` need not count."""
    to = target or source
    return Moving(
        source=source, target=to, carry=lambda points, account=None: carry(points),
        stamp=stamp_of(to), faults=Faults(policy), account=Account(),
    )  # fmt: skip


def read(format: LabelFormat, path: Path, told: Reading) -> Labels:
    """All of a file as one batch."""
    return joined(format.read(path, told), len(told.skeleton.keypoints))


def joined(batches: Iterable[Labels], keypoints: int) -> Labels:
    parts = list(batches)
    return Labels(
        keypoints=np.concatenate([np.empty((0, keypoints, 3)), *(p.keypoints for p in parts)]),
        boxes=np.concatenate([np.empty((0, 4)), *(p.boxes for p in parts)]),
        areas=np.concatenate([np.empty(0), *(p.areas for p in parts)]),
        about=tuple(each for part in parts for each in part.about),
        bare=tuple(each for part in parts for each in part.bare),
    )
