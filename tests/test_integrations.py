"""The hooks and the action that projects use: their files are right, and what they run works."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from schemac.cli import COMMANDS

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "cases"
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))


def test_the_hooks_have_what_pre_commit_needs():
    from pre_commit.clientlib import load_manifest

    assert [hook["id"] for hook in load_manifest(str(ROOT / ".pre-commit-hooks.yaml"))] == [
        "schemac-check", "schemac-fmt", "schemac-build-check",
    ]  # fmt: skip


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_what_a_hook_runs_is_there(hook: dict[str, Any], tmp_path: Path):
    program, command, *options = hook["entry"].split()
    assert (program, hook["language"], hook["pass_filenames"]) == ("schemac", "python", False)
    assert command in COMMANDS
    project(tmp_path, "good")
    schemac(tmp_path, "build")
    done = schemac(tmp_path, command, *options)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_action_has_what_github_needs():
    assert {"name", "description", "inputs", "runs"} <= ACTION.keys()
    assert ACTION["runs"]["using"] == "composite"
    for step in ACTION["runs"]["steps"]:
        assert ("uses" in step) != ("run" in step)
        assert "run" not in step or step["shell"] == "bash"
        assert "${{" not in step.get("run", ""), "an input written into a script could be run"
    used = {
        word.partition("inputs.")[2].split(" ")[0].rstrip("}")
        for step in ACTION["runs"]["steps"]
        for value in (*step.get("env", {}).values(), *step.get("with", {}).values())
        for word in value.split("${{ ")[1:]
    }
    assert used <= ACTION["inputs"].keys()
    assert all(isinstance(i["default"], str) for i in ACTION["inputs"].values())


@pytest.mark.parametrize(
    ("kind", "specs", "strict", "code", "said"),
    [
        ("good", "", "false", 0, ""),
        ("bad", "", "false", 1, "::error file=specs/demo/arm-5.yaml,line=13,"),
        ("bad", "body/coco-17\nhand/hand-21\n", "false", 0, ""),
        ("bad", "$(touch hacked); body/coco-17", "true", 2, ""),
    ],
)
def test_the_step_that_checks(
    kind: str, specs: str, strict: str, code: int, said: str, tmp_path: Path
):
    project(tmp_path, kind)
    [script] = [s["run"] for s in ACTION["runs"]["steps"] if s.get("name") == "schemac check"]
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=tmp_path, env=environment(tmp_path) | {"SPECS": specs, "STRICT": strict},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stdout + done.stderr
    assert said in done.stdout
    assert not (tmp_path / "hacked").exists()


def project(folder: Path, kind: str) -> None:
    path = folder / "specs" / "demo" / "arm-5.yaml"
    path.parent.mkdir(parents=True)
    shutil.copy(CASES / "unknown-keypoint" / f"{kind}.yaml", path)
    (folder / "schemac.yaml").write_text("schemac: 1\nproject: demo\n", "utf-8")


def schemac(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["schemac", *words], cwd=folder, env=environment(folder),
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def environment(folder: Path) -> dict[str, str]:
    programs = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    return os.environ | {"PATH": programs, "XDG_CACHE_HOME": str(folder / "cache")}
