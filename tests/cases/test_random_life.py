"""Anybody tries anything at any time, and the workflow holds."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from cases.machine import advance, apply, replay
from cases.states import TERMINAL, Action, Role, SiteType, State
from cases.table import ROWS
from cases.timers import catch_up
from cases.values import Actor, Case, Deed, Transition, open_case
from tests.cases.build import MARKET, MINUTE, SCHOOL, SETTINGS, T0, lead, what
from vision.errors import CaseError, StaleCase
from vision.facts import Severity, TimeQuality

PEOPLE = [Actor(f"{role}-{n}", role) for role in Role if role is not Role.SYSTEM for n in (1, 2)]


def possible(state: State) -> list[tuple[Action, Role]]:
    """What people may try in a state."""
    return [(row.action, role) for row in ROWS if state in row.froms for role in row.roles if role is not Role.SYSTEM]


class Life(RuleBasedStateMachine):
    """One case among people and a clock that only goes forward between deeds."""

    @initialize(
        site=st.sampled_from([MARKET, SCHOOL]),
        quality=st.sampled_from([TimeQuality.GOOD, TimeQuality.GOOD, TimeQuality.BAD]),
        advisory=st.sampled_from([False, False, False, True]),
        severity=st.sampled_from([Severity.I, Severity.II]),
    )
    def begin(self, site: object, quality: TimeQuality, advisory: bool, severity: Severity) -> None:
        place = MARKET if site is MARKET else SCHOOL
        about = replace(lead(severity=severity), time_quality=quality, advisory=advisory)
        self.opening = open_case(about, place, "YH-D01")
        self.case, self.now = self.opening, T0
        self.steps: list[Transition] = []

    @rule(minutes=st.sampled_from([1, 4, 11, 31, 121, 1440, 10080]))
    def time_passes(self, minutes: int) -> None:
        self.now += minutes * MINUTE
        self.write(catch_up(self.case, self.now, SETTINGS))
        assert catch_up(self.case, self.now, SETTINGS) == ()

    @rule(action=st.sampled_from(Action), actor=st.sampled_from(PEOPLE))
    def somebody_tries(self, action: Action, actor: Actor) -> None:
        self.attempt(action, actor)

    @precondition(lambda self: bool(possible(self.case.state)))
    @rule(data=st.data(), n=st.sampled_from([1, 2]))
    def somebody_does_the_job(self, data: st.DataObject, n: int) -> None:
        action, role = data.draw(st.sampled_from(possible(self.case.state)))
        self.attempt(action, Actor(f"{role}-{n}", role))

    @precondition(lambda self: bool(possible(self.case.state)))
    @rule(data=st.data(), minutes=st.sampled_from([0, 10, 31, 121]))
    def somebody_does_the_job_later(self, data: st.DataObject, minutes: int) -> None:
        self.time_passes(minutes)
        if possible(self.case.state):
            self.somebody_does_the_job(data, 2)

    @rule(action=st.sampled_from(Action), actor=st.sampled_from(PEOPLE), behind=st.sampled_from([-1, 1, 2]))
    def somebody_looked_at_another_version(self, action: Action, actor: Actor, behind: int) -> None:
        deed = Deed(action, actor, self.now, self.case.version - behind, what(action, self.now))
        with pytest.raises(StaleCase):
            apply(self.case, deed, SETTINGS)

    def attempt(self, action: Action, actor: Actor) -> None:
        deed = Deed(action, actor, self.now, self.case.version, what(action, self.now))
        try:
            step = apply(self.case, deed, SETTINGS)
        except CaseError:
            return
        self.expect_lawful(self.case, step)
        self.write((step,))

    def write(self, steps: tuple[Transition, ...]) -> None:
        for step in steps:
            assert step.level >= self.case.level
            assert step.became is not State.CONFIRMED or step.role is not Role.SYSTEM
            self.case = advance(self.case, step)
            self.steps.append(step)

    def expect_lawful(self, before: Case, step: Transition) -> None:
        assert step.role not in (Role.ADMIN, Role.AUDITOR, Role.SYSTEM)
        if step.action in (Action.UPHOLD, Action.REJECT):
            assert step.actor != before.confirmer
        if step.action is Action.CONFIRM:
            assert before.lead.time_quality is not TimeQuality.BAD
            assert not before.lead.advisory
        if step.action is Action.REFER and before.site.type is SiteType.FARMERS_MARKET:
            assert any(one.action is Action.DISSUADE for one in self.steps)

    @invariant()
    def no_step_is_lost(self) -> None:
        assert [step.version for step in self.steps] == list(range(1, self.case.version + 1))
        assert replay(self.opening, self.steps) == self.case

    @invariant()
    def nothing_counts_that_nobody_confirmed(self) -> None:
        confirmed = [step for step in self.steps if step.became is State.CONFIRMED]
        assert all(step.role in (Role.MANAGER, Role.HEAD, Role.SUPERVISOR) for step in confirmed)
        assert not self.case.counts or confirmed
        assert self.case.counts is (bool(confirmed) and self.case.state not in (State.WITHDRAWN, State.DISMISSED))

    @invariant()
    def the_end_is_the_end(self) -> None:
        ends = [step.became for step in self.steps if step.was in TERMINAL and step.became is not step.was]
        assert all(state is State.APPEALED for state in ends)
        assert self.case.legal_hold is (self.case.state is State.CASE_REFERRED)
        assert (self.case.interrupted is not None) is (self.case.state is State.APPEALED)

    @invariant()
    def nothing_is_left_undone(self) -> None:
        assert catch_up(self.case, self.now, SETTINGS) == ()


Life.TestCase.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)
TestLife = Life.TestCase


def reached_by_chance(seed: int) -> set[State]:
    """The states of a life in which somebody always does something that may be possible."""
    dice, case, now = random.Random(seed), open_case(lead(), MARKET, "YH-D01"), T0
    seen = {case.state}
    for _ in range(30):
        now += dice.choice([1, 5, 31, 121]) * MINUTE
        case = replay(case, catch_up(case, now, SETTINGS))
        action, role = dice.choice(possible(case.state) or [(Action.CONFIRM, Role.ADMIN)])
        actor = Actor(f"{role}-{dice.choice([1, 2])}", role)
        with suppress(CaseError):
            case = advance(case, apply(case, Deed(action, actor, now, case.version, what(action, now)), SETTINGS))
        seen.add(case.state)
    return seen


def test_chance_reaches_every_state() -> None:
    assert set().union(*(reached_by_chance(seed) for seed in range(300))) == set(State)
