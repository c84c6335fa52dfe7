"""Writing tasks that Label Studio imports: annotations, and predictions to start from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from schemac.datasets.label_studio.regions import Result
from schemac.datasets.label_studio.results import Results, Size
from schemac.datasets.label_studio.words import FRAME, IMAGE, Words
from schemac.labels import Annotation, Fault, Image, LabelError, Labels, Place, Writing
from schemac.labels.gathering import Box, Point
from schemac.labels.stamp import KEY

if TYPE_CHECKING:
    from typing import BinaryIO

Layout = Literal["keypoints", "vector"]
Row = tuple[list[Point], Box, Annotation]
Task = dict[str, Any]

_OURS = ("annotation",)
_OF_IMAGE = ("data", "meta")


def write(labels: Iterable[Labels], path: Path, writing: Writing, layout: Layout) -> None:
    """A list of tasks, one for each image in the order of the data, one task a line.

    Raises LabelError for an image of unknown size, since Label Studio counts in percent of it.
    """
    tasks = Tasks(path, writing, layout)
    with path.open("xb") as file:
        write_tasks((tasks.task(image, rows) for image, rows in by_image(labels)), file)


def write_tasks(tasks: Iterable[Task], file: BinaryIO) -> None:
    """Tasks as a JSON list."""
    import msgspec

    before = b"[\n"
    for task in tasks:
        file.write(before + msgspec.json.encode(task))
        before = b",\n"
    file.write(b"\n]\n" if before == b",\n" else b"[]\n")


def by_image(labels: Iterable[Labels]) -> Iterator[tuple[Image, list[Row]]]:
    """Each image with its instances; a bare one with none."""
    for batch in labels:
        image, rows = None, list[Row]()
        for points, box, about in zip(
            batch.keypoints.tolist(), batch.boxes.tolist(), batch.about, strict=True
        ):
            if image is not None and about.image != image:
                yield image, rows
                rows = []
            image = about.image
            rows.append((points, tuple(box), about))
        if image is not None:
            yield image, rows
        for bare in batch.bare:
            yield bare, []


class Tasks:
    """Makes the task of an image."""

    def __init__(self, path: Path, writing: Writing, layout: Layout) -> None:
        self._path, self._layout = path, layout
        self._account = writing.account
        self._results = Results(Words(writing.skeleton), writing.account)
        self._record = writing.stamp.record()
        self._model = writing.stamp.spec

    def task(self, image: Image, rows: list[Row]) -> Task:
        """The task with what each annotator said, and each program. On a bare image somebody found
        nothing. Raises LabelError."""
        data, meta = image.rest.get("data"), image.rest.get("meta")
        self._lose(image.rest, _OF_IMAGE)
        task: Task = {} if image.id is None else {"id": _number(image.id)}
        frame = {} if image.frame is None else {FRAME: image.frame}
        task["data"] = data if isinstance(data, dict) else {IMAGE: image.name, **frame}
        task["meta"] = {**(meta if isinstance(meta, dict) else {}), KEY: self._record}
        task["annotations"], task["predictions"] = [], []
        for same in _together(rows):
            about = same[0][2]
            made = self._made(same, self._size(image))
            task["predictions" if about.predicted else "annotations"].append(made)
        if not rows:
            task["annotations"].append({"result": []})
        return task

    def _made(self, rows: list[Row], size: Size) -> Task:
        """One annotation or prediction."""
        about = rows[0][2]
        own = about.rest.get("annotation")
        made: Task = dict(own) if isinstance(own, dict) else {}
        if about.predicted:
            made.setdefault("model_version", self._model)
        elif about.annotator is not None:
            self._sign(made, about.annotator)
        ids = _ids(rows)
        made["result"] = [
            each
            for id, (points, box, one) in zip(ids, rows, strict=True)
            for each in self._results_of(id, points, box, one, size)
        ]
        return made

    def _results_of(
        self, id: str, points: list[Point], box: Box, about: Annotation, size: Size
    ) -> Iterator[Result]:
        """The points before their box: what comes first lies on top and can be clicked."""
        self._lose(about.rest, _OURS)
        if about.crowd:
            self._account.lost["which instances are crowds"] += 1
        if self._layout == "vector":
            yield from self._results.vector(points, id, size, about.score)
        else:
            frame = self._results.box(id, box, points, size, about.score)
            if frame is None:
                self._account.lost["instances without a box and without a place"] += 1
                return
            for _, each in self._results.points(points, id, size, parent=True):
                yield from each
            yield frame
        yield from self._results.answers(id, about.attributes, size)

    def _sign(self, made: Task, annotator: str) -> None:
        """Label Studio knows people by number or by mail address."""
        if annotator.isascii() and annotator.isdigit() and len(annotator) < 16:
            made["completed_by"] = int(annotator)
        elif "@" in annotator:
            made["completed_by"] = {"email": annotator}
        else:
            self._account.lost["annotators whom Label Studio could not know"] += 1

    def _lose(self, rest: Any, known: tuple[str, ...]) -> None:
        for key in rest:
            if key not in known:
                self._account.lost[f"field `{key}` has no place in Label Studio"] += 1

    def _size(self, image: Image) -> Size:
        if image.width and image.height:
            return image.width, image.height
        message = "its size is not known, and Label Studio counts in percent of it"
        place = Place(file=str(self._path))
        raise LabelError(Fault(message=message, place=place, image=image.name))


def _together(rows: list[Row]) -> Iterator[list[Row]]:
    """The instances of one annotation: of one person, or of one prediction."""
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        about = row[2]
        own = about.rest.get("annotation")
        id = own.get("id") if isinstance(own, dict) else None
        groups.setdefault((about.predicted, about.annotator, id), []).append(row)
    yield from groups.values()


def _ids(rows: list[Row]) -> list[str]:
    """An id for each instance: its own, unless another has it before."""
    taken: set[str] = set()
    ids = []
    for at, (_, _, about) in enumerate(rows):
        id = about.id if about.id and about.id not in taken else f"instance{at}"
        while id in taken:
            id += "x"
        taken.add(id)
        ids.append(id)
    return ids


def _number(id: str) -> int | str:
    return int(id) if id.isascii() and id.isdigit() and len(id) < 16 else id
