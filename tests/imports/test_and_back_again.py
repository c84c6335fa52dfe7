"""Files of tools that know no sigmas: imported as specs, and written for the tool again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from given_files import from_disk
from importing.drafts import linked, written
from schemac.comparing import compare
from schemac.draft import Draft
from schemac.formats import load
from schemac.importing.known import Known
from schemac.model import Skeleton
from there_and_back import back, files, links

HERE = Path(__file__).parent
FILES = (
    ("deeplabcut", "deeplabcut/config-single.yaml", "config.yaml", {}),
    ("deeplabcut", "deeplabcut/config-multi.yaml", "config.yaml", {"animals": "multi"}),
    ("sleap", "sleap/sleap-io.yaml", "skeleton.yaml", {}),
    ("sleap", "sleap/sleap-io.json", "skeleton.yaml", {}),
    ("sleap", "sleap/jsonpickle.json", "skeleton.yaml", {}),
    ("supervisely", "supervisely/meta.json", "meta.json", {}),
    ("encord", "encord/ontology.json", "ontology.json", {}),
    ("datumaro", "datumaro/train.json", "annotations/default.json", {}),
)


def before_and_spec(format: str, file: str) -> tuple[Draft, Skeleton]:
    """What the file says, and the spec that is written for it, linked without an error."""
    reader = load(format).absorb
    assert reader is not None
    (draft,) = reader(from_disk(HERE / file)).drafts
    skeleton, errors = linked(written(draft, Known()))
    assert list(errors) == []
    return draft, skeleton


@pytest.mark.parametrize(("format", "file", "name", "options"), FILES)
def test_nothing_differs(format: str, file: str, name: str, options: dict[str, str]) -> None:
    before, skeleton = before_and_spec(format, file)
    again = back(load(format), skeleton, name, **options)
    assert [d.message for d in compare(before, again).differences] == []
    assert [point.name for point in again.points] == [point.name for point in before.points]
    assert sorted(links(again)) == sorted(links(before))


def test_sleap_io_gets_the_skeleton_that_it_made() -> None:
    _, skeleton = before_and_spec("sleap", "sleap/sleap-io.yaml")
    made: Any = yaml.safe_load(files(load("sleap"), skeleton)["skeleton.yaml"])
    own: Any = yaml.safe_load((HERE / "sleap/sleap-io.yaml").read_text("utf-8"))
    for one in (made["mouse"], own["mouse"]):
        one["symmetries"] = [sorted(node["name"] for node in each) for each in one["symmetries"]]
    assert made == own


def test_templates_keep_where_points_lie() -> None:
    """Up to the scale and the place of the whole."""
    for format, file, name in (
        ("supervisely", "supervisely/meta.json", "meta.json"),
        ("datumaro", "datumaro/train.json", "annotations/default.json"),
    ):
        before, skeleton = before_and_spec(format, file)
        again = back(load(format), skeleton, name)
        for one, other in zip(_normal(before), _normal(again), strict=True):
            assert abs(one[0] - other[0]) < 2e-3
            assert abs(one[1] - other[1]) < 2e-3


def _normal(draft: Draft) -> list[tuple[float, float]]:
    places = [point.position for point in draft.points if point.position]
    assert len(places) == len(draft.points)
    left, top = (min(axis) for axis in zip(*places, strict=True))
    size = max(max(x - left, y - top) for x, y in places)
    return [((x - left) / size, (y - top) / size) for x, y in places]


def test_datumaro_gets_the_categories_that_it_made() -> None:
    _, skeleton = before_and_spec("datumaro", "datumaro/train.json")
    made: Any = json.loads(files(load("datumaro"), skeleton)["annotations/default.json"])
    own: Any = json.loads((HERE / "datumaro/train.json").read_text("utf-8"))
    (mine,), (theirs,) = (each["categories"]["points"]["items"] for each in (made, own))
    assert mine["labels"] == theirs["labels"]
    assert sorted(mine["joints"]) == sorted(theirs["joints"])
