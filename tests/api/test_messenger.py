"""Lives of messages: filed once, told by role and scope, tried until they arrive, under one id after a kill."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from api.notifiers.outside import Secret
from cases.states import Action
from records import deliveries, notifiers
from records.database import Database
from records.deliveries import GIVEN_UP_AFTER, Delivery
from records.grants import Grant
from records.notifiers import New, Target, Wishes
from records.retention.room import Level as Disk
from records.roles import Level, Role
from records.scopes import Scope
from records.secrets import SecretFiles
from records.states import NotifierKind, Security, Topic
from sunkitchen.notifying.messenger import Carrier
from sunkitchen.notifying.words import Teller
from sunkitchen.paths import ROOT
from tests.api.build import NAMES, PLACES, Case, TestBox, minutes
from tests.api.handling import hand
from tests.notifying.receivers import HERE, Web, web
from vision.facts import Severity

ALL = tuple(topic for topic in Topic if topic is not Topic.TEST)
NEW = Case("new", 60)
AT = minutes(60)


@pytest.fixture
def receiver() -> Iterator[Web]:
    with web() as server:
        yield server


def carrier_at(database: Database, place: Path) -> Carrier:
    return Carrier(database, SecretFiles(place / "secrets"), Teller(NAMES, "阳光厨房"), lambda: Disk.OK)


@pytest.fixture
def carrier(box: TestBox, tmp_path: Path) -> Carrier:
    box.clock.at = AT
    return carrier_at(box.database, tmp_path)


def tell(carrier: Carrier, receiver: Web, role: Role = Role.MANAGER, scope: Scope | None = None) -> UUID:
    """Somebody who is told of everything that their role sees there."""
    target = Target(HERE, receiver.port, True, Security.NONE)
    severities = (Severity.I, Severity.II, Severity.III)
    wishes = Wishes(Grant(role, scope or PLACES[role]), ALL, severities, "https://box.example.cn")
    with carrier.database.writing() as session:
        made = notifiers.add(session, New(role, NotifierKind.WEBHOOK, target, wishes), AT)
    carrier.secrets.put(made, Secret(f"{receiver.address}/{role}", "key").written())
    return made


def messages(carrier: Carrier, notifier: UUID) -> tuple[Delivery, ...]:
    with carrier.database.reading() as session:
        return deliveries.recent(session, notifier)


def came(receiver: Web) -> list[tuple[str, str]]:
    """To whom, and of what."""
    return sorted((asked.path[1:], json.loads(asked.body)["facts"]["topic"]) for asked in receiver.asked)


def test_nobody_is_told_of_what_was_before(carrier: Carrier, receiver: Web) -> None:
    tell(carrier, receiver)
    carrier.go_round(AT)
    assert came(receiver) == []


def test_a_flag_is_told_once_to_who_sees_it(box: TestBox, carrier: Carrier, receiver: Web) -> None:
    for role in (Role.MANAGER, Role.SUPERVISOR, Role.OPERATOR):
        tell(carrier, receiver, role)
    tell(carrier, receiver, Role.HEAD, Scope(Level.SITE, "canteen"))
    box.add(NEW)
    carrier.go_round(AT)
    carrier.go_round(AT)
    assert came(receiver) == [(role, "flag") for role in ("manager", "operator", "supervisor")]
    body = json.loads(receiver.asked[0].body)
    assert body["facts"]["page"] == f"https://box.example.cn/cases/{NEW.id}"
    assert "月湖市场 · 阿明卤味" in body["subject"]
    assert body["facts"]["thumbnail"].endswith("/thumbnail")


@pytest.mark.parametrize(
    ("case", "told"),
    [
        pytest.param(Case("advice", 60, advisory=True), [], id="advice, that was not asked for"),
        pytest.param(Case("old", 60 - 60 * 25), [], id="what happened yesterday"),
        pytest.param(Case("dark", 60, merchant=None, code="CAM_OFFLINE"), ["camera"], id="a camera"),
    ],
)
def test_what_is_told(box: TestBox, carrier: Carrier, receiver: Web, case: Case, told: list[str]) -> None:
    tell(carrier, receiver)
    box.add(case)
    carrier.go_round(AT)
    assert came(receiver) == [("manager", topic) for topic in told]


def test_who_keeps_the_box_is_told_of_cameras_and_of_no_case(box: TestBox, carrier: Carrier, receiver: Web) -> None:
    tell(carrier, receiver, Role.ADMIN)
    box.add(Case("dark", 60, merchant=None, code="CAM_OFFLINE"))
    carrier.go_round(AT)
    (asked,) = receiver.asked
    assert {"case", "page", "stall"} & set(json.loads(asked.body)["facts"]) == set()


def test_a_missed_deadline_and_what_it_leads_to(
    box: TestBox, door: httpx.Client, carrier: Carrier, receiver: Web
) -> None:
    box.add(NEW)
    hand(box, door, Role.MANAGER).takes(NEW.id, Action.CONFIRM)
    for role in (Role.MANAGER, Role.SUPERVISOR):
        tell(carrier, receiver, role)
    later = AT + timedelta(hours=9)
    box.context.desk.run(later)
    carrier.go_round(later)
    told = came(receiver)
    assert ("manager", "overdue") in told or ("manager", "escalated") in told
    assert {topic for who, topic in told if who == "supervisor"} <= {"overdue", "escalated"}
    with carrier.database.reading() as session:
        assert notifiers.listed(session)[0].cursor == notifiers.newest_news(session)


def test_the_disk_is_told_once_a_day(carrier: Carrier, receiver: Web) -> None:
    tell(carrier, receiver, Role.ADMIN)
    short = replace(carrier, disk=lambda: Disk.SHORT)
    for hours in (0, 1, 24):
        short.go_round(AT + timedelta(hours=hours))
    assert came(receiver) == [("admin", "disk")] * 2


def test_what_does_not_arrive_is_tried_later_and_later_under_one_id(
    box: TestBox, carrier: Carrier, receiver: Web
) -> None:
    who = tell(carrier, receiver)
    box.add(NEW)
    receiver.statuses += [500, 302]
    for seconds in (0, 29, 31, 80, 92):
        carrier.go_round(AT + timedelta(seconds=seconds))
    assert len({asked.headers["x-sunkitchen-id"] for asked in receiver.asked}) == 1
    (one,) = messages(carrier, who)
    assert (one.attempts, one.sent_at, len(receiver.asked)) == (3, AT + timedelta(seconds=92), 3)


def test_what_never_arrives_is_given_up(box: TestBox, carrier: Carrier, receiver: Web) -> None:
    who = tell(carrier, receiver)
    box.add(NEW)
    receiver.statuses += [500] * 2
    carrier.go_round(AT)
    carrier.go_round(AT + GIVEN_UP_AFTER)
    (one,) = messages(carrier, who)
    assert (one.next_at, one.sent_at, "500" in one.error) == (None, None, True)


KILLED = """
import os, sys
from pathlib import Path
from records import deliveries
from records.database import open_database
from tests.api.test_messenger import AT, carrier_at
deliveries.arrived = lambda *_: os._exit(9)
with open_database(Path(sys.argv[1]) / "box.db") as database:
    carrier_at(database, Path(sys.argv[1])).go_round(AT)
"""


def test_a_message_sent_before_a_kill_is_sent_again_under_its_id(
    box: TestBox, carrier: Carrier, receiver: Web, tmp_path: Path
) -> None:
    who = tell(carrier, receiver)
    box.add(NEW)
    killed = subprocess.run([sys.executable, "-c", KILLED, tmp_path], cwd=ROOT, check=False, timeout=60)
    carrier.go_round(AT)
    ids = [asked.headers["x-sunkitchen-id"] for asked in receiver.asked]
    (one,) = messages(carrier, who)
    assert (killed.returncode, ids, one.sent_at) == (9, [str(one.id)] * 2, AT)


def test_the_secret_is_in_its_file_alone(carrier: Carrier, receiver: Web, tmp_path: Path) -> None:
    who = tell(carrier, receiver)
    (file,) = carrier.secrets.folder.iterdir()
    assert (file.stat().st_mode & 0o777, carrier.secrets.folder.stat().st_mode & 0o777) == (0o600, 0o700)
    assert "/manager" not in str(carrier.secrets.get(who) and repr(carrier))
    assert b"/manager" not in (tmp_path / "box.db").read_bytes() + (tmp_path / "box.db-wal").read_bytes()
