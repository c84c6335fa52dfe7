"""Read labels from files of one format, and write them in another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from schemac.canonical import digest
from schemac.converting.losses import watched
from schemac.labelfiles import Found, arranged, demand_stamp, read_all, room
from schemac.labelfiles.room import aside_of
from schemac.labelfiles.spool import Together
from schemac.labelfiles.stamps import unstamped
from schemac.labels import Account, Fault, LabelFormat, Labels, Stamp, Writing
from schemac.labels.faults import Policy
from schemac.model import Skeleton
from schemac.workspace import UsageError

Advance = Callable[[int], None]


class Way(Struct, frozen=True, kw_only=True):
    """How a conversion is run: into which format, to where. `jobs` is None for one a core."""

    out: Path
    format: LabelFormat
    jobs: int | None = 1
    force: bool = False
    on_fault: Policy = "stop"
    advance: Advance = lambda done: None


class Converted(Struct, frozen=True, kw_only=True):
    """What came of it; `account` tells what was lost, folded and assumed. `faults` are the first
    that were set aside, into the file `aside`."""

    source: str
    target: str
    out: Path
    account: Account
    notes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    aside: Path | None = None


def convert(found: Found, skeleton: Skeleton, way: Way) -> Converted:
    """Write all labels of `found` as one file (or folder) of another format to `way.out`.

    Memory is bounded: what the target wants in another order goes through a file beside the
    output. Raises LabelError for labels that cannot be read, UsageError for labels of another
    spec, OutputError when the output must not or cannot be written; then there is no output.
    """
    if way.format.write is None:
        raise UsageError(f"schemac does not write {way.format.title}")
    files = [found.file(name) for name in found.names]
    said = [demand_stamp(file, found.format, skeleton) for file in files]
    stamp = Stamp(spec=str(skeleton.reference), digest=digest(skeleton))
    job = {"data": str(found.path.resolve()), "format": way.format.name}
    with room(way.out, job, force=way.force, anew=True) as here:
        piece = here.begin(way.out.name, found.path, way.on_fault)
        writing = Writing(
            skeleton=skeleton, stamp=stamp, account=piece.account, source=found.path.name
        )
        read = read_all(found, skeleton, piece.faults, piece.account, way.advance, way.jobs)
        with _ordered(read, way.format.together, here.folder / "spool") as labels:
            seen = watched(labels, way.format.holds, piece.account, writing.ladder)
            way.format.write(seen, piece.work, writing)
        here.finish(piece, stamp if unstamped(way.format) else None)
        here.install((way.out.name,))
    aside = aside_of(way.out)
    return Converted(
        source=found.format.title,
        target=way.format.title,
        out=way.out,
        account=piece.account,
        notes=tuple(dict.fromkeys(note for note in said if note)),
        faults=tuple(piece.faults.first),
        aside=aside if piece.faults.count and aside.exists() else None,
    )


@contextmanager
def _ordered(
    labels: Iterator[Labels], together: Together | None, beside: Path
) -> Iterator[Iterable[Labels]]:
    """The labels in the order that the target wants."""
    if together is None:
        yield labels
        return
    marked = ((batch, None) for batch in labels)
    with arranged(marked, together, beside) as again:
        yield (batch for batch, _ in again())
