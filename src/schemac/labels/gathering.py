"""Instances that are read one by one, until they are a batch."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

from schemac.labels.record import Annotation, Image, Labels

Point = tuple[float, float, float]
Box = tuple[float, float, float, float]
_NAN = float("nan")
NOWHERE: Box = (_NAN, _NAN, _NAN, _NAN)
"""The box of an instance that has none."""


class Gathering:
    """Takes K keypoints, a box and an area for each instance; gives them as `Labels`."""

    def __init__(self, keypoints: int) -> None:
        self._keypoints = keypoints
        self._begin()

    def _begin(self) -> None:
        self._values, self._boxes, self._areas = array("d"), array("d"), array("d")
        self._about: list[Annotation] = []
        self._bare: list[Image] = []

    def __len__(self) -> int:
        """How many instances wait; an image without one counts as well."""
        return len(self._about) + len(self._bare)

    def add(
        self, points: Iterable[Point], about: Annotation, box: Box = NOWHERE, area: float = _NAN
    ) -> int:
        """Take an instance; its row, until the batch is taken."""
        for point in points:
            self._values.extend(point)
        self._boxes.extend(box)
        self._areas.append(area)
        self._about.append(about)
        return len(self._about) - 1

    def put_box(self, row: int, box: Box) -> None:
        """A box that the file tells after its instance."""
        self._boxes[4 * row : 4 * row + 4] = array("d", box)

    def add_bare(self, image: Image) -> None:
        """Take an image on which there is nothing."""
        self._bare.append(image)

    def taken(self) -> Labels:
        """All that wait, as a batch; then nothing waits."""
        import numpy as np

        labels = Labels(
            keypoints=np.array(self._values, dtype=np.float64).reshape(-1, self._keypoints, 3),
            boxes=np.array(self._boxes, dtype=np.float64).reshape(-1, 4),
            areas=np.array(self._areas, dtype=np.float64),
            about=tuple(self._about),
            bare=tuple(self._bare),
        )
        self._begin()
        return labels
