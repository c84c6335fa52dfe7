"""What the checks need: Label Studio in an environment of its own, and a browser."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
INPUTS = (HERE / "requirements.txt", HERE / "constraints.txt")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class MissingError(Exception):
    """Something that cannot be installed, in words for the person who called."""


def prepare(folder: Path) -> Path:
    """The Python of an environment with Label Studio; made again when the versions changed."""
    python = folder / "bin" / "python"
    stamp = folder / "installed"
    wanted = hashlib.sha256(b"\0".join(path.read_bytes() for path in INPUTS)).hexdigest()
    wanted += f" {folder}"  # the scripts of an environment hold its path
    if python.exists() and stamp.is_file() and stamp.read_text() == wanted:
        return python
    started = time.monotonic()
    print("Installing Label Studio into .oracles, 1 to 3 minutes ...", flush=True)
    _quiet([sys.executable, "-m", "venv", "--clear", folder])
    pip: list[str | Path] = [
        python,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--no-input",
        "install",
    ]
    _quiet([*pip, "-r", INPUTS[0], "-c", INPUTS[1]])
    stamp.write_text(wanted)
    print(f"Installed in {time.monotonic() - started:.0f} s.", flush=True)
    return python


def chromium() -> str:
    """The path of a browser; on Debian and Ubuntu root gets one installed."""
    if not _browser() and shutil.which("apt-get") and os.geteuid() == 0:
        print("Installing Chromium ...", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        _quiet(["apt-get", "update"], quiet)
        _quiet(["apt-get", "install", "-y", "--no-install-recommends", "chromium"], quiet)
    if found := _browser():
        return found
    raise MissingError(f"no browser: one of {', '.join(BROWSERS)} must be on the PATH")


def _browser() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def _quiet(command: list[str | Path], env: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        list(map(str, command)),
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if done.returncode:
        end = "\n".join(done.stdout.strip().splitlines()[-20:])
        raise MissingError(f"{' '.join(map(str, command[:4]))} ... failed:\n{end}")
