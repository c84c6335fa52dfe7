"""Real git repositories with a small project in them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

CHANGES = Path(__file__).parents[1] / "lineage" / "changes"
SPEC = "specs/demo/bird-4.yaml"


def git(folder: Path, *words: str) -> str:
    name = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org"}
    name |= {"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org"}
    environment = {**os.environ, **name, "GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(
        ["git", *words], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def commit(folder: Path, message: str = "A step") -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)


def put(folder: Path, kind: str, side: str, to: str = SPEC) -> Path:
    """One side of a step as a file of the project."""
    path = folder / to
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(CHANGES / kind / f"{side}.yaml", path)
    return path


def project(folder: Path, kind: str, *, frozen: bool = True) -> Path:
    """A repository whose branch `main` has the version before, with a frozen copy beside it; the
    working file holds the one after."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    (folder / "schemac.yaml").write_text("schemac: 1\nproject: birds\n")
    put(folder, kind, "before")
    if frozen:
        put(folder, kind, "before", "specs/demo/bird-4@1.0.0.yaml")
    commit(folder)
    put(folder, kind, "after")
    return folder
