"""Which view shows what: nothing is shown where the subject hides it, as far as a view does not."""

from __future__ import annotations

from math import dist

import pytest

from conftest import SPECS, linked
from schemac.figures.plates.groups import groups, homes
from schemac.figures.plates.map import apart
from schemac.figures.plates.region import parts
from schemac.figures.plates.sheet import group_box, group_sheet, map_sheet, mapped
from schemac.figures.plates.stage import Stage
from schemac.figures.silhouette import silhouette
from schemac.guide import Context
from schemac.guide.drawing import draw
from schemac.guide.speech import Speech

BODIES = (
    "body/coco-17", "body/halpe-26", "body/coco-wholebody-133", "sport/cricket-bowling-54",
    "clinical/musculoskeletal-134",
)  # fmt: skip
ANIMALS = tuple(spec for spec in SPECS if spec.startswith("animal/"))


@pytest.mark.parametrize("spec", BODIES)
def test_a_point_is_shown_by_a_view_that_does_not_hide_it(spec):
    stage = Stage(linked(spec))
    for point in stage.skeleton.keypoints:
        shown = stage.best(point.id)
        assert shown is not None
        if point.id in shown.hidden:
            views = [stage.drawn(view) for view in stage.views]
            assert all(point.id in v.hidden or point.id not in v.places for v in views)


@pytest.mark.parametrize("spec", BODIES)
def test_a_region_is_seen_from_where_most_of_it_shows(spec):
    stage = Stage(linked(spec))
    for region in stage.skeleton.regions:
        found = [group for group in parts(stage, region.id) if not group.close]
        members = [id for group in found for id in group.members]
        wanted = [p.id for p in stage.skeleton.keypoints if p.region == region.id]
        assert sorted(members) == sorted(wanted)
        for group in found:
            hidden = stage.drawn(group.view).hidden
            assert 2 * len(hidden & set(group.members)) <= len(group.members)


def test_a_spine_is_drawn_on_the_back():
    for spec in ("sport/cricket-bowling-54", "clinical/musculoskeletal-134"):
        context = Context(skeleton=linked(spec), speech=Speech(), digest="sha256:0")
        assert {g.view for g in groups(Stage(context.skeleton)) if g.region == "spine"} == {"back"}
        assert "Seen from behind." in draw(context, ("region", "spine"))
        assert "Seen from behind." in draw(context, ("map", "back"))
        assert "Seen from behind." in draw(context, ("overview",))


@pytest.mark.parametrize("spec", BODIES)
def test_every_point_stands_on_the_map_of_one_view(spec):
    stage = Stage(linked(spec))
    home = homes(stage)
    assert set(home) == {point.id for point in stage.skeleton.keypoints}
    rows = [mapped(stage, view) for view in stage.views]
    assert sorted(id for row in rows for id in row) == sorted(home)
    for view, row in zip(stage.views, rows, strict=True):
        inside = {id for group in apart(stage, view) for id in group.members}
        assert set(row) == {*map_sheet(stage, view).dots} | inside


def test_two_heels_need_no_map_of_their_own():
    stage = Stage(linked("body/halpe-26"))
    assert mapped(stage, "back") == ()
    assert {"left_foot_heel", "right_foot_heel"} <= stage.drawn().hidden
    assert stage.best("left_foot_heel").view == "back"


def test_from_behind_a_foot_hides_its_toes_and_shows_its_heel():
    back = Stage(linked("sport/cricket-bowling-54")).drawn("back")
    assert {"left_big_toe", "right_small_toe", "left_mtp_1"} <= back.hidden
    assert not {"left_heel", "right_heel", "left_ankle"} & back.hidden


@pytest.mark.parametrize("spec", ANIMALS)
def test_the_far_side_of_an_animal_is_hidden_but_for_its_legs(spec):
    skeleton = linked(spec)
    shown = silhouette(skeleton)
    assert not {id for id in shown.hidden if skeleton.by_id[id].side != "right"}
    cited = {p.id: p.place.name for p in skeleton.keypoints if p.place and p.side == "right"}
    for id, name in cited.items():
        if name in ("eye", "tuber_coxae", "tuber_ischiadicum", "point_of_shoulder", "hip"):
            assert id in shown.hidden, id
        if name in ("carpus", "hock", "fore_fetlock", "hind_fetlock", "fore_paw", "hind_paw"):
            assert id not in shown.hidden, id


@pytest.mark.parametrize("spec", [spec for spec in ANIMALS if spec != "animal/ap10k-17"])
def test_an_animal_has_an_eye_where_its_keypoint_is(spec):
    skeleton = linked(spec)
    shown = silhouette(skeleton)
    eyes = [p.id for p in skeleton.keypoints if p.side == "left" and p.place
            and p.place.name == "eye"]  # fmt: skip
    pupils = [layer.rings[0] for layer in shown.layers if layer.css == "pupil"]
    for id in eyes:
        x, y = shown.places[id]
        assert any(
            dist((x, y), (sum(u for u, _ in ring) / len(ring), sum(v for _, v in ring) / len(ring)))
            < 0.02 * shown.box.width
            for ring in pupils
        )


@pytest.mark.parametrize("spec", [*BODIES, "face/ibug-68", "hand/hand-21"])
def test_a_sheet_has_no_numbers_where_it_is_shown_larger(spec):
    stage = Stage(linked(spec))
    for group in groups(stage):
        sheet = group_sheet(stage, group)
        within = {id for close in sheet.apart for id in close.members}
        assert not within & set(sheet.boxes)
        assert {close.id for close in sheet.apart} == {framed.id for framed, _ in sheet.framed}


def test_a_small_group_is_shown_with_something_to_recognise():
    """A window that lies on bare skin tells nobody where it is."""
    stage = Stage(linked("clinical/musculoskeletal-134"))
    few = [group for group in groups(stage) if len(group.members) <= 3]
    assert few
    for group in few:
        shown = stage.drawn(group.view)
        box = group_box(stage, shown, group)
        knots = [knot for layer in shown.layers for ring in layer.rings for knot in ring]
        assert any(box.holds(knot) for knot in knots), group.id
