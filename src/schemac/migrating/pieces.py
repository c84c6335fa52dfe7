"""The files of a data set carried one by one, here or in several processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct

from schemac.jobs import cores
from schemac.labelfiles import Found, Room
from schemac.labelfiles.found import size_of
from schemac.labelfiles.stamps import unstamped
from schemac.labels import Account, Fault, Moving, Stamp
from schemac.labels.faults import Policy
from schemac.labels.workers import end_with
from schemac.mapping import map_digest
from schemac.maps import Mapped
from schemac.migrating.counting import Counting

Advance = Callable[[int], None]


class Task(Struct, frozen=True, kw_only=True):
    """What all files of a run have in common; it can be sent to another process."""

    found: Found
    mapped: Mapped
    out: Path
    room: Path
    on_fault: Policy
    jobs: int | None

    @property
    def processes(self) -> int:
        return self.jobs or cores()


class Done(Struct, frozen=True, kw_only=True):
    """One file: what was counted for it, and the first of its faults."""

    account: Account
    faults: tuple[Fault, ...] = ()


def stamped(mapped: Mapped) -> Stamp:
    """What is written into labels that the map was applied to."""
    return Stamp(
        spec=str(mapped.target.reference),
        digest=mapped.map.target.digest,
        before=str(mapped.source.reference),
        map=map_digest(mapped.map),
    )


def each_piece(task: Task, advance: Advance) -> Iterator[Done]:
    """Every file in order, so that it is whole in the room. Many files are worked on side by side,
    else one after the other with all processes on each. Raises LabelError."""
    names = task.found.names
    if task.processes > 1 and len(names) >= 2 * task.processes:
        yield from _side_by_side(task, advance)
        return
    for name in names:
        yield _piece(task, name, task.processes, advance)


def _side_by_side(task: Task, advance: Advance) -> Iterator[Done]:
    import os
    from concurrent.futures import ProcessPoolExecutor

    pool = ProcessPoolExecutor(task.processes, initializer=end_with, initargs=(os.getpid(),))
    try:
        waiting = [pool.submit(_alone, task, name) for name in task.found.names]
        for name, each in zip(task.found.names, waiting, strict=True):
            yield each.result()
            advance(size_of(task.found.file(name)))
    finally:
        pool.shutdown(cancel_futures=True)


def _alone(task: Task, name: str) -> Done:
    return _piece(task, name, 1, lambda done: None)


def _piece(task: Task, name: str, jobs: int, advance: Advance) -> Done:
    """One file: what was counted for it, now or by the run before."""
    found, mapped = task.found, task.mapped
    here = Room(task.room, task.out, many=found.many)
    source = found.file(name)
    if (before := here.done(name, source)) is not None:
        advance(size_of(source))
        return Done(account=before)
    piece = here.begin(name, source, task.on_fault)
    moving = Moving(
        source=mapped.source, target=mapped.target, stamp=stamped(mapped),
        carry=Counting(map=mapped.map, account=piece.account),
        faults=piece.faults, account=piece.account, advance=advance, jobs=jobs,
        mark=piece.mark, since=piece.since,
    )  # fmt: skip
    if piece.since:
        advance(piece.since.taken)
    try:
        assert found.format.move is not None  # noqa: S101 - asked by who calls
        found.format.move(source, piece.work, moving)
    finally:
        piece.close()
    here.finish(piece, moving.stamp if unstamped(found.format) else None)
    return Done(account=piece.account, faults=tuple(piece.faults.first))
