"""What must happen to every file of a folder when a build is written over it.

Whatever the last manifest does not list is foreign: it stays. So does a stale artifact that was
changed by hand since. Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Set
from pathlib import Path
from typing import Literal

from msgspec import Struct

from schemac.output.manifest import NAME, Entry, Manifest, merged, planned, read_manifest
from schemac.output.paths import check_paths, parents
from schemac.output.plan import OutputError, Plan
from schemac.output.survey import Survey, digest_of, same_file, survey

Fate = Literal["replaced", "edited", "foreign", "removed", "kept", "stay"]
"""What becomes of a file on disk: written anew (`edited`: although changed by hand), in the way of
an artifact, no longer wanted, no longer wanted but changed by hand, or none of our business."""

_NAMED = 5


class Settlement(Struct, frozen=True, kw_only=True):
    """The files of the new tree beside the plan's own, and what becomes of the others.

    `stay` are the files and `folders` the empty folders to take over as they are; the rest is
    told as in `Written`.
    """

    manifest: Manifest
    stay: tuple[str, ...]
    folders: tuple[str, ...]
    removed: tuple[str, ...]
    edited: tuple[str, ...]
    kept: tuple[str, ...]


def settle(out: Path, plan: Plan, staged: Path, ignore: str) -> Settlement:
    """Decide. Raises OutputError when a foreign file stands where an artifact must go."""
    last, new = read_manifest(out), planned(plan)
    manifest = merged(last, new, plan)
    check_paths([NAME, *manifest.by_path()])
    found, listed, fresh = survey(out, ignore), last.by_path() if last else {}, new.by_path()
    fate = dict(_fates(out, found, listed, fresh, manifest.by_path(), staged))
    stay = [*_with("stay", fate), *_with("kept", fate)]
    ours = fresh.keys() | {NAME}
    used = {p for path in (*stay, *listed, *ours) for p in (*parents(path), path)}
    folders = sorted(found.folders - used)
    if blocking := {*_with("foreign", fate), *_blocking((*stay, *folders), ours)}:
        raise _in_the_way(out, sorted(blocking))
    return Settlement(
        manifest=manifest,
        stay=tuple(sorted(stay)),
        folders=tuple(folders),
        removed=_with("removed", fate),
        edited=_with("edited", fate),
        kept=_with("kept", fate),
    )


def _fates(
    out: Path,
    found: Survey,
    listed: Mapping[str, Entry],
    fresh: Mapping[str, Entry],
    result: Mapping[str, Entry],
    staged: Path,
) -> Iterator[tuple[str, Fate]]:
    """Each file on disk with what becomes of it."""
    for path, plain in found.files.items():
        if path == NAME:
            yield path, "replaced" if read_manifest(out) else "foreign"
        elif path in fresh:
            if not same_file(out / path, staged / path):
                here = digest_of(out / path) if plain else ""
                yield path, _replaced(here, fresh[path], listed.get(path))
        elif path in listed and path not in result:
            unchanged = plain and digest_of(out / path) == listed[path].sha256
            yield path, "removed" if unchanged else "kept"
        else:
            yield path, "stay"


def _replaced(here: str, new: Entry, last: Entry | None) -> Fate:
    """What becomes of a file with this digest where an artifact must go."""
    if here == new.sha256 or (last and here == last.sha256):
        return "replaced"
    return "edited" if last else "foreign"


def _with(wanted: Fate, fate: Mapping[str, Fate]) -> tuple[str, ...]:
    return tuple(sorted(path for path, what in fate.items() if what == wanted))


def _blocking(stay: Collection[str], ours: Set[str]) -> Iterator[str]:
    """What stays as a file where the build needs a folder, or in a folder where it needs a file."""
    above = {folder for path in ours for folder in parents(path)}
    for path in stay:
        if path in above or not ours.isdisjoint(parents(path)):
            yield path


def _in_the_way(out: Path, paths: list[str]) -> OutputError:
    named = ", ".join(paths[:_NAMED]) + (" and others" if len(paths) > _NAMED else "")
    verb = "is" if len(paths) == 1 else "are"
    return OutputError(
        f"{named} in {out} {verb} in the way of the build, and not written by it",
        "move what is in the way elsewhere, or choose another folder with --out",
    )
