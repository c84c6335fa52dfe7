"""The pictures of a data set, each with its label file and its size."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from schemac.datasets.ultralytics.config import Config
from schemac.datasets.ultralytics.sizes import Size, size_of
from schemac.labels import Fault, LabelError, Place

SIZES = "image-sizes.csv"
"""Sizes of pictures that are not there: columns image, width, height; image is a path below the
folder of data.yaml."""

_KINDS = {
    ".bmp", ".dng", ".heic", ".jpeg", ".jpg", ".mpo", ".pfm", ".png", ".tif", ".tiff", ".webp",
}  # fmt: skip


class Picture(Struct, frozen=True, kw_only=True):
    """`name` is the path below the subset's folder. `file` and `labels` need not be there; `known`
    is the size by the table."""

    subset: str
    name: str
    file: Path
    labels: Path
    known: Size | None = None

    def size(self) -> Size:
        """Width and height. Raises LabelError when nothing tells them."""
        try:
            found = size_of(self.file) if self.known is None else self.known
        except FileNotFoundError:
            found = None
        if found is None:
            fault = Fault(
                message="the size of the picture is not known, and labels are parts of it",
                place=Place(file=str(self.labels)), image=self.name,
                help=f"put the picture at {self.file} (PNG, JPEG, WebP or BMP), or name its size"
                f" in {SIZES} with the columns image, width and height",
            )  # fmt: skip
            raise LabelError(fault)
        return found


def pictures_of(config: Config) -> Iterator[Picture]:
    """All pictures, subset by subset, in the order of their paths: those that are there, those of
    the table of sizes, and those that only a label file tells of. Raises LabelError."""
    sizes = _sizes(config)
    for subset, place in config.pictures():
        found = {path.with_suffix(""): path for path in _listed(config, place, sizes)}
        for stem, path in sorted(found.items()):
            below = path.relative_to(place) if path.is_relative_to(place) else path.name
            yield Picture(
                subset=subset, name=Path(below).as_posix(), file=path,
                labels=_labels_of(stem).with_name(stem.name + ".txt"), known=sizes.get(path),
            )  # fmt: skip


def _listed(config: Config, place: Path, sizes: dict[Path, Size]) -> Iterator[Path]:
    if place.suffix == ".txt" and place.is_file():
        yield from _in_list(config, place)
        return
    known = {path for path in sizes if path.is_relative_to(place)}
    seen = {path for path in _below(place) if path.suffix.lower() in _KINDS}
    stems = {path.with_suffix("") for path in known | seen}
    labels = _labels_of(place)
    for path in _below(labels):
        stem = place / path.relative_to(labels).with_suffix("")
        if path.suffix == ".txt" and labels != place and stem not in stems:
            yield stem.with_name(stem.name + ".jpg")
    yield from known
    yield from seen


def _in_list(config: Config, place: Path) -> Iterator[Path]:
    root = config.folder.resolve()
    for word in place.read_text("utf-8", errors="replace").splitlines():
        if word.strip():
            path = (root / word.strip()).resolve()
            if not path.is_relative_to(root):
                raise config.fault(f"{place.name} names a picture outside of the data set's folder")
            yield path


def _below(folder: Path) -> Iterator[Path]:
    """The files below a folder; links to folders are not followed."""
    for here, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(here, name) for name in names if not name.startswith("."))


def _labels_of(path: Path) -> Path:
    """Where Ultralytics looks for labels: the last folder `images` is `labels`."""
    parts = list(path.parts)
    for at in reversed(range(len(parts))):
        if parts[at] == "images":
            parts[at] = "labels"
            break
    return Path(*parts)


def _sizes(config: Config) -> dict[Path, Size]:
    path = config.folder / SIZES
    if not path.is_file():
        return {}
    root = config.folder.resolve()
    found: dict[Path, Size] = {}
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        rows = csv.DictReader(file)
        try:
            for row in rows:
                image, width, height = row["image"], int(row["width"]), int(row["height"])
                if width < 1 or height < 1:
                    raise ValueError
                found[(root / image).resolve()] = width, height
        except (KeyError, TypeError, ValueError, csv.Error):
            place = Place(file=str(path), line=rows.line_num)
            message = "not a row of image, width and height"
            raise LabelError(Fault(message=message, place=place)) from None
    return found
