"""Photos of cases: told by content, kept by their hash, opened within the same scope."""

from __future__ import annotations

from hashlib import sha256
from http.client import HTTPConnection

import httpx
import numpy as np
import pytest

from cases.states import Action, State
from records import audit
from records.roles import Role
from records.states import Noted
from tests.api.build import CASES, NASTY, TestBox, jpeg, minutes
from tests.api.handling import Hand, Json, hand
from tests.api.test_cases import ORDER, SPOKEN, escalated, refused
from vision.pixels import decode_jpeg, encode_jpeg

STALL, NEIGHBOUR, _, NOBODYS, _ = (case.id for case in CASES)
PAPER = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
REASON = {"reason": "复查现场照片"}
MIB = 1024 * 1024


@pytest.fixture
def manager(box: TestBox, door: httpx.Client) -> Hand:
    box.clock.at = minutes(5)
    return hand(box, door, Role.MANAGER)


@pytest.fixture
def operator(box: TestBox, door: httpx.Client) -> Hand:
    box.clock.at = minutes(5)
    return hand(box, door, Role.OPERATOR)


def told(manager: Hand) -> None:
    manager.takes(STALL, Action.CONFIRM)
    manager.takes(STALL, Action.DISSUADE, **SPOKEN)


def test_a_life_from_review_to_closed_with_photos(box: TestBox, manager: Hand, operator: Hand) -> None:
    told(manager)
    before = operator.adds(STALL, jpeg(7), "before.jpg")
    handed_in = operator.takes(STALL, Action.SUBMIT, text="已戴好帽子", photos=[before["sha256"]])
    assert handed_in["state"] == State.RECTIFIED
    walker = hand(box, manager.door, Role.GRID_WORKER)
    assert refused(walker.tries(STALL, Action.PASS_RECHECK, text="现场合格")) == (409, "barred")
    found = walker.adds(STALL, jpeg(8), "现场.jpg")
    closed = walker.takes(STALL, Action.PASS_RECHECK, text="现场合格", photos=[found["sha256"]])
    assert (closed["state"], closed["is_open"], closed["deadlines"]) == (State.CLOSED, False, [])
    assert [step["action"] for step in closed["timeline"]] == ["confirm", "dissuade", "submit", "pass_recheck"]
    assert [(one["name"], one["by"]) for one in closed["attachments"]] == [
        ("before.jpg", "the_operator"),
        ("现场.jpg", "the_grid_worker"),
    ]


def test_a_life_to_the_referral(box: TestBox, manager: Hand) -> None:
    told(manager)
    escalated(box)
    supervisor = hand(box, manager.door, Role.SUPERVISOR)
    supervisor.takes(STALL, Action.ACCEPT)
    supervisor.takes(STALL, Action.ORDER, **ORDER)
    paper = supervisor.adds(STALL, jpeg(9), "复查记录.jpg")
    referral = {"ground": "refusal", "text": "拒不改正", "documents": [paper["sha256"]], "second_officer": "sup_b"}
    ended = supervisor.takes(STALL, Action.REFER, **referral)
    assert (ended["state"], ended["legal_hold"]) == (State.CASE_REFERRED, True)
    assert ended["referral"]["documents"] == [paper["sha256"]]


def opens(hand: Hand, photo: Json, reason: dict[str, str] = REASON) -> httpx.Response:
    return hand.door.post(f"{photo['url']}/original", headers=hand.headers, data=reason)


def test_what_was_added_is_opened_as_its_hash_says_for_a_reason_on_record(box: TestBox, manager: Hand) -> None:
    told(manager)
    photo = manager.adds(STALL, jpeg(7), "a.jpg")
    answer = opens(manager, photo)
    assert (answer.headers["content-type"], sha256(answer.content).hexdigest()) == ("image/jpeg", photo["sha256"])
    assert answer.headers["cache-control"] == "no-store"
    with box.database.reading() as session:
        line = next(one for one in audit.lines(session) if one.action is Noted.OPENED_ORIGINAL)
    assert (line.who, line.reason, line.subject) == ("the_manager", REASON["reason"], f"{STALL}/{photo['sha256']}")
    assert (box.context.evidence.root / "attachments" / str(STALL) / f"{photo['sha256']}.jpg").is_file()


@pytest.mark.parametrize("reason", [{}, {"reason": "  "}, {"reason": "x"}])
def test_without_a_reason_it_stays_shut(manager: Hand, reason: dict[str, str]) -> None:
    told(manager)
    assert opens(manager, manager.adds(STALL, jpeg(7), "a.jpg"), reason).status_code == 422


def test_without_a_reason_one_sees_that_there_is_a_photo_and_no_more(manager: Hand) -> None:
    told(manager)
    noise = np.random.default_rng(1).integers(0, 255, (90, 160, 3), np.uint8)
    photo = manager.adds(STALL, encode_jpeg(noise), "noise.jpg")
    answer = manager.door.get(photo["url"], headers=manager.headers)
    seen = decode_jpeg(answer.content)
    assert (seen.shape, photo["width"], photo["height"]) == ((90, 160, 3), 160, 90)
    cells = seen[:88].reshape(4, 22, 4, 40, 3)
    assert float(cells[:, 4:-4, :, 4:-4].std(axis=(1, 3)).max()) < 6
    again = manager.door.get(photo["url"], headers={**manager.headers, "if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


def test_the_same_again_is_the_same(manager: Hand, operator: Hand) -> None:
    told(manager)
    assert manager.adds(STALL, jpeg(7), "a.jpg") == operator.adds(STALL, jpeg(7), "b.jpg")
    assert len(manager.sees(STALL)["attachments"]) == 1


@pytest.mark.parametrize(
    ("data", "name", "status"),
    [
        pytest.param(b"", "a.jpg", 422, id="nothing"),
        pytest.param(b"<html><script>alert(1)</script>", "a.jpg", 422, id="html-called-jpg"),
        pytest.param(b"MZ" + b"\0" * 100, "a.pdf", 422, id="program-called-pdf"),
        pytest.param(b"<svg/>", "a.svg", 422, id="svg"),
        pytest.param(PAPER, "a.jpg", 422, id="paper"),
        pytest.param(b"RIFF\0\0\0\0WEBPVP8X", "a.webp", 422, id="webp"),
        pytest.param(PAPER + b"\0" * (10 * MIB), "a.pdf", 413, id="over-10-mib"),
        pytest.param(PAPER + b"\0" * (40 * MIB), "a.pdf", 413, id="far-over"),
    ],
)
def test_what_it_is_decides_not_what_it_is_called(manager: Hand, data: bytes, name: str, status: int) -> None:
    told(manager)
    answer = manager.sends(STALL, data, name)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert manager.sees(STALL)["attachments"] == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("../../etc/passwd", "passwd", id="up"),
        pytest.param("..\\..\\boot.ini", "boot.ini", id="up-with-backslashes"),
        pytest.param("/etc/shadow", "shadow", id="absolute"),
        pytest.param("..", "..", id="just-up"),
        pytest.param(NASTY.replace("/", ""), NASTY, id="html"),
        pytest.param("x" * 300 + ".jpg", "x" * 120, id="long"),
    ],
)
def test_a_name_is_shown_and_never_a_path(box: TestBox, manager: Hand, name: str, shown: str) -> None:
    told(manager)
    before = {path for path in box.context.evidence.root.rglob("*") if path.is_file()}
    photo = manager.adds(STALL, jpeg(7), name)
    after = {path for path in box.context.evidence.root.rglob("*") if path.is_file()}
    assert photo["name"] == shown
    assert after - before == {box.context.evidence.root / "attachments" / str(STALL) / f"{photo['sha256']}.jpg"}


@pytest.mark.parametrize(
    "digest",
    [
        pytest.param("0" * 63, id="short"),
        pytest.param("A" * 64, id="capitals"),
        pytest.param("0" * 64 + ".jpg", id="ending"),
        pytest.param("0" * 64 + "%00", id="nul"),
        pytest.param("..", id="up"),
        pytest.param("../../../../../box.db", id="up-to-the-database"),
        pytest.param("..%2f..%2f..%2fbox.db", id="up-with-hidden-slashes"),
        pytest.param("%2e%2e%2f%2e%2e%2fbox.db", id="up-with-hidden-dots"),
        pytest.param("..%5c..%5cbox.db", id="up-with-backslashes"),
    ],
)
def test_a_path_is_no_hash(manager: Hand, digest: str) -> None:
    """As it stands on the wire: a client of comfort would tidy the dots away before anybody could refuse them."""
    told(manager)
    manager.adds(STALL, jpeg(7), "a.jpg")
    door = HTTPConnection(manager.door.base_url.host, manager.door.base_url.port or 80)
    door.request("GET", f"/api/v1/cases/{STALL}/attachments/{digest}", headers=dict(manager.headers))
    answer = door.getresponse()
    body = answer.read()
    door.close()
    assert (answer.status in (404, 422), answer.headers["content-type"]) == (True, "application/problem+json")
    assert b"SQLite" not in body


def test_anothers_file_is_not_there(manager: Hand, operator: Hand) -> None:
    manager.takes(NEIGHBOUR, Action.CONFIRM)
    photo = manager.adds(NEIGHBOUR, jpeg(7), "a.jpg")
    told(manager)
    stolen = photo["url"].replace(str(NEIGHBOUR), str(STALL))
    answers = [operator.door.get(url, headers=operator.headers).status_code for url in (photo["url"], stolen)]
    assert answers == [404, 404]
    assert opens(manager, photo | {"url": stolen}).status_code == 404
    assert operator.sends(NEIGHBOUR, jpeg(7), "a.jpg").status_code == 404
    assert refused(operator.tries(STALL, Action.SUBMIT, text="好", photos=[photo["sha256"]])) == (422, "incomplete")


def test_who_can_take_no_step_adds_nothing(operator: Hand) -> None:
    assert operator.sends(STALL, jpeg(7), "a.jpg").status_code == 409


def test_there_is_an_end_to_it(box: TestBox, manager: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.cases.attachments.MOST_FILES", 2)
    told(manager)
    answers = [manager.sends(STALL, jpeg(shade), "a.jpg").status_code for shade in (7, 90, 200)]
    assert answers == [201, 201, 409]


def test_the_auditor_sees_that_it_is_there_and_opens_and_adds_nothing(box: TestBox, manager: Hand) -> None:
    told(manager)
    photo = manager.adds(STALL, jpeg(7), "a.jpg")
    auditor = hand(box, manager.door, Role.AUDITOR)
    assert auditor.door.get(photo["url"], headers=auditor.headers).status_code == 200
    assert opens(auditor, photo).status_code == 403
    assert auditor.sends(STALL, jpeg(9), "a.jpg").status_code == 403
    assert auditor.sees(STALL)["offers"] == []


def test_who_brought_it_opens_no_original_either(manager: Hand, operator: Hand) -> None:
    told(manager)
    assert opens(operator, operator.adds(STALL, jpeg(7), "a.jpg")).status_code == 403


@pytest.mark.parametrize("damage", [pytest.param(None, id="gone"), pytest.param(b"no picture", id="overwritten")])
def test_a_file_that_is_gone_or_damaged_is_said_to_be(box: TestBox, manager: Hand, damage: bytes | None) -> None:
    told(manager)
    photo = manager.adds(STALL, jpeg(7), "a.jpg")
    kept = box.context.evidence.root / "attachments" / str(STALL) / f"{photo['sha256']}.jpg"
    kept.unlink() if damage is None else kept.write_bytes(damage)
    assert manager.door.get(photo["url"], headers=manager.headers).status_code == 410
