"""Instances put in another order, without holding them all: through a file beside the output.

Some formats tell an image with all its instances, or a track with all its frames, in one piece;
others list instances in any order.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from schemac.labels import Annotation, Fault, Image, LabelError, Labels, Place
from schemac.labels.packing import encoded

if TYPE_CHECKING:
    from numpy.typing import NDArray

Together = Literal["image", "track"]
Marked = tuple[Labels, "NDArray[Any] | None"]
"""A batch, and something more for each of its instances, such as a mask of keypoints."""

MOST = 100_000
"""Instances that one image may have: an image is written in one piece, and so is held in memory."""

_BATCH = 4096
_Row = tuple[Annotation, bytes, bytes, float, Any]
_row = msgspec.msgpack.Decoder(_Row).decode
_image = msgspec.msgpack.Decoder(Image).decode
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
    function that yields them, as often as it is called. Raises LabelError for an image with more
    than `MOST` instances.

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
        _demand_bounded(store)
        yield lambda: _taken(store, order, points)
    finally:
        store.close()
        beside.unlink(missing_ok=True)


def _demand_bounded(store: sqlite3.Connection) -> None:
    large = store.execute(
        "select min(seq), count(*) from instances group by image having count(*) > ?", (MOST,)
    ).fetchone()
    if large is None:
        return
    data = store.execute("select data from instances where seq = ?", (large[0],)).fetchone()[0]
    about = _row(data)[0]
    said = f"{large[1]:,} instances are on this image, more than the {MOST:,} that can be written"
    raise LabelError(
        Fault(message=said, place=about.place or Place(file=about.image.name),
              image=about.image.name)
    )  # fmt: skip


def _put(store: sqlite3.Connection, labels: Labels, marks: NDArray[Any] | None) -> None:
    import numpy as np

    rows = []
    known: dict[str, int] = {}
    keypoints = np.ascontiguousarray(labels.keypoints, dtype=np.float64)
    boxes = np.ascontiguousarray(labels.boxes, dtype=np.float64)
    for at, about in enumerate(labels.about):
        number = _number(store, known, about.image)
        track = None if about.track is None else _track(store, about.track, about.image)
        row: _Row = (
            about, keypoints[at].tobytes(), boxes[at].tobytes(), float(labels.areas[at]),
            None if marks is None else marks[at].tolist(),
        )  # fmt: skip
        rows.append((track, about.image.frame, number, encoded(row)))
    store.executemany("insert into instances (track, frame, image, data) values (?, ?, ?, ?)", rows)
    for image in labels.bare:
        _number(store, known, image)


def _number(store: sqlite3.Connection, known: dict[str, int], image: Image) -> int:
    key = f"{image.subset}\0{image.name}\0{image.frame}\0{image.id}"
    if key not in known:
        found = store.execute("select at from images where key = ?", (key,)).fetchone()
        if found is None:
            made = store.execute(
                "insert into images (key, image) values (?, ?)", (key, encoded(image))
            )
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
        rows += [_row(data) for _, data in group]
        if len(rows) >= _BATCH:
            yield _batch(rows, points)
            rows = []
    bare = store.execute(
        "select image from images where at not in (select image from instances) order by at"
    )
    alone = tuple(_image(data) for (data,) in bare)
    if rows or alone:
        yield _batch(rows, points, alone)


def _batch(rows: list[_Row], points: int, bare: tuple[Image, ...] = ()) -> Marked:
    import numpy as np

    def numbers(parts: Iterable[bytes], *shape: int) -> NDArray[Any]:
        return np.frombuffer(b"".join(parts), dtype=np.float64).copy().reshape(-1, *shape)

    labels = Labels(
        keypoints=numbers((row[1] for row in rows), points, 3),
        boxes=numbers((row[2] for row in rows), 4),
        areas=np.array([row[3] for row in rows], dtype=np.float64),
        about=tuple(row[0] for row in rows),
        bare=bare,
    )
    marked = bool(rows) and rows[0][4] is not None
    return labels, np.array([row[4] for row in rows]) if marked else None
