"""Tier sets, and the tiers that keypoints may have."""

from __future__ import annotations

import pytest

from checks.build import Case, found, pair, point, skeleton, step, tier, tiers
from schemac.checks import visibility
from schemac.model import Quantity, TierSet


def smeared(visible: float, hidden: float, unit: str = "tolerance") -> TierSet:
    one, other = Quantity(value=visible, unit="tolerance"), Quantity(value=hidden, unit=unit)
    return tiers(tier("hidden", 1, blur=other), tier("visible", 2, blur=one), ordinal=True)


CASES: tuple[Case, ...] = (
    (
        visibility.code_repeated,
        lambda: tiers(tier("visible", 1), tier("hidden", 1)),
        lambda: tiers(tier("visible", 2), tier("hidden", 1)),
    ),
    (
        visibility.hotkey_repeated,
        lambda: tiers(tier("visible", 2, hotkey="a"), tier("hidden", 1, hotkey="a")),
        lambda: tiers(tier("visible", 2), tier("hidden", 1)),
    ),
    (
        visibility.not_decided,
        lambda: tiers(decision=(step("visible", "Seen?"), step("absent"))),
        lambda: tiers(),
    ),
    (
        visibility.decision_open,
        lambda: tiers(decision=(step("visible", "Seen?"), step("absent", "Gone?"))),
        lambda: tiers(decision=(step("visible", "Seen?"), step("absent"))),
    ),
    (
        visibility.fold_missing,
        lambda: tiers(tier("seen", 1), tier("absent", 0)),
        lambda: tiers(tier("seen", 3), tier("clear", 2), tier("absent", 0)),
    ),
    (
        visibility.fold_contradicts,
        lambda: tiers(tier("absent", 0, coco=1)),
        lambda: tiers(tier("absent", 0, coordinates="optional")),
    ),
    (
        visibility.situation_undecided,
        lambda: tiers(
            tier("a", 2, situations=("hidden",)), tier("b", 1, situations=("hidden",)), decision=()
        ),
        lambda: tiers(tier("a", 2, situations=("hidden",)), tier("b", 1, situations=("hidden",))),
    ),
    (
        visibility.evaluated_without_coordinates,
        lambda: tiers(tier("absent", 0, evaluated=True)),
        lambda: tiers(tier("absent", 0, evaluated=True, coordinates="optional")),
    ),
    (
        visibility.fold_cvat,
        lambda: tiers(tier("hidden", 1, cvat="visible")),
        lambda: tiers(tier("hidden", 1, cvat="occluded")),
    ),
    (visibility.blur_limits_fall, lambda: smeared(3, 3), lambda: smeared(1, 3)),
    (
        visibility.never_evaluated,
        lambda: skeleton(*pair("asis", tiers=("absent",)), visibility=tiers()),
        lambda: skeleton(*pair("asis", tiers=("absent", "hidden")), visibility=tiers()),
    ),
)


def test_nothing_is_asked_after_otherwise() -> None:
    early = tiers(decision=(step("visible", "Seen?"), step("hidden"), step("absent")))
    [problem] = found(visibility.decision_open, early)
    assert "never asked" in problem.message


def test_required_coordinates_cannot_fold_into_nothing() -> None:
    [problem] = found(visibility.fold_contradicts, tiers(tier("hidden", 1, coco=0)))
    assert problem.help == "write `coco: 1` or `coco: 2`"
    assert problem.points == ("hidden",)


@pytest.mark.parametrize(("codes", "missing"), [((1, 0), "2"), ((2, 1), "0")])
def test_both_ends_of_the_fold_are_needed(codes: tuple[int, int], missing: str) -> None:
    [problem] = found(visibility.fold_missing, tiers(*(tier(f"t{c}", c) for c in codes)))
    assert f"COCO's {missing}" in problem.message


def test_limits_in_different_units_cannot_be_compared() -> None:
    assert not found(visibility.blur_limits_fall, smeared(3, 1, "px"))


def test_a_part_has_no_tiers_to_check() -> None:
    assert not found(visibility.never_evaluated, skeleton(point("nose", tiers=("absent",))))
