"""Kappa and alpha: published examples, second implementations, laws."""

from __future__ import annotations

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import fleiss_kappa as second_kappa

from schemac.metrics import fleiss_kappa, krippendorff_alpha, nme, pck, rms

# Fleiss 1971, table 1 as it is taught: 10 items, 14 people, 5 names; kappa 0.210.
TAUGHT = [
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
]  # fmt: skip


def test_kappa_as_it_is_taught() -> None:
    assert fleiss_kappa(TAUGHT) == pytest.approx(0.210, abs=5e-4)


@given(seed=st.integers(0, 2**32 - 1), people=st.integers(2, 6), names=st.integers(2, 4))
@settings(max_examples=60, deadline=None)
def test_kappa_equals_statsmodels(seed: int, people: int, names: int) -> None:
    rng = np.random.default_rng(seed)
    table = rng.multinomial(people, rng.dirichlet(np.ones(names)), size=rng.integers(2, 40))
    assume((table.sum(axis=0) > 0).sum() > 1)
    assert fleiss_kappa(table) == pytest.approx(second_kappa(table), abs=1e-12)


@given(
    seed=st.integers(0, 2**32 - 1),
    level=st.sampled_from(["nominal", "ordinal", "interval"]),
    names=st.integers(2, 4),
)
@settings(max_examples=80, deadline=None)
def test_alpha_equals_a_second_implementation(seed: int, level: str, names: int) -> None:
    rng = np.random.default_rng(seed)
    ratings = rng.integers(0, names, size=(rng.integers(2, 5), rng.integers(3, 30))).astype(float)
    ratings[rng.random(ratings.shape) < 0.3] = np.nan
    counts = np.stack([(ratings == name).sum(axis=0) for name in range(names)], axis=1)
    useful = counts[counts.sum(axis=1) >= 2]
    assume(len(useful) and (useful.sum(axis=0) > 0).sum() > 1)
    theirs = krippendorff.alpha(
        value_counts=counts, level_of_measurement=level, value_domain=list(range(names))
    )
    assert krippendorff_alpha(counts, level) == pytest.approx(theirs, abs=1e-9)


def test_all_agree() -> None:
    assert krippendorff_alpha([[3, 0], [0, 3], [2, 0]]) == 1.0
    assert np.isnan(krippendorff_alpha([[3, 0], [2, 0]]))
    assert np.isnan(krippendorff_alpha([[1, 0], [0, 1]]))
    assert np.isnan(fleiss_kappa([[3, 0], [3, 0]]))


def test_kappa_needs_as_many_people_everywhere() -> None:
    with pytest.raises(ValueError, match="same number of people"):
        fleiss_kappa([[2, 1], [1, 1]])


def test_pck_nme_and_rms() -> None:
    distances = np.array([[1.0, 3.0], [np.nan, 5.0]])
    assert pck(distances, [10.0, 10.0], 0.3).tolist() == [1.0, 0.0]
    assert nme(distances, [10.0, 10.0]).tolist() == [0.2, 0.5]
    assert rms(distances).tolist() == [1.0, pytest.approx(np.sqrt(17.0))]
    assert np.isnan(pck([[np.nan]], [1.0], 0.1)[0])
