"""Wrong edits of real specs: none passes in silence, and each is told by its own rule."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from schemac import workspace
from schemac.compile import check
from schemac.diagnostic import Diagnostic
from schemac.workspace import Workspace

ROOT = Path(__file__).parents[2]
SPECS = Path(__file__).parent / "specs"  # skeletons that exercise what the library does not use

COCO = "body/coco-17.yaml"
HAND = "hand/hand-21.yaml"
WHOLE = "body/coco-wholebody-133.yaml"
CRICKET = "sport/cricket-bowling-54.yaml"
TIERS = "visibility/four-tier.yaml"
MAP = "maps/wflw-98-to-ibug-68.yaml"

EDITS = [
    ("index used twice", COCO, "{left: 9, right: 10}", "{left: 9, right: 9}", "index-not-a-run"),
    ("index counted from 1", COCO, "index: 0\n", "index: 17\n", "index-not-a-run"),
    ("index that looks octal", COCO, "index: 0\n", "index: 012\n", "bad-value"),
    (
        "left drawn on the right", COCO, "at: [65.7, 35.8]", "at: [34.3, 35.8]",
        "position-on-wrong-side",
    ),
    ("one of a pair", COCO, "  elbow:  ", "  left_elbow:  ", "side-in-id"),
    ("a key twice", COCO, "  knee:  ", "  hip:  ", "duplicate-key"),
    (
        "a pair at a midline landmark", COCO, "landmark: body.ear_centre",
        "landmark: face.nose_tip", "midline-pair",
    ),
    (
        "own words beside a landmark", COCO, "landmark: body.elbow,",
        "landmark: body.elbow, definition: The elbow.,", "own-place",
    ),
    ("an edge to nowhere", COCO, "- [nose, eye]", "- [nose, eyes]", "unknown-keypoint"),
    ("both kinds of sides", COCO, "- [nose, eye]", "- [nose, left_eye, ear]", "mixed-sides"),
    ("a sigma of nobody", COCO, "eye: 0.025", "eyes: 0.025", "unknown-keypoint"),
    ("a hand without a side", WHOLE, "{left: 91, right: 112}", "91", "index-by-side"),
    (
        "feet without sides", WHOLE, "{left: 17, right: 20}",
        "{big_toe: 17, small_toe: 18, heel: 19}", "index-by-side",
    ),
    ("a face by side", WHOLE, "index: 23", "index: {left: 23, right: 91}", "index-by-side"),
    (
        "a part off by one", WHOLE, "{left: 91, right: 112}", "{left: 92, right: 113}",
        "index-not-a-run",
    ),
    (
        "an override by accident", WHOLE, "override:\n",
        "keypoints:\n  nose: {index: 5, landmark: face.nose_tip, at: [50, 9]}\n\noverride:\n",
        "exists-already",
    ),
    ("an override of nothing", WHOLE, "  hand_wrist:\n", "  hand_wirst:\n", "overrides-nothing"),
    ("no version", WHOLE, "hand/hand-21@1.0.0", "hand/hand-21", "unpinned-reference"),
    ("a comma in a sentence", HAND, "{title: Palm toward the viewer,", "{title: Palm, seen,",
     "unknown-field"),
    ("a retired id again", CRICKET, "  vertex: {index: 0,", "  t2: {index: 0,",
     "retired-id-in-use"),
    ("an unknown tier", CRICKET, "[certain, estimated, absent]", "[certain, guessed, absent]",
     "unknown-tier"),
    ("a tier out of reach", TIERS, "    then: certain", "    then: visible", "tier-not-decided"),
    ("weights of 2", MAP, "(brow_top_1 + brow_low_1) / 2", "brow_top_1 + brow_low_1",
     "formula-kind"),
    ("an anchor", COCO, "at: [65.7, 35.8]", "at: &a [65.7, 35.8]", "anchor"),
    ("an unknown hole", HAND, "One hand. Two", "One <hand>. Two", "unknown-hole"),
    ("indices moved", CRICKET,
     "    - renumber: Indices 3 to 21 close the gaps of t2 and t10 and make room for the second"
     " wrist point.\n", "", "retired-index-in-use"),
    ("an unknown change", CRICKET, "editorial: [sternal_notch]", "editorial: [sternal_nock]",
     "change-of-unknown"),
]  # fmt: skip

# Wrong only against the parent version.
AGAINST_THE_PARENT = [
    ("another place", "landmark: body.knee", "landmark: body.ear_centre", "meaning-undeclared"),
    (
        "editorial of what did not change", "editorial: [sternal_notch]", "editorial: [knee]",
        "declared-in-vain",
    ),
    (
        "not redefined", "[mcp_index, mcp_middle, mcp_little]\n      why", "[mcp_index]\n      why",
        "meaning-undeclared",
    ),
    ("dropped", re.compile(r"  t10:   \{last.*\n"), "", "dropped-undeclared"),
    ("renamed", "    former_names: [<side>_talus]\n", "", "rename-undeclared"),
    ("tier set changed", re.compile(r"    - retier:.*\n.*\n.*\n"), "", "tiers-undeclared"),
]  # fmt: skip

Edit = Callable[[str, str | re.Pattern[str], str], tuple[set[str], list[Diagnostic]]]


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The standard library and the specs beside this test, in one folder."""
    folder = tmp_path_factory.mktemp("library") / "specs"
    shutil.copytree(ROOT / "specs", folder)
    shutil.copytree(SPECS, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture
def findings(library: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[Diagnostic]]:
    monkeypatch.setattr(workspace, "shipped", lambda name: str(library))

    def found(file: str) -> list[Diagnostic]:
        made = Workspace(str(library.parent))
        return list(check(made, made.select((str(library / file),))).diagnostics)

    return found


@pytest.fixture
def edited(library: Path, findings: Callable[[str], list[Diagnostic]]) -> Edit:
    """The findings that an edit of a file adds."""

    def apply(file: str, old: str | re.Pattern[str], new: str) -> tuple[set[str], list[Diagnostic]]:
        path = library / file
        before, text = findings(file), path.read_text("utf-8")
        pattern = re.compile(re.escape(old)) if isinstance(old, str) else old
        changed, times = pattern.subn(lambda _: new, text, count=1)
        assert times == 1, f"{file} does not hold {old!r}"
        try:
            path.write_text(changed, "utf-8")
            after = findings(file)
        finally:
            path.write_text(text, "utf-8")
        said = {(d.rule, d.message) for d in before}
        return {d.rule for d in before}, [d for d in after if (d.rule, d.message) not in said]

    return apply


@pytest.mark.parametrize(
    ("file", "old", "new", "rule"), [e[1:] for e in EDITS], ids=[e[0] for e in EDITS]
)
def test_a_wrong_edit_is_told(edited: Edit, file: str, old: str, new: str, rule: str) -> None:
    _, added = edited(file, old, new)
    assert rule in {d.rule for d in added}
    assert all(d.origin.file for d in added)  # and each says where


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [e[1:] for e in AGAINST_THE_PARENT],
    ids=[e[0] for e in AGAINST_THE_PARENT],
)
def test_a_silent_change_since_the_parent_is_told(
    edited: Edit, old: str | re.Pattern[str], new: str, rule: str
) -> None:
    before, added = edited(CRICKET, old, new)
    assert "parent-missing" not in before
    assert rule in {d.rule for d in added}
    assert all(d.origin.file.endswith(CRICKET) for d in added)  # where it is mended


@pytest.mark.parametrize("file", sorted(str(p.relative_to(SPECS)) for p in SPECS.rglob("*.yaml")))
def test_the_specs_beside_this_test_read_and_link(
    findings: Callable[[str], list[Diagnostic]], file: str
) -> None:
    wrong = [d for d in findings(file) if d.code[0] in "YGL" and d.rule != "places-joined"]
    assert not wrong
