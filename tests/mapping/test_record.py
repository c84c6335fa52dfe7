"""The JSON of maps against its published schema, and what it says."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import schemac
from conftest import linked
from mapping_made import ends, maps
from schemac.canonical import digest
from schemac.choosing import Chosen
from schemac.compile import check
from schemac.mapping import MigrationMap, map_record
from schemac.maps import published
from schemac.model import PointMap
from schemac.workspace import Workspace
from small_skeletons import bird

SCHEMA = schemac.schema("migration")
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


@cache
def library() -> dict[str, bytes]:
    """The files of all maps of the library, by path."""
    workspace = Workspace()
    checked = check(workspace, workspace.select(()), targets=Chosen((), {}))
    documents = [each for each in checked.documents if isinstance(each, PointMap)]
    marks = [digest(skeleton) for skeleton in checked.skeletons]
    made = list(published(workspace, checked.skeletons, documents, marks))
    assert len({artifact.path for artifact in made}) == len(made)
    return {artifact.path: artifact.content for artifact in made}


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(library()["maps/migration-map.schema.json"]) == SCHEMA


def test_every_map_of_the_library_is_valid() -> None:
    files = [path for path in library() if path.endswith(".json") and "schema.json" not in path]
    assert len(files) > 50
    for path in files:
        VALIDATOR.validate(json.loads(library()[path]))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_every_map_is_valid(data: st.DataObject) -> None:
    made: MigrationMap = data.draw(maps(data.draw(ends("a")), data.draw(ends("b"))))
    VALIDATOR.validate(map_record(made, bird(sigma_sets=()), bird()))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda record: record.pop("losses"),
        lambda record: record.update(surprise=1),
        lambda record: record["points"][0].update(fidelity="perfect"),
        lambda record: record["points"][0].update(sources=[]),
        lambda record: record["points"][1].pop("why"),
        lambda record: record["points"][1]["sources"][0].update(weight={"x": 1}),
        lambda record: record["from"].update(digest="sha256:0"),
        lambda record: record["points"][0].update(tier="medium"),
        lambda record: record["points"][6].update(fidelity="none"),
    ],
)
def test_what_no_map_says_is_refused(spoil: Any) -> None:
    record = deepcopy(_h36m())
    VALIDATOR.validate(record)
    spoil(record)
    assert not VALIDATOR.is_valid(record)


@cache
def _h36m() -> dict[str, Any]:
    return schemac.map_between("body/coco-17", "body/h36m-17").record()


def test_a_record_says_where_points_come_from_and_who_said_so() -> None:
    record = _h36m()
    assert record["from"]["digest"] == digest(linked("body/coco-17"))
    assert record["to"]["digest"] == digest(linked("body/h36m-17"))
    assert [made["how"] for made in record["made"]] == ["landmarks", "map"]
    assert record["made"][1]["author"] == "Wentao Zhu"
    root = record["points"][0]
    assert root["sources"] == [
        {"keypoint": "left_hip", "index": 11, "weight": 0.5},
        {"keypoint": "right_hip", "index": 12, "weight": 0.5},
    ]
    assert (root["fidelity"], root["tier"]) == ("derived", "worst")
    assert record["way_back"]["lossless"] is False


def test_weights_by_axis() -> None:
    made = schemac.map_between("face/wflw-98", "face/ibug-68", via="wflw-98-to-ibug-68-pipnet")
    point = made.record()["points"][18]
    assert [source["weight"] for source in point["sources"]] == [
        {"x": 1, "y": 0.5}, {"x": 0, "y": 0.5},
    ]  # fmt: skip


def test_sigmas_of_computed_points_and_where_their_formula_is_from() -> None:
    record = _h36m()
    # two hips of 0.107 at a half each: 0.107 / sqrt(2)
    assert record["points"][0]["sigmas"] == [{"set": "coco", "value": 0.0756604}]
    assert "sigmas" not in record["points"][2]  # a copy has the sigma of its source
    assert "JCGM 100:2008" in record["sigma"]["source"]


def test_a_build_names_its_files_by_what_they_lead_between() -> None:
    paths = set(library())
    cricket = "maps/sport/cricket-bowling-54/"
    assert {f"{cricket}1.0.0__2.0.0.json", f"{cricket}2.0.0__1.0.0.json"} <= paths
    face = "maps/face.wflw-98@1.0.0__face.ibug-68@1.0.0"
    rules = ("", "+wflw-98-to-ibug-68-lab", "+wflw-98-to-ibug-68-mmpose")
    ends = (".json", ".mmpose.py", ".numpy.py", ".sql")
    assert {face + rule + end for rule in rules for end in ends} <= paths


def test_the_same_bytes_each_time() -> None:
    first = library()
    library.cache_clear()
    assert library() == first


def test_maps_are_a_target_of_their_own(tmp_path: Any) -> None:
    """Both ends must be built; a build of one spec leaves the maps of the last one alone."""
    from conftest import small_project

    folder = small_project(tmp_path / "project")
    out = tmp_path / "out"
    schemac.build(out=out, targets=("maps",), cwd=folder)
    names = sorted(path.name for path in (out / "maps").iterdir())
    assert "body.coco-wholebody-133@1.0.0__face.ibug-68@1.0.0.json" in names
    assert not any("openpose" in name for name in names)
    schemac.build("body/coco-17", out=out, targets=("coco",), cwd=folder)
    assert sorted(path.name for path in (out / "maps").iterdir()) == names
