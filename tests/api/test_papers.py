"""Papers over the interface: by whom, of what is on record, and the file's hash in the chain."""

from __future__ import annotations

import io
from datetime import timedelta
from hashlib import sha256

import httpx
import pypdf
import pytest

from cases.states import Action
from records import audit
from records.roles import Role
from records.states import Noted
from records.verify import verify
from tests.api.build import CASES, T0, TestBox, minutes
from tests.api.handling import hand

CASE = CASES[0].id
URL = f"/api/v1/cases/{CASE}/papers"


@pytest.fixture
def spoken(box: TestBox, door: httpx.Client) -> TestBox:
    """The stall was spoken to, in time."""
    box.clock.at = minutes(5)
    manager = hand(box, door, Role.MANAGER)
    manager.takes(CASE, Action.CONFIRM)
    at = (T0 + timedelta(minutes=5)).isoformat()
    manager.takes(CASE, Action.DISSUADE, stall="1号", words="请戴好工作帽", spoken_at=at)
    return box


def posted(box: TestBox, door: httpx.Client, role: Role, paper: str, url: str = URL, **order: str) -> httpx.Response:
    return door.post(f"{url}/{paper}", headers=box.bearer_of(role), json=order or None)


def test_a_dissuasion_is_printed_and_its_hash_is_in_the_chain(spoken: TestBox, door: httpx.Client) -> None:
    answer = posted(spoken, door, Role.MANAGER, "dissuasion", number="月市劝〔2026〕1号")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["cache-control"] == "no-store"
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    assert [word for word in ("劝阻记录", "请戴好工作帽", "the_manager", "阿明卤味") if word not in text] == []
    listed = door.get(URL, headers=spoken.bearer_of(Role.AUDITOR)).json()
    (done,) = listed["printed"]
    assert (done["paper"], done["number"], done["by"]) == ("dissuasion", "月市劝〔2026〕1号", "the_manager")
    assert done["sha256"] == sha256(answer.content).hexdigest()
    report = verify(spoken.database, spoken.context.evidence)
    assert report.findings == ()


def test_which_papers_there_are_and_what_the_others_lack(spoken: TestBox, door: httpx.Client) -> None:
    items = door.get(URL, headers=spoken.bearer_of(Role.OPERATOR)).json()["items"]
    lacking = {item["name"]: item["lacking"] and item["lacking"]["zh"] for item in items}
    assert lacking == {
        "notice": None,
        "dissuasion": None,
        "recheck": "尚未复查",
        "referral": "案件未到三级, 也未移送",
        "appeal": "没有处理过的申诉",
    }


def test_what_is_not_on_record_is_refused_and_leaves_nothing(spoken: TestBox, door: httpx.Client) -> None:
    answer = posted(spoken, door, Role.HEAD, "recheck")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:sunkitchen:refused:nothing-to-print")
    assert "尚未复查" in answer.json()["zh"]
    assert door.get(URL, headers=spoken.bearer_of(Role.HEAD)).json()["printed"] == []


@pytest.mark.parametrize(
    ("role", "case", "status"),
    [
        pytest.param(Role.SUPERVISOR, 0, 200, id="the supervisor"),
        pytest.param(Role.OPERATOR, 0, 403, id="the stall itself does not"),
        pytest.param(Role.GRID_WORKER, 0, 403, id="nor the grid worker"),
        pytest.param(Role.AUDITOR, 0, 403, id="nor the auditor"),
        pytest.param(Role.ADMIN, 0, 403, id="nor who keeps the box"),
        pytest.param(Role.MANAGER, 4, 404, id="nor the manager of another site"),
    ],
)
def test_who_prints(spoken: TestBox, door: httpx.Client, role: Role, case: int, status: int) -> None:
    url = f"/api/v1/cases/{CASES[case].id}/papers"
    assert posted(spoken, door, role, "notice", url).status_code == status


@pytest.mark.parametrize("number", ["", "x" * 61, "a\nb", " "])
def test_a_number_is_one_line(spoken: TestBox, door: httpx.Client, number: str) -> None:
    assert posted(spoken, door, Role.HEAD, "notice", number=number).status_code == 422


def test_printing_leaves_a_line(spoken: TestBox, door: httpx.Client) -> None:
    posted(spoken, door, Role.HEAD, "notice")
    with spoken.database.reading() as session:
        line = audit.lines(session)[0]
    assert (line.who, line.action, line.subject) == ("the_head", Noted.WROTE, f"{URL}/notice")


def test_no_paper_of_a_stalls_neighbour_is_listed(spoken: TestBox, door: httpx.Client) -> None:
    url = f"/api/v1/cases/{CASES[1].id}/papers"
    assert door.get(url, headers=spoken.bearer_of(Role.OPERATOR)).status_code == 404
