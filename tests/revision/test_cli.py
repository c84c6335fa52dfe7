"""The commands as people and programs call them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from releases import ARROW, LEDGER, edit, released_project
from revision.repositories import SPEC, commit, git, project, put
from schemac.cli import main

NASTY = "</td> | <script>alert(1)</script> [x](javascript:y) `*_# @someone"


@pytest.fixture
def birds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = project(tmp_path, "redefined")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("NO_COLOR", "1")
    return folder


def test_a_difference_is_no_fault_unless_asked(
    birds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", "demo/bird-4"]) == 0
    assert capsys.readouterr().out.startswith(
        "This is a MAJOR change: demo/bird-4 1.0.0 -> 2.0.0\n"
    )
    assert main(["diff", "demo/bird-4", "--exit-code"]) == 1
    assert main(["diff", "demo/bird-4", "demo/bird-4", "--exit-code"]) == 0


def test_every_document_is_compared_with_its_parent(
    birds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff"]) == 0
    assert main(["breaking"]) == 0
    out = capsys.readouterr().out
    assert out.endswith("needs a major step; it takes a major one: fits\n")


def test_a_draft_may_change_where_there_is_a_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is released stays strict; so does everything where nobody keeps a ledger."""
    folder = released_project(tmp_path / "project")
    monkeypatch.chdir(folder)
    draft = put(folder, "redefined", "before")
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder)
    edit(draft, "Tip of the tail.", "Middle of the tail.")
    assert main(["breaking", "demo/bird-4", "--against", "main", "--mode", "full"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("This is a PATCH change to a draft: demo/bird-4 1.0.0\n")
    assert "1.0.0: was a draft, which may change as it likes: fits" in out
    edit(folder / ARROW, "The sharp end", "The blunt end")
    assert main(["breaking", "demo/arrow-2", "--against", "main"]) == 1
    assert "released-version-edited" in capsys.readouterr().err
    edit(folder / ARROW, "The blunt end", "The sharp end")
    (folder / LEDGER).unlink()
    for path in (folder / "specs").rglob("*@*"):
        path.unlink()
    edit(draft, "Middle of the tail.", "Tip of the tail.")
    commit(folder, "No ledger")
    edit(draft, "Tip of the tail.", "Middle of the tail.")
    assert main(["breaking", "demo/bird-4", "--against", "main"]) == 1
    assert "version-not-bumped" in capsys.readouterr().out


def test_a_step_that_does_not_fit(birds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(birds, "bump-too-small", "after")
    assert main(["breaking"]) == 1
    assert "bump-too-small" in capsys.readouterr().out
    assert main(["breaking", "--use", "T"]) == 0
    assert main(["breaking", "--mode", "backward", "--use", "d,m"]) == 1


def test_the_project_says_what_to_compare_with(
    birds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = "breaking: {against: main, use: [T]}\n"
    (birds / "schemac.yaml").write_text(f"schemac: 1\nproject: birds\n{policy}")
    put(birds, "version-not-bumped", "after")
    assert main(["breaking"]) == 1
    assert f"main:{SPEC}" in capsys.readouterr().out


def test_json_holds_everything(birds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["breaking", "--format", "json"]) == 0
    (step,) = json.loads(capsys.readouterr().out)["steps"]
    assert (step["id"], step["old"], step["required"]) == (
        "demo/bird-4", "demo/bird-4@1.0.0", "major",
    )  # fmt: skip
    (finding,) = step["findings"]
    assert finding["change"] == "redefined"
    assert finding["breaks"] == ["data", "models", "evaluation", "annotators"]
    assert finding["before"], finding["after"] == ("Tip of the tail.", "Middle of the tail.")
    assert finding["old"] == {"file": "specs/demo/bird-4@1.0.0.yaml", "line": 10, "column": 47}


def test_markdown_is_not_at_the_mercy_of_specs(
    birds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = birds / SPEC
    nasty = NASTY.replace("<", "(").replace(">", ")")  # holes are refused in texts anyway
    text = file.read_text().replace("Middle of the tail.", f"'Middle {nasty}'")
    file.write_text(text.replace("title: Bird, 4 keypoints", f"title: '{nasty}'"))
    assert main(["diff", "--format", "markdown"]) == 0
    out = capsys.readouterr().out
    rows = [line for line in out.splitlines() if line.startswith("|")]
    assert all(line.count("|") == 4 for line in rows)
    assert "[x](javascript" not in out
    assert "@someone" not in out
    assert "`*_#" not in out


def test_a_message_can_be_escaped_whole() -> None:
    from schemac.revision.markdown import escaped, prose

    assert "<" not in escaped(NASTY)
    assert "|" not in escaped(NASTY)
    assert prose("`a_b` and <i>") == "`a_b` and &lt;i&gt;"


def test_the_lines_that_are_missing_are_printed(
    birds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(birds, "keypoint-dropped", "after")
    assert main(["diff", "--suggest"]) == 1
    out = capsys.readouterr().out
    assert "retired:\n  tail: {last: 1.0.0, index: 3}\n" in out
    put(birds, "keypoint-retired", "after")
    assert main(["diff", "--suggest"]) == 0


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        ("meaning-undeclared", ["- editorial: [tail]", "# - redefine: [tail]"]),
        ("keypoints-reordered-silently", ["- renumber: …"]),
        ("keypoint-renamed-silently", ["wing: {former_names: [<side>_wing]}"]),
        ("rename-suspected", ["tail: {name: rump, former_names: [tail]}", "- replace: tail"]),
        ("tiers-undeclared", ["- retier: {occluded: …, not_labelled: …}"]),
    ],
)
def test_what_is_suggested(
    kind: str, lines: list[str], birds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(birds, kind, "after")
    assert main(["diff", "--suggest"]) == 1
    out = capsys.readouterr().out
    assert all(line in out for line in lines), out


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("keypoint-dropped", "lineage:", "retired:\n  tail: {last: 1.0.0, index: 3}\nlineage:"),
        ("keypoint-renamed-silently", "name: <S>_wing,",
         "name: <S>_wing, former_names: [<side>_wing],"),
        ("meaning-undeclared", "  rationale: To show the change.\n",
         "  rationale: To show the change.\n  changes:\n    - editorial: [tail]\n"),
    ],
)  # fmt: skip
def test_what_is_suggested_declares_it(
    kind: str, old: str, new: str, birds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = put(birds, kind, "after")
    file.write_text(file.read_text().replace(old, new, 1))
    assert main(["diff", "--suggest"]) == 0
    main(["check", "demo/bird-4"])
    assert "undeclared" not in capsys.readouterr().out


def test_a_broken_document_is_shown_and_fails(
    birds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (birds / SPEC).write_text("schemac: 1\nspec: demo/bird-4\nversion: 1.0.0\n")
    assert main(["diff", "demo/bird-4@1.0.0", SPEC]) == 1
    assert "error[" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["diff", "a", "b", "c"],
        ["diff", "nowhere", "demo/bird-4"],
        ["breaking", "--use", "X"],
        ["breaking", "--transitive", "--against", "main"],
        ["bump", "demo/bird-4@1.0.0", "major"],
        ["bump", "body/coco-17", "major"],
        ["pin", "landmarks/face"],
    ],
)
def test_wrong_usage(words: list[str], birds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert capsys.readouterr().err.startswith("schemac: ")


def test_the_table_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["breaking", "--table"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[1].split() == ["keypoint-retired", *"XXXXX.", "no", "no"]


def test_a_kind_of_change_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "keypoint-appended"]) == 0
    out = capsys.readouterr().out
    assert "A new keypoint follows after all indices of the old version." in out
    assert "minor" in out


def test_bump_and_pin_say_what_they_did(birds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(birds, "redefined", "before")
    assert main(["bump", "demo/bird-4", "minor", "--because", "More birds."]) == 0
    assert "1.0.0 -> 1.1.0" in capsys.readouterr().out
    assert main(["pin", "visibility/coco-3@1.0.0"]) == 0
    assert "nothing names" in capsys.readouterr().out
