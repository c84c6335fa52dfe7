"""Figures of drafts that come without positions, and positions that do."""

from __future__ import annotations

import math
from itertools import combinations

import pytest

from conftest import linked as library
from importing.drafts import FACE, draft, linked, written
from schemac.importing.known import Known
from schemac.importing.layout import lay_out
from schemac.importing.places import layout_of
from schemac.importing.settled import settle

SPECS = ("body/coco-17", "hand/hand-21", "animal/ap10k-17", "hand/interhand-42", "face/ibug-68")


@pytest.mark.parametrize("spec", SPECS)
def test_a_computed_figure_is_even_inside_and_apart(spec: str) -> None:
    skeleton = library(spec)
    made = draft([p.name for p in skeleton.keypoints], skeleton.edge_indices)
    found = settle(made)
    spots = lay_out(found)
    assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in spots)
    for index, other in enumerate(found.partners):
        assert math.isclose(spots[index][0] + spots[other][0], 100.0) or not found.paired
        assert math.isclose(spots[index][1], spots[other][1])
        if found.ids[index].startswith("left_"):
            assert spots[index][0] > 50
    assert min(math.dist(a, b) for a, b in combinations(spots, 2)) > 1.5
    assert not linked(written(made, Known()))[1]


def test_the_head_is_above_the_feet() -> None:
    skeleton = library("body/crowdpose-14")
    names = [p.name for p in skeleton.keypoints]
    spots = lay_out(settle(draft(names, skeleton.edge_indices)))
    where = dict(zip(names, spots, strict=True))
    assert where["top_head"][1] < where["neck"][1] < where["left_hip"][1] < where["left_ankle"][1]


def test_points_without_edges_lie_in_rows() -> None:
    spots = lay_out(settle(draft([f"p{i}" for i in range(12)])))
    assert len({y for _, y in spots}) == 3
    assert len(set(spots)) == 12


def test_a_front_view_of_the_file_stays_one() -> None:
    places = [(300, 0), (350, -50), (250, -50), (400, -20), (200, -20)]
    made = draft(FACE, places=places)
    layout = layout_of(made, settle(made), Known())
    assert layout.mirrored
    assert layout.spots[0] == (50, 61)
    assert layout.spots[1] == (72, 39)
    skeleton, errors = linked(written(made, Known()))
    assert not errors
    assert tuple(skeleton.positions().values()) == layout.spots


def test_a_figure_that_is_no_front_view_is_kept_as_it_is() -> None:
    places = [(0, 0), (10, 3), (30, 3), (5, 20), (40, 18)]
    made = draft(FACE, places=places)
    layout = layout_of(made, settle(made), Known())
    assert not layout.mirrored
    text = written(made, Known())
    skeleton, errors = linked(text)
    assert not errors
    assert "TODO: from which side is this seen?" in text
    assert tuple(skeleton.positions().values()) == layout.spots


def test_positions_are_lent_by_a_spec_of_the_library_with_the_same_names() -> None:
    from importing.drafts import workspace
    from schemac.importing.known import known_of

    spec = library("body/coco-17")
    made = draft([p.name for p in spec.keypoints])
    layout = layout_of(made, settle(made), known_of(made, workspace()))
    assert layout.how == "The file has no positions; these are those of body/coco-17."
    theirs = spec.positions()
    for point, spot in zip(spec.keypoints, layout.spots, strict=True):
        assert math.dist(spot, theirs[point.id]) < 0.1
