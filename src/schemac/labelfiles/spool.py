"""Instances put in another order, without holding them all: through a file beside the output.

Some formats tell an image with all its instances, or a track with all its frames, in one piece;
others list instances in any order.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from schemac.labels import Annotation, Image, Labels

if TYPE_CHECKING:
    from numpy.typing import NDArray

Together = Literal["image", "track"]
Marked = tuple[Labels, "NDArray[Any] | None"]
"""A batch, and something more for each of its instances, such as a mask of keypoints."""

_BATCH = 4096
_TABLE = """
pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -16384;
create table images (at integer primary key, key text unique, image blob);
create table tracks (at integer primary key, key text unique);
create table instances (
  track integer, frame integer, image integer, seq integer primary key, data blob);
"""


@contextmanager
def arranged(
    batches: Iterable[Marked], together: Together, beside: Path
) -> Iterator[Callable[[], Iterator[Marked]]]:
    """Batches so that an image, or a track through a video, comes in one piece; this gives a
    function that yields them, as often as it is called.

    Images and tracks stay in the order in which they were first met, instances of an image in
    theirs, frames of a track by number. A batch ends between two images. `beside` is a path that
    does not exist, for a file that is gone at the end.
    """
    beside.parent.mkdir(parents=True, exist_ok=True)
    store = sqlite3.connect(beside)
    try:
        store.executescript(_TABLE)
        points = 0
        for labels, marks in batches:
            points = labels.keypoints.shape[1]
            _put(store, labels, marks)
        order = "image, seq" if together == "image" else "track, frame, image, seq"
        store.executescript(f"create index wanted on instances ({order});")
        yield lambda: _taken(store, order, points)
    finally:
        store.close()
        beside.unlink(missing_ok=True)


def _put(store: sqlite3.Connection, labels: Labels, marks: NDArray[Any] | None) -> None:
    rows = []
    known: dict[str, int] = {}
    for at, about in enumerate(labels.about):
        number = _number(store, known, about.image)
        track = None if about.track is None else _track(store, about.track, about.image)
        each = (
            about, labels.keypoints[at], labels.boxes[at], labels.areas[at],
            None if marks is None else marks[at],
        )  # fmt: skip
        rows.append((track, about.image.frame, number, pickle.dumps(each, protocol=5)))
    store.executemany("insert into instances (track, frame, image, data) values (?, ?, ?, ?)", rows)
    for image in labels.bare:
        _number(store, known, image)


def _number(store: sqlite3.Connection, known: dict[str, int], image: Image) -> int:
    key = f"{image.subset}\0{image.name}\0{image.frame}\0{image.id}"
    if key not in known:
        found = store.execute("select at from images where key = ?", (key,)).fetchone()
        if found is None:
            data = pickle.dumps(image, protocol=5)
            made = store.execute("insert into images (key, image) values (?, ?)", (key, data))
            found = (made.lastrowid,)
        known[key] = found[0]
    return known[key]


def _track(store: sqlite3.Connection, track: str, image: Image) -> int:
    key = f"{image.subset}\0{'' if image.frame is None else image.name}\0{track}"
    store.execute("insert or ignore into tracks (key) values (?)", (key,))
    return int(store.execute("select at from tracks where key = ?", (key,)).fetchone()[0])


def _taken(store: sqlite3.Connection, order: str, points: int) -> Iterator[Marked]:
    rows: list[tuple[Any, ...]] = []
    query = store.execute(f"select image, data from instances order by {order}")  # noqa: S608
    for _, group in groupby(query, key=lambda row: row[0]):
        # The file is our own, made a moment ago and open to nobody else.
        rows += [pickle.loads(data) for _, data in group]  # noqa: S301
        if len(rows) >= _BATCH:
            yield _batch(rows, points)
            rows = []
    bare = store.execute(
        "select image from images where at not in (select image from instances) order by at"
    )
    alone = tuple(pickle.loads(data) for (data,) in bare)  # noqa: S301
    if rows or alone:
        yield _batch(rows, points, alone)


def _batch(rows: list[tuple[Any, ...]], points: int, bare: tuple[Image, ...] = ()) -> Marked:
    import numpy as np

    about: tuple[Annotation, ...] = tuple(row[0] for row in rows)
    labels = Labels(
        keypoints=np.array([row[1] for row in rows]).reshape(-1, points, 3),
        boxes=np.array([row[2] for row in rows]).reshape(-1, 4),
        areas=np.array([row[3] for row in rows], dtype=np.float64),
        about=about,
        bare=bare,
    )
    marked = bool(rows) and rows[0][4] is not None
    return labels, np.stack([row[4] for row in rows]) if marked else None
