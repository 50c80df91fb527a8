"""What somebody reaches, and what not: by another's id, by filters and cursors, and after a role was taken back."""

from __future__ import annotations

import httpx
import pytest
from sqlalchemy import delete

from api.access.may import sight
from records import accounts, grants, tables, violations
from records.roles import Role
from records.violation_rows import ViolationFilter
from tests.api.build import CASES, TestBox

V = "/api/v1/violations"
NAMES = {str(case.id): case.name for case in CASES}


def listed(answer: httpx.Response) -> str:
    return "".join(NAMES[item["id"]] for item in answer.json()["items"])


@pytest.mark.parametrize(
    ("role", "query", "expected"),
    [
        pytest.param(Role.OPERATOR, "", "ca", id="a stall's own"),
        pytest.param(Role.OPERATOR, "?merchant=m2", "", id="the neighbour asked for"),
        pytest.param(Role.OPERATOR, "?merchant=m1", "ca", id="oneself asked for"),
        pytest.param(Role.OPERATOR, "?zone=z2", "", id="the neighbour's zone"),
        pytest.param(Role.OPERATOR, "?camera=c1", "ca", id="the camera both share"),
        pytest.param(Role.OPERATOR, "?site=canteen", "", id="another site"),
        pytest.param(Role.MANAGER, "", "dcba", id="a market"),
        pytest.param(Role.HEAD, "?site=canteen", "", id="another site, asked for by a head"),
        pytest.param(Role.GRID_WORKER, "", "dcba", id="a street"),
        pytest.param(Role.SUPERVISOR, "", "dcba", id="a district"),
        pytest.param(Role.AUDITOR, "", "edcba", id="everything"),
    ],
)
def test_a_list_is_within_reach(site: str, shared_box: TestBox, role: Role, query: str, expected: str) -> None:
    answer = httpx.get(f"{site}{V}{query}", headers=shared_box.bearer_of(role))
    assert listed(answer) == expected


def test_anothers_cursor_leads_to_ones_own(site: str, shared_box: TestBox) -> None:
    first = httpx.get(f"{site}{V}?limit=1", headers=shared_box.bearer_of(Role.MANAGER)).json()
    answer = httpx.get(f"{site}{V}", params={"cursor": first["next"]}, headers=shared_box.bearer_of(Role.OPERATOR))
    assert listed(answer) == "ca"


def test_pages_of_a_reach_are_full(site: str, shared_box: TestBox) -> None:
    """Filtered before it is cut into pages: nobody sees gaps where another's rows were."""
    seen, cursor = "", None
    while True:
        answer = httpx.get(
            f"{site}{V}",
            params={"limit": 1} | ({"cursor": cursor} if cursor else {}),
            headers=shared_box.bearer_of(Role.OPERATOR),
        )
        assert len(answer.json()["items"]) == 1
        seen, cursor = seen + listed(answer), answer.json()["next"]
        if cursor is None:
            break
    assert seen == "ca"


def test_a_missing_and_anothers_are_told_alike(site: str, shared_box: TestBox) -> None:
    nobody = "00000000-0000-4000-8000-000000000007"
    told = []
    for name in (nobody, str(CASES[1].id)):
        answer = httpx.get(f"{site}{V}/{name}", headers=shared_box.bearer_of(Role.OPERATOR))
        told.append((answer.status_code, answer.text.replace(name, "")))
    assert told[0] == told[1]


def test_a_camera_shows_an_operator_their_zones_only(site: str, shared_box: TestBox) -> None:
    camera = httpx.get(f"{site}/api/v1/cameras/c1", headers=shared_box.bearer_of(Role.OPERATOR)).json()
    assert [zone["id"] for zone in camera["zones"]] == ["z1"]


def test_a_role_taken_back_closes_at_once(box: TestBox, door: httpx.Client) -> None:
    bearer = box.bearer_of(Role.MANAGER)
    assert listed(door.get(V, headers=bearer)) == "dcba"
    with box.database.writing() as session:
        session.execute(delete(tables.Grant).where(tables.Grant.account == "the_manager"))
    assert door.get(V, headers=bearer).status_code == 403


def test_a_locked_account_is_nobody(box: TestBox, door: httpx.Client) -> None:
    with box.database.writing() as session:
        accounts.lock(session, "the_manager", box.clock())
    assert door.get(V, headers=box.bearer_of(Role.MANAGER)).status_code == 401


def test_whoever_has_no_role_sees_nothing(box: TestBox, door: httpx.Client) -> None:
    with box.database.writing() as session:
        session.execute(delete(tables.Grant).where(tables.Grant.account == "the_head"))
    bearer = box.bearer_of(Role.HEAD)
    assert [door.get(url, headers=bearer).status_code for url in (V, "/api/v1/cameras", "/metrics")] == [403] * 3
    assert door.get("/account", headers=bearer).status_code == 200


def test_counts_are_within_reach(shared_box: TestBox) -> None:
    with shared_box.database.reading() as session:
        mine = sight(grants.held(session, "the_operator"))
        counts = violations.counts(session, ViolationFilter(sight=mine))
    assert [(line.code, line.count) for line in counts] == [("NO_HAT", 1), ("NO_MASK", 1)]
