"""The tasks that bring a whole skeleton along: ids, order, places, and what is preselected."""

import json
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from conftest import LIBRARY
from schemac.format import Settings
from schemac.formats.label_studio import FORMAT
from schemac.formats.label_studio.tree import tree
from schemac.model import (
    Attribute,
    Instance,
    Keypoint,
    Position,
    Skeleton,
    Subject,
    Tier,
    TierSet,
    View,
    Words,
)

FILES = {"config.xml": "template-prediction.json", "vector.xml": "template-vector.json"}


def keypoint(index, id, at=None, **more):
    positions = (Position(view="front", x=at[0], y=at[1]),) if at else ()
    fields = {"name": id, "kind": "surface", "words": Words(title=id)} | more
    return Keypoint(id=id, stem=id, index=index, positions=positions, **fields)


def tier(id, code, coordinates="required"):
    return Tier(
        id=id, code=code, title=id, definition=id, situations=("seen",),
        coordinates=coordinates, evaluated=True, coco=2, cvat="visible",
    )  # fmt: skip


def bird(default=None, points=None, **more):
    tiers = (tier("seen", 2), tier("hidden", 1), tier("absent", 0, "forbidden"))
    visibility = TierSet(
        id="visibility/x", version="1.0.0", title="X", tiers=tiers, default=default
    )
    given = points or (keypoint(0, "beak", (40, 10)), keypoint(1, "tail", (60, 90), name="T"))
    return Skeleton(
        id="demo/bird-2", version="1.2.0", title="Bird", keypoints=given, visibility=visibility,
        subject=Subject(laterality="subject", category="bird"),
        views=(View(id="front", sees="front", main=True),), **more,
    )  # fmt: skip


def task(made, path="template-prediction.json", stores="id"):
    emission = FORMAT.emit(made, Settings(options={"stores": stores}))
    (only,) = json.loads(next(a.content for a in emission.artifacts if a.path == path))
    return only


def results(made, path="template-prediction.json", stores="id"):
    (prediction,) = task(made, path, stores)["predictions"]
    return prediction["result"]


def typed(made, type):
    return {r["id"]: r for r in results(made) if r["type"] == type}


def vertices(made, stores="id"):
    vector = results(made, "template-vector.json", stores)[0]
    return {vertex["id"]: vertex for vertex in vector["value"]["vertices"]}


@pytest.mark.parametrize("path", FILES.values())
def test_the_task_shows_a_picture_of_the_stated_size_and_names_its_version(path):
    made = task(bird(), path)
    picture = made["data"]["image"]
    assert picture.startswith("data:image/svg+xml,")
    svg = ElementTree.fromstring(unquote(picture.partition(",")[2]))
    size = int(svg.get("width", 0)), int(svg.get("height", 0))
    (prediction,) = made["predictions"]
    assert prediction["model_version"] == "demo/bird-2@1.2.0"
    assert {(r["original_width"], r["original_height"]) for r in prediction["result"]} == {size}


def test_points_come_before_the_box_and_hang_on_it():
    points = typed(bird(), "keypointlabels")
    assert list(points) == ["p0_beak", "p0_tail"]
    assert {point["parentID"] for point in points.values()} == {"box0"}
    assert [r["type"] for r in results(bird())] == ["keypointlabels"] * 2 + ["rectanglelabels"]
    assert all(point["value"]["width"] > 0 for point in points.values())


@pytest.mark.parametrize(("stores", "word"), [("id", "tail"), ("name", "T")])
def test_labels_are_what_the_config_stores_and_regions_keep_the_id(stores, word):
    region = next(r for r in results(bird(), stores=stores) if r["id"] == "p0_tail")
    assert region["value"]["keypointlabels"] == [word]
    assert list(vertices(bird(), stores)) == ["beak", word]


def test_a_stated_default_tier_is_preselected_where_it_is_allowed():
    points = (keypoint(0, "beak", (1, 1)), keypoint(1, "tail", (2, 2), tiers=("hidden",)))
    assert typed(bird(), "choices") == {}
    chosen = typed(bird(default="seen", points=points), "choices")
    assert {id: r["value"] for id, r in chosen.items()} == {"p0_beak": {"choices": ["seen"]}}
    assert chosen["p0_beak"]["from_name"] == "visibility"


def test_a_tier_without_coordinates_is_never_given_to_a_placed_point():
    assert typed(bird(default="absent"), "choices") == {}


def test_defaults_of_attributes_are_answers_about_the_instance():
    pose = Attribute(id="pose", values=("up", "down"), default="down")
    ring = Attribute(id="ring", values=("yes", "no"), required=True)
    made = bird(instance=Instance(one="One.", attributes=(pose, ring)))
    (answer,) = typed(made, "choices").values()
    assert (answer["id"], answer["from_name"]) == ("box0", "instance_pose")
    assert answer["value"] == {"choices": ["down"]}
    assert [r["id"] for r in results(made, "template-vector.json")] == ["skeleton0"] * 2


def test_the_figure_keeps_its_shape_and_stands_in_the_middle():
    """20 by 80 units in a picture of 1200 by 900: 84 % high, and as wide as that makes it."""
    beak, tail = (r["value"] for r in typed(bird(), "keypointlabels").values())
    assert (beak["y"], tail["y"]) == (8.0, 92.0)
    width, height = (tail["x"] - beak["x"]) * 12, (tail["y"] - beak["y"]) * 9
    assert width / height == pytest.approx(20 / 80)
    assert beak["x"] + tail["x"] == pytest.approx(100)


@pytest.mark.parametrize("at", [[(5, 5)], [(0, 0), (100, 0)], [(7, 7), (7, 7)]])
def test_flat_figures_stay_in_the_picture(at):
    made = bird(points=tuple(keypoint(n, f"p{n}", place) for n, place in enumerate(at)))
    values = [r["value"] for r in typed(made, "keypointlabels").values()]
    assert all(8 <= v["x"] <= 92 and v["y"] == 50 for v in values)


def test_the_box_holds_every_point():
    (box,) = typed(bird(), "rectanglelabels").values()
    assert box["value"]["rectanglelabels"] == ["bird"]
    value = box["value"]
    for point in typed(bird(), "keypointlabels").values():
        x, y = point["value"]["x"], point["value"]["y"]
        assert value["x"] < x < value["x"] + value["width"]
        assert value["y"] < y < value["y"] + value["height"]


def test_constructed_points_are_in_no_template():
    mid = keypoint(2, "mid", (50, 50), kind="constructed")
    made = bird(points=(keypoint(0, "beak", (40, 10)), keypoint(1, "tail", (60, 90)), mid))
    assert list(typed(made, "keypointlabels")) == ["p0_beak", "p0_tail"]
    assert list(vertices(made)) == ["beak", "tail"]


def test_without_all_positions_there_is_no_template():
    made = bird(points=(keypoint(0, "beak", (40, 10)), keypoint(1, "tail")))
    assert [a.path for a in FORMAT.emit(made, Settings()).artifacts] == ["config.xml", "vector.xml"]


def test_the_first_vertex_only_has_no_predecessor():
    found = vertices(bird())
    assert found["beak"]["prevPointId"] is None
    assert "link" not in found["beak"]
    assert (found["tail"]["prevPointId"], found["tail"]["link"]) == ("beak", "helper")


@pytest.mark.parametrize("spec", LIBRARY)
def test_every_keypoint_of_the_library_has_a_region_and_a_vertex(spec, skeleton):
    made = skeleton(spec)
    ids = [p.id for p in made.keypoints if p.kind != "constructed"]
    assert list(typed(made, "keypointlabels")) == [f"p0_{id}" for id in ids]
    found = vertices(made)
    assert list(found) == ids
    above = {t.point.id: t.parent.id if t.parent else None for t in tree(made).twigs}
    assert {id: vertex["prevPointId"] for id, vertex in found.items()} == above
    for place in (*found.values(), *(r["value"] for r in typed(made, "keypointlabels").values())):
        assert 0 <= place["x"] <= 100
        assert 0 <= place["y"] <= 100


@pytest.mark.parametrize(("config", "path"), FILES.items())
@pytest.mark.parametrize("spec", LIBRARY)
def test_templates_and_configs_speak_of_the_same_controls(spec, config, path, skeleton):
    """Every control and every word of a result is one that the config has."""
    made = skeleton(spec)
    content = next(a.content for a in FORMAT.emit(made, Settings()).artifacts if a.path == config)
    words = {
        element.get("name"): {c.get("alias") or c.get("value") for c in element.iter()}
        for element in ElementTree.fromstring(content).iter()
        if element.get("toName")
    }
    for result in results(made, path):
        assert set(result["value"][result["type"]]) <= words[result["from_name"]]
