"""The Hugging Face target: labels, edges and flip pairs of a config; and configs read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from absorbed import absorbed, no_draft, one_fault, only
from emitted import HOSTILE, SPECS, files, losses, same
from given_files import from_disk, given
from schemac.draft import Absorbed
from schemac.formats.huggingface import CODES, FORMAT
from schemac.model import AxisSwap, Subject
from small_skeletons import bird, keypoint

IMPORTS = Path(__file__).parents[1] / "imports" / "huggingface"


def read(text: str) -> Absorbed:
    return absorbed(FORMAT, given("config.json", text))


def test_the_whole_file() -> None:
    names = ["beak", "LWing", "right_wing", "comb", "tail", "middle"]
    assert json.loads(files(FORMAT, bird())["keypoints.json"]) == {
        "schemac": str(bird().reference),
        "id2label": {str(index): name for index, name in enumerate(names)},
        "label2id": {name: index for index, name in enumerate(names)},
        "edges": [[0, 3], [1, 4]],
        "flip_pairs": [[1, 2]],
    }
    assert losses(FORMAT, bird()) == ""


def test_pairs_of_another_flip_are_lost_aloud() -> None:
    swap = AxisSwap(first="comb", second="tail")
    viewed = bird(subject=Subject(laterality="viewer"), top_bottom=(swap,))
    assert "the flip test of a model" in losses(FORMAT, viewed)


@pytest.mark.parametrize("spec", SPECS)
def test_what_is_emitted_is_read_again(skeleton: Any, spec: str) -> None:
    text = files(FORMAT, skeleton(spec))["keypoints.json"].decode()
    draft = only(read(text))
    assert same(draft, skeleton(spec))
    assert draft.edges is not None
    assert draft.mirror is not None


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_are_data_and_come_back(hostile: str) -> None:
    made = bird(id=hostile, keypoints=(keypoint(0, "a", name=hostile),), edges=())
    draft = only(read(files(FORMAT, made)["keypoints.json"].decode()))
    assert [point.name for point in draft.points] == [hostile]


def test_a_config_that_transformers_made() -> None:
    """The backbone in it has labels of its own."""
    draft = only(absorbed(FORMAT, from_disk(IMPORTS / "config.json")))
    assert [point.name for point in draft.points] == ["Nose", "L_Eye", "R_Eye", "L_Ear", "R_Ear"]
    edges = [(edge.start, edge.end) for edge in draft.edges or ()]
    assert edges == [(0, 1), (0, 2), (1, 3), (2, 4)]
    assert draft.mirror is None


def test_labels_are_in_the_order_of_their_numbers() -> None:
    draft = only(read('{"id2label": {"1": "b", "0": "a"}, "edges": []}'))
    assert [point.name for point in draft.points] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "rule", "message", "place"),
    [
        (
            '{"id2label": {"0": "a", "2": "b"}, "edges": []}',
            "huggingface-labels",
            "2 labels up to 2, and none for 1",
            '{"0": "a", "2": "b"}',
        ),
        (
            '{"id2label": {"0": "a", "1": "b"}, "label2id": {"a": 1, "b": 1}, "edges": []}',
            "huggingface-labels",
            "`label2id` gives this label 1, and `id2label` number 0",
            "1",
        ),
        (
            '{"id2label": {"0": "a", "x": "b"}, "edges": []}',
            "huggingface-labels",
            "is a number and a text",
            '"x"',
        ),
        (
            '{"id2label": {"0": "a"}, "edges": [["a", "a"]]}',
            "huggingface-not-a-pair",
            "two indices",
            '["a", "a"]',
        ),
    ],
)
def test_faults(text: str, rule: str, message: str, place: str) -> None:
    one_fault(read(text), rule, message, place)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('{"id2label": {}, "edges": []}', "file-without-skeleton"),
        ('{"id2label": ["a"], "edges": []}', "file-without-skeleton"),
        ('{"id2label": {"0": "a"}, "edges": [', "file-unreadable"),
    ],
)
def test_files_that_say_nothing(text: str, rule: str) -> None:
    no_draft(read(text), rule)


def test_codes_are_documented_and_distinct() -> None:
    assert len({code.id for code in CODES}) == len({code.name for code in CODES}) == len(CODES)
    assert all(code.id.startswith("I50") and code.doc.strip() for code in CODES)
