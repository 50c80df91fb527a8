"""Attention: how often a camera is looked at, over what happens before it; and that rules tell the same by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.facts import Answer, Box, Judgement, Look, Reason, Track
from vision.frames import Frame
from vision.sampler import Attention, Mode

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ASKED = {"counter": frozenset({"hat", "mask"}), "stove": frozenset({"hat"})}
WORN, NOT, CANNOT = Answer.WORN, Answer.NOT_WORN, Answer.CANNOT_TELL


@dataclass(frozen=True, slots=True)
class Somebody:
    """In view from one second to another; what hat and mask say in that time."""

    begins: float
    ends: float
    hat: Callable[[float], Answer]
    mask: Callable[[float], Answer]
    zone: str = "counter"
    number: int = 1

    def look(self, s: float) -> Look:
        at = NOON + timedelta(seconds=s)
        track = Track(UUID(int=self.number), "head", Box(0, 0, 40, 40), NOON, at)
        said = {"hat": self.hat(s), "mask": self.mask(s)}
        judged = tuple(Judgement(n, a, 0.9, Reason.BLURRED if a is CANNOT else None) for n, a in said.items())
        return Look("c", track, at, 0, s, (self.zone,), judged)


def always(answer: Answer) -> Callable[[float], Answer]:
    return lambda _s: answer


def proper(begins: float, ends: float, **other: object) -> Somebody:
    return Somebody(begins, ends, **({"hat": always(WORN), "mask": always(WORN)} | other))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Moment:
    """A look: when, in which mode the sampler was, and whether everything was decoded."""

    s: float
    mode: Mode
    whole: bool


def watched(people: list[Somebody], until: float, fps: int = 25, gop: int = 50) -> Iterator[Moment]:
    """A camera as its decoder gives it: what follows an undecoded picture cannot be decoded before a key frame."""
    sampler, broken = Attention(ASKED), True
    for i in range(round(until * fps)):
        s, key = i / fps, i % gop == 0
        if sampler.keyframes_only and not key:
            broken = True
            continue
        broken = broken and not key
        if broken:
            continue
        frame = Frame("c", lambda: np.zeros((2, 2, 3), np.uint8), NOON + timedelta(seconds=s), s, i, key)
        mode, whole = sampler.mode, not sampler.keyframes_only
        if sampler.admits(frame):
            sampler.heard([one.look(s) for one in people if one.begins <= s < one.ends], frame.at)
            yield Moment(s, mode, whole)


def rate(looks: list[Moment], begins: float, ends: float) -> float:
    """Looks a second in a span."""
    return sum(begins <= look.s < ends for look in looks) / (ends - begins)


LIVES = [
    pytest.param([], 0.5, id="nobody"),
    pytest.param([proper(0, 100)], 0.5, id="settled-long-ago"),
    pytest.param([proper(0, 100, mask=always(NOT), zone="stove")], 0.5, id="a-mask-that-nobody-asks-for"),
    pytest.param([proper(0, 100, mask=always(NOT), zone="aisle")], 0.5, id="a-customer"),
    pytest.param([proper(0, 100, mask=always(CANNOT))], 0.5, id="nothing-could-be-told-for-long"),
    pytest.param([proper(0, 100, hat=always(NOT))], 0.5, id="accused-and-told-long-ago"),
    pytest.param([proper(60, 100, hat=always(NOT))], 2.0, id="accused-just-now"),
    pytest.param([proper(72, 100)], 2.0, id="came-just-now"),
    pytest.param([proper(0, 100, mask=lambda s: NOT if s >= 72 else WORN)], 2.0, id="took-it-off-just-now"),
    pytest.param([proper(0, 100), proper(72, 100, number=2)], 2.0, id="another-came"),
]


@pytest.mark.parametrize(("people", "expected"), LIVES)
def test_how_often_is_looked_some_seconds_after(people: list[Somebody], expected: float) -> None:
    looks = list(watched(people, 80))
    assert rate(looks, 74, 76) == pytest.approx(expected, abs=0.01)


def test_somebody_who_comes_is_attended_within_one_group_of_pictures_and_let_go_once_settled() -> None:
    looks = list(watched([proper(61, 200)], 100))
    attended = [look.s for look in looks if look.mode is Mode.ATTEND]
    assert 62 <= attended[0] <= 65
    assert attended[-1] < 72
    assert all(look.whole == (look.mode is Mode.ATTEND) for look in looks if look.s > 5)


def test_after_a_long_time_of_nobody_is_looked_more_seldom_and_at_once_as_before_when_somebody_comes() -> None:
    looks = list(watched([proper(902, 1000, hat=always(NOT))], 920))
    assert {look.mode for look in looks if 610 < look.s < 902} == {Mode.REST}
    assert rate(looks, 700, 900) == pytest.approx(0.25, abs=0.01)
    assert rate(looks, 908, 918) == pytest.approx(2.0)


def test_a_camera_with_one_key_frame_a_minute_is_watched_all_the_same() -> None:
    looks = list(watched([], 300, gop=1500))
    assert all(later.s - earlier.s <= 2.05 for earlier, later in pairwise(looks))


def test_a_life_that_only_flickers_is_not_dropped_at_once() -> None:
    accused = Somebody(60, 100, always(NOT), always(WORN))
    here = [Somebody(s, s + 0.6, accused.hat, accused.mask) for s in range(60, 90)]
    assert rate(list(watched(here, 80)), 66, 76) == pytest.approx(2.0)


@given(
    st.lists(st.tuples(st.floats(0, 100), st.floats(1, 60), st.sampled_from(Answer)), max_size=4), st.integers(10, 100)
)
def test_no_gap_is_longer_than_coverage_counts_and_no_rate_higher_than_asked(
    lives: list[tuple[float, float, Answer]], gop: int
) -> None:
    people = [proper(b, b + n, hat=always(answer), number=i) for i, (b, n, answer) in enumerate(lives)]
    looks = list(watched(people, 120, gop=gop))
    assert all(later.s - earlier.s <= 5.0 for earlier, later in pairwise(looks))
    assert all(rate(looks, s, s + 10) <= 2.3 for s in range(0, 110, 10))
