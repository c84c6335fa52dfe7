"""What a map may not be, what carrying refuses, and the sigma of computed points."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from mapping_made import end
from schemac.mapping import (
    Entry,
    Fidelity,
    MapError,
    MigrationMap,
    Rung,
    TierStep,
    carry,
    end_of,
    identity,
    then,
)
from schemac.mapping.propagation import propagated
from schemac.mapping.tier_rule import best, worst
from small_skeletons import bird

SEEN, HIDDEN, GONE = (Rung(id=id, code=code, placed=code > 0) for id, code in
                      (("seen", 2), ("hidden", 1), ("gone", 0)))  # fmt: skip
ARM = end("arm", ("hand", "left", "right"), (0, 2, 1), (SEEN, HIDDEN, GONE))
HALF = Fraction(1, 2)
MIDDLE = (("left", HALF), ("right", HALF))
TIERS = identity(ARM).tiers


def only(*entries: Entry, tiers: Any = TIERS) -> MigrationMap:
    return MigrationMap(source=ARM, target=ARM, entries=entries, tiers=tiers)


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ([Entry(target="foot")], "has no keypoint `foot`"),
        ([Entry(target="hand", x=MIDDLE, y=MIDDLE)] * 2, "`hand` is given twice"),
        ([Entry(target="hand", x=(("left", HALF),), y=MIDDLE)], "add up to 1/2, not to 1"),
        ([Entry(target="hand", x=(("foot", HALF * 2),), y=MIDDLE)], "comes from `foot`"),
        (
            [Entry(target="hand", x=MIDDLE, y=MIDDLE, fidelity=Fidelity.APPROXIMATE)],
            "nothing says why",
        ),
    ],
)
def test_a_map_that_cannot_be_is_refused(entries: list[Entry], told: str) -> None:
    with pytest.raises(MapError, match=told):
        only(*entries)


@pytest.mark.parametrize(
    ("tiers", "told"),
    [
        (TIERS[1:], "not every tier"),
        ((*TIERS, TIERS[0]), "not every tier"),
        ((*TIERS[1:], TierStep(source="gone", target="lost")), "has no tier `lost`"),
    ],
)
def test_tiers_are_all_mapped_once(tiers: Any, told: str) -> None:
    with pytest.raises(MapError, match=told):
        only(tiers=tiers)


def test_an_order_of_tiers_that_turns_round_ends_a_chain() -> None:
    crossed = (("hidden", "seen"), ("seen", "hidden"))
    swapped = (TIERS[0], *(TierStep(source=old, target=new) for old, new in crossed))
    computed = only(Entry(target="hand", x=MIDDLE, y=MIDDLE))
    turned = only(tiers=swapped)
    with pytest.raises(MapError, match="change their order"):
        then(computed, turned)
    assert then(turned, computed).tiers == turned.tiers


def label(*rows: tuple[float, float, float]) -> Any:
    return np.array(rows)


def test_a_half_labelled_middle_is_not_labelled() -> None:
    """COCO writes zeros for what is not labelled; half a coordinate must not come of them."""
    made = only(Entry(target="hand", x=MIDDLE, y=MIDDLE))
    after = carry(made, label((5, 5, 2), (0, 0, 0), (30, 40, 2)))
    np.testing.assert_array_equal(after[0], [np.nan, np.nan, 0])
    after = carry(made, label((5, 5, 2), (10, 20, 1), (30, 40, 2)))
    np.testing.assert_array_equal(after[0], [20, 30, 1])


def test_the_best_tier_of_placed_sources() -> None:
    entry = Entry(target="hand", x=MIDDLE, y=MIDDLE, rule=best(("left", "right")))
    after = carry(only(entry), label((5, 5, 2), (10, 20, 1), (30, 40, 2)))
    assert after[0, 2] == 2
    after = carry(only(entry), label((5, 5, 2), (0, 0, 0), (30, 40, 2)))
    np.testing.assert_array_equal(after[0], [np.nan, np.nan, 0])
    assert worst(("left", "right")) != best(("left", "right"))


def test_a_tier_that_has_no_place_in_the_target_drops_coordinates() -> None:
    folded = tuple(TierStep(source=rung.id, target="gone") if rung.id == "hidden"
                   else TierStep(source=rung.id, target=rung.id) for rung in ARM.tiers)  # fmt: skip
    made = MigrationMap(source=ARM, target=ARM, entries=identity(ARM).entries, tiers=folded)
    after = carry(made, label((5, 5, 1), (1, 2, 2), (3, 4, 2)))
    np.testing.assert_array_equal(after[0], [np.nan, np.nan, 0])


def test_no_label_is_not_the_worst_tier() -> None:
    after = carry(only(), label((5, 5, 2), (1, 2, 2), (3, 4, 2)))
    assert np.isnan(after).all()


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (np.zeros((2, 3)), "shape"),
        (np.zeros(3), "shape"),
        (np.full((3, 3), 5.0), "a code that no tier"),
    ],
)
def test_labels_of_something_else_are_refused(labels: Any, told: str) -> None:
    with pytest.raises(MapError, match=told):
        carry(identity(ARM), labels)


def test_sigma_of_a_computed_point_is_what_repeated_clicks_show() -> None:
    """Ten thousand clicks of each source, each as far off as its sigma says (RMS distance)."""
    skeleton = bird()
    x = (("left_wing", Fraction(2, 3)), ("tail", Fraction(1, 3)))
    y = (("left_wing", Fraction(1)),)
    made = MigrationMap(
        source=end_of(skeleton),
        target=end_of(skeleton),
        entries=(Entry(target="comb", x=x, y=y),),
        tiers=identity(end_of(skeleton)).tiers,
    )
    random = np.random.default_rng(11)
    clicks = np.full((10_000, len(skeleton.keypoints), 3), 3.0)
    for point in skeleton.keypoints:
        each = (point.sigma("own") or 0) / np.sqrt(2)  # on each axis
        clicks[:, point.index, :2] = 50 + random.normal(0, each, (10_000, 2))
    off = carry(made, clicks)[:, 3, :2] - 50
    seen = np.sqrt((off**2).sum(axis=1).mean())
    ((name, value),) = propagated(made.by_target["comb"], skeleton)
    assert name == "own"
    assert value == pytest.approx(seen, rel=0.02)
    assert value == pytest.approx(np.sqrt((4 / 9 + 1) / 2 * 0.08**2 + 1 / 9 / 2 * 0.1**2))


def test_a_set_without_a_value_for_a_source_gives_none() -> None:
    skeleton = bird()
    share = (("beak", HALF), ("tail", HALF))
    made = MigrationMap(
        source=end_of(skeleton),
        target=end_of(skeleton),
        entries=(Entry(target="comb", x=share, y=share),),
        tiers=identity(end_of(skeleton)).tiers,
    )
    assert [name for name, _ in propagated(made.by_target["comb"], skeleton)] == ["own"]
    assert propagated(identity(end_of(skeleton)).by_target["comb"], skeleton) == ()
