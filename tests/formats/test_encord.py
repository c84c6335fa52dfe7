"""Encord's ontologies: what is written, and what its own library wrote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import LIBRARY
from emitted import HOSTILE
from given_files import given
from hostile_skeletons import placed
from schemac.formats.encord import CODES, FORMAT
from small_skeletons import bird
from there_and_back import back, emission, files, links, named, problems, read

FIXTURES = Path(__file__).parents[1] / "imports/encord"


def made(skeleton: Any) -> Any:
    return json.loads(files(FORMAT, skeleton)["ontology.json"])


def template(skeleton: Any) -> Any:
    return made(skeleton)["skeleton_templates"][0]["template"]


def test_an_object_and_its_template_have_one_hash() -> None:
    (item,) = made(bird())["objects"]
    assert (item["name"], item["shape"]) == ("bird", "skeleton")
    assert item["featureNodeHash"] == template(bird())["feature_node_hash"]
    assert template(bird())["skeletonEdges"].keys() == {"0", "1"}
    assert list(template(bird())["skeletonEdges"]["0"]) == ["3"]


def test_a_renamed_point_keeps_its_hash() -> None:
    def hashes(skeleton: Any) -> list[str]:
        return [point["featureHash"] for point in template(skeleton)["skeleton"].values()]

    assert hashes(named("one")) == hashes(named("two"))
    assert len(set(hashes(bird()))) == 6


def test_places_are_shares_and_the_size_is_that_of_the_points() -> None:
    one = template(placed({"beak": (0, 0), "left_wing": (10, 20), "right_wing": (0, 20)}))
    found = [(point["x"], point["y"]) for point in one["skeleton"].values()]
    assert found == [(0.275, 0.05), (0.725, 0.95), (0.275, 0.95)]
    assert (one["width"], one["height"]) == (0.45, 0.9)


def test_attributes_are_choices() -> None:
    ring, pose = made(bird())["objects"][0]["attributes"]
    assert (ring["name"], ring["required"], ring["dynamic"]) == ("Ringed?", True, False)
    assert [each["value"] for each in ring["options"]] == ["yes", "no"]
    assert (pose["name"], pose["required"], pose["dynamic"]) == ("pose", False, True)
    messages = [loss.message for loss in emission(FORMAT, bird()).losses]
    assert "nothing preselects pose: sitting" in messages


@pytest.mark.parametrize("spec", LIBRARY)
def test_what_is_written_says_the_same_when_it_is_read(skeleton: Any, spec: str) -> None:
    """Edges are grouped by their start."""
    draft = back(FORMAT, skeleton(spec), "ontology.json")
    assert [point.name for point in draft.points] == [p.name for p in skeleton(spec).keypoints]
    assert {(e.start, e.end) for e in draft.edges or ()} == set(skeleton(spec).edge_indices)
    assert all(point.position and point.colour for point in draft.points)


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_comes_back(name: str) -> None:
    draft = back(FORMAT, named(name), "ontology.json")
    assert [point.name for point in draft.points] == [name, "b"]
    assert links(draft) == [(name, "b")]
    assert FORMAT.use is not None
    compile(str(FORMAT.use(bird(id=name)).copy), "use", "exec")


def test_an_ontology_of_encord() -> None:
    found = read(FORMAT, "ontology.json", (FIXTURES / "ontology.json").read_bytes())
    assert found.problems == ()
    (draft,) = found.drafts
    assert draft.name == "mouse"
    assert [point.name for point in draft.points] == ["snout", "ear l", "ear r", "tail"]
    assert draft.points[0].position == (0.5, 0.1)
    assert links(draft) == [("snout", "ear l"), ("snout", "ear r"), ("snout", "tail")]
    assert draft.mirror is None


def test_a_template_alone_with_keys_out_of_order() -> None:
    text = json.dumps(
        {
            "name": "fly",
            "skeleton": {
                "10": {"name": "tail", "x": 0.5, "y": 0.9},
                "2": {"x": 0.5, "y": "low", "color": "red"},
            },
            "skeleton_edges": {"2": {"10": {}, "11": {}}},
        }
    )
    found = read(FORMAT, "template.json", text)
    (draft,) = found.drafts
    assert [(point.name, point.position) for point in draft.points] == [
        ("2", None),
        ("tail", (0.5, 0.9)),
    ]
    assert links(draft) == [("2", "tail")]
    assert [(code, message) for code, message, _ in problems(found)] == [
        ("I321", "the keys of 2 points are not 0 to 1 in that order"),
        ("I322", "point `2` has not all of a name, x and y"),
        ("I320", "a line from `2` to `11` leads to no point of the template"),
    ]
    assert problems(found)[2][2] == '"11"'


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"skeleton_templates": [', "I080"),
        ('{"objects": [], "skeleton_templates": []}', "I081"),
        ('{"skeleton_templates": [{"template": 1}, {"template": {"skeleton": []}}]}', "I081"),
        ('[{"shape": "skeleton", "featureNodeHash": "a"}]', "I081"),
    ],
)
def test_files_that_say_nothing(text: str, code: str) -> None:
    found = read(FORMAT, "ontology.json", text)
    assert [each.code for each in found.problems] == [code]
    assert found.drafts == ()


def test_what_is_not_encord() -> None:
    assert FORMAT.recognises is not None
    assert not FORMAT.recognises(given("a.json", '{"categories": [{"skeleton": [[1, 2]]}]}'))
    assert not FORMAT.recognises(given("a.yaml", "skeleton_edges: {}"))


def test_codes_are_documented_and_distinct() -> None:
    assert len({code.id for code in CODES}) == len({code.name for code in CODES}) == len(CODES)
    assert all(code.id.startswith("I32") and code.doc.strip() for code in CODES)
