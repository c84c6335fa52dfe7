"""One mistake gives one finding: what only follows from it is not told."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemac.diagnostic import Diagnostic
from schemac.linking import link
from schemac.linking.echoes import without_echoes
from schemac.reading.declare import declare
from schemac.source import Origin
from schemac.workspace import Workspace

CASES = Path(__file__).parents[1] / "cases"
ARM = (CASES / "unknown-keypoint" / "good.yaml").read_text("utf-8")
EDGES = "  - [nose, left_shoulder, left_elbow]\n  - [nose, right_shoulder, right_elbow]"
ARM = ARM.replace(EDGES, "  - [nose, shoulder, elbow]")
FILE = "arm.yaml"


def finding(*route: str | int, file: str = FILE) -> Diagnostic:
    return Diagnostic(
        code="X001",
        rule="x",
        severity="error",
        message="…",
        origin=Origin(file, route),  # type: ignore[arg-type]
    )


def test_a_rule_says_nothing_of_an_entry_that_is_broken() -> None:
    faults = [Origin(FILE, ("keypoints", "elbow", "at", 1)), Origin(FILE)]
    every = [
        finding("keypoints", "elbow", "at"),
        finding("keypoints", "elbow"),
        finding("keypoints", "elbow", "name"),
        finding("keypoints", "nose"),
        finding("keypoints", "elbow", file="other.yaml"),
        finding(),
    ]
    assert list(without_echoes(every, faults)) == every[2:]
    assert list(without_echoes(every, [])) == every


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("elbow:    {index: {left: 3, right: 4}", "elbow:    {index: {left: 3, right: four}"),
        ("elbow:    {index: {left: 3, right: 4}, ", "elbow:    {"),
        ("elbow:    {", "e1bow!:    {"),
        ("elbow:    {", "left_elbow: {"),
        ("nose:     {index: 0, landmark: face.nose_tip, at: [50, 10]}", "nose: *n"),
        ("landmarks/body@1.0.0", "landmarks/body"),
        ("landmarks/body@1.0.0", "landmarks/body@2.0.0"),
        ("landmark: body.elbow", "landmark: body elbow"),
        ("landmark: body.elbow", "kind: joynt"),
        ("at: [60, 30]", "at: [60]"),
        ("uses: [landmarks/body@1.0.0,", "extends: body/coco-71@1.0.0\nuses: ["),
        ("[nose, shoulder, elbow]", "[nose, shoulder_1 .. shoulder_9]"),
    ],
    ids=range(12),
)  # fmt: skip
def test_reading_and_linking_tell_one_mistake_once(old: str, new: str) -> None:
    text = ARM.replace(old, new)
    assert text != ARM
    declaration, _, problems = declare(FILE, text.encode())
    assert declaration is not None
    linked = link(declaration, Workspace(str(CASES)).resolve)
    told = {(d.rule, d.origin, d.span) for d in (*problems, *linked.diagnostics)}
    assert len(told) == 1


def test_two_mistakes_are_two(tmp_path: Path) -> None:
    """A name that is close to a known one is its own mistake, whatever else is broken."""
    text = ARM.replace("nose:     {index: 0", "nose:     {index: 00").replace(", elbow]", ", elbw]")
    declaration, _, problems = declare(FILE, text.encode())
    assert declaration is not None
    linked = link(declaration, Workspace(str(CASES)).resolve)
    assert [d.rule for d in (*problems, *linked.diagnostics)] == ["bad-value", "unknown-keypoint"]


def test_a_landmark_without_a_kind_is_told_to_who_cites_it(tmp_path: Path) -> None:
    """Else the keypoint would be lost in silence: only its spec is checked, not the dictionary."""
    paw = (CASES / "mistake-out-of-range" / "good.yaml").read_text("utf-8")
    folder = tmp_path / "specs" / "demo"
    folder.mkdir(parents=True)
    (folder / "paw.yaml").write_text(paw.replace("    kind: joint\n", "", 1), "utf-8")
    text = ARM.replace("landmarks/face@1.0.0", "landmarks/face@1.0.0, demo/paw@0.1.0")
    text = text.replace("body.elbow", "paw.carpus")
    declaration, _, problems = declare(FILE, text.encode())
    assert declaration is not None
    linked = link(declaration, Workspace(str(tmp_path)).resolve)
    assert not problems
    assert [(d.rule, d.message) for d in linked.diagnostics] == [
        ("no-place", "landmark `carpus` does not say its kind, and no family says it")
    ]
