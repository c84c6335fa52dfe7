"""The COCO target: the category, what stands beside it, and what is said about the rest."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import LIBRARY
from schemac.format import Feature, Settings, losses_of
from schemac.formats.coco import CODES, FORMAT
from schemac.model import Edge, Skeleton, Subject
from small_skeletons import (
    ABSENT,
    COVERED,
    GUESSED,
    POINTS,
    VISIBLE,
    bird,
    keypoint,
    tier,
    tier_set,
)


def files(skeleton: Skeleton, digest: str = "") -> dict[str, Any]:
    emission = FORMAT.emit(skeleton, Settings(digest=digest))
    return {each.path: json.loads(each.content) for each in emission.artifacts}


def category(skeleton: Skeleton) -> dict[str, Any]:
    (only,) = files(skeleton)["categories.json"]["categories"]
    return only


def found(skeleton: Skeleton) -> dict[str, str]:
    assert FORMAT.accepts
    return {each.rule: each.message for each in FORMAT.accepts(skeleton, Settings())}


def test_the_category_of_a_spec_that_says_all():
    subject = Subject(laterality="subject", category="bird", category_id=0, supercategory="animal")
    assert category(bird(subject=subject)) == {
        "id": 0,
        "name": "bird",
        "supercategory": "animal",
        "keypoints": ["beak", "LWing", "right_wing", "comb", "tail", "middle"],
        "skeleton": [[1, 4], [2, 5]],
    }


def test_what_the_spec_does_not_say_is_not_made_up_in_silence():
    silent = bird(subject=Subject(laterality="viewer"))
    assert category(silent)["id"] == 1
    assert category(silent)["name"] == "bird-6"
    assert "supercategory" not in category(silent)
    assert files(silent)["schemac.json"]["category_id_stated"] is False
    said = FORMAT.emit(silent, Settings()).assumed
    assert len(said) == 2
    assert "id is 1" in said[0]
    assert "bird-6" in said[1]


def test_a_spec_that_says_all_is_accepted_without_a_word():
    subject = Subject(laterality="subject", category="b", category_id=2, supercategory="a")
    quiet = bird(subject=subject)
    assert found(quiet) == {}
    assert FORMAT.emit(quiet, Settings()).assumed == ()
    assert files(quiet)["schemac.json"]["category_id_stated"] is True


def test_the_side_file_is_in_index_order():
    beside = files(bird(), digest="sha256:00")["schemac.json"]
    assert (beside["spec"], beside["version"], beside["digest"], beside["edition"]) == (
        "animal/bird-6", "1.2.0", "sha256:00", 1,
    )  # fmt: skip
    assert beside["keypoints"] == list(POINTS)
    assert beside["sides"] == [None, "left", "right", None, None, None]
    assert beside["mirror"] == [0, 2, 1, 3, 4, 5]
    assert beside["laterality"] == "subject"
    assert beside["required"] == ["beak"]


def test_sigmas_keep_their_origin_and_their_gaps():
    beside = files(bird())["schemac.json"]
    assert beside["main_sigmas"] == "own"
    assert beside["sigmas"] == {
        "own": {
            "basis": "measured",
            "scale": "segment_area",
            "source": "The coop",
            "url": "https://example.org/coop",
            "note": "12 birds.",
            "values": [0.03, 0.08, 0.08, 0.05, 0.1, 0.1],
        },
        "lent": {
            "basis": "assumed",
            "scale": "segment_area",
            "values": [0.026, None, None, None, None, None],
        },
    }


def test_tiers_keep_code_and_fold():
    visibility = files(bird())["schemac.json"]["visibility"]
    assert visibility["tier_set"] == "visibility/four@2.1.0"
    assert [(t["id"], t["code"], t["coco"]) for t in visibility["tiers"]] == [
        ("visible", 3, 2), ("covered", 2, 1), ("guessed", 1, 0), ("absent", 0, 0),
    ]  # fmt: skip
    assert visibility["allowed"]["right_wing"] == ["visible", "absent"]
    assert "tail" not in visibility["allowed"]


def test_a_part_has_no_tiers_yet():
    assert files(bird(visibility=None))["schemac.json"]["visibility"] is None


@pytest.mark.parametrize(
    ("tiers", "rule"),
    [
        ((COVERED, ABSENT), "coco-no-visible-tier"),
        ((VISIBLE, tier("seen", 4, "required", False, 2)), "coco-fold-contradicts"),
        ((VISIBLE, tier("seen", 4, "optional", True, 1)), "coco-fold-contradicts"),
        ((VISIBLE, tier("seen", 4, "required", True, 0)), "coco-fold-contradicts"),
        ((VISIBLE, COVERED, GUESSED, ABSENT), None),
    ],
)
def test_folds_that_mislead_are_found(tiers, rule):
    rules = set(found(bird(visibility=tier_set(*tiers)))) - {"coco-no-supercategory"}
    assert rules == ({rule} if rule else set())


def test_losses_name_what_cannot_be_told_apart():
    losses = FORMAT.emit(bird(), Settings()).losses
    tiers = [loss.message for loss in losses if loss.feature == Feature.TIERS]
    assert "COCO labels cannot tell guessed, absent apart: all become 0" in tiers
    assert "COCO labels keep no coordinates for guessed: they become 0" in tiers


def test_everything_said_is_carried_or_lost_aloud():
    """Nothing but the keypoints' names and edges reaches a COCO reader without a word."""
    lost = {loss.feature for loss in losses_of(FORMAT, bird())}
    beside = {loss.feature for loss in FORMAT.emit(bird(), Settings()).losses}
    assert lost.isdisjoint(beside)
    assert {Feature.DEFINITIONS, Feature.ATTRIBUTES, Feature.FORMULAS} <= lost
    assert {Feature.SIGMAS, Feature.MIRROR, Feature.VERSION, Feature.TIERS} <= beside


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=9))
def test_edges_count_from_one_and_keep_order_and_direction(pairs):
    points = tuple(keypoint(i, f"p{i}") for i in range(8))
    edges = tuple(Edge(source=f"p{a}", target=f"p{b}") for a, b in pairs)
    made = category(bird(keypoints=points, edges=edges))
    assert made["skeleton"] == [[a + 1, b + 1] for a, b in pairs]


def test_the_same_skeleton_gives_the_same_bytes():
    assert FORMAT.emit(bird(), Settings()) == FORMAT.emit(bird(), Settings())


def test_files_are_those_that_are_announced():
    assert set(files(bird())) == set(FORMAT.files)


def test_codes_are_documented_and_distinct():
    assert len({code.id for code in CODES}) == len({code.name for code in CODES}) == len(CODES)
    assert all(
        code.id.startswith(("C1", "I10")) and code.name.startswith("coco-") for code in CODES
    )
    assert all(code.doc.strip() for code in CODES)


@pytest.mark.parametrize("spec", LIBRARY)
def test_arrays_of_the_standard_library_name_every_index_once(skeleton, spec):
    linked = skeleton(spec)
    made = files(linked)
    (only,) = made["categories.json"]["categories"]
    assert only["keypoints"] == [point.name for point in linked.keypoints]
    assert all(1 <= end <= len(linked.keypoints) for edge in only["skeleton"] for end in edge)
    mirror = made["schemac.json"]["mirror"]
    assert [mirror[i] for i in mirror] == list(range(len(mirror)))
