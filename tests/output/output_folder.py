"""Builds to write, and a look at what they left."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from schemac.artifact import Artifact
from schemac.format import Feature, Loss
from schemac.output import Part, Plan

Files = dict[str, bytes]


def part(spec: str | None = "body/coco", target: str = "cvat", **files: str) -> Part:
    """A part with files named `a_json` for `a.json`."""
    made = tuple(Artifact(n.replace("_", "."), text.encode()) for n, text in files.items())
    return Part(
        spec=spec,
        version="1.0.0" if spec else None,
        target=target,
        digest="sha256:0" if spec else None,
        artifacts=made,
        losses=(Loss(Feature.SIGMAS, f"{target} has no place for sigmas"),) if spec else (),
    )


def full(*parts: Part) -> Plan:
    return Plan(parts=parts, full=True, tool_version="9.9.9")


def partial(*parts: Part) -> Plan:
    return Plan(parts=parts, full=False, tool_version="9.9.9")


def tree(out: Path) -> Files:
    """Every plain file below a folder, but the manifest and what is unfinished."""
    return {
        str(path.relative_to(out).as_posix()): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != "manifest.json" and ".schemac-" not in path.name
    }


def listed(out: Path) -> Files:
    """The files that the manifest lists; fails when one does not have the digest it says."""
    manifest = json.loads((out / "manifest.json").read_bytes())
    found = {a["path"]: (out / a["path"]).read_bytes() for a in manifest["artifacts"]}
    for artifact in manifest["artifacts"]:
        assert sha256(found[artifact["path"]]).hexdigest() == artifact["sha256"], artifact
    return found


def beside(out: Path) -> list[str]:
    """What lies beside a build, or at its top, and is not finished; the lock is no leftover."""
    names = [*out.parent.iterdir(), *out.iterdir()]
    return [p.name for p in names if ".schemac-" in p.name and not p.name.endswith("-lock")]
