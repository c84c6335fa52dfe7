"""What pages say of a skeleton: no more than concerns it, and not two things in two places."""

from msgspec.structs import replace

from schemac.figures.plates.closeup import beside_target
from schemac.guide import Context, speech
from schemac.guide.drawing import draw
from schemac.guide.glossary import DIRECTIONS, directions
from schemac.guide.mounting import stage
from schemac.guide.numbers import says_number
from schemac.guide.outline import navigation, pages
from schemac.guide.pages import leads, point
from schemac.guide.render import safe
from schemac.guide.sides import has_limbs
from schemac.model import Quantity
from small_skeletons import NASTY, bird


def about(skeleton, words=None):
    return Context(skeleton=skeleton, speech=words or speech("en"), digest="")


def test_words_of_hands_are_explained_only_where_a_spec_uses_them(skeleton):
    assert directions(skeleton("hand/hand-21")) == DIRECTIONS
    cattle = skeleton("animal/cattle-42")
    assert not {"palm side", "thumb side"} & dict(directions(cattle)).keys()
    assert directions(replace(cattle, language="hi")) == DIRECTIONS


def test_measures_of_a_pair_are_told_apart(skeleton):
    titles = [
        str(title)
        for title, _ in leads.measures(about(skeleton("body/coco-wholebody-133")))["measures"]
    ]
    assert len(set(titles)) == len(titles)
    assert {"Pinch opening, left", "Pinch opening, right", "Mouth aspect ratio"} <= set(titles)


def test_the_title_of_a_measure_stays_escaped_beside_its_side(skeleton):
    whole = skeleton("body/coco-wholebody-133")
    nasty = replace(whole, measures=tuple(replace(m, title=NASTY) for m in whole.measures))
    for words in (speech("en"), speech("es")):
        for title, _ in leads.measures(about(nasty, words))["measures"]:
            assert "<b>" not in title
            assert "{{" not in title


def test_facts_name_what_the_plan_accepts_where_a_point_states_nothing(skeleton):
    spec = skeleton("body/coco-17")
    page = next(iter(point.pages(about(spec))))
    tolerance = next(fact for fact in page.values["shown"].facts if fact.name == "Tolerance")
    assert (tolerance.value, tolerance.address) == ("0.5 sigma", "quality.md")


def test_facts_ask_the_skeleton_what_is_accepted(skeleton):
    spec = skeleton("body/coco-17")
    wide = replace(spec.qa.tolerance, across=Quantity(value=3.0, unit="px"))
    stated = replace(spec.keypoints[0], tolerance=wide)
    assert spec.tolerance(spec.keypoints[0]) == spec.qa.tolerance
    assert spec.tolerance(stated) == wide != spec.qa.tolerance
    assert replace(spec, qa=None).tolerance(spec.keypoints[0]) is None


def test_two_of_a_pair_that_are_called_alike_are_told_apart():
    made = bird()
    alike = {p.id: replace(p, words=replace(p.words, title=p.stem)) for p in made.keypoints}
    context = about(replace(made, keypoints=tuple(alike.values())))
    assert context.titles["left_wing"] == "wing, left"
    assert context.titles["right_wing"] == "wing, right"
    assert context.titles["beak"] == "beak"
    titles = about(bird()).titles
    assert len(set(titles.values())) == len(titles)


def test_a_title_stays_escaped_beside_its_side():
    made = bird()
    points = tuple(replace(p, words=replace(p.words, title=NASTY)) for p in made.keypoints)
    for words in (speech("en"), speech("es")):
        context = about(replace(made, keypoints=points), words)
        for text in context.quoted.values():
            assert "<b>" not in safely(text)


def safely(text):
    """As a template prints it."""
    return str(text if hasattr(text, "__html__") else safe(text))


def test_points_without_a_region_lie_directly_below_points():
    context = about(replace(bird(), regions=(), keypoints=tuple(
        replace(p, region=None) for p in bird().keypoints
    )))  # fmt: skip
    rows = next(row["Points"] for row in navigation(context, pages(context)) if "Points" in row)
    assert [list(row.values()) for row in rows] == [[f"points/{p.id}.md"] for p in bird().keypoints]


def test_a_title_that_tells_the_number_is_not_followed_by_it():
    assert says_number("COCO person, 17 keypoints", 17)
    assert says_number("A 54-point body", 54)
    assert not says_number("Version 17x", 17)
    assert not says_number("'><svg/onload=hit=3>", 3)
    assert not says_number("Face", 68)


def test_smear_is_shown_once(skeleton):
    for spec in ("body/coco-17", "sport/cricket-bowling-54"):
        context = about(skeleton(spec))
        shown = "".join(draw(context, (kind,)) for kind in ("tiers", "blur", "conditions"))
        assert shown.count("Blurred by motion</span>") <= 1
    bare = about(replace(skeleton("body/coco-17"), visibility=None))
    assert "Blurred by motion" in draw(bare, ("conditions",))


def test_the_mistake_beside_the_target_is_not_drawn_twice(skeleton):
    context = about(skeleton("body/coco-17"))
    for keypoint in context.skeleton.keypoints:
        drawn = [
            number
            for number, _ in enumerate(keypoint.words.mistakes)
            if draw(context, ("mistake", keypoint.id, number))
        ]
        pair = beside_target(stage(context), keypoint.id)
        assert pair is not None
        assert pair not in drawn


def test_a_quiz_names_the_view_only_where_there_are_several(skeleton):
    one, several = about(bird()), about(skeleton("body/coco-17"))
    assert "Seen from the front." not in draw(one, ("quiz",))
    assert "Seen from the front." in draw(several, ("quiz",))


def test_a_pair_is_called_by_the_words_that_its_titles_share(skeleton):
    context = about(skeleton("body/coco-17"))
    assert context.both["left_knee"] == context.both["right_knee"] == "Knee joint centre"
    assert "nose" not in context.both
    rules = dict(
        row[:2] for row in leads.quality(about(skeleton("sport/cricket-bowling-54")))["sampling"]
    )
    assert any("Thumb tip (L, R)" in name for name in rules)
    assert not any("Left thumb tip" in name for name in rules)


def test_only_what_has_limbs_hears_of_limbs_that_cross(skeleton):
    told = {
        spec: has_limbs(skeleton(spec))
        for spec in ("body/coco-17", "animal/cattle-42", "face/ibug-68")
    }
    assert told == {"body/coco-17": True, "animal/cattle-42": True, "face/ibug-68": False}
