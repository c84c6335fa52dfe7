"""The Python module: it says what the skeleton says, whatever the words, and its types hold."""

from __future__ import annotations

import ast
from enum import IntEnum

import pytest
from msgspec.structs import replace

from conftest import LIBRARY
from given_files import given
from hostile_skeletons import PAYLOADS, hostile
from schemac.constants import constants, enumerations
from schemac.format import Settings
from schemac.formats.python import FORMAT
from schemac.importing.recognise import format_of
from small_skeletons import bird
from there_and_back import differences


def text(made):
    (artifact,) = FORMAT.emit(made, Settings()).artifacts
    return artifact.content.decode("ascii")


def run(made):
    names = {"__name__": "keypoints"}
    exec(compile(text(made), "keypoints.py", "exec"), names)
    return names


@pytest.mark.parametrize("spec", LIBRARY)
def test_it_says_what_the_spec_says(spec, skeleton):
    made = skeleton(spec)
    names = run(made)
    assert [int(point) for point in names["Keypoint"]] == list(range(len(made.keypoints)))
    assert issubclass(names["Keypoint"], IntEnum)
    assert names["NAMES"] == tuple(p.name for p in made.keypoints)
    assert names["MIRROR"] == made.mirror
    assert names["EDGES"] == made.edge_indices
    assert names["MAIN_SIGMAS"] == made.main_sigmas
    for point in made.keypoints:
        assert names["Keypoint"][point.id.upper()] == point.index
        assert {s: v[point.index] for s, v in names["SIGMAS"].items()} == {
            s.id: point.sigma(s.id) for s in made.sigma_sets
        }


def test_the_small_things():
    names = run(bird())
    assert names["REQUIRED"] == (0,)
    assert {tier.name: int(tier) for tier in names["Tier"]} == {
        "VISIBLE": 3, "COVERED": 2, "GUESSED": 1, "ABSENT": 0,
    }  # fmt: skip
    assert names["COCO_FLAGS"]["covered"] == 1
    assert names["LATERALITY"] == "subject"
    assert names["SIGMAS"]["lent"] == (0.026, None, None, None, None, None)
    assert names["SIGMA_SCALES"]["own"] == bird().sigma_sets[0].scale.text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_words_of_strangers_stay_words(payload):
    made, _ = hostile(payload)
    made = replace(made, subject=replace(made.subject, category=payload))
    names = run(made)
    assert names["NAMES"] == tuple(p.name for p in made.keypoints)
    assert names["CATEGORY"] == payload
    harmless = ast.dump(ast.parse(text(hostile("harmless")[0]))).count("Call(")
    assert ast.dump(ast.parse(text(made))).count("Call(") == harmless == 0


def test_every_spec_gives_the_same_names(skeleton):
    given = [
        {name for name in run(made) if name.isupper()} for made in (bird(), skeleton(LIBRARY[0]))
    ]
    assert given[0] == given[1] == {each.name for each in constants(bird())}


def test_enumerations_of_an_empty_tier_set_are_empty():
    (_, tiers) = enumerations(bird(visibility=None))
    assert tiers.members == {}
    assert list(run(bird(visibility=None))["Tier"]) == []


@pytest.mark.parametrize("spec", LIBRARY)
def test_it_says_the_same_when_it_is_read(spec, skeleton):
    assert differences(FORMAT, skeleton(spec), "keypoints.py") == []
    assert format_of(given("keypoints.py", text(skeleton(spec)))) is FORMAT


def test_a_list_of_another_length_is_told():
    found = FORMAT.absorb(given("k.py", 'SPEC = "a/b"\nNAMES = ("a", "b")\nMIRROR = (0,)\n'))
    assert [(d.code, d.message) for d in found.problems] == [
        ("I521", "`MIRROR` has 1 values for 2 keypoints")
    ]
    assert found.drafts[0].mirror is None
