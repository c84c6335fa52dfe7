"""Labels to a data set of Ultralytics: label files, `data.yaml`, and the sizes of pictures."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TextIO

from schemac.datasets.ultralytics.config import NAME, SUBSETS
from schemac.datasets.ultralytics.emitted import written
from schemac.datasets.ultralytics.lines import NUMBER
from schemac.datasets.ultralytics.pictures import SIZES
from schemac.labels import Account, Fault, Image, LabelError, Labels, Place, Writing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_SUBSETS = {
    **{name: name for name in SUBSETS}, "training": "train", "validation": "val", "testing": "test",
}  # fmt: skip


def write(batches: Iterable[Labels], path: Path, writing: Writing) -> None:
    """A folder to which only the pictures have to be added, below `images/`. All instances of a
    picture must come in one batch. Raises LabelError for a picture without a size."""
    path.mkdir()
    with (path / SIZES).open("w", encoding="utf-8", newline="") as sizes:
        folder = _Folder(path, writing, sizes)
        for labels in batches:
            folder.put(labels)
    places = {subset: f"images/{subset}" for subset in SUBSETS if subset in folder.subsets}
    text = written(writing.skeleton, writing.stamp, places)
    (path / NAME).write_text(text, encoding="ascii", newline="\n")


class _Folder:
    def __init__(self, path: Path, writing: Writing, sizes: TextIO) -> None:
        self.subsets: set[str] = set()
        self._path = path
        self._writing = writing
        self._ladder = writing.ladder
        self._sizes = csv.writer(sizes, lineterminator="\n")
        self._sizes.writerow(("image", "width", "height"))
        self._made: set[Path] = set()

    def put(self, labels: Labels) -> None:
        """A label file for each picture of a batch."""
        lines = self._lines(labels)
        order = sorted(range(len(labels)), key=lambda at: _key(labels.about[at].image))
        for _, group in groupby(order, key=lambda at: _key(labels.about[at].image)):
            rows = list(group)
            self._file(labels.about[rows[0]].image, "".join(lines[at] for at in rows))
        for image in labels.bare:
            self._file(image, "")

    def _file(self, image: Image, text: str) -> None:
        subset = _subset(image, self._writing.account)
        self.subsets.add(subset)
        name = _name(image)
        path = self._path / "labels" / subset / PurePosixPath(name).with_suffix(".txt")
        if path.parent not in self._made:
            path.parent.mkdir(parents=True, exist_ok=True)
            (self._path / "images" / subset / name).parent.mkdir(parents=True, exist_ok=True)
            self._made.add(path.parent)
        try:
            with path.open("x", encoding="ascii", newline="\n") as file:
                file.write(text)
        except FileExistsError:
            raise _refused(image, "another picture has the same label file") from None
        width, height = _size(image)
        self._sizes.writerow((f"images/{subset}/{name}", width, height))

    def _lines(self, labels: Labels) -> list[str]:
        """A line for each instance; none for one that has neither box nor keypoints."""
        import numpy as np

        account = self._writing.account
        sizes = np.array([_size(about.image) for about in labels.about], dtype=np.float64)
        sizes = sizes.reshape(-1, 2)
        scaled = labels.keypoints.copy()
        scaled[..., :2] /= sizes[:, None]
        outside = ((scaled[..., :2] < 0) | (scaled[..., :2] > 1)).any(axis=-1)
        if count := int(outside.sum()):
            account.lost["keypoint outside of the picture, which Ultralytics refuses"] += count
            scaled[outside, :2] = np.nan
        boxes = self._boxes(labels, sizes)
        drawn = np.asarray(np.isfinite(boxes).all(axis=1))
        self._count_folds(scaled[drawn])
        placed = np.isfinite(scaled[..., :2]).all(axis=-1)
        flags = np.where(placed, self._ladder.coco(scaled[..., 2]), 0)
        scaled[..., :2][flags == 0] = 0.0
        scaled[..., 2] = flags
        numbers = np.concatenate([boxes, scaled.reshape(len(labels), -1)], axis=1)
        line = f"0 {' '.join([NUMBER] * numbers.shape[1])}\n"
        rows = zip(numbers.tolist(), drawn.tolist(), strict=True)
        return [line % tuple(row) if known else "" for row, known in rows]

    def _boxes(self, labels: Labels, sizes: Floats) -> Floats:
        """Middle and size as parts of the picture, within it; NaN for no box (N, 4)."""
        import numpy as np

        account = self._writing.account
        low, high = labels.boxes[:, :2].copy(), labels.boxes[:, :2] + labels.boxes[:, 2:]
        for at in np.flatnonzero(np.isnan(labels.boxes).any(axis=1)):
            keypoints = labels.keypoints[at]
            placed = keypoints[np.isfinite(keypoints[:, :2]).all(axis=1), :2]
            if not len(placed):
                account.lost["instance without a box, and with no keypoint to draw one round"] += 1
                low[at] = high[at] = np.nan
                continue
            account.assumed["box drawn round the keypoints, as the data have none"] += 1
            low[at], high[at] = placed.min(axis=0), placed.max(axis=0)
        low, high = low / sizes, high / sizes
        kept = np.clip(low, 0, 1), np.clip(high, 0, 1)
        cut = (np.abs(kept[0] - low) > 1e-9) | (np.abs(kept[1] - high) > 1e-9)
        if count := int(cut.any(axis=1).sum()):
            account.lost["part of a box outside of the picture"] += count
        made: Floats = np.concatenate([(kept[0] + kept[1]) / 2, kept[1] - kept[0]], axis=1)
        return made

    def _count_folds(self, keypoints: Floats) -> None:
        flags = [tier.coco for tier in self._ladder.tiers]
        for tier in self._ladder.tiers:
            count = int((keypoints[..., 2] == tier.code).sum())
            if count and flags.count(tier.coco) > 1:
                self._writing.account.folded[f"tier `{tier.id}` became flag {tier.coco}"] += count


def _key(image: Image) -> tuple[str, str, int]:
    return image.subset or "", image.name, -1 if image.frame is None else image.frame


def _size(image: Image) -> tuple[int, int]:
    if not image.width or not image.height:
        raise _refused(image, "the picture has no size, and Ultralytics labels are parts of it")
    return image.width, image.height


def _subset(image: Image, account: Account) -> str:
    if image.subset is None:
        account.assumed["picture of no subset put into `train`"] += 1
        return "train"
    known = _SUBSETS.get(image.subset.lower())
    if known is None:
        account.assumed[f"subset `{image.subset}` put into `train`"] += 1
    return known or "train"


def _name(image: Image) -> str:
    """Where the picture goes below its subset; a frame of a video has its number in the name."""
    path = PurePosixPath(image.name)
    parts = path.parts
    if not parts or path.is_absolute() or ".." in parts or not image.name.isprintable():
        raise _refused(image, "the picture's name leads out of the folder, or is no name of a file")
    if path.suffix == ".txt" or not path.suffix:
        path = path.with_name(f"{path.name}.jpg")
    if image.frame is not None:
        path = path.with_name(f"{path.stem}_{image.frame:06d}.jpg")
    return path.as_posix()


def _refused(image: Image, message: str) -> LabelError:
    return LabelError(Fault(message=message, place=Place(file=NAME), image=image.name))
