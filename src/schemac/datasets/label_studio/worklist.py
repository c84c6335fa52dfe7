"""What people have to do again, as tasks that Label Studio imports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from schemac.datasets.label_studio.words import IMAGE
from schemac.datasets.label_studio.writing import Task, Tasks, by_image, write_tasks
from schemac.labels import Annotation, Image, Labels, Writing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

REDO = "redo"
"""The field of a task's data that says in words what is to be done; the table of tasks shows it."""


def write(
    batches: Iterable[tuple[Labels, NDArray[np.bool_]]],
    path: Path,
    writing: Writing,
    address: Callable[[Image], str] = lambda image: image.name,
) -> None:
    """Write a list of tasks for the keypoint layout, each with a prediction to start from.

    Each batch comes with an array (N, K) that is true for the keypoints to be labelled again.
    These are left out of the prediction, for what stands there would be taken for done; the task's
    data name them under `redo`. `address` gives the URL from which Label Studio can fetch an
    image. Instances keep their ids, which are those of their boxes.

    Raises LabelError for an image of unknown size, LadderError for a code that no tier of the spec
    has, OSError when the file is there.
    """
    tasks = Tasks(path, writing, "keypoints")
    with path.open("xb") as file:
        write_tasks(_tasks(batches, tasks, writing, address), file)


def _tasks(
    batches: Iterable[tuple[Labels, NDArray[np.bool_]]],
    tasks: Tasks,
    writing: Writing,
    address: Callable[[Image], str],
) -> Iterator[Task]:
    for labels, redo in batches:
        cleared = replace(
            labels,
            keypoints=_without(labels, redo),
            about=tuple(map(_predicted, labels.about)),
            bare=(),
        )
        row = 0
        for image, rows in by_image([cleared]):
            task = tasks.task(image, rows)
            said = [_said(labels, redo, at, writing) for at in range(row, row + len(rows))]
            row += len(rows)
            task["data"] = {IMAGE: address(image), REDO: "; ".join(filter(None, said))}
            yield task


def _without(labels: Labels, redo: NDArray[np.bool_]) -> NDArray[np.float64]:
    import numpy as np

    left = labels.keypoints.copy()
    left[redo] = np.nan
    return left


def _predicted(about: Annotation) -> Annotation:
    """Whoever labelled it, here it is what people start from, in one prediction an image."""
    return replace(about, predicted=True, annotator=None, score=None, rest={})


def _said(labels: Labels, redo: NDArray[np.bool_], row: int, writing: Writing) -> str:
    """The keypoints of an instance that are to be done again, in words."""
    names = [point.name for point in writing.skeleton.keypoints if redo[row, point.index]]
    if not names:
        return ""
    id = labels.about[row].id
    return f"{', '.join(names)}{f' of {id}' if id else ''}"
