"""What is released cannot be changed unseen: every command that reads it says so."""

from __future__ import annotations

from pathlib import Path

import pytest

import schemac
from releases import ARROW, LEDGER, TIERS, edit, next_version, released_project, tree
from schemac.cli import main
from schemac.maps import Maps
from schemac.model import Reference, Skeleton
from schemac.revision.snapshot import Snapshot, of_commit
from schemac.workspace import Workspace

ARROW_1 = Reference(id="demo/arrow-2", version="1.0.0")
GUARDED = {
    "ledger-broken": lambda p: edit(p / LEDGER, "A. Rao", "A. Roa"),
    "released-file-changed": lambda p: edit(
        p / "specs/demo/two-tier@1.0.0.yaml", "Seen or not", "Seen, or not"
    ),
    "released-version-edited": lambda p: edit(p / TIERS, "Seen or not", "Seen, or not"),
    "frozen-without-line": lambda p: (p / "specs/demo/x@1.0.0.yaml").write_text(
        (p / TIERS).read_text("utf-8").replace("two-tier", "x")
    ),
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    released_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


def rules(*specs: str) -> set[str]:
    return {d.rule for d in schemac.check(*specs).diagnostics}


@pytest.mark.parametrize("rule", GUARDED)
@pytest.mark.parametrize(
    "command",
    ["check", "build --out b", "build --check --out b", "catalogue", "strings hi -o x.po"],
)
def test_every_command_refuses(rule: str, command: str, project: Path) -> None:
    GUARDED[rule](project)
    assert rule in rules()
    assert main(command.split()) == 1
    assert not (project / "b").exists()


@pytest.mark.parametrize("rule", ["ledger-broken", "released-version-edited"])
def test_those_that_read_no_frozen_file_refuse_the_rest(rule: str, project: Path) -> None:
    GUARDED[rule](project)
    assert main(["coverage"]) == 1


def test_nobody_works_on_over_a_broken_ledger(project: Path) -> None:
    GUARDED["ledger-broken"](project)
    before = tree(project)
    for words in (
        "bump demo/arrow-2 minor", "breaking", "diff demo/arrow-2@1.0.0 demo/arrow-2", "fmt",
        "log demo/arrow-2", "pin demo/two-tier@1.0.0", "map demo/arrow-2@1.0.0 demo/arrow-2",
        "figure demo/arrow-2 -o f.svg", "release demo/arrow-2 --approved-by A", "audit",
    ):  # fmt: skip
        assert main(words.split()) != 0, words
        assert tree(project) == before, words


@pytest.mark.parametrize("rule", GUARDED)
def test_it_can_be_neither_waived_nor_turned_down(rule: str, project: Path) -> None:
    GUARDED[rule](project)
    (project / "schemac.yaml").write_text(
        f"schemac: 1\nproject: demo\nchecks: {{{rule}: ignore}}\n", "utf-8"
    )
    path = next_version(project, "1.1.0")
    waiver = f"\nwaivers:\n  - rule: {rule}\n    because: I want to.\n"
    path.write_text(path.read_text("utf-8") + waiver, "utf-8")
    assert {rule, "level-refused", "waiver-refused"} <= rules()


def test_a_ledger_that_is_gone_is_told_where_its_work_is_left(project: Path) -> None:
    (project / LEDGER).unlink()
    assert "ledger-broken" in rules()


def test_a_kept_answer_does_not_outlive_the_ledger(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "demo/arrow-2"]) == 0
    assert main(["check", "demo/arrow-2"]) == 0
    GUARDED["ledger-broken"](project)
    assert main(["check", "demo/arrow-2"]) == 1
    assert "R010" in capsys.readouterr().out


def test_comments_and_layout_of_a_working_file_are_free(project: Path) -> None:
    edit(project / ARROW, "keypoints:", "# From the tip to the tail.\nkeypoints:")
    assert rules() == set()


def test_a_new_version_is_free(project: Path) -> None:
    path = next_version(project, "1.1.0")
    edit(path, "Arrow, 2 keypoints", "Another arrow")
    assert rules() == set()


def test_a_working_file_whose_frozen_text_is_gone(project: Path) -> None:
    (project / "specs/demo/arrow-2@1.0.0.yaml").unlink()
    edit(project / ARROW, "keypoints:", "# Changed.\nkeypoints:")
    assert "released-file-changed" in rules("demo/arrow-2")


def test_a_frozen_copy_is_not_a_second_document(project: Path) -> None:
    assert len(schemac.check().documents) == 2
    built = schemac.build(out=project / "out", guide=False)
    assert built.written is not None


def test_nothing_is_hashed_that_is_not_read(project: Path) -> None:
    workspace = Workspace()
    workspace.read(str(project / ARROW))
    read = {Path(path).name for path, data in workspace.probed.items() if data is not None}
    assert read == {"schemac.yaml", "ledger.jsonl", "arrow-2.yaml"}


def test_without_a_ledger_its_code_is_not_even_loaded(project: Path) -> None:
    import subprocess
    import sys

    for path in (project / "specs").rglob("*@*"):
        path.unlink()
    (project / LEDGER).unlink()
    code = "import sys; from schemac.workspace import Workspace; Workspace(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout
    assert "schemac.ledger" not in loaded


# ---- what a release rests on ------------------------------------------------------------------


@pytest.fixture
def drifted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A frozen version whose tier set, a draft, has another definition now."""
    import shutil

    from releases import CASES

    shutil.copytree(CASES / "basis-changed" / "bad", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_released_version_keeps_its_meaning(drifted: Path) -> None:
    arrow = schemac.load("demo/arrow-2@1.0.0")
    assert arrow.visibility is not None
    assert arrow.visibility.decision[0].ask == "Can you see the place?"
    assert rules("demo/arrow-2@1.0.0") == {"basis-changed"}


def test_comparisons_and_maps_keep_it_too(drifted: Path) -> None:
    """At a commit as well, where the working file has the same bytes."""
    from revision.repositories import commit, git

    git(drifted, "init", "--quiet", "--initial-branch", "main")
    commit(drifted)
    workspace = Workspace()
    at_commit = of_commit("main", workspace)
    assert at_commit is not None
    for snapshot in (Snapshot(workspace), at_commit):
        path = snapshot.version(ARROW_1)
        assert path is not None
        linked = snapshot.linked(path)
        assert {problem.rule for problem in linked.problems} == {"basis-changed"}
        assert _asked(linked.document) == "Can you see the place?"
    assert _asked(Maps(workspace).skeleton(ARROW_1)) == "Can you see the place?"


def _asked(document: object) -> str:
    assert isinstance(document, Skeleton)
    assert document.visibility is not None
    return document.visibility.decision[0].ask or ""


def test_it_keeps_it_when_what_it_rests_on_is_gone(drifted: Path) -> None:
    (drifted / TIERS).unlink()
    assert rules("demo/arrow-2@1.0.0") == {"basis-changed"}
    assert schemac.load("demo/arrow-2@1.0.0").visibility is not None


def test_a_forged_form_is_not_taken(drifted: Path) -> None:
    edit(drifted / "specs/demo/arrow-2@1.0.0.json", "Arrow, 2 keypoints", "Another arrow")
    assert rules("demo/arrow-2@1.0.0") == {"form-lost"}
    with pytest.raises(schemac.SpecError):
        schemac.load("demo/arrow-2@1.0.0")
