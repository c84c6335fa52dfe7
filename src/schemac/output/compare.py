"""Say how a folder differs from what a build would leave there, and what it still holds, without
writing."""

from __future__ import annotations

from pathlib import Path

from schemac.artifact import Artifact
from schemac.output.manifest import (
    NAME,
    Entry,
    Manifest,
    digest,
    manifest_bytes,
    merged,
    planned,
    read_manifest,
)
from schemac.output.paths import check_paths
from schemac.output.plan import Difference, OutputError, Plan, Section
from schemac.output.survey import digest_of


def compare_build(out: Path, plan: Plan) -> Difference:
    """What is missing, changed or stale in `out`. A partial plan is asked about its parts only.

    The manifest counts as one of the files. Foreign files are nobody's business here. Raises
    OutputError when `out` cannot be read.
    """
    check_paths([NAME, *(path for part in plan.parts for path, _ in part.files())])
    last, new = read_manifest(out), planned(plan)
    wanted = merged(last, new, plan)
    shas = {path: entry.sha256 for path, entry in new.by_path().items()}
    shas[NAME] = digest(manifest_bytes(wanted))
    try:
        state = {path: _state(out / path, sha) for path, sha in shas.items()}
        stale = [path for path in _stale(last, wanted) if _state(out / path, "") != "missing"]
    except OSError as error:
        raise OutputError(f"cannot read {error.filename}: {error.strerror}") from error
    return Difference(
        missing=tuple(sorted(path for path, what in state.items() if what == "missing")),
        changed=tuple(sorted(path for path, what in state.items() if what == "changed")),
        stale=tuple(sorted(stale)),
    )


def last_files(
    out: Path, last: Manifest, section: Section, folder: str
) -> tuple[Artifact, ...] | None:
    """The artifacts of one section of the last build, by their paths below `folder`; None unless
    every one of them is there as it was written."""
    files: list[Artifact] = []
    for entry in last.artifacts:
        if entry.section != section:
            continue
        path = out / entry.path
        if not entry.path.startswith(folder) or path.is_symlink() or not path.is_file():
            return None
        content = path.read_bytes()
        if digest(content) != entry.sha256:
            return None
        files.append(Artifact(entry.path.removeprefix(folder), content))
    return tuple(files) or None


def _stale(last: Manifest | None, wanted: Manifest) -> list[str]:
    kept: dict[str, Entry] = wanted.by_path()
    return [path for path in last.by_path() if path not in kept] if last else []


def _state(path: Path, sha256: str) -> str:
    if path.is_symlink():
        return "changed"
    if path.is_file():
        return "same" if digest_of(path) == sha256 else "changed"
    return "changed" if path.exists() else "missing"
