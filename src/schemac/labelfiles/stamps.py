"""The stamp of a label file: in the file, or beside it where its format has no place for one."""

from __future__ import annotations

import json
from pathlib import Path

from schemac.canonical import digest
from schemac.labels import Fault, Holds, LabelError, LabelFormat, Place, Stamp, StampError
from schemac.labels.stamp import KEY
from schemac.model import Skeleton
from schemac.workspace import UsageError

_MOST = 65536


def sidecar_of(path: Path) -> Path:
    """The file that holds the stamp of another."""
    return path.with_name(f"{path.name}.schemac.json")


def put_sidecar(path: Path, stamp: Stamp) -> None:
    """Write the stamp of a label file that cannot hold it, beside it."""
    data = json.dumps({KEY: stamp.record()}, indent=2) + "\n"
    sidecar_of(path).write_text(data, encoding="utf-8", newline="\n")


def stamp_of(path: Path, format: LabelFormat) -> Stamp | None:
    """What a label file says that its labels are in; None when it says nothing.

    Raises LabelError when its stamp, in it or beside it, is none.
    """
    try:
        if format.stamp and (found := format.stamp(path)):
            return found
        return _beside(sidecar_of(path))
    except StampError as error:
        raise LabelError(Fault(message=str(error), place=Place(file=str(path)))) from error


def demand_stamp(
    path: Path, format: LabelFormat, wanted: Skeleton, target: Skeleton | None = None
) -> str | None:
    """Whether the labels of a file are in a spec: a note when nothing says so, or when its text
    was another one. Raises UsageError when they are in another spec or version, as those are that
    were carried to `target` already."""
    stamp = stamp_of(path, format)
    if stamp is None:
        return f"{path.name} does not say what its labels are in; taken to be {wanted.reference}"
    if stamp.spec != str(wanted.reference):
        done = target is not None and stamp.spec == str(target.reference)
        came = f", carried there from {stamp.before}" if stamp.before else ""
        raise UsageError(
            f"the labels of {path} are in {stamp.spec}{came}, not in {wanted.reference}",
            "nothing is left to do" if done else f"name what they are in: {stamp.spec}",
        )
    if stamp.digest and stamp.digest.removeprefix("sha256:") != digest(wanted).removeprefix(
        "sha256:"
    ):
        return f"{path.name} was labelled with an earlier text of {wanted.reference}"
    return None


def unstamped(format: LabelFormat) -> bool:
    """Whether files of a format need a sidecar for their stamp."""
    return Holds.STAMP not in format.holds


def _beside(path: Path) -> Stamp | None:
    if not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            data = json.loads(file.read(_MOST))
    except (OSError, ValueError, RecursionError) as error:
        raise StampError(f"{path.name} beside it cannot be read: {error}") from None
    if not isinstance(data, dict) or KEY not in data:
        raise StampError(f"{path.name} beside it holds no stamp")
    return Stamp.read(data[KEY])
