"""Kappa and alpha of everybody and of each person equal what others compute of the same labels."""

from __future__ import annotations

from collections.abc import Callable

import krippendorff
import numpy as np
import pytest
from people import Person as Labeller
from people import side_by_side, truth
from statsmodels.stats.inter_rater import fleiss_kappa

from schemac.agreeing.items import Items
from schemac.agreeing.measure import Measure
from schemac.agreeing.result import Group, TierAgreement
from schemac.model import Skeleton

Load = Callable[[str], Skeleton]
COUNT = 60


@pytest.fixture(name="coco")
def _coco(skeleton: Load) -> Skeleton:
    return skeleton("body/coco-17")


def shaken(coco: Skeleton, people: int, *, with_gold: bool, misses: float = 0.0) -> Items:
    """Items on which everybody gives every tenth keypoint a tier of their own."""
    team = [Labeller(str(at), misses=misses) for at in range(people)]
    items = side_by_side(coco, truth(coco, COUNT), team, with_gold=with_gold)
    rng = np.random.default_rng(1)
    codes = [tier.code for tier in coco.visibility.tiers]  # type: ignore[union-attr]
    there = np.isfinite(items.keypoints[..., 2]) & (rng.random(items.keypoints.shape[:3]) < 0.3)
    items.keypoints[..., 2][there] = rng.choice(codes, there.sum(), p=(0.2, 0.3, 0.5))
    return items


def looked(coco: Skeleton, items: Items) -> dict[tuple[Group, str, str], TierAgreement]:
    names = [str(at) for at in range(items.keypoints.shape[1])]
    made = Measure(coco, names, np.full(17, 0.05), replicates=100)
    areas = np.nanmean(items.areas, axis=1)
    for at in range(0, COUNT, 25):
        part = slice(at, at + 25)
        made.look(
            Items(
                keypoints=items.keypoints[part], boxes=items.boxes[part], areas=items.areas[part],
                about=items.about[part], when=items.when[part],
                truth=None if items.truth is None else items.truth[part],
            ),
            areas[part], np.sqrt(areas[part]), np.ones(len(areas[part])),
        )  # fmt: skip
    return {(each.group, each.point, each.region): each for each in made.tiers()}


def second_alpha(coco: Skeleton, ratings: np.ndarray) -> float:
    """Raters (R, N), by another implementation."""
    level = "ordinal" if coco.visibility and coco.visibility.ordinal else "nominal"
    domain = sorted(tier.code for tier in coco.visibility.tiers)  # type: ignore[union-attr]
    return float(krippendorff.alpha(ratings, level_of_measurement=level, value_domain=domain))


def table(ratings: np.ndarray) -> np.ndarray:
    """Items (N, C), how often each name was given."""
    return np.stack([(ratings == code).sum(axis=0) for code in np.unique(ratings)], axis=1)


def test_everybody_without_gaps(coco: Skeleton) -> None:
    items = shaken(coco, 3, with_gold=False)
    found = looked(coco, items)
    codes = np.moveaxis(items.keypoints[..., 2], 1, 0)
    every = found[Group("all"), "", ""]
    # Over keypoints together, each keypoint of an instance is an item.
    assert every.alpha.value == pytest.approx(second_alpha(coco, codes.reshape(3, -1)), abs=1e-12)
    assert every.kappa.value == pytest.approx(fleiss_kappa(table(codes.reshape(3, -1))), abs=1e-12)
    assert every.people == 3
    assert every.alpha.low < every.alpha.value < every.alpha.high
    assert every.kappa.low < every.kappa.value < every.kappa.high
    wrist = found[Group("all"), "left_wrist", ""]
    assert wrist.alpha.value == pytest.approx(second_alpha(coco, codes[:, :, 9]), abs=1e-12)
    legs = [point.index for point in coco.keypoints if point.region == "leg"]
    region = found[Group("all"), "", "leg"]
    expected = second_alpha(coco, codes[:, :, legs].reshape(3, -1))
    assert region.alpha.value == pytest.approx(expected, abs=1e-12)


def test_everybody_with_gaps(coco: Skeleton) -> None:
    items = shaken(coco, 4, with_gold=False, misses=0.3)
    found = looked(coco, items)
    codes = np.moveaxis(items.keypoints[..., 2], 1, 0).reshape(4, -1)
    every = found[Group("all"), "", ""]
    assert every.alpha.value == pytest.approx(second_alpha(coco, codes), abs=1e-12)
    sizes = np.isfinite(codes).sum(axis=0)
    most = int(np.bincount(sizes[sizes > 1]).argmax())
    assert every.people == most
    whole = table(np.where(np.isfinite(codes), codes, -1.0)[:, sizes == most])
    assert every.kappa.value == pytest.approx(fleiss_kappa(whole[:, 1:]), abs=1e-12)


def test_a_person_against_the_gold_set(coco: Skeleton) -> None:
    items = shaken(coco, 3, with_gold=True)
    found = looked(coco, items)
    gold = items.truth[..., 2].ravel()  # type: ignore[index]
    for person in range(3):
        pair = np.stack([items.keypoints[:, person, :, 2].ravel(), gold])
        own = found[Group("person", str(person)), "", ""]
        assert own.alpha.value == pytest.approx(second_alpha(coco, pair), abs=1e-12)
        assert own.kappa.value == pytest.approx(fleiss_kappa(table(pair)), abs=1e-12)


def test_a_person_against_each_other_person(coco: Skeleton) -> None:
    items = shaken(coco, 3, with_gold=False)
    own = looked(coco, items)[Group("person", "0"), "", ""]
    codes = np.moveaxis(items.keypoints[..., 2], 1, 0).reshape(3, -1)
    pairs = np.concatenate([codes[[0, 1]], codes[[0, 2]]], axis=1)
    assert own.alpha.value == pytest.approx(second_alpha(coco, pairs), abs=1e-12)


def test_one_person_and_a_gold_set_are_two(coco: Skeleton) -> None:
    items = shaken(coco, 1, with_gold=True)
    found = looked(coco, items)
    pair = np.stack([items.keypoints[:, 0, :, 2].ravel(), items.truth[..., 2].ravel()])  # type: ignore[index]
    every = found[Group("all"), "", ""]
    assert every.kappa.value == pytest.approx(fleiss_kappa(table(pair)), abs=1e-12)
    assert every.people == 2


def test_who_always_says_the_same_agrees_on_nothing_known(coco: Skeleton) -> None:
    items = side_by_side(coco, truth(coco, COUNT), [Labeller("0"), Labeller("1")], with_gold=False)
    every = looked(coco, items)[Group("all"), "", ""]
    assert not every.alpha.known
    assert not every.kappa.known
