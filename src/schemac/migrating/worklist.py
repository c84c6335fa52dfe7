"""What people must do after a migration, as files that their tools import, and as a list.

A worklist of a tool is `write(parts, path, writing)` in the module `worklist` of its format: parts
are batches of labels of the target with a mask of shape (N, L) of the keypoints to redo, an image
in one piece; `path` does not exist yet.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from schemac.labelfiles import Found, arranged, room
from schemac.labels import Account, Faults, LabelError, Labels, Writing
from schemac.labels.faults import Policy
from schemac.maps import Mapped
from schemac.migrating.counting import REDO
from schemac.migrating.outcome import Outcome, outcome_of
from schemac.migrating.pieces import Advance, stamped
from schemac.migrating.plan import tried
from schemac.migrating.run import notes_on

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from schemac.labelfiles.spool import Marked

    Todo = tuple[Labels, NDArray[np.int8]]
    Masked = Iterable[tuple[Labels, NDArray[np.bool_]]]
    Write = Callable[[Masked, Path, Writing], None]

KINDS = REDO[1:]
FILES = {"cvat.xml": "cvat", "label-studio.json": "label_studio"}
LIST = "worklist.csv"
COLUMNS = (
    "file", "image", "frame", "instance", "track", "keypoint", "todo", "why", "x", "y", "tier",
)  # fmt: skip


class Work(Struct, frozen=True, kw_only=True):
    """What there is to do: of how many instances, how many keypoints; the files that say it.
    `notes` tell of files that could not be made, and why."""

    instances: int
    keypoints: int
    files: tuple[str, ...]
    notes: tuple[str, ...] = ()


def plan(
    found: Found,
    mapped: Mapped,
    *,
    worklist: Path | None = None,
    redo: Sequence[str] = KINDS,
    on_fault: Policy = "stop",
    advance: Advance = lambda done: None,
) -> tuple[Outcome, Work | None]:
    """What a migration would do to these files, counted from their labels, and what people would
    have to do after it. Nothing is written but the worklist, a folder that does not exist yet.

    Raises LabelError for labels that cannot be read, UsageError for labels of another spec,
    OutputError when the worklist cannot be written.
    """
    notes = notes_on(found, mapped)
    account, faults = Account(), Faults(on_fault)
    batches = tried(found, mapped, faults, account, advance)
    work = None
    if worklist is None:
        for _ in batches:
            pass
    else:
        work = _written(batches, found, mapped, worklist, redo)
    return outcome_of(mapped.map, mapped.target, account, notes), work


def _written(
    batches: Iterator[Todo], found: Found, mapped: Mapped, folder: Path, redo: Sequence[str]
) -> Work:
    """All files of a worklist, there whole or not at all."""
    with room(folder, {"worklist of": str(found.path)}, anew=True) as here:
        piece = here.begin(folder.name, found.path)
        piece.work.mkdir()
        with (piece.work / LIST).open("w", encoding="utf-8", newline="") as file:
            rows = _Rows(csv.writer(file, lineterminator="\n"), mapped)
            wanted = rows.noted(_wanted(batches, redo))
            with arranged(wanted, "image", here.folder / "spool") as again:
                notes = _for_tools(again, piece.work, _writing(found, mapped))
        here.finish(piece)
        here.install((folder.name,))
    files = (LIST, *(name for name in FILES if name not in notes))
    return Work(
        instances=rows.instances, keypoints=rows.keypoints,
        files=files, notes=tuple(notes.values()),
    )  # fmt: skip


def _for_tools(
    again: Callable[[], Iterator[Marked]], folder: Path, writing: Writing
) -> dict[str, str]:
    """Write the files of tools; why not, for those that there cannot be: Label Studio has to know
    the sizes of images."""
    notes: dict[str, str] = {}
    for name, package in FILES.items():
        try:
            _tool(package)(_masked(again()), folder / name, writing)
        except LabelError as error:
            (folder / name).unlink(missing_ok=True)
            notes[name] = f"no {name}: {error}"
    return notes


def _tool(package: str) -> Write:
    module = import_module(f"schemac.datasets.{package}.worklist")
    write: Write = module.write
    return write


def _writing(found: Found, mapped: Mapped) -> Writing:
    return Writing(
        skeleton=mapped.target, stamp=stamped(mapped), account=Account(), source=found.path.name
    )


def _wanted(batches: Iterator[Todo], redo: Sequence[str]) -> Iterator[Todo]:
    """Only instances that somebody has to work on."""
    import numpy as np

    kinds = [REDO.index(kind) for kind in redo]
    for labels, todo in batches:
        mine = np.where(np.isin(todo, kinds), todo, 0).astype(np.int8)
        rows = np.flatnonzero(mine.any(axis=1))
        if len(rows):
            about = tuple(labels.about[row] for row in rows)
            yield replace(
                labels, keypoints=labels.keypoints[rows], boxes=labels.boxes[rows],
                areas=labels.areas[rows], about=about, bare=(),
            ), mine[rows]  # fmt: skip


def _masked(batches: Iterator[Marked]) -> Iterator[tuple[Labels, NDArray[np.bool_]]]:
    for labels, marks in batches:
        if marks is not None:
            yield labels, marks != 0


class _Rows:
    """The list: a row for each keypoint that somebody has to place or to look at."""

    def __init__(self, writer: Any, mapped: Mapped) -> None:
        self.instances = self.keypoints = 0
        self._writer = writer
        self._names = [point.name for point in mapped.target.keypoints]
        self._why = ["; ".join(entry.why) for entry in mapped.map.entries]
        self._tiers = {rung.code: rung.id for rung in mapped.map.target.tiers}
        writer.writerow(COLUMNS)

    def noted(self, batches: Iterator[Todo]) -> Iterator[Todo]:
        """The same batches, each written down on its way."""
        for labels, todo in batches:
            self.instances += len(labels)
            for row, at in zip(*todo.nonzero(), strict=True):
                self._writer.writerow(map(_plain, self._row(labels, row, at, REDO[todo[row, at]])))
                self.keypoints += 1
            yield labels, todo

    def _row(self, labels: Labels, row: int, at: int, todo: str) -> Iterator[Any]:
        about = labels.about[row]
        x, y, code = labels.keypoints[row, at].tolist()
        yield from (about.place.file if about.place else None, about.image.name)
        yield from (about.image.frame, about.id, about.track)
        yield from (self._names[at], todo, self._why[at])
        yield from (None if x != x else x, None if y != y else y, self._tiers.get(code))


def _plain(value: Any) -> Any:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(tuple("=+-@\t\r")) else value
