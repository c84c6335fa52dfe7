"""Figures of single points and of rules: the pixel stays free, sides are mirrored, nothing is
drawn that a spec does not say."""

from __future__ import annotations

from functools import cache
from math import dist
from typing import Any
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from conftest import PARTS, SPECS, linked
from hostile_skeletons import PAYLOADS, hostile, placed
from schemac.figures.geometry import Box
from schemac.figures.ink import Canvas
from schemac.figures.labels.inplace import meet
from schemac.figures.labels.widths import width
from schemac.figures.plates.blur import blur
from schemac.figures.plates.change import change
from schemac.figures.plates.closeup import beside_target, mistake, slip_of, slips, target
from schemac.figures.plates.conditions import condition_cards
from schemac.figures.plates.crowd import crowd
from schemac.figures.plates.directions import directions
from schemac.figures.plates.displacement import direction, wrong_place
from schemac.figures.plates.marks import GAP
from schemac.figures.plates.measure import measure
from schemac.figures.plates.rings import sigma_ring, tolerance_ring
from schemac.figures.plates.sigmas import sigma_bars, sigma_map
from schemac.figures.plates.stage import Stage
from schemac.figures.plates.tiers import tier_cards
from schemac.figures.style import PREFIX, RULES
from schemac.guide import examples
from schemac.guide.context import Context
from schemac.guide.speech import Speech
from schemac.model import Mistake, Position, Skeleton, View, Words

FEW = ("body/coco-17", "face/ibug-68", "hand/hand-21", "animal/cattle-42",
       "sport/cricket-bowling-54")  # fmt: skip
WIDTH, HEIGHT = 480.0, 400.0


@cache
def stage(spec: str) -> Stage:
    return Stage(linked(spec))


def of(canvas: Canvas | None, css: str) -> list[ElementTree.Element]:
    """The elements of a class."""
    assert canvas is not None
    found = ElementTree.fromstring(canvas.inline()).iter()
    return [e for e in found if f"{PREFIX}-{css}" in e.get("class", "").split()]


def ends(element: ElementTree.Element) -> list[tuple[float, float]]:
    """The corners of a straight path."""
    pairs = element.get("d", "").strip("MZ").split("L")
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in pairs)]


def circle(element: ElementTree.Element) -> tuple[float, float, float]:
    x, y, r = (float(element.get(name, "nan")) for name in ("cx", "cy", "r"))
    return x, y, r


def everything(there: Stage, ids: list[str]) -> list[Canvas]:
    """Every figure that this skeleton has, of some of its keypoints."""
    made: list[Canvas | None] = []
    for id in ids:
        made.append(target(there, id, f"t-{id}"))
        made += [mistake(there, id, s.number, f"m-{id}-{s.number}") for s in slips(there, id)]
    made += [card.canvas for card in tier_cards(there, "tier")]
    made += [canvas for _, canvas in condition_cards(there, "light")]
    made += [blur(there, "blur"), crowd(there, "crowd"), directions(there, "directions")]
    made += [draw(there, s.id, f"sigma-{n}-{s.id}") for s in there.skeleton.sigma_sets
             for n, draw in enumerate((sigma_map, sigma_bars))]  # fmt: skip
    made += [measure(there, m.id, f"measure-{m.id}") for m in there.skeleton.measures]
    return [canvas for canvas in made if canvas is not None]


@pytest.mark.parametrize("spec", [*SPECS, *PARTS])
def test_every_spec_of_the_library_can_be_drawn(spec: str) -> None:
    there = Stage(linked(spec))
    ids = [p.id for p in there.skeleton.keypoints]
    known = {f"{PREFIX}-{name}" for name in (*RULES, "figure")}
    for canvas in everything(there, ids[:: max(1, len(ids) // 8)]):
        tree = ElementTree.fromstring(canvas.inline())
        used = {name for e in tree.iter() for name in e.get("class", "").split()}
        assert used <= known
        assert all(e.get("d") != "" for e in tree.iter() if "d" in e.attrib)


@pytest.mark.parametrize("spec", FEW)
def test_the_pixel_to_click_stays_free(spec: str) -> None:
    there = stage(spec)
    for point in there.skeleton.keypoints[::3]:
        canvas = target(there, point.id, "t")
        arms = [ends(e) for e in of(canvas, "aim")]
        assert len(arms) == 4
        middle = tuple(sum(p[k] for arm in arms for p in arm) / 8 for k in (0, 1))
        assert all(dist(p, middle) >= GAP - 0.1 for arm in arms for p in arm)
        for x, y, r in map(circle, of(canvas, "near-point")):
            assert dist((x, y), middle) > GAP + r - 1
        for x, y, w, h in map(_rect, of(canvas, "chip")):
            assert not (x < middle[0] < x + w and y < middle[1] < y + h)


def _rect(e: ElementTree.Element) -> tuple[float, ...]:
    return tuple(float(e.get(name, "nan")) for name in ("x", "y", "width", "height"))


@pytest.mark.parametrize("spec", ["body/coco-17", "body/coco-wholebody-133"])
def test_rings_lie_inside_the_picture_and_to_scale(spec: str) -> None:
    there = stage(spec)
    for point in there.skeleton.keypoints[::2]:
        canvas = target(there, point.id, "t")
        outer, inner = sigma_ring(there, point.id), tolerance_ring(there, point.id)
        drawn = [circle(e) for css in ("sigma", "tolerance") for e in of(canvas, css)]
        assert len(drawn) == (outer is not None) + (inner is not None)
        for x, y, r in drawn:
            assert min(x - r, y - r) > 0
            assert x + r < WIDTH
            assert y + r < HEIGHT
        if outer and inner:
            assert drawn[1][2] / drawn[0][2] == pytest.approx(inner.across / outer.across, abs=0.02)


def test_a_sigma_is_a_share_of_the_persons_own_area() -> None:
    there = stage("body/coco-17")
    hip = sigma_ring(there, "left_hip")
    assert hip is not None
    # 8.1 cm on a person of 175 cm, from the area of a body with its arms held off.
    assert 175 * hip.across / 96.0 == pytest.approx(8.1, abs=0.4)


def test_no_tolerance_is_made_up() -> None:
    cricket, hand = stage("sport/cricket-bowling-54"), stage("hand/hand-21")
    assert cricket.skeleton.qa
    assert str(cricket.skeleton.qa.tolerance) == "8 px"
    assert of(target(cricket, "left_knee", "t"), "sigma")
    assert not of(target(cricket, "left_knee", "t"), "tolerance")
    # Its sigmas are shares of a whole person, and only a hand is drawn.
    assert sigma_ring(hand, "wrist") is None
    assert sigma_map(hand, "wholebody", "s") is None
    assert sigma_bars(hand, "wholebody", "s")


@pytest.mark.parametrize("spec", ["body/coco-17", "face/ibug-68", "body/h36m-17"])
def test_a_mistake_on_the_right_is_the_mirror_image_of_that_on_the_left(spec: str) -> None:
    there, seen = stage(spec), 0
    shown = there.drawn()
    for point in there.skeleton.keypoints:
        if point.side != "left":
            continue
        other = there.skeleton.partners[point.id]
        for n, slip in enumerate(point.words.mistakes):
            a = wrong_place(there, point.id, slip, shown)
            b = wrong_place(there, other, there.point(other).words.mistakes[n], shown)
            assert (a is None) == (b is None)
            if a is None or b is None:
                continue
            seen += 1
            (x, y), (u, v) = shown.places[point.id], shown.places[other]
            assert a[0] - x == pytest.approx(u - b[0], abs=0.3)
            assert a[1] - y == pytest.approx(b[1] - v, abs=0.3)
    assert seen > 10


def test_words_of_direction_follow_the_view() -> None:
    body, cow = stage("body/coco-17"), stage("animal/cattle-42")
    front, side = body.drawn(), cow.drawn()
    assert direction(body, "left_knee", "lateral", front) == (1.0, 0.0)
    assert direction(body, "right_knee", "lateral", front) == (-1.0, 0.0)
    assert direction(body, "left_knee", "medial", replace(front, sees="back")) == (1.0, 0.0)
    assert direction(body, "nose", "medial", front) is None
    assert direction(body, "nose", "front", front) is None
    assert direction(cow, "withers", "front", side) == (-1.0, 0.0)
    assert direction(cow, "withers", "lateral", side) is None
    down = direction(body, "left_elbow", "distal", front)
    assert down is not None
    assert down[1] > 0.8
    up = direction(body, "left_wrist", "proximal", front)
    assert up is not None
    assert up[1] < -0.8


UNKNOWN = (
    Mistake(text="Somewhere else."),
    Mistake(text="A way without a length.", direction="up"),
    Mistake(text="Out of the picture's plane.", direction="front", by=1.0),
    Mistake(text="No way at all.", offset=(0.0, 0.0)),
    Mistake(text="Miles away.", offset=(900.0, 0.0)),
    Mistake(text="A keypoint that is not there.", keypoint="elsewhere"),
)


@pytest.mark.parametrize("slip", UNKNOWN, ids=lambda slip: slip.text)
def test_what_has_no_place_is_not_drawn(slip: Mistake) -> None:
    there = Stage(_with_mistakes(slip))
    assert slips(there, "left_wing") == ()
    assert beside_target(there, "left_wing") is None
    assert mistake(there, "left_wing", 0, "m") is None
    assert mistake(there, "left_wing", 7, "m") is None


def test_what_has_a_place_is_drawn_there() -> None:
    there = Stage(_with_mistakes(UNKNOWN[0], Mistake(text="Aside.", offset=(6.0, 2.0))))
    slip = slip_of(there, "left_wing", 1)
    assert slip is not None
    assert slip.at == (76.0, 52.0)
    assert beside_target(there, "left_wing") == 1
    canvas = mistake(there, "left_wing", 1, "m")
    arms = [ends(e) for e in of(canvas, "aim-wrong")]
    assert len(arms) == 2
    ((x, y, _),) = [circle(e) for e in of(canvas, "aim")]
    assert arms[0][0][0] > x
    assert arms[0][0][1] > y - 20


def _with_mistakes(*every: Mistake) -> Skeleton:
    made = placed({"beak": (50, 10), "left_wing": (70, 50), "right_wing": (30, 50)})
    points = tuple(
        replace(p, words=Words(title=p.id, mistakes=every)) if p.id == "left_wing" else p
        for p in made.keypoints
    )
    return replace(made, keypoints=points)


@pytest.mark.parametrize("spec", ["body/coco-17", "body/coco-wholebody-133", "hand/hand-21"])
def test_labels_overlap_nothing_and_stay_inside(spec: str) -> None:
    there = stage(spec)
    for point in there.skeleton.keypoints[::4]:
        made = [target(there, point.id, "t")]
        made += [mistake(there, point.id, s.number, "m") for s in slips(there, point.id)[:2]]
        for canvas in made:
            boxes = [_text_box(e) for css in ("near-number", "chip-text", "label", "label-good")
                     for e in of(canvas, css)]  # fmt: skip
            for n, box in enumerate(boxes):
                assert box.left > 0
                assert box.top > 0
                assert box.right < WIDTH
                assert box.bottom < HEIGHT
                assert not any(meet(box, other) for other in boxes[n + 1 :])


def _text_box(e: ElementTree.Element) -> Box:
    half = width(e.text or "", 14, 700) / 2
    x, y = float(e.get("x", "nan")), float(e.get("y", "nan"))
    return Box(x - half, y - 10.5, x + half, y)


def test_cards_show_the_situations_that_the_tiers_name() -> None:
    there = stage("body/coco-17")
    cards = {card.name: card for card in tier_cards(there, "t")}
    assert len(cards) == 6
    assert [tier.id for tier in cards["Blurred by motion"].tiers] == ["occluded"]
    assert of(cards["Seen"].canvas, "aim")
    assert not of(cards["Seen"].canvas, "judged")
    assert of(cards["Hidden by the subject itself"].canvas, "judged")
    assert of(cards["Outside the picture"].canvas, "forbid")
    assert not of(cards["Outside the picture"].canvas, "aim")
    assert tier_cards(Stage(replace(there.skeleton, visibility=None)), "t") == ()


def test_limits_of_blur_are_drawn_in_proportion() -> None:
    there = stage("sport/cricket-bowling-54")
    assert there.skeleton.visibility is not None
    limits = [tier.blur.value for tier in there.skeleton.visibility.tiers if tier.blur]
    bars = [_rect(e)[2] for e in of(blur(there, "b"), "bar")]
    assert [bar / bars[0] for bar in bars] == pytest.approx([v / limits[0] for v in limits])


def test_only_one_of_two_bears_points() -> None:
    there = stage("body/coco-17")
    canvas = crowd(there, "c")
    covered = of(canvas, "covered")
    assert covered
    assert len(of(canvas, "mark")) + len(covered) == 17
    assert there.skeleton.instance is not None
    seen = replace(there.skeleton, instance=replace(there.skeleton.instance,
                                                    occlusion="visible_only"))  # fmt: skip
    assert not of(crowd(Stage(seen), "c"), "covered")


def test_bars_are_sorted_and_pairs_share_one() -> None:
    bars = [_rect(e)[2] for e in of(sigma_bars(stage("body/coco-17"), "coco", "s"), "bar")]
    assert len(bars) == 9
    assert bars == sorted(bars)


def test_measures_show_what_they_speak_of() -> None:
    there = stage("sport/cricket-bowling-54")
    canvas = measure(there, "left_elbow_angle", "m")
    assert {e.text for e in of(canvas, "chip-text")} == {"5", "7", "9"}
    assert of(canvas, "wedge")
    assert measure(there, "unheard_of", "m") is None


def test_a_moved_keypoint_is_shown_before_and_after() -> None:
    before = _with_mistakes()
    moved = tuple(
        replace(p, positions=(Position(view="front", x=74.0, y=50.0),))
        if p.id == "left_wing" else p
        for p in before.keypoints
    )  # fmt: skip
    now, then = Stage(replace(before, version="2.0.0", keypoints=moved)), Stage(before)
    canvas = change(now, then, "left_wing", "c")
    ((x, _, _),) = [circle(e) for e in of(canvas, "old-place")]
    arms = [ends(e) for e in of(canvas, "aim")]
    assert x < min(p[0] for arm in arms for p in arm)
    assert change(now, then, "beak", "c") is None
    assert change(now, Stage(placed({"beak": (50, 10)})), "left_wing", "c") is None


def test_a_skeleton_without_positions_has_no_figures() -> None:
    bare = replace(linked("body/coco-17"), keypoints=tuple(
        replace(p, positions=()) for p in linked("body/coco-17").keypoints))  # fmt: skip
    there = Stage(bare)
    made = everything(there, [p.id for p in bare.keypoints])
    assert all("sigma-1" in canvas.id("x") for canvas in made)


def test_views_with_any_laterality_are_drawn() -> None:
    thing = placed({"beak": (5, 5), "tail": (95, 95)},
                   view=View(id="top", sees="above", main=True))  # fmt: skip
    viewer = replace(thing, subject=replace(thing.subject, laterality="viewer"))
    for one in (thing, viewer):
        assert everything(Stage(one), ["beak", "tail"])


@pytest.mark.parametrize("spec", ["body/coco-17", "animal/cattle-42"])
def test_same_figures_twice(spec: str) -> None:
    ids = [p.id for p in linked(spec).keypoints[::5]]
    first, second = ([c.inline() for c in everything(Stage(linked(spec)), ids)] for _ in range(2))
    assert first == second


@pytest.mark.parametrize("payload", PAYLOADS)
def test_words_of_strangers_stay_words(payload: str) -> None:
    made, _ = hostile(payload)
    words = Words(title=payload, definition=payload,
                  mistakes=(Mistake(text=payload, offset=(5.0, 2.0)),))  # fmt: skip
    nasty = replace(made, keypoints=tuple(replace(p, words=words) for p in made.keypoints))
    harmless = {"svg", "title", "desc", "defs", "clipPath", "g", "path", "circle", "rect", "text"}
    for canvas in everything(Stage(nasty), [p.id for p in nasty.keypoints]):
        tree = ElementTree.fromstring(canvas.inline())
        assert {e.tag for e in tree.iter()} <= harmless
        assert not any(name.startswith("on") for e in tree.iter() for name in e.attrib)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_captions_are_escaped(payload: str) -> None:
    made, _ = hostile(payload)
    words = Words(title=payload, definition=payload,
                  mistakes=(Mistake(text=payload, offset=(5.0, 2.0)),))  # fmt: skip
    nasty = replace(made, keypoints=tuple(replace(p, words=words) for p in made.keypoints))
    context = Context(skeleton=nasty, speech=Speech(), digest="")
    every: dict[str, tuple[Any, ...]] = {
        "target": ("beak",), "mistake": ("beak", 0), "sigmas": ("own",), "tiers": (),
        "blur": (), "conditions": (), "crowd": (), "directions": (),
    }  # fmt: skip
    for kind, what in every.items():
        page = examples.KINDS[kind](context, *what)
        tree = ElementTree.fromstring(f"<div>{page.replace('data-search-exclude', '')}</div>")
        tags = {e.tag for e in tree.iter()}
        assert not tags & {"script", "style", "img", "iframe", "base", "meta", "b"}
        assert not any(name.startswith("on") for e in tree.iter() for name in e.attrib)
