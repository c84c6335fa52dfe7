"""Which step a version may take: for whom, in which mode, and with which waivers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from revision.repositories import CHANGES, SPEC, project
from schemac.lineage.breakage import AUDIENCES, TABLE, Bump
from schemac.model.project import Use
from schemac.revision import Judged, Policy, compare, judge_steps
from schemac.revision.step import taken
from schemac.workspace import Workspace


def judged(folder: Path, **policy: Any) -> Judged:
    comparison = compare(Workspace(str(folder)))
    assert not comparison.broken
    (found,) = judge_steps(comparison.steps, Policy(**{"today": "2026-01-01"} | policy))
    return found


@pytest.mark.parametrize(
    ("old", "new", "step"),
    [
        ("1.2.3", "2.0.0", Bump.MAJOR),
        ("1.2.3", "1.3.0", Bump.MINOR),
        ("1.2.3", "1.2.4", Bump.PATCH),
        ("1.2.3", "1.2.3", Bump.NONE),
        ("1.2.3", "1.2.2", Bump.NONE),
        ("0.2.3", "0.3.0", Bump.MAJOR),
        ("0.2.3", "0.2.4", Bump.MINOR),
        ("0.9.9", "1.0.0", Bump.MAJOR),
    ],
)
def test_the_step_that_a_version_takes(old: str, new: str, step: Bump) -> None:
    assert taken(old, new) is step


def test_the_table_says_something_of_every_audience() -> None:
    for row in TABLE:
        assert len(row.cells) == len(AUDIENCES), row.name
        assert set(row.cells) <= set("Xxmp.!"), row.name
        assert row.cells != "......", row.name
        assert "!" not in row.cells[:-1], row.name  # what no step helps with is history's


@pytest.mark.parametrize(
    ("kind", "use", "step"),
    [
        ("edge-removed", (), Bump.MINOR),
        ("edge-removed", ("M",), Bump.MAJOR),
        ("edge-removed", ("D",), Bump.PATCH),
        ("sigma-changed", ("D", "T"), Bump.PATCH),
        ("sigma-changed", ("E",), Bump.MAJOR),
        ("keypoint-appended", (), Bump.MINOR),
        ("reworded", (), Bump.PATCH),
        ("redefined", ("T",), Bump.PATCH),
        ("keypoint-renamed", (), Bump.MINOR),
        ("keypoint-renamed", ("T",), Bump.MAJOR),
    ],
)
def test_who_counts_decides_on_the_step(
    kind: str, use: tuple[Use, ...], step: Bump, tmp_path: Path
) -> None:
    found = judged(project(tmp_path, kind), use=use)
    assert found.required is step
    if not use:
        assert found.failed == (step > (found.step.taken or Bump.NONE))


@pytest.mark.parametrize(
    ("kind", "mode", "refused"),
    [
        ("keypoint-appended", None, False),
        ("keypoint-appended", "backward", False),
        ("keypoint-appended", "forward", True),
        ("keypoint-appended", "full", True),
        ("keypoint-made-required", None, False),
        ("keypoint-made-required", "backward", True),
        ("keypoint-made-required", "forward", False),
        ("redefined", "backward", True),
        ("reworded", "full", False),
    ],
)
def test_a_mode_asks_for_more_than_the_version(
    kind: str, mode: str | None, refused: bool, tmp_path: Path
) -> None:
    assert judged(project(tmp_path, kind), mode=mode).failed is refused


def test_a_mode_asks_nothing_on_behalf_of_those_who_do_not_care(tmp_path: Path) -> None:
    folder = project(tmp_path, "redefined")
    assert judged(folder, mode="backward", use=("D",)).failed
    assert not judged(folder, mode="backward", use=("T",)).failed


def test_all_parents_count_when_asked(tmp_path: Path) -> None:
    folder = project(tmp_path, "redefined")
    file = folder / SPEC
    (folder / "specs/demo/bird-4@2.0.0.yaml").write_bytes(file.read_bytes())
    text = (CHANGES / "redefined" / "after.yaml").read_text().split("lineage:")[0]
    lineage = "lineage:\n  parent: demo/bird-4@2.0.0\n  rationale: To have three.\n"
    file.write_text(text.replace("version: 2.0.0", "version: 2.0.1") + lineage)
    one = compare(Workspace(str(folder)))
    every = compare(Workspace(str(folder)), transitive=True)
    assert [[c.name for c in step.changes] for step in one.steps] == [[]]
    found = [[c.name for c in step.changes] for step in every.steps]
    assert found == [[], ["redefined"]]  # what the step before declared still counts


# ---- waivers ----------------------------------------------------------------------------------


def waived(folder: Path, **fields: str) -> Path:
    waiver = {"because": "Agreed.", **fields}
    lines = ", ".join(f"{key}: {value}" for key, value in waiver.items())
    file = folder / SPEC
    file.write_text(f"{file.read_text()}waivers:\n  - {{{lines}}}\n")
    return folder


def test_a_waiver_accepts_one_finding(tmp_path: Path) -> None:
    folder = project(tmp_path, "bump-too-small")
    errors = {f.change.name: f.fingerprint for f in judged(folder).findings if f.level == "error"}
    assert errors.keys() == {"bump-too-small", "redefined"}
    waived(folder, rule="redefined", finding=errors["redefined"])
    found = judged(folder)
    assert not found.failed  # and with it nothing asks for a major step any more
    assert [f.waiver.because for f in found.findings if f.waiver] == ["Agreed."]


def test_a_waiver_that_meets_nothing_fails(tmp_path: Path) -> None:
    found = judged(waived(project(tmp_path, "reworded"), rule="redefined", finding="f0123"))
    assert [problem.rule for problem in found.problems] == ["waiver-unused"]
    assert found.failed


def test_a_waiver_of_another_rule_meets_nothing(tmp_path: Path) -> None:
    folder = project(tmp_path, "redefined")
    name = judged(folder).findings[0].fingerprint
    found = judged(waived(folder, rule="reworded", finding=name))
    assert [problem.rule for problem in found.problems] == ["waiver-unused"]


def test_a_waiver_ends(tmp_path: Path) -> None:
    folder = project(tmp_path, "redefined")
    name = judged(folder).findings[0].fingerprint
    waived(folder, rule="redefined", finding=name, until="2025-12-31")
    assert [problem.rule for problem in judged(folder).problems] == ["waiver-expired"]
    assert not judged(folder, today="2025-12-31").problems


def test_an_edited_release_is_beyond_waivers(tmp_path: Path) -> None:
    folder = project(tmp_path, "redefined")
    frozen = folder / "specs/demo/bird-4@1.0.0.yaml"
    frozen.write_text(frozen.read_text().replace("Tip of the tail.", "Middle of the tail."))

    def edited() -> list[tuple[str, str]]:
        steps = compare(Workspace(str(folder)), ("demo/bird-4@1.0.0",), "main").steps
        (found,) = judge_steps(steps, Policy())
        assert found.failed
        return [(f.change.name, f.fingerprint) for f in found.findings if f.level == "error"]

    names = dict(edited())
    assert "released-version-edited" in names
    rule = "released-version-edited"
    waiver = f"waivers:\n  - {{rule: {rule}, finding: {names[rule]}, because: Nobody saw it.}}\n"
    frozen.write_text(frozen.read_text() + waiver)
    assert rule in dict(edited())


def test_a_parent_that_is_not_there_is_told(tmp_path: Path) -> None:
    folder = project(tmp_path, "redefined", frozen=False)
    comparison = compare(Workspace(str(folder)))
    assert [(id, str(parent)) for id, parent in comparison.missing] == [
        ("demo/bird-4@2.0.0", "demo/bird-4@1.0.0")
    ]
