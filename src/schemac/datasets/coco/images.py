"""The images of a file by id, without holding them all: where each record stands, and whether an
annotation named it. Some seventeen bytes an image."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Raw

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
from schemac.datasets.coco.window import CHUNK, Window
from schemac.labels import Image

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_KEPT = 20_000
_OWN = ("id", "file_name", "width", "height", "frame", "subset", "source_id")
_raws = msgspec.json.Decoder(list[Raw]).decode


class Images:
    """Filled from the list `images`; then `get` gives records."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._ids, self._starts, self._ends = array("q"), array("q"), array("q")
        self._others: dict[Any, int] = {}
        self._known: dict[Any, Image] = {}
        self._table: tuple[NDArray[np.int64], NDArray[np.intp]] | None = None
        self._used = bytearray()

    def __len__(self) -> int:
        return len(self._starts)

    def fill(self, member: Member) -> int:
        """Take in the list; the offset of its end."""
        if not member.is_list:
            raise self._window.broken(member.value, "`images` is no list")
        elements = Elements(self._window, member.value)
        for block in blocks(self._window, elements, _raws, CHUNK):
            for start, end in _places(block):
                self._add(block.data[start:end], block.cut.start + start)
        assert elements.end is not None  # noqa: S101 - they are used up
        return elements.end

    def close(self) -> None:
        """No more records are wanted."""
        self._window.close()

    def fill_from(self, window: Window) -> None:
        """Find the list in a file, and take it in."""
        document = Document(window)
        while member := document.next():
            if member.key == "images":
                self.fill(member)
                return
            document.went(pass_by(window, member, CHUNK).end)

    def named(self, id: str | None) -> str | None:
        """The name of the image with an id as messages tell it; None for none."""
        if id is None:
            return None
        number = int(id) if id.isdecimal() and len(id) < 19 else None
        found = (None if number is None else self.get(number)) or self.get(id)
        return found.name if found else None

    def get(self, id: Any) -> Image | None:
        """The image with an id, which then counts as used; None for none."""
        if isinstance(id, (dict, list)):
            return None
        if (known := self._known.get(id)) is not None:
            return known
        at = self._find(id)
        if at is None:
            return None
        if len(self._known) >= _KEPT:
            self._known.clear()
        self._used[at] = 1
        self._known[id] = self._record(at)
        return self._known[id]

    def bare(self) -> Iterator[Image]:
        """The images that nobody asked for."""
        for at in range(len(self)):
            if not self._used[at]:
                yield self._record(at)

    def _add(self, data: bytes, start: int) -> None:
        try:
            record = decoded(data)
        except ElementError as error:
            raise self._window.broken(start, f"an image: {error}") from None
        id = record.get("id") if isinstance(record, dict) else None
        if isinstance(id, bool) or not isinstance(id, (int, str)):
            raise self._window.broken(start, "an image without an id that is a number or text")
        if isinstance(id, int) and abs(id) < 1 << 62:
            self._ids.append(id)
        else:
            self._others[id] = len(self._starts)
            self._ids.append(-(1 << 62))
        self._starts.append(start)
        self._ends.append(start + len(data))
        self._used.append(0)

    def _find(self, id: Any) -> int | None:
        if id in self._others:
            return self._others[id]
        if isinstance(id, bool) or not isinstance(id, int) or abs(id) >= 1 << 62:
            return None
        ids, order = self._sorted()
        at = int(ids.searchsorted(id))
        return int(order[at]) if at < len(ids) and ids[at] == id else None

    def _sorted(self) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
        import numpy as np

        if self._table is None:
            ids = np.array(self._ids, dtype=np.int64)
            order = ids.argsort(kind="stable")
            self._table = ids[order], order
        return self._table

    def _record(self, at: int) -> Image:
        data = decoded(self._window.piece(self._starts[at], self._ends[at]))
        name = data.get("file_name")
        if not isinstance(name, str):
            raise self._window.broken(self._starts[at], f"image {data['id']} has no `file_name`")
        return Image(
            name=name,
            id=str(data.get("source_id", data["id"])),
            width=self._size(at, data, "width"),
            height=self._size(at, data, "height"),
            frame=self._size(at, data, "frame"),
            subset=data["subset"] if isinstance(data.get("subset"), str) else None,
            rest={key: data[key] for key in data if key not in _OWN},
        )

    def _size(self, at: int, data: dict[str, Any], key: str) -> int | None:
        value = data.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not value >= 0:
            said = f"`{key}` of image {data['id']} is no number of pixels"
            raise self._window.broken(self._starts[at], said)
        return int(value)


def images_of(path: Path) -> Images:
    """The images of a file, wherever they stand in it."""
    images = Images(Window(path))
    with Window(path) as window:
        images.fill_from(window)
    return images


def _places(block: Block[Raw]) -> Iterator[tuple[int, int]]:
    return pieces(block.data) if block.decoded is None else located(block.data, block.decoded)
