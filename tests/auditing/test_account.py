"""The account tells everything a ledger, its files and a build say, and what they do not."""

from __future__ import annotations

import csv
import json
import re
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from msgspec.structs import replace

import schemac
from releases import (
    ARROW,
    HOSTILE,
    LEDGER,
    do_release,
    draft_project,
    edit,
    entry,
    next_version,
    released_project,
    tree,
)  # fmt: skip
from schemac.auditing import NOT_PROVEN, Account
from schemac.auditing.changes import Compared
from schemac.auditing.data import render_in_toto, render_json
from schemac.auditing.gaps import gaps_of_version
from schemac.auditing.page import render_html
from schemac.auditing.table import COLUMNS, render_csv
from schemac.auditing.text import render_in_force, render_text
from schemac.cli import main
from schemac.ledger import digest_of
from schemac.ledger.force import terms

DAY = "2024-12-31"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """1.0.0, then 1.1.0 with a new definition that is declared, then a draft 1.2.0."""
    folder = released_project(tmp_path)
    path = next_version(folder, "1.1.0", why="The tip was clicked beside its point.")
    edit(path, "The sharp end of the head, where its two edges meet.", "The sharp end of the head.")
    changes = "  changes:\n    - editorial: [tip]\n      why: Said in fewer words.\n"
    path.write_text(path.read_text("utf-8") + changes, "utf-8")
    assert do_release(folder).lines
    next_version(folder, "1.2.0", parent="1.1.0")
    return folder


def audit(project: Path, on: str = DAY) -> Account:
    return schemac.audit(on=on, cwd=project)


def test_versions_with_their_times_and_people(project: Path) -> None:
    arrow, tiers = audit(project).documents
    assert (arrow.id, arrow.kind, arrow.draft) == ("demo/arrow-2", "spec", "1.2.0")
    assert [(v.entry.version, v.state, v.since, v.until) for v in arrow.versions] == [
        ("1.0.0", "superseded", "2024-07-01", "2024-09-01"),
        ("1.1.0", "in force", "2024-09-01", None),
    ]
    assert arrow.in_force is arrow.versions[1]
    assert (tiers.id, tiers.kind, tiers.draft) == ("demo/two-tier", "tier_set", None)


def test_what_changed_with_both_texts(project: Path) -> None:
    first, second = audit(project).documents[0].versions
    assert first.changes is None
    assert second.changes is not None
    texts = {
        (step.before, step.after)
        for change in second.changes
        for step in (change, *change.parts)
    }  # fmt: skip
    assert (
        "The sharp end of the head, where its two edges meet.", "The sharp end of the head."
    ) in texts  # fmt: skip
    assert (second.asked, second.taken) == ("PATCH", "MINOR")


@pytest.mark.parametrize(
    ("day", "line"),
    [
        ("2024-06-30", "demo/arrow-2: none"),
        ("2024-07-01", "demo/arrow-2@1.0.0, in force since 2024-07-01 until 2024-09-01"),
        ("2024-09-01", "demo/arrow-2@1.1.0, in force since 2024-09-01"),
    ],
)
def test_which_version_was_in_force(day: str, line: str, project: Path) -> None:
    assert f"  {line}" in render_in_force(audit(project, day), 120).splitlines()


def test_gaps_are_stated(project: Path) -> None:
    found = audit(project)
    assert any("unanchored" in gap for gap in found.gaps)
    assert any("no git history" in gap for gap in found.gaps)
    text = " ".join(render_text(found, 100).split())
    for line in (*found.gaps, *NOT_PROVEN):
        assert line in text


def test_an_author_who_approves_alone_is_told(tmp_path: Path) -> None:
    folder = released_project(tmp_path)
    next_version(folder, "1.1.0")
    assert do_release(folder, by="b. lee").lines
    (_, version) = audit(folder).documents[0].versions
    assert "approved by its author alone" in version.gaps


def test_a_step_too_small_is_told(tmp_path: Path) -> None:
    """`check` refuses such a release by itself; an older ledger may still hold one."""
    (term,) = terms((replace(entry("1.0.1"), parent="demo/arrow-2@1.0.0"),), DAY)
    gaps = gaps_of_version(term, entry("1.0.0"), Compared((), "MAJOR", "PATCH"))
    assert "its changes ask for a MAJOR step, and a PATCH one was taken" in list(gaps)


def test_several_heads_are_told(tmp_path: Path) -> None:
    folder = released_project(tmp_path)
    for version in ("1.1.0", "1.2.0"):
        assert not any("heads" in gap for gap in audit(folder).gaps)
        next_version(folder, version)
        assert do_release(folder).lines
    said = "demo/arrow-2 has several heads, which no version merges: 1.1.0, 1.2.0"
    assert said in audit(folder).gaps


def test_without_a_ledger_nothing_was_released(tmp_path: Path) -> None:
    found = audit(draft_project(tmp_path))
    assert all(not history.versions for history in found.documents)
    assert "specs has no ledger: nothing in it was released" in found.gaps
    assert "nothing was released" in render_in_force(found, 80)


def test_nothing_is_written(project: Path) -> None:
    before = tree(project)
    schemac.audit(on=DAY, rebuild=True, cwd=project)
    schemac.log("demo/arrow-2", on=DAY, cwd=project)
    schemac.audit_verify(cwd=project)
    assert tree(project) == before


# ---- builds -----------------------------------------------------------------------------------


def test_what_changed_from_a_merged_head_is_told(tmp_path: Path) -> None:
    """1.1.0 adds an edge the other way; 1.3.0 grew from 1.2.0 and leaves it out again."""
    folder = released_project(tmp_path)
    next_version(folder, "1.1.0")
    edit(folder / ARROW, "- [tail, tip]", "- [tip, tail]")
    assert do_release(folder).lines
    next_version(folder, "1.2.0")
    edit(folder / ARROW, "- [tip, tail]", "- [tail, tip]")
    assert do_release(folder).lines
    next_version(folder, "1.3.0", parent="1.2.0")
    edit(folder / ARROW, "  rationale:", "  merges: [demo/arrow-2@1.1.0]\n  rationale:")
    done = do_release(folder)
    assert done.lines, done.checked.diagnostics
    found = audit(folder)
    last = found.documents[0].versions[-1]
    (head,) = last.merged
    assert (head.head, last.changes) == ("demo/arrow-2@1.1.0", ())
    assert [step.kind for step in head.changes or ()] == ["edge-reversed"]
    assert not any("heads" in gap for gap in found.gaps)
    text = render_text(found, 100)
    assert "from demo/arrow-2@1.2.0: nothing changed, a MINOR step was taken" in text
    assert "from demo/arrow-2@1.1.0: 1 change asks for a MINOR step" in text
    assert "1 change from demo/arrow-2@1.1.0, which it merges" in render_html(found)


@pytest.fixture
def built(project: Path) -> Path:
    assert schemac.build(guide=False, cwd=project).written
    return project


def test_every_file_of_a_build_has_an_origin(built: Path) -> None:
    found = audit(built)
    assert found.build == "build"
    bases = {(m.spec, m.version): m.basis for m in found.made if m.spec}
    assert bases == {("demo/arrow-2", "1.0.0"): "a released version",
                     ("demo/arrow-2", "1.1.0"): "a released version",
                     ("demo/arrow-2", "1.2.0"): "a draft"}  # fmt: skip
    listed = sum(m.files for m in found.made)
    manifest = json.loads((built / "build/manifest.json").read_text("utf-8"))
    assert listed == len(manifest["artifacts"])


def test_files_that_are_not_as_the_build_left_them(built: Path) -> None:
    edited = "demo/arrow-2/1.1.0/coco/categories.json"
    gone = "demo/arrow-2/1.1.0/coco/schemac.json"
    (built / "build" / edited).write_text("{}", "utf-8")
    (built / "build" / gone).unlink()
    (made,) = [m for m in audit(built).made if m.version == "1.1.0" and m.target == "coco"]
    assert (made.edited, made.missing, made.differing) == ((edited,), (gone,), None)


def test_a_rebuild_shows_what_is_out_of_date(built: Path) -> None:
    found = schemac.audit(on=DAY, rebuild=True, cwd=built)
    assert {m.differing for m in found.made} == {()}
    edit(built / ARROW, "title: Arrow, 2 keypoints", "title: Arrow with 2 keypoints")
    edit(built / ARROW, "  tip:\n", "  tip:\n    name: point\n    former_names: [tip]\n")
    found = schemac.audit(on=DAY, rebuild=True, cwd=built)
    differing = {(m.version, m.target) for m in found.made if m.differing and m.spec}
    assert ("1.2.0", "coco") in differing
    assert {version for version, _ in differing} == {"1.2.0"}


def test_a_build_of_another_text_under_a_released_number(built: Path) -> None:
    manifest = built / "build/manifest.json"
    arrow = json.loads(manifest.read_text("utf-8"))["artifacts"]
    digest = next(a["digest"] for a in arrow if a["version"] == "1.1.0")
    edit(manifest, digest, "sha256:" + "0" * 64)
    found = [m.basis for m in audit(built).made if m.version == "1.1.0"]
    assert "not the released version of that number" in found


# ---- formats ----------------------------------------------------------------------------------


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A ledger in which every word that a person says is an attack."""
    folder = released_project(tmp_path)
    words = HOSTILE.replace("\u202e", "") + " =cmd|'/c calc'!A1"
    path = next_version(folder, "1.1.0")
    text = path.read_text("utf-8").partition("  author")[0]
    path.write_text(text + "  rationale: More.\n", "utf-8")
    done = schemac.release(
        "demo/arrow-2", approved_by=(f"=1+1 {words} (</td>{words})",), author=words,
        effective="2024-08-01", ticket=f"javascript:alert(1) {words}",
        recorded="2024-07-01T00:00:00Z", today="2024-07-01", cwd=folder,
    )  # fmt: skip
    assert done.lines, done.checked
    edit(folder / LEDGER, "javascript:alert(1)", "\u202ejavascript:")
    return folder


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)


def test_a_page_holds_text_as_text(hostile: Path) -> None:
    page = render_html(audit(hostile))
    tags = _Tags()
    tags.feed(page)
    assert tags.tags.isdisjoint({"script", "img", "iframe", "link", "form"})
    assert tags.attributes <= {
        "lang", "charset", "name", "content", "http-equiv", "class", "id", "href", "open",
        "colspan",
    }  # fmt: skip
    assert "\u202e" not in page
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert "default-src 'none'" in page


def test_a_page_needs_nothing_from_elsewhere(project: Path) -> None:
    page = render_html(audit(project))
    assert "http" not in re.sub(r"http-equiv", "", page)
    assert page == render_html(audit(project))


def test_no_cell_is_a_formula(hostile: Path) -> None:
    rows = list(csv.DictReader(StringIO(render_csv(audit(hostile)))))
    assert tuple(rows[0]) == COLUMNS
    assert [row["version"] for row in rows] == ["1.0.0", "1.1.0", "1.0.0"]
    for row in rows:
        assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
    assert rows[1]["approved_by"].startswith("'=1+1")


@pytest.mark.parametrize("width", [60, 80, 120])
def test_text_fits_and_steers_nothing(width: int, hostile: Path) -> None:
    text = render_text(audit(hostile), width)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert max(map(len, text.splitlines())) <= width


def test_json_is_whole_and_plain(hostile: Path) -> None:
    text = render_json(audit(hostile))
    assert text.isascii()
    told = json.loads(text)
    assert told["version"] == 1
    assert [d["id"] for d in told["documents"]] == ["demo/arrow-2", "demo/two-tier"]
    assert told["not_proven"] == list(NOT_PROVEN)


def test_in_toto_statements_name_the_files(project: Path) -> None:
    """By https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md."""
    statements = [json.loads(line) for line in render_in_toto(audit(project)).splitlines()]
    assert len(statements) == 3
    for one in statements:
        assert set(one) == {"_type", "subject", "predicateType", "predicate"}
        assert one["_type"] == "https://in-toto.io/Statement/v1"
        assert re.match(r"[a-z]+:", one["predicateType"])
        for subject in one["subject"]:
            data = (project / "specs" / subject["name"]).read_bytes()
            assert digest_of(data) == f"sha256:{subject['digest']['sha256']}"
        line = one["predicate"]["release"]["line"]
        written = (project / LEDGER).read_bytes().splitlines()[line - 1]
        assert digest_of(written) == f"sha256:{one['predicate']['ledgerLine']['sha256']}"


# ---- commands ---------------------------------------------------------------------------------


def test_the_commands(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project)
    for words in (
        "audit", "audit demo/arrow-2 --format csv", "audit --format html -o a.html",
        "audit --on 2024-08-01", "audit verify", "audit verify --format json",
        "audit export --format in-toto", "log demo/arrow-2 --graph",
        f"log {ARROW} --format markdown", "log demo/arrow-2@1.0.0 --format json",
    ):  # fmt: skip
        assert main(words.split()) == 0, words
    assert (project / "a.html").read_text("utf-8").startswith("<!doctype html>")
    capsys.readouterr()
    edit(project / LEDGER, "A. Rao", "A. Roa")
    for words in ("audit", "audit --on 2024-08-01", "audit verify", "audit export"):
        assert main(words.split()) == 1, words
    told = capsys.readouterr()
    assert "REWRITTEN, 1 finding" in told.out
    assert "nothing is stated of a ledger that was rewritten" in told.err


@pytest.mark.parametrize(
    "words",
    ["audit --on yesterday", "audit --on 2024-02-30", "audit demo/none", "log demo/none", "log",
     "audit -o /nowhere/x", "log body/coco-17"],
)  # fmt: skip
def test_wrong_usage(words: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    try:
        code = main(words.split())
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    assert code == 2
