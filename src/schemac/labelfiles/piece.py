"""One file on its way: what is counted for it, and how far it has come."""

from __future__ import annotations

import json
import os
from pathlib import Path
from time import monotonic
from typing import Any

import msgspec

from schemac.labelfiles.aside import Aside
from schemac.labels import Account, Checkpoint, Fault, Faults
from schemac.labels.faults import Policy

PAUSE = 2.0
"""Seconds between two checkpoints: each waits for the disk."""


class Piece:
    """A file that is made at `work`. `account` and `faults` are its own; with `since`, a checkpoint
    of a run before, they are as they were then, and `work` is there as far."""

    def __init__(self, name: str, source: Path, room: Path, policy: Policy) -> None:
        self.name, self.source = name, source
        self.work = room / "work" / name
        self.account = Account()
        self.since: Checkpoint | None = None
        self.state = state_of(source)
        self._mark, self._marked = room / "mark" / f"{name}.json", monotonic()
        before = self._before()
        self._aside = Aside(room / "aside" / f"{name}.jsonl", int(before.get("aside", 0)))
        self.faults = Faults(policy, self._aside.keep)
        for path in (self.work, self._mark):
            path.parent.mkdir(parents=True, exist_ok=True)
        if before:
            self._go_on(before)
        else:
            remove(self.work)

    def mark(self, at: Checkpoint) -> None:
        """Write down how far it has come, if some time has passed."""
        if monotonic() - self._marked < PAUSE:
            return
        with self.work.open("rb") as file:
            os.fsync(file.fileno())
        said = {
            "from": self.state,
            "at": msgspec.to_builtins(at),
            "account": self.account.record(),
            "faults": self.faults.count,
            "first": msgspec.to_builtins(self.faults.first),
            "aside": self._aside.flush(),
        }
        put_json(self._mark, said)
        self._marked = monotonic()

    def close(self) -> None:
        """Nothing more will be set aside."""
        self._aside.close()

    def finish(self) -> None:
        """It is whole."""
        self.close()
        self.account.set_aside = max(self.account.set_aside, self.faults.count)
        self._mark.unlink(missing_ok=True)

    def _before(self) -> dict[str, Any]:
        try:
            said: dict[str, Any] = json.loads(self._mark.read_bytes())
            sound = said["from"] == self.state and self.work.stat().st_size >= said["at"]["made"]
            return said if sound else {}
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return {}

    def _go_on(self, before: dict[str, Any]) -> None:
        self.since = msgspec.convert(before["at"], Checkpoint)
        self.account = Account.read(before["account"])
        self.faults.count = before["faults"]
        self.faults.first = msgspec.convert(before["first"], list[Fault])


def state_of(source: Path) -> list[int]:
    """Size and time of change of an input: by these it is known again."""
    found = source.stat()
    return [found.st_size, found.st_mtime_ns]


def put_json(path: Path, data: Any) -> None:
    """A small file, there whole or not at all."""
    aside = path.with_name(f"{path.name}.new")
    with aside.open("w", encoding="utf-8") as file:
        json.dump(data, file)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)


def remove(path: Path) -> None:
    """A file or a folder, if it is there."""
    import shutil

    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
