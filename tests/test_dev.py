"""`dev.py`: the parts that can go wrong on a stranger's machine, without installing anything."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """`dev.py` with its .venv somewhere else."""
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path / "venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / "venv" / "bin" / "python")
    monkeypatch.setattr(module, "STAMP", tmp_path / "installed.json")
    return module


def test_without_arguments_it_shows_its_commands(
    dev: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev.main([]) == 0
    shown = capsys.readouterr().out
    assert all(f"dev.py {command}" in shown for command in dev.COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["biuld"], "no command 'biuld'; there are: build, check, test, bench, browser,"),
        (["check", "typos"], "no check 'typos'; there are: lint"),
        (["all", "-x"], "'all' takes no arguments"),
    ],
)
def test_wrong_usage_is_told_and_exits_2(
    dev: ModuleType, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    assert dev.main(arguments) == 2
    assert told in capsys.readouterr().err


def test_an_older_python_is_told_which_one_is_needed(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev.sys, "version_info", (3, 9, 2, "final", 0))
    assert dev.main(["build"]) == 1
    assert "needs Python 3.11 or newer; this is 3.9.2" in capsys.readouterr().err


def test_a_stamp_serves_only_the_installation_it_describes(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "_usable", lambda: True)
    assert not dev._installed(())
    dev.STAMP.write_text(dev.json.dumps({**dev._state(), "extras": ["dev"]}))
    assert dev._installed(())
    assert dev._installed(("dev",))
    assert not dev._installed(("dev", "outside"))
    monkeypatch.setattr(dev, "INPUTS", dev.INPUTS[:1])
    assert not dev._installed(())


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"root": "elsewhere", "extras": []}'])
def test_a_broken_stamp_means_install_again(dev: ModuleType, broken: str) -> None:
    dev.STAMP.write_text(broken)
    assert not dev._installed(())


def test_a_half_made_venv_is_made_again(dev: ModuleType) -> None:
    dev.PYTHON.parent.mkdir(parents=True)
    dev.PYTHON.write_text("not a program")
    assert not dev._usable()


def test_a_missing_venv_module_is_told(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    said = (
        "The virtual environment was not created successfully because ensurepip is not available."
    )
    failed = subprocess.CompletedProcess[str]([], 1, said)
    monkeypatch.setattr(dev, "_quiet", lambda _: failed)
    with pytest.raises(dev.StepError, match="apt install python3-venv"):
        dev._make_venv()


def test_pip_without_a_network_is_told(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "WARNING: Retrying ... NameResolutionError(...)\nERROR: No matching distribution found"
    monkeypatch.setattr(dev, "_quiet", lambda _: subprocess.CompletedProcess[str]([], 1, said))
    with pytest.raises(dev.StepError, match="is there a network connection"):
        dev._pip("install", "hatchling")


def test_every_check_runs_even_after_one_failed(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bad, good = [sys.executable, "-c", "exit('broken')"], [sys.executable, "-c", ""]
    monkeypatch.setattr(dev, "install", lambda *_: None)
    monkeypatch.setattr(dev, "CHECKS", {"one": bad, "two": good})
    assert dev.main(["check"]) == 1
    out, err = capsys.readouterr()
    assert "broken" in out
    assert "ok" in out
    assert "failed: one\n" in err


def test_every_requirement_is_pinned(dev: ModuleType) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"].values()
    wanted = {_name(line) for lines in (project["dependencies"], *extras) for line in lines}
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    assert wanted | set(dev.BACKEND) <= {_name(line) for line in lines}
    assert lines == sorted(lines, key=str.lower)
    assert all(line.count("==") == 1 for line in lines)


@pytest.mark.parametrize("file", [".ci/run", ".pre-commit-config.yaml"])
def test_ci_and_hooks_leave_the_list_of_checks_to_dev(file: str) -> None:
    text = (ROOT / file).read_text()
    assert "dev.py" in text
    assert not any(tool in text for tool in ("ruff", "mypy", "lint-imports"))


def _name(requirement: str) -> str:
    name = requirement
    for mark in "<>=!~[ ;":
        name = name.partition(mark)[0]
    return name.lower().replace("_", "-")
