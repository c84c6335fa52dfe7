"""The compiler as a whole: what is checked, in which order, with which settings."""

from __future__ import annotations

from pathlib import Path

import pytest

import schemac
from schemac.choosing import choose_targets
from schemac.compile import check
from schemac.diagnostic import Severity
from schemac.workspace import UsageError, Workspace

CASES = Path(__file__).parent / "cases"


def text(rule: str, kind: str = "bad") -> str:
    return (CASES / rule / f"{kind}.yaml").read_text("utf-8")


def lay(folder: Path, **documents: str) -> Workspace:
    """A project with documents `demo/<name>.yaml`, and `project` as its `schemac.yaml`."""
    project = "schemac: 1\nproject: demo\n" + documents.pop("project", "")
    (folder / "specs" / "demo").mkdir(parents=True)
    (folder / "schemac.yaml").write_text(project, "utf-8")
    for name, document in documents.items():
        path = folder / "specs" / "demo" / f"{name.replace('_', '-')}.yaml"
        path.write_text(document, "utf-8")
    return Workspace(str(folder))


def rules(workspace: Workspace, today: str | None = None) -> list[tuple[str, str]]:
    found = check(workspace, workspace.select(()), today=today).diagnostics
    return sorted((d.rule, str(d.severity)) for d in found)


def test_all_problems_of_all_documents_come_in_one_run(tmp_path: Path) -> None:
    bad = text("unknown-keypoint").replace("at: [50, 10]", "at: [55, 10]").replace(": 0,", ": 00,")
    home = lay(tmp_path, arm_5=bad, two_tier=text("decision-open"), broken="a: [")
    found = {rule for rule, _ in rules(home)}
    assert {"bad-value", "unknown-keypoint", "decision-open", "not-yaml"} <= found


def test_a_finding_is_reported_once_however_often_its_document_is_used(tmp_path: Path) -> None:
    wrong = text("mistake-out-of-range").replace("demo/paw", "demo/paw")
    use = text("cvat-name", "good").replace(
        "landmarks/face@1.0.0", "landmarks/face@1.0.0, demo/paw@0.1.0"
    )
    home = lay(tmp_path, paw=wrong, arm_5=use, arm_6=use.replace("demo/arm-5", "demo/arm-6"))
    assert [rule for rule, _ in rules(home)].count("mistake-out-of-range") == 1


def test_a_project_sets_levels_but_not_of_what_cannot_be_read(tmp_path: Path) -> None:
    levels = "checks: {skeleton-in-pieces: error, unknown-keypoint: ignore}\n"
    home = lay(tmp_path, project=levels, arm_5=text("skeleton-in-pieces"))
    assert ("skeleton-in-pieces", "error") in rules(home)
    other = tmp_path / "other"
    other.mkdir()
    home = lay(other, project=levels, arm_5=text("unknown-keypoint"))
    assert ("unknown-keypoint", "error") in rules(home)


def test_a_waiver_holds_until_its_day(tmp_path: Path) -> None:
    home = lay(tmp_path, arm_5=text("waiver-expired"))
    assert rules(home, today="2024-01-31") == []
    assert {rule for rule, _ in rules(home, today="2024-02-01")} == {
        "waiver-expired", "skeleton-in-pieces",
    }  # fmt: skip
    assert rules(home) == []  # without a day nothing expires


def test_a_warning_of_linking_can_be_waived(tmp_path: Path) -> None:
    """Which two places become one is a matter of judgement; that they do can be accepted."""
    waived = text("places-joined") + "waivers:\n  - {rule: places-joined, because: One wrist.}\n"
    home = lay(tmp_path, arm_5=waived)
    assert rules(home) == []


def test_targets_are_asked_only_when_they_are_wanted(tmp_path: Path) -> None:
    home = lay(tmp_path, project="targets: {coco: {}}\n", arm_5=text("cvat-name"))
    assert rules(home) == []
    assert [format.name for format in choose_targets(home).formats] == ["coco"]


def test_parts_are_checked_and_never_built(tmp_path: Path) -> None:
    part = (
        "schemac: 1\npart: demo/toe-1\nversion: 0.1.0\ntitle: Toe\nsubject: {laterality: subject}\n"
    )
    home = lay(tmp_path, toe_1=part, arm_5=text("cvat-name", "good"))
    checked = check(home, home.select(()))
    assert len(checked.documents) == 2
    assert [s.id for s in checked.skeletons] == ["demo/arm-5"]


def test_errors_keep_a_build_from_being_written(tmp_path: Path) -> None:
    lay(tmp_path, arm_5=text("unknown-keypoint"))
    built = schemac.build(cwd=tmp_path)
    assert built.written is None
    assert built.checked.failed
    assert not (tmp_path / "build").exists()


def test_a_document_of_the_project_stands_before_the_librarys(tmp_path: Path) -> None:
    """And a version that the project does not have comes from the library."""
    own = (Path(__file__).parents[1] / "specs" / "foot" / "foot-3.yaml").read_text("utf-8")
    folder = tmp_path / "specs" / "foot"
    folder.mkdir(parents=True)
    (folder / "foot-3.yaml").write_text(own.replace("version: 1.0.0", "version: 9.0.0"), "utf-8")
    home = Workspace(str(tmp_path))
    [mine] = check(home, home.select(("foot/foot-3",))).documents
    assert mine.version == "9.0.0"
    whole = check(home, home.select(("body/coco-wholebody-133",)))
    assert not whole.failed


def test_a_frozen_copy_is_found_by_its_version(tmp_path: Path) -> None:
    now = text("cvat-name", "good")
    home = lay(tmp_path, arm_5=now.replace("version: 0.1.0", "version: 0.2.0"))
    frozen = tmp_path / "specs" / "demo" / "arm-5@0.1.0.yaml"
    frozen.write_text(now, "utf-8")
    assert home.select(("demo/arm-5@0.1.0",)) == (str(frozen),)
    with pytest.raises(UsageError):
        home.select(("demo/arm-5@0.3.0",))
    assert all(severity != Severity.ERROR for _, severity in rules(home))
