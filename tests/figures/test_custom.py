"""A skeleton that cites nothing is drawn from its edges, its sides and its hints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LinearRing, Point, Polygon

from schemac.figures import Box, Canvas, draw_bones, draw_mark, draw_silhouette, fitted, geometry
from schemac.figures.silhouette import Silhouette, poses, silhouette, views
from schemac.figures.silhouette.enclosing import enclosing_ellipse
from schemac.model import (
    Anchor,
    Contour,
    Edge,
    Figure,
    HintLine,
    Outline,
    Position,
    Skeleton,
    Subject,
    View,
)
from small_skeletons import NASTY, bird, keypoint


def made(
    places: Mapping[str, tuple[float, float]],
    edges: Sequence[str] = (),
    view: View | None = None,
    kind: str = "joint",
    points: Mapping[str, dict[str, object]] | None = None,
    **fields: object,
) -> Skeleton:
    """A skeleton of points `id -> place` and edges `a b`."""
    view = view or View(id="front", sees="front", mirror=50.0, main=True)
    more = points or {}
    return Skeleton(
        id="own/thing", version="1.0.0", title="Thing", subject=Subject(laterality="subject"),
        views=(view,),
        keypoints=tuple(
            keypoint(i, id, **({"kind": kind, "positions": (Position(view=view.id, x=x, y=y),)}
                               | more.get(id, {})))
            for i, (id, (x, y)) in enumerate(places.items())
        ),
        edges=tuple(Edge(source=a, target=b) for a, b in (edge.split() for edge in edges)),
        **fields,
    )  # type: ignore[arg-type] # fmt: skip


def area(shape: Silhouette) -> Polygon:
    whole = Polygon()
    for ring in shape.outline:
        whole = whole.symmetric_difference(Polygon(ring).buffer(0))
    return whole


STICK = {"neck": (50, 20), "pelvis": (50, 55), "left_hand": (80, 50), "right_hand": (20, 50),
         "left_foot": (62, 95), "right_foot": (38, 95), "left_shoulder": (60, 22),
         "right_shoulder": (40, 22), "left_hip": (56, 56), "right_hip": (44, 56),
         "head_top": (50, 2), "chin": (50, 14)}  # fmt: skip
LINKS = ["neck pelvis", "neck left_shoulder", "neck right_shoulder", "left_shoulder left_hand",
         "right_shoulder right_hand", "pelvis left_hip", "pelvis right_hip", "left_hip left_foot",
         "right_hip right_foot", "neck chin", "chin head_top"]  # fmt: skip


def test_a_stick_figure_gets_flesh_around_all_its_points() -> None:
    shape = silhouette(made(STICK, LINKS))
    body = area(shape)
    assert [id for id, at in shape.places.items() if not body.buffer(0.3).covers(Point(at))] == []
    assert body.covers(Point(54, 40)), "the trunk is filled between shoulders and hips"
    assert not body.covers(Point(50, 85)), "the legs are apart"


def test_free_ends_on_the_skin_end_there() -> None:
    hand = made({"palm": (50, 90), "knuckle": (50, 50), "tip": (50, 10)},
                ["palm knuckle", "knuckle tip"], points={"tip": {"kind": "surface"}})  # fmt: skip
    (ring,) = silhouette(hand).outline
    assert LinearRing(ring).distance(Point(50, 10)) < 0.3
    assert min(y for _, y in ring) > 9.7


def test_rings_of_skin_points_are_not_inflated() -> None:
    card = {"a": (10, 10), "b": (90, 10), "c": (90, 60), "d": (10, 60)}
    shape = silhouette(made(card, ["a b", "b c", "c d", "d a"], kind="surface"))
    assert area(shape).area == pytest.approx(80 * 50, rel=0.01)


def test_limbs_that_cross_are_painted_apart() -> None:
    crossed = STICK | {"left_hand": (30, 60), "right_hand": (70, 60)}
    layers = silhouette(made(crossed, LINKS)).layers
    assert [layer.css for layer in layers] == ["body", "near"]
    assert [layer.css for layer in silhouette(made(STICK, LINKS)).layers] == ["body"]


def test_the_far_side_of_a_profile_lies_behind() -> None:
    side = View(id="side", sees="left", far=(2, -1), main=True)
    legs = {"back": (50, 30), "rump": (80, 30), "left_leg": (50, 90), "right_leg": (56, 88)}
    shape = silhouette(made(legs, ["back rump", "back left_leg", "back right_leg"], side))
    assert [layer.css for layer in shape.layers] == ["far", "body"]


def test_a_width_is_kept() -> None:
    log = made({"a": (20, 50), "b": (80, 50)}, ["a b"],
               points={"a": {"width": 10.0}, "b": {"width": 10.0}})  # fmt: skip
    ys = [y for ring in silhouette(log).outline for _, y in ring]
    assert max(ys) - min(ys) == pytest.approx(10, abs=0.1)


def test_a_hinted_area_is_filled() -> None:
    kite = {"a": (50, 10), "b": (90, 50), "c": (50, 90), "d": (10, 50)}
    plain = made(kite, ["a c"], kind="surface")
    filled = made(kite, ["a c"], kind="surface", figure=Figure(fill=(("a", "b", "c", "d"),)))
    assert not area(silhouette(plain)).covers(Point(75, 50))
    assert area(silhouette(filled)).covers(Point(75, 50))


def test_closed_contours_are_areas_and_open_ones_lines() -> None:
    eye = {"a": (10, 50), "b": (50, 40), "c": (90, 50), "d": (50, 60)}
    ring = Contour(id="rim", points=("a", "b", "c", "d"), closed=True)
    line = Contour(id="lid", points=("a", "b", "c"))
    assert area(silhouette(made(eye, kind="surface", contours=(ring,)))).covers(Point(50, 50))
    (layer,) = silhouette(made(eye, kind="surface", contours=(line,))).layers
    assert not layer.closed


def test_skins_hang_on_keypoints_and_melt_by_layer() -> None:
    def skin(id: str, keypoint: str, layer: int, **more: bool) -> Outline:
        corners = ((-10, -10), (10, -10), (10, 10), (-10, 10))
        points = tuple(Anchor(keypoint=keypoint, dx=x, dy=y) for x, y in corners)
        return Outline(id=id, points=points, layer=layer, **more)

    places = {"a": (30, 30), "b": (42, 30), "c": (70, 70)}
    line = HintLine(id="rib", points=(Anchor(keypoint="a", dx=0, dy=0),
                                      Anchor(keypoint="b", dx=0, dy=0)))  # fmt: skip
    figure = Figure(
        outlines=(skin("1", "a", 1), skin("2", "b", 1), skin("3", "c", 0),
                  skin("4", "c", 5, far=True)),
        lines=(line,),
    )  # fmt: skip
    shape = silhouette(made(places, ["a b"], figure=figure))
    assert [layer.css for layer in shape.layers] == ["far", "body", "body", "hint"]
    assert len(shape.layers[2].rings) == 1
    moved = silhouette(made(places | {"c": (80, 70)}, ["a b"], figure=figure))
    assert moved.layers[1].rings[0][0][0] - shape.layers[1].rings[0][0][0] == pytest.approx(10)


def test_hostile_names_are_drawn_as_text() -> None:
    hostile = bird(views=(View(id="front", sees="front", main=True),))
    canvas = Canvas(NASTY, 100, 100, title=hostile.title)
    shape = silhouette(hostile)
    draw_silhouette(canvas, shape, fitted(shape.box, Box(0, 0, 100, 100)))
    assert "<script" not in canvas.inline()


NAMES = ("nose", "left_eye", "right_eye", "neck", "left_arm", "right_arm", "tail", "left_leg",
         "right_leg", "spot")  # fmt: skip
PLACE = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda p: (8.0 * p[0], 8.0 * p[1]))


@st.composite
def small_skeletons(draw: st.DrawFn) -> Skeleton:
    """Few points, often on one spot or in one line, with any edges, contours and sides."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=10, unique=True))
    places = {name: draw(PLACE) for name in names if draw(st.integers(0, 9))}
    pair = st.tuples(st.sampled_from(names), st.sampled_from(names))
    edges = draw(st.lists(pair, max_size=14))
    sees = draw(st.sampled_from(["front", "back", "left", "right", "above", "other"]))
    mirror = draw(st.sampled_from([None, 50.0]))
    ring = tuple(draw(st.lists(st.sampled_from(names), max_size=6)))
    kinds = {n: {"kind": draw(st.sampled_from(["surface", "joint", "bone"]))} for n in names}
    widths = {n: {"width": draw(st.sampled_from([None, 0.5, 30.0]))} for n in names}
    return made(
        {n: places.get(n, (0.0, 0.0)) for n in names},
        [f"{a} {b}" for a, b in edges],
        View(id="v", sees=sees, mirror=mirror, main=True),
        points={
            n: kinds[n] | widths[n] | ({} if n in places else {"positions": ()}) for n in names
        },
        contours=(Contour(id="c", points=ring, closed=draw(st.booleans())),),
        figure=draw(st.sampled_from([None, Figure(fill=(ring,)), Figure(style="human"),
                                     Figure(style="bare")])),
    )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(small_skeletons())
def test_whatever_the_skeleton_there_is_a_figure(skeleton: Skeleton) -> None:
    for view in views(skeleton):
        shape = silhouette(skeleton, view)
        canvas = Canvas("x", 300, 300, title="t")
        at = fitted(shape.box, Box(0, 0, 300, 300))
        draw_silhouette(canvas, shape, at)
        draw_bones(canvas, skeleton, shape, at)
        for id, place in shape.places.items():
            draw_mark(canvas, at(place), skeleton.by_id[id].side)
        assert "nan" not in canvas.inline()
        assert all(isfinite(c) for ring in shape.outline for at_ in ring for c in at_)
    assert poses(skeleton) == () or skeleton.figure is not None


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=2, max_size=12))
def test_an_enclosing_ellipse_holds_all_points(spots: list[tuple[float, float]]) -> None:
    from schemac.figures.geometry import turned

    (x, y), rx, ry, turn = enclosing_ellipse(spots)
    for u, v in spots:
        a, b = turned((u - x, v - y), -turn)
        assert (a / rx) ** 2 + (b / ry) ** 2 <= 1 + 1e-6


def test_an_outline_of_skin_points_is_kept_as_it_is() -> None:
    """A fish with its snout: no head is made of it, and no edge bulges."""
    fish = {"snout": (5, 50), "back": (40, 25), "tail": (95, 50), "belly": (40, 75),
            "eye": (20, 46)}  # fmt: skip
    links = ["snout back", "back tail", "tail belly", "belly snout", "snout eye"]
    shape = silhouette(made(fish, links, kind="surface"))
    drawn = Polygon(geometry.sampled(shape.layers[0].rings[0], True, 8, geometry.CORNER))
    exact = Polygon([fish[id] for id in ("snout", "back", "tail", "belly")])
    assert drawn.symmetric_difference(exact).area < 0.02 * exact.area


def test_a_single_head_point_on_the_skin_takes_no_piece_away():
    """No head can be drawn around it, so what leads to it is a limb as any other."""
    shape = silhouette(made(
        {"head": (50, 10), "left_foot": (20, 40), "right_foot": (80, 40), "tail": (50, 90)},
        ["head left_foot", "head right_foot", "head tail"], kind="surface",
    ))  # fmt: skip
    whole = area(shape)
    for end in ("left_foot", "right_foot", "tail"):
        (x, y), (u, v) = shape.places["head"], shape.places[end]
        assert whole.contains(Point((x + u) / 2, (y + v) / 2)), end
