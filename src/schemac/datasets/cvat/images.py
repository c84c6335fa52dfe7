"""CVAT for images 1.1: the skeletons of one image after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from schemac.datasets.cvat.document import Document
from schemac.datasets.cvat.moving import move
from schemac.datasets.cvat.points import PointError, coordinate
from schemac.datasets.cvat.reader import Given, Reader, batches, kind, own, picture
from schemac.datasets.cvat.recognising import kind_of
from schemac.datasets.cvat.skeletons import Seen
from schemac.datasets.cvat.stamping import stamp
from schemac.datasets.cvat.writing import (
    SOURCE,
    SkeletonWriter,
    created,
    lost_text,
    stamp_tag,
    tag,
    write_lines,
)
from schemac.labels import (
    Account,
    Annotation,
    Holds,
    Image,
    LabelFormat,
    Labels,
    Reading,
    Writing,
)
from schemac.labels.gathering import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SHAPES = ("box", "polygon", "polyline", "points", "ellipse", "cuboid", "mask", "tag")
_OWN = ("label", "occluded", "outside")


def recognise(path: Path, head: bytes) -> bool:
    """Whether a file is one of CVAT's, and has images."""
    return kind_of(path, head) == "images"


def read(path: Path, reading: Reading) -> Iterator[Labels]:
    """Batches of the skeletons of the spec's category. A box of the same group becomes theirs."""
    return batches(path, _Images, reading)


def write(labels: Iterable[Labels], path: Path, writing: Writing) -> None:
    """A document with the images in the order of the data, or a zip with that document."""
    with created(path) as file:
        write_lines(lines(((batch, None) for batch in labels), writing), file)


class _Images(Reader):
    def __init__(self, document: Document, reading: Reading) -> None:
        super().__init__(document, reading)
        self._image: Image | None = None
        self._count = 0
        self._rows: dict[str, list[int]] = {}
        self._boxes: dict[str, list[Box]] = {}
        self._any = False

    def open(self, tag: str, given: Given) -> None:
        if tag == "image":
            self._image, self._count, self._any = picture(given, self.document), 0, False
            self._rows.clear()
            self._boxes.clear()
        elif tag == "track":
            self.pass_over(kind(tag, given))
        elif self._image is None:
            return
        elif tag == "skeleton" and given.get("label") == self.reading.skeleton.category:
            self._any = True
            self._count += 1
            self.begin(given)
        elif tag == "skeleton" or tag in _SHAPES:
            if tag == "box" and "group_id" in given and (box := _box(given)):
                self._boxes.setdefault(given["group_id"], []).append(box)
            self.pass_over(kind(tag, given))

    def close(self, tag: str, text: str) -> None:
        if tag == "image" and self._image is not None:
            self._assign_boxes()
            if not self._any:
                self.gathered.add_bare(self._image)
            self._image = None
            self.rest()

    def seen(self, skeleton: Seen) -> None:
        assert self._image is not None  # noqa: S101 - skeletons are begun within images only
        if skeleton.wrong:
            name, ordinal = self._image.name, f"skeleton {self._count}"
            self.report(str(skeleton.wrong), skeleton.wrong.help, name, ordinal)
            return
        given = skeleton.given
        source = given.get(SOURCE, "manual")
        rest = {k: v for k, v in own(given).items() if k not in (*_OWN, SOURCE)}
        about = Annotation(
            image=self._image,
            predicted=source == "auto",
            attributes=skeleton.attributes,
            rest=rest if source in ("manual", "auto") else rest | {SOURCE: source},
            place=self.place,
        )
        row = self.gathered.add(skeleton.points, about)
        if "group_id" in given:
            self._rows.setdefault(given["group_id"], []).append(row)

    def overflow(self) -> None:
        self._rows.clear()

    def _assign_boxes(self) -> None:
        """A box belongs to a skeleton when each is the only one in their group."""
        for group, rows in self._rows.items():
            boxes = self._boxes.get(group, ())
            if len(rows) == len(boxes) == 1:
                self.gathered.put_box(rows[0], boxes[0])


def _box(given: Given) -> Box | None:
    """A box, if it can be read; it is another label's, so nobody minds."""
    try:
        left, top, right, bottom = (coordinate(given.get(k, "")) for k in _CORNERS)
    except PointError:
        return None
    return left, top, right - left, bottom - top


_CORNERS = ("xtl", "ytl", "xbr", "ybr")


def lines(
    batches: Iterable[tuple[Labels, NDArray[np.bool_] | None]], writing: Writing
) -> Iterator[str]:
    """The lines of a document, from batches and the points (N, K) that people are to redo, where
    there are any. Raises LadderError."""
    skeletons = SkeletonWriter(writing)
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield "<annotations>"
    yield "  <version>1.1</version>"
    yield f"  <meta>{stamp_tag(writing.stamp)}</meta>"
    here, number = None, -1
    for batch, redo in batches:
        for row, (points, about) in enumerate(zip(batch.keypoints, batch.about, strict=True)):
            if about.image != here:
                if here is not None:
                    yield "  </image>"
                here, number = about.image, number + 1
                yield _image(here, number, writing)
            again = () if redo is None else redo[row].nonzero()[0].tolist()
            yield from skeletons.shape(points, about, "    ", again)
        if here is not None:
            yield "  </image>"
            here = None
        for image in batch.bare:
            number += 1
            yield _image(image, number, writing)
            yield "  </image>"
    yield "</annotations>"


def _image(image: Image, number: int, writing: Writing) -> str:
    """The start tag of an image. CVAT finds a frame of a video by its number."""
    id = image.id if image.frame is None else str(image.frame)
    numbered = id is not None and id.isascii() and id.isdigit()
    _count(image, id is not None and not numbered, writing.account)
    task = image.rest.get("task_id")
    given = {
        "id": id if numbered else str(number),
        "name": image.name,
        "subset": image.subset,
        "task_id": task if isinstance(task, str) else None,
        "width": None if image.width is None else str(image.width),
        "height": None if image.height is None else str(image.height),
    }
    return f"  {tag('image', given)}"


def _count(image: Image, unnumbered: bool, account: Account) -> None:
    """What CVAT cannot say of an image."""
    if unnumbered:
        account.lost["ids of images: CVAT has numbers"] += 1
    if image.frame is not None:
        account.assumed["frames: written as ids of images, by which CVAT finds them"] += 1
    for key, value in image.rest.items():
        if key != "task_id" or not isinstance(value, str):
            account.lost[f"field `{key}` of an image has no place in CVAT"] += 1
    lost_text(account, image.name, image.subset)


FORMAT = LabelFormat(
    name="cvat-images",
    title="CVAT for images",
    summary="CVAT's own XML, or the zip that holds it, with all tiers; boxes are read, not written",
    suffix=".xml",
    holds=frozenset(
        {
            Holds.TIERS, Holds.HIDDEN, Holds.UNPLACED, Holds.IMAGES, Holds.BARE,
            Holds.ATTRIBUTES, Holds.STAMP,
        }
    ),
    recognise=recognise,
    read=read,
    write=write,
    stamp=stamp,
    move=move,
    together="image",
)  # fmt: skip
