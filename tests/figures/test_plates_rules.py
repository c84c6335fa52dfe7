"""Figures of rules: directions, mirror images, sigmas, crowds, hard light."""

from __future__ import annotations

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from conftest import linked
from schemac.figures.geometry import Box
from schemac.figures.ink import Canvas
from schemac.figures.labels.advances import Weight
from schemac.figures.labels.inplace import meet
from schemac.figures.labels.widths import width
from schemac.figures.plates.closeup import CARD, mistake, slips
from schemac.figures.plates.crowd import crowd
from schemac.figures.plates.directions import directions
from schemac.figures.plates.locator import locator
from schemac.figures.plates.mirror import mirror, patched
from schemac.figures.plates.rings import sigma_unit, tolerance_ring
from schemac.figures.plates.sigmas import sigma_bars
from schemac.figures.plates.stage import Stage
from schemac.figures.style import PREFIX
from schemac.model import Edge, Position, Skeleton, Subject, View
from small_skeletons import keypoint

LOOKED_AT = (
    "body/coco-17", "face/ibug-68", "body/coco-wholebody-133", "hand/hand-21", "animal/cattle-42",
    "sport/cricket-bowling-54", "face/orthodontic-profile",
)  # fmt: skip
PHONE = 268.0
"""The px across that the figure of a mistake has in the narrowest list."""


def beetle(*more: Edge) -> Skeleton:
    """Ten points that cite nothing, the same on both sides."""
    places = {
        "head": (50, 10), "tail": (50, 92), "left_fore": (22, 20), "right_fore": (78, 20),
        "left_mid": (12, 50), "right_mid": (88, 50), "left_hind": (20, 84), "right_hind": (80, 84),
        "left_wing": (40, 35), "right_wing": (60, 35),
    }  # fmt: skip
    edges = [
        Edge(source=a, target=b)
        for a, b in (pair.split() for pair in (
            "head tail", "head left_fore", "head right_fore", "tail left_hind", "tail right_hind",
            "head left_wing", "head right_wing", "left_wing left_mid", "right_wing right_mid",
        ))
    ]  # fmt: skip
    return Skeleton(
        id="own/beetle", version="1.0.0", title="Beetle", subject=Subject(laterality="subject"),
        views=(View(id="top", sees="above", mirror=50.0, main=True),),
        keypoints=tuple(
            keypoint(i, id, positions=(Position(view="top", x=x, y=y),))
            for i, (id, (x, y)) in enumerate(places.items())
        ),
        edges=(*edges, *more),
    )  # fmt: skip


def drawn(canvas: Canvas, css: str) -> list[ElementTree.Element]:
    tree = ElementTree.fromstring(canvas.inline())
    return [e for e in tree.iter() if f"{PREFIX}-{css}" in e.get("class", "").split()]


def ends(line: ElementTree.Element) -> list[tuple[float, float]]:
    found = re.findall(r"(-?[\d.]+),(-?[\d.]+)", line.get("d", ""))
    return [(float(x), float(y)) for x, y in found]


def words(canvas: Canvas) -> dict[str, Box]:
    """The words of directions, and where they stand."""
    return dict(texts(canvas, "label", 14, 700))


def texts(canvas: Canvas, css: str, size: float, weight: Weight) -> list[tuple[str, Box]]:
    """What texts of a class say, and where they stand."""
    found = []
    for text in drawn(canvas, css):
        wide = width(text.text or "", size, weight)
        x, y = float(text.get("x", 0)), float(text.get("y", 0))
        left = {"middle": x - wide / 2, "end": x - wide}.get(text.get("text-anchor", ""), x)
        box = Box(left, y - 0.75 * size, left + wide, y + 0.2 * size)
        found.append((text.text or "", box))
    return found


# ---- words for directions ---------------------------------------------------------------------


@pytest.mark.parametrize("spec", LOOKED_AT)
def test_words_for_directions_keep_clear_of_arrows_and_each_other(spec):
    canvas = directions(Stage(linked(spec)), "d")
    assert canvas is not None
    found = words(canvas)
    assert {"up", "down"} & found.keys() or spec == "hand/hand-21"
    assert not [pair for pair in combinations(found.values(), 2) if meet(*pair)]
    for box in found.values():
        assert 0 <= box.left < box.right <= canvas.width
        assert 0 <= box.top < box.bottom <= canvas.height
        for line in drawn(canvas, "span"):
            assert not any(box.holds(end) for end in ends(line))


@pytest.mark.parametrize("spec", ["body/coco-17", "face/ibug-68", "body/coco-wholebody-133"])
def test_no_arrow_of_directions_crosses_the_midline(spec):
    canvas = directions(Stage(linked(spec)), "d")
    assert canvas is not None
    (line,) = drawn(canvas, "help")
    (middle, _), _ = ends(line)
    for arrow in drawn(canvas, "span"):
        (a, _), (b, _) = ends(arrow)
        assert (a - middle) * (b - middle) >= 0 or abs(a - b) < 1
    assert {"medial", "lateral"} <= words(canvas).keys()


def test_a_word_stands_where_its_arrow_leads():
    canvas = directions(Stage(linked("animal/cattle-42")), "d")
    assert canvas is not None
    found = words(canvas)
    x, y = canvas.width / 2, canvas.height / 2
    assert found["up"].bottom < y < found["down"].top
    assert found["front"].right < x < found["back"].left
    assert abs(found["up"].centre[0] - found["down"].centre[0]) < 1
    assert abs(found["front"].centre[1] - found["back"].centre[1]) < 1


def test_without_a_word_there_is_no_figure_of_directions():
    flat = replace(beetle(), keypoints=beetle().keypoints[:2], edges=beetle().edges[:1])
    assert directions(Stage(flat), "d") is None
    assert directions(Stage(beetle()), "d") is not None


# ---- mirror images ----------------------------------------------------------------------------


@pytest.mark.parametrize("skeleton", [beetle(), linked("face/ibug-68")], ids=lambda s: s.id)
def test_a_patch_tells_the_halves_of_a_symmetric_subject_apart(skeleton):
    stage = Stage(skeleton)
    id = patched(stage)
    assert id is not None
    assert stage.point(id).side == "left"
    canvas = mirror(stage, "m")
    assert canvas is not None
    one, other = (float(patch.get("cx", 0)) for patch in drawn(canvas, "patch"))
    assert one + other == pytest.approx(canvas.width, abs=0.2)
    middle = canvas.width / 2
    inner = {one < middle, other > middle}
    assert inner == {True}
    # In its own half the patch lies on one side, in the mirror image on the other one.
    assert (one - middle / 2) * (other - 1.5 * middle) < 0


@pytest.mark.parametrize("spec", ["body/coco-17", "animal/cattle-42", "hand/hand-21"])
def test_no_patch_where_the_halves_differ_anyway(spec):
    stage = Stage(linked(spec))
    assert patched(stage) is None
    canvas = mirror(stage, "m")
    assert canvas is not None
    assert not drawn(canvas, "patch")


# ---- sigmas and tolerances --------------------------------------------------------------------


@pytest.mark.parametrize("spec", ["body/coco-17", "body/coco-wholebody-133",
                                  "sport/cricket-bowling-54"])  # fmt: skip
def test_names_of_sigmas_do_not_overlap(spec):
    stage = Stage(
        linked(spec),
        titles={
            "left_eye": "Centro del ojo izquierdo del sujeto visto",
            "right_eye": "Centro del ojo derecho del sujeto visto",
        },
    )
    for each in stage.skeleton.sigma_sets:
        canvas = sigma_bars(stage, each.id, "s")
        assert canvas is not None
        found = [*texts(canvas, "word", 14, 400), *texts(canvas, "label", 14, 700)]
        every = [box for _, box in found]
        assert not [pair for pair in combinations(every, 2) if meet(*pair)]
        assert all(box.left >= 0 and box.right <= canvas.width for box in every)


def test_sigmas_bear_the_words_of_the_reader():
    titles = {"left_eye": "Ojo izquierdo", "right_eye": "Ojo derecho", "nose": "Nariz"}
    canvas = sigma_bars(Stage(linked("body/coco-17"), titles), "coco", "s")
    assert canvas is not None
    assert {"1 · 2 Ojo", "0 Nariz"} <= {text.text for text in drawn(canvas, "word")}


def test_a_tolerance_in_percent_has_a_ring_as_one_in_sigmas_has():
    stage = Stage(linked("body/coco-wholebody-133"))
    id = "left_foot_heel"
    ring, name = tolerance_ring(stage, id), stage.skeleton.main_sigmas
    assert ring is not None
    assert name is not None
    stated = stage.point(id).tolerance.across
    assert stated.unit == "%"
    assert ring.across == pytest.approx(stated.value / 100 * sigma_unit(stage, name))
    assert ring.label == f"{stated.value:g} %"


# ---- the rest ---------------------------------------------------------------------------------


@pytest.mark.parametrize("spec", LOOKED_AT)
def test_a_crowd_fills_its_figure(spec):
    stage = Stage(linked(spec))
    canvas = crowd(stage, "c")
    assert canvas is not None
    spots = [end for css in ("body", "near", "dimmed") for path in drawn(canvas, css)
             for end in ends(path)[:1]]  # fmt: skip
    assert spots
    (frame,) = drawn(canvas, "frame-box")
    tall, wide = float(frame.get("height", 0)), float(frame.get("width", 0))
    assert tall > 0.6 * canvas.height or wide > 0.55 * canvas.width


@pytest.mark.parametrize("spec", LOOKED_AT)
def test_the_letter_of_a_locator_is_not_covered(spec):
    stage = Stage(linked(spec))
    for point in stage.skeleton.keypoints[::7]:
        canvas = locator(stage, point.id, "l")
        assert canvas is not None
        for letter in drawn(canvas, "letter"):
            low = float(letter.get("y", 0))
            tops = [y for css in ("body", "near", "far") for path in drawn(canvas, css)
                    for _, y in ends(path)]  # fmt: skip
            assert low < min(tops)


@pytest.mark.parametrize("spec", ["body/coco-17", "face/ibug-68", "animal/cattle-42"])
def test_numbers_of_a_small_mistake_can_be_read(spec):
    stage = Stage(linked(spec))
    for point in stage.skeleton.keypoints[::4]:
        for slip in slips(stage, point.id):
            canvas = mistake(stage, point.id, slip.number, "m", CARD)
            assert canvas is not None
            assert 14.0 * PHONE / canvas.width > 10
            for text in drawn(canvas, "near-number") + drawn(canvas, "chip-text"):
                assert 0 < float(text.get("x", 0)) < canvas.width
                assert 0 < float(text.get("y", 0)) < canvas.height


def test_arabic_is_not_taken_for_wider_than_it_is():
    # In em, as Chromium sets them in DejaVu Sans.
    for text, wide in (("مفصل المرفق", 6.01), ("الكتف", 2.47)):
        assert wide < width(text, 1.0) < 1.3 * wide
