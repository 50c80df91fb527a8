"""A case is rebuilt from its steps; steps that do not follow from each other are told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from uuid import uuid4

import pytest

from cases.machine import advance, apply, replay
from cases.states import Action, Role, State
from cases.values import Lead, Transition, open_case
from cases.writing import payload_from, payload_text
from tests.cases.build import GIVEN_UP, MARKET, PHOTO, SETTINGS, T0, WALKS, deed, in_state, lived, opened, what
from tests.records.build import violation
from vision.errors import BrokenHistory
from vision.facts import TimeQuality


@pytest.mark.parametrize("state", State)
def test_a_case_is_its_steps(state: State) -> None:
    steps = lived(opened(), WALKS[state])
    assert replay(opened(), steps) == in_state(state)
    assert [step.version for step in steps] == list(range(1, len(steps) + 1))


Spoil = Callable[[list[Transition]], list[Transition]]
SPOILT: list[tuple[str, Spoil]] = [
    ("one is missing", lambda steps: [*steps[:1], *steps[2:]]),
    ("the first is missing", lambda steps: steps[1:]),
    ("one twice", lambda steps: [*steps[:2], *steps[1:]]),
    ("in another order", lambda steps: [steps[1], steps[0], *steps[2:]]),
    ("of another case", lambda steps: [replace(steps[0], case=uuid4()), *steps[1:]]),
    ("leads elsewhere", lambda steps: [replace(steps[0], became=State.CLOSED), *steps[1:]]),
    ("begins elsewhere", lambda steps: [replace(steps[0], was=State.CLOSED), *steps[1:]]),
    ("another action", lambda steps: [replace(steps[0], action=Action.DISMISS), *steps[1:]]),
    ("an action that leads nowhere", lambda steps: [replace(steps[0], action=Action.ACCEPT), *steps[1:]]),
]


@pytest.mark.parametrize("spoil", [pytest.param(spoil, id=name) for name, spoil in SPOILT])
def test_steps_that_do_not_follow_are_told(spoil: Spoil) -> None:
    with pytest.raises(BrokenHistory, match="compare the database with its backup"):
        replay(opened(), spoil(lived(opened(), GIVEN_UP)))


def test_of_two_who_looked_at_the_same_version_one_step_follows() -> None:
    case = in_state(State.CONFIRMED)
    one = apply(case, deed(case, Action.NOTIFY, Role.MANAGER), SETTINGS)
    other = apply(case, deed(case, Action.DISSUADE, Role.HEAD), SETTINGS)
    assert one.version == other.version
    with pytest.raises(BrokenHistory):
        advance(advance(case, one), other)


def test_a_step_keeps_what_was_seen_and_from_where() -> None:
    case = opened()
    looked = replace(deed(case, Action.CONFIRM, Role.HEAD), evidence_seen=(PHOTO,), client="10.0.0.7")
    step = apply(case, looked, SETTINGS)
    assert (step.actor, step.role, step.at) == ("head-1", Role.HEAD, T0)
    assert (step.evidence_seen, step.client) == ((PHOTO,), "10.0.0.7")


def test_a_step_never_changes() -> None:
    [step] = lived(opened(), WALKS[State.CONFIRMED])
    with pytest.raises(FrozenInstanceError):
        step.actor = "somebody else"  # type: ignore[misc]


@pytest.mark.parametrize("action", Action)
def test_what_a_step_brought_is_written_and_read_back(action: Action) -> None:
    text = payload_text(action, what(action))
    assert payload_from(action, text) == what(action)
    assert payload_text(action, payload_from(action, text)) == text


@pytest.mark.parametrize(
    ("action", "text"),
    [
        pytest.param(Action.DISMISS, '{"reason": "because"}', id="an unknown reason"),
        pytest.param(Action.SUBMIT, "{}", id="nothing there"),
        pytest.param(Action.ORDER, "no json", id="no JSON"),
    ],
)
def test_a_damaged_payload_is_told(action: Action, text: str) -> None:
    with pytest.raises(BrokenHistory, match=f"payload of {action}"):
        payload_from(action, text)


@pytest.mark.parametrize("advisory", [False, True])
def test_a_case_is_about_its_violation(advisory: bool) -> None:
    told = replace(violation(advisory=advisory), looks=())
    about = Lead.of(told, TimeQuality.DEGRADED)
    assert (about.id, about.code, about.zone, about.advisory) == (told.id, told.code, told.zone, advisory)
    assert (about.captures, about.started_at) == ((told.opened_at,), told.started_at)
    case = open_case(about, MARKET, told.merchant)
    assert (case.id, case.state, case.since, case.version) == (told.id, State.PENDING_REVIEW, told.opened_at, 0)
