"""A Label Studio server that lives as long as a block of code, on 127.0.0.1 with SQLite."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER, PASSWORD = "checks@example.com", "not-a-secret-1"
TOKEN = "0123456789abcdef0123456789abcdef01234567"
STARTS_WITHIN = 150  # seconds; all migrations take about 25


class ServerError(Exception):
    """The server did not start."""


@contextmanager
def server(data: Path, log: Path) -> Iterator[str]:
    """The address of a server with an empty database; everything it started is stopped after."""
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    port = _free_port()
    with log.open("wb") as file:
        process = subprocess.Popen(
            _command(data, port),
            env=_environment(data),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(process, url, log)
        yield url
    finally:
        _stop(process)
        shutil.rmtree(data, ignore_errors=True)


def _command(data: Path, port: int) -> list[str]:
    # Tokens of this kind are off unless asked for when the database is made.
    return [
        str(Path(sys.executable).parent / "label-studio"), "start", "--no-browser",
        "--internal-host", "127.0.0.1", "--port", str(port), "--data-dir", str(data),
        "--username", USER, "--password", PASSWORD, "--user-token", TOKEN,
        "--enable-legacy-api-token", "--log-level", "WARNING",
    ]  # fmt: skip


def _environment(data: Path) -> dict[str, str]:
    """Nothing of the caller's settings for Django or Label Studio, nothing in the caller's home,
    and no calls to Label Studio's makers."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO_", "LABEL_STUDIO_"))}
    silent = {"COLLECT_ANALYTICS": "false", "LATEST_VERSION_CHECK": "false"}
    silent |= {"SENTRY_DSN": "", "FRONTEND_SENTRY_DSN": ""}
    return {**kept, **silent, "DJANGO_DB": "sqlite", "LABEL_STUDIO_BASE_DATA_DIR": str(data)}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=5) as answer:
                if b"UP" in answer.read():
                    return
        except OSError:
            pass
        time.sleep(0.5)
    tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
    raise ServerError(f"Label Studio did not start:\n{tail}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
        except ProcessLookupError:
            return
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            continue
