"""The targets of many specs, one after the other or in several processes.

How many processes is said by `jobs`; None leaves it to this module: one a core, where that pays.

What comes out is the same, in the same order, whatever the number of processes: emitting is a
function of a skeleton and settings, and each skeleton is emitted whole in one process.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar

from msgspec import Struct

from schemac.choosing import Chosen, settings_for
from schemac.compile import emit_with
from schemac.format import Emission, Format, Settings
from schemac.model import Skeleton
from schemac.workspace import Workspace

Advance = Callable[[str], None]

T = TypeVar("T")
R = TypeVar("R")

_MANY = 20
"""Emitting the targets of fewer specs takes no longer than starting a process."""


class Task(Struct, frozen=True):
    """One skeleton and the settings of each target, as they go to another process."""

    skeleton: Skeleton
    settings: Mapping[str, Settings]


def emit_all(
    workspace: Workspace,
    skeletons: tuple[Skeleton, ...],
    marks: tuple[str, ...],
    chosen: Chosen,
    *,
    jobs: int | None = 1,
    advance: Advance = lambda name: None,
) -> Iterator[tuple[Emission, ...]]:
    """For each skeleton what each target makes of it, in the order of `chosen`. `marks` are the
    digests of the skeletons. `advance` is told of each target, or with several jobs of each spec.
    """
    tasks = [
        Task(
            skeleton=skeleton,
            settings={f.name: settings_for(f, chosen, workspace, mark) for f in chosen.formats},
        )
        for skeleton, mark in zip(skeletons, marks, strict=True)
    ]
    if jobs is None:
        jobs = cores() if len(tasks) >= _MANY else 1
    if min(jobs, len(tasks)) > 1:
        for task, emissions in zip(tasks, each_in_processes(_whole, tasks, jobs), strict=True):
            advance(task.skeleton.id)
            yield emissions
        return
    formats = {format.name: format for format in chosen.formats}
    for task in tasks:
        yield tuple(_emitted(task, formats, advance))


def cores() -> int:
    """How many processes can run at once."""
    allowed = getattr(os, "sched_getaffinity", None)  # which only Linux has
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def each_in_processes(
    function: Callable[[T], R], items: Sequence[T], jobs: int | None, *, heavy: bool = False
) -> Iterator[R]:
    """A function of each item, in order, in up to `jobs` processes. The function must be one of a
    module, and both sides plain data. `heavy` ones, of seconds each, are handed out singly."""
    jobs = min(cores() if jobs is None else jobs, len(items))
    if jobs <= 1:
        yield from map(function, items)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(jobs, initializer=_leave_stopping) as pool:
        chunk = 1 if heavy else max(1, len(items) // (jobs * 4))
        yield from pool.map(function, items, chunksize=chunk)


@contextmanager
def beside(function: Callable[[T], R], shares: Sequence[T]) -> Iterator[Iterator[R]]:
    """Starts a function of each share in a process of its own, and gives the results, in order, to
    the caller, who does another share meanwhile. As with `each_in_processes`, all is plain data.
    """
    if not shares:
        yield iter(())
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(len(shares), initializer=_leave_stopping) as pool:
        yield pool.map(function, shares)


def in_turn(shares: Sequence[Sequence[T]]) -> Iterator[T]:
    """The pieces of work that was dealt out like cards, in their order."""
    longest = max(map(len, shares), default=0)
    return (share[k] for k in range(longest) for share in shares if k < len(share))


def _leave_stopping() -> None:
    """Ctrl-C is for the process that started this one; it ends both."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _whole(task: Task) -> tuple[Emission, ...]:
    """All targets of one skeleton, in this process."""
    from schemac.thirdparty import load_target

    formats = {name: load_target(name) for name in task.settings}
    return tuple(_emitted(task, formats, lambda name: None))


def _emitted(task: Task, formats: Mapping[str, Format], advance: Advance) -> Iterator[Emission]:
    for name, settings in task.settings.items():
        advance(f"{task.skeleton.id} {name}")
        yield emit_with(task.skeleton, formats[name], settings)
