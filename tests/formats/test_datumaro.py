"""Datumaro's categories: what is written, and what its own library wrote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import LIBRARY
from emitted import HOSTILE
from given_files import given
from hostile_skeletons import placed
from schemac.formats.datumaro import CODES, FORMAT
from schemac.model import Position, View
from small_skeletons import bird, keypoint
from there_and_back import back, differences, emission, files, links, named, problems, read

FIXTURES = Path(__file__).parents[1] / "imports/datumaro"
FILE = "annotations/default.json"


def made(skeleton: Any) -> Any:
    return json.loads(files(FORMAT, skeleton)[FILE])


def points(skeleton: Any) -> Any:
    (only,) = made(skeleton)["categories"]["points"]["items"]
    return only


def test_a_data_set_without_items() -> None:
    one = made(bird())
    assert one["dm_format_version"] == "1.0"
    assert one["items"] == []
    assert one["infos"] == {"schemac": "animal/bird-6@1.2.0"}
    assert [each["name"] for each in one["categories"]["label"]["labels"]] == ["bird"]
    assert points(bird())["joints"] == [[0, 3], [1, 4]]
    assert points(bird())["positions"] == []


def test_positions_have_a_longer_side_of_1() -> None:
    one = placed({"beak": (5, 10), "left_wing": (10, 30), "right_wing": (15, 20)})
    assert points(one)["positions"] == [0.0, 0.0, 0.25, 1.0, 0.5, 0.5]
    assert points(placed({"beak": (5, 10)}))["positions"] == [0.0, 0.0]


def test_positions_are_all_or_none() -> None:
    view = View(id="front", sees="front", main=True)
    at = (Position(view="front", x=1.0, y=2.0),)
    some = (keypoint(0, "beak", positions=at), keypoint(1, "comb"))
    one = bird(keypoints=some, edges=(), evaluation=(), views=(view,))
    assert points(one)["positions"] == []
    assert any("1 have none" in loss.message for loss in emission(FORMAT, one).losses)


@pytest.mark.parametrize("spec", LIBRARY)
def test_what_is_written_says_the_same_when_it_is_read(skeleton: Any, spec: str) -> None:
    assert differences(FORMAT, skeleton(spec), FILE) == []
    assert all(point.position for point in back(FORMAT, skeleton(spec), FILE).points)


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_comes_back(name: str) -> None:
    draft = back(FORMAT, named(name), FILE)
    assert [point.name for point in draft.points] == [name, "b"]
    assert links(draft) == [(name, "b")]


def test_an_export_of_datumaro() -> None:
    found = read(FORMAT, "train.json", (FIXTURES / "train.json").read_bytes())
    assert found.problems == ()
    (draft,) = found.drafts
    assert draft.name == "mouse"
    assert [point.name for point in draft.points] == ["snout", "ear l", "ear r", "tail"]
    assert draft.points[3].position == (0.17142857142857143, 1.0)
    assert sorted(links(draft)) == [("snout", "ear l"), ("snout", "ear r"), ("snout", "tail")]
    assert (draft.based, draft.mirror, draft.sigmas) == (0, None, None)


def test_findings_have_their_place() -> None:
    item = {
        "label_id": 4,
        "labels": ["nose", 3, "tail"],
        "joints": [[0, 1, 2], [0, 7]],
        "positions": [0.5, 0.1],
    }
    text = json.dumps({"categories": {"points": {"items": [item]}}, "items": []})
    found = read(FORMAT, "a.json", text)
    assert [(code, message) for code, message, _ in problems(found)] == [
        ("I241", "a label is a string"),
        ("I240", "positions are not two numbers for each of 2 labels"),
        ("I241", "a joint is two indices"),
        ("I241", "label_id is the number of no label"),
    ]
    assert problems(found)[2][2] == "[0, 1, 2]"
    (draft,) = found.drafts
    assert [(e.start, e.end) for e in draft.edges or ()] == [(0, 7)]  # out of range as in the file
    assert draft.points[0].position is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"dm_format_version": "1.0", "categories": {', "I080"),
        ('{"dm_format_version": "1.0", "categories": {"label": {"labels": []}}}', "I081"),
        ('{"dm_format_version": "1.0", "categories": []}', "I081"),
    ],
)
def test_files_that_say_nothing(text: str, code: str) -> None:
    found = read(FORMAT, "a.json", text)
    assert [each.code for each in found.problems] == [code]
    assert found.drafts == ()


def test_what_is_not_datumaro() -> None:
    assert FORMAT.recognises is not None
    coco = '{"categories": [{"keypoints": ["a"], "skeleton": []}]}'
    assert not FORMAT.recognises(given("a.json", coco))
    assert not FORMAT.recognises(given("a.yaml", '{"dm_format_version": "1.0"}'))


def test_codes_are_documented_and_distinct() -> None:
    assert len({code.id for code in CODES}) == len({code.name for code in CODES}) == len(CODES)
    assert all(code.id.startswith("I24") and code.doc.strip() for code in CODES)
