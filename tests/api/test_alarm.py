"""What every page says at its top while something should not wait, and to whom."""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.requests import Request

from api.access.identity import Visitor
from api.context import Context, Keeping
from api.pages.shell.frame import DISK, STANDS_STILL, alarm
from records.grants import Grant
from records.retention.room import Level
from records.retention.running import Run
from records.roles import Role
from records.states import RunOutcome
from tests.api.build import FILLED_AT, PLACES, TestBox

STAFF = {Role.MANAGER, Role.HEAD, Role.GRID_WORKER, Role.SUPERVISOR, Role.ADMIN, Role.AUDITOR}
KEEPERS = {Role.ADMIN, Role.AUDITOR}


def told(context: Context) -> dict[Role, str]:
    return {role: alarm(context, _request(role)) for role in PLACES}


def _request(role: Role) -> Request:
    visitor = Visitor(f"the_{role}", True, frozenset({Grant(role, PLACES[role])}))
    return Request({"type": "http", "visitor": visitor})


def keeping(box: TestBox, disk: Level, outcome: RunOutcome) -> Context:
    run = Run(FILLED_AT, FILLED_AT, "system", outcome, 0, 0, 0, ())
    return replace(box.context, keeping=lambda: Keeping(True, disk, 1, run))


@pytest.mark.parametrize("disk", [Level.LOW, Level.SHORT, Level.TIGHT])
def test_a_full_disk_is_told_to_whoever_sees_what_is_watched(shared_box: TestBox, disk: Level) -> None:
    said = told(keeping(shared_box, disk, RunOutcome.WAITING))
    assert {role for role, words in said.items() if words == DISK[disk]} == STAFF
    assert said[Role.OPERATOR] == ""


@pytest.mark.parametrize("outcome", [RunOutcome.WAITING, RunOutcome.REFUSED])
def test_retention_that_stands_still_is_told_to_its_keepers(shared_box: TestBox, outcome: RunOutcome) -> None:
    said = told(keeping(shared_box, Level.OK, outcome))
    assert {role for role, words in said.items() if words == STANDS_STILL} == KEEPERS


def test_a_box_that_is_well_says_nothing(shared_box: TestBox) -> None:
    assert set(told(keeping(shared_box, Level.OK, RunOutcome.DONE)).values()) == {""}
