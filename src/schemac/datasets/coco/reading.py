"""Read instances from a COCO keypoint file, batch by batch."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import msgspec

from schemac.datasets.coco.batch import Batch
from schemac.datasets.coco.document import (
    Block,
    Document,
    Elements,
    Member,
    blocks,
    located,
    pass_by,
)
from schemac.datasets.coco.element import ElementError, decoded, pieces
from schemac.datasets.coco.images import Images
from schemac.datasets.coco.outline import category_of, values
from schemac.datasets.coco.window import CHUNK, Window
from schemac.labels import Labels, Reading

_raws = msgspec.json.Decoder(list[msgspec.Raw]).decode
_any = msgspec.json.Decoder(list[Any]).decode


def read(path: Path, reading: Reading) -> Iterator[Labels]:
    """Batches in the order of `annotations`, then images without an instance.

    Whatever the order of the file's members: categories and images are looked up first.
    """
    with Window(path) as window, Window(path) as aside:
        found = values(window, "categories")
        category = category_of(window, found.get("categories"), reading.skeleton, reading.account)
        batch = Batch(window, category, Images(aside), reading)
        yield from _walk(window, batch)
        yield from batch.bare()


def _walk(window: Window, batch: Batch) -> Iterator[Labels]:
    document = Document(window)
    seen: set[str] = set()
    done = 0
    while member := document.next():
        if member.key in seen and member.key in ("images", "annotations", "categories"):
            raise window.broken(member.at, f"the file has `{member.key}` twice")
        seen.add(member.key)
        if member.key == "images" and not len(batch.images):
            end = batch.images.fill(member)
        elif member.key == "annotations":
            if "images" not in seen:
                with Window(window.path) as ahead:  # they stand behind the annotations
                    batch.images.fill_from(ahead)
            end = yield from _annotations(window, member, batch)
        else:
            end = pass_by(window, member, CHUNK).end
        document.went(end)
        batch.reading.advance(end - max(done, batch.told))
        done = end
    batch.reading.advance(window.size - done)
    batch.reading.account.images += len(batch.images)
    if "annotations" not in seen:
        raise window.broken(window.size, "the file has no `annotations`")


def _annotations(window: Window, member: Member, batch: Batch) -> Generator[Labels, None, int]:
    if not member.is_list:
        raise window.broken(member.value, "`annotations` is no list")
    elements = Elements(window, member.value)
    batch.told = member.value
    for block in blocks(window, elements, _any, CHUNK):
        for start, record in _records(block, batch):
            batch.take(record, block.cut.start + start, block.data)
            if len(batch) >= batch.reading.batch:
                yield batch.labels()
        batch.reading.advance(block.cut.end - batch.told)
        batch.told = block.cut.end
    if len(batch):
        yield batch.labels()
    assert elements.end is not None  # noqa: S101 - they are used up
    return elements.end


def _records(block: Block[Any], batch: Batch) -> Iterator[tuple[int, Any]]:
    """The elements of a block and where they begin in it."""
    if block.decoded is not None:
        raws = _raws(b"[%b]" % block.data)
        for (start, _), record in zip(located(block.data, raws), block.decoded, strict=True):
            yield start, record
        return
    for start, end in pieces(block.data):
        data = block.data[start:end]
        try:
            yield start, decoded(data)
        except ElementError as error:
            batch.refuse(str(error), None, block.cut.start + start, data)
