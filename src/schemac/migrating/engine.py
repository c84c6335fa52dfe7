"""Folders of Parquet carried over by several processes, here or on a cluster.

An engine only spreads files over workers: each file is carried by the same function as on one
machine, so what comes out does not depend on the engine, on how many workers there are, or on
whether some of them died on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from schemac.datasets import label_format
from schemac.labelfiles import find
from schemac.labels import Account, Fault, Faults, Moving, Stamp
from schemac.labels.faults import Policy
from schemac.mapping import MigrationMap
from schemac.migrating.counting import Counting
from schemac.model import Skeleton
from schemac.output.stage import flush_one

Counted = Callable[[str, Account, tuple[Fault, ...]], None]
"""Told the name of a file, what was counted for it, and what was set aside of it."""


class EngineError(Exception):
    """An engine cannot be used; `str()` is for people, `help` says what may be done."""

    def __init__(self, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.help = help


class Piece(Struct, frozen=True, kw_only=True):
    """One file, with all that a worker has to know to carry it."""

    name: str
    source: str
    out: str
    map: MigrationMap
    ends: tuple[Skeleton, Skeleton]
    stamp: Stamp
    policy: Policy


class Done(Struct, frozen=True, kw_only=True):
    """What a worker says of a file that it carried: plain data of an account, and faults."""

    name: str
    account: dict[str, Any]
    faults: tuple[Fault, ...]


def parquet_files(source: Path) -> tuple[str, ...]:
    """The Parquet files of a folder, below it too, relative to it and in order; files whose names
    begin with `.` or `_` are not data, as Spark and Hive have it. Raises UsageError for none."""
    return find(source, label_format("parquet")).names


def migrate_folder(
    engine: str,
    source: Path,
    out: Path,
    map: MigrationMap,
    *,
    ends: tuple[Skeleton, Skeleton],
    stamp: Stamp,
    faults: Faults,
    account: Account,
    jobs: int = 2,
    scheduler: str | None = None,
    done: Collection[str] = (),
    advance: Callable[[str], None] = lambda name: None,
    counted: Counted = lambda name, account, faults: None,
) -> tuple[str, ...]:
    """Carry every Parquet file of a folder to a file of the same name below `out`; their names.

    `ends` are the skeletons of the map, `stamp` what is written into each file. `done` are names
    that `out` has already, which are passed over, so that work can be taken up again. A file
    stands in `out` under its name only when it is whole and safe on disk; then `counted` is told
    what came of it, and `advance` its name. With `dask`, `jobs` workers are started on this machine
    unless `scheduler` (`tcp://host:8786`) names a cluster, whose workers must see both folders
    under the same paths. Counts go into `account`, faults to `faults` in the order of names. Raises
    LabelError as a reader does, EngineError for an unknown engine or one that cannot be used.
    """
    if engine not in ENGINES:
        raise EngineError(f"there is no engine `{engine}`", f"there are {', '.join(ENGINES)}")
    names = parquet_files(source)
    pieces = [
        Piece(
            name=name, source=str((source / name).resolve()), out=str((out / name).resolve()),
            map=map, ends=ends, stamp=stamp, policy=faults.policy,
        )
        for name in names if name not in done
    ]  # fmt: skip
    found: dict[str, Done] = {}
    for each in ENGINES[engine](pieces, jobs, scheduler) if pieces else ():
        found[each.name] = each
        counted(each.name, Account.read(each.account), each.faults)
        advance(each.name)
    for each in (found[name] for name in names if name in found):
        account.add(Account.read(each.account))
        for fault in each.faults:
            faults.report(fault)
    return names


def carried(piece: Piece) -> Done:
    """Carry one file: what every worker does. Raises LabelError."""
    target = Path(piece.out)
    target.parent.mkdir(parents=True, exist_ok=True)
    work = target.with_name(f".{target.name}.part")
    work.unlink(missing_ok=True)  # of a worker that died
    account, kept = Account(), list[Fault]()
    moving = Moving(
        source=piece.ends[0], target=piece.ends[1], stamp=piece.stamp, account=account,
        carry=Counting(map=piece.map, account=account), faults=Faults(piece.policy, kept.append),
    )  # fmt: skip
    move = label_format("parquet").move
    assert move is not None  # noqa: S101 - it has one
    try:
        move(Path(piece.source), work, moving)
        flush_one(work)
        work.replace(target)
        flush_one(target.parent)
    finally:
        work.unlink(missing_ok=True)
    return Done(name=piece.name, account=account.record(), faults=tuple(kept))


def _local(pieces: Sequence[Piece], jobs: int, scheduler: str | None) -> Iterator[Done]:
    return map(carried, pieces)


def _dask(pieces: Sequence[Piece], jobs: int, scheduler: str | None) -> Iterator[Done]:
    """Each file as soon as it is done. A worker that dies is replaced, and its file begun anew."""
    try:
        from schemac.migrating.dask import spread
    except ImportError:
        raise EngineError(
            "the engine `dask` is not installed", "install it with `pip install 'schemac[dask]'`"
        ) from None
    return spread(carried, pieces, jobs, scheduler)


Engine = Callable[[Sequence[Piece], int, str | None], Iterator[Done]]
ENGINES: dict[str, Engine] = {"local": _local, "dask": _dask}
"""`local` works in this process, file after file; `dask` on a scheduler and its workers."""
