"""A JSON export carried to another skeleton, task by task.

A task is written in the manner in which its file is written (spaces, line ends, escapes), where
that can be found out; then all that does not change keeps its bytes. Otherwise it keeps its values.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from schemac.datasets.label_studio.instances import Instance, instances
from schemac.datasets.label_studio.reading import (
    OneSpec,
    Size,
    Task,
    file_name,
    named,
    pass_over,
    said,
    same_size,
)
from schemac.datasets.label_studio.regions import RegionError
from schemac.datasets.label_studio.renewal import Renewal
from schemac.datasets.label_studio.stream import Slice, decoded, slices
from schemac.datasets.label_studio.words import IMAGE, Words
from schemac.labels import Fault, LabelError, Moving, Place
from schemac.labels.stamp import KEY

_BATCH = 512
Encode = Callable[[Any], bytes]


def move(source: Path, target: Path, moving: Moving) -> None:
    """Write the file with the keypoints of `moving.target`. Raises LabelError."""
    mover = _Mover(source, moving)
    with target.open("xb") as file:
        waiting: list[Slice | _Job] = []
        for piece in slices(source, moving.advance):
            waiting.append(mover.job(piece) if piece.task else piece)
            if len(waiting) >= _BATCH:
                file.write(mover.done(waiting, last=False))
                waiting = []
        file.write(mover.done(waiting, last=True))


class _Job(Struct):
    """A task on its way; None for one that is left out. `made` are its annotations with what is
    to be carried of each."""

    task: Task | None
    encode: Encode
    made: list[tuple[Task, Size, list[Instance]]]


class _Mover:
    def __init__(self, path: Path, moving: Moving) -> None:
        self._path, self._moving = path, moving
        self._words = Words(moving.source)
        self._renewal = Renewal(moving)
        self._held, self._skips = b"", False
        self._encode: Encode = _compact
        self._one_spec = OneSpec()

    def job(self, piece: Slice) -> _Job:
        """What is to be done with a task."""
        place = Place(file=str(self._path), byte=piece.start)
        try:
            decoded(piece, self._path)
        except LabelError as error:
            self._moving.faults.report(error.fault)
            return _Job(None, _compact, [])
        task: Task = json.loads(piece.raw)
        try:
            named(task)
            self._one_spec.demand(task)
        except RegionError as error:
            self._report(error, task, None, place, task)
            return _Job(None, _compact, [])
        if self._encode(task) != piece.raw:
            self._encode = manner(piece.raw, task)
        job = _Job(task, self._encode, [])
        size: Size | None = None
        for made, _ in said(task, self._passed):
            found = self._found(made, task, place, size)
            if found:
                job.made.append((made, *found))
                size = found[0]
        return job

    def _found(
        self, made: Task, task: Task, place: Place, size: Size | None
    ) -> tuple[Size, list[Instance]] | None:
        """The instances of an annotation; those that are wrong are left out of it."""
        try:
            found = instances(made.get("result"), self._words, self._passed, self._assumed)
            same_size(found.size, size)
        except RegionError as error:
            self._report(error, task, None, place, made)
            made["result"] = []
            return None
        for each in found.instances:
            if each.wrong:
                self._report(each.wrong, task, each.id, place, made)
        wrong = {id for each in found.instances if each.wrong for id in each.ids}
        made["result"] = [one for one in made["result"] if one.get("id") not in wrong]
        if wrong:
            found = instances(made["result"], self._words, _ignored, _ignored)
        return (found.size, found.instances) if found.size and found.instances else None

    def done(self, waiting: list[Slice | _Job], last: bool) -> bytes:
        """The bytes of what waits, with all its instances carried at once."""
        import numpy as np

        jobs = [each for each in waiting if isinstance(each, _Job)]
        given = [one.points for job in jobs for _, _, found in job.made for one in found]
        carried: Iterator[Any] = iter(())
        if given:
            points = np.array(given, dtype=np.float64)
            self._moving.account.instances += len(points)
            self._moving.account.keypoints += int(np.isfinite(points[..., 0]).sum())
            carried = iter(self._moving.carry(points).tolist())
        parts = []
        for each in waiting:
            if isinstance(each, Slice):
                parts.append(self._between(each.raw))
            elif each.task is None:
                self._leave_out()
            else:
                parts += [self._held, self._bytes(each, each.task, carried)]
                self._held = b""
        return b"".join([*parts, self._held] if last else parts)

    def _between(self, raw: bytes) -> bytes:
        """What stands between tasks waits for the one that follows; what waited before it."""
        before = self._held
        self._held = b"" if self._skips and raw.strip() == b"," else raw
        self._skips = False
        return before

    def _leave_out(self) -> None:
        """A task that is left out takes its comma along: the one before it, or after the first."""
        self._skips = self._held.strip() != b","
        self._held = self._held if self._skips else b""

    def _bytes(self, job: _Job, task: Task, carried: Iterator[Any]) -> bytes:
        for made, size, found in job.made:
            before = made["result"]
            points = [[tuple(point) for point in next(carried)] for _ in found]
            made["result"] = self._renewal.of(before, found, points, size)
            _recount(made, before)
        meta = task.get("meta")
        kept = meta if isinstance(meta, dict) else {}
        task["meta"] = {**kept, KEY: self._moving.stamp.record()}
        return job.encode(task)

    def _passed(self, what: str) -> None:
        pass_over(self._moving.account, what)

    def _assumed(self, what: str) -> None:
        self._moving.account.assumed[what] += 1

    def _report(
        self, error: RegionError, task: Task, id: str | None, place: Place, made: Task
    ) -> None:
        data = task.get("data")
        address = data.get(IMAGE) if isinstance(data, dict) else None
        image = file_name(address) if isinstance(address, str) else None
        fault = Fault(
            message=str(error), help=error.help, place=place, image=image or None, instance=id,
            data=_compact(made),
        )  # fmt: skip
        self._moving.faults.report(fault)


def _recount(made: Task, before: list[Any]) -> None:
    """`result_count` goes on counting what it counted: results, or regions."""
    for count in (len, _regions):
        if made.get("result_count") == count(before):
            made["result_count"] = count(made["result"])
            return


def _regions(result: list[Any]) -> int:
    return len({one.get("id") for one in result if isinstance(one, dict)})


def manner(raw: bytes, task: Task) -> Encode:
    """A way to write JSON that gives these very bytes for this task, if one of the usual does."""
    inner = raw.rsplit(b"\n", 1)
    margin = inner[1][: len(inner[1]) - len(inner[1].lstrip())].decode() if len(inner) > 1 else ""
    first = raw.find(b"\n")
    indent = len(raw[first + 1 :]) - len(raw[first + 1 :].lstrip(b" ")) - len(margin)
    for options in _options(indent if first >= 0 else None):
        for slash in ("/", "\\/"):
            encode = _encoder(margin, slash, options)
            if encode(task) == raw:
                return encode
    return _compact


def _options(indent: int | None) -> Iterator[dict[str, Any]]:
    """Ways of spacing, each with and without escapes for what is not ASCII."""
    spaced = [{}, {"separators": (",", ":")}] if indent is None else [{"indent": max(indent, 0)}]
    for ascii in (True, False):
        yield from ({"ensure_ascii": ascii, **each} for each in spaced)


def _encoder(margin: str, slash: str, options: dict[str, Any]) -> Encode:
    """Label Studio's own export escapes slashes, which only texts have."""

    def encode(task: Any) -> bytes:
        text = json.dumps(task, **options)
        text = text.replace("\n", f"\n{margin}") if margin else text
        return text.replace("/", slash).encode("utf-8", "surrogatepass")

    return encode


def _ignored(what: str) -> None:
    """What is passed over or assumed has been counted before."""


def _compact(task: Any) -> bytes:
    return json.dumps(task, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )
