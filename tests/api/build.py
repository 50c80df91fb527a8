"""A small box with real rows and real files, and a real server before it."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from time import sleep
from typing import NamedTuple
from uuid import UUID, uuid5

import cv2
import numpy as np
import uvicorn
from fastapi import FastAPI
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.access.identity import COOKIE, SESSION_LASTS
from api.context import Context, Label, Names, Press
from cases.desk import Desk
from cases.settings import CaseSettings
from records import accounts, certificates, grants, registry, tables, tokens
from records.certificates import Certificate, Reading
from records.chain.keyring import open_key
from records.clips import clip_id
from records.database import Database, open_database
from records.evidence import EvidenceFolder
from records.grants import OF_THE_FIRST, Grant
from records.live import LiveFolder, LivePicture
from records.provenance import Recorder
from records.registry import CameraEntry, MerchantEntry, SiteEntry
from records.retention.rules import Rules
from records.retention.running import Retention
from records.roles import Level, Role
from records.scopes import Scope
from records.sink import DatabaseSink
from records.uploads import Uploads
from sunkitchen.config import load_casebook, load_retention, load_rulebook
from sunkitchen.printing.paper_file import paper_pdf
from sunkitchen.printing.printer import written
from sunkitchen.rendering import DARKROOM
from sunkitchen.reports.making import book_of
from tests.records.build import PICTURES, attach, clip
from vision.camera_facts import CameraHealth, CameraState, Coverage
from vision.clip import HeadsAt
from vision.facts import (
    Answer,
    Box,
    EvidenceRole,
    Judgement,
    Look,
    Phase,
    Point,
    Reason,
    Sample,
    Severity,
    ShownHead,
    Snapshot,
    Suppressed,
    TimeSource,
    Track,
    Violation,
    WhyNot,
    Zone,
    ZoneKind,
)
from vision.filming import encode
from vision.frames import Image
from vision.pixels import decode_jpeg, encode_jpeg

SETTINGS: CaseSettings = load_casebook()
PATIENCE_S = 60.0
"""How long a client waits for an answer: the machine may be busy with other things."""
RULES: Rules = load_retention()
T0 = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # 10:00 in Ningbo
SEED = UUID("00000000-0000-4000-8000-0000000000a1")
SQUARE = (Point(0.1, 0.1), Point(0.9, 0.1), Point(0.9, 0.9))
NASTY = "<img src=x onerror=alert(1)>"
NAMES = Names(
    codes={"NO_HAT": Label("未戴工作帽", "no hat"), "NO_MASK": Label("未戴口罩", "no mask")},
    zones={ZoneKind.DELI_COUNTER: Label("熟食柜台", "deli counter")},
    attributes={"NO_HAT": "hat", "NO_MASK": "mask"},
    opens={"NO_HAT": 8.0, "NO_MASK": 8.0},
)
MARKET = SiteEntry(
    "market",
    "月湖市场",
    "farmers_market",
    "月湖街道",
    "海曙区",
    merchants=(MerchantEntry("m1", "阿明卤味", "1号"), MerchantEntry("m2", NASTY, "2号")),
    cameras=(
        CameraEntry(
            "c1",
            "熟食区",
            (
                Zone("z1", ZoneKind.DELI_COUNTER, SQUARE, "m1", ("05:30", "18:30")),
                Zone("z2", ZoneKind.DELI_COUNTER, SQUARE, "m2"),
            ),
        ),
        CameraEntry("c2", "冷食间", (Zone("z3", ZoneKind.COLD_ROOM, SQUARE),)),
    ),
)
CANTEEN = SiteEntry(
    "canteen",
    "示范食堂",
    "school_canteen",
    "南门街道",
    "鄞州区",
    cameras=(CameraEntry("k1", "备餐间", (Zone("z4", ZoneKind.SERVING_PREP, SQUARE),)),),
)
PRESS = Press(book_of(load_rulebook({}), SETTINGS), written, paper_pdf)
PLACES = {
    Role.OPERATOR: Scope(Level.MERCHANT, "m1"),
    Role.MANAGER: Scope(Level.SITE, "market"),
    Role.HEAD: Scope(Level.SITE, "market"),
    Role.GRID_WORKER: Scope(Level.STREET, "月湖街道", "海曙区"),
    Role.SUPERVISOR: Scope(Level.DISTRICT, "海曙区"),
    Role.AUDITOR: Scope(Level.ALL),
    Role.ADMIN: Scope(Level.ALL),
}
"""Over what whoever has one role holds it."""


@dataclass(frozen=True, slots=True)
class Case:
    """A violation to make: opened so many minutes after T0."""

    name: str
    minute: int
    camera: str = "c1"
    zone: str = "z1"
    merchant: str | None = "m1"
    code: str = "NO_HAT"
    severity: Severity = Severity.II
    advisory: bool = False

    @property
    def id(self) -> UUID:
        return uuid5(SEED, self.name)


CASES = (
    Case("a", 0),
    Case("b", 1, zone="z2", merchant="m2"),
    Case("c", 2, code="NO_MASK"),
    Case("d", 3, camera="c2", zone="z3", merchant=None),
    Case("e", 4, camera="k1", zone="z4", merchant=None, code="NO_MASK", severity=Severity.III, advisory=True),
)


MINUTE = timedelta(minutes=1)


def minutes(count: float) -> datetime:
    """So many minutes after T0."""
    return T0 + timedelta(minutes=count)


FILLED_AT = minutes(60)


def jpeg(shade: int) -> bytes:
    """A real picture, 64x36."""
    done, data = cv2.imencode(".jpg", np.full((36, 64, 3), shade % 256, np.uint8))
    assert done
    return data.tobytes()


def head(camera: str) -> Sample:
    """A kept head of a camera: bright, on dark."""
    picture = np.full((224, 224, 3), 40, np.uint8)
    picture[72:152, 72:152] = 220
    named = uuid5(SEED, f"head {camera}")
    return Sample(named, camera, uuid5(named, "track"), T0, 60.0, encode_jpeg(picture), 0.9)


def violation(case: Case) -> Violation:
    """With a strip of five looks, one of which cannot tell."""
    opened = minutes(case.minute)
    return Violation(
        id=case.id,
        phase=Phase.OPENED,
        code=case.code,
        severity=case.severity,
        advisory=case.advisory,
        camera=case.camera,
        zone=case.zone,
        merchant=case.merchant,
        track=uuid5(case.id, "track"),
        at=opened,
        started_at=opened - timedelta(seconds=9),
        opened_at=opened,
        ended_at=None,
        counted_s=8.5,
        assessable_s=9.0,
        unknown_s=1.0,
        score=0.91,
        repeats=0,
        looks=tuple(_look(case, opened, number) for number in range(5)),
        rule="missing_attribute 2026.1",
        model="heads 1a2b",
    )


def _look(case: Case, opened: datetime, number: int) -> Look:
    at = opened - timedelta(seconds=8 - 2 * number)
    track = Track(uuid5(case.id, "track"), "head", Box(10.0 + number, 8.0, 20.0 + number, 20.0), at, at)
    hat = Judgement("hat", Answer.NOT_WORN, 0.9)
    mask = (
        Judgement("mask", Answer.CANNOT_TELL, 0.4, Reason.TURNED_AWAY)
        if number == 2
        else Judgement("mask", Answer.WORN, 0.8)
    )
    return Look(case.camera, track, at, 100 + number, 2.0 * number, (case.zone,), (hat, mask), 20.0)


def snapshots(case: Case) -> tuple[Snapshot, ...]:
    """First, clearest and last, each with its annotated copy."""
    roles = (EvidenceRole.FIRST, EvidenceRole.CLEAREST, EvidenceRole.LAST)
    return tuple(
        Snapshot(kind, role, minutes(case.minute), 100 + 2 * n, jpeg(case.minute * 40 + n * 10 + len(kind)), 64, 36)
        for n, role in enumerate(roles)
        for kind in PICTURES
    )


@dataclass(slots=True)
class Clock:
    """A clock that goes when told."""

    at: datetime = T0

    def __call__(self) -> datetime:
        return self.at


class Key(NamedTuple):
    """What opens a box."""

    login: str
    password: str
    token: str
    tokens: Mapping[Role, str]


@dataclass(frozen=True, slots=True)
class TestBox:
    """A filled box. Not a test itself."""

    __test__ = False

    context: Context
    sink: DatabaseSink
    login: str
    password: str
    token: str
    tokens: Mapping[Role, str]
    clock: Clock = field(default_factory=Clock)

    @property
    def database(self) -> Database:
        return self.context.database

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def bearer_of(self, role: Role) -> dict[str, str]:
        """Somebody with just this role, over PLACES."""
        return {"Authorization": f"Bearer {self.tokens[role]}"}

    def session(self, login: str, name: str = "1") -> dict[str, str]:
        """The cookies of a browser that logged in, without the work that checking a password takes."""
        with self.database.writing() as session:
            at = self.clock()
            token = tokens.issue(session, login, f"browser {name}", at, at + SESSION_LASTS)
        return {COOKIE: f"{name}.{token}"}

    def add(self, case: Case) -> None:
        """One more violation."""
        self.sink.violation(violation(case), snapshots(case))

    def photo(self, case: Case, data: bytes | None = None) -> str:
        """SHA-256 of a photo of a case; brought now."""
        kept = jpeg(case.minute) if data is None else data
        height, width = decode_jpeg(kept).shape[:2]
        return attach(self.database, self.context.evidence, case.id, kept, (width, height))

    def film(self, case: Case, image: Image | None = None, heads: tuple[ShownHead, ...] = ()) -> str:
        """Id of a clip of a case, kept now: a second of one picture, on which heads are known twice."""
        shown = np.full((36, 64, 3), 90, np.uint8) if image is None else image
        video = encode([(at, shown) for at in range(0, 1000, 100)])
        assert video is not None
        height, width = shown.shape[:2]
        looks = (HeadsAt(100, heads), HeadsAt(600, heads))
        self.sink.clip(replace(clip(violation(case), video, looks), width=width, height=height))
        return str(clip_id(case.id))

    def remove(self, case: Case) -> None:
        """As if it had never been."""
        looks = select(tables.Look.id).where(tables.Look.violation == case.id)
        with self.database.writing() as session:
            session.execute(delete(tables.Judgement).where(tables.Judgement.look.in_(looks)))
            for table in (
                tables.Look,
                tables.Evidence,
                tables.RegisterCopy,
                tables.Outbox,
                tables.CaseStep,
                tables.Attachment,
            ):
                session.execute(delete(table).where(table.violation == case.id))
            session.execute(delete(tables.Violation).where(tables.Violation.id == case.id))

    def with_stopped(self, *cameras: str) -> Context:
        """The same box with dead threads."""
        return replace(self.context, stopped=lambda: cameras)


def fill_box(place: Path) -> Key:
    """Make a box with everything in it, to be copied: migrations, a password's hash and synced files take their time."""
    with open_database(place / "box.db") as database:
        database.sign_with(open_key(database, place, FILLED_AT))
        with database.writing() as session:
            registry.sync(session, [MARKET, CANTEEN])
            password = accounts.create_account(session, "admin", FILLED_AT)
            token = tokens.issue(session, "admin", "tests", FILLED_AT, FILLED_AT + timedelta(days=30))
            for grant in OF_THE_FIRST:
                grants.give(session, "admin", grant, FILLED_AT)
            for merchant in MARKET.merchants:
                certificates.note(session, staff_of(merchant.id))
            people = {role: somebody(session, f"the_{role}", Grant(role, PLACES[role])) for role in PLACES}
        sink = DatabaseSink(
            database, EvidenceFolder(place / "evidence", database.id), "live test", Recorder(TimeSource.LIVE)
        )
        for camera in ("c1", "k1"):
            sink.sample(head(camera))
        for case in CASES:
            sink.violation(violation(case), snapshots(case))
        _watching(sink)
    live = LiveFolder(place / "live")
    for camera in ("c1", "c2", "k1"):
        live.put(camera, LivePicture(FILLED_AT, jpeg(7), 64, 36))
    return Key("admin", password, token, people)


def staff_of(merchant: str) -> Reading:
    """One certificate that holds, one that soon will not, one that expired, and somebody without."""
    days = (FILLED_AT.date() + timedelta(days=left) for left in (200, 29, -1))
    held = (*(Certificate(f"{merchant}-330203{n}", day) for n, day in enumerate(days)), Certificate("", None))
    return Reading(merchant, FILLED_AT, known=True, certificates=held)


def somebody(session: Session, login: str, grant: Grant) -> str:
    """An account with a role, and the first one's password (hashing takes its time); gives a token."""
    known = session.get_one(tables.Account, "admin").password_hash
    session.add(tables.Account(login=login, password_hash=known, created=FILLED_AT))
    session.flush()
    grants.give(session, login, grant, FILLED_AT)
    return tokens.issue(session, login, "tests", FILLED_AT, FILLED_AT + timedelta(days=30))


@contextmanager
def open_box(place: Path, key: Key) -> Iterator[TestBox]:
    """The box in a folder that was filled, or copied from one."""
    clock = Clock(FILLED_AT)
    with open_database(place / "box.db") as database:
        database.sign_with(open_key(database, place, FILLED_AT))
        evidence = EvidenceFolder(place / "evidence", database.id)
        sink = DatabaseSink(database, evidence, "live test", Recorder(TimeSource.LIVE))
        desk, retention = Desk(database, SETTINGS), Retention(database, evidence, RULES)
        live = LiveFolder(place / "live")
        uploads = Uploads(place / "uploads", 1_000_000, timedelta(days=7))
        told = Context(
            database,
            evidence,
            desk,
            NAMES,
            DARKROOM,
            PRESS,
            "0.1.0",
            retention=retention,
            live=live,
            uploads=uploads,
            now=clock,
        )
        yield TestBox(told, sink, *key, clock)


def _watching(sink: DatabaseSink) -> None:
    sink.coverage(Coverage("c1", T0, 600.0, 60.0, 1200, 5, 1, 40, 80, 20))
    sink.coverage(Coverage("c1", minutes(60), 300.0, 30.0, 600))
    sink.coverage(Coverage("c2", T0, 10.0, 0.0, 20))
    sink.suppressed([Suppressed("c1", "z1", "NO_MASK", WhyNot.CANNOT_TELL, T0, 7)])
    sink.suppressed([Suppressed("c2", None, "NO_HAT", WhyNot.OUTSIDE_ZONE, minutes(61), 3)])
    sink.health(CameraHealth("c1", CameraState.CONNECTING, minutes(0)))
    sink.health(CameraHealth("c1", CameraState.WATCHING, minutes(1)))
    sink.health(CameraHealth("c2", CameraState.LOST, minutes(2), "no data for 10 s"))


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """A real server on a free port; gives its address."""
    door = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=2))
    thread = Thread(target=server.run, args=([door],), name="server")
    thread.start()
    try:
        while not server.started and thread.is_alive():
            sleep(0.01)
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        door.close()
