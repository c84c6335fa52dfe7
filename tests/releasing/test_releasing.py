"""A release is written whole or not at all, and only with what the project asks for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import schemac
from releases import (
    ARROW,
    HOSTILE,
    LEDGER,
    TIERS,
    do_release,
    draft_project,
    edit,
    next_version,
    released_project,
    tree,
)  # fmt: skip
from schemac import UsageError
from schemac.ledger import Approval, digest_of, read_ledger
from schemac.output import OutputError
from schemac.releasing import ATTRIBUTES, approval

SAID = {
    "author": "B. Lee",
    "effective": "2024-07-01",
    "rationale": "The first version.",
    "recorded": "2024-07-01T00:00:00Z",
    "today": "2024-07-01",
}


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    return draft_project(tmp_path)


@pytest.fixture
def released(tmp_path: Path) -> Path:
    return released_project(tmp_path)


def refused(project: Path, *specs: str, **said: object) -> str:
    """What a refusal says; nothing may have changed on disk."""
    before = tree(project)
    words = {**SAID, "approved_by": ("A. Rao",), **said}
    with pytest.raises(UsageError) as error:
        schemac.release(*specs, cwd=project, **words)  # type: ignore[arg-type]
    assert tree(project) == before
    return f"{error.value} / {error.value.help}"


def test_a_release_leaves_text_form_and_line(draft: Path) -> None:
    text = (draft / TIERS).read_bytes()
    done = schemac.release(
        "demo/two-tier", approved_by=("Dr A. Rao (medical lead)",), cwd=draft, **SAID
    )
    (line,) = done.lines
    folder = draft / "specs"
    assert (folder / "demo/two-tier@1.0.0.yaml").read_bytes() == text
    form = (folder / "demo/two-tier@1.0.0.json").read_bytes()
    assert (line.files.text, line.files.form) == (digest_of(text), digest_of(form))
    assert json.loads(form)["title"] == "Seen or not, two tiers"
    assert line.approvals == (Approval(by="Dr A. Rao", role="medical lead"),)
    assert (line.author, line.effective, line.rationale) == (
        "B. Lee", "2024-07-01", "The first version.",
    )  # fmt: skip
    assert read_ledger((draft / LEDGER).read_bytes()).entries == done.lines
    assert (folder / ".gitattributes").read_bytes() == ATTRIBUTES
    assert not [path for path in tree(draft) if "schemac." in path.rpartition("/")[2][1:-5]]


def test_the_same_release_is_the_same_bytes(tmp_path: Path) -> None:
    trees = []
    for name in ("one", "two"):
        project = draft_project(tmp_path / name)
        schemac.release("demo/arrow-2", "demo/two-tier", approved_by=("A",), cwd=project, **SAID)
        trees.append(tree(project))
    assert trees[0] == trees[1]


def test_what_others_rest_on_comes_first(draft: Path) -> None:
    done = schemac.release("demo/arrow-2", "demo/two-tier", approved_by=("A",), cwd=draft, **SAID)
    assert [line.id for line in done.lines] == ["demo/two-tier", "demo/arrow-2"]
    (rests_on,) = done.lines[1].dependencies
    assert (rests_on.document, rests_on.state) == ("demo/two-tier@1.0.0", "released")


def test_drafts_of_the_project_are_refused_drafts_of_the_library_named(draft: Path) -> None:
    assert "rests on drafts of this project: `demo/two-tier@1.0.0`" in refused(
        draft, "demo/arrow-2"
    )
    edit(draft / ARROW, "demo/two-tier@1.0.0", "visibility/coco-3@1.0.0")
    done = schemac.release("demo/arrow-2", approved_by=("A",), cwd=draft, **SAID)
    (rests_on,) = done.lines[0].dependencies
    assert (rests_on.document, rests_on.state) == ("visibility/coco-3@1.0.0", "draft")


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"approved_by": ()}, "a release needs one approval, none given"),
        ({"author": None}, "without an author"),
        ({"rationale": None, "effective": None}, "without a rationale and an effective date"),
        ({"effective": "2024-02-30"}, "`2024-02-30` is not a date"),
        ({"effective": "20240701"}, "`20240701` is not a date"),
        ({"author": "B\nLee"}, "--author holds a line break"),
        ({"author": "\u202eeeL .B"}, "--author holds a line break"),
        ({"rationale": "x" * 4001}, "--rationale has more than 4000 characters"),
        ({"approved_by": (" ",)}, "--approved-by is empty"),
        ({"approved_by": ("A\x1b[31m",)}, "--approved-by holds a line break"),
        ({"approved_by": ("\udcff",)}, "--approved-by holds a line break"),
        ({"meaning": ""}, "--meaning is empty"),
    ],
)
def test_what_is_missing_or_unreadable_is_refused(
    said: dict[str, object], message: str, draft: Path
) -> None:
    assert message in refused(draft, "demo/two-tier", **said)


def test_hostile_words_are_kept_as_they_are(draft: Path) -> None:
    words = HOSTILE.replace("\u202e", "")
    done = schemac.release(
        "demo/two-tier", approved_by=(words,), cwd=draft, **{**SAID, "author": words}
    )
    assert done.lines[0].author == words
    assert not read_ledger((draft / LEDGER).read_bytes()).faults


@pytest.mark.parametrize(
    ("text", "by", "role"),
    [
        ("Dr A. Rao (medical lead)", "Dr A. Rao", "medical lead"),
        ("A. Rao", "A. Rao", None),
        ("  A. Rao  ", "A. Rao", None),
        ("(lead)", "(lead)", None),
        ("A (B) (C)", "A (B)", "C"),
        ("A ()", "A ()", None),
    ],
)
def test_a_name_and_a_role(text: str, by: str, role: str | None) -> None:
    assert approval(text) == Approval(by=by, role=role)


def policy(project: Path, text: str) -> None:
    (project / "schemac.yaml").write_text(f"schemac: 1\nproject: demo\nrelease: {text}\n", "utf-8")


def test_the_policy_of_the_project_is_asked_for(draft: Path) -> None:
    policy(draft, "{approvals: 2, roles: [medical, QA lead]}")
    assert "needs 2 approvals by different people, 1 given" in refused(draft, "demo/two-tier")
    twice = ("A (medical)", "a (QA lead)")
    assert "needs 2 approvals by different people, 1 given" in refused(
        draft, "demo/two-tier", approved_by=twice
    )
    assert "an approval by `QA lead`" in refused(
        draft, "demo/two-tier", approved_by=("A (medical)", "B")
    )
    both = ("A (medical)", "B (qa lead)")
    done = schemac.release("demo/two-tier", approved_by=both, cwd=draft, **SAID)
    (line,) = done.lines
    assert line.policy is not None
    assert (line.policy.approvals, line.policy.roles) == (2, ("medical", "QA lead"))


def test_a_policy_may_ask_for_nobody_and_it_shows(draft: Path) -> None:
    policy(draft, "{approvals: 0}")
    assert schemac.release("demo/two-tier", cwd=draft, **SAID).lines[0].approvals == ()
    account = schemac.audit(on="2024-07-01", cwd=draft)
    gaps = [g for d in account.documents for v in d.versions for g in v.gaps]
    assert any(gap.startswith("nobody approved it") for gap in gaps)


def test_warnings_forbid_a_release(draft: Path) -> None:
    edit(draft / TIERS, "version: 1.0.0", "version: 0.9.0")
    edit(draft / ARROW, "demo/two-tier@1.0.0", "demo/two-tier@0.9.0")
    edit(draft / ARROW, "version: 1.0.0", "version: 0.9.0")
    edit(draft / ARROW, "    find: {see: The end that the string pushes.}\n", "")
    before = tree(draft)
    done = schemac.release("demo/arrow-2", "demo/two-tier", approved_by=("A",), cwd=draft, **SAID)
    assert {d.rule for d in done.checked.diagnostics} == {"missing-cue"}
    assert (done.lines, tree(draft)) == ((), before)


def test_the_word_of_the_document_counts(released: Path) -> None:
    next_version(released, "1.1.0", why="More.")
    assert "says another rationale in its `lineage`" in refused(
        released, "demo/arrow-2", author=None, effective=None, rationale="Less."
    )
    (line,) = do_release(released).lines
    assert (line.rationale, line.effective, line.parent) == (
        "More.", "2024-09-01", "demo/arrow-2@1.0.0",
    )  # fmt: skip


def test_a_version_is_released_once(released: Path) -> None:
    assert "demo/arrow-2@1.0.0 is released already (line 2" in refused(released, "demo/arrow-2")


def test_a_second_version_says_where_it_comes_from(released: Path) -> None:
    edit(released / ARROW, "version: 1.0.0", "version: 1.1.0")
    assert "does not say which version it grew from" in refused(released, "demo/arrow-2")
    next_version(released, "1.2.0", parent="1.1.0")
    assert {d.rule for d in do_release(released).checked.diagnostics} == {"parent-missing"}


def test_a_step_too_small_for_what_changed_is_refused(released: Path) -> None:
    path = next_version(released, "1.1.0")
    edit(path, "laterality: viewer", "laterality: subject")
    told = refused(released, "demo/arrow-2", author=None, effective=None, rationale=None)
    assert "this is a major change, and 1.0.0 -> 1.1.0 is a minor step" in told
    next_version(released, "2.0.0")
    assert do_release(released).lines


def test_what_is_not_ours_is_refused(draft: Path) -> None:
    assert "is not in a spec folder of this project" in refused(draft, "body/coco-17")
    assert "there is no spec, file or folder" in refused(draft, "demo/none")
    assert "nothing is named to release" in refused(draft)


def test_a_broken_ledger_takes_nothing_more(released: Path) -> None:
    edit(released / LEDGER, "A. Rao", "A. Roa")
    next_version(released, "1.1.0")
    before = tree(released)
    done = do_release(released)
    assert {d.rule for d in done.checked.diagnostics} == {"ledger-broken"}
    assert tree(released) == before


# ---- old frozen files -------------------------------------------------------------------------


def test_the_first_release_takes_in_what_lies_frozen(draft: Path) -> None:
    old = (draft / ARROW).read_bytes().replace(b"version: 1.0.0", b"version: 0.9.0")
    (draft / "specs/demo/arrow-2@0.9.0.yaml").write_bytes(old)
    (draft / "specs/demo/arrow-2@0.10.0.yaml").write_bytes(old.replace(b"0.9.0", b"0.10.0"))
    done = schemac.release("demo/two-tier", approved_by=("A",), cwd=draft, **SAID)
    assert [line.version for line in done.taken_in] == ["0.9.0", "0.10.0"]
    assert {line.status for line in done.taken_in} == {"unattested"}
    first = done.taken_in[0]
    assert (first.author, first.effective, first.approvals) == (None, None, ())
    assert first.digest is not None
    assert (draft / "specs/demo/arrow-2@0.9.0.yaml").read_bytes() == old
    assert not schemac.audit_verify(cwd=draft)[0].findings


def test_one_that_cannot_be_linked_is_taken_in_by_its_text(draft: Path) -> None:
    old = (draft / ARROW).read_bytes().replace(b"version: 1.0.0", b"version: 0.9.0")
    name = "specs/demo/arrow-2@0.9.0"
    (draft / f"{name}.yaml").write_bytes(old.replace(b"two-tier@1.0.0", b"gone@1.0.0"))
    done = schemac.release("demo/two-tier", approved_by=("A",), cwd=draft, **SAID)
    assert done.taken_in[0].digest is None
    assert not (draft / f"{name}.json").exists()
    assert not schemac.audit_verify(cwd=draft)[0].findings


def test_a_later_one_is_taken_in_by_name(released: Path) -> None:
    old = (released / ARROW).read_bytes().replace(b"version: 1.0.0", b"version: 0.9.0")
    (released / "specs/demo/arrow-2@0.9.0.yaml").write_bytes(old)
    assert {d.rule for d in schemac.check(cwd=released).diagnostics} == {"frozen-without-line"}
    done = schemac.release("demo/arrow-2@0.9.0", attested=False, cwd=released)
    assert done.lines[0].status == "unattested"
    assert schemac.check(cwd=released).diagnostics == ()


def test_a_draft_cannot_be_taken_in(released: Path) -> None:
    next_version(released, "1.1.0")
    assert "does not lie frozen" in refused(released, "demo/arrow-2", attested=False)


# ---- whole or not at all ----------------------------------------------------------------------


@pytest.mark.parametrize("step", range(4))
def test_a_fault_on_the_way_leaves_all_as_it_was(
    step: int, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Text, form, git attributes, ledger: the disk fails at one of them."""
    real, count = Path.replace, iter(range(100))

    def failing(self: Path, target: Path) -> Path:
        if next(count) == step:
            raise OSError(28, "No space left on device")
        return real(self, target)

    before = tree(draft)
    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(OutputError, match="no space left"):
        schemac.release("demo/two-tier", approved_by=("A",), cwd=draft, **SAID)
    assert tree(draft) == before


_KILLED = """
import os, sys
from pathlib import Path
real, left = Path.replace, [int(sys.argv[2])]
def dying(self, target):
    if not left[0]:
        os._exit(9)
    left[0] -= 1
    return real(self, target)
Path.replace = dying
import schemac
schemac.release("demo/two-tier", approved_by=("A",), cwd=sys.argv[1], author="B. Lee",
    effective="2024-07-01", rationale="The first version.", recorded="2024-07-01T00:00:00Z")
"""


@pytest.mark.parametrize("step", range(4))
def test_a_killed_release_can_be_made_again(step: int, draft: Path) -> None:
    words = [sys.executable, "-c", _KILLED, str(draft), str(step)]
    assert subprocess.run(words, check=False).returncode == 9
    assert not (draft / LEDGER).exists()
    done = schemac.release("demo/two-tier", approved_by=("A",), cwd=draft, **SAID)
    assert [line.document for line in done.lines] == ["demo/two-tier@1.0.0"]
    assert not schemac.audit_verify(cwd=draft)[0].findings


def test_another_text_of_that_version_is_not_written_over(draft: Path) -> None:
    path = draft / "specs/demo/two-tier@1.0.0.yaml"
    path.write_bytes((draft / TIERS).read_bytes() + b"# older\n")
    before = tree(draft)
    with pytest.raises(OutputError, match="lies there already and says something else"):
        schemac.release("demo/two-tier", approved_by=("A",), cwd=draft, **SAID)
    assert tree(draft) == before


_AT_ONCE = """
import sys, schemac
done = schemac.release(sys.argv[2], approved_by=("A",), cwd=sys.argv[1], author="B. Lee",
    effective="2024-07-01", rationale="The first version.", recorded="2024-07-01T00:00:00Z")
print(len(done.lines))
"""


def test_two_releases_at_once_come_one_after_the_other(draft: Path) -> None:
    names = [f"demo/tiers-{n}" for n in range(4)]
    for name in names:
        text = (draft / TIERS).read_text("utf-8").replace("demo/two-tier", name)
        (draft / f"specs/{name}.yaml").write_text(text, "utf-8")
    words = [[sys.executable, "-c", _AT_ONCE, str(draft), name] for name in names]
    running = [subprocess.Popen(each, stdout=subprocess.PIPE, text=True) for each in words]
    assert [process.communicate()[0].strip() for process in running] == ["1"] * 4
    ledger = read_ledger((draft / LEDGER).read_bytes())
    assert not ledger.faults
    assert sorted(entry.id for entry in ledger.entries) == names
    assert not schemac.audit_verify(cwd=draft)[0].findings


def test_git_attributes_of_others_stay(draft: Path) -> None:
    (draft / "specs/.gitattributes").write_text("*.png binary\n", "utf-8")
    done = schemac.release("demo/two-tier", approved_by=("A",), cwd=draft, **SAID)
    assert (draft / "specs/.gitattributes").read_text("utf-8") == "*.png binary\n"
    assert done.attributes is not None
