"""The folder in which label files are made, beside the place where they will be.

    out.json.schemac-part/
      lock           held as long as the process that works here lives
      job.json       what is being made of what: another job does not go on with it
      work/…         the piece that is being written
      data/…         pieces that are whole
      mark/….json    how far it has come
      spool          instances that are put in order
      done/….json    what was counted for each of them, and what it was made from
      aside/….jsonl  what was set aside of each
      whole          there when all pieces are

When the last piece is there, everything is moved to its place, the output last. Whenever the
process dies, the output is not there, or whole; what was done is found in this folder.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from schemac.labelfiles.aside import Aside
from schemac.labelfiles.piece import Piece, put_json, remove, state_of
from schemac.labelfiles.stamps import put_sidecar, sidecar_of
from schemac.labels import Account, Fault, Stamp
from schemac.labels.faults import Policy
from schemac.output import OutputError
from schemac.output.stage import flush, flush_one

Job = Mapping[str, Any]

PATIENCE = 5.0
"""Seconds to wait for the processes of a run that was killed: the lock is theirs as well, and they
end when they notice."""


class Room:
    """Pieces on their way. `kept` says that what was done is left for another run."""

    def __init__(self, folder: Path, out: Path, *, many: bool) -> None:
        self.folder, self.out, self.many = folder, out, many
        self.kept = False

    @property
    def worth_keeping(self) -> bool:
        """Whether another run could go on with anything here."""
        return any(any((self.folder / of).rglob("*.json")) for of in ("done", "mark"))

    @property
    def data(self) -> Path:
        """Where whole pieces lie."""
        return self.folder / "data"

    def done(self, name: str, source: Path) -> Account | None:
        """What was counted for a piece that is whole, and still made from the same input."""
        try:
            said = json.loads((self.folder / "done" / f"{name}.json").read_bytes())
            return Account.read(said["account"]) if said["from"] == state_of(source) else None
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    def note(self, name: str, source: Path, account: Account, faults: Iterable[Fault]) -> None:
        """A piece that others made lies whole among the data: keep what was counted for it, and
        what was set aside of it."""
        account.set_aside = max(account.set_aside, len(kept := tuple(faults)))
        aside = Aside(self.folder / "aside" / f"{name}.jsonl")
        for fault in kept:
            aside.keep(fault)
        aside.close()
        done = self.folder / "done" / f"{name}.json"
        done.parent.mkdir(parents=True, exist_ok=True)
        put_json(done, {"from": state_of(source), "account": account.record()})

    def begin(self, name: str, source: Path, policy: Policy = "stop") -> Piece:
        """A place to write a piece to, with what a run before did of it."""
        return Piece(name, source, self.folder, policy)

    def finish(self, piece: Piece, sidecar: Stamp | None = None) -> None:
        """A piece is whole; `sidecar` is its stamp, where its format has no place for it."""
        piece.finish()
        place = self.data / piece.name
        done = self.folder / "done" / f"{piece.name}.json"
        for path in (place, done):
            path.parent.mkdir(parents=True, exist_ok=True)
        (flush if piece.work.is_dir() else flush_one)(piece.work)
        remove(place)
        piece.work.rename(place)
        if sidecar is not None:
            put_sidecar(place, sidecar)
            flush_one(sidecar_of(place))
        put_json(done, {"from": piece.state, "account": piece.account.record()})

    def install(self, names: tuple[str, ...]) -> None:
        """All pieces are there: put them in their place, in the order of their names."""
        if not (self.folder / "whole").exists():
            self._drop_strangers(set(names))
            self._gather_aside(names)
            put_json(self.folder / "whole", {})
        aside = self.folder / "aside.jsonl"
        if aside.exists():
            aside.replace(aside_of(self.out))
        for ready, place in self._moves(names):
            if ready.exists():
                ready.replace(place)
        flush_one(self.out.parent)

    def _moves(self, names: tuple[str, ...]) -> Iterator[tuple[Path, Path]]:
        if self.many:
            yield self.data, self.out
            return
        (name,) = names
        yield sidecar_of(self.data / name), sidecar_of(self.out)
        yield self.data / name, self.out

    def _drop_strangers(self, names: set[str]) -> None:
        """Pieces of inputs that were there in the run before, and are no longer."""
        for path in sorted((self.folder / "done").rglob("*.json")):
            name = path.relative_to(self.folder / "done").as_posix().removesuffix(".json")
            if name not in names:
                remove(self.data / name)
                remove(sidecar_of(self.data / name))
                path.unlink()

    def _gather_aside(self, names: tuple[str, ...]) -> None:
        parts = [self.folder / "aside" / f"{name}.jsonl" for name in names]
        parts = [part for part in parts if part.exists()]
        if not parts:
            return
        with (self.folder / "aside.jsonl").open("wb") as file:
            for part in parts:
                with part.open("rb") as piece:
                    shutil.copyfileobj(piece, file)
            file.flush()
            os.fsync(file.fileno())


def aside_of(out: Path) -> Path:
    """The file that holds what was set aside on the way to an output."""
    return out.with_name(f"{out.name}.aside.jsonl")


def room_of(out: Path) -> Path:
    """The folder in which an output is made."""
    return out.with_name(f"{out.name}.schemac-part")


@contextmanager
def room(
    out: Path,
    job: Job,
    *,
    many: bool = False,
    resume: bool = False,
    force: bool = False,
    anew: bool = False,
) -> Iterator[Room]:
    """Have the folder of an output to oneself; it is gone at the end, unless pieces are whole and
    the work was stopped.

    `resume` goes on with what a run before left; `force` drops it, and replaces a file that is
    there; `anew` only drops it, for work that cannot be gone on with. Raises OutputError when the
    output must not or cannot be written.
    """
    from filelock import FileLock, Timeout

    folder = room_of(out)
    _refuse(out, folder, resume=resume, force=force, anew=anew)
    sweep(out)
    with _in_words(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        lock = FileLock(folder / "lock")
        try:
            lock.acquire(timeout=PATIENCE)
        except Timeout:
            raise OutputError(f"another run is writing {out}", "wait until it has ended") from None
        here = Room(folder, out, many=many)
        try:
            _take(folder, job, out, resume=resume, force=force)
            yield here
        except OutputError:
            here.kept = True
            raise
        except BaseException:
            here.kept = here.kept or (here.worth_keeping and not anew)
            raise
        finally:
            if not here.kept:
                _clear(folder)
            lock.release()


def _refuse(out: Path, folder: Path, *, resume: bool, force: bool, anew: bool) -> None:
    """What is there already and is not ours to replace."""
    finishing = resume and (folder / "whole").exists()
    if os.path.lexists(out) and not finishing and (not force or out.is_dir()):
        help = "remove it, or choose another name"
        raise OutputError(f"{out} is there already", help if out.is_dir() else f"{help}; --force")
    if (folder / "job.json").exists() and not (resume or force or anew):
        raise OutputError(
            f"a run that was stopped left {folder.name}",
            "--resume goes on with it, --force begins again",
        )


def _take(folder: Path, job: Job, out: Path, *, resume: bool, force: bool) -> None:
    """Go on with the job of this folder if it is the same; else write down the new one."""
    wanted = json.loads(json.dumps(job))
    try:
        before = json.loads((folder / "job.json").read_bytes())
    except (FileNotFoundError, ValueError):
        before = None
    if before is not None and resume and before != wanted:
        other = next(key for key in (*wanted, *before) if wanted.get(key) != before.get(key))
        raise OutputError(
            f"{folder.name} holds another job: its {other} is {before.get(other)},"
            f" not {wanted.get(other)}",
            "--force begins again",
        )
    if before is None or not resume:
        _empty(folder)
        put_json(folder / "job.json", wanted)


def _clear(folder: Path) -> None:
    """Remove the folder so that, whenever this stops, it is there as it was or not at all."""
    gone = folder.with_name(f"{folder.name}.gone")
    shutil.rmtree(gone, ignore_errors=True)
    folder.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


def sweep(out: Path) -> None:
    """Remove what a process left that died while it was tidying up."""
    folder = room_of(out)
    shutil.rmtree(folder.with_name(f"{folder.name}.gone"), ignore_errors=True)


def _empty(folder: Path) -> None:
    for name in (
        "job.json",
        "whole",
        "aside.jsonl",
        "spool",
        "work",
        "mark",
        "data",
        "done",
        "aside",
    ):
        remove(folder / name)


@contextmanager
def _in_words(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        said = (error.strerror or str(error)).lower()
        raise OutputError(f"cannot write {out}: {said}{where}") from error
