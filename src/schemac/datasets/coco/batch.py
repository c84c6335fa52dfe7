"""Instances on their way from annotations to a batch of `Labels`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from schemac.datasets.coco.fields import annotation, area_of, box_of
from schemac.datasets.coco.flags import TIERS, agree, codes_of, whole_flags
from schemac.datasets.coco.images import Images
from schemac.datasets.coco.instance import InstanceError, concerned, id_of, numbers, tiers
from schemac.datasets.coco.outline import Category
from schemac.datasets.coco.window import Window
from schemac.labels import Annotation, Fault, Image, Labels, Place, Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Batch:
    """Instances that were read and not yet given away."""

    def __init__(
        self, window: Window, category: Category, images: Images, reading: Reading
    ) -> None:
        self.images, self.reading = images, reading
        self.told = 0
        self._window, self._category = window, category
        self._ladder = reading.ladder
        self._clear()

    def __len__(self) -> int:
        return len(self._about)

    def take(self, record: Any, at: int, data: bytes) -> None:
        """Add an annotation if it is one of the spec, and usable."""
        layout = self._category.layout
        try:
            if not concerned(record, self._category, self.reading.account):
                return
            image = self.images.get(record.get("image_id"))
            if image is None:
                said = f"`image_id` {str(record.get('image_id'))[:60]} is no image of the file"
                raise InstanceError(said)
            row, codes = numbers(record, layout), tiers(record, layout)
            about = annotation(record, image, layout, self._place(at))
            box, area = box_of(record), area_of(record)
        except InstanceError as error:
            self.refuse(str(error), record, at, None)
            return
        self._rows.append(row)
        self._codes.append(codes)
        self._boxes.append(box)
        self._areas.append(area)
        self._about.append(about)

    def refuse(self, message: str, record: Any, at: int, data: bytes | None) -> None:
        """Report an annotation that cannot be used."""
        if data is None and isinstance(record, dict):
            data = msgspec.json.encode(record)
        fault = Fault(
            message=message, place=self._place(at),
            image=self._image(record), instance=id_of(record), data=data,
        )  # fmt: skip
        self.reading.faults.report(fault)
        self.reading.account.set_aside += 1

    def labels(self) -> Labels:
        """What was collected, in the spec's order; those with flags that cannot be are left out."""
        import numpy as np

        layout = self._category.layout
        count, points = len(self), len(layout.order)
        given = np.array(self._rows, dtype=np.float64).reshape(count, points, 3)
        flags = whole_flags(given[..., 2], self._ladder, self.reading.account)
        codes = self._told(np.maximum(flags, 0))
        fine = self._checked(given, flags, codes)
        given[..., 2] = codes
        given[..., :2][flags <= 0] = np.nan
        gather = np.argsort(np.asarray(layout.order))
        labels = Labels(
            keypoints=given[fine][:, gather],
            boxes=np.array(self._boxes, dtype=np.float64)[fine],
            areas=np.array(self._areas, dtype=np.float64)[fine],
            about=tuple(self._about[at] for at in fine),
        )
        account = self.reading.account
        account.instances += len(labels)
        account.keypoints += int((flags[fine] > 0).sum())
        self._clear()
        return labels

    def bare(self) -> Iterator[Labels]:
        """Images on which nothing was found, as batches without instances."""
        held: list[Image] = []
        for image in self.images.bare():
            held.append(image)
            if len(held) >= self.reading.batch:
                yield self._nothing_but(held)
                held = []
        if held:
            yield self._nothing_but(held)

    def _image(self, record: Any) -> str | None:
        """For messages: the name of an annotation's image, else its id."""
        image = self.images.get(record.get("image_id")) if isinstance(record, dict) else None
        return image.name if image else id_of(record, "image_id")

    def _place(self, at: int) -> Place:
        return Place(file=str(self._window.path), byte=at)

    def _nothing_but(self, images: list[Image]) -> Labels:
        import numpy as np

        points = len(self._category.layout.order)
        return Labels(
            keypoints=np.empty((0, points, 3)), boxes=np.empty((0, 4)), areas=np.empty(0),
            about=(), bare=tuple(images),
        )  # fmt: skip

    def _told(self, flags: NDArray[np.int64]) -> NDArray[np.float64]:
        """Codes from `keypoint_tiers` where there are any, else from the flags."""
        import numpy as np

        plain = np.array([codes is None for codes in self._codes])
        result = np.empty(flags.shape)
        result[plain] = codes_of(flags[plain], self._ladder, self.reading.account)
        if not plain.all():
            result[~plain] = [codes for codes in self._codes if codes is not None]
        return result

    def _checked(self, given: Any, flags: Any, codes: Any) -> list[int]:
        """The rows that can be used; the others are reported."""
        import numpy as np

        fine = (flags >= 0) & np.array([codes is None for codes in self._codes])[:, None]
        fine |= agree(codes, flags, self._ladder)
        good = fine.all(axis=1)
        for at in np.flatnonzero(~good):
            self._report(at, int(np.flatnonzero(~fine[at])[0]), given, flags)
        return [int(at) for at in np.flatnonzero(good)]

    def _report(self, row: int, position: int, given: Any, flags: Any) -> None:
        about = self._about[row]
        message = strange_flag(position, given[row, position, 2], bool(flags[row, position] < 0))
        fault = Fault(
            message=message, place=about.place or self._place(0),
            image=about.image.name, instance=about.id,
        )  # fmt: skip
        self.reading.faults.report(fault)
        self.reading.account.set_aside += 1

    def _clear(self) -> None:
        self._rows: list[list[float]] = []
        self._codes: list[list[float] | None] = []
        self._boxes: list[list[float]] = []
        self._areas: list[float] = []
        self._about: list[Annotation] = []


def strange_flag(position: int, value: float, unknown: bool) -> str:
    """What is wrong with the flag of a keypoint, which stands at a position in the file."""
    if unknown:
        return f"keypoint {position} has the visibility {value:g}, which no tier of the spec has"
    return f"`{TIERS}` of keypoint {position} contradicts its visibility {value:g}"
