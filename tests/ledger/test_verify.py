"""Every edit, loss and exchange of released files is found; what cannot be found is not claimed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from releases import LEDGER, TIERS, do_release, edit, next_version, released_project, tree
from schemac.api import audit_verify
from schemac.ledger import appended, digest_of, read_ledger
from schemac.ledger.verify import Finding, verify

FROZEN = (
    "specs/demo/arrow-2@1.0.0.json", "specs/demo/arrow-2@1.0.0.yaml",
    "specs/demo/two-tier@1.0.0.json", "specs/demo/two-tier@1.0.0.yaml",
)  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return released_project(tmp_path)


def findings(project: Path) -> tuple[Finding, ...]:
    (found,) = audit_verify(cwd=project)
    return found.findings


def test_a_whole_project_has_none(project: Path) -> None:
    assert findings(project) == ()


@pytest.mark.parametrize("name", FROZEN)
def test_a_removed_file_is_found(name: str, project: Path) -> None:
    (project / name).unlink()
    (found,) = findings(project)
    assert (found.what, found.message) == ("file", "it was released, and is missing")
    assert f"specs/{found.file}" == name


@pytest.mark.parametrize("name", FROZEN)
def test_every_byte_of_a_file_counts(name: str, project: Path) -> None:
    """Spread over the file, because each needs a look at all of the project."""
    ledger = (project / LEDGER).read_bytes()
    files = {path.removeprefix("specs/"): data for path, data in tree(project).items()}
    short = name.removeprefix("specs/")
    before = files[short]
    for at in range(0, len(before), 7):
        for data in (
            before[:at] + bytes([before[at] ^ 1]) + before[at + 1 :],
            before[:at] + before[at + 1 :],
            before[:at] + b" " + before[at:],
        ):
            files[short] = data
            found = verify(ledger, files.get, [n.removeprefix("specs/") for n in FROZEN])
            assert [f.file for f in found] == [short], at


def test_changed_line_ends_are_told_as_such(project: Path) -> None:
    path = project / FROZEN[1]
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    (found,) = findings(project)
    assert "line ends" in found.message


def test_exchanged_files_are_found(project: Path) -> None:
    first, second = project / FROZEN[1], project / FROZEN[3]
    one, two = first.read_bytes(), second.read_bytes()
    first.write_bytes(two)
    second.write_bytes(one)
    assert {f.file for f in findings(project)} == {
        "demo/arrow-2@1.0.0.yaml", "demo/two-tier@1.0.0.yaml",
    }  # fmt: skip


def test_a_file_put_in_is_found(project: Path) -> None:
    new = project / "specs/demo/arrow-2@1.5.0.yaml"
    new.write_bytes((project / FROZEN[1]).read_bytes())
    (found,) = findings(project)
    assert found.file == "demo/arrow-2@1.5.0.yaml"


def test_a_cut_tail_shows_by_its_files(project: Path) -> None:
    """The ledger is whole up to the cut, with a head that fits: only the files tell."""
    before = (project / LEDGER).read_bytes()
    next_version(project, "1.1.0")
    assert do_release(project).lines
    (project / LEDGER).write_bytes(before)
    assert {f.file for f in findings(project)} == {
        "demo/arrow-2@1.1.0.yaml", "demo/arrow-2@1.1.0.json",
    }  # fmt: skip


def test_a_removed_ledger_is_found(project: Path) -> None:
    (project / LEDGER).unlink()
    assert {f.file for f in findings(project)} == {
        "demo/arrow-2@1.0.0.json", "demo/two-tier@1.0.0.json",
    }  # fmt: skip


def test_a_form_that_its_line_does_not_fit_is_found(project: Path) -> None:
    """Line and file are both rewritten, in one way only that does not hold together."""
    path = project / FROZEN[0]
    data = path.read_bytes().replace(b"Arrow, 2 keypoints", b"Arrow, two keypoints")
    path.write_bytes(data)
    entries = list(read_ledger((project / LEDGER).read_bytes()).entries)
    entries[1] = replace(entries[1], files=replace(entries[1].files, form=digest_of(data)))
    (project / LEDGER).write_bytes(appended(b"", entries))
    (found,) = findings(project)
    assert found.message == "its digest is not the one in the ledger"


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ({"facets": {}}, "the digests of its aspects are not those in the ledger"),
        ({"kind": "part"}, "it is the form of demo/arrow-2@1.0.0, not of demo/arrow-2@1.0.0"),
        ({"kind": "tier_set"}, "its digest is not the one in the ledger"),
        ({"kind": "nothing"}, "it is no linked form of a nothing"),
    ],
)
def test_a_line_that_its_form_does_not_fit_is_found(
    field: dict[str, object], message: str, project: Path
) -> None:
    entries = list(read_ledger((project / LEDGER).read_bytes()).entries)
    entries[1] = replace(entries[1], **field)
    (project / LEDGER).write_bytes(appended(b"", entries))
    assert message in [f.message for f in findings(project)]


def test_a_history_written_anew_is_not_found_and_nobody_says_it_would_be(project: Path) -> None:
    entries = read_ledger((project / LEDGER).read_bytes()).entries
    forged = [replace(e, author="Somebody else") for e in entries]
    (project / LEDGER).write_bytes(appended(b"", forged))
    (found,) = audit_verify(cwd=project)
    assert found.findings == ()
    assert found.anchored == 0
    from schemac.auditing.text import render_verdict

    text = " ".join(render_verdict([found], 100).split())
    assert "unanchored: a ledger that was written anew as a whole" in text


def test_a_link_out_of_the_folder_is_no_released_file(project: Path, tmp_path: Path) -> None:
    path = project / FROZEN[1]
    elsewhere = tmp_path / "elsewhere.yaml"
    elsewhere.write_bytes(b"other")
    path.unlink()
    path.symlink_to(elsewhere)
    assert findings(project)


def test_the_findings_for_programs(project: Path) -> None:
    from schemac.auditing.data import render_chains

    (project / FROZEN[0]).unlink()
    told = json.loads(render_chains(audit_verify(cwd=project)))
    assert told["ok"] is False
    assert told["ledgers"][0]["findings"][0]["file"] == "demo/arrow-2@1.0.0.json"
    assert re.fullmatch(r"[\x00-\x7f]*", render_chains(audit_verify(cwd=project)))


def test_a_working_file_that_says_something_else_under_a_released_number(project: Path) -> None:
    edit(project / TIERS, "Seen or not", "Seen, or not")
    (found,) = findings(project)
    assert (found.what, found.file) == ("file", "demo/two-tier.yaml")


def tampered(name: str, data: bytes) -> list[tuple[str, bytes]]:
    """Each line edited, dropped, doubled, swapped with the next; the tail cut behind each line."""
    lines = data.splitlines(keepends=True)
    found = []
    for at, line in enumerate(lines):
        before, after = lines[:at], lines[at + 1 :]
        letters = line.rstrip(b"\n")
        found += [
            (f"{name}:{at + 1} edited", b"".join([*before, letters + b" \n", *after])),
            (f"{name}:{at + 1} dropped", b"".join([*before, *after])),
            (f"{name}:{at + 1} doubled", b"".join([*before, line, line, *after])),
            (f"{name}:{at + 1} cut", b"".join(before)),
        ]
        if after and after[0] != line:
            swapped = b"".join([*before, after[0], line, *after[1:]])
            found.append((f"{name}:{at + 1} swapped", swapped))
    return found


@pytest.mark.parametrize("name", [LEDGER, *FROZEN])
def test_every_line_of_ledger_and_files_counts(name: str, project: Path) -> None:
    """Also an empty file. With the working files left out, only what is released can tell."""
    files = {path.removeprefix("specs/"): data for path, data in tree(project).items()}
    short = name.removeprefix("specs/")
    frozen = [each.removeprefix("specs/") for each in FROZEN]
    attacks = tampered(short, files[short])
    silent = []
    for what, data in attacks:
        state = {**files, short: data}
        if not list(verify(state["ledger.jsonl"], state.get, frozen)):
            silent.append(what)
    assert len(attacks) >= 8
    assert silent == []
