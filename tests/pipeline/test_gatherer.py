"""Heads to learn a site from: only of staff, only clear ones, never more than promised, everybody in turn."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid5

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.facts import HAND, HEAD, Box, Look, Track
from vision.looks import Gate
from vision.pipeline.gatherer import MARGIN, SIDE, Gatherer
from vision.pixels import decode_jpeg

T0 = datetime(2026, 3, 2, 8, tzinfo=UTC)
IMAGE = np.random.default_rng(1).integers(0, 255, (240, 320, 3), np.uint8)
SEED = UUID(int=7)
GATE = Gate(min_height_px=28, min_sharpness=12)


def look(second: float = 0, who: str = "a", sharpness: float = 50) -> Look:
    track = Track(uuid5(SEED, who), HEAD, Box(100, 80, 140, 130), T0, T0 + timedelta(seconds=second))
    return Look("C1", track, T0 + timedelta(seconds=second), int(second * 10), second, ("Z1",), (), sharpness)


def gatherer(per_hour: int = 3600) -> Gatherer:
    return Gatherer(frozenset({"Z1"}), per_hour, GATE)


def boxed(box: Box, label: str = HEAD) -> Look:
    return replace(look(), track=replace(look().track, box=box, label=label))


PASSED_OVER = [
    pytest.param(replace(look(), zones=()), id="a customer, in no zone"),
    pytest.param(replace(look(), zones=("Z2",)), id="in a zone where nothing must be worn"),
    pytest.param(look(sharpness=11), id="blurred"),
    pytest.param(boxed(Box(100, 80, 120, 107)), id="too small"),
    pytest.param(boxed(Box(0, 80, 40, 130)), id="cut off by the edge"),
    pytest.param(boxed(Box(100, 80, 140, 130), HAND), id="a hand"),
]


@pytest.mark.parametrize("poor", PASSED_OVER)
def test_what_teaches_nothing_is_passed_over(poor: Look) -> None:
    assert gatherer().pick([poor], IMAGE, ()) is None


def test_a_sample_shows_the_head_and_its_surroundings() -> None:
    sample = gatherer().pick([look()], IMAGE, ())
    assert sample is not None
    assert (sample.camera, sample.track, sample.at, sample.height_px) == ("C1", look().track.id, T0, 50.0)
    assert (decode_jpeg(sample.jpeg).shape, sample.margin) == ((SIDE, SIDE, 3), MARGIN)


def test_a_replay_gives_the_same_samples() -> None:
    def gathered() -> list[object]:
        mine = gatherer()
        return [mine.pick([look(second)], IMAGE, ()) for second in range(5)]

    assert gathered() == gathered()


def test_everybody_in_view_has_their_turn() -> None:
    mine = gatherer()
    picked = [mine.pick([look(second, "a", 90), look(second, "b", 20)], IMAGE, ()) for second in range(4)]
    assert [one.track for one in picked if one] == [uuid5(SEED, name) for name in "abab"]


@given(st.integers(1, 3600), st.lists(st.floats(0.1, 30), min_size=1, max_size=60))
def test_never_more_than_promised(per_hour: int, gaps: list[float]) -> None:
    mine, second, times = gatherer(per_hour), 0.0, []
    for gap in gaps:
        second += gap
        if mine.pick([look(second)], IMAGE, ()) is not None:
            times.append(second)
    assert times
    assert all(later - earlier >= 3600 / per_hour - 1e-3 for earlier, later in pairwise(times))
