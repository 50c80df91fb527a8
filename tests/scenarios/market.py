"""The demo site of configs/demo.yaml in a store of its own, with its rules, its desk, its interface and its people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import httpx

from api.app import create_api
from api.context import Context, Press
from cases.desk import Desk
from cases.payloads import Payload
from cases.states import Action
from cases.values import Case, Deed
from records import attachments, grants, tables, tokens
from records.attachments import Attachment, attachment_path
from records.provenance import ClockReading, Recorder
from records.sink import DatabaseSink
from sunkitchen.config import Config, load_casebook, load_config, load_rulebook
from sunkitchen.demo import album
from sunkitchen.demo.cast import CAST, Person
from sunkitchen.demo.places import Spot, places_of
from sunkitchen.demo.plots import Ending, Plot
from sunkitchen.demo.scenes import FLAGS, Flag
from sunkitchen.demo.world import violation_of
from sunkitchen.paths import CONFIGS
from sunkitchen.printing.paper_file import paper_pdf
from sunkitchen.printing.printer import written
from sunkitchen.registering import sync_registry
from sunkitchen.rendering import DARKROOM
from sunkitchen.reports.making import book_of
from sunkitchen.store import Store, open_store
from sunkitchen.telling import names
from tests.api.build import Clock, serving
from vision.facts import TimeQuality, TimeSource

T0 = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)  # Wednesday, 10:00 in Ningbo
MINUTE = timedelta(minutes=1)
SPACE = UUID("7f4f9f63-6a43-4f59-8d5a-3c0f6b7c1d20")
DEMO: Config = load_config(CONFIGS / "demo.yaml")
SPOTS = {spot.zone: spot for spot in places_of(DEMO).spots}
GOOD = ClockReading(TimeQuality.GOOD, 0.05)
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Market:
    """The site while a scenario is played; `clock` is the interface's."""

    store: Store
    desk: Desk
    door: httpx.Client
    clock: Clock
    keys: dict[str, str] = field(default_factory=dict)

    def captured(self, zone: str, at: datetime = T0, clock: ClockReading = GOOD, number: int = 0) -> UUID:
        """The cameras tell of something in a zone, with pictures."""
        spot = SPOTS[zone]
        plot = Plot(number, spot, flag_of(spot), at, Ending.QUICK)
        violation = violation_of(plot)
        recorder = Recorder(TimeSource.LIVE, lambda: clock)
        sink = DatabaseSink(self.store.database, self.store.evidence, "live", recorder)
        sink.violation(violation, album.snapshots(plot.flag, spot, violation, 0))
        return violation.id

    def case(self, case: UUID) -> Case:
        """As it is written."""
        found = self.desk.case(case)
        assert found is not None
        return found

    def takes(self, who: Person, case: UUID, action: Action, at: datetime, payload: Payload | None = None) -> Case:
        """A step by somebody who has just looked."""
        brought = {} if payload is None else {"payload": payload}
        return self.desk.act(case, Deed(action, who.actor, at, self.case(case).version, **brought))  # type: ignore[arg-type]

    def photo(self, case: UUID, by: Person, at: datetime) -> str:
        """A photo added to a case; its hash."""
        picture = album.photo()
        kept = self.store.evidence.put(picture.jpeg, attachment_path(case, album.sha256_of(picture.jpeg)))
        new = Attachment(case, at, by.login, "photo.jpg", kept, picture.width, picture.height)
        with self.store.database.writing() as session:
            return attachments.add(session, new).file.sha256

    def asks(self, who: Person, way: str, method: str = "GET", **sent: object) -> httpx.Response:
        """A request by one of the people."""
        headers = {"Authorization": f"Bearer {self.keys[who.login]}"}
        return self.door.request(method, f"/api/v1{way}", headers=headers, **sent)  # type: ignore[arg-type]

    def posts(self, who: Person, case: UUID, action: Action, **payload: object) -> httpx.Response:
        """A step through the interface."""
        body = {"version": self.case(case).version} | ({"payload": payload} if payload else {})
        return self.asks(who, f"/cases/{case}/{action}", "POST", json=body)


def flag_of(spot: Spot) -> Flag:
    """What may rightly be told of a spot."""
    return next(flag for flag in FLAGS if flag.stage is spot.stage and flag.true)


@contextmanager
def open_market(place: Path) -> Iterator[Market]:
    """The site, with nothing told yet."""
    clock = Clock(T0)
    with open_store(place) as store:
        sync_registry(store, DEMO)
        desk = Desk(store.database, load_casebook())
        rulebook = load_rulebook(DEMO.rules)
        press = Press(book_of(rulebook, desk.settings), written, paper_pdf)
        context = Context(store.database, store.evidence, desk, names(rulebook), DARKROOM, press, "test", now=clock)
        with serving(create_api(context)) as address, httpx.Client(base_url=address) as door:
            yield Market(store, desk, door, clock, keys_of(store, CAST))


def keys_of(store: Store, people: Sequence[Person]) -> dict[str, str]:
    """Tokens of the demo's people, without the work of hashing passwords."""
    with store.database.writing() as session:
        for one in people:
            session.add(tables.Account(login=one.login, password_hash="", created=T0))
            session.flush()
            grants.give(session, one.login, one.grant, T0)
        until = T0 + timedelta(days=300)
        return {one.login: tokens.issue(session, one.login, "test", T0, until) for one in people}


def person(name: str) -> UUID:
    """Id of somebody followed."""
    return uuid5(SPACE, name)
