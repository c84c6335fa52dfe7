"""Comparisons with commits, in real repositories."""

from __future__ import annotations

from pathlib import Path

import pytest

from revision.repositories import SPEC, commit, git, project, put
from schemac.revision import Step, compare
from schemac.workspace import UsageError, Workspace


def steps(folder: Path, *words: str, against: str | None = None) -> list[Step]:
    comparison = compare(Workspace(str(folder)), words, against, pair=len(words) == 2)
    assert not comparison.broken
    return list(comparison.steps)


def names(step: Step) -> list[str]:
    return [change.name for change in step.changes]


@pytest.fixture
def birds(tmp_path: Path) -> Path:
    return project(tmp_path / "birds", "redefined")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"main:{SPEC}", SPEC),
        ("main:demo/bird-4", "demo/bird-4"),
        ("HEAD:specs", "specs"),
        ("main", "specs"),
        (f"main:{SPEC}", "demo/bird-4@2.0.0"),
        ("demo/bird-4@1.0.0", "demo/bird-4"),
        ("specs/demo/bird-4@1.0.0.yaml", SPEC),
    ],
)
def test_the_ends_that_can_be_named(birds: Path, old: str, new: str) -> None:
    (step,) = steps(birds, old, new)
    assert names(step) == ["redefined"]
    assert step.title == "demo/bird-4 1.0.0 -> 2.0.0"


@pytest.mark.parametrize("against", ["main", "HEAD", "1.0.0", "v1", "demo/bird-4@1.0.0"])
def test_what_a_document_is_compared_with(birds: Path, against: str) -> None:
    git(birds, "tag", "v1")
    (step,) = steps(birds, "demo/bird-4", against=against)
    assert names(step) == ["redefined"]


def test_old_places_are_those_of_the_commit(birds: Path) -> None:
    (step,) = steps(birds, against="main")
    assert step.old is not None
    (change,) = step.changes
    source, span = step.old.snapshot.place(change.old)
    shown = step.old.snapshot.shown(source.file, str(birds))
    assert shown == f"main:{SPEC}"
    assert span is not None
    assert "Tip of the tail." in source.line(span.line)


def test_a_file_that_is_the_same_still_has_its_place_in_the_commit(birds: Path) -> None:
    put(birds, "redefined", "before")
    (step,) = steps(birds, f"main:{SPEC}", SPEC)
    assert step.changes == ()
    assert step.old is not None
    origin = step.old.document.origin / "version"
    assert step.old.snapshot.shown(origin.file, str(birds)) == f"main:{SPEC}"


def test_a_project_below_the_top_of_its_repository(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    inner = tmp_path / "data" / "birds"
    inner.mkdir(parents=True)
    (inner / "schemac.yaml").write_text("schemac: 1\nproject: birds\n")
    put(inner, "redefined", "before")
    commit(tmp_path)
    put(inner, "redefined", "after")
    (step,) = steps(inner, against="main")
    assert names(step) == ["redefined"]
    (step,) = steps(inner, f"main:data/birds/{SPEC}", SPEC)
    assert names(step) == ["redefined"]


def test_a_commit_keeps_its_own_spec_folders_and_dictionaries(tmp_path: Path) -> None:
    folder = project(tmp_path / "birds", "redefined", frozen=False)
    git(folder, "mv", "specs", "birds")
    (folder / "schemac.yaml").write_text("schemac: 1\nproject: birds\nspecs: [birds]\n")
    (step,) = steps(folder, against="main")
    assert names(step) == ["redefined"]


def test_documents_that_came_and_went(birds: Path) -> None:
    put(birds, "map-changed", "before", "specs/demo/hands.yaml")
    (birds / SPEC).unlink()
    found = {step.id: names(step) for step in steps(birds, "main", "specs")}
    assert found == {"demo/bird-4": ["document-removed"], "demo/hands": ["document-added"]}


def test_git_is_left_as_it_was(birds: Path) -> None:
    before = git(birds, "status", "--porcelain")
    steps(birds, against="main")
    assert git(birds, "status", "--porcelain") == before


@pytest.mark.parametrize(
    ("words", "against"),
    [
        (("nope:specs/demo/bird-4.yaml", SPEC), None),
        (("main:specs/demo/crow.yaml", SPEC), None),
        (("--help:x", SPEC), None),
        (("demo/bird-4",), "no-such-branch"),
        (("demo/bird-4",), "9.9.9"),
        (("demo/bird-4",), "--upload-pack=x"),
        (("nowhere", SPEC), None),
    ],
)
def test_what_is_not_there_is_said(birds: Path, words: tuple[str, ...], against: str) -> None:
    with pytest.raises(UsageError):
        steps(birds, *words, against=against)


def test_outside_of_git_a_commit_is_no_mystery(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    put(tmp_path, "redefined", "before")
    with pytest.raises(UsageError, match="git"):
        steps(tmp_path, against="main")


def test_a_link_in_a_commit_is_not_followed(birds: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("secret: yes\n")
    (birds / "specs" / "demo" / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    commit(birds)
    (birds / "specs" / "demo" / "link.yaml").unlink()
    (step,) = steps(birds, "HEAD", "specs")
    assert step.id == "demo/bird-4"


def test_a_broken_document_of_a_commit_is_shown_and_not_compared(birds: Path) -> None:
    (birds / SPEC).write_text("schemac: 1\nspec: demo/bird-4\nversion: 1.0.0\n")
    commit(birds)
    put(birds, "redefined", "after")
    comparison = compare(Workspace(str(birds)), (), "HEAD")
    assert not comparison.steps
    assert [broken.snapshot.label for broken in comparison.broken] == ["HEAD"]
    assert comparison.broken[0].problems
