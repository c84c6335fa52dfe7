"""Reading a JSON export: every annotation and every prediction of every task."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import isfinite
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from msgspec.structs import replace

from schemac.datasets.label_studio.instances import Instance, instances
from schemac.datasets.label_studio.regions import LARGEST_SIDE, RegionError
from schemac.datasets.label_studio.stream import Slice, decoded, slices
from schemac.datasets.label_studio.words import FRAME, IMAGE, Words
from schemac.labels import (
    Account,
    Annotation,
    Fault,
    Image,
    LabelError,
    Labels,
    Place,
    Reading,
    Stamp,
)
from schemac.labels.gathering import Gathering
from schemac.labels.stamp import KEY

Task = dict[str, Any]
Size = tuple[int, int]

MOST_KINDS = 1000
_UPLOAD = re.compile(r".*/data/upload/(?:\d+/)?(?:[0-9a-f]{8}-)?([^/]+)")
_MARKS = (b'"from_name"', b'"total_annotations"', b'"completed_by"')
_INSIDE = re.compile(rb'"data"\s*:\s*\{\s*"image"\s*:\s*"data:')
"""A task that holds its picture, which may be longer than what is looked at."""

_SCALAR = (str, int, float, bool)


def recognise(path: Path, head: bytes) -> bool:
    """Whether a file is a list of tasks, or one task, with what Label Studio puts into them."""
    begun = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if path.is_dir() or not begun.startswith((b"[", b"{")):
        return False
    task = b'"annotations"' in head or b'"predictions"' in head or _INSIDE.search(head)
    marked = b'"data"' in head or any(mark in head for mark in _MARKS)
    return bool(task) and marked and b'"categories"' not in head


def read(path: Path, reading: Reading) -> Iterator[Labels]:
    """Batches of the instances of the spec's category: those of all annotators and predictions,
    without annotations that were cancelled. Raises LabelError."""
    reader = _Reader(path, reading)
    for piece in slices(path, reading.advance):
        if piece.task:
            reader.take(piece)
            if len(reader.gathered) >= reading.batch:
                yield reader.gathered.taken()
    if len(reader.gathered):
        yield reader.gathered.taken()


def stamp(path: Path) -> Stamp | None:
    """The stamp of the first task. Raises LabelError and StampError."""
    for piece in slices(path):
        if piece.task:
            meta = decoded(piece, path).get("meta")
            return Stamp.read(meta[KEY]) if isinstance(meta, dict) and KEY in meta else None
    return None


class _Reader:
    def __init__(self, path: Path, reading: Reading) -> None:
        self._path, self._reading = path, reading
        self._words = Words(reading.skeleton)
        self.gathered = Gathering(len(reading.skeleton.keypoints))
        self._one_spec = OneSpec()

    def take(self, piece: Slice) -> None:
        """Gather the instances of a task."""
        place = Place(file=str(self._path), byte=piece.start)
        name = None
        try:
            task = decoded(piece, self._path)
            name = named(task)
            self._one_spec.demand(task)
        except LabelError as error:
            self._reading.faults.report(error.fault)
            return
        except RegionError as error:
            self._report(error, place, name, None, piece.raw)
            return
        self._gather(task, name, place)

    def _gather(self, task: Task, name: str, place: Place) -> None:
        before, faults = len(self.gathered), self._reading.faults.count
        frame = _frame(task["data"])
        image = Image(name=name, id=_id(task.get("id")), frame=frame, rest=_rest(task, name, frame))
        labelled = False
        for made, predicted in said(task, self._passed):
            image = self._annotation(made, predicted, image, place)
            labelled = True
        if not labelled:
            self._passed("tasks that nobody labelled")
        elif len(self.gathered) == before and self._reading.faults.count == faults:
            self.gathered.add_bare(image)

    def _annotation(self, made: Task, predicted: bool, image: Image, place: Place) -> Image:
        """Gather one annotation; the image, with its size once that is known."""
        try:
            found = instances(made.get("result"), self._words, self._passed, self._assumed)
            same_size(found.size, _size(image))
        except RegionError as error:
            self._report(error, place, image.name, None, made)
            return image
        if found.size and image.width is None:
            image = replace(image, width=found.size[0], height=found.size[1])
        about = _about(made, predicted, image, place)
        for number, each in enumerate(found.instances, 1):
            if each.wrong:
                id = each.id or f"{number} of annotation {made.get('id', '?')}"
                self._report(each.wrong, place, image.name, id, made)
            else:
                self._add(each, about)
        return image

    def _add(self, made: Instance, about: Annotation) -> None:
        score = made.frame.score if made.frame else None
        whole = replace(
            about, id=made.id, attributes=made.attributes,
            score=about.score if score is None else score,
        )  # fmt: skip
        self.gathered.add(made.points, whole, made.box)

    def _passed(self, what: str) -> None:
        pass_over(self._reading.account, what)

    def _assumed(self, what: str) -> None:
        self._reading.account.assumed[what] += 1

    def _report(
        self, error: RegionError, place: Place, image: str | None, id: str | None, data: Any
    ) -> None:
        import msgspec

        piece = data if isinstance(data, bytes) else msgspec.json.encode(data)
        fault = Fault(
            message=str(error), help=error.help, place=place, image=image, instance=id, data=piece
        )
        self._reading.faults.report(fault)


class OneSpec:
    """Tasks of one file are in one spec, if they say so."""

    def __init__(self) -> None:
        self._spec: str | None = None

    def demand(self, task: Task) -> None:
        """Raises RegionError for a task that is in another spec than one before."""
        meta = task.get("meta")
        record = meta.get(KEY) if isinstance(meta, dict) else None
        spec = record.get("spec") if isinstance(record, dict) else None
        if not isinstance(spec, str):
            return
        self._spec = self._spec or spec
        if spec != self._spec:
            raise RegionError(f"the task is in `{spec[:90]}`, others before in `{self._spec[:90]}`")


def pass_over(account: Account, what: str) -> None:
    """Count something that is not of the spec's category, with bounded memory."""
    known = account.passed_over
    known[what if what in known or len(known) < MOST_KINDS else "other regions"] += 1


def same_size(size: Size | None, known: Size | None) -> None:
    """Raises RegionError when an annotation says that its image has another size than another."""
    if size and known and size != known:
        raise RegionError("annotations say that the image has different sizes")


def said(task: Task, passed: Any) -> Iterator[tuple[Task, bool]]:
    """The annotations of a task, and its predictions (then True). Raises nothing: what is not an
    object is passed over, such as the ids that some exports give for predictions."""
    for key, predicted in (("annotations", False), ("predictions", True)):
        for made in task.get(key) or () if isinstance(task.get(key) or (), (list, tuple)) else ():
            if not isinstance(made, dict):
                passed(f"{key} of which only the id is there")
            elif made.get("was_cancelled"):
                passed("annotations that were cancelled")
            else:
                yield made, predicted
    for _ in task.get("drafts") or () if isinstance(task.get("drafts"), list) else ():
        passed("drafts")


def named(task: Task) -> str:
    """The file name of the picture, as far as its address tells. Raises RegionError."""
    data = task.get("data")
    if not isinstance(data, dict):
        help = "JSON_MIN and CSV do not say which point is whose: export JSON"
        raise RegionError("the task has no `data`", help)
    address = data.get(IMAGE)
    if address is None:
        words = [value for value in data.values() if isinstance(value, str)]
        address = words[0] if len(words) == 1 else None
    if not isinstance(address, str) or not address:
        raise RegionError(f"the task's `data` names no picture as `{IMAGE}`")
    return file_name(address) or f"task-{task.get('id', '0')}"


def file_name(address: str) -> str:
    """The name that a picture had before Label Studio gave it an address; nothing for one that is
    written into the task itself."""
    if address.startswith("data:"):
        return ""
    if found := _UPLOAD.fullmatch(address):
        return unquote(found[1])
    if "/data/local-files/" in address:
        given = parse_qs(urlsplit(address).query).get("d")
        return given[0] if given else address
    return address


def _id(value: Any) -> str | None:
    return str(value) if isinstance(value, (int, str)) and not isinstance(value, bool) else None


def _size(image: Image) -> Size | None:
    return (image.width, image.height) if image.width and image.height else None


def _frame(data: Mapping[str, Any]) -> int | None:
    said = data.get(FRAME)
    whole = isinstance(said, int) and not isinstance(said, bool)
    return said if whole and 0 <= int(said) < LARGEST_SIDE else None  # type: ignore[arg-type]


def _rest(task: Task, name: str, frame: int | None) -> Mapping[str, Any]:
    """What a task says besides: its data, unless they are the file name alone, and its meta."""
    rest: dict[str, Any] = {}
    plain = {IMAGE: name} if frame is None else {IMAGE: name, FRAME: frame}
    if task["data"] != plain:
        rest["data"] = task["data"]
    meta = task.get("meta")
    if isinstance(meta, dict) and (others := {k: v for k, v in meta.items() if k != KEY}):
        rest["meta"] = others
    return rest


def _about(made: Task, predicted: bool, image: Image, place: Place) -> Annotation:
    """What is true of all instances of one annotation."""
    by = made.get("completed_by")
    if isinstance(by, dict):
        by = by.get("email") or by.get("id")
    when = made.get("updated_at") or made.get("created_at")
    kept = {k: v for k, v in made.items() if isinstance(v, _SCALAR) and k not in _TOLD}
    return Annotation(
        image=image,
        annotator=_id(by),
        when=when if isinstance(when, str) else None,
        predicted=predicted,
        score=_score(made) if predicted else None,
        rest={"annotation": kept} if kept else {},
        place=place,
    )


_TOLD = ("completed_by", "score", "was_cancelled", "result_count", "task", "project")


def _score(made: Task) -> float | None:
    score = made.get("score")
    if not isinstance(score, (int, float)) or isinstance(score, bool) or not isfinite(score):
        return None
    return float(score)
