"""Blocks of annotations rewritten, here or in other processes, and written where they belong.

A process rewrites a block and says how long it has become; it is told where its bytes belong, and
writes them there itself. So no block travels between processes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from io import FileIO
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any

from msgspec import Struct

from schemac.datasets.coco.carried import Carried, Job
from schemac.datasets.coco.document import Cut, Elements
from schemac.datasets.coco.fast import FastWay
from schemac.datasets.coco.places import UnsureError
from schemac.datasets.coco.sure import Rewritten, SureWay
from schemac.datasets.coco.window import Window
from schemac.labels import Account, Fault
from schemac.labels.workers import end_with

_END = "end"
_AHEAD = 2  # blocks that a process has to do at a time


class Done(Struct, frozen=True, kw_only=True):
    """A block that was rewritten, and its length now."""

    cut: Cut
    number: int
    length: int
    account: Account
    faults: list[Fault]


class Rewriter:
    """Rewrites blocks of a file in the fast way where that is certain, else in the sure way."""

    def __init__(self, job: Job) -> None:
        carried = Carried(job)
        self._fast, self._sure = FastWay(carried), SureWay(carried)
        self._window = Window(Path(job.path))

    def __call__(self, cut: Cut) -> Rewritten | None:
        """None for what turns out not to be a run of whole elements."""
        block = self._window.piece(cut.start, cut.end)
        try:
            done = self._fast(block)
        except UnsureError:
            return self._sure(block, cut.start)
        if done is None and cut.certain:
            return self._sure(block, cut.start)
        return done

    def close(self) -> None:
        self._window.close()


class Alone:
    """This process, where it works alone."""

    def __init__(self, job: Job, target: Path) -> None:
        self._rewrite = Rewriter(job)
        self._data = b""
        self._out = target.open("r+b", buffering=0)

    def run(self, elements: Elements, size: int) -> Iterator[Done]:
        """The blocks of a list in their order; each must be put before the next is asked for."""
        while cut := elements.cut(size):
            done = self._rewrite(cut)
            if done is None:
                elements.take_back(cut)
                continue
            self._data = done.data
            yield Done(cut=cut, number=0, length=len(done.data),
                       account=done.account, faults=done.faults)  # fmt: skip

    def put(self, done: Done, at: int) -> None:
        """Write a block to its place."""
        self._out.seek(at)
        write_all(self._out, self._data)

    def settle(self) -> None:
        """Return when everything was written."""

    def __enter__(self) -> Alone:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._rewrite.close()
        self._out.close()


class _Ticket:
    """A cut that some process is at; void if it is no longer wanted."""

    def __init__(self, number: int, cut: Cut) -> None:
        self.number, self.cut = number, cut
        self.void = self.ready = False
        self.done: Done | None = None


class Team:
    """Several processes. The same faculties as `Alone`."""

    def __init__(self, job: Job, target: Path, count: int) -> None:
        import multiprocessing
        import os

        self._number = 0
        self._line: deque[_Ticket] = deque()
        self._members: list[_Worker] = []
        for _ in range(count):
            ours, theirs = multiprocessing.Pipe()
            told = (job, target, theirs, os.getpid())
            process = multiprocessing.Process(target=_work, args=told, daemon=True)
            process.start()
            theirs.close()
            self._members.append(_Worker(process, ours))

    def run(self, elements: Elements, size: int) -> Iterator[Done]:
        while True:
            self._fill(elements, size)
            if not self._line:
                if elements.end is not None:
                    return
                self._listen()  # all are still at what is no longer wanted
                continue
            ticket = self._line[0]
            while not ticket.ready:
                self._listen()
            if ticket.done is None:
                for each in self._line:
                    each.void = True
                self._line.clear()
                elements.take_back(ticket.cut)
            else:
                self._line.popleft()
                yield ticket.done

    def put(self, done: Done, at: int) -> None:
        member = next(m for m in self._members if done.number in m.holds)
        member.put(done.number, at)

    def settle(self) -> None:
        while any(member.writing for member in self._members):
            self._listen()

    def __enter__(self) -> Team:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                self.settle()
        finally:
            for member in self._members:
                member.stop(now=error is not None)

    def _fill(self, elements: Elements, size: int) -> None:
        for _ in range(_AHEAD * len(self._members)):
            member = min(self._members, key=lambda member: len(member.tickets))
            if len(member.tickets) >= _AHEAD:
                return
            cut = elements.cut(size, ahead=bool(self._line))
            if cut is None:
                return
            self._number += 1
            ticket = _Ticket(self._number, cut)
            self._line.append(ticket)
            member.begin(ticket)

    def _listen(self) -> None:
        from multiprocessing.connection import wait

        ready = wait([member.pipe for member in self._members])
        for member in self._members:
            if member.pipe in ready:
                member.hear()


class _Worker:
    """Another process as seen from here."""

    def __init__(self, process: Any, pipe: Connection) -> None:
        self._process, self.pipe = process, pipe
        self.tickets: deque[_Ticket] = deque()
        self.holds: set[int] = set()
        self.writing = 0

    def begin(self, ticket: _Ticket) -> None:
        self.tickets.append(ticket)
        self.pipe.send((ticket.number, ticket.cut))

    def put(self, number: int, at: int) -> None:
        self.holds.remove(number)
        self.writing += 1
        self.pipe.send((number, at))

    def hear(self) -> None:
        """Take what the process says: a result, or that it has written one."""
        try:
            said = self.pipe.recv()
        except EOFError:
            raise OSError("a process that rewrites annotations has ended") from None
        if isinstance(said, OSError):
            raise said
        if isinstance(said, int):
            self.writing -= 1
            return
        ticket = self.tickets.popleft()
        ticket.ready = True
        if said is None:
            return
        length, account, faults = said
        if ticket.void:
            self.pipe.send((ticket.number, None))
            return
        self.holds.add(ticket.number)
        ticket.done = Done(
            cut=ticket.cut, number=ticket.number, length=length, account=account, faults=faults
        )

    def stop(self, *, now: bool) -> None:
        if now:
            self._process.terminate()
        elif self._process.is_alive():
            self.pipe.send((0, _END))
        self._process.join()
        self.pipe.close()


def _work(job: Job, target: Path, pipe: Connection, parent: int) -> None:
    """What another process does until nobody speaks to it any more."""
    import gc

    end_with(parent)  # a pipe alone does not tell: the other workers hold its far end as well
    gc.disable()  # blocks make no cycles
    rewrite = Rewriter(job)
    held: dict[int, bytes] = {}
    with target.open("r+b", buffering=0) as out:
        try:
            while True:
                number, what = pipe.recv()
                if isinstance(what, Cut):
                    done = rewrite(what)
                    if done is not None:
                        held[number] = done.data
                    pipe.send(done and (len(done.data), done.account, done.faults))
                elif what == _END:
                    return
                elif what is None:
                    del held[number]
                else:
                    out.seek(what)
                    write_all(out, held.pop(number))
                    pipe.send(number)
        except EOFError:
            return
        except OSError as error:
            pipe.send(error)


def write_all(file: FileIO, data: bytes) -> None:
    """Write all of it, however little the system takes at a time."""
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]
