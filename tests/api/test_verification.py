"""Whoever sees an event may have its evidence looked at now."""

from __future__ import annotations

import httpx
import pytest

from records import violations
from records.roles import Role
from tests.api.build import CASES, TestBox

MINE, NEIGHBOURS = CASES[0], CASES[1]


def ask(door: httpx.Client, box: TestBox, role: Role, event: object) -> httpx.Response:
    return door.get(f"/api/v1/violations/{event}/verification", headers=box.bearer_of(role))


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.MANAGER, Role.AUDITOR])
def test_an_event_is_sound_until_a_file_is_changed(box: TestBox, door: httpx.Client, role: Role) -> None:
    before = ask(door, box, role, MINE.id).json()
    assert (before["sound"], before["findings"]) == (True, [])
    assert before["files"] > 0
    with box.database.reading() as session:
        detail = violations.one(session, MINE.id)
    assert detail is not None
    path = detail.evidence[0].path
    (box.context.evidence.root / path).write_bytes(b"something else")
    after = ask(door, box, role, MINE.id).json()
    assert after["sound"] is False
    assert [(one["kind"], one["path"]) for one in after["findings"]] == [("differs", path)]


def test_anothers_event_is_not_there(box: TestBox, door: httpx.Client) -> None:
    assert ask(door, box, Role.OPERATOR, NEIGHBOURS.id).status_code == 404
