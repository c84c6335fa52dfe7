"""The calibration quiz: the same for everybody, true to the figures, deaf to strangers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from random import Random

import pytest
from msgspec import structs
from shapely import Point, unary_union

from conftest import linked
from hostile_skeletons import PAYLOADS, hostile, placed
from schemac import guide
from schemac.canonical import digest
from schemac.figures.plates.stage import Stage
from schemac.figures.solids import area
from schemac.guide.outline import pages
from schemac.guide.printable import printable
from schemac.guide.quiz.drawn import quiz, script
from schemac.guide.quiz.judging import accepted, scale
from schemac.guide.quiz.questions import LEAST, MOST, questions
from schemac.guide.quiz.scenes import SIZE, mirror, scenes
from schemac.model import Quantity, Tolerance, View
from small_skeletons import bird

SPECS = (
    "body/coco-17", "face/ibug-68", "body/coco-wholebody-133", "hand/hand-21",
    "animal/cattle-42", "sport/cricket-bowling-54", "face/orthodontic-profile",
)  # fmt: skip


def context(skeleton):
    return guide.Context(skeleton=skeleton, speech=guide.speech("en"), digest=digest(skeleton))


def asked(skeleton):
    chance = Random("a seed")
    pictures = scenes(skeleton, chance)
    return pictures, questions(skeleton, pictures, chance)


def data(page):
    start = page.index('id="sk-quiz-data">') + len('id="sk-quiz-data">')
    return json.loads(page[start : page.index("</script>", start)])


def outline(scene):
    """The area of a figure, as its silhouette has it: rings in rings are holes."""
    shape = area(())
    for ring in scene.shown.outline:
        shape = shape.symmetric_difference(area(ring))
    return unary_union(shape)


def test_another_process_asks_the_same():
    code = (
        "import schemac; from schemac import guide; from schemac.guide.quiz.drawn import quiz;"
        "s = schemac.load('hand/hand-21');"
        "print(quiz(guide.Context(skeleton=s, speech=guide.speech('en'), digest='x')), end='')"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(made) == 1
    assert len(data(made.pop())["questions"]) == MOST


@pytest.mark.parametrize("spec", SPECS)
def test_true_places_lie_in_the_figure_and_where_the_question_says(spec):
    skeleton = linked(spec)
    pictures, made = asked(skeleton)
    assert LEAST <= len(made) <= MOST
    outlines = [outline(scene) for scene in pictures]
    for question in made:
        (x, y), box = question.at, question.window
        inside = box.left < x < box.right and box.top < y < box.bottom
        assert inside == (question.shown != "outside")
        assert box.width == pytest.approx(box.height)
        assert min(box.left, box.top) >= 0
        assert max(box.right, box.bottom) <= SIZE + 1e-6
        assert outlines[question.scene].distance(Point(x, y)) < 0.012 * SIZE, question.point.id
        assert question.point.id not in pictures[question.scene].hidden
        if question.cover:
            c = question.cover
            assert c.left < x < c.right
            assert c.top < y < c.bottom


@pytest.mark.parametrize("spec", SPECS)
def test_something_is_covered_and_something_cut_off(spec):
    made = asked(linked(spec))[1]
    kinds = [question.shown for question in made]
    assert 2 <= kinds.count("covered") <= len(made) / 3
    assert 1 <= kinds.count("outside") <= 2
    for question in made:
        assert bool(question.tiers) == (question.shown != "seen")
        for tier in question.tiers:
            assert {"covered": "hidden", "outside": "outside"}[question.shown] in tier.situations


def test_a_mirrored_figure_keeps_left_left():
    skeleton = linked("body/coco-17")
    shown = Stage(skeleton).drawn()
    turned = mirror(skeleton, shown)
    for each in (shown, turned):
        assert each.places["left_wrist"][0] > each.places["right_wrist"][0]
    assert turned.places["left_wrist"][0] == pytest.approx(-shown.places["right_wrist"][0])
    aside = Stage(skeleton).drawn(None, "running")
    assert {aside.sees, mirror(skeleton, aside).sees} == {"left", "right"}


def test_a_point_without_its_other_side_is_left_out_of_a_mirrored_figure():
    points = {"beak": (50.0, 10.0), "left_wing": (90.0, 40.0), "tail": (50.0, 90.0)}
    made = placed(points, view=View(id="front", sees="other", main=True))
    turned = mirror(made, Stage(made).drawn())
    assert set(turned.places) == {"beak", "tail"}


@pytest.mark.parametrize(
    ("spec", "judged"), [("body/coco-17", True), ("face/ibug-68", False), ("hand/hand-21", False)]
)
def test_only_a_tolerance_with_a_length_in_the_figure_judges(spec, judged):
    page = data(quiz(context(linked(spec))))
    assert {question["tolerance"] is not None for question in page["questions"]} == {judged}
    assert all(question["scale"] > 0 for question in page["questions"])


def test_a_share_of_the_scale_has_a_length():
    skeleton = linked("body/coco-17")
    stage = Stage(skeleton)
    limit = Quantity(value=5.0, unit="%")
    nose = structs.replace(skeleton.by_id["nose"], tolerance=Tolerance(across=limit, along=limit))
    other = Stage(structs.replace(skeleton, keypoints=(nose, *skeleton.keypoints[1:])))
    assert accepted(other, "nose") == pytest.approx(0.05 * stage.root_area)
    assert accepted(stage, "left_hip") == pytest.approx(0.5 * 0.107 * stage.root_area)


def test_the_scale_is_what_the_main_profile_divides_by():
    face = Stage(linked("face/ibug-68"))
    places = face.drawn().places
    eyes = abs(places["left_eye_outer"][0] - places["right_eye_outer"][0])
    assert scale(face).length == pytest.approx(eyes, rel=0.01)
    assert scale(Stage(linked("body/coco-17"))).formula is None


def test_slack_of_a_tier_widens_what_is_accepted_where_a_place_is_covered():
    skeleton = linked("body/coco-17")
    tiers = skeleton.visibility
    wide = tuple(structs.replace(tier, slack=3.0) for tier in tiers.tiers)
    loose = structs.replace(skeleton, visibility=structs.replace(tiers, tiers=wide))
    before, after = (data(quiz(context(s)))["questions"] for s in (skeleton, loose))
    for one, other in zip(before, after, strict=True):
        factor = 1 if one["shown"] == "seen" else 3
        assert other["tolerance"] == pytest.approx(factor * one["tolerance"], abs=0.2)


def test_without_tiers_none_is_asked_for():
    bare = structs.replace(linked("hand/hand-21"), visibility=None)
    assert {question.shown for question in asked(bare)[1]} == {"seen"}


def test_a_skeleton_without_positions_has_no_quiz_and_no_sheet():
    paths = {page.path for page in pages(context(bird()))}
    assert not paths & {"quiz.md", "cheat-sheet.md"}
    assert {"quiz.md", "cheat-sheet.md"} <= {p.path for p in pages(context(linked("hand/hand-21")))}
    assert quiz(context(bird())) == ""


def test_what_is_computed_or_on_its_way_out_is_not_asked_for():
    names = {q.point.id for q in asked(linked("body/coco-17"))[1]}
    assert names <= {p.id for p in linked("body/coco-17").keypoints}
    points = {"beak": (10.0, 10.0), "tail": (90.0, 40.0)}
    made = placed(points)
    computed = structs.replace(made.keypoints[0], kind="constructed")
    made = structs.replace(made, keypoints=(computed, made.keypoints[1]))
    assert {question.point.id for question in asked(made)[1]} == {"tail"}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_word_of_a_stranger_ends_the_data(payload):
    pages = [quiz(context(strange(text))) for text in ("harmless", payload)]
    assert pages[0].count("<") == pages[1].count("<")
    titles = {question["title"] for question in data(pages[1])["questions"]}
    sided = {f"{printable(payload)}, left", f"{printable(payload)}, right"}
    assert titles == {printable(payload), *sided}


def strange(text):
    """A skeleton whose keypoints have this title."""
    made = hostile(text)[0]
    named = structs.replace(made.keypoints[0].words, title=text)
    points = tuple(structs.replace(p, words=named) for p in made.keypoints)
    return structs.replace(made, keypoints=points)


def test_nothing_turns_the_direction_of_a_line():
    assert printable("a\u202eb \n c") == "a\ufffdb c"


def test_data_keep_what_they_say():
    said = {"a": "</script><!--&\u2028\u2029é"}
    text = script(said)
    inner = text[text.index(">") + 1 : text.rindex("<")]
    assert json.loads(inner) == said
    assert not set(inner) & set("<>&\u2028\u2029")
