"""Words: what is missing, how definitions read, places taken for each other."""

from __future__ import annotations

import pytest

from checks.build import (
    HOME,
    Case,
    curve,
    dictionary,
    found,
    landmark,
    mistake,
    pair,
    place,
    point,
    sided,
    skeleton,
    words,
)  # fmt: skip
from schemac.checks import dictionary as entries
from schemac.checks import meaning, missing, wording
from schemac.diagnostic import Severity
from schemac.model import Confusion, Find, Skeleton
from schemac.source import Origin


def saying(definition: str) -> Skeleton:
    return skeleton(point("wrist", words=words("Wrist", definition)))


def confusing(target: str) -> Skeleton:
    other = Confusion(target=target, title="Ear", text="the shell", origin=HOME / "confuse_with")
    return skeleton(point("tragus", words=words("Tragus", confuse_with=(other,))), point("ear", 1))


def searched(*aliases: str) -> Skeleton:
    both = zip(("ear", "tragus"), aliases, strict=True)
    return skeleton(
        *(point(id, i, words=words(id.title(), aliases=(a,))) for i, (id, a) in enumerate(both))
    )


def citing(*places: str) -> Skeleton:
    return skeleton(*(point(f"p{i}", i, place=place(name)) for i, name in enumerate(places)))


def off(by: float | None, **fields: object) -> object:
    return dictionary(landmark("hip", words=words("Hip", mistakes=(mistake(by=by, **fields),))))


def shifted(**fields: object) -> Skeleton:
    wrong = mistake(offset=(0.0, 3.0), **fields)
    return skeleton(*pair("hip", words=words("Hip", mistakes=(wrong,))))


CASES: tuple[Case, ...] = (
    (
        missing.definition,
        lambda: saying(""),
        lambda: saying("Middle of the bony wrist."),
    ),
    (
        missing.cue,
        lambda: skeleton(point("nose", words=words(find=Find()))),
        lambda: skeleton(point("mid", kind="constructed", words=words(find=Find()))),
    ),
    (
        missing.mistake,
        lambda: skeleton(point("nose", words=words(mistakes=()))),
        lambda: skeleton(point("mid", kind="constructed", words=words(mistakes=()))),
    ),
    (
        wording.too_short,
        lambda: saying("The whole wrist."),
        lambda: saying("Middle of the wrist."),
    ),
    (
        wording.too_long,
        lambda: saying("Middle of " + "very " * 22 + "old wrist."),  # 26 words
        lambda: saying("Middle of " + "very " * 21 + "old wrist."),
    ),
    (
        wording.in_sentences,
        lambda: saying("Middle of the wrist. Not the hand."),
        lambda: saying("Middle of the wrist, e.g. where a watch sits; not the hand."),
    ),
    (
        wording.vague_word,
        lambda: saying("Point near the end of the thumb."),
        lambda: saying("Point nearest to the end of the thumb."),
    ),
    (
        wording.wrong_side_word,
        lambda: skeleton(
            *sided("knee", {}, {"words": words("Right knee", "Front of the left knee.")})
        ),
        lambda: skeleton(
            *sided("knee", {}, {"words": words("Right knee", "Left of the right knee's edge.")})
        ),
    ),
    (
        wording.duplicate_definition,
        lambda: skeleton(
            point("a", words=words("A", "Tip of the toe.")),
            point("b", 1, words=words("B", "tip of  the toe.")),
        ),
        lambda: skeleton(*pair("toe", words=words("Toe", "Tip of the toe."))),
    ),
    (
        meaning.same_place_twice,
        lambda: citing("hip", "hip"),
        lambda: skeleton(*pair("hip", place=place("hip"))),
    ),
    (meaning.confused_with_itself, lambda: confusing("tragus"), lambda: confusing("ear")),
    (
        meaning.alias_collision,
        lambda: searched("Auricle", "auricle"),
        lambda: searched("Auricle", "flap"),
    ),
    (
        entries.incomplete,
        lambda: dictionary(landmark("hip", words=words("Hip", mistakes=()))),
        lambda: dictionary(landmark("hip", words=words("Hip", mistakes=())), version="0.9.0"),
    ),
    (
        entries.without_unit,
        lambda: off(0.1, direction="up"),
        lambda: off(0.1, direction="up", unit=(place("hip"), place("knee"))),
    ),
    (entries.out_of_range, lambda: off(8), lambda: off(2, toward=place("knee"))),
    (
        entries.aimed_twice,
        lambda: shifted(direction="up"),
        lambda: shifted(),
    ),
    (
        entries.offset_in_dictionary,
        lambda: off(None, offset=(0.0, 3.0)),
        lambda: off(None, direction="up"),
    ),
    (
        entries.curve_named_as_landmark,
        lambda: dictionary(landmark("jaw"), curve("jaw")),
        lambda: dictionary(landmark("jaw"), curve("jaw_line")),
    ),
)


@pytest.mark.parametrize("rule", [missing.definition, missing.cue, missing.mistake])
def test_a_draft_is_warned_and_a_release_is_refused(rule: object) -> None:
    bare = words("Nose", "", find=Find(), mistakes=())
    for version, severity in (("0.9.9", Severity.WARNING), ("1.0.0", Severity.ERROR)):
        drafted = skeleton(*pair("eye", words=bare), version=version)
        [problem] = found(rule, drafted)  # once for both sides
        assert problem.severity is severity
        assert problem.points == ("left_eye", "right_eye")


@pytest.mark.parametrize(
    ("definition", "word"),
    [
        ("Spot somewhere on the hand.", "somewhere"),
        ("About the middle of the hand.", "About"),
        ("The middle of the hand, more or less.", "more or less"),
        ("The joint that the hand turns about.", None),
        ("Line that the foot rotates around.", None),
        ("Middle of the ring around the eye.", "around"),
    ],
)
def test_vague_words(definition: str, word: str | None) -> None:
    problems = found(wording.vague_word, saying(definition))
    assert [p.message.split('"')[1] for p in problems] == ([word] if word else [])


@pytest.mark.parametrize(
    ("definition", "wrong"),
    [
        ("Tip of the right knee.", True),
        ("Tip of the right-knee bone.", True),
        ("Right above the kneecap's edge.", False),
        ("Where shin and thigh form a right angle.", False),
        ("Tip of the left knee, not of the right knee.", False),
        ("Tip of the upright kneecap bone.", False),
    ],
)
def test_sides_in_the_words_of_a_left_knee(definition: str, wrong: bool) -> None:
    left = point("left_knee", x=60, words=words("Left knee", definition))
    assert bool(found(wording.wrong_side_word, skeleton(left))) is wrong


def test_words_of_a_landmark_are_judged_in_its_dictionary() -> None:
    vague = words("Hip", "Somewhere near the hip joint.")
    assert found(wording.vague_word, dictionary(landmark("hip", words=vague)))
    assert not found(wording.vague_word, skeleton(point("hip", words=vague, place=place("hip"))))


def test_words_of_an_included_point_are_judged_in_the_part() -> None:
    part = Origin("specs/part.yaml") / "keypoints" / "tip"
    assert not found(
        wording.too_short, skeleton(point("tip", words=words("Tip", "It."), origin=part))
    )


def test_a_mistake_is_judged_where_it_was_written() -> None:
    elsewhere = mistake(by=8.0, direction="up", origin=Origin("landmarks/body.yaml"))
    taken = skeleton(point("hip", words=words("Hip", mistakes=(elsewhere,)), place=place("hip")))
    assert not found(entries.out_of_range, taken)
    assert not found(entries.without_unit, taken)


def test_a_landmark_knows_itself_by_its_place() -> None:
    itself = Confusion(target="landmarks/test.hip", title="Hip", text="no", origin=HOME)
    hip = landmark("hip", words=words("Hip", confuse_with=(itself,)))
    assert found(meaning.confused_with_itself, dictionary(hip))
    assert not found(meaning.confused_with_itself, dictionary(hip, id="landmarks/other"))


@pytest.mark.parametrize("by", [0, -0.1, 2.01])
def test_shares_that_are_none(by: float) -> None:
    assert found(entries.out_of_range, off(by))


def test_fractions_of_a_curve_are_places_of_their_own() -> None:
    def jaw(step: int, steps: int, index: int) -> object:
        return point(f"p{index}", index, place=place("jaw", step, steps))

    assert not found(meaning.same_place_twice, skeleton(jaw(1, 8, 0), jaw(2, 8, 1)))
    assert found(meaning.same_place_twice, skeleton(jaw(2, 8, 0), jaw(1, 4, 1)))


def test_points_of_one_curve_share_its_aliases() -> None:
    shared = words("Jaw", aliases=("jaw line",))
    points = [point(f"p{i}", i, words=shared, place=place("jaw", i, 8)) for i in (1, 2)]
    assert not found(meaning.alias_collision, skeleton(*points))


def test_an_alias_may_not_be_the_title_of_another_place() -> None:
    left, right = pair("ear", words=words("Left ear"))
    flap = point("tragus", 2, words=words("Tragus", aliases=("Ear",)))
    [problem] = found(meaning.alias_collision, skeleton(left, right, flap))
    assert problem.points == ("left_ear", "right_ear", "tragus")


def test_a_curve_of_a_dictionary_is_judged_too() -> None:
    vague = words("Jaw", "Line near the edge of the face.")
    [problem] = found(wording.vague_word, dictionary(curve("jaw", words=vague)))
    assert problem.origin.route == ("curves", "jaw", "definition")


@pytest.mark.parametrize("rule", [missing.cue, missing.mistake])
def test_what_a_part_leaves_out_is_told_in_the_part(rule: object) -> None:
    bare = words("Tip", find=Find(), mistakes=())
    part = Origin("specs/part.yaml") / "keypoints" / "tip"
    assert found(rule, skeleton(point("tip", words=bare)))
    assert not found(rule, skeleton(point("tip", words=bare, origin=part)))


@pytest.mark.parametrize("aim", [{"toward": place("knee")}, {"keypoint": "left_knee"}])
def test_every_aim_beside_an_offset_is_one_too_many(aim: dict[str, object]) -> None:
    [problem] = found(entries.aimed_twice, shifted(**aim))
    assert problem.origin.route == ("mistakes", "offset")
    assert problem.points == ("left_hip", "right_hip")


def test_a_mistake_of_a_family_is_told_once_for_all_that_take_it() -> None:
    shared = words("Edge", mistakes=(mistake(offset=(0.0, 3.0), by=8.0),))
    paw = dictionary(landmark("claw", words=shared), landmark("pad", words=shared))
    for rule in (entries.offset_in_dictionary, entries.out_of_range, entries.without_unit):
        [problem] = found(rule, paw)
        assert problem.points == ("claw", "pad")
