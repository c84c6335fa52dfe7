"""Synthetic annotators with known sigma, bias and exchanged pairs are recovered."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from msgspec import structs
from people import Person, measured, side_by_side, truth

from schemac.agreeing.measure import Measure
from schemac.agreeing.result import Group
from schemac.agreeing.sums import Replicates, estimate
from schemac.model import Skeleton
from schemac.validating import Spread

Load = Callable[[str], Skeleton]
STIFF = Spread(joints=0.0, yaw=0.0, pitch=0.0, roll=0.0, noise=0.0)


@pytest.fixture(name="coco")
def _coco(skeleton: Load) -> Skeleton:
    return skeleton("body/coco-17")


@pytest.mark.parametrize("with_gold", [True, False])
def test_sigma_is_recovered_within_its_interval(coco: Skeleton, with_gold: bool) -> None:
    """Counted over many seeds: an interval of 95 % holds the truth in nearly as many studies."""
    held = studies = 0
    for seed in range(15):
        gold = truth(coco, 60, seed)
        people = [Person("a", 0.03), Person("b", 0.03), Person("c", 0.03)]
        for found in measured(coco, gold, people, seed, with_gold=with_gold).sigmas():
            studies += 1
            held += found.sigma.low <= 0.03 <= found.sigma.high
    assert 0.90 <= held / studies <= 0.99


@pytest.mark.parametrize("with_gold", [True, False])
def test_the_robust_sigma_sets_exchanged_pairs_aside(coco: Skeleton, with_gold: bool) -> None:
    gold = truth(coco, 400)
    swapping = Person("b", 0.03, swaps={"left_knee": 0.08})
    people = [Person("a", 0.03), swapping, Person("c", 0.03)]
    knee = measured(coco, gold, people, with_gold=with_gold).sigmas()[13]
    assert knee.point == "left_knee"
    assert knee.sigma.low > 0.033
    assert knee.robust.value == pytest.approx(0.03, rel=0.06)


def test_a_bias_is_found_with_its_direction(coco: Skeleton) -> None:
    gold = truth(coco, 300, spread=STIFF)
    people = [Person("a"), Person("b", bias={"left_wrist": (0.03, -0.01)}), Person("c")]
    errors = measured(coco, gold, people, with_gold=True).errors()
    wrist = errors[Group("person", "b")][9]
    assert wrist.bias_x.value == pytest.approx(0.03, abs=0.003)
    assert wrist.bias_y.value == pytest.approx(-0.01, abs=0.003)
    assert wrist.bias_x.low > 0.02
    for name, point in (("a", 9), ("b", 10)):
        other = errors[Group("person", name)][point]
        assert abs(other.bias_x.value) < 0.004


def test_bias_and_exchanges_are_recovered_within_their_intervals(coco: Skeleton) -> None:
    """Counted over many seeds, as sigmas are. A person sets the nose aside, and takes left for
    right at the knees in one of ten instances."""
    share, aside = 0.1, 0.02
    held = {"bias": 0, "none": 0, "swaps": 0}
    studies = 60
    for seed in range(studies):
        gold = truth(coco, 100, seed, STIFF)
        team = [Person("a", 0.03, bias={"nose": (aside, 0.0)}, swaps={"left_knee": share})]
        errors = measured(coco, gold, team, seed, with_gold=True).errors()[Group("all")]
        nose, wrist, knee = errors[0], errors[9], errors[13]
        held["bias"] += nose.bias_x.low <= aside <= nose.bias_x.high
        held["none"] += wrist.bias_x.low <= 0 <= wrist.bias_x.high
        held["swaps"] += knee.swaps.low <= share <= knee.swaps.high
    for what, count in held.items():
        assert 0.87 <= count / studies <= 1.0, what


def test_without_gold_a_bias_is_against_the_others(coco: Skeleton) -> None:
    gold = truth(coco, 300)
    people = [Person("a"), Person("b", bias={"nose": (0.04, 0)}), Person("c"), Person("d")]
    errors = measured(coco, gold, people, with_gold=False).errors()
    assert errors[Group("person", "b")][0].bias_x.value == pytest.approx(0.04, abs=0.004)
    assert errors[Group("person", "a")][0].bias_x.value == pytest.approx(-0.04 / 3, abs=0.004)


def test_a_bias_turns_with_the_body(coco: Skeleton) -> None:
    """An error to the side of the body is one bias, however people lie in the picture."""
    gold = truth(coco, 200)
    angle = np.linspace(0, 2 * np.pi, 200)[:, None]
    z = gold.keypoints[..., 0] + 1j * gold.keypoints[..., 1]
    z = (z - z.mean(axis=1, keepdims=True)) * np.exp(1j * angle)
    keypoints = gold.keypoints.copy()
    keypoints[..., 0], keypoints[..., 1] = z.real + 500, z.imag + 500
    turned = structs.replace(gold, keypoints=keypoints)
    shift = 0.03 * np.exp(1j * angle[:, 0]) * np.sqrt(gold.areas)

    items = side_by_side(coco, turned, [Person("a", 0.005)], with_gold=True)
    items.keypoints[:, 0, 9, 0] += shift.real
    items.keypoints[:, 0, 9, 1] += shift.imag
    made = Measure(coco, ["a"], np.full(17, 0.05), replicates=50)
    made.look(items, gold.areas, np.sqrt(gold.areas), np.ones(200))
    wrist = made.errors()[Group("all")][9]
    assert wrist.bias_x.value == pytest.approx(0.03, abs=0.003)
    assert wrist.bias_y.value == pytest.approx(0.0, abs=0.003)


@pytest.mark.parametrize("share", [0.0, 0.05, 0.2])
def test_exchanged_pairs_are_counted(coco: Skeleton, share: float) -> None:
    gold = truth(coco, 400)
    people = [Person("a"), Person("b", swaps={"left_knee": share})]
    errors = measured(coco, gold, people, with_gold=True).errors()
    found = errors[Group("person", "b")]
    for point in (13, 14):
        assert found[point].swaps.value == pytest.approx(share, abs=0.03)
    assert found[15].swaps.value == 0
    assert errors[Group("person", "a")][13].swaps.value == 0


def test_left_and_right_are_pooled_and_compared(coco: Skeleton) -> None:
    gold = truth(coco, 400)
    rng = np.random.default_rng(4)
    items = side_by_side(coco, gold, [Person("a", 0.02), Person("b", 0.02)], with_gold=True)
    # The right wrist is three times as uncertain.
    right = coco.by_id["right_wrist"].index
    scale = np.sqrt(gold.areas)[:, None, None]
    items.keypoints[:, :, right, :2] += rng.normal(size=(400, 2, 2)) * 0.04 * scale
    made = Measure(coco, ["a", "b"], np.full(17, 0.05))
    made.look(items, gold.areas, np.sqrt(gold.areas), np.ones(400))
    pooled = {each.point: each for each in made.pooled()}
    assert pooled["wrist"].points == ("left_wrist", "right_wrist")
    assert pooled["wrist"].differs
    assert not pooled["elbow"].differs
    sigmas = {each.point: each.sigma.value for each in made.sigmas()}
    expected = np.sqrt((sigmas["left_wrist"] ** 2 + sigmas["right_wrist"] ** 2) / 2)
    assert pooled["wrist"].sigma.value == pytest.approx(expected)


def test_batches_change_nothing(coco: Skeleton) -> None:
    gold = truth(coco, 90)
    people = [Person("a", misses=0.2), Person("b")]
    whole = measured(coco, gold, people, with_gold=False, batch=90)
    parts = measured(coco, gold, people, with_gold=False, batch=7)
    for one, other in zip(whole.sigmas(), parts.sigmas(), strict=True):
        assert one.sigma.value == pytest.approx(other.sigma.value)
        assert one.robust == other.robust
        assert one.items == other.items


def test_what_only_one_person_placed_counts_for_nothing(coco: Skeleton) -> None:
    gold = truth(coco, 40)
    found = measured(coco, gold, [Person("a"), Person("b", misses=1.0)], with_gold=False)
    assert all(each.items == 0 for each in found.sigmas())
    assert found.errors() == {}


def test_few_items_have_no_interval() -> None:
    assert np.isnan(estimate(np.ones(100), 9).low)
    assert estimate(np.ones(100), 10).low == 1.0


def test_replicates_begin_with_the_data_itself() -> None:
    weights = Replicates(50).weights(1000)
    assert weights.shape == (51, 1000)
    assert (weights[0] == 1).all()
    assert weights[1:].mean() == pytest.approx(1, abs=0.02)


def test_few_instances_have_no_interval_however_many_labels(skeleton: Load) -> None:
    """Four people on six instances: 24 labels of a keypoint, more of a region, six instances."""
    coco = skeleton("body/coco-17")
    people = [Person(name, 0.02) for name in "abcd"]
    made = measured(coco, truth(coco, 6), people, with_gold=True)
    (every,) = [points for group, points in made.errors().items() if group.kind == "all"]
    assert every[0].labels == 24
    assert np.isnan(every[0].relative.low)
    (regions,) = [points for group, points in made.regions().items() if group.kind == "all"]
    assert regions
    assert all(np.isnan(region.relative.low) for region in regions)


def test_a_keypoint_that_nobody_labelled_is_unknown_and_nothing_else(
    skeleton: Load, recwarn: pytest.WarningsRecorder
) -> None:
    coco = skeleton("body/coco-17")
    gold = truth(coco, 20)
    gold.keypoints[:, 9] = np.nan
    made = measured(coco, gold, [Person("a"), Person("b")], with_gold=False)
    pooled = {each.point: each for each in made.pooled()}
    assert not pooled["wrist"].sigma.known
    assert not pooled["wrist"].differs
    assert pooled["ankle"].sigma.known
    assert not [each for each in recwarn if issubclass(each.category, RuntimeWarning)]


@pytest.mark.parametrize("people", [2, 5])
def test_robust_intervals_hold_the_truth(skeleton: Load, people: int) -> None:
    """Pairs of five people are ten, but not ten times as much is known."""
    coco = skeleton("body/coco-17")
    inside = total = 0
    for seed in range(12):
        team = [Person(str(at), 0.02) for at in range(people)]
        made = measured(coco, truth(coco, 60, seed), team, seed, with_gold=False, replicates=2)
        for each in made.sigmas():
            total += 1
            inside += each.robust.low <= 0.02 <= each.robust.high
    assert 0.9 <= inside / total <= 0.995
