"""The text of a draft: edges as chains, sigmas, doubts, hostile strings."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from conftest import LIBRARY
from conftest import linked as library
from importing.drafts import draft, linked, workspace, written
from schemac.draft import DraftTier
from schemac.formatting import format_document
from schemac.importing.chains import chains
from schemac.importing.known import Known, known_of
from schemac.importing.settled import settle

HOSTILE = (
    "a: b # c", "'\"\\", "<side>", "{{x}}", "- [", "no\u202ename", "\ud800", "a\nb: 1", "*a",
    "&b !!x", "\t", "\u2028", "x" * 500, "%YAML", "null", "\x00",
)  # fmt: skip


@pytest.mark.parametrize("spec", LIBRARY)
def test_edges_come_back_in_order_and_direction(spec: str) -> None:
    skeleton = library(spec)
    made = draft([p.name for p in skeleton.keypoints], skeleton.edge_indices)
    again, errors = linked(written(made, Known()))
    assert not errors
    assert again.edge_indices == skeleton.edge_indices


def test_chains_are_those_that_a_person_would_write() -> None:
    skeleton = library("body/coco-17")
    found = settle(draft([p.name for p in skeleton.keypoints], skeleton.edge_indices))
    assert list(chains(found))[:3] == [
        ("ankle", "knee", "hip"), ("left_hip", "right_hip"), ("shoulder", "hip")
    ]  # fmt: skip


def test_a_draft_is_formatted_already() -> None:
    text = written(draft(sigmas=(0.1, 0.2, 0.3, 0.4, 0.5), edges=[(0, 1), (0, 2)]))
    assert format_document("x.yaml", text.encode()).data == text.encode()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_strings_stay_strings(text: str) -> None:
    made = draft(
        [text, "b"], name=text, title=text, supercategory=text, file=f"{text}.json",
        homepage=text, unused=(text,), tiers=(DraftTier(name=text),),
    )  # fmt: skip
    skeleton, errors = linked(written(made, Known()))
    assert not errors
    assert len(skeleton.keypoints) == 2
    assert not skeleton.edges


def test_what_the_file_does_not_say_is_marked() -> None:
    text = written(draft(sigmas=(0.1,) * 5))
    for said in (
        "# TODO: whose left is left?", "# TODO: which tiers do your labels have?",
        "# TODO: measured, on what?", "# TODO: the file does not say; or box_area?",
        "# TODO: say where each point is.",
    ):  # fmt: skip
        assert said in text


def test_what_the_file_says_is_not_marked() -> None:
    text = written(draft(sigmas=(0.1,) * 5, sigma_scale="box_area"))
    assert "scale: box_area\n" in text
    tiers = tuple(DraftTier(name=name) for name in ("visible", "occluded", "not_labelled"))
    assert "visibility: visibility/coco-3@1.0.0\n" in written(draft(tiers=tiers))


def test_landmarks_are_offered_and_not_asserted() -> None:
    made = draft(("nose_tip", "left_elbow", "right_elbow"))
    text = written(made, known_of(made, workspace()))
    assert "# landmark: face.nose_tip" in text
    assert "# landmark: body.elbow or quadruped.elbow ?" in text
    assert all(point.place is None for point in linked(text)[0].keypoints)


def test_a_set_with_gaps_is_used_where_it_has_values() -> None:
    skeleton, errors = linked(written(draft(sigmas=(0.1, 0.2)), Known()))
    assert not errors
    assert skeleton.evaluation[0].points == ("nose", "left_eye")


def test_a_file_without_names_says_so() -> None:
    text = written(draft([str(i) for i in range(3)], named=False), Known())
    assert "TODO: the file has no names, only an order." in text


def test_definitions_of_both_sides_become_one_with_holes() -> None:
    made = draft(("left_eye", "right_eye"))
    texts = ('Middle of the "left" eye, left.', 'Middle of the "right" eye, right.')
    points = tuple(replace(p, definition=t) for p, t in zip(made.points, texts, strict=True))
    skeleton, errors = linked(written(replace(made, points=points), Known()))
    assert not errors
    assert tuple(point.words.definition for point in skeleton.keypoints) == texts
