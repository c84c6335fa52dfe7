"""Files rewritten in place by `fmt` and `check --fix`: which, how, and what is printed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import schemac.api
from schemac.cli import main
from schemac.output import OutputError, replace_file

CASES = Path(__file__).parent / "cases"
GOOD = (CASES / "unknown-keypoint" / "good.yaml").read_text("utf-8")
TABBED = GOOD.replace("  nose: ", "\tnose: ")
ASKEW = GOOD.replace("title: Arm, 5 keypoints\n", "").replace(
    "spec: demo/arm-5\n", "spec: demo/arm-5\ntitle: Arm, 5 keypoints\n"
)
BROKEN = GOOD.replace("edges:\n  - [", "edges:\n  - {")
TYPO = GOOD.replace("landmark: face.nose_tip", "landmark: face.nose_tip, requird: yes")
assert len({GOOD, TABBED, ASKEW, BROKEN, TYPO}) == 5

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one document of a project, in the working folder."""
    path = tmp_path / "work" / "specs" / "demo" / "arm-5.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(GOOD, "utf-8")
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("NO_COLOR", "FORCE_COLOR", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    Path("schemac.yaml").write_text("schemac: 1\nproject: demo\n", "utf-8")
    return path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            code = main(list(words))
        except SystemExit as stopped:
            code = stopped.code if isinstance(stopped.code, int) else 1
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return code, said.out, said.err

    return call


# ---- fmt --------------------------------------------------------------------------------------


def test_fmt_writes_only_what_it_has_to(spec: Path, run: Run):
    spec.write_text(ASKEW, "utf-8")
    project = Path("schemac.yaml").stat()
    assert run("fmt") == (
        0, "formatted: specs/demo/arm-5.yaml\n", "1 of 2 documents formatted\n"
    )  # fmt: skip
    assert spec.read_text("utf-8") == GOOD
    assert Path("schemac.yaml").stat().st_mtime_ns == project.st_mtime_ns
    assert run("fmt") == (0, "", "nothing to format in 2 documents\n")


@pytest.mark.parametrize("option", ["--check", "--diff"])
def test_fmt_can_be_asked_without_writing(option: str, spec: Path, run: Run):
    assert run("fmt", option)[0] == 0
    spec.write_text(ASKEW, "utf-8")
    code, out, err = run("fmt", option)
    assert code == 1
    assert spec.read_text("utf-8") == ASKEW
    assert err == "1 of 2 documents would change\n"
    if option == "--check":
        assert out == "not formatted: specs/demo/arm-5.yaml\n"
    else:
        assert "--- specs/demo/arm-5.yaml\n+++ specs/demo/arm-5.yaml\n@@" in out
        assert "\n+version: 0.1.0\n" in out


def test_fmt_leaves_documents_with_errors_and_does_the_rest(spec: Path, run: Run):
    other = spec.with_name("bad.yaml")
    other.write_text(BROKEN, "utf-8")
    spec.write_text(ASKEW, "utf-8")
    code, out, err = run("fmt")
    assert code == 1
    assert out == "formatted: specs/demo/arm-5.yaml\n"
    assert "error[" in err
    assert "left as it is: specs/demo/bad.yaml" in err
    assert other.read_text("utf-8") == BROKEN


def test_fmt_of_what_is_not_there(spec: Path, run: Run):
    code, _, err = run("fmt", "nowhere.yaml")
    assert code == 1
    assert "no such file" in err
    assert run("fmt", "demo/arm-6")[0] == 2


def test_a_bug_of_fmt_is_said_and_nothing_is_written(
    spec: Path, run: Run, monkeypatch: pytest.MonkeyPatch
):
    step = (lambda text, document: text.replace("Arm", "Leg"),)
    monkeypatch.setattr("schemac.formatting.format._STEPS", step)
    code, _, err = run("fmt", "demo/arm-5")
    assert code == 3
    assert "a bug of schemac: formatting would change what it says" in err
    assert spec.read_text("utf-8") == GOOD


@pytest.mark.parametrize("command", ["fmt", "check --fix"])
@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("body/coco-17", "`body/coco-17` belongs to the standard library"),
        ("demo/arm-5@0.0.1", "is frozen; a released version never changes"),
    ],
)
def test_foreign_files_are_never_rewritten(
    command: str, word: str, said: str, spec: Path, run: Run
):
    frozen = spec.with_name("arm-5@0.0.1.yaml")
    text = ASKEW.replace("0.1.0", "0.0.1", 1).replace("  nose: ", "\tnose: ")
    frozen.write_text(text, "utf-8")
    code, out, err = run(*command.split(), word)
    assert (code, out) == (2, "")
    assert said in err
    run(*command.split())
    assert frozen.read_text("utf-8") == text


def test_the_functions_behind_it(spec: Path):
    spec.write_text(ASKEW, "utf-8")
    [one, _] = schemac.api.fmt(write=False)
    assert one.changed
    assert spec.read_text("utf-8") == ASKEW
    assert schemac.api.format_text(ASKEW) == GOOD
    with pytest.raises(schemac.api.SpecError) as caught:
        schemac.api.format_text(BROKEN)
    assert "error[" in str(caught.value)
    spec.write_text(TABBED, "utf-8")
    [done] = schemac.api.fix("demo/arm-5")
    assert [fix.title for fix in done.fixes] == ["replace the tabs with spaces"]
    assert spec.read_text("utf-8") == GOOD


# ---- check --fix ------------------------------------------------------------------------------


def test_what_can_be_mended_is_marked_and_counted(spec: Path, run: Run):
    spec.write_text(TYPO.replace("{left: 1", "{left: 01"), "utf-8")
    code, out, _ = run("check", "demo/arm-5")
    assert code == 1
    assert "error[G004] [*]: `01` is not a whole number" in out
    assert "error[G001] [*]: a keypoint has no field `requird`" in out
    assert "\n[*] 1 can be mended with `schemac check --fix`\n" in out
    assert "\n[*] 1 more with `--fix --unsafe-fixes`, which guesses\n" in out
    assert run("check", "demo/arm-5")[1] == out, "kept results are marked too"
    data = json.loads(run("check", "--format", "json")[1])
    assert [(f["title"], f["safe"]) for d in data["diagnostics"] for f in d["fixes"]] == [
        ("write `required`", False), ("write `1`", True),
    ]  # fmt: skip


def test_fix_mends_and_then_checks(spec: Path, run: Run):
    spec.write_text(TABBED, "utf-8")
    assert run("check", "--fix") == (
        0,
        "no problems found in 1 document\n",
        "mended: specs/demo/arm-5.yaml, 1 place: replace the tabs with spaces\n",
    )
    assert spec.read_text("utf-8") == GOOD
    assert run("check", "--fix")[2] == "there is nothing to mend\n"


def test_what_is_left_counts(spec: Path, run: Run):
    spec.write_text(TYPO, "utf-8")
    code, out, _ = run("check", "--fix")
    assert (code, spec.read_text("utf-8")) == (1, TYPO)
    assert "[*] 1 can be mended with `schemac check --fix --unsafe-fixes`, which guesses" in out
    assert run("check", "--fix", "--unsafe-fixes")[0] == 0
    assert "required: true" in spec.read_text("utf-8")


def test_fix_can_be_shown_without_writing(spec: Path, run: Run):
    assert run("check", "--fix", "--diff")[0] == 0
    spec.write_text(TABBED, "utf-8")
    code, out, err = run("check", "--fix", "--diff")
    assert code == 1
    assert "\n-\tnose: " in out
    assert "\n+  nose: " in out
    assert err.startswith("would be mended: specs/demo/arm-5.yaml, 1 place")
    assert spec.read_text("utf-8") == TABBED


def test_only_the_report_is_on_standard_output(spec: Path, run: Run):
    spec.write_text(TABBED, "utf-8")
    assert json.loads(run("check", "--fix", "--format", "json")[1])["diagnostics"] == []


def test_unsafe_fixes_alone_are_a_mistake(spec: Path, run: Run):
    assert run("check", "--unsafe-fixes")[0] == 2


@pytest.mark.parametrize("format", ["github", "gitlab", "sarif", "junit"])
def test_every_format_is_printed(format: str, spec: Path, run: Run):
    assert run("check", "--format", format)[0] == 0
    spec.write_text(TYPO, "utf-8")
    code, out, err = run("check", "--format", format)
    assert (code, err) == (1, "")
    assert "specs/demo/arm-5.yaml" in out
    assert str(spec.parents[2]) not in out
    assert run("check", "demo/arm-5", "--format", format)[1] == out
    assert run("check", "demo/arm-5", "--format", format)[1] == out, "from the cache"


def test_paths_begin_where_the_server_checked_out(
    spec: Path, run: Run, monkeypatch: pytest.MonkeyPatch
):
    spec.write_text(TYPO, "utf-8")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(spec.parents[3]))
    assert "file=work/specs/demo/arm-5.yaml," in run("check", "--format", "github")[1]
    monkeypatch.setenv("GITHUB_WORKSPACE", "/elsewhere")
    assert "file=specs/demo/arm-5.yaml," in run("check", "--format", "github")[1]


# ---- one file ---------------------------------------------------------------------------------


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path):
    path = tmp_path / "a.yaml"
    path.write_bytes(b"theirs")
    with pytest.raises(OutputError, match="was changed meanwhile"):
        replace_file(path, b"ours", b"new")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.yaml", b"theirs")]


def test_links_and_modes_stay(tmp_path: Path):
    path, link = tmp_path / "a.yaml", tmp_path / "b.yaml"
    path.write_bytes(b"old")
    path.chmod(0o640)
    link.symlink_to(path)
    replace_file(link, b"old", b"new")
    assert link.is_symlink()
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o640)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.yaml", "b.yaml"]


def test_a_write_that_fails_leaves_the_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "a.yaml"
    path.write_bytes(b"old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="no space left"):
        replace_file(path, b"old", b"new")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.yaml", b"old")]


def test_what_init_writes_is_formatted(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "new").mkdir()
    monkeypatch.chdir(tmp_path / "new")
    assert run("init")[0] == 0
    assert run("fmt", "--check")[0] == 0


@pytest.mark.parametrize(
    ("before", "after", "code"), [(ASKEW, GOOD, 0), (BROKEN, BROKEN, 1), (GOOD, GOOD, 0)]
)
def test_standard_input_to_standard_output(before: str, after: str, code: int, tmp_path: Path):
    script = "from schemac.cli import main; raise SystemExit(main())"
    done = subprocess.run(
        [sys.executable, "-c", script, "fmt", "-"],
        input=before, capture_output=True, text=True, cwd=tmp_path, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (code, after)
    assert bool(done.stderr) == bool(code)
