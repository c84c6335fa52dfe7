"""Supervisely's classes: what is written, and what its own library wrote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import LIBRARY
from emitted import HOSTILE
from given_files import given
from hostile_skeletons import placed
from schemac.format import Feature
from schemac.formats.supervisely import CODES, FORMAT
from schemac.model import Position, View
from small_skeletons import bird, keypoint
from there_and_back import back, differences, emission, files, links, named, problems, read

FIXTURES = Path(__file__).parents[1] / "imports/supervisely"


def made(skeleton: Any) -> Any:
    (only,) = json.loads(files(FORMAT, skeleton)["meta.json"])["classes"]
    return only


def places(skeleton: Any) -> dict[str, list[int]]:
    return {key: node["loc"] for key, node in made(skeleton)["geometry_config"]["nodes"].items()}


def test_a_class_of_shape_graph() -> None:
    one = made(bird())
    assert (one["title"], one["shape"]) == ("bird", "graph")
    nodes = one["geometry_config"]["nodes"]
    assert list(nodes) == [node["label"] for node in nodes.values()]
    assert list(nodes) == ["beak", "LWing", "right_wing", "comb", "tail", "middle"]
    edges = [(each["src"], each["dst"]) for each in one["geometry_config"]["edges"]]
    assert edges == [("beak", "comb"), ("LWing", "tail")]


def test_places_are_x_and_y_at_one_scale() -> None:
    found = places(placed({"beak": (0, 0), "left_wing": (10, 20), "right_wing": (0, 20)}))
    (x0, y0), (x1, y1), (x2, y2) = found.values()
    assert (y1 - y0, y2 - y0, x2 - x0) == (900, 900, 0)
    assert x1 - x0 == 450


def test_points_without_a_position_stand_in_a_row_with_a_word() -> None:
    view = View(id="front", sees="front", main=True)
    at = (Position(view="front", x=1.0, y=2.0),)
    points = (keypoint(0, "beak", positions=at), keypoint(1, "comb"), keypoint(2, "tail"))
    one = bird(keypoints=points, edges=(), evaluation=(), views=(view,))
    assert len({tuple(place) for place in places(one).values()}) == 3
    assert any(said.startswith("2 points stand in a row") for said in emission(FORMAT, one).assumed)
    assert any("circle" in said for said in emission(FORMAT, bird()).assumed)
    assert len({tuple(place) for place in places(bird()).values()}) == 6


def test_a_second_view_is_lost_aloud() -> None:
    views = (View(id="front", sees="front", main=True), View(id="side", sees="left"))
    at = tuple(Position(view=view.id, x=1.0, y=2.0) for view in views)
    one = bird(keypoints=(keypoint(0, "beak", positions=at),), edges=(), views=views, evaluation=())
    (loss,) = emission(FORMAT, one).losses
    assert (loss.feature, loss.message) == (
        Feature.POSITIONS, "a template holds one view: without side",
    )  # fmt: skip


@pytest.mark.parametrize("spec", LIBRARY)
def test_what_is_written_says_the_same_when_it_is_read(skeleton: Any, spec: str) -> None:
    assert differences(FORMAT, skeleton(spec), "meta.json") == []
    draft = back(FORMAT, skeleton(spec), "meta.json")
    assert all(point.position and point.colour for point in draft.points)


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_comes_back(name: str) -> None:
    draft = back(FORMAT, named(name), "meta.json")
    assert [point.name for point in draft.points] == [name, "b"]
    assert links(draft) == [(name, "b")]


def test_a_meta_of_supervisely() -> None:
    found = read(FORMAT, "meta.json", (FIXTURES / "meta.json").read_bytes())
    assert found.problems == ()
    (draft,) = found.drafts
    assert draft.name == "mouse"
    assert [point.name for point in draft.points] == ["snout", "ear l", "ear r", "tail"]
    assert [point.position for point in draft.points][:2] == [(200.0, 50.0), (260.0, 120.0)]
    assert links(draft) == [("snout", "ear l"), ("snout", "ear r"), ("snout", "tail")]
    assert draft.mirror is None


def test_a_template_with_keys_of_its_own() -> None:
    text = json.dumps(
        {
            "nodes": {
                "a1": {"label": "nose", "loc": [5, 1], "color": "#FF0000"},
                "b2": {"loc": [5]},
            },
            "edges": [{"src": "a1", "dst": "b2"}, {"src": "nose", "dst": "b2"}],
        }
    )
    found = read(FORMAT, "template.json", text)
    (draft,) = found.drafts
    assert [(p.name, p.position, p.colour) for p in draft.points] == [
        ("nose", (5.0, 1.0), "#ff0000"),
        ("b2", None, None),
    ]
    assert links(draft) == [("nose", "b2")]
    assert [(code, message) for code, message, _ in problems(found)] == [
        ("I301", "node `b2` has no place: `loc` is two numbers"),
        ("I300", "a line from `nose` to `b2` leads to no node of the template"),
    ]
    assert problems(found)[1][2] == '{"src": "nose", "dst": "b2"}'


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"classes": [{"shape": "graph", "geometry_config": {"nodes": {', "I080"),
        ('{"classes": [{"shape": "graph", "geometry_config": {}}]}', "I081"),
        ('{"classes": [{"shape": "graph", "geometry_config": {"nodes": [1]}}]}', "I081"),
        ('{"classes": [{"shape": "graph", "geometry_config": null}]}', "I081"),
    ],
)
def test_files_that_say_nothing(text: str, code: str) -> None:
    found = read(FORMAT, "meta.json", text)
    assert [each.code for each in found.problems] == [code]
    assert found.drafts == ()


def test_what_is_not_supervisely() -> None:
    assert FORMAT.recognises is not None
    assert not FORMAT.recognises(given("meta.json", '{"labels": ["a"], "edges": [[0, 1]]}'))
    assert not FORMAT.recognises(given("meta.yaml", '{"shape": "graph", "edges": []}'))


def test_codes_are_documented_and_distinct() -> None:
    assert len({code.id for code in CODES}) == len({code.name for code in CODES}) == len(CODES)
    assert all(code.id.startswith("I30") and code.doc.strip() for code in CODES)
