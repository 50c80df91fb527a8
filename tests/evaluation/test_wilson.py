"""Wilson's interval against SciPy's, and where there is nothing to divide by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from vision.wilson import ratio, wilson

counts = st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts)
def test_the_interval_is_scipys(count: tuple[int, int]) -> None:
    hits, n = count
    expected = binomtest(hits, n).proportion_ci(0.95, method="wilson")
    assert wilson(hits, n) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_of_nothing_nothing_is_said() -> None:
    assert (wilson(0, 0), ratio(0, 0)) == (None, None)
