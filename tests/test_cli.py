"""The command line: exit codes, messages, pipes, odd folders, and results kept between runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from schemac.cli import COMMANDS, main

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "cases"
GOOD = (CASES / "unknown-keypoint" / "good.yaml").read_text("utf-8")
BAD = (CASES / "unknown-keypoint" / "bad.yaml").read_text("utf-8")
WARNED = (CASES / "skeleton-in-pieces" / "bad.yaml").read_text("utf-8")


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder outside any project, with a cache of its own."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("NO_COLOR", "FORCE_COLOR", "SOURCE_DATE_EPOCH", "SCHEMAC_TRACEBACK"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process: its exit code, what it printed, what it said of errors."""

    def call(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            code = main(list(words))
        except SystemExit as stopped:
            code = stopped.code if isinstance(stopped.code, int) else 1
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def project(folder: Path, spec: str = GOOD) -> Path:
    path = folder / "specs" / "demo" / "arm-5.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(spec, "utf-8")
    (folder / "schemac.yaml").write_text("schemac: 1\nproject: demo\n", "utf-8")
    return path


# ---- exit codes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("check", 0),
        ("check demo/arm-5", 0),
        ("check demo/arm-5@0.1.0 body/coco-17", 0),
        ("check demo/arm-6", 2),
        ("check --nonsense", 2),
        ("build", 0),
        ("build --out elsewhere --quiet", 0),
        ("build --check --out nowhere-yet", 1),
        ("build --fail-on loss --out lost", 1),
        ("build --target cvatt", 2),
        ("build --fail-on win", 2),
        ("targets", 0),
        ("targets coco cvat", 0),
        ("targets yolo9000", 2),
        ("explain N010", 0),
        ("explain duplicate-name", 0),
        ("explain n010", 0),
        ("explain X999", 2),
        ("explain", 2),
        ("rules", 0),
        ("schema", 0),
        ("schema part", 0),
        ("schema specs", 2),
        ("schema --reference", 0),
        ("init new", 0),
        ("init .", 2),
        ("--help", 0),
        ("help build", 0),
        ("--version", 0),
        ("", 2),
        ("chek", 2),
    ],
)
def test_exit_codes(words: str, code: int, run: Run, home: Path) -> None:
    project(home)
    found, out, err = run(*words.split())
    assert found == code, out + err
    assert "Traceback" not in out + err


@pytest.mark.parametrize("command", ["check", "build"])
def test_errors_in_specs_are_findings(command: str, run: Run, home: Path) -> None:
    project(home, BAD)
    code, out, err = run(command)
    assert code == 1
    assert "error[L004]: there is no keypoint `elbw`" in out + err
    assert not (home / "build").exists()


def test_warnings_count_only_when_strict(run: Run, home: Path) -> None:
    project(home, WARNED)
    assert run("check")[0] == 0
    assert run("check", "--strict")[0] == 1
    project(home / "good")
    os.chdir(home / "good")
    assert run("check", "--strict")[0] == 0


def test_a_bug_of_ours_is_said_to_be_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ZeroDivisionError("a ring of radius 0")

    monkeypatch.setattr("schemac.api.rules", broken)
    code, out, err = run("rules")
    assert code == 3
    assert not out
    assert "a bug of schemac: ZeroDivisionError in test_cli.py" in err
    assert "Traceback" not in err
    monkeypatch.setenv("SCHEMAC_TRACEBACK", "1")
    assert "Traceback" in run("rules")[2]


# ---- help and what was meant --------------------------------------------------------------------


def test_help_names_every_command_and_loads_nothing_heavy() -> None:
    call = (
        "import sys; from schemac.cli import main; main(['--help']);"
        "heavy = {'yaml', 'numpy', 'networkx', 'jsonschema', 'msgspec'} & set(sys.modules);"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", call], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert all(f"  {name} " in done.stdout for name in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples(command: str, run: Run) -> None:
    code, out, _ = run(command, "--help")
    assert code == 0
    assert f"usage: schemac {command}" in out
    assert f"  schemac {command}" in out.split("examples:")[1]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("chek", "did you mean `check`?"),
        ("check --stict", "did you mean `--strict`?"),
        ("check body/coco-71", "did you mean `body/coco-17`?"),
        ("check body/coco-17@2.0.0", "`body/coco-17@1.0.0`"),
        ("build --target label-studo", "did you mean `label-studio`?"),
        ("targets cvatt", "did you mean `cvat`?"),
        ("explain duplicate-nme", "did you mean `duplicate-name`?"),
        ("schema tierset", "did you mean `tier_set`?"),
    ],
)
def test_what_was_meant(words: str, meant: str, run: Run) -> None:
    code, out, err = run(*words.split())
    assert code == 2
    assert not out
    assert err.startswith("schemac: ")
    assert meant in err


# ---- formats of output --------------------------------------------------------------------------


def test_findings_as_json(run: Run, home: Path) -> None:
    project(home, BAD)
    code, out, _ = run("check", "--format", "json")
    data = json.loads(out)
    assert code == 1
    [found] = data["findings"] if "findings" in data else data["diagnostics"]
    assert found["code"] == "L004"
    assert found["rule"] == "unknown-keypoint"
    assert found["severity"] == "error"
    assert "elbw" in found["message"]
    assert "specs/demo/arm-5.yaml" in json.dumps(found)


@pytest.mark.parametrize("words", ["rules --format json", "targets --format json", "schema"])
def test_lists_as_json(words: str, run: Run) -> None:
    code, out, _ = run(*words.split())
    assert code == 0
    assert json.loads(out)


def test_the_editors_schema_accepts_the_library_and_refuses_a_slip(run: Run) -> None:
    import jsonschema
    import yaml

    schema = json.loads(run("schema", "spec")[1])
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    document = yaml.safe_load(GOOD)
    assert not list(validator.iter_errors(document))
    document["subject"]["laterality"] = "subjects"
    assert list(validator.iter_errors(document))


def test_colour_only_where_it_is_wanted(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(home, BAD)
    assert "\x1b[" not in run("check")[1]  # no terminal
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = run("check")[1]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run("check")[1]
    assert "\x1b[" in coloured


# ---- odd places ---------------------------------------------------------------------------------


def test_outside_any_project_the_library_is_there(run: Run) -> None:
    code, out, _ = run("check", "body/coco-17")
    assert (code, out) == (0, "no problems found in 1 document\n")


def test_a_missing_file(run: Run) -> None:
    code, out, _ = run("check", "nowhere.yaml")
    assert code == 1
    assert "the file cannot be read: no such file or directory" in out


def test_an_empty_folder(run: Run, home: Path) -> None:
    (home / "empty").mkdir()
    code, _, err = run("check", "empty")
    assert code == 2
    assert "there is no document in `empty`" in err


def test_an_unreadable_file(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = project(home)

    def refused(self: object, wanted: str) -> bytes:
        if wanted == str(path):
            raise PermissionError(13, "Permission denied", wanted)
        return Path(wanted).read_bytes()

    monkeypatch.setattr("schemac.workspace.Workspace._bytes", refused)
    code, out, err = run("check")
    assert code == 1
    assert "the file cannot be read: permission denied" in out
    assert not err


def test_a_folder_with_spaces_and_other_letters(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = home / "ein Ordner, 手 é"
    project(folder, BAD)
    monkeypatch.chdir(folder)
    assert "--> specs/demo/arm-5.yaml:13:22" in run("check")[1]
    monkeypatch.chdir(home)
    code, out, _ = run("check", str(folder / "specs"))
    assert code == 1
    assert "ein Ordner, 手 é/specs/demo/arm-5.yaml:13:22" in out


def test_a_folder_below_the_project_belongs_to_it(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(home)
    monkeypatch.chdir(home / "specs" / "demo")
    assert run("check", "arm-5.yaml")[0] == 0
    assert run("check", "demo/arm-5")[0] == 0
    assert run("build", "--quiet")[0] == 0
    assert (home / "build" / "demo" / "arm-5" / "0.1.0").is_dir()


DRAFT = """\
schemac: 1
spec: demo/arm-5
version: 0.1.0
title: Draft, 5 keypoints
subject: {category: arm, laterality: subject}
visibility: visibility/coco-3@1.0.0
keypoints:
  one:   {index: 0, kind: surface, at: [20, 30]}
  two:   {index: 1, kind: surface, at: [30, 35]}
  three: {index: 2, kind: surface, at: [40, 40]}
  four:  {index: 3, kind: surface, at: [50, 45]}
  five:  {index: 4, kind: surface, at: [60, 50]}
"""


def test_what_a_draft_lacks_is_folded_for_people_and_whole_for_programs(
    run: Run, home: Path
) -> None:
    project(home, DRAFT)
    code, out, _ = run("check")
    assert code == 0
    assert out.count("(missing-definition)") == 3
    assert "... and 2 more missing-definition in specs/demo/arm-5.yaml" in out
    whole = run("check", "--all")[1]
    assert whole.count("(missing-definition)") == 5
    assert "... and" not in whole
    assert out.splitlines()[-2] == whole.splitlines()[-2]  # how many there are
    found = json.loads(run("check", "--format", "json")[1])["diagnostics"]
    assert sum(one["rule"] == "missing-definition" for one in found) == 5
    assert run("check", "--strict")[0] == 1


def test_build_counts_warnings_and_shows_errors(run: Run, home: Path) -> None:
    path = project(home, DRAFT)
    code, out, err = run("build", "--target", "coco")
    assert code == 0
    assert "5 missing-definition" in err
    assert "`schemac check` shows them" in err
    assert "warning[" not in err + out
    assert "warning[" in run("build", "--target", "coco", "--warnings")[2]
    assert run("build", "--target", "coco", "--quiet") == (0, "", "")
    assert "`schemac check demo/arm-5`" in run("build", "demo/arm-5", "--target", "coco")[2]
    assert "5 missing-definition" in run("build", "--target", "coco", "--check")[2]
    path.write_text(DRAFT.replace("index: 4", "index: 3"), "utf-8")
    code, _, err = run("build", "--quiet")
    assert code == 1
    assert "error[" in err
    assert "warning[" not in err
    assert "missing-definition" not in err


def test_a_hostile_name_on_the_command_line(run: Run) -> None:
    for word in ("../../../etc/passwd", "a\x00b", "", "x" * 5000, "-", "@", "a@b@c", "~", "*"):
        code, out, err = run("check", word)
        assert code in (1, 2), word
        assert "Traceback" not in out + err


def test_a_word_cannot_paint_the_terminal(run: Run) -> None:
    assert "\x1b" not in run("check", "\x1b[31mred")[2]


@pytest.mark.parametrize("words", ["rules", "schema", "targets", "check --no-cache"])
def test_a_pipe_that_is_closed_early(words: str, home: Path) -> None:
    for number in range(300):
        path = home / "specs" / "demo" / f"bad-{number}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("schemac: 1\n", "utf-8")
    script = "import sys; from schemac.cli import main; sys.exit(main(sys.argv[1:]))"
    call = f"'{sys.executable}' -c '{script}' {words} | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", call], capture_output=True, text=True, timeout=60, cwd=home
    )
    assert done.stdout.count("\n") == 1
    assert not done.stderr


# ---- results kept between runs ------------------------------------------------------------------


def entries(home: Path) -> list[Path]:
    folder = home.parent / "cache"
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.exists() else []


@pytest.mark.parametrize("spec", [GOOD, BAD, WARNED])
def test_a_kept_result_prints_the_same(spec: str, run: Run, home: Path) -> None:
    project(home, spec)
    cold = run("check", "demo/arm-5")
    assert entries(home)
    assert run("check", "demo/arm-5") == cold
    assert run("check", "demo/arm-5", "--no-cache") == cold
    as_json = run("check", "demo/arm-5", "--format", "json")
    assert run("check", "demo/arm-5", "--format", "json", "--no-cache") == as_json


def test_a_kept_result_is_used(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project(home)
    run("check", "demo/arm-5")
    monkeypatch.setattr("schemac.compile.check", None)  # would fail if it were called
    assert run("check", "demo/arm-5")[0] == 0
    assert run("check", "demo/arm-5", "--no-cache")[0] == 3


def test_a_change_two_references_away_is_seen(run: Run, home: Path) -> None:
    """A spec includes a part, which cites a dictionary, which changes."""
    paw = (CASES / "mistake-out-of-range" / "good.yaml").read_text("utf-8")
    folder = home / "specs" / "demo"
    project(
        home, GOOD.replace("edges:", "include:\n  toe: {part: demo/toe-1@0.1.0, index: 5}\nedges:")
    )
    (folder / "paw.yaml").write_text(paw, "utf-8")
    (folder / "toe-1.yaml").write_text(
        "schemac: 1\npart: demo/toe-1\nversion: 0.1.0\ntitle: Toe\nsubject: {laterality: subject}\n"
        "uses: [demo/paw@0.1.0]\nkeypoints:\n  tip: {index: 0, landmark: paw.claw, at: [50, 99]}\n",
        "utf-8",
    )
    before = run("check", "demo/arm-5")
    assert before[0] == 0, before
    assert run("check", "demo/arm-5") == before
    (folder / "paw.yaml").write_text(paw.replace("  claw:", "  nail:"), "utf-8")
    after = run("check", "demo/arm-5")
    assert after[0] == 1
    assert "no landmark" in after[1]
    (folder / "paw.yaml").write_text(paw, "utf-8")
    assert run("check", "demo/arm-5") == before


def test_a_file_that_appears_is_seen(run: Run, home: Path) -> None:
    """A document that was not there is part of what a result rests on."""
    path = home / "specs" / "demo" / "arm-5.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(GOOD.replace("visibility/coco-3@1.0.0", "demo/two-tier@1.0.0"), "utf-8")
    assert run("check", "demo/arm-5")[0] == 1
    tiers = (CASES / "decision-open" / "good.yaml").read_text("utf-8")
    (path.parent / "two-tier.yaml").write_text(tiers, "utf-8")
    assert run("check", "demo/arm-5")[0] == 0
    (home / "schemac.yaml").write_text("schemac: 1\nproject: demo\nchecks: {no: error}\n", "utf-8")
    assert run("check", "demo/arm-5")[0] == 1


@pytest.mark.parametrize(
    "entry",
    [
        b"", b"garbage", b"\xff\xfe", b"null", b"[]", b"{}", b'{"version": 1}', b"[" * 5000,
        b'{"version": 1, "question": [], "files": {}, "answer": {}}',
    ],
)  # fmt: skip
def test_a_broken_entry_counts_as_none(entry: bytes, run: Run, home: Path) -> None:
    project(home, BAD)
    cold = run("check", "demo/arm-5")
    [path] = entries(home)
    path.write_bytes(entry)
    assert run("check", "demo/arm-5") == cold
    assert path.read_bytes() != entry


@pytest.mark.parametrize(
    "change",
    [
        {"files": []}, {"files": {"x": 1}}, {"answer": None},
        {"answer": {"diagnostics": "none", "checked": 1}}, {"answer": {"diagnostics": [1]}},
        {"answer": {"diagnostics": [{}], "checked": 1}},
        {"question": 1}, {"version": 99},
        {"answer": []},
        {"answer": {}},
        {"answer": {"diagnostics": [], "checked": "<b>"}},
    ],
    ids=str,
)  # fmt: skip
def test_an_entry_of_wrong_types_counts_as_none(
    change: dict[str, object], run: Run, home: Path
) -> None:
    project(home, BAD)
    cold = run("check", "demo/arm-5")
    [path] = entries(home)
    data = json.loads(path.read_bytes())
    answer = change.get("answer")
    if isinstance(answer, dict) and answer:
        change = {"answer": {**data["answer"], **answer}}  # the rest of the answer as it was
    path.write_text(json.dumps({**data, **change}), "utf-8")
    assert run("check", "demo/arm-5") == cold


def test_a_folder_that_others_may_write_is_not_used(run: Run, home: Path) -> None:
    project(home, BAD)
    cold = run("check", "demo/arm-5")
    [path] = entries(home)
    lie = json.loads(path.read_bytes())
    lie["answer"]["diagnostics"] = []
    path.write_text(json.dumps(lie), "utf-8")
    assert run("check", "demo/arm-5")[0] == 0  # ours is believed ...
    path.parent.chmod(0o777)
    assert run("check", "demo/arm-5") == cold  # ... anybody's is not


def test_a_linked_cache_folder_is_not_used(run: Run, home: Path, tmp_path: Path) -> None:
    project(home)
    (tmp_path / "theirs").mkdir()
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "schemac").symlink_to(tmp_path / "theirs")
    assert run("check", "demo/arm-5")[0] == 0
    assert not list((tmp_path / "theirs").iterdir())


def test_a_linked_entry_leads_nowhere_else(run: Run, home: Path, tmp_path: Path) -> None:
    """A link in place of an entry is replaced, not written through."""
    project(home, BAD)
    cold = run("check", "demo/arm-5")
    [path] = entries(home)
    secret = tmp_path / "secret.txt"
    secret.write_text("keep me", "utf-8")
    path.unlink()
    path.symlink_to(secret)
    assert run("check", "demo/arm-5") == cold
    assert secret.read_text("utf-8") == "keep me"


def test_nothing_is_written_but_to_the_cache(run: Run, home: Path, tmp_path: Path) -> None:
    project(home)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    for words in ("check", "check demo/arm-5", "targets", "rules", "schema", "explain N010",
                  "build --check"):  # fmt: skip
        run(*words.split())
    after = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    cache = tmp_path / "cache" / "schemac"
    assert {p: t for p, t in after.items() if cache not in p.parents} == before
    assert entries(home)


def test_a_cache_that_cannot_be_written_is_no_fault(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(home)
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert run("check", "demo/arm-5")[0] == 0
