"""The forms of a case are the steps that the workflow offers, no more and no less, and every part has its field."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from api.cases.payloads import longest
from api.cases.reading import CaseView
from api.cases.schemas import KINDS, OfferOut
from api.pages.cases.timeline import Telling, timeline
from api.pages.parts.steps import FIELDS, Desk, step_forms
from api.pages.shell.say import Tongue
from cases.offers import PEOPLES, offers
from cases.states import Action, Role, State
from cases.table import ROWS
from cases.values import Case
from tests.api.build import NASTY
from tests.cases.build import SETTINGS, WALKS, in_state, lived, opened

NINGBO = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 6, 3, 2, 6, 30, tzinfo=UTC)


def shown(case: Case, role: Role, stall: str = "熟食区1号") -> str:
    offered = offers(case, "somebody", {role}, case.since, SETTINGS)
    desk = Desk(case, "somebody", Tongue.ZH, ["ab" * 32], NOW, NINGBO, stall, {"x": NASTY})
    return step_forms([OfferOut.of(one) for one in offered], desk)


def steps_in(html: str) -> set[str]:
    return set(re.findall(r'action="/api/v1/cases/[-0-9a-f]+/(\w+)"', html))


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM])
def test_forms_are_what_the_table_lets_this_role_do_here(state: State, role: Role) -> None:
    may = {row.action for row in ROWS if state in row.froms and role in row.roles}
    html = shown(in_state(state), role)
    barred = set(re.findall(r'class="step barred"', html))
    assert steps_in(html) <= may
    assert bool(may - steps_in(html)) == bool(barred)


@pytest.mark.parametrize("action", PEOPLES)
def test_every_part_of_a_step_is_asked_for(action: Action) -> None:
    row = next(row for row in ROWS if row.action is action)
    case = opened(advisory=True) if action is Action.ADVISE else in_state(row.froms[0])
    html = "".join(shown(case, role) for role in Role)
    (form,) = set(re.findall(rf'<form[^>]*/{action}".*?</form>', html))
    assert re.findall(r'name="(\w+)" data-kind', form) == [field.name for field in fields(row.needs)]


def test_every_kind_of_part_has_a_field() -> None:
    assert {*FIELDS, "files"} == {*KINDS.values(), "choice"}


def test_times_are_those_of_the_site() -> None:
    html = shown(in_state(State.CONFIRMED), Role.MANAGER)
    assert 'value="2026-06-03T10:06"' in html
    assert 'data-offset="+08:00"' in html


def test_what_people_wrote_is_only_text() -> None:
    html = shown(in_state(State.CONFIRMED), Role.MANAGER, stall=f'"{NASTY}') + shown(opened(), Role.MANAGER)
    assert NASTY not in html
    assert html.count("&lt;img") == 2


def test_a_text_is_as_long_as_the_interface_takes() -> None:
    assert (longest(Action.DISSUADE, "stall"), longest(Action.DISSUADE, "words")) == (200, 4000)


@pytest.mark.parametrize("state", State)
def test_history_tells_every_step_with_what_it_brought(state: State) -> None:
    case = opened()
    steps = lived(case, WALKS[state])
    view = CaseView(case, NOW, (), None, (), tuple(steps))
    html = timeline(view, (), (), Telling(NINGBO, opens=False, tongue=Tongue.ZH))
    assert html.count("<li") == len(steps) + 1
    assert html.count("by-box") == sum(step.role is Role.SYSTEM for step in steps) + 1  # and the camera
