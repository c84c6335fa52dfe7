"""A limit is broken, kept, or not judged: what labels do not tell is never taken for kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs
from people import Person, measured, truth

import schemac
from schemac.agreeing import Agreement
from schemac.agreeing.result import Breach, Unjudged
from schemac.agreeing.verdict import Judged, limit_of
from schemac.agreeing.wording import verdict_of
from schemac.cli import main
from schemac.model import Skeleton
from schemac.model.numbers import (
    AgreementTarget,
    ErrorLimit,
    OksTarget,
    QaPlan,
    Quantity,
)

Load = Callable[[str], Skeleton]
EXPORT = Path(__file__).parent.parent / "labels" / "label-studio" / "people.json"
NOWHERE = float("nan")


@pytest.fixture(name="coco")
def _coco(skeleton: Load) -> Skeleton:
    return skeleton("body/coco-17")


def planned(coco: Skeleton, **limits: object) -> Skeleton:
    return structs.replace(coco, qa=QaPlan(**limits))  # type: ignore[arg-type]


def judged(spec: Skeleton, factor: float = 1.0, count: int = 20, misses: float = 0.0) -> Judged:
    people = [Person("a", 0.02, misses=misses), Person("b", 0.02, misses=misses)]
    made = measured(spec, truth(spec, count), people, with_gold=False, replicates=20)
    return Judged(spec, made.errors(), made.tiers(), factor)


def limit(value: float, unit: str) -> ErrorLimit:
    return ErrorLimit(limit=Quantity(value=value, unit=unit))  # type: ignore[arg-type]


def test_lengths_on_the_subject_are_not_judged(coco: Skeleton) -> None:
    made = judged(planned(coco, mean_error=limit(2, "mm")))
    assert made.breaches() == ()
    (found,) = made.unjudged()
    assert "no picture tells lengths on the subject" in found.why
    assert not found.partly


def test_a_kappa_that_is_not_defined_is_not_judged(coco: Skeleton) -> None:
    """Everybody always chose one tier: NaN is below no limit, and keeps none."""
    target = AgreementTarget(measure="fleiss_kappa", at_least=0.7)
    made = judged(planned(coco, visibility=target))
    assert made.breaches() == ()
    (found,) = made.unjudged()
    assert (found.limit, found.partly) == ("visibility", False)


@pytest.mark.parametrize("unit", ["sigma", "%"])
def test_without_a_scale_of_the_spec_nothing_is_held_against_its_sigmas(
    coco: Skeleton, unit: str
) -> None:
    spec = planned(coco, mean_error=limit(0.001, unit))
    assert judged(spec).breaches()
    made = judged(spec, factor=NOWHERE)
    assert made.breaches() == ()
    assert "no scale" in made.unjudged()[0].why


def test_few_labels_are_not_judged(coco: Skeleton) -> None:
    spec = planned(coco, mean_error=limit(50, "%"), oks=OksTarget(profile="coco", at_least=0.5))
    few = judged(spec, count=2)
    assert [each.limit for each in few.unjudged()] == ["mean_error", "oks"]
    assert "fewer than 5 labels of any keypoint" in few.unjudged()[0].why
    assert judged(spec).unjudged() == ()


def test_one_keypoint_without_labels_is_judged_in_part(coco: Skeleton) -> None:
    gold = truth(coco, 20)
    gold.keypoints[:, 9] = NOWHERE
    spec = planned(coco, mean_error=limit(50, "%"))
    made = measured(spec, gold, [Person("a"), Person("b")], with_gold=False, replicates=20)
    (found,) = Judged(spec, made.errors(), made.tiers()).unjudged()
    assert found.partly
    assert "left_wrist" in found.why


def test_limits_are_carried_to_the_scale_of_the_errors(coco: Skeleton) -> None:
    point, half = coco.keypoints[0], 0.5
    quantity = Quantity(value=2, unit="sigma")
    own = limit_of(quantity, point, coco)
    assert own
    assert limit_of(quantity, point, coco, half) == (own[0], own[1] * half)
    pixels = Quantity(value=8, unit="px")
    assert limit_of(pixels, point, coco, half) == limit_of(pixels, point, coco, NOWHERE)


BROKEN = Breach(limit="oks", message="")
PART, WHOLE = Unjudged("mean_error", "", partly=True), Unjudged("visibility", "")


@pytest.mark.parametrize(
    ("limits", "breaches", "unjudged", "verdict"),
    [
        (0, (), (), "no plan"),
        (2, (), (), "kept"),
        (2, (BROKEN,), (WHOLE,), "broken"),
        (2, (), (PART,), "partly judged"),
        (2, (), (WHOLE,), "partly judged"),
        (1, (), (WHOLE,), "not judged"),
        (2, (), (PART, WHOLE), "partly judged"),
    ],
)
def test_the_verdict(
    limits: int, breaches: tuple[Breach, ...], unjudged: tuple[Unjudged, ...], verdict: str
) -> None:
    found = Agreement(
        spec="", people=(), gold=False, items=0, labels=0, unmatched=0, scale="", errors={},
        regions={}, sigmas=(), pooled=(), tiers=(), limits=limits, breaches=breaches,
        unjudged=unjudged,
    )  # fmt: skip
    assert found.verdict == verdict
    assert verdict_of(found)


def test_the_exit_code_of_what_could_not_be_judged(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["agree", str(EXPORT), "--spec", "body/coco-17"]
    assert main([*words, "--scale", "extent"]) == 1
    said = capsys.readouterr().out
    assert "not judged: OKS of 0.85" in said
    assert "these labels tell nothing of the plan's limits" in " ".join(said.split())


def test_scales_without_a_relation_have_no_oks(coco: Skeleton) -> None:
    found = schemac.agree(EXPORT, spec="body/coco-17", scale="extent")
    assert found.carried != found.carried
    assert not any(error.oks.known for points in found.errors.values() for error in points)


def test_oks_is_the_same_in_scales_that_can_be_carried(coco: Skeleton) -> None:
    """0.53 of a box and the whole box: sigmas are multiplied by the root of 0.53."""
    one, other = (
        schemac.agree(EXPORT, spec="body/coco-17", scale=scale)
        for scale in ("reduced_box_area", "box_area")
    )
    assert (one.carried, other.carried) == (1.0, pytest.approx(0.53**0.5))
    for group, points in one.errors.items():
        for error, same in zip(points, other.errors[group], strict=True):
            if error.oks.known:
                assert same.oks.value == pytest.approx(error.oks.value, rel=1e-12)


def test_sigmas_are_measured_in_every_scale(coco: Skeleton) -> None:
    found = {
        scale: schemac.agree(EXPORT, spec="body/coco-17", scale=scale)
        for scale in ("reduced_box_area", "box_area", "extent")
    }
    for scale, made in found.items():
        for other in set(found) - {scale, "extent"}:
            for each, same in zip(made.sigmas, found[other].sigmas, strict=True):
                if each.sigma.known:
                    assert each.others[other].value == pytest.approx(same.sigma.value, rel=1e-12)
