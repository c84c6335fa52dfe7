"""The Lightning Pose target: the keypoints of a config; and configs read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from absorbed import absorbed, no_draft, one_fault, only
from emitted import HOSTILE, SPECS, assumed, files, losses, same
from given_files import from_disk, given
from schemac.draft import Absorbed
from schemac.formats.lightning_pose import CODES, FORMAT
from schemac.formats.lightning_pose.emitting import paired_by_name
from small_skeletons import bird, keypoint

IMPORTS = Path(__file__).parents[1] / "imports" / "lightning_pose"


def read(text: str) -> Absorbed:
    return absorbed(FORMAT, given("config.yaml", text))


def test_the_whole_file() -> None:
    assert yaml.safe_load(files(FORMAT, bird())["keypoints.yaml"]) == {
        "data": {
            "num_keypoints": 6,
            "keypoint_names": ["beak", "LWing", "right_wing", "comb", "tail", "middle"],
            "mirrored_column_matches": None,
            "columns_for_singleview_pca": None,
        }
    }
    assert "left and right are no such columns" in assumed(FORMAT, bird())


def test_pairs_go_by_the_end_of_the_name_alone() -> None:
    names = ["a_left", "b", "a_right", "c_left", "left_d", "right_d"]
    assert paired_by_name(names) == {"a_left": "a_right", "a_right": "a_left"}


def test_names_by_which_it_finds_no_partner_are_reported() -> None:
    assert "wrong for 2 keypoints (LWing, right_wing)" in losses(FORMAT, bird())
    named = (
        keypoint(0, "left_wing", name="wing_left"),
        keypoint(1, "right_wing", name="wing_right"),
    )
    assert losses(FORMAT, bird(keypoints=named, edges=())) == ""
    crossed = (keypoint(0, "a", name="wing_left"), keypoint(1, "b", name="wing_right"))
    assert "imgaug_hflip" in losses(FORMAT, bird(keypoints=crossed, edges=()))


@pytest.mark.parametrize("spec", SPECS)
def test_what_is_emitted_is_read_again(skeleton: Any, spec: str) -> None:
    text = files(FORMAT, skeleton(spec))["keypoints.yaml"].decode()
    draft = only(read(text))
    assert same(draft, skeleton(spec))
    assert (draft.edges, draft.mirror) == (None, None)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_are_data_and_come_back(hostile: str) -> None:
    made = bird(id=hostile, version=hostile, keypoints=(keypoint(0, "a", name=hostile),), edges=())
    draft = only(read(files(FORMAT, made)["keypoints.yaml"].decode()))
    assert [point.name for point in draft.points] == [hostile]


def test_a_config_that_lightning_pose_made() -> None:
    draft = only(absorbed(FORMAT, from_disk(IMPORTS / "config.yaml")))
    assert [point.name for point in draft.points] == ["beak", "wing_left", "wing_right", "tail"]
    assert draft.unused == ()


def test_columns_of_views_are_no_partners() -> None:
    text = (
        "data:\n  num_keypoints: 4\n  keypoint_names: [a_top, b_top, a_bot, b_bot]\n"
        "  mirrored_column_matches: [[0, 1], [2, 3]]\n  view_names: [one, two]\n"
    )
    draft = only(read(text))
    assert draft.mirror is None
    assert len(draft.unused) == 2


@pytest.mark.parametrize(
    ("names", "rule", "message", "place"),
    [
        ("[a, b, c]", "lightning-pose-lengths", "is 2, and 3 names are listed", "2"),
        ("[a, 12]", "lightning-pose-not-a-name", "a keypoint's name is a text", "12"),
    ],
)
def test_faults(names: str, rule: str, message: str, place: str) -> None:
    one_fault(read(f"data:\n  num_keypoints: 2\n  keypoint_names: {names}\n"), rule, message, place)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("data:\n  num_keypoints: 2\n  keypoint_names: null\n", "file-without-skeleton"),
        ("data:\n  num_keypoints: 2\n  keypoint_names: [\n", "file-unreadable"),
        ("- num_keypoints: 2\n  keypoint_names: []\n", "file-without-skeleton"),
    ],
)
def test_files_that_say_nothing(text: str, rule: str) -> None:
    no_draft(read(text), rule)


def test_codes_are_documented_and_distinct() -> None:
    assert len({code.id for code in CODES}) == len({code.name for code in CODES}) == len(CODES)
    assert all(code.id.startswith("I50") and code.doc.strip() for code in CODES)
