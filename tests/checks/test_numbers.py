"""Sigmas, evaluation, tolerances, ranges."""

from __future__ import annotations

import math

import pytest

from checks.build import (
    AREA,
    FILE,
    HOME,
    LENGTH,
    Case,
    found,
    length,
    pair,
    point,
    profile,
    qa,
    sigma,
    sigma_set,
    skeleton,
    tier,
    tiers,
)  # fmt: skip
from schemac.checks import evaluation, ranges, sigmas, tolerances
from schemac.model import (
    AgreementTarget,
    Instance,
    Keypoint,
    OksTarget,
    Profile,
    Quantity,
    Region,
    Sampling,
    SamplingRate,
    SigmaSet,
    Skeleton,
    TierBlur,
)  # fmt: skip
from schemac.source import Origin

OKS = (profile(sigmas="coco"),)
TARGET = OksTarget(profile="main", at_least=0.85)


def counted(at_least: int) -> Instance:
    return Instance(one="One head.", at_least=at_least, origin=HOME / "instance")


def valued(*values: float | None, **fields: object) -> Skeleton:
    """A skeleton whose keypoints a, b … have these sigmas in the set `coco`."""
    points = [
        point(id, i, sigmas=() if value is None else (sigma(value, route=id),))
        for i, (id, value) in enumerate(zip("abcdefgh", values, strict=False))
    ]
    return skeleton(*points, **{"sigma_sets": (sigma_set(),)} | fields)


def doubled(factor: float) -> Skeleton:
    """The shoulders, elbows and wrists of COCO, times a factor."""
    points = [
        each
        for number, stem in enumerate(("shoulder", "elbow", "wrist"))
        for each in pair(stem, 2 * number, sigmas=(sigma(factor * sigmas.COCO[stem], route=stem),))
    ]
    return skeleton(*points, sigma_sets=(sigma_set(),))


def sampled(rate: float, unit: str = "%") -> Skeleton:
    more = SamplingRate(points=("nose",), rate=Quantity(value=rate, unit=unit))
    return skeleton(qa=qa(sampling=Sampling(more=(more,))))


def measured(unit: str, **fields: object) -> Skeleton:
    return skeleton(point("nose", sigmas=(sigma(0.1),)), qa=qa(tolerance=length(8, unit)), **fields)


BLURRED = tiers(tier("visible", 2, blur=Quantity(value=1, unit="tolerance")), tier("absent", 0))

CASES: tuple[Case, ...] = (
    (sigmas.not_positive, lambda: valued(0.1, 0), lambda: valued(0.1, 0.001)),
    (sigmas.too_large, lambda: valued(0.1, 0.26), lambda: valued(0.1, 0.179)),
    (sigmas.is_kappa, lambda: doubled(2), lambda: doubled(1)),
    (sigmas.missing, lambda: valued(0.1, None), lambda: valued(0.1, None, evaluation=OKS)),
    (
        evaluation.metric_incomplete,
        lambda: skeleton(evaluation=(profile("PCK", threshold=0.2),)),
        lambda: skeleton(evaluation=(profile("PCK", threshold=0.2, relative_to=LENGTH),)),
    ),
    (
        evaluation.oks_without_sigma,
        lambda: valued(0.1, None, evaluation=OKS),
        lambda: valued(0.1, None, evaluation=(profile(sigmas="coco", points=("a",)),)),
    ),
    (
        evaluation.threshold_out_of_range,
        lambda: skeleton(evaluation=(profile("PCK", threshold=20),)),
        lambda: skeleton(evaluation=(profile("PCK", threshold=1),)),
    ),
    (
        evaluation.main_profile_unclear,
        lambda: skeleton(evaluation=(profile("EPE"), profile("EPE", "other"))),
        lambda: skeleton(evaluation=(profile("EPE"), profile("EPE", "other", main=True))),
    ),
    (
        evaluation.oks_target_without_oks,
        lambda: skeleton(evaluation=(profile("EPE"),), qa=qa(oks=TARGET)),
        lambda: skeleton(evaluation=(profile("EPE", "other"), *OKS), qa=qa(oks=TARGET)),
    ),
    (tolerances.not_positive, lambda: measured("px") and skeleton(qa=qa(tolerance=length(0))),
     lambda: measured("px")),
    (
        tolerances.px_without_image,
        lambda: measured("px"),
        lambda: skeleton(qa=qa(tolerance=length(8), image=(640, 480))),
    ),
    (
        tolerances.without_sigma,
        lambda: measured("sigma"),
        lambda: measured("sigma", evaluation=OKS),
    ),
    (tolerances.in_tolerances, lambda: measured("tolerance"), lambda: measured("%")),
    (
        tolerances.missing,
        lambda: skeleton(visibility=BLURRED),
        # a computed keypoint is never clicked, so nothing about it is accepted or not
        lambda: skeleton(
            point("nose", tolerance=length(8)),
            point("mid", 1, kind="constructed"),
            visibility=BLURRED,
        ),
    ),
    (ranges.rate_out_of_range, lambda: sampled(120), lambda: sampled(100)),
    (
        ranges.target_out_of_range,
        lambda: skeleton(qa=qa(oks=OksTarget(profile="main", at_least=85))),
        lambda: skeleton(qa=qa(oks=OksTarget(profile="main", at_least=0.85))),
    ),
    (
        ranges.hue_out_of_range,
        lambda: skeleton(regions=(Region(id="hand", title="Hands", hue=360, origin=HOME),)),
        lambda: skeleton(regions=(Region(id="hand", title="Hands", hue=359),)),
    ),
    (
        ranges.weight_negative,
        lambda: skeleton(point("nose", weight=-1.0)),
        lambda: skeleton(point("nose", weight=0.0)),
    ),
    (
        ranges.more_asked_than_there_are,
        lambda: skeleton(point("nose"), instance=counted(2)),
        lambda: skeleton(point("nose"), instance=counted(1)),
    ),
)  # fmt: skip


@pytest.mark.parametrize("value", [math.nan, math.inf, -0.1])
def test_what_is_no_sigma(value: float) -> None:
    assert found(sigmas.not_positive, valued(value))


def test_a_value_for_both_sides_is_told_once() -> None:
    both = pair("eye", sigmas=(sigma(0.5, route="eye"),))
    assert len(found(sigmas.too_large, skeleton(*both))) == 1


def test_two_joints_are_too_few_to_call_a_table_kappa() -> None:
    both = [*pair("hip", sigmas=(sigma(0.214),)), *pair("knee", 2, sigmas=(sigma(0.174),))]
    assert not found(sigmas.is_kappa, skeleton(*both, sigma_sets=(sigma_set(),)))


def test_a_set_that_completes_another_may_have_gaps() -> None:
    sets = (sigma_set("coco"), sigma_set("mine", otherwise="coco"))
    lent = valued(0.1, None, sigma_sets=sets, evaluation=(profile(sigmas="mine", points=("a",)),))
    assert not found(sigmas.missing, lent)


def test_a_set_that_a_part_brought_covers_the_part() -> None:
    brought = SigmaSet(id="coco", basis="assumed", scale=AREA, origin=Origin("specs/part.yaml"))
    assert not found(sigmas.missing, valued(0.1, None, sigma_sets=(brought,)))


@pytest.mark.parametrize(
    ("metric", "missing"),
    [("OKS", "`sigmas`"), ("NME", "`relative_to`"), ("PCK", "`threshold` and `relative_to`")],
)
def test_what_a_metric_needs(metric: str, missing: str) -> None:
    [problem] = found(evaluation.metric_incomplete, skeleton(evaluation=(profile(metric),)))
    assert f"needs {missing} for {metric}" in problem.message


def test_several_main_profiles_are_as_unclear_as_none() -> None:
    both = (profile("EPE", main=True), profile("EPE", "other", main=True))
    [problem] = found(evaluation.main_profile_unclear, skeleton(evaluation=both))
    assert "`main` and `other` are all the main one" in problem.message


def test_oks_counts_all_points_when_a_profile_lists_none() -> None:
    [problem] = found(evaluation.oks_without_sigma, valued(0.1, None, None, evaluation=OKS))
    assert problem.points == ("b", "c")


def blurred(unit: str, **fields: object) -> Keypoint:
    limit = TierBlur(tier="visible", limit=Quantity(value=3, unit=unit))
    return point("nose", blur=(limit,), **fields)


def test_a_keypoints_own_blur_limit_needs_what_its_unit_needs() -> None:
    assert found(tolerances.missing, skeleton(blurred("tolerance")))
    assert not found(tolerances.missing, skeleton(blurred("tolerance", tolerance=length(2))))
    assert not found(tolerances.in_tolerances, skeleton(blurred("tolerance")))
    assert found(tolerances.px_without_image, skeleton(blurred("px")))


def test_a_tolerance_in_sigmas_needs_a_value_for_its_own_keypoint() -> None:
    points = (
        point("a", tolerance=length(1, "sigma")),
        point("b", 1, sigmas=(sigma(0.1),)),
    )
    [problem] = found(tolerances.without_sigma, skeleton(*points, evaluation=OKS))
    assert problem.points == ("a",)
    assert problem.origin.route == ("keypoints", "a", "tolerance")


def test_a_sampling_rate_in_pixels_is_none() -> None:
    [problem] = found(ranges.rate_out_of_range, sampled(20, "px"))
    assert problem.origin.route == ("qa", "sampling", "more", 0, "rate")


@pytest.mark.parametrize("at_least", [0, 1.01, -1])
def test_targets_of_agreement(at_least: float) -> None:
    target = AgreementTarget(measure="fleiss_kappa", at_least=at_least)
    [problem] = found(ranges.target_out_of_range, skeleton(qa=qa(visibility=target)))
    assert problem.origin == HOME / "qa" / "visibility" / "at_least"
    assert problem.origin.file == FILE


@pytest.mark.parametrize(
    ("metric", "help"),
    [
        ("OKS", "add `sigmas:` with the name of a set of this spec"),
        ("NME", "add `relative_to:` with a length, such as `box_diagonal`"),
    ],
)
def test_the_help_says_what_a_metric_needs(metric: str, help: str) -> None:
    [problem] = found(evaluation.metric_incomplete, skeleton(evaluation=(profile(metric),)))
    assert problem.help == help


@pytest.mark.parametrize(
    ("others", "help"),
    [(OKS, "name `main`"), ((), "add a profile with `metric: OKS`")],
)
def test_the_help_names_the_profiles_that_give_an_oks(
    others: tuple[Profile, ...], help: str
) -> None:
    target = OksTarget(profile="error", at_least=0.85)
    profiles = (profile("EPE", "error"), *others)
    [problem] = found(
        evaluation.oks_target_without_oks, skeleton(evaluation=profiles, qa=qa(oks=target))
    )
    assert problem.origin.route == ("qa", "oks", "profile")
    assert problem.help == help
