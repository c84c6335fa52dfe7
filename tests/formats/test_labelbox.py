"""Labelbox's ontology, held against the rules of its own library."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conftest import LIBRARY
from emitted import HOSTILE
from schemac.format import Feature, Settings, losses_of
from schemac.formats.labelbox import CODES, FORMAT
from schemac.model import Instance, Subject
from small_skeletons import ATTRIBUTES, bird, keypoint
from there_and_back import emission, files


def made(skeleton: Any) -> Any:
    return json.loads(files(FORMAT, skeleton)["ontology.json"])


def held(ontology: Any) -> None:
    """The rules of `OntologyBuilder`, written from a description: names of tools differ, choices
    have options that differ, and every key that it reads is there."""
    assert set(ontology) == {"tools", "classifications"}
    names = [tool["name"] for tool in ontology["tools"]]
    assert len(set(names)) == len(names)
    for tool in ontology["tools"]:
        assert tool["tool"] in ("rectangle", "point")
        assert {"required", "color"} <= set(tool)
        for asked in tool["classifications"]:
            assert {"type", "name", "instructions", "required", "options"} <= set(asked)
            values = [option["value"] for option in asked["options"]]
            assert len(set(values)) == len(values) >= 1


@pytest.mark.parametrize("spec", LIBRARY)
def test_a_box_and_a_point_for_each_keypoint(skeleton: Any, spec: str) -> None:
    one = made(skeleton(spec))
    held(one)
    box, *points = one["tools"]
    assert (box["tool"], box["name"]) == ("rectangle", skeleton(spec).category)
    assert [tool["name"] for tool in points] == [p.name for p in skeleton(spec).keypoints]
    assert one["classifications"] == []


def test_a_point_is_asked_for_the_tiers_that_it_may_have() -> None:
    tools = {tool["name"]: tool for tool in made(bird())["tools"]}

    def values(name: str) -> list[str]:
        (asked,) = tools[name]["classifications"]
        assert (asked["name"], asked["required"]) == ("visibility", True)
        return [option["value"] for option in asked["options"]]

    assert values("beak") == ["visible", "covered", "guessed"]
    assert values("right_wing") == ["visible"]
    assert values("comb") == ["visible", "covered"]
    assert made(bird(visibility=None))["tools"][1]["classifications"] == []


def test_attributes_are_asked_of_the_box() -> None:
    ring, pose = made(bird())["tools"][0]["classifications"]
    assert (ring["name"], ring["instructions"], ring["required"]) == ("ring", "Ringed?", True)
    assert [option["value"] for option in pose["options"]] == ["flying", "sitting"]
    said = [loss.message for loss in emission(FORMAT, bird()).losses]
    assert "ring is asked for every picture, not per track" in said
    assert "nothing preselects pose: sitting" in said


def test_without_boxes_attributes_are_asked_of_the_picture() -> None:
    one = bird(instance=Instance(one="One bird.", box="none", attributes=ATTRIBUTES))
    ontology = made(one)
    held(ontology)
    assert {tool["tool"] for tool in ontology["tools"]} == {"point"}
    assert [each["name"] for each in ontology["classifications"]] == ["ring", "pose"]
    assert {each["scope"] for each in ontology["classifications"]} == {"global"}


def test_that_there_are_no_skeletons_is_said() -> None:
    lost = [*losses_of(FORMAT, bird()), *emission(FORMAT, bird()).losses]
    assert {Feature.EDGES, Feature.MIRROR, Feature.SIGMAS} <= {loss.feature for loss in lost}
    assert any("nothing ties the points" in loss.message for loss in lost)


def test_a_keypoint_of_the_box_s_name_is_found() -> None:
    assert FORMAT.accepts is not None
    one = bird(keypoints=(keypoint(0, "a", name="bird"),), edges=(), evaluation=())
    (found,) = FORMAT.accepts(one, Settings())
    assert (found.rule, found.points) == ("labelbox-name", ("a",))
    assert list(FORMAT.accepts(bird(), Settings())) == []
    boxless = bird(
        keypoints=(keypoint(0, "a", name="bird"),), edges=(), evaluation=(),
        instance=Instance(one="One bird.", box="none"),
    )  # fmt: skip
    assert list(FORMAT.accepts(boxless, Settings())) == []


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_is_data(name: str) -> None:
    subject = Subject(laterality="subject", category=f"box {name}")
    one = bird(subject=subject, keypoints=(keypoint(0, "a", name=name),), edges=(), evaluation=())
    assert [tool["name"] for tool in made(one)["tools"]] == [f"box {name}", name]
    assert FORMAT.use is not None
    compile(str(FORMAT.use(one).copy), "use", "exec")


def test_codes_are_documented_and_distinct() -> None:
    assert all(code.name.startswith("labelbox-") and code.doc.strip() for code in CODES)
