"""Lives of a room for two, written as how many are in it, two looks a second."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid5

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.rules.people import INTRUDER, TWO, count, head, room
from tests.rules.script import PEOPLE, SQUARE, phases, violations, why_not
from tests.rules.test_invariance import sampled
from vision.facts import Phase, Suppressed, Violation, WhyNot, Zone, ZoneKind
from vision.rules import build_rules
from vision.rules.head_count import HeadCount

OPENED, REPEATED, ENDED = Phase.OPENED, Phase.REPEATED, Phase.ENDED
STORE = Zone("Z1", ZoneKind.STORAGE, SQUARE, "XX-S01")
RATES = st.sampled_from([0.5, 1.0, 2.0, 5.0, 25.0])
LIFE = st.lists(st.tuples(st.sampled_from("0123"), st.integers(16, 40)), min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param("2" * 60, [], id="two are welcome"),
        pytest.param("0" * 60, [], id="nobody"),
        pytest.param("3" * 13, [OPENED, ENDED], id="three for 6 s"),
        pytest.param("3" * 12, [], id="three for 5.5 s"),
        pytest.param("2" * 9 + "3" * 8 + "2" * 20, [], id="relief at the door"),
        pytest.param("33332" * 4, [OPENED, ENDED], id="one hidden now and then, 8 of 10"),
        pytest.param("3322" * 20, [], id="half and half"),
        pytest.param("3" * 20 + "2" * 20, [OPENED, ENDED], id="one leaves"),
        pytest.param("3" * 20 + "2" * 20 + "3" * 20, [OPENED, ENDED, REPEATED, ENDED], id="and comes back"),
        pytest.param("3" * 20 + "2" * 1300 + "3" * 20, [OPENED, ENDED, OPENED, ENDED], id="after the cool-down"),
        pytest.param("3" * 20 + "." * 90 + "2" * 3, [OPENED, ENDED], id="the camera is gone for 45 s"),
    ],
)
def test_life_of_a_room(script: str, expected: list[Phase]) -> None:
    assert phases(count(script)) == expected


@pytest.mark.parametrize(
    ("zone", "script", "told"),
    [
        pytest.param(replace(STORE, closed=("09:00", "11:00")), "1" * 20, True, id="somebody while it is closed"),
        pytest.param(replace(STORE, closed=("22:00", "05:00")), "1" * 20, False, id="somebody by day"),
        pytest.param(replace(STORE, closed=("22:00", "10:30")), "1" * 20, True, id="closed over midnight"),
        pytest.param(replace(STORE, closed=("09:00", "11:00")), "0" * 20, False, id="closed and empty"),
        pytest.param(
            replace(STORE, closed=("09:00", "11:00"), schedule=("22:00", "05:00")),
            "1" * 20,
            True,
            id="not evaluated now",
        ),
        pytest.param(replace(TWO, schedule=("11:00", "18:00")), "3" * 20, False, id="too many, not open yet"),
        pytest.param(replace(TWO, schedule=("09:00", "18:00")), "3" * 20, True, id="too many, open"),
        pytest.param(replace(TWO, closed=("09:00", "11:00")), "1" * 20, True, id="few, but closed"),
    ],
)
def test_when(zone: Zone, script: str, told: bool) -> None:
    assert bool(phases(count(script, zone=zone))) is told


@pytest.mark.parametrize(
    "seen",
    [pytest.param({"zones": ()}, id="customers outside"), pytest.param({"label": "hand"}, id="hands are no people")],
)
def test_who_does_not_count(seen: dict[str, object]) -> None:
    assert count("3" * 40, **seen) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("script", "zone", "why"),
    [
        pytest.param("3" * 5 + "2" * 20, TWO, {WhyNot.TOO_SHORT: 5}, id="too short"),
        pytest.param("3" * 5, TWO, {WhyNot.TOO_SHORT: 5}, id="too short, then the end"),
        pytest.param("3" * 5, replace(TWO, schedule=("11:00", "12:00")), {WhyNot.OUT_OF_SCHEDULE: 5}, id="not open"),
        pytest.param("3" * 13 + "2" * 20 + "3" * 13, TWO, {WhyNot.COOLDOWN: 12}, id="a repeat"),
    ],
)
def test_why_not(script: str, zone: Zone, why: dict[WhyNot, int]) -> None:
    assert why_not(count(script, zone=zone)) == why


def test_it_is_told_of_who_came_last_and_shows_everybody() -> None:
    [opened] = violations(count("3" * 20), OPENED)
    assert (opened.track, opened.merchant, opened.advisory) == (uuid5(PEOPLE, "2"), "YH-D03", False)
    assert (opened.counted_s, opened.assessable_s, opened.unknown_s, opened.score) == (6.0, 6.0, 0.0, 1.0)
    assert {look.track.id for look in opened.looks} == {uuid5(PEOPLE, str(n)) for n in range(3)}


def test_a_dense_strip_keeps_whole_frames() -> None:
    [opened] = violations(count("4" * 400, step_s=0.04), OPENED)
    frames = [look.frame for look in opened.looks]
    assert len(frames) == 40
    assert {frames.count(frame) for frame in frames} == {4}
    assert opened.looks[-1].at == opened.opened_at


@pytest.mark.parametrize(("people", "accused"), [(0, 0), (2, 0), (3, 3)])
def test_pictures_are_of_frames_with_too_many(people: int, accused: int) -> None:
    looks = [head(n, 1.0) for n in range(people)]
    assert len(HeadCount(INTRUDER, room()).accusations(looks)) == accused


@pytest.mark.parametrize(
    ("zone", "rules"),
    [(TWO, 1), (replace(STORE, closed=("22:00", "05:00")), 1), (STORE, 0)],
    ids=["max_people", "closed", "no limit"],
)
def test_a_zone_without_limits_is_not_counted(zone: Zone, rules: int) -> None:
    assert len(build_rules([INTRUDER], room(zone), ())) == rules


def opened_after_s(life: list[tuple[str, int]], rate: float, lost: float = 0.0, seed: int = 0) -> list[float]:
    told = count(sampled(life, rate, lost, seed), 1 / rate)
    begins = [fact for fact in told if isinstance(fact, Violation) and fact.phase is not ENDED]
    return [(one.at - begins[0].started_at).total_seconds() for one in begins]


@given(LIFE, RATES)
def test_look_rate_does_not_matter(life: list[tuple[str, int]], rate: float) -> None:
    dense, thin = opened_after_s(life, 10), opened_after_s(life, rate)
    assert len(dense) == len(thin)
    assert all(abs(a - b) < 6 for a, b in zip(dense, thin, strict=True))


@given(LIFE, st.integers(0, 99), st.sampled_from([2.0, 5.0, 25.0]))
def test_lost_looks_do_not_matter(life: list[tuple[str, int]], seed: int, rate: float) -> None:
    assert len(opened_after_s(life, rate)) == len(opened_after_s(life, rate, 0.3, seed))


@given(st.text("0123.", min_size=1, max_size=120))
def test_replay_tells_the_same_and_what_opens_also_ends(script: str) -> None:
    told = count(script)
    assert told == count(script)
    last = {fact.id: fact.phase for fact in told if isinstance(fact, Violation)}
    assert set(last.values()) <= {ENDED}


@given(st.text("0123.", min_size=1, max_size=120))
def test_every_look_against_is_accounted_for(script: str) -> None:
    assume("3" in script)
    told = count(script)
    assert violations(told, OPENED) or why_not(told)


@given(st.text("012.", min_size=1, max_size=120))
def test_no_more_than_allowed_is_never_told(script: str) -> None:
    assert all(isinstance(fact, Suppressed) for fact in count(script))
    assert why_not(count(script)) == {}


def test_seconds_go_on_until_the_end() -> None:
    [ended] = violations(count("3" * 61), ENDED)
    assert (ended.counted_s, ended.at - ended.started_at) == (30.0, timedelta(seconds=30))
