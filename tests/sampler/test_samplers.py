"""Which frames are looked at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.frames import Frame
from vision.ports import Sampler
from vision.sampler import SAMPLERS, FixedRate, KeyFrames, SamplerKind, make_sampler

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def admitted(sampler: Sampler, seconds: list[float], begin: datetime = NOON) -> list[float]:
    """The seconds of the frames looked at."""
    return [s for i, s in enumerate(seconds) if sampler.admits(moment(begin + timedelta(seconds=s), i))]


def moment(at: datetime, index: int = 0, *, is_keyframe: bool = False) -> Frame:
    return Frame("c", lambda: np.zeros((2, 2, 3), np.uint8), at, 0.0, index, is_keyframe)


RATES = st.floats(0.1, 25)
GAPS = st.lists(st.floats(0.001, 3), min_size=1, max_size=200)
"""Seconds between frames: a variable rate with holes."""


@given(RATES, GAPS)
def test_never_more_than_the_rate(rate: float, gaps: list[float]) -> None:
    seconds = [0.0, *accumulate(gaps)]
    looks = admitted(FixedRate(rate), seconds)
    assert len(looks) <= seconds[-1] * rate + 1.1


@given(RATES, st.lists(st.floats(0.001, 1), min_size=50, max_size=200))
def test_frames_that_come_often_enough_are_looked_at_in_every_period(rate: float, shares: list[float]) -> None:
    seconds = [0.0, *accumulate(share / rate for share in shares)]
    looks = admitted(FixedRate(rate), seconds)
    assert all(later - earlier < 2 / rate + 0.002 for earlier, later in pairwise(looks))
    assert len(looks) >= int(seconds[-1] * rate)


@given(RATES, GAPS)
def test_the_first_frame_is_always_looked_at(rate: float, gaps: list[float]) -> None:
    assert admitted(FixedRate(rate), [0.0, *accumulate(gaps)])[0] == 0.0


@given(RATES, GAPS, st.timedeltas(timedelta(days=-3000), timedelta(days=3000)))
def test_the_same_video_gives_the_same_looks_whenever_it_began(
    rate: float, gaps: list[float], later: timedelta
) -> None:
    seconds = [0.0, *accumulate(gaps)]
    assert admitted(FixedRate(rate), seconds, NOON + later) == admitted(FixedRate(rate), seconds)


@pytest.mark.parametrize("fps", [pytest.param(fps, id=f"{fps}-fps") for fps in (25, 29.97, 30, 12.5, 15, 2)])
def test_no_drift_over_ten_minutes(fps: float) -> None:
    seconds = [i / fps for i in range(int(600 * fps))]
    looks = admitted(FixedRate(2.0), seconds)
    assert len(looks) == 1200
    assert looks[-1] == pytest.approx(599.5, abs=1 / fps + 0.001)


def test_frames_that_come_seldom_are_all_looked_at() -> None:
    assert admitted(FixedRate(2.0), [0.0, 1.0, 2.0, 3.0]) == [0.0, 1.0, 2.0, 3.0]


def test_no_burst_after_a_gap() -> None:
    seconds = [0.0, 0.5, *(600 + i / 25 for i in range(25))]
    assert admitted(FixedRate(2.0), seconds) == [0.0, 0.5, 600.0, 600.52]


def test_time_that_runs_backwards_brings_no_extra_looks() -> None:
    assert admitted(FixedRate(2.0), [0.0, 0.5, 0.2, 0.4, 0.9, 1.0]) == [0.0, 0.5, 1.0]


@pytest.mark.parametrize(
    "rate", [pytest.param(0.0, id="nought"), pytest.param(-1.0, id="negative"), pytest.param(float("nan"), id="nan")]
)
def test_a_rate_that_is_none_is_refused(rate: float) -> None:
    with pytest.raises(ValueError, match="looks_per_s must be above 0"):
        FixedRate(rate)


def test_key_frames_only() -> None:
    sampler = KeyFrames()
    assert [sampler.admits(moment(NOON, is_keyframe=key)) for key in (True, False, True)] == [True, False, True]


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind) for kind in SamplerKind])
def test_every_kind_is_made_fresh_and_looks_at_a_first_key_frame(kind: SamplerKind) -> None:
    sampler = make_sampler(kind, 2.0)
    assert sampler is not make_sampler(kind, 2.0)
    assert sampler.admits(moment(NOON, is_keyframe=True))
    assert sampler.keyframes_only is (kind is SamplerKind.KEY_FRAMES)


def test_the_table_has_every_kind() -> None:
    assert set(SAMPLERS) == set(SamplerKind)
