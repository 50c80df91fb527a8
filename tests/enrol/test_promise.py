"""An answer is given no more often wrongly than promised; too little known means never."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.enrol.promise import NEVER, Promise, conformal, logit, tail_bound, threshold

SHARES = st.lists(st.floats(0, 1), min_size=3, max_size=60)
RATES = st.sampled_from([0.01, 0.02, 0.1, 0.3])


@given(SHARES, RATES)
def test_no_more_alarms_than_promised(innocent: list[float], rate: float) -> None:
    bound = conformal(np.array(innocent), rate)
    assert sum(value >= bound for value in innocent) <= rate * (len(innocent) + 1)


@given(SHARES, RATES, st.floats(0, 1))
def test_one_more_alarming_crop_never_makes_bold(innocent: list[float], rate: float, more: float) -> None:
    alarming = max(*innocent, more)
    known, and_more = np.array(innocent), np.array([*innocent, alarming])
    assert conformal(and_more, rate) >= conformal(known, rate) - 2e-6


@given(SHARES, st.floats(0.01, 0.2), st.floats(0.01, 0.2))
def test_a_stricter_promise_never_makes_bold(innocent: list[float], one: float, other: float) -> None:
    strict, lax = sorted([one, other])
    assert threshold(np.array(innocent), strict) >= threshold(np.array(innocent), lax)


@pytest.mark.parametrize("count", [pytest.param(n, id=f"{n} crops") for n in (8, 20, 60)])
def test_heads_like_these_are_accused_as_rarely_as_promised(count: int) -> None:
    random, rate = np.random.default_rng(count), 0.02

    def drawn(size: int) -> np.ndarray:
        return np.asarray(1 / (1 + np.exp(-random.normal(-1, 1, size))))

    alarms = [(drawn(400) >= threshold(drawn(count), rate, floor=0.0)).mean() for _ in range(300)]
    assert np.mean(alarms) <= 1.15 * rate


@pytest.mark.parametrize(
    ("innocent", "rate", "expected"),
    [
        pytest.param([], 0.02, NEVER, id="nobody to learn from"),
        pytest.param([0.1, 0.2], 0.02, NEVER, id="two are nobody"),
        pytest.param([0.01, 0.01, 0.01], 0.3, 0.5, id="never below the floor"),
    ],
)
def test_threshold(innocent: list[float], rate: float, expected: float) -> None:
    assert threshold(np.array(innocent), rate) == expected


def test_crops_that_look_alike_are_not_trusted_blindly() -> None:
    assert tail_bound(np.full(10, 0.3), 0.02) > 0.4


@pytest.mark.parametrize(
    ("promise", "rate"),
    [
        pytest.param(Promise(0.97, 0.25), 0.0103, id="as shipped"),
        pytest.param(Promise(0.97, 0.5), 0.0309, id="half are bare"),
        pytest.param(Promise(0.01, 0.9), 1.0, id="nothing promised"),
    ],
)
def test_what_a_promise_allows(promise: Promise, rate: float) -> None:
    assert promise.alarm_rate == pytest.approx(rate, abs=1e-4)


def test_log_odds_of_certainty_are_finite() -> None:
    assert np.isfinite(logit(np.array([0.0, 1.0]))).all()
