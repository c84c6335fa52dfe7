"""The quality settings: which sigmas, keypoints and thresholds, and what is said of them."""

import json
import re
from math import exp

import pytest
from msgspec import structs

from schemac.format import Feature, Settings, losses_of
from schemac.formats.cvat import FORMAT
from schemac.formats.cvat.quality import ALLOWED
from schemac.model import (
    Binary,
    Formula,
    Number,
    OksTarget,
    Profile,
    QaPlan,
    Quantity,
    Sampling,
    SigmaSet,
    Skeleton,
    Subject,
    Tolerance,
    Variable,
)
from small_skeletons import AREA, NASTY, bird, keypoint, sigmas

POINTS = ("beak", "left_wing", "right_wing", "comb", "tail", "middle")
OKS = Profile(id="oks", metric="OKS", sigmas="own", points=POINTS, main=True)
PCK = Profile(id="pck", metric="PCK", threshold=0.2, points=POINTS)


def files(skeleton, **options):
    emission = FORMAT.emit(skeleton, Settings(options=options))
    return {artifact.path: artifact.content for artifact in emission.artifacts}


def quality(skeleton, **options):
    return json.loads(files(skeleton, **options)["quality.json"])


def requirements(skeleton, **options):
    return quality(skeleton, **options)["from_2_74"]["requirements"]


def singles(skeleton, **options):
    """The requirements behind the first one, which is for the whole skeleton."""
    return requirements(skeleton, **options)[1:]


def losses(skeleton, feature, **options):
    """Every loss of a feature, as a build reports it."""
    found = FORMAT.emit(skeleton, Settings(options=options)).losses
    every = (*losses_of(FORMAT, skeleton), *found)
    return [loss.message for loss in every if loss.feature is feature]


def many(number, sigma=lambda n: 0.02, category="herd", **fields):
    """A skeleton of so many keypoints, which evaluates all by OKS."""
    points = tuple(keypoint(n, f"p{n}", sigmas=sigmas(own=sigma(n))) for n in range(number))
    return Skeleton(
        id="demo/herd", version="1.0.0", title="Herd", keypoints=points,
        subject=Subject(laterality="viewer", category=category),
        sigma_sets=(SigmaSet(id="own", basis="assumed", scale=AREA),),
        evaluation=(structs.replace(OKS, points=tuple(p.id for p in points)),), **fields,
    )  # fmt: skip


def tolerance(value, unit, along=None):
    across = Quantity(value=value, unit=unit)
    return Tolerance(across=across, along=Quantity(value=along, unit=unit) if along else across)


def chosen(requirement, label, names):
    """The keypoints that a requirement is about: its filter, as CVAT judges it."""
    rule = json.loads(requirement["filter"])
    return [n for n in names if holds(rule, {"shape.skeleton.label": label, "shape.label": n})]


def holds(rule, terms):
    ((operation, arguments),) = rule.items()
    if operation == "and":
        return all(holds(each, terms) for each in arguments)
    value = terms[arguments[0]["var"]]
    return value == arguments[1] if operation == "==" else value in arguments[1]


# Whether there is a file


def test_without_sigmas_there_is_none_and_nothing_is_lost(skeleton):
    plain = bird(sigma_sets=(), evaluation=())
    assert "quality.json" not in files(plain)
    assert losses(plain, Feature.SIGMAS) == losses(plain, Feature.EVALUATION) == []
    assert "quality.json" not in files(skeleton("face/ibug-68"))


def test_a_spec_whose_main_profile_is_not_oks_has_none(skeleton):
    hand = skeleton("hand/hand-21")
    assert "quality.json" not in files(hand)
    (said,) = losses(hand, Feature.SIGMAS)
    assert "the main profile pck is PCK" in said
    assert losses(hand, Feature.EVALUATION)
    assert losses(hand, Feature.TOLERANCES)
    assert losses(hand, Feature.QA)


def test_an_option_can_ask_for_a_set_all_the_same(skeleton):
    found = quality(skeleton("hand/hand-21"), sigmas="wholebody")
    assert len(found["from_2_74"]["requirements"]) == 1 + 21
    assert not any("iou_threshold" in each for each in found["from_2_74"]["requirements"])


@pytest.mark.parametrize(
    ("fields", "options", "why"),
    [
        ({"evaluation": ()}, {}, "no main evaluation profile"),
        ({"evaluation": (structs.replace(OKS, main=False), PCK)}, {}, "no main evaluation profile"),
        ({"evaluation": (structs.replace(OKS, sigmas=None),)}, {}, "main profile"),
        ({}, {"sigmas": "mine"}, "no set of sigmas mine"),
        ({"sigma_sets": ()}, {}, "no set of sigmas own"),
    ],
)
def test_why_there_is_none(fields, options, why):
    odd = bird(**fields)
    assert "quality.json" not in files(odd, **options)
    assert all(why in said for said in losses(odd, Feature.EVALUATION, **options))
    assert bool(losses(odd, Feature.SIGMAS, **options)) == bool(odd.sigma_sets)


def test_sigmas_of_another_length_are_not_taken_for_those_of_an_area():
    square = Binary(operator="*", left=Number(text="2"), right=Variable(name="segment_area"))
    scale = Formula(text="2 * segment_area", tree=square)
    odd = bird(sigma_sets=(SigmaSet(id="own", basis="assumed", scale=scale),))
    assert "quality.json" not in files(odd)
    assert "2 * segment_area" in losses(odd, Feature.SIGMAS)[0]


@pytest.mark.parametrize("value", [0, -0.1, 1.5])
def test_a_sigma_that_cvat_refuses(value):
    assert "quality.json" not in files(many(3, lambda n: value))


# Which values


def test_the_flat_settings_of_coco(skeleton):
    assert quality(skeleton("body/coco-17"))["before_2_74"] == {
        "oks_sigma": 0.072,
        "iou_threshold": 0.85,
    }


def test_the_median_is_one_of_the_sigmas():
    assert quality(many(4, lambda n: (n + 1) / 100))["before_2_74"]["oks_sigma"] == 0.02
    assert quality(many(5, lambda n: (5 - n) / 100))["before_2_74"]["oks_sigma"] == 0.03


def test_whole_skeletons_are_compared_as_before():
    whole, *_ = requirements(bird(qa=QaPlan(oks=OksTarget(profile="oks", at_least=0.7))))
    assert whole == {
        "name": "bird: whole skeleton",
        "parent_requirement": "{base_skeleton_requirement_id}",
        "enabled": True,
        "iou_threshold": 0.7,
        "point_size": 0.08,
        "point_size_base": "group_bbox_size",
        "filter": '{"==":[{"var":"shape.label"},"bird"]}',
    }


def test_a_requirement_for_each_keypoint_with_its_own_sigma(skeleton):
    coco = skeleton("body/coco-17")
    found = singles(coco)
    assert [each["point_size"] for each in found] == [p.sigma("coco") for p in coco.keypoints]
    assert found[0] == {
        "name": "person.nose",
        "parent_requirement": "{base_skeleton_keypoint_requirement_id}",
        "enabled": False,
        "iou_threshold": 0.969233,
        "point_size": 0.026,
        "point_size_base": "image_size",
        "filter": '{"and":[{"==":[{"var":"shape.skeleton.label"},"person"]},'
        '{"==":[{"var":"shape.label"},"nose"]}]}',
    }


def test_thresholds_that_the_spec_does_not_state_are_left_out():
    found = quality(bird())
    assert found["before_2_74"] == {"oks_sigma": 0.08}
    assert not any("iou_threshold" in each for each in found["from_2_74"]["requirements"])
    assert "required_score" not in str(found["from_2_74"])
    other = bird(
        evaluation=(OKS, Profile(id="rest", metric="OKS", sigmas="lent", points=("beak",))),
        qa=QaPlan(oks=OksTarget(profile="rest", at_least=0.7)),
    )
    assert "iou_threshold" not in quality(other)["before_2_74"]
    assert "OKS under rest" in losses(other, Feature.QA)[0]


@pytest.mark.parametrize(
    ("allowed", "times"),
    [
        (tolerance(0.5, "sigma"), 0.5),
        (tolerance(2, "sigma"), 2),
        (tolerance(3, "%"), 1),
        (tolerance(5, "px"), None),
        (tolerance(5, "mm"), None),
        (tolerance(0.5, "sigma", along=1), None),
    ],
)
def test_a_tolerance_is_the_oks_at_its_edge(allowed, times):
    """A keypoint alone scores exp(-d^2 / (2 s^2 (2 sigma)^2)); the edge is d = t sigma s."""
    beak, *_ = singles(bird(qa=QaPlan(tolerance=allowed)))
    sigma, scale = beak["point_size"], 123.0
    assert sigma == 0.03
    if times is None:
        assert "iou_threshold" not in beak
    else:
        off = times * sigma * scale
        edge = exp(-(off**2) / (2 * scale**2 * (2 * sigma) ** 2))
        assert beak["iou_threshold"] == pytest.approx(edge, abs=1e-6)


def test_a_keypoints_own_tolerance_comes_first():
    first, *rest = bird().keypoints
    own = structs.replace(first, tolerance=tolerance(1, "sigma"))
    odd = bird(keypoints=(own, *rest), qa=QaPlan(tolerance=tolerance(2, "sigma")))
    assert [x["iou_threshold"] for x in singles(odd)[:2]] == [
        pytest.approx(exp(-1 / 8), abs=1e-6),
        pytest.approx(exp(-4 / 8), abs=1e-6),
    ]


def test_tolerances_in_sigma_are_the_main_profiles():
    odd = bird(qa=QaPlan(tolerance=tolerance(1, "sigma")))
    assert not any("iou_threshold" in each for each in singles(odd, sigmas="lent"))


def test_only_evaluated_keypoints_with_a_sigma_count():
    some = bird(evaluation=(structs.replace(OKS, points=("beak", "comb")),))
    found = quality(some)
    assert found["before_2_74"]["oks_sigma"] == 0.03
    assert [x["name"] for x in singles(some)] == ["bird.beak", "bird.comb"]
    assert any("4 keypoints are not evaluated" in note for note in found["notes"])
    assert [x["name"] for x in singles(bird(), sigmas="lent")] == ["bird.beak"]


# Which keypoints


@pytest.mark.parametrize("spec", ["body/coco-17", "body/coco-wholebody-133"])
def test_every_keypoint_is_in_one_requirement_with_its_sigma(skeleton, spec):
    loaded = skeleton(spec)
    names = [point.name for point in loaded.keypoints]
    found = singles(loaded)
    covered = {name: each["point_size"] for each in found for name in chosen(each, "person", names)}
    assert covered == {p.name: p.sigma(loaded.main_sigmas) for p in loaded.keypoints}
    assert sum(len(chosen(each, "person", names)) for each in found) == len(names)
    assert not any(chosen(each, "someone else", names) for each in found)


@pytest.mark.parametrize(
    ("skeletons", "number"),
    [
        (many(ALLOWED - 1), ALLOWED - 1),
        (many(ALLOWED), 1),
        (many(200, lambda n: n % 7 / 100 + 0.01), 7),
        (many(ALLOWED - 1, lambda n: n / 1000 + 0.01), ALLOWED - 1),
        (many(ALLOWED, lambda n: n / 1000 + 0.01), 0),
    ],
)
def test_there_are_never_more_than_cvat_allows(skeletons, number):
    found = requirements(skeletons)
    assert len(found) == number + 1 <= ALLOWED
    assert len({each["name"] for each in found}) == len(found)


def test_the_133_share_requirements(skeleton):
    loaded = skeleton("body/coco-wholebody-133")
    different = {point.sigma("wholebody") for point in loaded.keypoints}
    assert 1 + len(different) <= len(requirements(loaded)) <= ALLOWED
    assert any("share" in note for note in quality(loaded)["notes"])


def test_keypoints_that_are_judged_differently_do_not_share():
    loose = tolerance(1, "sigma")
    herd = many(200, qa=QaPlan(tolerance=tolerance(0.5, "sigma")))
    first, *rest = herd.keypoints
    mixed = structs.replace(herd, keypoints=(structs.replace(first, tolerance=loose), *rest))
    assert [len(chosen(x, "herd", [p.name for p in rest])) for x in singles(mixed)] == [0, 199]


def test_hostile_names_stay_values():
    odd = many(3, category=NASTY + '"{settings_id}"')
    point = structs.replace(odd.keypoints[0], name='{settings_id}"}]}')
    odd = structs.replace(odd, keypoints=(point, *odd.keypoints[1:]))
    names = [p.name for p in odd.keypoints]
    assert [chosen(x, odd.category, names) for x in singles(odd)] == [[n] for n in names]
    assert files(odd)["quality.json"].decode().count('"{settings_id}"') == 2


# What is said


def test_every_placeholder_is_explained_and_used(skeleton):
    for found in (quality(skeleton("body/coco-17")), quality(many(300, lambda n: n / 999 + 0.001))):
        body = json.dumps(found["from_2_74"])
        assert set(re.findall(r'"(\{[a-z_]+\})"', body)) == set(found["placeholders"])


def test_the_notes_tell_what_to_mind(skeleton):
    notes = " ".join(quality(skeleton("body/coco-17"))["notes"])
    for word in ("oks_sigma", "median", "segment_area", "0.53", "turned off", "kappa", "0.85"):
        assert word in notes
    box = SigmaSet(id="own", basis="measured", scale=Formula(
        text="box_area", tree=Variable(name="box_area")))  # fmt: skip
    assert "0.53" not in " ".join(quality(bird(sigma_sets=(box,)))["notes"])


def test_no_median_is_spoken_of_where_all_are_equal():
    assert "median" not in " ".join(quality(many(3))["notes"])
    assert not any("one sigma" in said for said in losses(many(3), Feature.SIGMAS))


def test_what_is_left_of_the_plan_is_reported():
    plan = QaPlan(
        tolerance=tolerance(5, "mm"),
        oks=OksTarget(profile="oks", at_least=0.7),
        sampling=Sampling(rate=Quantity(value=10, unit="%")),
    )
    odd = bird(evaluation=(OKS, PCK), qa=plan)
    assert losses(odd, Feature.QA) == ["CVAT has no place for the QA plan's sampling"]
    assert losses(odd, Feature.TOLERANCES) == ["CVAT has no place for 6 of the tolerances"]
    assert losses(odd, Feature.EVALUATION) == [
        "CVAT compares by one OKS profile; not in quality.json: pck"
    ]
    assert "the set lent" in losses(odd, Feature.SIGMAS)[-1]


def test_the_same_skeleton_gives_the_same_bytes(skeleton):
    loaded = skeleton("body/coco-wholebody-133")
    assert files(loaded) == files(loaded)
