"""Reading labelling configs of Label Studio: our own in both layouts, and those of others."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from given_files import given, shown
from schemac.draft import Absorbed
from schemac.format import Settings
from schemac.formats.label_studio import FORMAT
from schemac.model import Skeleton

SPECS = ("body/coco-17", "hand/hand-21", "face/ibug-68")


def absorbed(text: str | bytes) -> Absorbed:
    assert FORMAT.recognises is not None
    assert FORMAT.absorb is not None
    one = given("config.xml", text)
    assert FORMAT.recognises(one)
    return FORMAT.absorb(one)


def config(*labels: str, more: str = "") -> str:
    inner = "\n".join(f"<Label {label}/>" for label in labels)
    return (
        f'<View><Image name="image" value="$image"/>\n<KeyPointLabels name="kp" toName="image">\n'
        f"{inner}\n</KeyPointLabels>{more}</View>"
    )


def names(found: Absorbed) -> list[str]:
    (draft,) = found.drafts
    return [point.name for point in draft.points]


@pytest.mark.parametrize("spec", SPECS)
@pytest.mark.parametrize("file", ["config.xml", "vector.xml"])
def test_what_we_write_says_the_same_when_it_is_read(
    skeleton: Callable[[str], Skeleton], spec: str, file: str
) -> None:
    made = skeleton(spec)
    assert FORMAT.emit is not None
    options = {option.name: option.values[0] for option in FORMAT.options if option.values}
    for artifact in FORMAT.emit(made, Settings(options=options)).artifacts:
        if artifact.path == file:
            found = absorbed(artifact.content)
            break
    assert found.problems == ()
    points = found.drafts[0].points
    assert [{point.name, *point.aliases} & {own.id, own.name} != set() for own, point in
            zip(made.keypoints, points, strict=True)] == [True] * len(made.keypoints)  # fmt: skip
    assert found.drafts[0].name == made.category
    if file == "config.xml":
        assert [point.name for point in points] == [own.name for own in made.keypoints]
        assert all(point.definition for point in points)


def test_the_stored_word_is_kept_beside_the_shown_one() -> None:
    found = absorbed(config('value="Left eye" alias="left_eye" hint="The pupil." hotkey="q"'))
    (point,) = found.drafts[0].points
    assert (point.name, point.aliases) == ("Left eye", ("left_eye",))
    assert (point.definition, point.hotkey) == ("The pupil.", "q")


def test_category_and_tiers_come_from_their_own_controls() -> None:
    more = (
        '<RectangleLabels name="box" toName="image"><Label value="cat"/></RectangleLabels>'
        '<Choices name="v" toName="image" perRegion="true" whenTagName="kp">'
        '<Choice value="seen"/><Choice value="hidden"/></Choices>'
        '<Choices name="weather" toName="image"><Choice value="rain"/></Choices>'
    )
    (draft,) = absorbed(config('value="tip"', more=more)).drafts
    assert draft.name == "cat"
    assert [tier.name for tier in draft.tiers or ()] == ["seen", "hidden"]
    assert draft.edges is None
    assert draft.mirror is None


def test_numbers_out_of_order_are_told_and_followed() -> None:
    found = absorbed(config('value="b" model_index="1"', 'value="a" model_index="0"'))
    assert names(found) == ["a", "b"]
    (problem,) = found.problems
    assert problem.code == "I180"
    assert problem.message == "`a` has `model_index` 0 and comes after `b` with 1"
    assert shown(problem, found.sources) == '<Label value="a" model_index="0"/>'


@pytest.mark.parametrize(
    ("second", "message"),
    [
        ('value="b" model_index="0"', "`b` has the `model_index` 0 of `a`"),
        ('value="b" model_index="x"', "the `model_index` of `b` is `x`, which is no number"),
        ('value="b"', "the `model_index` of `b` is missing"),
    ],
)
def test_numbers_that_do_not_count(second: str, message: str) -> None:
    found = absorbed(config('value="a" model_index="0"', second))
    assert names(found) == ["a", "b"]
    assert [problem.message for problem in found.problems] == [message]


def test_a_label_without_a_word() -> None:
    found = absorbed(config('value="a"', 'hint="no name"'))
    assert names(found) == ["a"]
    assert [problem.code for problem in found.problems] == ["I181"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('<View><Image name="i" value="$i"/><Choices toName="i"/></View>', "I081"),
        ('<View><KeyPointLabels name="kp" toName="image">', "I080"),
        ('<!DOCTYPE View [<!ENTITY a "b">]><View toName="x">&a;</View>', "I080"),
    ],
)
def test_what_cannot_be_read_is_told(text: str, code: str) -> None:
    found = absorbed(text)
    assert found.drafts == ()
    assert [problem.code for problem in found.problems] == [code]
