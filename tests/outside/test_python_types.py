"""mypy in strict mode, on the modules of constants and on a program that uses one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from conftest import LIBRARY, linked
from schemac.format import Settings
from schemac.formats.python import FORMAT
from small_skeletons import bird

MADE = (linked(LIBRARY[0]), linked(LIBRARY[2]), bird(), bird(visibility=None, evaluation=()))
USER = """
from first import EDGES, MAIN_SIGMAS, MIRROR, NAMES, SIGMAS, Keypoint
name: str = NAMES[Keypoint.NOSE]
other: Keypoint = Keypoint(MIRROR[Keypoint.LEFT_EYE])
sigma: float | None = SIGMAS[MAIN_SIGMAS][Keypoint.NOSE] if MAIN_SIGMAS else None
pairs: list[tuple[str, str]] = [(NAMES[i], NAMES[j]) for i, j in EDGES]
NAMES = ()  # type: ignore[misc]
Keypoint.NOSED  # type: ignore[attr-defined]
"""


def test_the_types_hold(tmp_path: Path) -> None:
    for name, made in zip(("first", "second", "third", "fourth"), MADE, strict=True):
        (artifact,) = FORMAT.emit(made, Settings()).artifacts
        (tmp_path / f"{name}.py").write_bytes(artifact.content)
    (tmp_path / "user.py").write_text(USER)
    mypy = [sys.executable, "-m", "mypy", "--strict", "--warn-unused-ignores", "--config-file="]
    files = [path.name for path in sorted(tmp_path.glob("*.py"))]
    done = subprocess.run([*mypy, *files], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    ruff = [sys.executable, "-m", "ruff", "format", "--isolated", "--check", "--diff", "first.py"]
    done = subprocess.run(ruff, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
