"""A batch of labelled instances: arrays for what is computed with, records for the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Rest = Mapping[str, Any]
_NONE: Rest = {}


class Place(Struct, frozen=True, kw_only=True):
    """Where something stands in a file: a line or a byte, counted from 1 and from 0."""

    file: str
    line: int | None = None
    byte: int | None = None

    def __str__(self) -> str:
        if self.line is not None:
            return f"{self.file}:{self.line}"
        return self.file if self.byte is None else f"{self.file}, byte {self.byte}"


class Image(Struct, frozen=True, kw_only=True):
    """A picture, or one frame of a video, as its file names it.

    `width` and `height` are pixels. `frame` counts from 0 where the file is a video. `subset` is
    what splits the data, such as `train`. `rest` are fields of its own format without a name here.
    """

    name: str
    id: str | None = None
    width: int | None = None
    height: int | None = None
    frame: int | None = None
    subset: str | None = None
    rest: Rest = _NONE


class Annotation(Struct, frozen=True, kw_only=True):
    """What is told of one instance besides its keypoints.

    `track` is the same for one subject through a video. `interpolated`: a program placed it
    between two frames that a person labelled. `counted` is how many keypoints its file says are
    labelled. `attributes` are the spec's instance attributes by
    id, and whatever else people chose there. `rest` are fields of its own format without a name
    here, such as a segmentation; another format may leave them out, and says so.
    """

    image: Image
    id: str | None = None
    track: str | None = None
    annotator: str | None = None
    when: str | None = None
    predicted: bool = False
    interpolated: bool = False
    crowd: bool = False
    score: float | None = None
    counted: int | None = None
    attributes: Mapping[str, Any] = _NONE
    rest: Rest = _NONE
    place: Place | None = None

    def __str__(self) -> str:
        """For messages: which instance of which image."""
        frame = "" if self.image.frame is None else f", frame {self.image.frame}"
        image = f"image {self.image.name}{frame}"
        return image if self.id is None else f"{image}, instance {self.id}"


class Labels(Struct, frozen=True, kw_only=True):
    """N instances of a skeleton with K keypoints.

    `keypoints` has the shape (N, K, 3): x and y in pixels from the image's upper left corner, NaN
    where there is no place, and the code of the visibility tier, NaN where nobody said anything.
    `boxes` has the shape (N, 4): left, top, width, height in pixels; `areas` (N,) the area of the
    object in square pixels; both NaN where the file has none. `about` holds N records. `bare` are
    images on which there is nothing, for formats that list those too.
    """

    keypoints: Floats
    boxes: Floats
    areas: Floats
    about: tuple[Annotation, ...]
    bare: tuple[Image, ...] = ()

    def __len__(self) -> int:
        return len(self.about)
