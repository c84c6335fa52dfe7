"""Where a build goes, and why some folders must not be taken for it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from schemac.output.plan import OutputError

_ELSEWHERE = "choose a folder of its own with --out, such as build"


class Ground(Struct, frozen=True):
    """The folder of a build, with links followed, and the folder that holds what is unfinished.

    `base` is the folder above `out`: on the same file system, so that one rename is enough. Where
    `out` is a mount point or nothing may be written beside it, `base` is `out` itself.
    """

    out: Path
    base: Path

    @property
    def prefix(self) -> str:
        """How the name of everything unfinished begins."""
        return f".{self.out.name}.schemac-"

    @property
    def lock(self) -> Path:
        """The file that a build locks while it changes `out`."""
        return self.base / f"{self.prefix}lock"

    @property
    def inside(self) -> bool:
        """Whether unfinished work lies in `out` itself."""
        return self.base == self.out


def find_ground(out: Path, sources: Iterable[Path] = ()) -> Ground:
    """Where a build for `out` goes. Raises OutputError where it would do harm."""
    real = _followed(out)
    if real == real.parent:
        raise OutputError(f"{out} is the root of the file system", _ELSEWHERE)
    home = os.path.expanduser("~")  # noqa: PTH111 - the method raises where there is no home
    if _holds(real, Path(os.path.realpath(home))):
        raise OutputError(f"{out} holds the home folder", _ELSEWHERE)
    if _holds(real, Path(os.path.realpath("."))):
        raise OutputError(f"{out} holds the current folder, which a build replaces", _ELSEWHERE)
    if real.exists() and not real.is_dir():
        raise OutputError(f"{out} is not a folder", _ELSEWHERE)
    for name in (".git", "schemac.yaml"):
        if os.path.lexists(real / name):
            raise OutputError(f"{out} holds {name}: it is a project and not a build", _ELSEWHERE)
    for source in sources:
        if _holds(real, Path(os.path.realpath(source))):
            raise OutputError(f"{out} holds the specs in {source}", _ELSEWHERE)
    alone = real.is_dir() and (os.path.ismount(real) or not os.access(real.parent, os.W_OK))
    return Ground(real, real if alone else real.parent)


def _followed(out: Path) -> Path:
    real = Path(os.path.realpath(out))
    if real.is_symlink() or (out.is_symlink() and not real.exists()):
        raise OutputError(f"{out} is a link that leads nowhere", "remove it, or mend its target")
    return real


def _holds(folder: Path, other: Path) -> bool:
    return folder == other or folder in other.parents
