"""The Detectron2 target runs with a stand-in for its catalog; its metadata are read back."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from absorbed import absorbed, no_draft, one_fault, only
from emitted import HOSTILE, SPECS, assumed, constants, files, formatted, losses, same
from given_files import from_disk, given, shown
from schemac.draft import Absorbed
from schemac.formats.detectron2 import CODES, FORMAT
from schemac.model import Edge, Skeleton
from small_skeletons import bird, keypoint, sigmas

IMPORTS = Path(__file__).parents[1] / "imports" / "detectron2"


class Catalog:
    """What `MetadataCatalog` does with what is set."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, Any]] = {}

    def get(self, name: str) -> Any:
        kept = self.kept.setdefault(name, {})
        made = ModuleType(name)
        vars(made)["set"] = lambda **fields: kept.update(fields)
        return made


def described(skeleton: Skeleton, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The metadata of a data set after the emitted module was run."""
    catalog, package, data = Catalog(), ModuleType("detectron2"), ModuleType("detectron2.data")
    vars(data)["MetadataCatalog"] = catalog
    monkeypatch.setitem(sys.modules, "detectron2", package)
    monkeypatch.setitem(sys.modules, "detectron2.data", data)
    names: dict[str, Any] = {}
    exec(files(FORMAT, skeleton)["keypoints.py"], names)
    names["describe"]("hens")
    return catalog.kept["hens"]


def hflip_indices(metadata: dict[str, Any]) -> list[int]:
    """Written from a description of `create_keypoint_hflip_indices`."""
    flip = dict(metadata["keypoint_flip_map"])
    flip |= {there: here for here, there in flip.items()}
    names = metadata["keypoint_names"]
    return [names.index(flip.get(name, name)) for name in names]


def config(skeleton: Skeleton) -> Any:
    return yaml.safe_load(files(FORMAT, skeleton)["keypoints.yaml"])


def read(text: str, beside: dict[str, bytes] | None = None) -> Absorbed:
    return absorbed(FORMAT, given("hens.py", text, beside))


@pytest.mark.parametrize("spec", SPECS)
def test_the_library_in_the_metadata(
    skeleton: Any, spec: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = skeleton(spec)
    names = [point.name for point in made.keypoints]
    found = described(made, monkeypatch)
    assert set(found) == {
        "keypoint_names", "keypoint_flip_map", "keypoint_connection_rules",
    }  # fmt: skip
    assert found["keypoint_names"] == names
    assert hflip_indices(found) == list(made.mirror)
    rules = found["keypoint_connection_rules"]
    assert [(names.index(a), names.index(b)) for a, b, _ in rules] == list(made.edge_indices)
    assert all(len(colour) == 3 and max(colour) < 256 for _, _, colour in rules)
    content = files(FORMAT, made)["keypoints.py"]
    assert formatted(content) == content


@pytest.mark.parametrize("spec", SPECS)
def test_the_config_has_count_and_sigmas(skeleton: Any, spec: str) -> None:
    made = skeleton(spec)
    found = config(made)
    assert found["MODEL"] == {"ROI_KEYPOINT_HEAD": {"NUM_KEYPOINTS": len(made.keypoints)}}
    if made.main_sigmas:
        wanted = [point.sigma(made.main_sigmas) for point in made.keypoints]
        assert found["TEST"] == {"KEYPOINT_OKS_SIGMAS": wanted}
    else:
        assert "TEST" not in found
        assert "fit 17 keypoints only" in assumed(FORMAT, made)


def test_very_small_sigmas_stay_numbers() -> None:
    point = keypoint(0, "a", sigmas=sigmas(own=1e-05))
    assert config(bird(keypoints=(point,), edges=()))["TEST"]["KEYPOINT_OKS_SIGMAS"] == [1e-05]


def test_what_is_carried_in_part_is_said() -> None:
    said = losses(FORMAT, bird())
    assert "relative to (segment_area)" in said
    assert "without lent" in said
    assert "left and right of the subject would have to be exchanged" in said


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_are_data_and_come_back(hostile: str) -> None:
    points = (
        keypoint(0, "left_a", name=f"1{hostile}"),
        keypoint(1, "right_a", name=f"2{hostile}"),
    )
    edges = (Edge(source="left_a", target="right_a"),)
    made = bird(id=hostile, version=hostile, keypoints=points, edges=edges)
    found = constants(files(FORMAT, made)["keypoints.py"])
    assert found["KEYPOINT_FLIP_MAP"] == [(f"1{hostile}", f"2{hostile}")]
    draft = only(read(files(FORMAT, made)["keypoints.py"].decode()))
    assert [point.name for point in draft.points] == [f"1{hostile}", f"2{hostile}"]


@pytest.mark.parametrize("spec", SPECS)
def test_what_is_emitted_is_read_again(skeleton: Any, spec: str) -> None:
    made = files(FORMAT, skeleton(spec))
    one = given("keypoints.py", made["keypoints.py"], {"keypoints.yaml": made["keypoints.yaml"]})
    draft = only(absorbed(FORMAT, one))
    assert same(draft, skeleton(spec))
    assert bool(draft.sigmas) == bool(skeleton(spec).main_sigmas)


def test_metadata_are_read_from_calls_and_attributes() -> None:
    found = absorbed(FORMAT, from_disk(IMPORTS / "script.py"))
    assert found.problems == ()
    hens, cows = found.drafts
    assert [point.name for point in hens.points] == ["beak", "left_wing", "right_wing", "tail"]
    assert [(edge.start, edge.end) for edge in hens.edges or ()] == [(0, 1), (0, 2)]
    assert [(p.index, p.partner) for p in hens.mirror or ()] == [(1, 2), (2, 1)]
    assert [point.name for point in cows.points] == ["nose", "rump"]
    assert cows.mirror == ()


def test_metadata_are_read_from_constants() -> None:
    draft = only(absorbed(FORMAT, from_disk(IMPORTS / "module.py")))
    assert [point.name for point in draft.points] == ["beak", "left_wing", "right_wing"]
    assert [(edge.start, edge.end) for edge in draft.edges or ()] == [(0, 1), (0, 2)]
    assert [(p.index, p.partner) for p in draft.mirror or ()] == [(1, 2), (2, 1)]


def test_metadata_are_read_from_a_dict_that_is_handed_over() -> None:
    text = (
        'meta = {"keypoint_names": ["a", "b"], "keypoint_flip_map": {"a": "b"}}\n'
        'register_coco_instances("hens", meta, "x.json", "x")\n'
        "cfg.TEST.KEYPOINT_OKS_SIGMAS = [0.1, 0.2]\n"
    )
    draft = only(read(text))
    assert draft.name == "hens"
    assert [point.sigma for point in draft.points] == [0.1, 0.2]
    assert [(p.index, p.partner) for p in draft.mirror or ()] == [(0, 1), (1, 0)]


@pytest.mark.parametrize(
    ("flip", "rest", "rule", "message", "place"),
    [
        ('[("a", "c")]', "", "detectron2-unknown-name", "a flip pair names 'c'", '("a", "c")'),
        ('["a"]', "", "detectron2-not-a-list", "a flip pair is two names", '"a"'),
        ("pairs()", "", "detectron2-not-a-list", "cannot be read off", "pairs()"),
        (
            "[]",
            "keypoint_connection_rules=[(0, 1, (9, 9, 9))]",
            "detectron2-unknown-name",
            "a connection rule names 0 and 1",
            "(0, 1, (9, 9, 9))",
        ),
    ],
)
def test_faults_of_pairs(flip: str, rest: str, rule: str, message: str, place: str) -> None:
    fields = f'keypoint_names=["a", "b"], keypoint_flip_map={flip}, {rest}'
    text = f'MetadataCatalog.get("x").set({fields})'
    one_fault(read(text), rule, message, place)


@pytest.mark.parametrize(
    ("value", "rule", "message"),
    [
        ("[0.1]", "detectron2-lengths", "1 sigmas for 2 keypoints"),
        ("np.ones((2, 1)).tolist()", "detectron2-not-a-list", "no flat list of numbers"),
        ("[[0.1], [0.1]]", "detectron2-not-a-list", "no flat list of numbers"),
    ],
)
def test_faults_of_sigmas(value: str, rule: str, message: str) -> None:
    text = (
        'MetadataCatalog.get("x").set(keypoint_names=["a", "b"], keypoint_flip_map=[])\n'
        f"cfg.TEST.KEYPOINT_OKS_SIGMAS = {value}\n"
    )
    found = read(text)
    (problem,) = found.problems
    assert problem.rule == rule
    assert message in problem.message
    assert shown(problem, found.sources) == value
    assert found.drafts[0].points[0].sigma is None


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("keypoint_names = keypoint_flip_map = (", "file-unreadable"),
        ("keypoint_names = f()\nkeypoint_flip_map = []", "file-without-skeleton"),
        ("# keypoint_names keypoint_flip_map", "file-without-skeleton"),
    ],
)
def test_files_that_say_nothing(text: str, rule: str) -> None:
    no_draft(read(text), rule)


def test_codes_are_documented_and_distinct() -> None:
    assert len({code.id for code in CODES}) == len({code.name for code in CODES}) == len(CODES)
    assert all(code.id.startswith("I26") and code.doc.strip() for code in CODES)
