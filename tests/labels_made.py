"""A file format of labels for tests: a JSON list a line, so small that nothing of it can hide.

The first line has the names of the keypoints and the stamp; each other line an image, an id, and
x, y and code for each keypoint. It can go on from checkpoints.
"""

from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from schemac.labels import (
    Annotation,
    Checkpoint,
    Fault,
    Holds,
    Image,
    LabelError,
    LabelFormat,
    Labels,
    Moving,
    NamingError,
    Place,
    Reading,
    Stamp,
    Writing,
    naming,
)
from schemac.model import Skeleton

MARK = b'["made for tests",'


def put(
    path: Path, skeleton: Skeleton, keypoints: Any, images: Iterable[str] = (), stamp: Any = None
) -> Path:
    """A file with labels of shape (N, K, 3), an image each unless they are named."""
    names = list(images) or [f"{at:05}.jpg" for at in range(len(keypoints))]
    lines = [head_of(skeleton, stamp)]
    lines += [
        json.dumps([name, str(at), plain(points)])
        for at, (name, points) in enumerate(zip(names, keypoints, strict=True))
    ]
    path.write_text("\n".join(lines) + "\n")
    return path


def head_of(skeleton: Skeleton, stamp: Any) -> str:
    return json.dumps(["made for tests", [p.name for p in skeleton.keypoints], stamp])


def plain(points: Any) -> Any:
    return [[None if math.isnan(v) else v for v in point] for point in np.asarray(points).tolist()]


def labels_of(path: Path) -> Any:
    """All keypoints of a file."""
    lines = path.read_text().splitlines()[1:]
    return np.array([_points(json.loads(line)[2]) for line in lines])


def stamp_in(path: Path) -> Any:
    return json.loads(path.read_text().splitlines()[0])[2]


def _points(data: Any) -> Any:
    return [[math.nan if v is None else v for v in point] for point in data]


def _lines(path: Path, start: int) -> Iterator[tuple[int, int, bytes]]:
    """Number, byte after it, and text of each line."""
    with path.open("rb") as file:
        file.seek(start)
        at = start
        for number, line in enumerate(file):
            at += len(line)
            yield number, at, line


def _row(line: bytes, place: Place, faults: Any) -> Any:
    try:
        row = json.loads(line)
        points = np.array(_points(row[2]), dtype=float)
        if points.ndim != 2 or points.shape[1] != 3:
            raise ValueError("not x, y and code for each keypoint")
    except (ValueError, TypeError, IndexError) as error:
        faults.report(Fault(message=f"unreadable: {error}", place=place, data=line))
        return None
    return row[0], row[1], points


def _head(path: Path, skeleton: Skeleton) -> int:
    first = path.open("rb").readline()
    try:
        naming(json.loads(first)[1], skeleton)
    except NamingError as error:
        place = Place(file=str(path), line=1)
        raise LabelError(Fault(message=str(error), place=place, help=error.help)) from error
    return len(first)


def read(path: Path, reading: Reading) -> Iterator[Labels]:
    rows: list[Any] = []
    for number, at, line in _lines(path, _head(path, reading.skeleton)):
        place = Place(file=str(path), line=number + 2)
        if row := _row(line, place, reading.faults):
            rows.append((*row, place))
        reading.advance(len(line))
        if len(rows) >= reading.batch:
            yield _batch(rows)
            rows = []
        del at
    if rows:
        yield _batch(rows)


def _batch(rows: list[Any]) -> Labels:
    return Labels(
        keypoints=np.array([row[2] for row in rows]),
        boxes=np.full((len(rows), 4), np.nan),
        areas=np.full(len(rows), np.nan),
        about=tuple(Annotation(image=Image(name=row[0]), id=row[1], place=row[3]) for row in rows),
    )


def write(labels: Iterable[Labels], path: Path, writing: Writing) -> None:
    with path.open("w") as file:
        file.write(head_of(writing.skeleton, writing.stamp.record()) + "\n")
        for batch in labels:
            for points, about in zip(batch.keypoints, batch.about, strict=True):
                file.write(json.dumps([about.image.name, about.id, plain(points)]) + "\n")


def stamp(path: Path) -> Stamp | None:
    try:
        said = stamp_in(path)
    except ValueError as error:
        raise LabelError(
            Fault(message="not made for tests", place=Place(file=str(path)))
        ) from error
    return None if said is None else Stamp.read(said)


def move(source: Path, target: Path, moving: Moving) -> None:
    start = _head(source, moving.source)
    if moving.since:
        file = target.open("r+b")
        file.truncate(moving.since.made)
        file.seek(moving.since.made)
        start = moving.since.taken
    else:
        file = target.open("xb")
        file.write((head_of(moving.target, moving.stamp.record()) + "\n").encode())
    number = int(moving.since.state) if moving.since else 1
    lines = _lines(source, start)
    with file:
        while some := list(islice(lines, 10)):
            rows = []
            for _, _, line in some:
                number += 1
                place = Place(file=source.name, line=number)
                if row := _row(line, place, moving.faults):
                    rows.append(row)
                moving.advance(len(line))
            given = np.array([row[2] for row in rows]).reshape(-1, len(moving.source.keypoints), 3)
            for row, carried in zip(rows, moving.carry(given), strict=True):
                file.write((json.dumps([row[0], row[1], plain(carried)]) + "\n").encode())
            moving.account.instances += len(rows)
            file.flush()
            at = Checkpoint(taken=some[-1][1], made=file.tell(), state=str(number))
            moving.mark(at)


def slow_move(source: Path, target: Path, moving: Moving) -> None:
    """Says which process it is in, and takes long."""
    target.with_name(f"{os.getpid()}.pid").touch()
    time.sleep(20)


def recognise(path: Path, head: bytes) -> bool:
    return head.startswith(MARK)


FORMAT = LabelFormat(
    name="made",
    title="made for tests",
    summary="a JSON list a line",
    suffix=".made",
    holds=frozenset({Holds.IDS, Holds.TIERS, Holds.HIDDEN, Holds.UNPLACED, Holds.STAMP}),
    recognise=recognise,
    read=read,
    write=write,
    stamp=stamp,
    move=move,
)
