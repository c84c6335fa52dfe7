"""Skeletons of the library against what was published: names, order, sides, links, sigmas.

`facts/*.json` were gathered from the data sets' own files, never from a spec; `facts/README.md`
says what an entry holds. Every spec of the library is named by one of them, if only to say that
nothing was published.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import SPECS
from schemac.canonical import digest
from schemac.compile import check
from schemac.model import Call, Keypoint, Point, Skeleton, Words
from schemac.workspace import Workspace
from small_skeletons import keypoint

HERE = Path(__file__).parent
OTHERS = HERE / "linking" / "specs"  # skeletons that are test data, not part of the library
REFERENCE = "sha256:c3c208759846718e76db56d07977a53daebcf7d27e0e37a1eff73c57ca0d1745"

Loaded = Callable[[str], Skeleton]
Fact = dict[str, Any]

FACTS: dict[str, Fact] = {
    f"{path.stem}/{key}": entry
    for path in sorted((HERE / "facts").glob("*.json"))
    for key, entry in json.loads(path.read_text("utf-8"))["skeletons"].items()
}


def told(fact: Fact) -> list[str]:
    """The specs that an entry is about."""
    spec = fact.get("spec") or []
    return [spec] if isinstance(spec, str) else list(spec)


PAIRS = [(spec, name) for name, fact in FACTS.items() for spec in told(fact)]
PUBLISHED = ("names", "mirror", "links", "sigmas")


@pytest.fixture(params=PAIRS, ids=lambda pair: f"{pair[0]} {pair[1]}")
def known(request: pytest.FixtureRequest, skeleton: Loaded) -> tuple[Skeleton, Fact]:
    spec, name = request.param
    return skeleton(spec), FACTS[name]


@pytest.mark.parametrize("spec", SPECS)
def test_of_every_spec_it_is_said_what_was_published(spec: str) -> None:
    assert spec in {spec for spec, _ in PAIRS}, "add an entry, see tests/facts/README.md"


@pytest.mark.parametrize("name", FACTS)
def test_an_entry_says_where_its_facts_are_from(name: str) -> None:
    fact = FACTS[name]
    if any(fact.get(field) for field in PUBLISHED):
        assert fact["source"]
        assert fact.get("homepage") or fact.get("seen")
    else:
        assert fact.get("note"), "nothing is published: a note has to say so"


def test_names_and_order(known: tuple[Skeleton, Fact]) -> None:
    found, fact = known
    assert [point.index for point in found.keypoints] == list(range(fact["count"]))
    if unnamed(fact):
        return
    assert len(fact["names"]) == fact["count"]
    wrong = {
        point.index: (point.name, name)
        for point, name in zip(found.keypoints, fact["names"], strict=True)
        if not called(point, name)
    }
    assert wrong == {}


def test_mirror_partners(known: tuple[Skeleton, Fact]) -> None:
    found, fact = known
    if fact.get("mirror"):
        assert mirror(found) == fact["mirror"]


def test_published_links_are_drawn(known: tuple[Skeleton, Fact]) -> None:
    found, fact = known
    drawn = edges(found)
    left_out = [tuple(link) for link, why in fact.get("omitted_links") or () if why]
    published = [edge for link in fact.get("links") or () if (edge := tuple(link)) not in left_out]
    assert {frozenset(link) for link in published} <= {frozenset(edge) for edge in drawn}
    if published:  # in the published order and direction; what is drawn beyond it stands behind
        assert [edge for edge in drawn if edge in published] == published


def test_sigmas(known: tuple[Skeleton, Fact]) -> None:
    """Published values are in a set of the spec; none is said to be measured without any."""
    found, fact = known
    sets = {each.id: [p.sigma(each.id) for p in found.keypoints] for each in found.sigma_sets}
    if not fact.get("sigmas"):
        whole = [s.id for s in found.sigma_sets if s.basis == "measured" and None not in sets[s.id]]
        assert whole == [] or published_elsewhere(found, fact), whole
        return
    named = fact.get("sigma_set")
    assert fact["sigmas"] in ([sets[named]] if named else list(sets.values()))


def test_the_published_normaliser_is_a_way_to_evaluate(known: tuple[Skeleton, Fact]) -> None:
    found, fact = known
    if isinstance(fact.get("normaliser"), list):
        ends = {found.keypoints[index].id for index in fact["normaliser"]}
        lengths = [p.relative_to.tree for p in found.evaluation if p.relative_to]
        measured = [tree for tree in lengths if isinstance(tree, Call)]
        assert ends in [{p.id for p in c.arguments if isinstance(p, Point)} for c in measured]


@pytest.mark.parametrize(
    ("side", "name"),
    [
        ("left", "left_hip"),
        ("left", "LHip"),
        ("right", "RightHip"),
        ("right", "hip_r"),
        ("left", "Hip (left)"),
        ("right", "R_Thigh Joint"),
        ("left", "coxa"),
    ],
)
def test_a_published_name_may_be_an_alias_on_its_side(side: Any, name: str) -> None:
    words = Words(title="Hip", aliases=("thigh joint", "coxa"))
    point = keypoint(0, f"{side}_hip", words=words)
    assert called(point, name)
    other = keypoint(0, "right_hip" if side == "left" else "left_hip", words=words)
    assert called(other, name) == (name == "coxa")
    assert not called(keypoint(0, f"{side}_knee"), name)
    assert not called(keypoint(0, "hip"), name)


@pytest.mark.parametrize(
    ("file", "fact"), [("body/halpe-26.yaml", "halpe26"), ("face/wflw-98.yaml", "wflw")]
)
def test_composed_skeletons_outside_the_library(file: str, fact: str) -> None:
    """By `extends` with `omit`, by an index of each point, and by parts that two faces share."""
    workspace = Workspace(str(HERE))
    [found] = check(workspace, [str(OTHERS / file)]).documents
    assert isinstance(found, Skeleton)
    entry = FACTS[f"skeletons/{fact}"]
    if not unnamed(entry):
        assert [point.name for point in found.keypoints] == entry["names"]
    assert mirror(found) == entry["mirror"]
    assert edges(found)[: len(entry["links"])] == [tuple(e) for e in entry["links"]]


def test_the_digest_is_stable() -> None:
    """A digest is what released versions go by. It changes with what a spec says; if it changes
    otherwise, every ledger in the world is broken. A field that a later schemac adds does not
    change it."""
    folder = HERE / "facts" / "reference"
    workspace = Workspace(str(folder))
    checked = check(workspace, workspace.select(("demo/dog-6",)))
    assert not checked.diagnostics
    assert digest(checked.skeletons[0]) == REFERENCE


def called(point: Keypoint, name: str) -> bool:
    """Whether a published name is the keypoint's, or another that is said of it. The aliases of a
    pair stand for both sides: of the left one, published `LHip` may be the alias `hip`."""
    others = {*point.words.aliases, *point.former_names}
    if point.name == name or name in others:
        return True
    side, rest = without_side(name)
    return side == point.side and folded(rest) in map(folded, (point.stem, *others))


def without_side(name: str) -> tuple[str | None, str]:
    """`LHip`, `left_hip` and `hip (left)` are a left one and `hip`."""
    found = re.fullmatch(r"(left|right|[lr])(?:[ _-]+(.+)|((?-i:[A-Z]).*))", name, re.I)
    if found:
        return ("left", "right")[found[1][0] in "rR"], found[2] or found[3]
    found = re.fullmatch(r"(.+?)[ _(-]+(left|right|[lr])\)?", name, re.I)
    return (("left", "right")[found[2][0] in "rR"], found[1]) if found else (None, name)


def folded(name: str) -> str:
    return re.sub(r"[ _-]", "", name).casefold()


def unnamed(fact: Fact) -> bool:
    """Faces are published as numbered points; whoever wrote the facts down called them `kpt-0`."""
    names = fact.get("names")
    return not names or all(name == f"kpt-{i}" for i, name in enumerate(names))


def published_elsewhere(skeleton: Skeleton, fact: Fact) -> bool:
    """Whether another entry about the spec has its sigmas."""
    others = [FACTS[name] for spec, name in PAIRS if spec == skeleton.id]
    return any(other.get("sigmas") for other in others if other is not fact)


def mirror(skeleton: Skeleton) -> list[int]:
    """The index that each index becomes when a picture is flipped."""
    index = {point.id: point.index for point in skeleton.keypoints}
    return [index[skeleton.partners[point.id]] for point in skeleton.keypoints]


def edges(skeleton: Skeleton) -> list[tuple[int, int]]:
    index = {point.id: point.index for point in skeleton.keypoints}
    return [(index[edge.source], index[edge.target]) for edge in skeleton.edges]
