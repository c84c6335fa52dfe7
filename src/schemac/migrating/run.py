"""Carry the label files of a data set from one skeleton to another."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from schemac import __version__
from schemac.jobs import cores
from schemac.labelfiles import Found, Room, demand_stamp, room, stamp_of
from schemac.labelfiles.found import size_of
from schemac.labelfiles.room import aside_of, room_of, sweep
from schemac.labels import Account, Fault, Faults, LabelError, Stamp
from schemac.labels.faults import Policy
from schemac.mapping import map_digest
from schemac.maps import Mapped
from schemac.migrating.outcome import Outcome, outcome_of
from schemac.migrating.pieces import Task, each_piece, stamped
from schemac.output import OutputError
from schemac.workspace import UsageError

Advance = Callable[[int], None]

_SHOWN = 100


class Way(Struct, frozen=True, kw_only=True):
    """How a migration is run. `jobs` is None for one process a core."""

    out: Path
    jobs: int | None = None
    resume: bool = False
    force: bool = False
    engine: str | None = None
    scheduler: str | None = None
    on_fault: Policy = "stop"
    advance: Advance = lambda done: None


class Migrated(Struct, frozen=True, kw_only=True):
    """What came of it. `written` is False when a run before had done it all. `faults` are the first
    of those that were set aside, into the file `aside`."""

    outcome: Outcome
    out: Path
    files: int
    written: bool = True
    faults: tuple[Fault, ...] = ()
    aside: Path | None = None


def notes_on(found: Found, mapped: Mapped) -> tuple[str, ...]:
    """Whether the files are in the source of a map, by what they say themselves.

    Raises UsageError when they are in another spec, as after the map was applied already.
    """
    if mapped.source.reference == mapped.target.reference:
        raise UsageError(f"{mapped.source.reference} and {mapped.target.reference} are the same")
    files = [found.file(name) for name in found.names]
    said = [demand_stamp(file, found.format, mapped.source, mapped.target) for file in files]
    told = [note for note in said if note]
    if len(told) > 1:
        told = [told[0], f"the same is true of {len(told) - 1:,} more files"]
    if found.passed_over:
        some = ", ".join(found.passed_over[:3])
        told.append(f"{len(found.passed_over):,} files of the folder hold no labels: {some}")
    return tuple(told)


def migrate(found: Found, mapped: Mapped, way: Way) -> Migrated:
    """Write the labels of `found`, as the map leaves them, to `way.out`.

    Everything else in the files stays as it is. Raises LabelError for labels that cannot be read,
    UsageError for labels of another spec, OutputError when the output must not or cannot be
    written; then there is no output, and maybe the folder beside it that `resume` goes on with.
    """
    if found.format.move is None:
        raise UsageError(f"files of {found.format.title} cannot be migrated")
    _apart(found, way.out)
    stamp = stamped(mapped)
    if way.resume and way.out.exists() and not room_of(way.out).exists():
        return _done_before(found, mapped, way, stamp)
    notes = notes_on(found, mapped)
    account, first = Account(), list[Fault]()
    with room(
        way.out, _job(found, mapped, way), many=found.many, resume=way.resume, force=way.force
    ) as here:
        if way.engine:
            first += _by_engine(found, mapped, way, here, account)
        else:
            task = Task(
                found=found, mapped=mapped, out=way.out, room=here.folder,
                on_fault=way.on_fault, jobs=way.jobs,
            )  # fmt: skip
            for done in each_piece(task, way.advance):
                account.add(done.account)
                first += done.faults[: _SHOWN - len(first)]
        here.install(found.names)
    aside = aside_of(way.out)
    return Migrated(
        outcome=outcome_of(mapped.map, mapped.target, account, notes),
        out=way.out,
        files=len(found.names),
        faults=tuple(first),
        aside=aside if account.set_aside and aside.exists() else None,
    )


def _by_engine(
    found: Found, mapped: Mapped, way: Way, here: Room, account: Account
) -> tuple[Fault, ...]:
    """Whole files handed out to the workers of an engine; the first that was set aside. Counts are
    written down with each file, so that a run that goes on knows those of the run before."""
    from schemac.migrating.engine import EngineError, migrate_folder

    if not found.many or found.format.name != "parquet":
        raise UsageError(
            f"an engine works on folders of Parquet, and {found.path} is none",
            "leave out --engine; --jobs uses all cores of this machine",
        )
    assert way.engine is not None  # noqa: S101 - asked by who calls
    here.data.mkdir(exist_ok=True)
    before = {name: said for name in found.names if (said := here.done(name, found.file(name)))}
    before = {name: said for name, said in before.items() if (here.data / name).is_file()}
    for name, said in before.items():
        account.add(said)
        way.advance(size_of(found.file(name)))
    faults = Faults(way.on_fault)
    try:
        migrate_folder(
            way.engine, found.path, here.data, mapped.map, ends=(mapped.source, mapped.target),
            stamp=stamped(mapped), faults=faults, account=account, jobs=way.jobs or cores(),
            scheduler=way.scheduler, done=before,
            advance=lambda name: way.advance(size_of(found.file(name))),
            counted=lambda name, said, kept: here.note(name, found.file(name), said, kept),
        )  # fmt: skip
    except EngineError as error:
        raise UsageError(str(error), error.help) from error
    return tuple(faults.first)


def _done_before(found: Found, mapped: Mapped, way: Way, stamp: Stamp) -> Migrated:
    """An output that stands there already, whole, is ours when its stamp is the one we write."""
    first = way.out / found.names[0] if found.many else way.out
    try:
        ours = first.exists() and stamp_of(first, found.format) == stamp
    except LabelError:
        ours = False
    if not ours:
        raise OutputError(f"{way.out} is there already, and is not what this would write")
    sweep(way.out)
    outcome = outcome_of(mapped.map, mapped.target, Account())
    return Migrated(outcome=outcome, out=way.out, files=len(found.names), written=False)


def _job(found: Found, mapped: Mapped, way: Way) -> dict[str, str]:
    """What makes a run the same as the one before it."""
    return {
        "data": os.fspath(found.path.resolve()),
        "format": found.format.name,
        "map": map_digest(mapped.map),
        "target": mapped.map.target.digest,
        "treatment of faults": way.on_fault,
        "engine": way.engine or "none",
        "version of schemac": __version__,
    }


def _apart(found: Found, out: Path) -> None:
    """The output is neither the input nor inside of it."""
    source, target = found.path.resolve(), out.resolve()
    if target == source or (source.is_dir() and source in target.parents):
        raise UsageError(f"the output {out} lies in the input", "choose a place outside of it")
    if target.is_dir() and target in source.parents:
        raise UsageError(f"the output {out} is a folder that holds the input")
