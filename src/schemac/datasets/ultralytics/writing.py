"""Labels to a data set of Ultralytics: label files, `data.yaml`, and the sizes of pictures."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TextIO

from schemac.datasets.ultralytics.config import NAME, SUBSETS
from schemac.datasets.ultralytics.emitted import written
from schemac.datasets.ultralytics.lines import number, words_of
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
        order = sorted(range(len(labels)), key=lambda at: _key(labels.about[at].image))
        for _, group in groupby(order, key=lambda at: _key(labels.about[at].image)):
            rows = list(group)
            image = labels.about[rows[0]].image
            size = _size(image)
            lines = [self._line(labels, at, size) for at in rows]
            self._file(image, "".join(line for line in lines if line))
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

    def _line(self, labels: Labels, at: int, size: tuple[int, int]) -> str | None:
        import numpy as np

        account = self._writing.account
        scaled = labels.keypoints[at].copy()
        scaled[:, :2] /= size
        with np.errstate(invalid="ignore"):
            outside = ((scaled[:, :2] < 0) | (scaled[:, :2] > 1)).any(axis=1)
        if count := int(outside.sum()):
            account.lost["keypoint outside of the picture, which Ultralytics refuses"] += count
            scaled[outside, :2] = np.nan
        box = self._box(labels.boxes[at], labels.keypoints[at], size)
        if box is None:
            account.lost["instance without a box, and with no keypoint to draw one round"] += 1
            return None
        self._count_folds(scaled)
        words = words_of(scaled, self._ladder, 3)
        return f"0 {' '.join(map(number, box))} {words}\n"

    def _box(self, box: Floats, keypoints: Floats, size: tuple[int, int]) -> Floats | None:
        """Middle and size as parts of the picture, within it."""
        import numpy as np

        account = self._writing.account
        if np.isnan(box).any():
            placed = keypoints[np.isfinite(keypoints[:, :2]).all(axis=1), :2]
            if not len(placed):
                return None
            account.assumed["box drawn round the keypoints, as the data have none"] += 1
            low, high = placed.min(axis=0), placed.max(axis=0)
        else:
            low, high = box[:2], box[:2] + box[2:]
        low, high = low / size, high / size
        kept = np.clip(low, 0, 1), np.clip(high, 0, 1)
        if np.abs(kept[0] - low).max() > 1e-9 or np.abs(kept[1] - high).max() > 1e-9:
            account.lost["part of a box outside of the picture"] += 1
        middle, extent = (kept[0] + kept[1]) / 2, kept[1] - kept[0]
        made: Floats = np.concatenate([middle, extent])
        return made

    def _count_folds(self, keypoints: Floats) -> None:
        flags = [tier.coco for tier in self._ladder.tiers]
        for tier in self._ladder.tiers:
            count = int((keypoints[:, 2] == tier.code).sum())
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
