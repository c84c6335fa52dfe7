"""Targets and rules of other packages: one that is installed for real, and many broken ones."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import schemac
from conftest import ROOT, small_project
from schemac import thirdparty
from schemac.cache import installed_packages
from schemac.cli import main
from schemac.thirdparty import PackageError
from schemac.thirdparty.offers import entries

EXAMPLE = Path(__file__).parent / "acme-keypoints"
ALL_WELL = "no problems found in 2 documents"
PROJECT = """schemac: 1
project: acme
targets:
  coco: {}
  acme-overlay: {corner: bottom-left}
checks:
  acme-name-too-long: error
"""


def forget() -> None:
    thirdparty.target_named.cache_clear()
    thirdparty.rule_named.cache_clear()
    thirdparty.shipped_rules.cache_clear()
    entries.cache_clear()


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which pip installed the example."""
    folder = tmp_path_factory.mktemp("acme")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    alone = ["--no-index", "--no-deps", "--no-build-isolation", "--target", str(folder)]
    subprocess.run([*pip, *alone, str(EXAMPLE)], check=True, capture_output=True)
    return folder


@pytest.fixture
def acme(installed: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield from _seen(installed, monkeypatch)


def _seen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(str(folder))
    before = set(sys.modules)
    forget()
    yield
    for name in set(sys.modules) - before:
        if name.startswith(("acme", "other")):
            del sys.modules[name]
    forget()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = small_project(tmp_path / "project", ("body/coco-17", "face/ibug-68"))
    (folder / "schemac.yaml").write_text(PROJECT, "utf-8")
    monkeypatch.chdir(folder)
    return folder


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """The exit code of a command, and all it printed, with a blank for each line break and
    margin: lines are as long as the terminal is wide."""
    capsys.readouterr()
    try:
        code = main([*words])
    except SystemExit as stop:
        code = int(stop.code or 0)
    said = capsys.readouterr()
    return code, " ".join((said.out + said.err).split())


# ---- a package that works ---------------------------------------------------------------------


@pytest.mark.usefixtures("acme")
def test_its_target_is_described_like_ours(capsys):
    code, text = run(capsys, "targets", "acme-overlay", "coco", "--format", "json")
    assert code == 0
    described = json.loads(text)
    assert [each["target"] for each in described] == ["coco", "acme-overlay"]
    assert described[1]["options"][0]["values"] == ["top-right", "bottom-left"]


@pytest.mark.usefixtures("acme", "project")
def test_its_rule_runs_where_the_project_names_it(capsys):
    code, text = run(capsys, "check", "--no-cache")
    assert code == 1
    assert "error[ACME001]: `left_shoulder` has 13 characters" in text
    assert "specs/body/coco-17.yaml" in text


@pytest.mark.usefixtures("acme")
def test_it_does_not_run_where_nobody_names_it_or_it_is_ignored(capsys, project):
    for level in ("", "checks: {acme-name-too-long: ignore}\n"):
        (project / "schemac.yaml").write_text(f"schemac: 1\nproject: acme\n{level}", "utf-8")
        code, text = run(capsys, "check", "--no-cache")
        assert code == 0
        assert "ACME" not in text


@pytest.mark.usefixtures("acme")
def test_a_waiver_names_it_and_accepts_what_it_finds(capsys, project):
    (project / "schemac.yaml").write_text("schemac: 1\nproject: acme\n", "utf-8")
    file = project / "specs/body/coco-17.yaml"
    text = file.read_text("utf-8")
    assert "\nwaivers:" not in text
    waiver = "waivers:\n  - {rule: acme-name-too-long, because: Names as published.}\n"
    file.write_text(text.rstrip("\n") + f"\n{waiver}", "utf-8")
    assert run(capsys, "check", "--no-cache", "--strict") == (0, ALL_WELL)
    file.write_text(text.rstrip("\n") + f"\n{waiver.replace('long, ', 'long, points: [nose], ')}")
    code, text = run(capsys, "check", "--no-cache")
    assert code == 1
    assert "warning[ACME001]" in text
    assert "waiver-unused" in text


@pytest.mark.usefixtures("acme", "project")
def test_a_build_writes_its_files_and_accounts_for_them(capsys, project):
    (project / "schemac.yaml").write_text(PROJECT.partition("checks:")[0], "utf-8")
    code, text = run(capsys, "build", "--no-guide")
    assert code == 0, text
    made = json.loads((project / "build/body/coco-17/1.0.0/acme-overlay/overlay.json").read_text())
    assert made["corner"] == "bottom-left"
    assert len(made["points"]) == 17
    page = (project / "build/index.html").read_text("utf-8")
    assert "acme-player --overlay" in page
    manifest = json.loads((project / "build/manifest.json").read_text())
    lost = [each for each in manifest["losses"] if each["target"] == "acme-overlay"]
    assert any("Acme player has no place for" in each["message"] for each in lost)
    assert run(capsys, "build", "--no-guide", "--check") == (0, "up to date")


@pytest.mark.usefixtures("acme")
def test_all_has_those_of_the_project_too(capsys, project):
    (project / "schemac.yaml").write_text(PROJECT.partition("checks:")[0], "utf-8")
    assert run(capsys, "build", "--no-guide", "--target", "all")[0] == 0
    folder = project / "build/body/coco-17/1.0.0"
    assert {"acme-overlay", "coco", "csv", "typescript"} <= {path.name for path in folder.iterdir()}


@pytest.mark.usefixtures("acme", "project")
def test_it_is_explained(capsys):
    for word in ("acme-name-too-long", "ACME001", "acme001"):
        code, text = run(capsys, "explain", word)
        assert code == 0
        assert "ACME001 acme-name-too-long (warning), from package acme-keypoints 1.4.0" in text
    assert "256 points" in run(capsys, "explain", "acme-crowded")[1]


@pytest.mark.usefixtures("acme")
def test_its_names_are_proposed(capsys):
    code, text = run(capsys, "build", "body/coco-17", "--target", "acme-overlai")
    assert code == 2
    assert "did you mean `acme-overlay`?" in text


def test_without_the_package_its_names_are_unknown(capsys, project):
    forget()
    code, text = run(capsys, "check", "--no-cache")
    assert code == 1
    assert "there is no target `acme-overlay`" in text
    assert "there is no rule `acme-name-too-long`" in text
    code, text = run(capsys, "build", "--target", "acme-overlay")
    assert (code, "there is no target `acme-overlay`" in text) == (2, True)


# ---- processes --------------------------------------------------------------------------------


def process(folder: Path, *words: str, packages: Path | None = None) -> subprocess.CompletedProcess:
    """A command in a process of its own, with its cache in the folder."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    environment["PYTHONPATH"] = str(packages) if packages else ""
    code = "import sys; from schemac.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, *words]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def test_no_package_is_asked_while_all_names_are_ours(installed, project):
    (project / "schemac.yaml").write_text(
        "schemac: 1\nproject: ours\ntargets: {coco: {}}\nchecks: {missing-cue: error}\n", "utf-8"
    )
    code = (
        "import sys; from schemac.cli import main; main(['check', '--no-cache']);"
        "print([m for m in sys.modules if m in ('importlib.metadata', 'schemac.thirdparty')])"
    )
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=project, env=environment, capture_output=True, text=True
    )
    assert done.stdout.endswith("[]\n"), done.stdout + done.stderr


def test_a_kept_answer_holds_only_with_the_same_packages(installed, project, tmp_path):
    words = ("check", "body/coco-17")
    first = process(project, *words, packages=installed)
    assert "ACME001" in first.stdout
    assert process(project, *words, packages=installed).stdout == first.stdout
    assert "there is no rule" in process(project, *words).stdout
    # Another version, installed in its place: the same names, another length.
    newer = tmp_path / "newer"
    subprocess.run(["cp", "-r", str(installed), str(newer)], check=True)
    rules = newer / "acme_keypoints/rules.py"
    rules.write_text(rules.read_text().replace("LONGEST = 12", "LONGEST = 13"))
    assert "shows 13" in process(project, *words, packages=newer).stdout
    # Edited where it lies, as a package under development is.
    rules.write_text(rules.read_text().replace("LONGEST = 13", "LONGEST = 99"))
    assert "ACME001" not in process(project, *words, packages=newer).stdout


@pytest.mark.usefixtures("acme")
def test_what_tells_sets_of_packages_apart(tmp_path, monkeypatch):
    before = installed_packages()
    assert installed_packages() == before
    package(tmp_path, "other", "1.0", targets={"other": "other:FORMAT"}, code="")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert installed_packages() != before


def test_several_processes_emit_it(installed, project):
    (project / "schemac.yaml").write_text(PROJECT.partition("checks:")[0], "utf-8")
    words = ("build", "--no-guide", "--jobs", "2", "--target", "acme-overlay")
    done = process(project, *words, packages=installed)
    assert done.returncode == 0, done.stderr
    assert len(list((project / "build").rglob("overlay.json"))) == 2


# ---- packages that do not work ----------------------------------------------------------------

FORMAT = """
from schemac.artifact import Artifact
from schemac.diagnostic import Code
from schemac.checks.rule import rule
from schemac.format import Emission, Format, Group
def emit(skeleton, settings):
    return {emit}
FORMAT = Format(name={name!r}, title="Other", summary={summary}, group=Group.CODE, emit={function})
@rule({id!r}, {rule!r})
def found(code, skeleton):
    {doc}
    {finds}
RULES = (found,)
"""
GOOD = {
    "emit": 'Emission((Artifact("a.txt", b"a"),))', "summary": "'Other.'", "doc": "'Found.'",
    "name": "other", "function": "emit",
    "id": "OTHER1", "rule": "other-rule", "finds": "yield code.at(skeleton.origin, 'found')",
}  # fmt: skip


def package(folder: Path, name: str, version: str, *, code: str, **offers: dict[str, str]) -> None:
    """What an installer leaves of a package with one module."""
    about = folder / f"{name}-{version}.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    lines = []
    for group, entries_of in offers.items():
        lines.append(f"[schemac.{group}]")
        lines += [f"{key} = {value}" for key, value in entries_of.items()]
    (about / "entry_points.txt").write_text("\n".join(lines) + "\n")
    (folder / f"{name}.py").write_text(code)


def written(**fields: str) -> str:
    return FORMAT.format(**GOOD | fields)


TARGETS = {
    "import error": ("raise ImportError('no drawing library')", "cannot be loaded: ImportError"),
    "exits": ("raise SystemExit(3)", "cannot be loaded: SystemExit"),
    "syntax error": ("def", "cannot be loaded: SyntaxError"),
    "summary": (written(summary="3"), "has a `summary` that is not a text"),
    "options": (written(summary="'S.', options=('a',)"), "has a `options` that is not a tuple"),
    "no such attribute": ("", "cannot be loaded: AttributeError"),
    "wrong type": ("FORMAT = 'text'", "is no schemac.format.Format but of type str"),
    "other name": (written(name="else"), "calls itself `else`"),
    "no emit": (written(function="None"), "emits nothing"),
}
LEADS_OUT = "made files that cannot be written: the artifact path '../a.txt' is not a plain path"
EMITTING = {
    "fails": (written(emit="1 / 0"), "failed: ZeroDivisionError: division by zero (other.py:7)"),
    "fails below": (written(emit="Artifact()"), "failed: TypeError: Missing required argument"),
    "exits": (written(emit="exit(0)"), "failed: SystemExit: 0 (other.py:7)"),
    "no emission": (written(emit="None"), "made no Emission"),
    "text": (written(emit='Emission((Artifact("a.txt", "a"),))'), "made no Emission"),
    "leads out": (
        written(emit='Emission((Artifact("../a.txt", b"a"),))'),
        LEADS_OUT,
    ),
    "twice": (
        written(emit='Emission((Artifact("a", b""),) * 2)'),
        "made files that cannot be written: two artifacts want the path a",
    ),
}
RULES = {
    "import error": ("import nowhere", "cannot be loaded: ModuleNotFoundError"),
    "wrong type": ("RULES = (1,)", "holds no schemac.checks.rule.Rule but one of type int"),
    "our name": (written(rule="missing-cue"), "a name of schemac's own"),
    "our id": (written(id="N010"), "the id `N010`; an id is two or more capitals"),
    "no docstring": (written(doc=""), "a rule `other-rule` without a docstring"),
    "bad name": (written(rule="Other Rule"), "a name is words of small letters"),
}
RUNNING = {
    "fails": (written(finds="yield 1 / 0"), "failed: ZeroDivisionError"),
    "exits": (written(finds="yield exit(0)"), "failed: SystemExit: 0 (other.py:12)"),
    "no diagnostic": (written(finds="yield 'text'"), "finds what is no Diagnostic"),
}


@pytest.fixture
def other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "site-packages"
    folder.mkdir()
    for _ in _seen(folder, monkeypatch):
        yield folder


def offered(folder: Path, code: str, name: str = "other") -> None:
    targets, rules = {"other": f"{name}:FORMAT"}, {"other": f"{name}:RULES"}
    package(folder, name, "2.1", code=code, targets=targets, rules=rules)


@pytest.mark.parametrize("kind", TARGETS)
def test_a_broken_target_is_told_by_its_package(kind, other, project, capsys):
    code, said = TARGETS[kind]
    offered(other, code)
    for words in (("build", "--target", "other"), ("targets", "other")):
        exit, text = run(capsys, *words)
        assert exit == 2
        assert said in text
        assert "package other 2.1" in text
        assert "a bug of schemac" not in text
    (project / "schemac.yaml").write_text(PROJECT.replace("acme-overlay", "other"), "utf-8")
    exit, text = run(capsys, "check", "--no-cache")
    assert exit == 1
    assert said in text
    assert "schemac.yaml:5:3" in text


@pytest.mark.parametrize("kind", EMITTING)
def test_a_target_that_fails_later_is_told_by_its_package(kind, other, project, capsys):
    code, said = EMITTING[kind]
    offered(other, code)
    (project / "schemac.yaml").write_text("schemac: 1\nproject: acme\n", "utf-8")
    exit, text = run(capsys, "build", "body/coco-17", "--target", "other")
    assert exit == 2
    assert f"target `other` of package other 2.1 {said}" in text
    assert "a bug of schemac" not in text
    assert not (project / "build").exists()


@pytest.mark.parametrize("kind", RULES)
def test_a_broken_rule_is_told_by_its_package(kind, other, project, capsys):
    code, said = RULES[kind]
    offered(other, code)
    exit, text = run(capsys, "explain", "other-rule")
    assert exit == 2
    assert said in text
    level = "schemac: 1\nproject: acme\nchecks: {other-rule: error}\n"
    (project / "schemac.yaml").write_text(level, "utf-8")
    exit, text = run(capsys, "check", "--no-cache")
    assert exit == 1
    assert said in text
    assert "other 2.1" in text
    assert "schemac.yaml:3:10" in text


@pytest.mark.parametrize("kind", RUNNING)
def test_a_rule_that_fails_later_is_told_by_its_package(kind, other, project, capsys):
    code, said = RUNNING[kind]
    offered(other, code)
    level = "schemac: 1\nproject: acme\nchecks: {other-rule: error}\n"
    (project / "schemac.yaml").write_text(level, "utf-8")
    exit, text = run(capsys, "check", "--no-cache")
    assert exit == 2
    assert f"rule `other-rule` of package other 2.1 {said}" in text


def test_an_interruption_is_not_the_fault_of_a_package(other, project, capsys):
    offered(other, written(emit="stop()") + "\ndef stop(): raise KeyboardInterrupt\n")
    (project / "schemac.yaml").write_text("schemac: 1\nproject: acme\n", "utf-8")
    code, text = run(capsys, "build", "body/coco-17", "--target", "other")
    assert code == 130
    assert text == "stopped; nothing was half written"


def test_the_frames_of_a_package_are_shown_when_asked(other, project, capsys, monkeypatch):
    offered(other, written(emit="1 / 0"))
    (project / "schemac.yaml").write_text("schemac: 1\nproject: acme\n", "utf-8")
    words = ("build", "body/coco-17", "--target", "other")
    assert "Traceback" not in run(capsys, *words)[1]
    monkeypatch.setenv("SCHEMAC_TRACEBACK", "1")
    code, text = run(capsys, *words)
    assert code == 2
    assert "Traceback" in text
    assert f'File "{other}/other.py", line 7, in emit return 1 / 0' in text


def test_an_option_without_default_is_there_when_it_is_written(other, project, capsys):
    options = "'S.', options=(Option('words', 'Free.'), Option('unit', 'A unit.', default='mm'))"
    made = "Emission((Artifact('a.txt', str(sorted(settings.options.items())).encode()),))"
    code = written(summary=options, emit=made).replace("import Emission", "import Option, Emission")
    offered(other, code)
    for options, wanted in (
        ("{}", "[('unit', 'mm')]"),
        ("{words: a b}", "[('unit', 'mm'), ('words', 'a b')]"),
    ):
        head = f"schemac: 1\nproject: acme\ntargets: {{other: {options}}}\n"
        (project / "schemac.yaml").write_text(head, "utf-8")
        assert run(capsys, "build", "--no-guide")[0] == 0
        file = project / "build/body/coco-17/1.0.0/other/a.txt"
        assert file.read_text("utf-8") == wanted


@pytest.mark.usefixtures("acme")
def test_what_is_installed_is_listed_with_what_cannot_be_used(other, project, capsys):
    code, text = run(capsys, "targets", "--installed", "--format", "json")
    assert code == 0
    assert [each["target"] for each in json.loads(text)] == ["acme-overlay"]
    code, text = run(capsys, "rules", "--installed", "--format", "json")
    assert code == 0
    assert [each["code"] for each in json.loads(text)] == ["ACME001", "ACME002", "ACME101"]
    targets = {"other": "other:NOTHING", "coco": "other:FORMAT"}
    package(other, "other", "2.1", code=written(), targets=targets, rules={"b": "other:FORMAT"})
    forget()
    code, text = run(capsys, "targets", "--installed")
    assert code == 2
    assert "acme-overlay" in text
    assert text.count("ships a target `coco`, which is a name of schemac's own") == 1
    code, text = run(capsys, "rules", "--installed")
    assert code == 2
    assert "ACME002 acme-no-edges" in text
    assert "holds no schemac.checks.rule.Rule but one of type Format" in text


@pytest.mark.usefixtures("acme")
def test_a_build_says_where_its_use_is_told(capsys, project):
    (project / "schemac.yaml").write_text("schemac: 1\nproject: acme\n", "utf-8")
    words = ("build", "body/coco-17", "--target", "coco", "--target")
    text = run(capsys, *words, "acme-overlay")[1]
    assert text.endswith("`schemac targets acme-overlay` says how to use it")
    assert "acme-player --overlay" in run(capsys, "targets", "acme-overlay")[1]
    for name in ("coco", "guide", "maps"):
        assert "says how to use" not in run(capsys, *words, name)[1]


def test_a_broken_package_does_not_stand_in_the_way_of_another(other, project, capsys):
    offered(other, written())
    package(other, "otherbroken", "0.1", code="import nowhere", rules={"b": "otherbroken:RULES"})
    assert run(capsys, "explain", "other-rule")[0] == 0


def test_a_name_of_two_packages_belongs_to_neither(other, project, capsys):
    offered(other, written())
    offered(other, written(), "othertwin")
    exit, text = run(capsys, "build", "--target", "other")
    assert exit == 2
    assert "other 2.1 and othertwin 2.1 both ship a target `other`" in text
    exit, text = run(capsys, "explain", "other-rule")
    assert exit == 2
    assert "other 2.1 and othertwin 2.1 both ship a rule `other-rule`" in text


def test_a_name_of_ours_is_refused_with_the_package(other, project, capsys):
    package(other, "other", "2.1", code=written(),
            targets={"other": "other:FORMAT", "coco": "other:FORMAT"})  # fmt: skip
    exit, text = run(capsys, "build", "--target", "other")
    assert exit == 2
    assert "package other 2.1 ships a target `coco`, which is a name of schemac's own" in text
    assert schemac.targets()[1].title == "COCO keypoints"


def test_a_broken_waiver_is_told_once_at_its_place(other, project, capsys):
    offered(other, "import nowhere")
    (project / "schemac.yaml").write_text("schemac: 1\nproject: acme\n", "utf-8")
    file = project / "specs/face/ibug-68.yaml"
    waiver = "waivers:\n  - {rule: other-rule, because: Names as published.}\n"
    file.write_text(file.read_text("utf-8").rstrip("\n") + f"\n{waiver}", "utf-8")
    exit, text = run(capsys, "check", "--no-cache")
    assert exit == 1
    assert text.count("ModuleNotFoundError") == 1
    assert "(waiver-unknown-rule)" in text


def test_the_error_is_one_of_usage():
    assert issubclass(PackageError, schemac.UsageError)


def test_the_documentation_shows_the_whole_example():
    """Each file as it is, so that what is copied from the page is what the tests above used."""
    page = (ROOT / "docs/extending.md").read_text("utf-8")
    for file in ("pyproject.toml", "src/acme_keypoints/rules.py", "src/acme_keypoints/overlay.py"):
        kind = "toml" if file.endswith(".toml") else "python"
        text = (EXAMPLE / file).read_text("utf-8")
        assert f"`{file}`:\n\n```{kind}\n{text}```\n" in page, file


def test_what_the_documentation_promises_is_there():
    page = (ROOT / "docs/extending.md").read_text("utf-8")
    rows = re.findall(r"^\| `(schemac[\w.]*)` \| (.*) \|$", page, re.M)
    assert len(rows) == 7
    for module, names in rows:
        for name in re.findall(r"`(\w+)`", names):
            assert hasattr(import_module(module), name), f"{module}.{name}"
