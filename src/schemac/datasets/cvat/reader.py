"""What reading has in common for images and for videos."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from schemac.datasets.cvat.document import Document
from schemac.datasets.cvat.files import is_zip, opened
from schemac.datasets.cvat.skeletons import Seen, Skeletons
from schemac.labels import Account, Fault, Image, Labels, Reading
from schemac.labels.gathering import Gathering

Given = Mapping[str, str]

MOST_KINDS = 1000
OTHERS = "other labels"
_WHOLE = re.compile(r"[0-9]{1,9}")
_LARGEST = 64
"""How many batches may wait for the end of one image, before they are handed on anyway."""


def batches(
    path: Path, make: Callable[[Document, Reading], Reader], reading: Reading
) -> Iterator[Labels]:
    """Read a file to its end. Raises LabelError."""
    with opened(path) as stream:
        document = Document(str(path), stream)
        reader = make(document, reading)
        zipped = is_zip(path)
        for _ in document.walk(reader, _unheard if zipped else reading.advance):
            yield from reader.taken(_LARGEST * reading.batch)
        yield from reader.taken(1)
    if zipped:
        reading.advance(path.stat().st_size)


def _unheard(done: int) -> None:
    """What comes out of a zip is not what is read of it."""


class Reader:
    """Hands each skeleton of the spec's category to `seen`, and passes over all else.

    What becomes of elements outside of skeletons, `open` and `close` decide.
    """

    def __init__(self, document: Document, reading: Reading) -> None:
        self.document, self.reading = document, reading
        self.gathered = Gathering(len(reading.skeleton.keypoints))
        self._ready: list[Labels] = []
        self._skeletons = Skeletons(reading.skeleton, reading.account)
        self._passed = 0
        self._begun: int | None = None
        self.place = document.place

    def open(self, tag: str, given: Given) -> None:
        raise NotImplementedError

    def close(self, tag: str, text: str) -> None:
        raise NotImplementedError

    def seen(self, skeleton: Seen) -> None:
        raise NotImplementedError

    def rest(self) -> None:
        """Nothing that comes belongs to what was gathered: a batch that is full may go."""
        if len(self.gathered) >= self.reading.batch:
            self._ready.append(self.gathered.taken())

    def taken(self, most: int) -> Iterator[Labels]:
        """Full batches; and what was gathered besides, if it is as much as that."""
        yield from self._ready
        self._ready.clear()
        if len(self.gathered) >= most:
            self.overflow()
            yield self.gathered.taken()

    def overflow(self) -> None:
        """What was gathered goes, though more may belong to it."""

    def start(self, tag: str, given: Given) -> None:
        if self._passed:
            self._passed += 1
        elif self._begun is None:
            self.open(tag, given)
        else:
            self._skeletons.start(tag, given)

    def end(self, tag: str, text: str) -> None:
        if self._passed:
            self._passed -= 1
        elif self._begun is None:
            self.close(tag, text)
        elif tag == "skeleton":
            self.seen(self._skeletons.done())
            self.document.keep(None)
            self._begun = None
        else:
            self._skeletons.end(tag, text)

    def begin(self, given: Given) -> None:
        """A skeleton of the category begins."""
        self._begun = self.document.byte
        self.place = self.document.place
        self.document.keep(self._begun)
        self._skeletons.begin(given)

    def pass_over(self, what: str) -> None:
        """The element that has just begun is not read, nor what stands in it."""
        pass_over(self.reading.account, what)
        self._passed = 1

    def report(
        self, message: str, help: str | None, image: str | None, instance: str | None
    ) -> None:
        """The skeleton that ends here cannot be used."""
        fault = Fault(
            message=message, place=self.place, image=image, instance=instance, help=help,
            data=self._piece(),
        )  # fmt: skip
        self.reading.faults.report(fault)

    def _piece(self) -> bytes | None:
        """The bytes of the skeleton that ends here."""
        begun, document = self._begun, self.document
        if begun is None or not document.plain:
            return None
        end = document.tag_end(begun)
        if not document.raw(begun, end).endswith(b"/>"):
            end = document.tag_end(document.byte)
        return document.raw(begun, end)


def pass_over(account: Account, what: str) -> None:
    """Count something that is not of the spec's category, with bounded memory."""
    known = account.passed_over
    known[what if what in known or len(known) < MOST_KINDS else OTHERS] += 1


def kind(tag: str, given: Given) -> str:
    """What is passed over, by tag and label."""
    return f"{tag} `{given.get('label', '')[:60]}`"


def own(given: Given) -> dict[str, str]:
    """What CVAT says of a skeleton besides, where it says something."""
    return {key: value for key, value in given.items() if (key, value) != ("z_order", "0")}


def whole(given: Given, name: str, document: Document) -> int | None:
    """A whole number that an element may state. Raises LabelError for something else."""
    said = given.get(name)
    if said is None:
        return None
    if not _WHOLE.fullmatch(said):
        raise document.broken(f"`{name}` is {said[:60]!r}, not a whole number")
    return int(said)


def picture(given: Given, document: Document) -> Image:
    """An `<image>`. Raises LabelError when it has no name."""
    name = given.get("name")
    if not name:
        raise document.broken("the image has no name")
    known = ("id", "name", "width", "height", "subset")
    return Image(
        name=name,
        id=given.get("id"),
        width=whole(given, "width", document),
        height=whole(given, "height", document),
        subset=given.get("subset"),
        rest={key: value for key, value in given.items() if key not in known},
    )


def frame_of(given: Given, document: Document) -> int:
    """The frame of a skeleton in a track. Raises LabelError when it does not say it all."""
    frame = whole(given, "frame", document)
    if frame is None or given.get("keyframe") not in ("0", "1"):
        raise document.broken("the skeleton of a track states no `frame` and `keyframe`")
    return frame
