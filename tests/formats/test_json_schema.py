"""The JSON Schema target: what its files say. Whether validators agree stands in tests/outside."""

from __future__ import annotations

import json
from typing import Any

import pytest

from schemac.format import Feature, Settings, losses_of
from schemac.formats.json_schema import FORMAT
from schemac.formats.json_schema.instance import absent
from schemac.model import Skeleton, Subject
from small_skeletons import COVERED, POINTS, VISIBLE, bird, keypoint, tier_set


def files(skeleton: Skeleton, **settings: str) -> dict[str, Any]:
    emission = FORMAT.emit(skeleton, Settings(**settings))
    return {each.path: json.loads(each.content) for each in emission.artifacts}


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("urn:schemac:", "urn:schemac:animal/bird-6/1.2.0/json-schema/instance.schema.json"),
        ("urn:schemac", "urn:schemac:animal/bird-6/1.2.0/json-schema/instance.schema.json"),
        (
            "https://x.org/s/",
            "https://x.org/s/animal/bird-6/1.2.0/json-schema/instance.schema.json",
        ),
        ("https://x.org/s", "https://x.org/s/animal/bird-6/1.2.0/json-schema/instance.schema.json"),
    ],
)
def test_ids_are_absolute_and_versioned(base, expected):
    assert files(bird(), base_uri=base)["instance.schema.json"]["$id"] == expected


def test_every_file_has_its_own_id_and_the_digest():
    made = files(bird(), digest="sha256:00")
    assert set(made) == set(FORMAT.files)
    assert len({schema["$id"] for schema in made.values()}) == 3
    comments = {schema["$comment"] for schema in made.values()}
    assert comments == {"Compiled from animal/bird-6@1.2.0 sha256:00"}


@pytest.mark.parametrize("file", list(FORMAT.files))
def test_each_keypoint_is_described_once(file):
    made = files(bird())[file]["$defs"]
    assert set(POINTS) <= set(made)
    wing = made["left_wing"]
    assert wing["title"] == "The left_wing"
    assert "Where left_wing is." in wing["description"]
    assert "Keypoint `LWing`, the left one of a pair, index 1." in wing["description"]
    assert [id for id in made if made[id].get("deprecated")] == ["comb"]
    farewell = "Deprecated since 1.1.0, use `beak` instead. Chicks have none."
    assert made["comb"]["description"].endswith(farewell)


@pytest.mark.parametrize(("whose", "word"), [("subject", "own"), ("viewer", "looks")])
def test_whose_left_is_left_is_said(whose, word):
    made = files(bird(subject=Subject(laterality=whose, category_id=1)))
    assert all(word in schema["description"] for schema in made.values())


def test_the_tier_of_a_keypoint_left_out():
    skeleton = bird()
    tiers = {point.id: absent(skeleton, point) for point in skeleton.keypoints}
    assert {id: tier and tier.id for id, tier in tiers.items()} == {
        "beak": "absent",
        "left_wing": "absent",
        "right_wing": "absent",
        "comb": None,
        "tail": "absent",
        "middle": None,
    }


def test_a_keypoint_that_cannot_be_absent_is_asked_for():
    """The beak is required, the comb has no tier to be left out with, the middle is computed."""
    keypoints = files(bird())["instance.schema.json"]["properties"]["keypoints"]
    assert keypoints["required"] == ["beak", "comb"]


def test_without_unlabelled_tiers_every_keypoint_is_asked_for():
    points = (keypoint(0, "a"), keypoint(1, "b"))
    made = files(bird(visibility=tier_set(VISIBLE, COVERED), keypoints=points, edges=()))
    assert made["instance.schema.json"]["properties"]["keypoints"]["required"] == ["a", "b"]


def test_nothing_is_said_of_attributes_that_do_not_exist():
    made = files(bird(instance=None))["instance.schema.json"]
    assert "attributes" not in made["properties"]
    assert "attributes" not in made["required"]


def test_the_assumed_category_is_reported():
    silent = bird(subject=Subject(laterality="subject"))
    assert any("category 1" in line for line in FORMAT.emit(silent, Settings()).assumed)
    assert files(silent)["coco-annotation.schema.json"]["properties"]["category_id"] == {"const": 1}


def test_everything_said_is_carried_or_lost_aloud():
    lost = {loss.feature for loss in losses_of(FORMAT, bird())}
    own = {loss.feature for loss in FORMAT.emit(bird(), Settings()).losses}
    assert lost == {Feature.MIRROR, Feature.SIGMAS, Feature.FORMULAS, Feature.EVALUATION}
    assert own == {Feature.TIERS, Feature.INSTANCE}


def test_the_same_skeleton_gives_the_same_bytes():
    assert FORMAT.emit(bird(), Settings()) == FORMAT.emit(bird(), Settings())
