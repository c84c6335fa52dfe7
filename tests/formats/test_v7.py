"""V7: the page to make a skeleton from, and what is read of its exports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from given_files import given
from schemac.draft import Draft
from schemac.formats.v7 import CODES, FORMAT
from small_skeletons import bird
from there_and_back import emission, files, links, problems, read

FIXTURES = Path(__file__).parents[1] / "imports/v7"
MOUSE = ["snout", "ear l", "ear r", "tail"]


def test_the_page_says_what_v7_has_no_place_for(skeleton: Any) -> None:
    page = files(FORMAT, skeleton("body/coco-17"))["skeleton.html"].decode()
    assert "person in V7" in page
    assert "V7 has no place for them" in page
    assert emission(FORMAT, bird()) == emission(FORMAT, bird())


def only(name: str, data: bytes | str) -> Draft:
    found = read(FORMAT, name, data)
    assert found.problems == ()
    (draft,) = found.drafts
    return draft


def test_classes_with_their_nodes() -> None:
    draft = only("metadata.json", (FIXTURES / "metadata.json").read_bytes())
    assert draft.name == "mouse"
    assert [point.name for point in draft.points] == MOUSE
    assert draft.points[0].position == (0.5, 0.1)
    assert links(draft) == [("snout", "ear l"), ("snout", "ear r"), ("snout", "tail")]


def test_labels_name_the_nodes() -> None:
    found = read(FORMAT, "labels.json", (FIXTURES / "labels.json").read_bytes())
    (draft,) = found.drafts
    assert draft.name == "mouse"
    assert [point.name for point in draft.points] == MOUSE
    assert [point.position for point in draft.points] == [None] * 4  # one picture is no template
    assert draft.edges is None
    ((code, message, _),) = problems(found)
    assert code == "I340"
    assert message == "this `mouse` has other nodes, or another order, than the longest"


def video() -> str:
    nodes = [{"name": "a", "x": 1, "y": 2, "occluded": False}, {"name": "b", "x": 3, "y": 4}]
    frames = {"0": {"skeleton": {"nodes": nodes}}, "9": {"skeleton": {"nodes": nodes}}}
    return json.dumps({"item": {"slots": []}, "annotations": [{"name": "fly", "frames": frames}]})


def test_a_video_has_nodes_in_frames() -> None:
    assert [point.name for point in only("clip.json", video()).points] == ["a", "b"]


def test_findings_have_their_place() -> None:
    inner = {
        "nodes": [{"name": "a"}, {"x": 1}],
        "edges": [{"from": "a", "to": "b"}],
    }
    text = json.dumps({"classes": [{"type": "skeleton", "sub_types": [], "skeleton": inner}]})
    found = read(FORMAT, "metadata.json", text)
    assert problems(found) == [
        ("I342", "a node has no name", '{"x": 1}'),
        ("I341", "an edge leads from `a` to `b`, which is no node", '{"from": "a", "to": "b"}'),
    ]
    assert found.drafts[0].name is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"item": {}, "annotations": [{"bounding_box": {', "I080"),
        ('{"item": {}, "annotations": [{"name": "a", "bounding_box": {}}]}', "I081"),
        ('{"item": {}, "annotations": [{"name": "a", "skeleton": {"nodes": 3}}]}', "I081"),
    ],
)
def test_files_that_say_nothing(text: str, code: str) -> None:
    found = read(FORMAT, "a.json", text)
    assert [each.code for each in found.problems] == [code]
    assert found.drafts == ()


def test_what_is_not_v7() -> None:
    assert FORMAT.recognises is not None
    coco = '{"info": {"item": 1}, "annotations": [], "categories": [{"skeleton": [[1, 2]]}]}'
    assert not FORMAT.recognises(given("a.json", coco))
    assert not FORMAT.recognises(given("metadata.json", '{"title": "a"}'))


def test_codes_are_documented_and_distinct() -> None:
    assert len({code.id for code in CODES}) == len({code.name for code in CODES}) == len(CODES)
    assert all(code.id.startswith("I34") and code.doc.strip() for code in CODES)
