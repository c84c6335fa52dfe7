"""`manifest.json`: every artifact of a build, and everything its targets could not carry."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct

from schemac.artifact import json_bytes
from schemac.output.paths import fault
from schemac.output.plan import Part, Plan, Section

NAME = "manifest.json"


class Entry(Struct, frozen=True, order=True):
    """One artifact. `spec`, `version` and `digest` are None for what the whole library made."""

    path: str
    sha256: str
    spec: str | None
    version: str | None
    target: str
    digest: str | None

    @property
    def section(self) -> Section:
        """Which section it belongs to."""
        return Section(self.spec or "", self.version or "", self.target)


class LossEntry(Struct, frozen=True):
    """One thing a target had no place for."""

    spec: str | None
    version: str | None
    target: str
    feature: str
    message: str

    @property
    def section(self) -> Section:
        """Which section it belongs to."""
        return Section(self.spec or "", self.version or "", self.target)


class AssumedEntry(Struct, frozen=True):
    """One value that a target demands and the spec does not state."""

    spec: str | None
    version: str | None
    target: str
    message: str

    @property
    def section(self) -> Section:
        """Which section it belongs to."""
        return Section(self.spec or "", self.version or "", self.target)


class Manifest(Struct, frozen=True):
    """A build's list of contents, in the order in which it is written."""

    schemac: str
    artifacts: tuple[Entry, ...] = ()
    losses: tuple[LossEntry, ...] = ()
    assumed: tuple[AssumedEntry, ...] = ()

    def by_path(self) -> dict[str, Entry]:
        """Artifacts by their path."""
        return {entry.path: entry for entry in self.artifacts}


def planned(plan: Plan) -> Manifest:
    """The manifest of the plan's own parts."""
    entries = [
        Entry(path, digest(content), part.spec, part.version, part.target, part.digest)
        for part in plan.parts
        for path, content in part.files()
    ]
    losses = [loss for part in plan.parts for loss in _losses(part)]
    assumed = [
        AssumedEntry(part.spec, part.version, part.target, message)
        for part in plan.parts
        for message in part.assumed
    ]
    return _sorted(plan.tool_version, entries, losses, assumed)


def merged(last: Manifest | None, new: Manifest, plan: Plan) -> Manifest:
    """What the folder holds once the plan is written over the last build."""
    if plan.full or last is None:
        return new
    sections, paths = {part.section for part in plan.parts}, new.by_path()
    artifacts = [e for e in last.artifacts if e.section not in sections and e.path not in paths]
    losses = [loss for loss in last.losses if loss.section not in sections]
    assumed = [each for each in last.assumed if each.section not in sections]
    return _sorted(
        plan.tool_version,
        [*artifacts, *new.artifacts],
        [*losses, *new.losses],
        [*assumed, *new.assumed],
    )


def read_manifest(out: Path) -> Manifest | None:
    """The manifest of the build in a folder; None when there is none that this tool wrote."""
    path = out / NAME
    if path.is_symlink() or not path.is_file():
        return None
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return None if any(fault(entry.path) for entry in found.artifacts) else found


def manifest_bytes(manifest: Manifest) -> bytes:
    """The manifest as it is written: sorted, the same bytes for the same build."""
    return json_bytes(msgspec.to_builtins(manifest))


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return sha256(content).hexdigest()


def _losses(part: Part) -> list[LossEntry]:
    return [
        LossEntry(part.spec, part.version, part.target, str(loss.feature), loss.message)
        for loss in part.losses
    ]


def _sorted(
    version: str, entries: list[Entry], losses: list[LossEntry], assumed: list[AssumedEntry]
) -> Manifest:
    return Manifest(
        version,
        tuple(sorted(entries, key=lambda entry: entry.path)),
        tuple(sorted(losses, key=lambda loss: (loss.section, loss.feature, loss.message))),
        tuple(sorted(assumed, key=lambda each: (each.section, each.message))),
    )
