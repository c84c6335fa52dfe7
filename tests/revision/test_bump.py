"""The next version begins: what is written, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from revision.repositories import project, put
from schemac.compile import check
from schemac.revision.bump import Bumped, Size, bump, next_version
from schemac.workspace import UsageError, Workspace

COMMENTED = """waivers:                # what we live with
  - {rule: missing-cue, because: A demo.}
"""


@pytest.fixture
def bird(tmp_path: Path) -> Path:
    """A released version 1.0.0, and the same as the working file."""
    folder = project(tmp_path, "redefined")
    return put(folder, "redefined", "before")


def bumped(file: Path, size: Size, **more: str) -> Bumped:
    return bump(Workspace(str(file.parents[2])), str(file), size, rationale=more.get("because"))


@pytest.mark.parametrize(
    ("old", "size", "new"),
    [
        ("1.2.3", "major", "2.0.0"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "patch", "1.2.4"),
        ("0.2.3", "major", "0.3.0"),
        ("0.2.3", "minor", "0.2.4"),
        ("0.2.3", "patch", "0.2.4"),
    ],
)
def test_the_next_number(old: str, size: Size, new: str) -> None:
    assert next_version(old, size) == new


def test_a_released_version_gets_a_child(bird: Path) -> None:
    before = bird.read_text()
    done = bumped(bird, "major", because='Because of "this": a \\ and more.')
    assert (done.old, done.new, str(done.parent)) == ("1.0.0", "2.0.0", "demo/bird-4@1.0.0")
    added = (
        "\nlineage:\n  parent: demo/bird-4@1.0.0\n"
        '  rationale: "Because of \\"this\\": a \\\\ and more."\n'
    )
    assert bird.read_text() == before.replace("version: 1.0.0", "version: 2.0.0") + added


def test_comments_and_other_sections_stay(bird: Path) -> None:
    text = bird.read_text() + f"\n# a word\n# on waivers\n{COMMENTED}"
    bird.write_text(text)
    bumped(bird, "minor")
    written = bird.read_text()
    head, _, tail = written.partition("lineage:\n")
    assert "".join(tail.partition("# a word")[1:]) == f"# a word\n# on waivers\n{COMMENTED}"
    assert head.replace("1.1.0", "1.0.0") == text.partition("# a word")[0]


def test_an_old_lineage_gives_way_to_the_new_one(bird: Path) -> None:
    put(bird.parents[2], "redefined", "after")
    put(bird.parents[2], "redefined", "after", "specs/demo/bird-4@2.0.0.yaml")
    bird.write_text(bird.read_text() + f"\n# why we live with it\n{COMMENTED}")
    bumped(bird, "minor")
    written = bird.read_text()
    assert written.count("lineage:") == 1
    assert "parent: demo/bird-4@2.0.0" in written
    assert "redefine" not in written
    assert f"\n# why we live with it\n{COMMENTED}" in written


def test_a_draft_is_counted_from_its_parent_again(bird: Path) -> None:
    bumped(bird, "patch")
    lineage = bird.read_text().partition("lineage:")[2]
    done = bumped(bird, "major")
    assert (done.old, done.new, done.kept) == ("1.0.1", "2.0.0", True)
    assert bird.read_text().partition("lineage:")[2] == lineage


def test_what_was_never_released_names_no_parent(tmp_path: Path) -> None:
    file = put(project(tmp_path, "redefined", frozen=False), "redefined", "before")
    done = bumped(file, "minor")
    assert (done.new, done.parent) == ("1.1.0", None)
    assert "lineage" not in file.read_text()


def test_the_rationale_is_asked_for_until_it_is_written(bird: Path) -> None:
    bumped(bird, "patch")
    workspace = Workspace(str(bird.parents[2]))
    found = {d.rule for d in check(workspace, [str(bird)]).diagnostics}
    assert "rationale-unwritten" in found
    bird.write_text(bird.read_text().replace('"To be written."', "Two words were misspelt."))
    workspace = Workspace(str(bird.parents[2]))
    assert "rationale-unwritten" not in {d.rule for d in check(workspace, [str(bird)]).diagnostics}


def test_line_ends_and_a_missing_last_one_are_kept(bird: Path) -> None:
    bird.write_bytes(bird.read_bytes().replace(b"\n", b"\r\n").rstrip())
    bumped(bird, "minor")
    assert b"version: 1.1.0\r\n" in bird.read_bytes()
    workspace = Workspace(str(bird.parents[2]))
    assert workspace.read(str(bird)).declaration is not None
    assert "lineage" in workspace.read(str(bird)).declaration.entry  # type: ignore[union-attr]


def test_nothing_is_written_when_asked_not_to(bird: Path) -> None:
    before = bird.read_bytes()
    done = bump(Workspace(str(bird.parents[2])), str(bird), "major", write=False)
    assert bird.read_bytes() == before
    assert b"2.0.0" in done.after


def test_a_project_file_has_no_version(bird: Path) -> None:
    folder = bird.parents[2]
    with pytest.raises(UsageError, match="no document"):
        bump(Workspace(str(folder)), str(folder / "schemac.yaml"), "major")
