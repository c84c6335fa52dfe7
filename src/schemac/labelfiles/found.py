"""What a word on the command line means: a file of labels, or a folder of such files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from schemac.datasets import NAMES, label_format, recognised
from schemac.labels import LabelFormat
from schemac.workspace import UsageError

SIDE = (".schemac.json", ".aside.jsonl")
"""How the names of files end that schemac puts beside label files."""


class Found(Struct, frozen=True, kw_only=True):
    """Label files of one format. `names` are their paths below `path`; of a single file (or of a
    folder that is one piece in its format) there is one, its own name. `passed_over` are files of
    the folder that hold no labels."""

    path: Path
    format: LabelFormat
    names: tuple[str, ...]
    many: bool = False
    passed_over: tuple[str, ...] = ()

    def file(self, name: str) -> Path:
        """Where one of the files lies."""
        return self.path / name if self.many else self.path

    @property
    def bytes(self) -> int:
        """How many bytes there are to read."""
        return sum(map(size_of, map(self.file, self.names)))


def format_named(name: str) -> LabelFormat:
    """A format of labels by name. Raises UsageError for an unknown one."""
    if name not in NAMES:
        from schemac.reading.types import nearest

        help = nearest(name, NAMES) or f"there are {', '.join(NAMES)}"
        raise UsageError(f"there is no format of labels `{name}`", help)
    return label_format(name)


def format_for(out: Path) -> LabelFormat:
    """The format that a file name asks for. Raises UsageError when it names none, or several have
    the same ending."""
    writable = [each for each in map(label_format, NAMES) if each.write is not None]
    fitting = [each for each in writable if each.suffix and out.name.endswith(each.suffix)]
    longest = max((len(each.suffix) for each in fitting), default=0)
    fitting = [each for each in fitting if len(each.suffix) == longest]
    if len(fitting) == 1:
        return fitting[0]
    names = ", ".join(each.name for each in fitting or writable)
    said = "may be of several formats" if fitting else "shows no format of labels"
    raise UsageError(f"the name {out.name} {said}", f"choose one by --to: {names}")


def find(data: Path, format: LabelFormat | None = None) -> Found:
    """The label files that a path means, of the format given or the one that they show.

    Raises UsageError when there is nothing, nothing that is labels, or files of several formats.
    """
    if not data.exists():
        raise UsageError(f"there is no file or folder {data}")
    try:
        whole = format if format and not data.is_dir() else recognised(data)
        if whole is not None and (format is None or format.name == whole.name):
            return Found(path=data, format=whole, names=(data.name,))
        if data.is_dir():
            return _folder(data, format)
    except OSError as error:
        raise UsageError(f"cannot read {data}: {(error.strerror or str(error)).lower()}") from error
    raise UsageError(
        f"{data} is not a label file of a format that schemac reads",
        f"name the format; there are {', '.join(NAMES)}",
    )


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files below a folder."""
    if not path.is_dir():
        return path.stat().st_size
    return sum(
        Path(here, name).stat().st_size for here, _, names in os.walk(path) for name in names
    )


def _folder(data: Path, format: LabelFormat | None) -> Found:
    """A folder of many files. Each must be of the same format; pictures and notes may lie there."""
    found: dict[str, list[str]] = {}
    other: list[str] = []
    for name in _names(data):
        its = recognised(data / name)
        (other if its is None else found.setdefault(its.name, [])).append(name)
    if format is not None and format.name in found:
        return Found(path=data, format=format, names=tuple(found[format.name]), many=True)
    if len(found) > 1:
        each = ", ".join(f"{names[0]} is {kind}" for kind, names in found.items())
        raise UsageError(
            f"{data} holds files of several formats: {each}", "name one of the formats"
        )
    if not found or format is not None:
        wanted = format.title if format else "label"
        raise UsageError(f"no file in {data} is a {wanted} file that schemac reads")
    ((kind, names),) = found.items()
    return Found(
        path=data,
        format=label_format(kind),
        names=tuple(names),
        many=True,
        passed_over=tuple(other),
    )


def _names(data: Path) -> Iterator[str]:
    """Files below a folder in the order of their names, without hidden and our own ones."""
    for here, folders, names in os.walk(data):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith((".", "_")) and not name.endswith(SIDE):
                yield Path(here, name).relative_to(data).as_posix()
