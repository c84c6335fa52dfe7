"""What every file of a build was made from, and whether it still is what the build left."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from schemac.auditing.account import Made
from schemac.ledger import Ledger
from schemac.output import Difference, Manifest
from schemac.output.manifest import Entry, digest


def made_from(
    out: Path,
    manifest: Manifest,
    ledgers: Mapping[str, Ledger],
    difference: Difference | None = None,
) -> tuple[Made, ...]:
    """The sections of a build with the version each was made from. `difference` is what making it
    again showed."""
    sections: dict[tuple[str, str, str, str], list[Entry]] = {}
    for entry in manifest.artifacts:
        key = (entry.spec or "", entry.version or "", entry.target, entry.digest or "")
        sections.setdefault(key, []).append(entry)
    others = frozenset((*difference.changed, *difference.missing, *difference.stale)
                       if difference else ())  # fmt: skip
    return tuple(
        _made(out, sections[key], ledgers, None if difference is None else others)
        for key in sorted(sections)
    )


def _made(
    out: Path,
    entries: list[Entry],
    ledgers: Mapping[str, Ledger],
    others: frozenset[str] | None,
) -> Made:
    states = {entry.path: _state(out / entry.path, entry.sha256) for entry in entries}
    first = entries[0]
    return Made(
        spec=first.spec,
        version=first.version,
        target=first.target,
        digest=first.digest,
        basis=_basis(first, ledgers),
        files=len(entries),
        edited=tuple(path for path, state in states.items() if state == "edited"),
        missing=tuple(path for path, state in states.items() if state == "missing"),
        differing=None
        if others is None
        else tuple(path for path, state in states.items() if state == "same" and path in others),
    )


def _basis(entry: Entry, ledgers: Mapping[str, Ledger]) -> str:
    """What the version is that a file was made from."""
    if entry.spec is None or entry.version is None:
        return "the whole project"
    for ledger in ledgers.values():
        line = ledger.find(entry.spec, entry.version)
        if line is None:
            continue
        if line.digest != entry.digest:
            return "not the released version of that number"
        return "a released version" if line.status == "released" else "an unattested version"
    return "a draft"


def _state(path: Path, sha256: str) -> str:
    try:
        return "same" if digest(path.read_bytes()) == sha256 else "edited"
    except OSError:
        return "missing"
