"""`schemac serve` as a process: it says where it is, follows the spec, ends quietly."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from schemac.cli import main
from serving.conftest import BAD

Process = subprocess.Popen[str]


@pytest.fixture
def process(spec: Path, tmp_path: Path) -> Iterator[Process]:
    call = "import sys; from schemac.cli import main; sys.exit(main(['serve', '--port', '0']))"
    running = subprocess.Popen(
        [sys.executable, "-c", call], cwd=tmp_path, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    yield running
    running.kill()
    running.communicate()


def address(process: Process) -> str:
    assert process.stdout
    found = re.match(r"serving at (http://127\.0\.0\.1:\d+/)", process.stdout.readline())
    assert found
    return found[1]


def test_it_says_where_it_is_and_what_it_checked(process: Process, spec: Path) -> None:
    page = f"{address(process)}demo/arm-3/index.html"
    with urllib.request.urlopen(page, timeout=30) as got:
        assert b"Arm" in got.read()
    assert process.stderr
    assert re.match(r"specs/demo/arm-3.yaml: .*\(\d\.\d\d s\)", process.stderr.readline())
    spec.write_text(BAD, "utf-8")  # nobody asks for a page, and it is checked all the same
    assert "1 error" in process.stderr.readline()


def test_ctrl_c_ends_it_quietly(process: Process) -> None:
    address(process)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err.strip()) == (0, "", "")


def run(*words: str) -> int:
    try:
        return main(["serve", *words])
    except SystemExit as stopped:
        return int(str(stopped.code))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("demo/arm-4",), "there is no spec, file or folder `demo/arm-4`"),
        (("--port", "70000"), "there is no port 70000"),
        (("--port", "-1"), "there is no port -1"),
        (("--port", "web"), "invalid int value"),
        (("--locale", "tlh"), "there is no guide in `tlh`"),
    ],
)
def test_what_makes_no_sense_is_said(
    spec: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*words) == 2
    assert said in capsys.readouterr().err


def test_a_port_that_is_taken_is_said(
    spec: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert run("--port", str(port)) == 2
    assert f"port {port} is taken" in capsys.readouterr().err


def test_a_project_without_specs_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "schemac.yaml").write_text("schemac: 1\nproject: demo\n", "utf-8")
    (tmp_path / "specs").mkdir()
    monkeypatch.chdir(tmp_path)
    assert run() == 2
    assert "there is no spec to serve" in capsys.readouterr().err
