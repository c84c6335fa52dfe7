"""An export of a real Label Studio, in which two people labelled the same tasks."""

from __future__ import annotations

import json
from math import dist
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

import schemac
from schemac.agreeing import Agreement, Group

FILE = Path(__file__).parent.parent / "labels" / "label-studio" / "people.json"
TASKS = json.loads(FILE.read_text("utf-8"))


@pytest.fixture(name="found", scope="module")
def _found() -> Agreement:
    return schemac.agree(FILE, spec="body/coco-17", window="day")


def places(annotation: dict[str, Any]) -> dict[str, tuple[float, float]]:
    """Pixels of each keypoint, straight from the file."""
    return {
        one["id"].removeprefix("p0_"): (
            one["value"]["x"] / 100 * one["original_width"],
            one["value"]["y"] / 100 * one["original_height"],
        )
        for one in annotation["result"]
        if one["type"] == "keypointlabels"
    }


def both() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return [
        (places(first), places(second))
        for first, second in (task["annotations"] for task in TASKS)
        if not second["was_cancelled"]
    ]


def test_people_are_who_completed_the_annotations(found: Agreement) -> None:
    assert {each["completed_by"] for task in TASKS for each in task["annotations"]} == {2, 3}
    assert found.people == ("2", "3")


def test_a_task_that_one_skipped_has_no_partner(found: Agreement) -> None:
    assert (found.items, found.labels, found.unmatched) == (3, 6, 1)
    assert "passed over: 1 annotations that were cancelled" in found.notes


def test_errors_are_the_distances_between_the_two(found: Agreement) -> None:
    for name in found.people:
        known = {error.point: error for error in found.errors[Group("person", name)]}
        for id in both()[0][0]:
            apart = mean(dist(one[id], other[id]) for one, other in both())
            assert known[id].pixels.value == pytest.approx(apart, rel=1e-9)
            assert known[id].labels == 3


def test_exchanged_wrists_are_seen(found: Agreement) -> None:
    every = {error.point: error for error in found.errors[Group("all")]}
    for id, share in {"left_wrist": 2 / 3, "right_wrist": 2 / 3, "left_ankle": 0.0}.items():
        assert every[id].swaps.value == pytest.approx(share)


def test_days_are_those_of_the_server(found: Agreement) -> None:
    days = {each["updated_at"][:10] for task in TASKS for each in task["annotations"]}
    assert {group.value for group in found.errors if group.kind == "period"} == days
