"""Pieces of label files that could not be used: kept in a file, for people to mend."""

from __future__ import annotations

import json
import os
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schemac.labels import Fault

if TYPE_CHECKING:
    from io import BufferedRandom


class Aside:
    """A JSON Lines file of faults, made when the first one comes. Of one that is there the first
    `kept` bytes stay."""

    def __init__(self, path: Path, kept: int = 0) -> None:
        self._path = path
        self._file: BufferedRandom | None = None
        if kept:
            self._file = path.open("r+b")
            self._file.truncate(kept)
            self._file.seek(kept)
        else:
            path.unlink(missing_ok=True)

    def keep(self, fault: Fault) -> None:
        """Write one down, with the piece of the file that is left out."""
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("w+b")
        self._file.write(json.dumps(_record(fault), ensure_ascii=False).encode() + b"\n")

    def flush(self) -> int:
        """How many bytes there are, safe on disk."""
        if self._file is None:
            return 0
        self._file.flush()
        os.fsync(self._file.fileno())
        return self._file.tell()

    def close(self) -> None:
        """No more will come."""
        if self._file is not None:
            self.flush()
            self._file.close()
            self._file = None


def _record(fault: Fault) -> dict[str, Any]:
    place = fault.place
    said: dict[str, Any] = {
        "file": place.file, "line": place.line, "byte": place.byte,
        "image": fault.image, "instance": fault.instance, "message": fault.message,
    }  # fmt: skip
    return {k: v for k, v in said.items() if v is not None} | _data(fault.data)


def _data(piece: bytes | None) -> dict[str, str]:
    if piece is None:
        return {}
    try:
        return {"data": piece.decode()}
    except UnicodeDecodeError:
        return {"base64": b64encode(piece).decode()}
