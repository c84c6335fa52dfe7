"""Roboflow: the page to make a skeleton from, and what is read of its YOLO exports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from given_files import given
from schemac.formats.roboflow import CODES, FORMAT
from there_and_back import files, partners, problems, read

FIXTURES = Path(__file__).parents[1] / "imports/roboflow"
PROJECT = "roboflow:\n  project: mice\n"


def test_the_page_says_that_pairs_are_symmetries(skeleton: Any) -> None:
    page = files(FORMAT, skeleton("body/coco-17"))["skeleton.html"].decode()
    assert "person in Roboflow" in page
    assert "Enter these as symmetries" in page


def test_an_export_has_a_number_and_no_names() -> None:
    found = read(FORMAT, "data.yaml", (FIXTURES / "data.yaml").read_bytes())
    (draft,) = found.drafts
    assert draft.name == "mouse"
    assert [point.name for point in draft.points] == [f"keypoint_{at}" for at in range(4)]
    assert draft.mirror is None
    assert draft.edges is None
    assert problems(found) == [
        ("I360", "4 keypoints have no names", "[4, 3]"),
        (
            "I361",
            "flip_idx leaves every keypoint where it is, which says nothing about them",
            "[0, 1, 2, 3]",
        ),
    ]


def test_symmetries_that_were_entered() -> None:
    text = f"kpt_shape: [3, 3]\nflip_idx: [0, 2, 1]\nnames: {{0: fly}}\n{PROJECT}"
    found = read(FORMAT, "data.yaml", text)
    (draft,) = found.drafts
    assert draft.name == "fly"
    assert partners(draft) == {
        "keypoint_0": "keypoint_0",
        "keypoint_1": "keypoint_2",
        "keypoint_2": "keypoint_1",
    }
    assert [code for code, _, _ in problems(found)] == ["I360"]


def test_names_that_somebody_added() -> None:
    text = f"kpt_shape: [2, 3]\nkpt_names:\n  0: [nose, tail]\n{PROJECT}"
    found = read(FORMAT, "data.yaml", text)
    assert [point.name for point in found.drafts[0].points] == ["nose", "tail"]
    assert found.problems == ()


def test_lengths_that_disagree() -> None:
    found = read(FORMAT, "data.yaml", f"kpt_shape: [3, 3]\nflip_idx: [0, x]\n{PROJECT}")
    assert problems(found)[1:] == [("I362", "flip_idx has 2 entries for 3 keypoints", "[0, x]")]
    assert found.drafts[0].mirror is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"kpt_shape: [3, 3\n{PROJECT}", "I080"),
        (f"kpt_shape: many\n{PROJECT}", "I081"),
        (f"kpt_shape: []\n{PROJECT}", "I081"),
        (f"kpt_shape: [9999999999, 3]\n{PROJECT}", "I081"),
    ],
)
def test_files_that_say_nothing(text: str, code: str) -> None:
    found = read(FORMAT, "data.yaml", text)
    assert [each.code for each in found.problems] == [code]
    assert found.drafts == ()


def test_what_is_not_roboflow() -> None:
    assert FORMAT.recognises is not None
    assert not FORMAT.recognises(given("data.yaml", "kpt_shape: [3, 3]\n"))
    assert not FORMAT.recognises(given("data.yaml", "names: [a]\nroboflow:\n  project: x\n"))


def test_codes_are_documented_and_distinct() -> None:
    assert len({code.id for code in CODES}) == len({code.name for code in CODES}) == len(CODES)
    assert all(code.id.startswith("I36") and code.doc.strip() for code in CODES)
