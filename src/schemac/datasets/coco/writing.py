"""Write instances as a COCO keypoint file, in one pass and bounded memory.

Images come first in the file, as readers like it. So annotations wait in a nameless file beside
it until all images are known; what is held meanwhile are ids: a byte or two of an instance, and
some 250 bytes of an image.
"""

from __future__ import annotations

import math
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

import msgspec

from schemac.datasets.coco.fields import image_record, instance_record
from schemac.datasets.coco.flags import TIERS, flags_of, tells_more
from schemac.datasets.coco.ids import Ids
from schemac.datasets.coco.layout import edges, named, published
from schemac.labels import Image, Labels, Writing
from schemac.labels.stamp import KEY

_encode = msgspec.json.Encoder(enc_hook=str).encode


def write(batches: Iterable[Labels], path: Path, writing: Writing) -> None:
    """One category, with the id and name of the spec. Ids that are whole numbers are kept; others
    are numbered, and kept in `source_id`."""
    with path.open("xb") as out, tempfile.TemporaryFile(dir=path.parent) as aside:
        info = _encode({KEY: writing.stamp.record()})
        out.write(b'{"info": %b, "images": [' % info)
        writer = _Writer(out, aside, writing)
        for labels in batches:
            writer.take(labels)
        out.write(b'],\n"annotations": [')
        aside.seek(0)
        shutil.copyfileobj(aside, out, 1 << 20)
        out.write(b'],\n"categories": [%b]}\n' % _encode(_category(writing)))


def _category(writing: Writing) -> dict[str, Any]:
    skeleton = writing.skeleton
    layout = published(skeleton)
    entry: dict[str, Any] = {"id": skeleton.category_id, "name": skeleton.category}
    if skeleton.subject.supercategory is not None:
        entry["supercategory"] = skeleton.subject.supercategory
    return entry | {"keypoints": named(layout, skeleton), "skeleton": edges(layout, skeleton)}


class _Writer:
    """Writes each image when it is first seen, and its instances aside."""

    def __init__(self, images: IO[bytes], annotations: IO[bytes], writing: Writing) -> None:
        self._images, self._annotations = images, annotations
        self._writing, self._account = writing, writing.account
        self._ladder = writing.ladder
        self._tells = tells_more(self._ladder)
        self._layout = published(writing.skeleton)
        self._image_ids, self._ids = Ids(), Ids()
        self._known: dict[Any, int] = {}
        self._any = False

    def take(self, labels: Labels) -> None:
        """Write a batch."""
        import numpy as np

        for image in labels.bare:
            self._image(image)
        placed = np.isfinite(labels.keypoints[..., :2]).all(axis=-1)
        codes = labels.keypoints[..., 2]
        flags = flags_of(codes, placed, self._ladder, self._account)
        places = np.where((flags > 0)[..., None], labels.keypoints[..., :2], 0.0)
        numbers = np.concatenate((places, flags[..., None]), axis=-1).tolist()
        tiers = codes.tolist()
        boxes, areas = labels.boxes.tolist(), labels.areas.tolist()
        for at, about in enumerate(labels.about):
            record = instance_record(about)
            record |= self._keypoints(numbers[at], record)
            if self._tells:
                record[TIERS] = [None if math.isnan(code) else int(code) for code in tiers[at]]
            record |= self._extent(boxes[at], areas[at])
            record |= {
                "image_id": self._image(about.image),
                "category_id": self._writing.skeleton.category_id,
            }
            self._put(self._annotations, record | self._ids.of(about.id), self._any)
            self._any = True

    def _keypoints(self, numbers: list[list[float]], record: dict[str, Any]) -> dict[str, Any]:
        """The lists of keypoints, and how many are labelled of those that count."""
        made: dict[str, Any] = {}
        for part in self._layout.parts:
            own = numbers[part.start : part.end]
            made[part.key] = [short(value) for place in own for value in place]
            if part.start and part.valid not in record:
                made[part.valid] = any(place[2] for place in own)
        counted = sum(place[2] > 0 for place in numbers[: self._layout.counted])
        return made | {"num_keypoints": counted}

    def _extent(self, box: list[float], area: float) -> dict[str, Any]:
        made: dict[str, Any] = {}
        if not any(map(math.isnan, box)):
            made["bbox"] = [short(side) for side in box]
        if not math.isnan(area):
            made["area"] = short(area)
        elif "bbox" in made:
            made["area"] = short(box[2] * box[3])
            self._account.assumed["an instance without an area gets that of its box"] += 1
        else:
            said = "an instance without box and area has none in the file; COCOeval wants both"
            self._account.assumed[said] += 1
        return made

    def _image(self, image: Image) -> int:
        """The id of an image in the file, which is written if it is new."""
        key = (image.id, image.name, image.frame)
        if (known := self._known.get(key)) is not None:
            return known
        record = image_record(image)
        ids = self._image_ids.of(image.id)
        self._put(self._images, record | ids, bool(self._known))
        self._known[key] = ids["id"]
        return int(ids["id"])

    def _put(self, file: IO[bytes], record: dict[str, Any], further: bool) -> None:
        file.write((b",\n" if further else b"\n") + _encode(record))


def short(value: float) -> float:
    """A whole number as one."""
    return int(value) if value.is_integer() else value
