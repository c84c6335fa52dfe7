"""What pages say of a skeleton: no more than concerns it, and not two things in two places."""

from msgspec.structs import replace

from schemac.guide import Context, speech
from schemac.guide.glossary import DIRECTIONS, directions
from schemac.guide.pages import leads, point
from small_skeletons import NASTY


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
