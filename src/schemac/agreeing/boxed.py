"""Areas that are those of boxes: what converters write as `area` where nobody drew an outline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from schemac.agreeing.items import Items

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NOTE = (
    "the areas of these labels are those of their boxes, width times height, not of outlines:"
    " they are not taken for segment_area"
)
_FEWEST = 3  # instances: an outline may fill its box, those of several people do not
_ROUNDED = 1e-3  # of the area: boxes are often written with one decimal


def only_boxes(first: Iterable[Items]) -> bool:
    """Whether every area that is told is width times height of its box, on several instances.
    A segment of a person fills about half of its box, so that sigmas relative to these areas would
    be too small by a quarter and be called COCO's."""
    import numpy as np

    known = 0
    for items in first:
        boxes = items.boxes[..., 2] * items.boxes[..., 3]
        told = np.isfinite(items.areas)
        same: NDArray[np.bool_] = np.abs(items.areas - boxes) <= _ROUNDED * boxes
        if (told & ~same).any():
            return False
        known += int(told.any(axis=1).sum())
    return known >= _FEWEST


def believed(batches: Iterable[Items], boxed: bool) -> Iterator[Items]:
    """The same items; where areas are those of boxes, as if nobody had told any."""
    import numpy as np

    for items in batches:
        yield replace(items, areas=np.full_like(items.areas, np.nan)) if boxed else items
