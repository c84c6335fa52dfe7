"""The median of people is NumPy's."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemac.agreeing.centre import median_of


@given(seed=st.integers(0, 2**32 - 1), people=st.integers(1, 7), gaps=st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_it_is_nanmedian(seed: int, people: int, gaps: float) -> None:
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(6, people, 4, 2))
    values[rng.random(values.shape) < gaps] = np.nan
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        expected = np.nanmedian(values, axis=1)
    assert median_of(values) == pytest.approx(expected, nan_ok=True, abs=0)
