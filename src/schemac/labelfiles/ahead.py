"""Label files read by other processes, while this one works on what they have read.

The files are dealt out to the processes, and what comes is in the order of the files. Each process
is a few batches ahead and no further, so memory stays bounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from schemac.labelfiles.found import Found
from schemac.labels import Account, Fault, Faults, LabelFormat, Labels, Reading
from schemac.labels.faults import Policy
from schemac.model import Skeleton

if TYPE_CHECKING:
    from schemac.labels.form import Advance

FEW = 4 << 20
"""Bytes that are read before another process has started."""

_AHEAD = 2  # batches that wait to be fetched


class Share(Struct, frozen=True, kw_only=True):
    """What one process reads."""

    format: str
    files: tuple[str, ...]
    skeleton: Skeleton
    policy: Policy


class News(Struct, frozen=True, kw_only=True):
    """What it has read: a batch, as bytes, with what was found wrong and how many bytes are done
    since the last time; or what was counted, when a file is at its end."""

    batch: bytes = b""
    faults: tuple[Fault, ...] = ()
    done: int = 0
    account: dict[str, Any] | None = None


def read_ahead(
    found: Found, skeleton: Skeleton, faults: Faults, account: Account, advance: Advance, jobs: int
) -> Iterator[Labels]:
    """Batches of all files. Raises what reading them here would raise."""
    from schemac.labels.packing import unpacked

    names = found.names
    count = min(jobs, len(names))
    files = [str(found.file(name)) for name in names]
    readers = [
        _Reader(
            Share(
                format=found.format.name, files=tuple(files[at::count]), skeleton=skeleton,
                policy=faults.policy,
            )
        )
        for at in range(count)
    ]  # fmt: skip
    try:
        for at in range(len(names)):
            for news in readers[at % count].file():
                for fault in news.faults:
                    faults.report(fault)
                if news.account is not None:
                    account.add(Account.read(news.account))
                if news.batch:
                    yield unpacked(news.batch)
                advance(news.done)
    finally:
        for reader in readers:
            reader.stop()


class _Reader:
    """Another process as seen from here."""

    def __init__(self, share: Share) -> None:
        import multiprocessing
        import os

        self._pipe, theirs = multiprocessing.Pipe(duplex=False)
        told = (share, theirs, os.getpid())
        self._process = multiprocessing.Process(target=_work, args=told, daemon=True)
        self._process.start()
        theirs.close()

    def file(self) -> Iterator[News]:
        """What is read of the next file."""
        while True:
            try:
                said: News | Exception = self._pipe.recv()
            except EOFError:
                raise OSError("a process that reads labels has ended") from None
            if isinstance(said, Exception):
                raise said
            yield said
            if said.account is not None:
                return

    def stop(self) -> None:
        self._process.terminate()
        self._process.join()
        self._pipe.close()


def _work(share: Share, pipe: Connection, parent: int) -> None:
    """What another process does: it reads in one thread, and hands over in another."""
    import gc
    from queue import Queue
    from threading import Thread

    from schemac.labels.workers import end_with

    end_with(parent)
    gc.disable()  # records make no cycles
    line: Queue[News | Exception | None] = Queue(_AHEAD)

    def hand_over() -> None:
        while (news := line.get()) is not None:
            pipe.send(news)

    sender = Thread(target=hand_over, daemon=True)
    sender.start()
    try:
        for news in _all_news(share):
            line.put(news)
    except Exception as error:  # it is raised where the labels are wanted
        line.put(error)
    line.put(None)
    sender.join()


def _all_news(share: Share) -> Iterator[News]:
    from pathlib import Path

    from schemac.datasets import label_format

    format = label_format(share.format)
    for file in share.files:
        yield from _news(format, Path(file), share)


def _news(format: LabelFormat, file: Any, share: Share) -> Iterator[News]:
    from schemac.labels.packing import packed

    kept, done, account = list[Fault](), [0], Account()

    def advance(count: int) -> None:
        done[0] += count

    reading = Reading(
        skeleton=share.skeleton, faults=Faults(share.policy, kept.append), account=account,
        advance=advance,
    )  # fmt: skip
    for labels in format.read(file, reading):
        yield News(batch=packed(labels), faults=tuple(kept), done=done[0])
        kept.clear()
        done[0] = 0
    yield News(faults=tuple(kept), done=done[0], account=account.record())
