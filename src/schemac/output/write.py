"""Write a build so that it is there whole or not at all."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from schemac.output.exchange import can_exchange, exchange
from schemac.output.ground import Ground, find_ground
from schemac.output.journal import change_in_place
from schemac.output.leftovers import locked, look_after, workroom
from schemac.output.manifest import NAME, manifest_bytes
from schemac.output.paths import check_paths
from schemac.output.plan import OutputError, Plan, Written
from schemac.output.settle import Settlement, settle
from schemac.output.stage import flush, flush_one, stage, take_over

_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
_REFUSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def write_build(
    out: Path, plan: Plan, *, sources: Iterable[Path] = (), patience: float = 60.0
) -> Written:
    """Leave the plan's artifacts and a manifest in `out`, in one step.

    The new tree is prepared beside `out` and exchanged with it; whenever the process dies, `out`
    is the last build or this one. Files that no build wrote stay. A full plan removes the stale
    files of the last build; a partial one replaces the sections of its parts only. `sources` are
    folders that `out` must not hold. Waits up to `patience` seconds for another build.

    Raises OutputError, with everything as it was, when the build cannot or must not be written.
    """
    files = [file for part in plan.parts for file in part.files()]
    check_paths([NAME, *(path for path, _ in files)])
    with _in_words(out):
        ground = find_ground(out, sources)
        ground.base.mkdir(parents=True, exist_ok=True)
        with workroom(ground, patience) as room:
            unchanged = stage(files, room / "tree", ground.out)
            with locked(ground, patience):
                settlement = settle(ground.out, plan, room / "tree", ground.prefix)
                _install(room, ground, settlement, [path for path, _ in files])
                look_after(room, ground.out)
    return Written(
        out=out,
        files=len(files),
        bytes=sum(len(content) for _, content in files),
        unchanged=unchanged,
        removed=settlement.removed,
        edited=settlement.edited,
        kept=settlement.kept,
    )


def _install(room: Path, ground: Ground, settlement: Settlement, fresh: list[str]) -> None:
    tree, out = room / "tree", ground.out
    (tree / NAME).write_bytes(manifest_bytes(settlement.manifest))
    if not out.exists():
        flush(tree)
        tree.rename(out)
    elif ground.inside or not can_exchange(room) or not _exchanged(tree, out, settlement):
        change_in_place(settlement, fresh, tree, out, ground.prefix)
    flush_one(ground.base)


def _exchanged(tree: Path, out: Path, settlement: Settlement) -> bool:
    take_over(settlement, out, tree)
    flush(tree)
    return exchange(tree, out)


@contextmanager
def _in_words(out: Path) -> Iterator[None]:
    """Faults of the disk as something a person can act on."""
    try:
        yield
    except OSError as error:
        what = error.strerror or str(error)
        where = f" ({error.filename})" if error.filename else ""
        raise OutputError(f"cannot write {out}: {what}{where}", _advice(error.errno)) from error


def _advice(code: int | None) -> str | None:
    if code in _FULL:
        return "free some space and build again; the last build is as it was"
    if code in _REFUSED:
        return "see who may write there, or choose another folder with --out"
    return None
