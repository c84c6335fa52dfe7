"""Skeletons of the library against what was published: names, order, sides, links, sigmas.

`facts/skeletons.json` was gathered from the data sets' own files, by nobody who wrote the specs.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from schemac.canonical import digest
from schemac.compile import check
from schemac.model import Skeleton
from schemac.workspace import Workspace

HERE = Path(__file__).parent
FACTS = json.loads((HERE / "facts" / "skeletons.json").read_text("utf-8"))["skeletons"]
OTHERS = HERE / "linking" / "specs"  # skeletons that are test data, not part of the library

SETS = {
    "body/coco-17": ("coco", "coco"),
    "hand/hand-21": ("coco_wholebody_hand", "wholebody"),
    "body/coco-wholebody-133": ("coco_wholebody", "wholebody"),
    "face/ibug-68": ("300w", None),
}
REFERENCE = "sha256:98b948d02b23ea2d761365945f739fbc2ca92ab17e92605476e37a010c89bee2"

Loaded = Callable[[str], Skeleton]


@pytest.fixture(params=SETS)
def known(request: pytest.FixtureRequest, skeleton: Loaded) -> tuple[Skeleton, dict[str, Any]]:
    return skeleton(request.param), FACTS[SETS[request.param][0]]


def test_names_and_order(known: tuple[Skeleton, dict[str, Any]]) -> None:
    found, fact = known
    if not unnamed(fact):
        assert [point.name for point in found.keypoints] == fact["names"]
    assert [point.index for point in found.keypoints] == list(range(fact["count"]))


def test_mirror_partners(known: tuple[Skeleton, dict[str, Any]]) -> None:
    found, fact = known
    assert mirror(found) == fact["mirror"]


def test_published_links_are_drawn(known: tuple[Skeleton, dict[str, Any]]) -> None:
    found, fact = known
    drawn = edges(found)
    assert {frozenset(link) for link in fact["links"]} <= {frozenset(edge) for edge in drawn}
    published = [tuple(link) for link in fact["links"]]
    if published:  # in the published order and direction; what is drawn beyond it stands behind
        assert [edge for edge in drawn if edge in published] == published


@pytest.mark.parametrize("id", [id for id, (_, name) in SETS.items() if name])
def test_sigmas(id: str, skeleton: Loaded) -> None:
    fact, name = SETS[id]
    assert name is not None
    sigmas = [point.sigma(name) for point in skeleton(id).keypoints]
    assert sigmas == FACTS[fact]["sigmas"]


@pytest.mark.parametrize(
    ("file", "fact"), [("body/halpe-26.yaml", "halpe26"), ("face/wflw-98.yaml", "wflw")]
)
def test_composed_skeletons_outside_the_library(file: str, fact: str) -> None:
    """By `extends` with `omit`, by an index of each point, and by parts that two faces share."""
    workspace = Workspace(str(HERE))
    [found] = check(workspace, [str(OTHERS / file)]).documents
    assert isinstance(found, Skeleton)
    if not unnamed(FACTS[fact]):
        assert [point.name for point in found.keypoints] == FACTS[fact]["names"]
    assert mirror(found) == FACTS[fact]["mirror"]
    assert edges(found)[: len(FACTS[fact]["links"])] == [tuple(e) for e in FACTS[fact]["links"]]


def test_the_digest_is_stable() -> None:
    """A digest is what released versions go by. It changes with what a spec says; if it changes
    otherwise, every ledger in the world is broken. A field that a later schemac adds does not
    change it."""
    folder = HERE / "facts" / "reference"
    workspace = Workspace(str(folder))
    checked = check(workspace, workspace.select(("demo/dog-6",)))
    assert not checked.diagnostics
    assert digest(checked.skeletons[0]) == REFERENCE


def unnamed(fact: dict[str, Any]) -> bool:
    """Faces are published as numbered points; whoever wrote the facts down called them `kpt-0`."""
    return all(name == f"kpt-{i}" for i, name in enumerate(fact["names"]))


def mirror(skeleton: Skeleton) -> list[int]:
    """The index that each index becomes when a picture is flipped."""
    index = {point.id: point.index for point in skeleton.keypoints}
    return [index[skeleton.partners[point.id]] for point in skeleton.keypoints]


def edges(skeleton: Skeleton) -> list[tuple[int, int]]:
    index = {point.id: point.index for point in skeleton.keypoints}
    return [(index[edge.source], index[edge.target]) for edge in skeleton.edges]
