"""SLEAP's skeletons: what is written, and what sleap-io and jsonpickle wrote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import LIBRARY
from emitted import HOSTILE
from given_files import given
from schemac.draft import Draft
from schemac.formats.sleap import CODES, FORMAT
from schemac.model import Edge
from small_skeletons import bird, keypoint
from there_and_back import (
    back,
    differences,
    emission,
    files,
    links,
    named,
    partners,
    problems,
    read,
)

FIXTURES = Path(__file__).parents[1] / "imports/sleap"
MOUSE = ["snout", "ear_r", "ear_l", "tail", "lone"]


def loaded(skeleton: Any) -> Any:
    return yaml.safe_load(files(FORMAT, skeleton)["skeleton.yaml"])


def chain(root: str | None, **fields: Any) -> Any:
    """beak - comb - tail, the edges written in both directions, and a side branch."""
    points = tuple(keypoint(i, id) for i, id in enumerate(("beak", "comb", "tail", "crest")))
    edges = (
        Edge(source="beak", target="comb"),
        Edge(source="tail", target="comb"),
        Edge(source="crest", target="beak"),
    )
    return bird(**{"keypoints": points, "edges": edges, "root": root, "evaluation": ()} | fields)


def joined(skeleton: Any) -> list[tuple[str, str]]:
    edges = loaded(skeleton)["bird"]["edges"]
    return [(each["source"]["name"], each["destination"]["name"]) for each in edges]


def test_the_whole_file() -> None:
    made = loaded(bird())
    assert list(made) == ["bird"]
    assert [node["name"] for node in made["bird"]["nodes"]] == [
        "beak", "LWing", "right_wing", "comb", "tail", "middle",
    ]  # fmt: skip
    assert joined(bird()) == [("beak", "comb"), ("LWing", "tail")]
    assert made["bird"]["symmetries"] == [[{"name": "LWing"}, {"name": "right_wing"}]]


def test_edges_lead_away_from_the_root() -> None:
    assert joined(chain("beak")) == [("beak", "comb"), ("comb", "tail"), ("beak", "crest")]
    assert joined(chain("tail")) == [("comb", "beak"), ("tail", "comb"), ("beak", "crest")]
    assert emission(FORMAT, chain("tail")).losses == ()
    assert not any("kinematic root" in said for said in emission(FORMAT, chain("tail")).assumed)


def test_without_a_root_they_stay_as_written_with_a_word() -> None:
    assert joined(chain(None)) == [("beak", "comb"), ("tail", "comb"), ("crest", "beak")]
    (said,) = emission(FORMAT, chain(None)).assumed
    assert "no kinematic root" in said
    (loss,) = emission(FORMAT, chain(None)).losses
    assert "1 with several edges leading to them (comb)" in loss.message
    assert "2 with none" in loss.message


def test_parents_decide_what_distance_does_not() -> None:
    points = (
        keypoint(0, "beak"),
        keypoint(1, "comb", parent="beak"),
        keypoint(2, "tail", parent="comb"),
    )
    ring = (
        Edge(source="comb", target="beak"),
        Edge(source="tail", target="comb"),
        Edge(source="beak", target="tail"),
    )
    made = joined(chain("beak", keypoints=points, edges=ring))
    assert made == [("beak", "comb"), ("comb", "tail"), ("beak", "tail")]


def test_edges_out_of_reach_are_counted() -> None:
    points = tuple(keypoint(i, id) for i, id in enumerate(("beak", "comb", "tail", "crest")))
    edges = (Edge(source="comb", target="beak"), Edge(source="tail", target="crest"))
    made = chain("beak", keypoints=points, edges=edges)
    assert joined(made) == [("beak", "comb"), ("tail", "crest")]
    assert any(said.startswith("1 edges that the root") for said in emission(FORMAT, made).assumed)


@pytest.mark.parametrize("spec", LIBRARY)
def test_what_is_written_says_the_same_when_it_is_read(skeleton: Any, spec: str) -> None:
    assert differences(FORMAT, skeleton(spec), "skeleton.yaml") == []


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_comes_back(name: str) -> None:
    draft = back(FORMAT, named(name), "skeleton.yaml")
    assert [point.name for point in draft.points] == [name, "b"]
    assert links(draft) == [(name, "b")]


def mouse(file: str) -> Draft:
    found = read(FORMAT, file, (FIXTURES / file).read_bytes())
    assert found.problems == ()
    (draft,) = found.drafts
    assert draft.name == "mouse"
    assert [point.name for point in draft.points] == MOUSE
    assert partners(draft) == {"ear_l": "ear_r", "ear_r": "ear_l"}
    assert all(point.span for point in draft.points)
    return draft


@pytest.mark.parametrize("file", ["sleap-io.yaml", "sleap-io.json"])
def test_what_sleap_io_writes(file: str) -> None:
    assert links(mouse(file)) == [("snout", "tail"), ("snout", "ear_l"), ("snout", "ear_r")]


@pytest.mark.parametrize("file", ["jsonpickle.json", "jsonpickle-template.json"])
def test_what_jsonpickle_wrote(file: str) -> None:
    """Edges have the order of `edge_insert_idx`, not that of the file."""
    draft = mouse(file)
    assert links(draft) == [("snout", "tail"), ("tail", "ear_r"), ("snout", "ear_l")]
    assert draft.unused == (("a preview picture",) if "template" in file else ())


def test_a_training_config_holds_skeletons() -> None:
    inner = json.loads((FIXTURES / "jsonpickle.json").read_text("utf-8"))
    text = json.dumps({"data": {"labels": {"skeletons": [inner, inner]}}, "model": {}})
    found = read(FORMAT, "training_config.json", text)
    assert [draft.name for draft in found.drafts] == ["mouse", "mouse"]


def test_state_as_a_tuple() -> None:
    node = {"py/object": "sleap.skeleton.Node", "py/state": {"py/tuple": ["nose", 1.0]}}
    text = json.dumps({"directed": True, "links": [], "nodes": [{"id": node}]})
    (draft,) = read(FORMAT, "one.json", text).drafts
    assert [point.name for point in draft.points] == ["nose"]
    assert draft.edges == ()


def pickled(links: list[Any], nodes: list[Any]) -> str:
    return json.dumps({"graph": {"name": "m"}, "links": links, "nodes": nodes})


def node(name: str) -> Any:
    return {"py/object": "sleap.skeleton.Node", "py/state": {"py/tuple": [name, 1.0]}}


BODY = {"py/reduce": [{"py/type": "sleap.skeleton.EdgeType"}, {"py/tuple": [1]}]}


def test_numbers_that_lead_nowhere() -> None:
    text = pickled(
        [
            {"source": node("a"), "target": node("b"), "type": BODY},
            {"source": {"py/id": 9}, "target": {"py/id": 1}, "type": {"py/id": 3}},
            {"source": {"py/id": 1}, "target": {"py/id": 2}, "type": {"py/id": 77}},
        ],
        [{"id": {"py/id": 1}}, {"id": {"py/id": 99}}],
    )
    found = read(FORMAT, "m.json", text)
    assert [code for code, _, _ in problems(found)] == ["I221", "I220", "I222"]
    assert [at.startswith(("[{", "{")) for _, _, at in problems(found)] == [True] * 3
    (draft,) = found.drafts
    assert [point.name for point in draft.points] == ["a", "b"]
    assert links(draft) == [("a", "b")]


def test_yaml_that_does_not_add_up() -> None:
    text = (
        "fly:\n  nodes:\n  - name: nose\n  - name: tail\n  - {}\n"
        "  edges:\n  - {source: {name: nose}, destination: {name: tial}}\n"
        "  - {source: {name: nose}}\n"
        "  symmetries:\n  - [{name: nose}]\n"
    )
    found = read(FORMAT, "fly.yaml", text)
    assert problems(found) == [
        ("I222", "a node has a name", "{}"),
        ("I220", "there is no node `tial`", "tial"),
        ("I222", "an edge or a symmetry has two nodes", "{source: {name: nose}}"),
        ("I222", "an edge or a symmetry has two nodes", "[{name: nose}]"),
    ]


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("m.json", '{"nodes": [{"id": {"py/object": "sleap.skeleton.Node"', "I080"),
        ("m.json", '{"x": {"py/object": "sleap.skeleton.Node"}}', "I081"),
        ("m.yaml", "a:\n  nodes:\n  - x\n  b: name:\n", "I080"),
        ("m.yaml", "a:\n  nodes:\n  - x\n# name:\n", "I081"),
    ],
)
def test_files_that_say_nothing(name: str, text: str, code: str) -> None:
    found = read(FORMAT, name, text)
    assert found.drafts == ()
    assert [each.code for each in found.problems] == [code]


def test_what_is_not_sleap() -> None:
    assert FORMAT.recognises is not None
    assert not FORMAT.recognises(given("m.json", '{"nodes": [], "edges": []}'))
    assert not FORMAT.recognises(given("m.txt", '{"py/object": "sleap.skeleton.Node"}'))


def test_codes_are_documented_and_distinct() -> None:
    assert len({code.id for code in CODES}) == len({code.name for code in CODES}) == len(CODES)
    assert all(code.id.startswith("I22") and code.doc.strip() for code in CODES)
