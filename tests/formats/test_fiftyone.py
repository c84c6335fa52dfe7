"""The FiftyOne target: a skeleton whose edges are paths, and 2 sigma; and both read back."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from absorbed import absorbed, no_draft, only
from emitted import HOSTILE, SPECS, assumed, emission, files, losses, same
from given_files import from_disk, given, shown
from schemac.draft import Absorbed
from schemac.formats.fiftyone import CODES, FORMAT
from schemac.formats.fiftyone.emitting import paths
from schemac.model import Skeleton
from small_skeletons import bird, keypoint

IMPORTS = Path(__file__).parents[1] / "imports" / "fiftyone"


def loaded(skeleton: Skeleton) -> tuple[Any, Any]:
    made = files(FORMAT, skeleton)
    return json.loads(made["skeleton.json"]), json.loads(made["evaluation.json"])


def read(text: str, name: str = "skeleton.json", **beside: bytes) -> Absorbed:
    others = {file.replace("_", "."): content for file, content in beside.items()}
    return absorbed(FORMAT, given(name, text, others))


def test_the_whole_of_both_files() -> None:
    skeleton, evaluation = loaded(bird())
    assert skeleton == {
        "schemac": str(bird().reference),
        "default_skeleton": {
            "labels": ["beak", "LWing", "right_wing", "comb", "tail", "middle"],
            "edges": [[0, 3], [1, 4]],
        },
    }
    assert evaluation == {
        "schemac": str(bird().reference),
        "note": "keypoint_sigmas are 2 sigma: sigma as COCO has it, times two",
        "evaluate_detections": {"keypoint_sigmas": [0.06, 0.16, 0.16, 0.1, 0.2, 0.2]},
    }
    assert "the box around the true points" in losses(FORMAT, bird())


@pytest.mark.parametrize(
    ("edges", "drawn"),
    [
        ((), []),
        (((0, 1), (1, 2), (3, 2)), [[0, 1, 2], [3, 2]]),
        (((0, 1), (2, 3), (3, 0), (0, 1)), [[0, 1], [2, 3, 0, 1]]),
    ],
)
def test_paths_are_the_edges_in_order(edges: Any, drawn: list[list[int]]) -> None:
    assert paths(edges) == drawn
    assert [pair for path in drawn for pair in pairwise(path)] == list(edges)


@pytest.mark.parametrize("spec", SPECS)
def test_what_is_emitted_is_read_again(skeleton: Any, spec: str) -> None:
    made = {each.path: each.content for each in emission(FORMAT, skeleton(spec)).artifacts}
    one = given("skeleton.json", made.pop("skeleton.json"), made)
    draft = only(absorbed(FORMAT, one))
    assert same(draft, skeleton(spec))
    if skeleton(spec).main_sigmas:
        wanted = [point.sigma(skeleton(spec).main_sigmas) for point in skeleton(spec).keypoints]
        assert [point.sigma for point in draft.points] == pytest.approx(wanted)
    else:
        assert made == {}
        assert "FiftyOne then takes 1 for every keypoint" in assumed(FORMAT, skeleton(spec))


def test_its_use_speaks_of_the_files_that_are_there() -> None:
    assert FORMAT.use is not None
    bare = bird(sigma_sets=(), evaluation=(), keypoints=(keypoint(0, "a"),), edges=())
    assert [each.path for each in emission(FORMAT, bare).artifacts] == ["skeleton.json"]
    assert "evaluation.json" not in str(FORMAT.use(bare).copy)
    assert '["evaluate_detections"]  # 2 sigma' in str(FORMAT.use(bird()).copy)


def test_sigmas_of_a_bare_file_are_read_as_well() -> None:
    bare = b'{"keypoint_sigmas": [0.1, 0.2]}'
    draft = only(read('{"labels": ["a", "b"], "edges": []}', evaluation_json=bare))
    assert [point.sigma for point in draft.points] == [0.05, 0.1]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_are_data_and_come_back(hostile: str) -> None:
    made = bird(id=hostile, keypoints=(keypoint(0, "a", name=hostile),), edges=())
    draft = only(read(files(FORMAT, made)["skeleton.json"].decode()))
    assert [point.name for point in draft.points] == [hostile]


def test_a_file_that_fiftyone_made() -> None:
    draft = only(absorbed(FORMAT, from_disk(IMPORTS / "skeleton.json")))
    assert [point.name for point in draft.points] == ["beak", "left_wing", "right_wing", "tail"]
    assert [(edge.start, edge.end) for edge in draft.edges or ()] == [(1, 0), (0, 2), (0, 3)]
    assert draft.mirror is None


def test_the_metadata_of_a_data_set() -> None:
    found = absorbed(FORMAT, from_disk(IMPORTS / "metadata.json"))
    assert found.problems == ()
    default, field = found.drafts
    assert (default.name, len(default.points)) == ("hens", 4)
    assert (field.name, len(field.points)) == ("ground_truth", 2)


def test_the_metadata_of_an_older_export() -> None:
    skeleton = {"labels": ["a", "b"], "edges": [[0, 1]]}
    text = json.dumps({"name": "hens", "info": {"default_skeleton": skeleton}})
    assert len(only(read(text, "metadata.json")).points) == 2


def test_python_that_makes_one() -> None:
    text = (
        'dataset.default_skeleton = fo.KeypointSkeleton(labels=["a", "b"], edges=[[0, 1]])\n'
        'dataset.evaluate_detections("p", keypoint_sigmas=[0.1, 0.2])\n'
    )
    found = read(text, "skeleton.py")
    draft = only(found)
    assert [point.sigma for point in draft.points] == [0.05, 0.1]
    assert [(edge.start, edge.end) for edge in draft.edges or ()] == [(0, 1)]


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ('{"labels": ["a", 2], "edges": []}', "a label is a text", "2"),
        ('{"labels": ["a"], "edges": [0, 1]}', "two or more indices", "0"),
        ('{"labels": ["a"], "edges": [["a", "b"]]}', "two or more indices", '["a", "b"]'),
    ],
)
def test_faults_of_a_skeleton(text: str, message: str, place: str) -> None:
    found = read(text)
    problem = found.problems[0]
    assert problem.rule == "fiftyone-not-a-skeleton"
    assert message in problem.message
    assert shown(problem, found.sources) == place
    assert len(found.drafts) == 1


def test_edges_out_of_range_are_left_for_the_judge() -> None:
    draft = only(read('{"labels": ["a", "b"], "edges": [[0, 2]]}'))
    assert [(edge.start, edge.end) for edge in draft.edges or ()] == [(0, 2)]


@pytest.mark.parametrize(
    ("sigmas", "rule"),
    [
        (b'{"keypoint_sigmas": [0.1]}', "fiftyone-lengths"),
        (b'{"keypoint_sigmas": [0.1, "b"]}', "fiftyone-not-a-skeleton"),
    ],
)
def test_faults_of_sigmas(sigmas: bytes, rule: str) -> None:
    found = read('{"labels": ["a", "b"], "edges": []}', evaluation_json=sigmas)
    (problem,) = found.problems
    assert problem.rule == rule
    assert found.drafts[0].points[0].sigma is None


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('{"labels": null, "edges": [[0, 1]]}', "file-without-skeleton"),
        ('{"labels": ["a"], "edges": [', "file-unreadable"),
    ],
)
def test_files_that_say_nothing(text: str, rule: str) -> None:
    no_draft(read(text), rule)


def test_files_of_other_tools_are_not_recognised() -> None:
    assert FORMAT.recognises
    for text in (
        '{"id2label": {}, "labels": [], "edges": []}',
        '{"nodes": [], "edges": []}',
        '{"data": {"labels": {"skeletons": [{"py/object": "sleap.skeleton.Skeleton"}]}}}',
        "{}",
    ):
        assert not FORMAT.recognises(given("x.json", text))


def test_codes_are_documented_and_distinct() -> None:
    assert len({code.id for code in CODES}) == len({code.name for code in CODES}) == len(CODES)
    assert all(code.id.startswith("I28") and code.doc.strip() for code in CODES)
