"""The histories of the standard library, told whole."""

from __future__ import annotations

import shutil
from pathlib import Path

from schemac.compile import check
from schemac.lineage.breakage import Bump
from schemac.model import Skeleton
from schemac.revision import Policy, compare, judge_steps
from schemac.shipped import shipped
from schemac.workspace import Workspace

CRICKET = "sport/cricket-bowling-54"


def test_the_cricket_bowler_declares_every_change() -> None:
    comparison = compare(Workspace(shipped("specs")), (CRICKET,))
    (judged,) = judge_steps(comparison.steps, Policy())
    assert judged.step.title == f"{CRICKET} 1.0.0 -> 2.0.0"
    assert not judged.failed
    assert judged.required is judged.step.taken is Bump.MAJOR
    found = {}
    for finding in judged.findings:
        found.setdefault(finding.change.name, []).append(finding.change)
    assert [change.points for change in found["keypoint-retired"]] == [("t2",), ("t10",)]
    assert [change.points for change in found["keypoint-inserted"]] == [
        ("left_middle_cmc", "right_middle_cmc")
    ]
    assert len(found["redefined"]) == 2  # as many as were declared, of fourteen keypoints
    redefined = {point for change in found["redefined"] for point in change.points}
    assert redefined == _differing(judged.step.old.document, judged.step.new.document)
    assert [change.before for change in found["tier-set-changed"]] == ["visibility/coco-3@1.0.0"]
    assert all(finding.verdict.bump < Bump.GATE for finding in judged.findings)


def _differing(old: object, new: object) -> set[str]:
    """Keypoints of both versions whose definition is another, counted without the comparison."""
    assert isinstance(old, Skeleton)
    assert isinstance(new, Skeleton)
    return {
        point.id
        for point in new.keypoints
        if point.id in old.by_id and old.by_id[point.id].words.definition != point.words.definition
    }


def test_every_lineage_of_the_library_fits_its_step() -> None:
    comparison = compare(Workspace(shipped("specs")))
    assert comparison.steps
    assert not comparison.broken
    assert not comparison.missing
    for judged in judge_steps(comparison.steps, Policy()):
        assert not judged.failed, judged.step.title


def test_an_edited_landmark_names_the_specs_it_touches(tmp_path: Path) -> None:
    folder = tmp_path / "specs"
    for name in ("landmarks/body", "landmarks/face", "body/coco-17", "visibility/coco-3"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(Path(shipped("specs"), f"{name}.yaml"), folder / f"{name}.yaml")
    (tmp_path / "schemac.yaml").write_text("schemac: 1\nproject: mine\n")
    shutil.copytree(folder, tmp_path / "before")
    file = folder / "landmarks/body.yaml"
    elbow = file.read_text().partition("  elbow:\n")
    file.write_text(
        elbow[0] + elbow[1] + elbow[2].replace("definition: ", "definition: Nearly ", 1)
    )
    comparison = compare(Workspace(str(tmp_path)), (), "before")
    steps = {step.id: step for step in comparison.steps}
    (touched,) = steps["landmarks/body"].touched
    assert (touched.spec, touched.version, touched.points) == ("body/coco-17", "1.0.0", ("elbow",))
    assert [c.name for c in steps["body/coco-17"].changes] == ["meaning-undeclared"]


def test_a_dictionary_speaks_for_the_specs_that_move_their_pin(tmp_path: Path) -> None:
    """What it calls editorial needs no word in the spec, what it calls redefined does."""
    steps = Path(__file__).parents[1] / "lineage"
    shutil.copytree(steps / "specs", tmp_path / "specs")
    change = steps / "changes" / "pin-moved"
    specs = tmp_path / "specs" / "demo"
    for landmark, wanted in (("comb", set()), ("spur", {"meaning-undeclared"})):
        for side, name in (("before", "bird-4@1.0.0"), ("after", "bird-4")):
            text = (
                (change / f"{side}.yaml").read_text().replace("places.comb", f"places.{landmark}")
            )
            text = text.replace("index: 3", "index: {left: 3}") if landmark == "spur" else text
            (specs / f"{name}.yaml").write_text(text)
        workspace = Workspace(str(tmp_path))
        found = {d.rule for d in check(workspace, [str(specs / "bird-4.yaml")]).diagnostics}
        assert {rule for rule in found if rule.endswith("undeclared")} == wanted
