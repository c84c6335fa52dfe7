"""Every kind of finding has a case: a document that has it, with the output that a person sees.

`cases/<rule>/` holds `bad.yaml`, or a small project `bad/`, and `expected.txt`, what `schemac
check` prints of it; and a near miss, `good.yaml` or `good/`, of which the rule says nothing.
Documents that both refer to lie beside them under `specs/`. `SCHEMAC_UPDATE_GOLDEN=1` rewrites
what is expected; read the difference as somebody who has never seen the finding.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from schemac.codes import every_code
from schemac.compile import Checked, check
from schemac.report import render_text
from schemac.shipped import shipped
from schemac.workspace import Workspace

CASES = Path(__file__).parent / "cases"
TODAY = "2026-01-01"
# Findings on label files are tested in `validating/`, those on imported files in `importing/` and
# with their formats.
RULES = {code.name: code for code in every_code() if not code.id.startswith(("Q", "I"))}

# What follows from the language itself, so that no document can have it. The rules stand guard
# over skeletons that programs make; their tests lie in `checks/`.
UNREACHABLE = {
    "mirror-not-involution": "partners follow from stems and sides",
    "date-impossible": "a date that no calendar has is refused when it is read",
}

_ARM = (CASES / "unknown-keypoint" / "good.yaml").read_text("utf-8")


def _many(count: int) -> str:
    points = "".join(f"  p{i}: {{index: {i}}}\n" for i in range(count))
    return _ARM[: _ARM.index("keypoints:")] + "keypoints:\n" + points


# Documents that are no text, that no editor shows, or that nobody wants to see: (bad, good).
MADE: dict[str, tuple[bytes | None, bytes | None]] = {
    "wrong-encoding": (
        _ARM.replace("Arm, 5", "Épaule, 5").encode("latin-1"),
        _ARM.replace("Arm, 5", "Épaule, 5").encode(),
    ),
    "too-large": (b"# " + b"x" * 5 * 1024 * 1024, b"# " + b"x" * 4096 + b"\n" + _ARM.encode()),
    "unseen-character": (
        _ARM.replace("nose: ", "no\u200bse: ").encode(),
        _ARM.replace("Arm, 5", "ക്\u200d 5").encode(),
    ),
    "too-many": (_many(4097).encode(), None),
    "unreadable": (None, _ARM.encode()),
}


def test_no_code_and_no_name_is_used_twice() -> None:
    codes = list(every_code())
    for used in ([code.id for code in codes], [code.name for code in codes]):
        assert sorted(used) == sorted(set(used))


def run(folder: Path, *words: str) -> tuple[Checked, str]:
    """What a check finds, and what it prints where paths are those of the folder."""
    workspace = Workspace(str(folder))
    checked = check(workspace, workspace.select(words), today=TODAY)
    text = render_text(checked.diagnostics, workspace.locate, width=100, cwd=str(folder))
    return checked, text.replace(shipped("specs"), "LIBRARY").replace(str(folder), "FOLDER")


def lay_out(rule: str, kind: str, tmp_path: Path) -> Path:
    """A copy of a case, away from this repository's own project file."""
    folder = tmp_path / rule
    shutil.copytree(CASES / rule, folder)
    if rule in MADE and (data := MADE[rule][kind == "good"]) is not None:
        (folder / f"{kind}.yaml").write_bytes(data)
    return folder


def checked(rule: str, kind: str, tmp_path: Path) -> tuple[Checked, str]:
    folder = lay_out(rule, kind, tmp_path)
    project = folder / kind
    return run(project) if project.is_dir() else run(folder, f"{kind}.yaml")


def has_good(rule: str) -> bool:
    if rule in MADE:
        return MADE[rule][1] is not None
    return (CASES / rule / "good.yaml").exists() or (CASES / rule / "good").is_dir()


def test_every_kind_of_finding_has_a_case() -> None:
    held = {path.name for path in CASES.iterdir() if path.is_dir()}
    assert held == RULES.keys() - UNREACHABLE.keys()


@pytest.mark.parametrize("rule", sorted(RULES.keys() - UNREACHABLE.keys()))
def test_what_a_person_sees(rule: str, tmp_path: Path) -> None:
    found, text = checked(rule, "bad", tmp_path)
    golden = CASES / rule / "expected.txt"
    assert rule in {d.rule for d in found.diagnostics}, text
    if os.environ.get("SCHEMAC_UPDATE_GOLDEN"):
        golden.write_text(text, "utf-8", newline="\n")
    assert text == golden.read_text("utf-8")


@pytest.mark.parametrize("rule", sorted(filter(has_good, RULES.keys() - UNREACHABLE.keys())))
def test_a_near_miss_is_let_pass(rule: str, tmp_path: Path) -> None:
    found, text = checked(rule, "good", tmp_path)
    assert rule not in {d.rule for d in found.diagnostics}, text
    assert found.documents, text  # it was understood, not skipped
    assert not found.failed, text
