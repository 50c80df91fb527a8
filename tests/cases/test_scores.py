"""Scores: what counts, what it takes off, what is not compared, and that a withdrawal gives everything back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.machine import advance, apply, replay
from cases.scores import Handled, Score, Watched, ranking, score
from cases.states import Action, Role, State
from cases.values import open_case
from tests.cases.build import HANDED_IN, LATE, MARKET, SETTINGS, T0, TOLD, WALKS, Walk, deed, lead, lived, opened
from vision.facts import Severity

DAY = timedelta(days=1)
WELL = Watched(scheduled_s=360_000, watched_s=350_000, staffed_s=180_000)
LATER = T0 + 40 * DAY


def handled(walk: Walk, name: str = "a", **changes: object) -> Handled:
    begun = opened(name, **changes)
    steps = lived(begun, walk)
    return Handled(replay(begun, steps), tuple(steps))


def scored(*cases: Handled, watched: Watched = WELL) -> Score:
    return score("YH-D01", cases, watched, LATER, SETTINGS, T0 - DAY)


SLOWLY: Walk = [*TOLD]
ALONE = [
    pytest.param([handled([])], 100, id="nobody has looked yet"),
    pytest.param([handled([(Action.DISMISS, Role.MANAGER)])], 100, id="dismissed"),
    pytest.param([handled(WALKS[State.WITHDRAWN])], 100, id="withdrawn"),
    pytest.param([handled(SLOWLY)], 97, id="confirmed, class II"),
    pytest.param([handled(SLOWLY, severity=Severity.I)], 90, id="confirmed, class I"),
    pytest.param([handled(SLOWLY, severity=Severity.III)], 99, id="confirmed, class III"),
    pytest.param([handled(HANDED_IN)], 98.5, id="rectified at once: half"),
    pytest.param([handled(LATE)], 95, id="overdue: two more"),
    pytest.param([handled(SLOWLY), handled(SLOWLY, "b", code="NO_HAT")], 94, id="two codes are no repeat"),
]


@pytest.mark.parametrize(("cases", "points"), ALONE)
def test_what_a_case_takes_off(cases: list[Handled], points: float) -> None:
    assert scored(*cases).points == points


def at_day(number: int, name: str) -> Handled:
    begun = open_case(lead(name, at=T0 + number * DAY), MARKET, "YH-D01")
    steps = lived(begun, TOLD)
    return Handled(replay(begun, steps), tuple(steps))


@pytest.mark.parametrize(
    ("days", "off"),
    [
        pytest.param(10, 3 + 4.5, id="the same again within thirty days costs half more"),
        pytest.param(31, 3 + 3, id="a month later it is no repeat"),
    ],
)
def test_repeats_cost_more(days: int, off: float) -> None:
    assert scored(at_day(0, "a"), at_day(days, "b")).points == 100 - off


def test_earlier_cases_tell_a_repeat_but_take_nothing_off() -> None:
    told = score("YH-D01", [at_day(0, "a"), at_day(10, "b")], WELL, LATER, SETTINGS, T0 + DAY)
    assert (told.points, len(told.deductions)) == (95.5, 1)


def test_never_below_the_floor() -> None:
    assert scored(*(handled(LATE, str(n), severity=Severity.I) for n in range(30))).points == 0


@given(st.lists(st.sampled_from(sorted(WALKS)), max_size=6))
def test_withdrawing_gives_back_exactly_what_the_case_took(states: list[State]) -> None:
    others = [handled(WALKS[state], f"other {n}", code="NO_HAT") for n, state in enumerate(states)]
    heard = handled([*TOLD, (Action.APPEAL, Role.OPERATOR)])
    step = apply(heard.case, deed(heard.case, Action.UPHOLD, Role.SUPERVISOR), SETTINGS)
    withdrawn = Handled(advance(heard.case, step), (*heard.steps, step))
    assert scored(*others, withdrawn).points == scored(*others).points
    assert scored(*others, heard).points <= scored(*others).points


@pytest.mark.parametrize(
    ("watched", "ranked", "rate"),
    [
        pytest.param(Watched(3600, 3600, 3600), True, 100, id="watched all the time"),
        pytest.param(Watched(3600, 2160, 1800), True, 200, id="watched six tenths: just enough"),
        pytest.param(Watched(3600, 2159, 1800), False, 200, id="watched too little to be compared"),
        pytest.param(Watched(3600, 3600, 0), True, None, id="nobody was ever there"),
        pytest.param(Watched(0, 0, 0), False, None, id="never scheduled"),
    ],
)
def test_a_rate_is_told_with_how_far_one_looked(watched: Watched, ranked: bool, rate: float | None) -> None:
    told = scored(handled(SLOWLY), watched=watched)
    assert (told.ranked, told.per_100_h) == (ranked, rate)


def test_what_may_still_be_appealed_is_provisional() -> None:
    case = handled(SLOWLY)
    soon, late = (score("YH-D01", [case], WELL, T0 + days * DAY, SETTINGS, T0 - DAY) for days in (2, 9))
    assert (soon.provisional, late.provisional) == (True, False)
    assert soon.formula == SETTINGS.scores.version


def test_only_what_was_watched_enough_is_ranked_the_best_first() -> None:
    dark = Watched(3600, 60, 60)
    told = [
        score(name, cases, watched, LATER, SETTINGS, T0 - DAY)
        for name, cases, watched in (
            ("dark", [], dark),
            ("clean", [], WELL),
            ("one", [handled(SLOWLY)], WELL),
            ("quick", [handled(HANDED_IN)], WELL),
        )
    ]
    assert [one.merchant for one in ranking(told)] == ["clean", "quick", "one"]
