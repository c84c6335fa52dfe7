"""Labels from a data set of Ultralytics."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from schemac.datasets.ultralytics.config import Config, config_of
from schemac.datasets.ultralytics.lines import Line, keypoints_of, lines_of, strange_flag
from schemac.datasets.ultralytics.pictures import Picture, pictures_of
from schemac.datasets.ultralytics.sizes import Size
from schemac.labels import Annotation, Image, Labels, LadderError, Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


_FLAGLESS = "keypoints without flags taken for visible, those at 0, 0 for not labelled"


def read(path: Path, reading: Reading) -> Iterator[Labels]:
    """Batches, picture by picture. Pixels are computed from the size of each picture."""
    config = config_of(path)
    rows = _Rows(config, reading)
    for picture in pictures_of(config):
        rows.take(picture)
        if len(rows.about) + len(rows.bare) >= reading.batch:
            yield rows.labels()
    if rows.about or rows.bare:
        yield rows.labels()


class _Rows:
    """Instances, until there are enough for a batch."""

    def __init__(self, config: Config, reading: Reading) -> None:
        self._config = config
        self._reading = reading
        self._ladder = reading.ladder
        self._doubtful = self._ladder.doubtful("coco")
        self._category = config.category(reading.skeleton, reading.account)
        self._order = config.order(reading.skeleton, reading.account)
        if config.dims == 2:
            reading.account.assumed[_FLAGLESS] += 1
        self._clear()

    def _clear(self) -> None:
        self.about: list[Annotation] = []
        self.bare: list[Image] = []
        self._keypoints: list[Floats] = []
        self._boxes: list[tuple[float, ...]] = []

    def take(self, picture: Picture) -> None:
        """The labels of a picture."""
        size = picture.size()
        image = Image(name=picture.name, width=size[0], height=size[1], subset=picture.subset)
        before = len(self.about)
        if picture.labels.is_file():
            for line in lines_of(picture.labels, self._config, self._reading.faults):
                self._add(line, image, size)
            self._reading.advance(picture.labels.stat().st_size)
        if len(self.about) == before:
            self.bare.append(image)
        if picture.file.is_file():
            self._reading.advance(picture.file.stat().st_size)

    def _add(self, line: Line, image: Image, size: Size) -> None:
        if line.category != self._category:
            self._reading.account.passed_over[self._config.names[line.category]] += 1
            return
        try:
            keypoints = keypoints_of(line, self._order, self._ladder)
        except LadderError as error:
            self._reading.faults.report(strange_flag(line, error))
            return
        for flag in self._doubtful if self._config.dims == 3 else ():
            if count := int((line.points[:, 2] == flag).sum()):
                self._reading.account.assumed[self._doubtful[flag]] += count
        keypoints[:, :2] *= size
        x, y, width, height = line.box
        box = (x - width / 2) * size[0], (y - height / 2) * size[1], width * size[0]
        self._keypoints.append(keypoints)
        self._boxes.append((*box, height * size[1]))
        self.about.append(Annotation(image=image, place=line.place))

    def labels(self) -> Labels:
        """What there is, and from then on nothing."""
        import numpy as np

        count = len(self.about)
        made = Labels(
            keypoints=np.array(self._keypoints).reshape(count, len(self._order), 3),
            boxes=np.array(self._boxes, dtype=float).reshape(count, 4),
            areas=np.full(count, np.nan),
            about=tuple(self.about),
            bare=tuple(self.bare),
        )
        self._clear()
        return made
