"""The programs schemac is measured against, in environments of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

LINKML = "linkml==1.12.1"
PEERS = Path(__file__).parent / ".peers"


def linkml() -> Path:
    """LinkML's `gen-json-schema`, installed when it is not there yet."""
    return _installed(LINKML, "gen-json-schema")


def linkml_schema(path: Path, slots: int) -> Path:
    """A LinkML schema of one class with this many described slots, written to `path`."""
    names = [f"point_{number}" for number in range(slots)]
    lines = [
        "id: https://example.org/skeleton",
        "name: skeleton",
        "prefixes: {linkml: 'https://w3id.org/linkml/'}",
        "imports: ['linkml:types']",
        "default_range: string",
        "classes:",
        "  Skeleton:",
        "    tree_root: true",
        f"    slots: [{', '.join(names)}]",
        "  Point:",
        "    slots: [x, y, v]",
        "slots:",
        *(f"  {axis}: {{range: float, required: true}}" for axis in ("x", "y")),
        "  v: {range: integer, required: true}",
        *(f"  {name}: {{range: Point, description: Keypoint {name}.}}" for name in names),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _installed(requirement: str, program: str) -> Path:
    venv = PEERS / requirement.replace("==", "-")
    scripts = venv / ("Scripts" if os.name == "nt" else "bin")
    done = venv / "installed"
    if not done.exists():
        print(f"Installing {requirement} to measure against ...", file=sys.stderr, flush=True)
        PEERS.mkdir(exist_ok=True)
        (PEERS / ".gitignore").write_text("*\n", encoding="utf-8")
        _run(sys.executable, "-m", "venv", "--clear", str(venv))
        _run(str(scripts / "python"), "-m", "pip", "install", "-q", "--compile", requirement)
        done.touch()
    return scripts / program


def _run(*command: str) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        sys.exit(f"{done.stdout}\nfailed: {' '.join(command)}")
