"""What people have to do again, as a file that CVAT imports into a task with the same images."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from schemac.datasets.cvat.images import lines
from schemac.datasets.cvat.writing import created, write_lines
from schemac.labels import Labels, Writing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def write(
    batches: Iterable[tuple[Labels, NDArray[np.bool_]]], path: Path, writing: Writing
) -> None:
    """Write "CVAT for images 1.1" (`.xml`, or `.zip`), to be imported under Actions, Upload
    annotations.

    Each batch comes with an array (N, K) that is true for the keypoints to be labelled again.
    These are outside in CVAT, without a tier, and lie where the batch has them, or amid the others
    where it has no place: whoever opens the image switches `outside` off and drags them there. All
    other keypoints are as in the batch. A point that nobody touches stays outside, which is read
    as the tier that outside stands for; so only finished jobs should be read back.

    Raises LadderError for a code that no tier of the spec has, OSError when the file is there.
    """
    with created(path) as file:
        write_lines(lines(batches, writing), file)
