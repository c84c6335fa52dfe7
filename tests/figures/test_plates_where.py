"""The figures that show where points are: nothing covers anything, nothing is left out."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from math import dist
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import SPECS, linked
from schemac.figures import looks
from schemac.figures.geometry import Box
from schemac.figures.ink import Canvas
from schemac.figures.labels.crossing import crosses
from schemac.figures.labels.inplace import meet
from schemac.figures.plates import signs
from schemac.figures.plates.inset import inset
from schemac.figures.plates.locator import locator
from schemac.figures.plates.map import REACH, apart, cell, map_plate
from schemac.figures.plates.mirror import both_sides, mirror
from schemac.figures.plates.named import MOST
from schemac.figures.plates.overview import overview
from schemac.figures.plates.region import parts, region
from schemac.figures.plates.sheet import WIDTH, Sheet, group_sheet, map_sheet, whole_sheet
from schemac.figures.plates.stage import Stage
from schemac.figures.style import PREFIX
from schemac.figures.style import RULES as COMMON
from schemac.guide import Context
from schemac.guide.drawing import draw, style
from schemac.guide.speech import Speech
from schemac.model import Edge, Position, Region, Skeleton, Subject, View
from small_skeletons import NASTY, keypoint

LOOKED_AT = (
    "body/coco-17", "face/ibug-68", "body/coco-wholebody-133", "hand/hand-21", "animal/cattle-42",
    "sport/cricket-bowling-54",
)  # fmt: skip
PHONE = (390 - 2 * 16 - 2 * 5) / WIDTH
"""By how much a figure shrinks on a phone that is 390 px wide, in its page's margins."""

LETTERS_END = 30.0
Pairs = list[tuple[float, float]]


def elements(canvas: Canvas, css: str) -> list[ElementTree.Element]:
    tree = ElementTree.fromstring(canvas.inline())
    wanted = f"{PREFIX}-{css}"
    return [e for e in tree.iter() if wanted in e.get("class", "").split()]


def points(path: ElementTree.Element) -> Pairs:
    found = re.findall(r"(-?[\d.]+),(-?[\d.]+)", path.get("d", ""))
    return [(float(x), float(y)) for x, y in found]


def marks(canvas: Canvas) -> list[Box]:
    """The boxes of all marks of points; those beside letters are at the top."""
    found = []
    for mark in elements(canvas, "mark"):
        if mark.tag == "circle":
            x, y, r = (float(mark.get(name, "0")) for name in ("cx", "cy", "r"))
            found.append(Box(x - r, y - r, x + r, y + r))
        else:
            xs, ys = zip(*points(mark), strict=True)
            found.append(Box(min(xs), min(ys), max(xs), max(ys)))
    return [box for box in found if box.bottom > LETTERS_END]


def leaders(canvas: Canvas) -> list[Pairs]:
    return [points(leader) for leader in elements(canvas, "leader")]


def assert_leaders_are_apart(canvas: Canvas) -> None:
    for a, b in combinations(leaders(canvas), 2):
        assert not crosses(a[0], a[1], b[0], b[1])


def small(places: list[tuple[str, float, float]], **fields: Any) -> Skeleton:
    """A skeleton with points at places in one view."""
    known = {id: (x, y) for id, x, y in places}
    made = tuple(
        keypoint(i, id, region=fields.get("home"), positions=(Position(view="front", x=x, y=y),))
        for i, (id, (x, y)) in enumerate(known.items())
    )
    ids = list(known)
    edges = tuple(Edge(source=a, target=b) for a, b in pairwise(ids))
    home = fields.pop("home", None)
    given = {
        "id": "custom/some", "version": "1.0.0", "title": f"Some {NASTY}", "keypoints": made,
        "subject": Subject(laterality="subject"), "edges": edges,
        "views": (View(id="front", sees="front", main=True),),
        "regions": (Region(id=home, title=NASTY),) if home else (),
    }  # fmt: skip
    return Skeleton(**(given | fields))


NAMES = st.sampled_from([f"{side}{i}" for i in range(20) for side in ("left_p", "right_p", "mid")])
AT = st.integers(0, 100).map(float)
SKELETONS = st.lists(st.tuples(NAMES, AT, AT), min_size=1, max_size=34).map(small)


@settings(max_examples=25, deadline=None)
@given(SKELETONS)
def test_any_small_skeleton_can_be_shown(skeleton):
    stage = Stage(skeleton)
    canvas = overview(stage, "o", "Some")
    assert_leaders_are_apart(canvas)
    assert len(marks(canvas)) == len(skeleton.keypoints)
    map_plate(stage, "m", "Some", str)
    mirror(stage, "x")
    both_sides(stage, "y")
    first = skeleton.keypoints[0].id
    assert locator(stage, first, "l") is not None
    assert inset(stage, first, "i") is not None


def test_points_in_one_place_and_alone(skeleton):
    one = small([("mid0", 5.0, 5.0)])
    assert marks(overview(Stage(one), "o", "One"))
    same = small([(f"mid{i}", 5.0, 5.0) for i in range(30)], home="spot")
    canvas = overview(Stage(same), "o", "Same")
    assert len(marks(canvas)) == 30
    assert inset(Stage(same), "mid3", "i") is not None


@pytest.mark.parametrize("spec", LOOKED_AT)
def test_leaders_and_names_keep_clear(spec):
    stage = Stage(linked(spec))
    canvases = [overview(stage, "o", "All")]
    for found in stage.skeleton.regions:
        canvases += [region(stage, g, g.id, g.id) for g in parts(stage, found.id)]
    for canvas in canvases:
        assert_leaders_are_apart(canvas)
        dots = marks(canvas)
        for leader in leaders(canvas):
            stub = leader[-1]
            # Names begin where leaders end, outside of where the dots lie.
            assert all(stub[0] < box.left or stub[0] > box.right for box in dots)


def sheets(stage: Stage) -> list[Sheet]:
    """The map of each view and what is shown larger beside it."""
    return [
        sheet
        for view in stage.views
        for sheet in (
            map_sheet(stage, view), *(group_sheet(stage, group) for group in apart(stage, view))
        )
    ]  # fmt: skip


@pytest.mark.parametrize("spec", LOOKED_AT)
def test_numbers_in_the_picture_cover_nothing(spec):
    stage = Stage(linked(spec))
    for sheet in [whole_sheet(stage), *sheets(stage)]:
        boxes = list(sheet.boxes.values())
        assert not [pair for pair in combinations(boxes, 2) if meet(*pair)]
        for box in boxes:
            assert not [
                dot for dot in sheet.dots.values()
                if meet(box, Box(*dot, *dot).grown(sheet.r))
            ]  # fmt: skip
            assert 0 <= box.left < box.right <= sheet.width
            assert 0 <= box.top < box.bottom <= sheet.height


@pytest.mark.parametrize("spec", LOOKED_AT)
def test_every_point_has_its_number_on_some_map(spec):
    stage = Stage(linked(spec))
    numbered = {id for sheet in sheets(stage) for id in sheet.boxes}
    assert numbered == {point.id for point in stage.skeleton.keypoints}


@pytest.mark.parametrize("spec", LOOKED_AT)
def test_maps_link_every_point(spec):
    stage = Stage(linked(spec))
    maps = []
    for view in stage.views:
        maps.append(map_plate(stage, f"m-{view}", "All", "points/{}.html".format, view))
        maps += [
            map_plate(stage, g.id, g.id, "points/{}.html".format, view, g)
            for g in apart(stage, view)
        ]
    links = [e for canvas in maps for e in elements(canvas, "spot")]
    wanted = {
        f"points/{p.id}.html": f"{p.index} {stage.title(p.id)}" for p in stage.skeleton.keypoints
    }
    assert {e.get("href"): e.get("aria-label") for e in links} == wanted
    for canvas in maps:
        assert 'role="img"' not in canvas.inline()
        assert len(elements(canvas, "spot")) == len(elements(canvas, "hit"))


def test_what_can_be_hit_is_large_enough_on_a_phone():
    assert REACH * PHONE >= 12
    canvas = map_plate(Stage(linked("body/coco-17")), "m", "All", str)
    alone = [hit for hit in elements(canvas, "hit") if hit.tag == "circle"]
    assert {hit.get("r") for hit in alone} == {"18"}


@given(st.lists(st.tuples(st.floats(0, 60), st.floats(0, 60)), min_size=1, max_size=8))
def test_a_cell_holds_what_is_nearest(others):
    ring = cell((30.0, 30.0), others)
    for corner in ring:
        assert dist(corner, (30.0, 30.0)) <= REACH + 1e-6
        assert all(dist(corner, o) >= dist(corner, (30.0, 30.0)) - 1e-6 for o in others)


def test_texts_on_a_phone_can_be_read():
    for css in ("note", "number"):
        size = float(re.search(r"([\d.]+)px", COMMON[css])[1])  # type: ignore[index]
        assert size * PHONE >= 8.5


def test_few_points_have_names_and_many_have_numbers():
    named = overview(Stage(linked("body/coco-17")), "o", "All")
    assert len(leaders(named)) == 17
    numbered = overview(Stage(linked("face/ibug-68")), "o", "All")
    assert not leaders(numbered)
    assert MOST == 25


def test_crowded_regions_are_framed_and_shown_larger():
    stage = Stage(linked("body/coco-wholebody-133"))
    framed = {group.id for group, _ in whole_sheet(stage).framed}
    assert {"face", "hand-left", "hand-right"} <= framed
    assert {"face", "hand-left", "hand-right"} <= {group.id for group in apart(stage)}


def test_the_sides_lie_where_the_view_shows_them():
    person = Stage(linked("body/coco-17"))
    assert signs.sides_shown(person, person.drawn()) == ("right", "left")
    assert signs.sides_shown(person, person.drawn("back")) == ("left", "right")
    cow = Stage(linked("animal/cattle-42"))
    assert signs.sides_shown(cow, cow.drawn()) == ("left", None)
    hand = Stage(linked("hand/hand-21"))
    assert signs.sides_shown(hand, hand.drawn()) == ("left", None)


def test_a_mirror_image_bears_the_numbers_of_the_partners():
    stage = Stage(linked("face/ibug-68"))
    canvas = mirror(stage, "x")
    assert canvas is not None
    middle = canvas.width / 2
    halves: list[dict[tuple[float, float], str]] = [{}, {}]
    for text in elements(canvas, "number"):
        x, y = float(text.get("x", "0")), float(text.get("y", "0"))
        halves[x > middle][(round(abs(x - middle)), round(y))] = text.text or ""
    partner = {
        str(p.index): str(stage.point(stage.skeleton.partners[p.id]).index)
        for p in stage.skeleton.keypoints
    }
    assert len(halves[0]) > 4
    assert sorted(halves[0].values()) == sorted(halves[1].values())
    same = [at for at in halves[0] if at in halves[1]]
    assert same
    assert all(halves[1][at] == partner[halves[0][at]] for at in same)


@pytest.mark.parametrize("spec", LOOKED_AT)
def test_a_locator_is_light_and_shows_one_point(spec):
    stage = Stage(linked(spec))
    for point in stage.skeleton.keypoints:
        canvas = locator(stage, point.id, "l")
        assert canvas is not None
        assert len(canvas.inline()) < 5200
        assert len(elements(canvas, "mark")) == 1 + bool(point.side)  # and that of the letter


@pytest.mark.parametrize("spec", LOOKED_AT)
def test_an_inset_shows_its_point_inside(spec):
    stage = Stage(linked(spec))
    for point in stage.skeleton.keypoints:
        canvas = inset(stage, point.id, "i")
        assert canvas is not None
        (ring,) = elements(canvas, "halo-ring")
        assert 0 < float(ring.get("cx", "0")) < canvas.width
        assert 0 < float(ring.get("cy", "0")) < canvas.height
        assert str(point.index) in {text.text for text in elements(canvas, "number")}


@pytest.mark.parametrize("spec", LOOKED_AT)
def test_same_bytes_twice(spec):
    def drawn() -> list[str]:
        context = _context(linked(spec))
        wishes = [("overview",), ("mirror",)]
        wishes += [("map", view.id) for view in context.skeleton.views if _shows(context, view.id)]
        wishes += [("region", r.id) for r in context.regions]
        wishes += [(kind, context.skeleton.keypoints[0].id) for kind in ("locator", "inset")]
        return [draw(context, wish) for wish in wishes]

    assert drawn() == drawn()


@pytest.mark.parametrize("spec", SPECS)
def test_every_spec_has_an_overview_and_maps(spec):
    context = _context(linked(spec))
    if not context.skeleton.positions():
        assert draw(context, ("overview",)) == ""
        return
    assert "<figure" in draw(context, ("overview",))
    for region_ in context.regions:
        assert "<figure" in draw(context, ("region", region_.id))


def test_ids_are_unique_in_all_figures_of_a_page():
    context = _context(linked("body/coco-wholebody-133"))
    page = draw(context, ("map", "front")) + draw(context, ("region", "hand"))
    page += draw(context, ("locator", "nose")) + draw(context, ("inset", "nose"))
    page += draw(context, ("mirror",)) + draw(context, ("overview",))
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_hostile_words_stay_words():
    skeleton = small([("left_p0", 10.0, 10.0), ("right_p0", 80.0, 20.0)], home="here")
    context = _context(skeleton)
    for wish in (("overview",), ("map", "front"), ("region", "here"), ("inset", "left_p0"),
                 ("locator", "left_p0"), ("mirror",)):  # fmt: skip
        html = draw(context, wish)
        assert "<figure" in html
        assert "<b>" not in html
        assert "</script" not in html


def test_without_positions_nothing_is_drawn():
    context = _context(Skeleton(
        id="custom/none", version="1.0.0", title="None", keypoints=(keypoint(0, "mid0"),),
        subject=Subject(laterality="subject"), regions=(Region(id="r", title="R"),),
    ))  # fmt: skip
    wishes = (("overview",), ("region", "r"), ("locator", "mid0"), ("inset", "mid0"), ("mirror",))
    assert [draw(context, wish) for wish in wishes] == [""] * 5
    assert draw(context, ("unknown",)) == ""


def test_the_style_sheet_has_every_class_once():
    assert not set(looks.WHERE) & set(looks.POINTS)
    sheet = style()
    assert all(sheet.count(f".{PREFIX}-figure .{PREFIX}-{name}{{") == 1 for name in COMMON)
    assert "http" not in sheet


def _context(skeleton: Skeleton) -> Context:
    return Context(skeleton=skeleton, speech=Speech(), digest="sha256:0")


def _shows(context: Context, view: str) -> bool:
    return bool(context.skeleton.positions(view))
