"""What a build wants to leave on disk, and what came of it: plain records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from schemac.artifact import Artifact
from schemac.format import Loss


class OutputError(Exception):
    """A build that cannot be written, in words for people; nothing was changed on disk."""

    def __init__(self, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.help = help


class Section(Struct, frozen=True, order=True):
    """What a build is divided into. A partial build replaces whole sections.

    `spec` and `version` are empty for what is made from the whole library.
    """

    spec: str
    version: str
    target: str


class Part(Struct, frozen=True, kw_only=True):
    """One target's artifacts for one version of a spec, or, with `spec` None, for all specs.

    Artifacts of a spec lie in `<spec>/<version>/<target>/` or, when it is given, in `folder` (which
    ends in `/`); those of the library at the top.
    `digest` is that of the linked skeleton. A part without artifacts empties its section.
    """

    target: str
    artifacts: tuple[Artifact, ...]
    spec: str | None = None
    version: str | None = None
    digest: str | None = None
    folder: str | None = None
    losses: tuple[Loss, ...] = ()
    assumed: tuple[str, ...] = ()

    @property
    def section(self) -> Section:
        """Which section this part fills."""
        return Section(self.spec or "", self.version or "", self.target)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Each artifact's path below the output folder, with its content."""
        folder = self.folder
        if folder is None:
            folder = f"{self.spec}/{self.version}/{self.target}/" if self.spec else ""
        return ((folder + artifact.path, artifact.content) for artifact in self.artifacts)


class Plan(Struct, frozen=True, kw_only=True):
    """A build to write. A full one stands for the whole folder, a partial one for its parts."""

    parts: tuple[Part, ...]
    full: bool
    tool_version: str


class Written(Struct, frozen=True, kw_only=True):
    """What a build did. Paths are relative to `out`.

    `files` and `bytes` count the artifacts of the plan, `unchanged` those of them that were there
    already. `removed` are stale artifacts. `edited` had been changed by hand since the last build
    and were written anew; `kept` would have been removed, but had been changed by hand as well.
    """

    out: Path
    files: int
    bytes: int
    unchanged: int
    removed: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


class Difference(Struct, frozen=True, kw_only=True):
    """How a folder differs from what a build would leave there; paths are relative to it."""

    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.missing or self.changed or self.stale)
