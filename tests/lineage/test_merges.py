"""Two heads that end in one version: each is compared with it, and what the one declared on its
way need not be said again for the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemac.auditing.carried import carried
from schemac.auditing.changes import compared
from schemac.choosing import Chosen
from schemac.compile import check, history_of
from schemac.lineage.breakage import Bump
from schemac.lineage.codes import CODES
from schemac.mapping import Fidelity, MigrationMap, map_digest
from schemac.maps import Maps
from schemac.model import Reference
from schemac.revision import Policy, compare, judge_steps
from schemac.workspace import Workspace

UNSAID = frozenset(code.name for code in CODES)
TAIL, TIP = "Middle of the tail.", "Tip of the tail."
WING, TIPPED = "Tip of the wing.", "The outermost point of the wing."
BIRD = """schemac: 1
spec: demo/bird-4
version: {version}
title: Bird, 4 keypoints
subject: {{category: bird, laterality: subject}}
visibility: visibility/coco-3@1.0.0
keypoints:
  beak: {{index: 0, kind: surface, definition: Tip of the beak., at: [50, 10]}}
  wing: {{index: {{left: 1, right: 2}}, kind: surface, definition: "{wing}", at: [80, 40]}}
  tail: {{index: 3, kind: surface, definition: "{tail}", at: [50, 90]}}
edges: [[beak, tail], [beak, wing]]
"""
STEP = "lineage:\n  parent: demo/bird-4@{0}\n  rationale: A test.\n"
CHANGES = "  changes:\n"
REDEFINED = "    - redefine: [tail]\n      labels: 2*tail - beak\n      why: The tip is seen.\n"
MERGES = "  merges: [demo/bird-4@2.0.0]\n"


def version(number: str, step: str = "", wing: str = WING, tail: str = TAIL) -> str:
    return BIRD.format(version=number, wing=wing, tail=tail) + step


def project(folder: Path, last: str, **more: str) -> Path:
    """1.0.0, from which 1.0.1 words the wing anew and 2.0.0 moves the tail; and what ends both."""
    reworded = STEP.format("1.0.0") + CHANGES + "    - editorial: [wing]\n"
    texts = {
        "bird-4@1.0.0": version("1.0.0"),
        "bird-4@1.0.1": version("1.0.1", reworded, wing=TIPPED),
        "bird-4@2.0.0": version("2.0.0", STEP.format("1.0.0") + CHANGES + REDEFINED, tail=TIP),
        "bird-4": last,
    }
    specs = folder / "specs" / "demo"
    specs.mkdir(parents=True)
    (folder / "schemac.yaml").write_text("schemac: 1\nproject: birds\n", "utf-8")
    for name, text in {**texts, **more}.items():
        (specs / f"{name}.yaml").write_text(text, "utf-8")
    return folder


def said(folder: Path) -> list[tuple[str, str]]:
    workspace = Workspace(str(folder))
    found = check(workspace, workspace.select(("demo/bird-4",)), targets=Chosen((), {}))
    return [(one.rule, one.message) for one in found.diagnostics if one.rule in UNSAID]


def led(folder: Path, source: str, target: str) -> MigrationMap:
    """The map between two versions; what else is wrong with them is not asked here."""
    maps = Maps(Workspace(str(folder)))
    one, other = (
        maps.skeleton(Reference(id="demo/bird-4", version=each)) for each in (source, target)
    )
    assert one is not None
    assert other is not None
    return maps.between(one, other)


MERGED = STEP.format("1.0.1") + MERGES


def test_what_either_head_declared_is_declared(tmp_path: Path) -> None:
    folder = project(tmp_path, version("3.0.0", MERGED, wing=TIPPED, tail=TIP))
    assert said(folder) == []
    steps = compare(Workspace(str(folder)), ("demo/bird-4",)).steps
    assert [step.title for step in steps] == [
        "demo/bird-4 1.0.1 -> 3.0.0", "demo/bird-4 2.0.0 -> 3.0.0",
    ]  # fmt: skip
    first, second = judge_steps(steps, Policy())
    assert [finding.change.name for finding in first.findings] == ["redefined"]
    assert first.required is Bump.MAJOR
    assert [finding.change.name for finding in second.findings] == ["reworded"]
    assert second.required is Bump.PATCH


def test_a_merge_that_leaves_out_what_a_head_did_says_so(tmp_path: Path) -> None:
    """The words of 2.0.0 are dropped: whoever labelled by them has to learn it."""
    folder = project(tmp_path, version("3.0.0", MERGED, wing=TIPPED, tail=TAIL))
    ((name, message),) = said(folder)
    assert name == "meaning-undeclared"
    assert "`tail`" in message
    assert message.endswith("compared with 2.0.0")
    alone = project(
        tmp_path / "alone", version("3.0.0", STEP.format("1.0.1"), wing=TIPPED, tail=TAIL)
    )
    assert said(alone) == []


def test_a_version_lies_above_every_head_that_ends_in_it(tmp_path: Path) -> None:
    folder = project(tmp_path, version("1.1.0", MERGED, wing=TIPPED, tail=TIP))
    workspace = Workspace(str(folder))
    found = check(workspace, workspace.select(("demo/bird-4",)), targets=Chosen((), {}))
    (told,) = [one for one in found.diagnostics if one.rule == "version-not-above-parent"]
    assert told.message == "version 1.1.0 is not above 2.0.0, which it merges"


def test_a_change_that_only_one_head_bears_out_is_not_in_vain(tmp_path: Path) -> None:
    own = MERGED + CHANGES + "    - redefine: [beak]\n      labels: keep\n"
    beak = version("3.0.0", own, wing=TIPPED, tail=TIP).replace("Tip of the beak.", "Its tip.")
    assert said(project(tmp_path / "one", beak)) == []
    idle = MERGED + CHANGES + "    - renumber: Because.\n"
    found = said(project(tmp_path / "two", version("3.0.0", idle, wing=TIPPED, tail=TIP)))
    assert [name for name, _ in found] == ["declared-in-vain"]


def test_a_merged_head_that_is_not_there_is_told(tmp_path: Path) -> None:
    step = MERGED.replace("bird-4@2.0.0", "bird-4@2.1.0")
    folder = project(tmp_path, version("3.0.0", step, wing=TIPPED))
    ((name, message),) = said(folder)
    assert name == "parent-missing"
    assert "the merged head `demo/bird-4@2.1.0` is not there" in message
    comparison = compare(Workspace(str(folder)), ("demo/bird-4",))
    assert [str(missing) for _, missing in comparison.missing] == ["demo/bird-4@2.1.0"]


def test_all_versions_behind_both_heads_are_compared(tmp_path: Path) -> None:
    folder = project(tmp_path, version("3.0.0", MERGED, wing=TIPPED, tail=TIP))
    steps = compare(Workspace(str(folder)), ("demo/bird-4",), transitive=True).steps
    assert [step.title for step in steps] == [
        "demo/bird-4 1.0.1 -> 3.0.0",
        "demo/bird-4 2.0.0 -> 3.0.0",
        "demo/bird-4 1.0.0 -> 3.0.0",
    ]
    whole = {change.name for change in steps[2].changes}
    assert {"redefined", "reworded"} <= whole


def test_an_account_of_a_merge_knows_what_the_other_head_declared(tmp_path: Path) -> None:
    folder = project(tmp_path, version("3.0.0", MERGED, wing=TIPPED, tail=TIP))
    history = history_of(Workspace(str(folder)))
    old, new = (
        history.document(Reference(id="demo/bird-4", version=each)) for each in ("1.0.1", "3.0.0")
    )
    assert old is not None
    assert new is not None
    assert [step.kind for step in compared(old, new, history).steps] == ["redefined"]
    told = carried(old, new, history)
    assert told is not None
    assert told.map == map_digest(led(folder, "1.0.1", "3.0.0"))


def test_a_map_into_a_merge_follows_what_the_other_head_declared(tmp_path: Path) -> None:
    folder = project(tmp_path, version("3.0.0", MERGED, wing=TIPPED, tail=TIP))
    made = led(folder, "1.0.1", "3.0.0")
    assert [(point, int(weight)) for point, weight in made.by_target["tail"].x] == [
        ("beak", -1), ("tail", 2),
    ]  # fmt: skip
    assert made.by_target["tail"].fidelity is Fidelity.APPROXIMATE
    other = led(folder, "2.0.0", "3.0.0")
    assert {entry.fidelity for entry in other.entries} == {Fidelity.EXACT}
    whole = led(folder, "1.0.0", "3.0.0")
    assert whole.by_target["tail"] == made.by_target["tail"]


@pytest.mark.parametrize(
    ("labels", "fidelity"), [("keep", Fidelity.EXACT), ("review", Fidelity.RELABEL)]
)
def test_several_steps_about_one_point_are_not_guessed_together(
    tmp_path: Path, labels: str, fidelity: Fidelity
) -> None:
    kept = REDEFINED.replace("2*tail - beak", "keep")
    again = REDEFINED.replace("2*tail - beak", labels)
    heads = {
        "bird-4@2.0.0": version("2.0.0", STEP.format("1.0.0") + CHANGES + kept, tail="The tail."),
        "bird-4@2.1.0": version("2.1.0", STEP.format("2.0.0") + CHANGES + again, tail=TIP),
    }
    step = MERGED.replace("bird-4@2.0.0", "bird-4@2.1.0")
    folder = project(tmp_path, version("3.0.0", step, wing=TIPPED, tail=TIP), **heads)
    assert said(folder) == []
    made = led(folder, "1.0.1", "3.0.0")
    assert made.by_target["tail"].fidelity is fidelity
