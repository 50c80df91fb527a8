"""Reports over the interface: for whom, over what, as what, and who made a file is on record."""

from __future__ import annotations

import io
from hashlib import sha256
from typing import Any

import httpx
import openpyxl
import pypdf
import pytest

from cases.reports.catalogue import KINDS
from cases.states import Action
from records import audit
from records.audit import Line
from records.roles import Role
from records.states import Noted
from tests.api.build import CASES, NASTY, PLACES, TestBox
from tests.api.handling import hand

URL = "/api/v1/reports"
DAY = {"from": "2026-03-02", "to": "2026-03-02"}
BY_ROLE = {
    Role.OPERATOR: {"stall-daily", "stall-history"},
    Role.ADMIN: {"cameras-online", "model-quality"},
    **{key: {kind.name for kind in KINDS} for key in (Role.SUPERVISOR, Role.AUDITOR)},
    **dict.fromkeys(
        (Role.MANAGER, Role.HEAD, Role.GRID_WORKER), {kind.name for kind in KINDS} - {"red-black", "random-draw"}
    ),
}


def told(door: httpx.Client, box: TestBox, role: Role, name: str, **query: str) -> Any:
    answer = door.get(f"{URL}/{name}", headers=box.bearer_of(role), params=DAY | query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def lines(box: TestBox) -> tuple[Line, ...]:
    with box.database.reading() as session:
        return audit.lines(session)


@pytest.mark.parametrize("role", PLACES)
def test_everybody_is_told_what_they_may_see_and_sees_that(box: TestBox, door: httpx.Client, role: Role) -> None:
    listed = door.get(URL, headers=box.bearer_of(role)).json()["items"]
    assert {item["name"] for item in listed} == BY_ROLE[role]
    status = {
        kind.name: door.get(f"{URL}/{kind.name}", headers=box.bearer_of(role), params=DAY).status_code for kind in KINDS
    }
    assert {name for name, code in status.items() if code == 200} == BY_ROLE[role]
    assert {code for name, code in status.items() if name not in BY_ROLE[role]} <= {403}


def test_a_stall_gets_its_own_rows_only(box: TestBox, door: httpx.Client) -> None:
    report = told(door, box, Role.OPERATOR, "stall-daily")
    stalls, cases = report["tables"][0]["rows"], report["tables"][1]["rows"]
    assert [row[1] for row in stalls] == ["阿明卤味 1号"]
    assert [row[1] for row in cases] == ["阿明卤味 1号", "阿明卤味 1号"]
    assert NASTY not in str(report)
    whole = told(door, box, Role.MANAGER, "stall-daily")
    assert NASTY in str(whole)
    assert len(whole["tables"][1]["rows"]) == 4


@pytest.mark.parametrize(
    ("role", "scope", "status"),
    [
        pytest.param(Role.MANAGER, "site:market", 200, id="one's own site"),
        pytest.param(Role.MANAGER, "merchant:m2", 200, id="a stall of it"),
        pytest.param(Role.SUPERVISOR, "street:海曙区/月湖街道", 200, id="a street of the district"),
        pytest.param(Role.MANAGER, "site:canteen", 404, id="another site"),
        pytest.param(Role.MANAGER, "district:海曙区", 404, id="more than one's own"),
        pytest.param(Role.OPERATOR, "merchant:m2", 404, id="the neighbour"),
        pytest.param(Role.OPERATOR, "site:market", 404, id="the whole market"),
        pytest.param(Role.AUDITOR, "site:nowhere", 404, id="no such place"),
        pytest.param(Role.MANAGER, "market", 422, id="no scope"),
    ],
)
def test_over_what(box: TestBox, door: httpx.Client, role: Role, scope: str, status: int) -> None:
    answer = door.get(f"{URL}/stall-daily", headers=box.bearer_of(role), params=DAY | {"scope": scope})
    assert answer.status_code == status


def test_a_narrower_scope_tells_less(box: TestBox, door: httpx.Client) -> None:
    report = told(door, box, Role.MANAGER, "stall-daily", scope="merchant:m2")
    assert [row[1] for row in report["tables"][0]["rows"]] == [f"{NASTY} 2号"]
    head = {field["name"]["en"]: field["value"] for field in report["head"]}
    assert head["scope"] == f"摊位 {NASTY} (merchant:m2)"


@pytest.mark.parametrize(
    "query",
    [
        pytest.param({"from": "2026-03-02"}, id="half a period"),
        pytest.param({"from": "2026-03-02", "to": "2026-03-01"}, id="the wrong way round"),
        pytest.param({"from": "2020-03-02", "to": "2026-03-01"}, id="years"),
        pytest.param({"from": "1772409600", "to": "1772409600"}, id="a number is no day"),
        pytest.param({"from": "9999-12-31", "to": "9999-12-31"}, id="the end of days"),
        pytest.param({"format": "doc"}, id="no such form"),
        pytest.param({"what": "x"}, id="an unknown word"),
    ],
)
def test_what_cannot_be_obeyed(box: TestBox, door: httpx.Client, query: dict[str, str]) -> None:
    answer = door.get(f"{URL}/stall-daily", headers=box.bearer_of(Role.MANAGER), params=query)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


FORMS = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats", "pdf": "application/pdf"}


@pytest.mark.parametrize("form", FORMS)
def test_a_file_is_made_and_that_is_noted(box: TestBox, door: httpx.Client, form: str) -> None:
    answer = door.get(f"{URL}/market-monthly", headers=box.bearer_of(Role.HEAD), params=DAY | {"format": form})
    assert answer.headers["content-type"].startswith(FORMS[form])
    assert answer.headers["content-disposition"].endswith(f'"market-monthly_2026-03-02_2026-03-02.{form}"')
    assert answer.headers["cache-control"] == "no-store"
    newest, before = lines(box)[:2]
    digest = sha256(answer.content).hexdigest()
    assert (newest.who, newest.action) == ("the_head", Noted.REPORTED)
    assert newest.subject == f"market-monthly 2026-03-02/2026-03-02 site:market {form} sha256:{digest}"
    assert (before.action, before.subject) == (Noted.READ, f"{URL}/market-monthly")


def test_files_of_a_nasty_name_only_show_it(box: TestBox, door: httpx.Client) -> None:
    pdf, xlsx = (
        door.get(f"{URL}/stall-daily", headers=box.bearer_of(Role.MANAGER), params=DAY | {"format": form}).content
        for form in ("pdf", "xlsx")
    )
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    assert "onerror=alert(1)" in "".join("".join(page.extract_text().split()) for page in pages)
    assert [image for page in pages for image in page.images] == []
    cells = [cell.value for row in openpyxl.load_workbook(io.BytesIO(xlsx)).worksheets[1].iter_rows() for cell in row]
    assert f"{NASTY} 2号" in cells


def test_what_cannot_be_noted_is_not_made(box: TestBox, door: httpx.Client) -> None:
    with box.database.writing() as session:
        session.connection().exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON audit WHEN NEW.action = 'reported' BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    answer = door.get(f"{URL}/weekly", headers=box.bearer_of(Role.HEAD), params=DAY | {"format": "csv"})
    assert answer.status_code >= 500


def test_a_report_follows_what_people_do(box: TestBox, door: httpx.Client) -> None:
    name = "market-monthly"
    before = told(door, box, Role.MANAGER, name)["tables"][0]["rows"][0]
    box.context.desk.run(box.clock())
    hand(box, door, Role.MANAGER).takes(CASES[0].id, Action.CONFIRM)
    after = told(door, box, Role.MANAGER, name)["tables"][0]["rows"][0]
    assert (before[1:3], after[1:3]) == ([4, 0], [4, 1])
