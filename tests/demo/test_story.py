"""The made-up quarter: the numbers it promises come out of the real workflow, the same for the same day and seed."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from functools import cache
from hashlib import sha256
from uuid import UUID

import pytest

from cases.payloads import Dismissal, files_of
from cases.rounds import called_for
from cases.states import Action, DismissReason, State
from cases.values import Case, Transition
from sunkitchen.config import load_casebook, load_config
from sunkitchen.demo.places import places_of
from sunkitchen.demo.plots import COUNTS, DAYS, NINGBO, Ending, Plot, plots
from sunkitchen.demo.world import Brought, Fact, Taken, Told, World
from sunkitchen.paths import CONFIGS

END = date(2026, 11, 25)
SETTINGS = load_casebook()
PLACES = places_of(load_config(CONFIGS / "demo.yaml"))


@cache
def played(end: date = END, seed: int = 7) -> tuple[tuple[Plot, ...], tuple[Fact, ...], tuple[Case, ...]]:
    story = plots(PLACES, end, seed)
    world = World(story, datetime.combine(end, time(), NINGBO), SETTINGS)
    return story, tuple(world.play()), world.cases


def steps(*actions: Action) -> list[Transition]:
    """Steps of some kinds, of the whole quarter."""
    facts = played()[1]
    return [step for one in facts if isinstance(one, Taken) for step in one.steps if step.action in actions]


@pytest.mark.parametrize(
    ("end", "seed"),
    [
        pytest.param(END, 7, id="autumn"),
        pytest.param(date(2026, 3, 1), 1, id="over the Spring Festival"),
        pytest.param(date(2027, 2, 28), 99, id="another year"),
    ],
)
def test_the_levels_are_the_citys_share(end: date, seed: int) -> None:
    story, _, cases = played(end, seed)
    confirmed = [case for case in cases if case.confirmer is not None]
    assert (len(story), len(confirmed)) == (440, 300)
    assert Counter(case.level for case in confirmed) == {1: 259, 2: 18, 3: 23}
    assert sum(case.level >= 2 for case in confirmed) == 41


def test_every_ending_is_there_as_often_as_it_says() -> None:
    assert Counter(plot.ending for plot in played()[0]) == COUNTS
    assert sum(COUNTS.values()) == 440


@pytest.mark.parametrize(
    ("action", "count"),
    [
        pytest.param(Action.APPEAL, 6, id="six appeals"),
        pytest.param(Action.UPHOLD, 2, id="two upheld"),
        pytest.param(Action.REJECT, 4, id="four rejected"),
        pytest.param(Action.REFER, 1, id="one referred"),
        pytest.param(Action.REPEAT, 5, id="captured again within ten minutes"),
        pytest.param(Action.STRIKE, 12, id="third and fourth strikes"),
        pytest.param(Action.MERGE, 6, id="merged"),
    ],
)
def test_what_happens_how_often(action: Action, count: int) -> None:
    assert len(steps(action)) == count


def told_once(ending: Ending) -> tuple[Plot, Case]:
    story, _, cases = played()
    (plot,) = [plot for plot in story if plot.ending is ending]
    return plot, next(case for case in cases if case.id == plot.id)


@pytest.mark.parametrize(
    ("ending", "code", "state", "reason"),
    [
        pytest.param(Ending.CAT, "RODENT", State.DISMISSED, DismissReason.FALSE_POSITIVE, id="the rat is a cat"),
        pytest.param(Ending.CUSTOMER, "NO_HAT", State.DISMISSED, DismissReason.CUSTOMER, id="a customer leans in"),
        pytest.param(Ending.RENEWED, "CERT_EXPIRED", State.CLOSED, None, id="a certificate has expired"),
        pytest.param(Ending.REPAIRED, "CAM_OBSTRUCTED", State.CLOSED, None, id="a lens is covered"),
        pytest.param(Ending.REFERRED, "NO_MASK", State.CASE_REFERRED, None, id="one is referred"),
    ],
)
def test_what_happens_once(ending: Ending, code: str, state: State, reason: DismissReason | None) -> None:
    plot, case = told_once(ending)
    assert (case.state, reason) == (state, next((r for r in reasons(case)), None))
    if ending is not Ending.REFERRED:
        assert plot.flag.code == code


def reasons(case: Case) -> list[DismissReason]:
    taken = [step for step in steps(Action.DISMISS) if step.case == case.id]
    return [step.payload.reason for step in taken if isinstance(step.payload, Dismissal)]


def test_nobody_confirms_what_the_picture_does_not_show() -> None:
    story, _, cases = played()
    confirmed = {case.id for case in cases if case.confirmer is not None}
    assert all(plot.flag.true for plot in story if plot.id in confirmed)


def test_it_lies_in_the_quarter_before_and_in_order() -> None:
    facts = played()[1]
    times = [recorded_at(one) for one in facts]
    first, last = (datetime.combine(END - timedelta(days=n), time(), NINGBO) for n in (DAYS, 0))
    assert times == sorted(times)
    assert first <= times[0]
    assert times[-1] < last


def recorded_at(fact: Fact) -> datetime:
    if isinstance(fact, Told):
        return fact.violation.at
    return fact.recorded_at if isinstance(fact, Taken) else fact.at


def test_every_photo_is_brought_before_it_is_named() -> None:
    brought: set[tuple[UUID, str]] = set()
    for fact in played()[1]:
        if isinstance(fact, Brought):
            brought.add((fact.case, sha256(fact.photo.jpeg).hexdigest()))
        if isinstance(fact, Taken):
            assert brought >= {(step.case, name) for step in fact.steps for name in files_of(step.payload)}
    assert len(brought) > 250


def test_afterwards_nothing_is_left_to_the_clerk() -> None:
    cases = played()[2]
    later = datetime.combine(END + timedelta(days=400), time(), NINGBO)
    assert [step for case in cases if case.is_open for step in called_for(case, cases, later, SETTINGS)] == []
    assert Counter(case.state for case in cases if case.is_open) == {
        State.PENDING_REVIEW: 6,
        State.RECTIFIED: 4,
        State.SUPERVISOR_REVIEW: 1,
        State.ORDER_ISSUED: 1,
    }


def test_the_same_day_and_seed_give_the_same_quarter() -> None:
    first, again, other = played(), played.__wrapped__(END, 7), played(END, 8)
    assert first == again
    assert first[0] != other[0]
