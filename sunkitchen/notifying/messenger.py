"""The messenger: files what is new for each notifier and takes due messages there, as long as the box runs."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event, Thread
from types import TracebackType
from typing import Self
from uuid import UUID, uuid4

from api.context import utc_now
from api.notifiers.outside import Outside, Secret
from records import deliveries, notifiers
from records.database import Database
from records.deliveries import Delivery
from records.notifiers import NotifierEntry
from records.retention.room import Level
from records.secrets import SecretFiles
from sunkitchen.notifying.filing import file_disk, file_news
from sunkitchen.notifying.kinds import KINDS
from sunkitchen.notifying.port import Message, Notifier
from sunkitchen.notifying.words import Teller
from vision.errors import NotDelivered, StoreError, SunkitchenError

log = logging.getLogger(__name__)
EVERY_S = 5.0
PATIENCE_S = 15.0
AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Carrier:
    """Takes messages to those who are told.

    Attributes:
        disk: how the evidence's disk stands. tls: whom to believe.
    """

    database: Database
    secrets: SecretFiles
    teller: Teller
    disk: Callable[[], Level]
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False)

    def go_round(self, now: datetime, stop: Callable[[], bool] = lambda: False) -> None:
        """File what is new, and take there what is due.

        Raises:
            StoreError: the database cannot be used; nothing is lost.
        """
        self._file(now)
        self._send(now, stop)

    def test(self, entry: NotifierEntry, now: datetime) -> None:
        """Take a message there that says nothing.

        Raises:
            NotDelivered: it did not arrive.
            StoreError: the secret cannot be read.
        """
        self._notifier(entry).send(self.teller.test(uuid4(), now))

    def outside(self, now: Callable[[], datetime] = utc_now) -> Outside:
        """What the interface may do."""
        return Outside(self.secrets, lambda entry: self.test(entry, now()))

    def _file(self, now: datetime) -> None:
        with self.database.reading() as session:
            told = [entry for entry in notifiers.listed(session) if entry.active]
            newest = notifiers.newest_news(session)
        level = self.disk()
        for entry in told:
            if entry.cursor == newest and level is Level.OK:
                continue
            with self.database.writing() as session:
                deliveries.sweep(session, now)
                known = notifiers.one(session, entry.id)
                if known is not None:
                    file_news(session, known, self.teller, now)
                    file_disk(session, known, self.teller, level, now)

    def _send(self, now: datetime, stop: Callable[[], bool]) -> None:
        """The rest of a round passes by whoever could not be reached."""
        with self.database.reading() as session:
            waiting = deliveries.due(session, now, AT_ONCE)
            known = {entry.id: entry for entry in notifiers.listed(session)}
        lost: set[UUID] = set()
        for one in waiting:
            if stop():
                return
            if one.notifier not in lost and not self._took(known[one.notifier], one, now):
                lost.add(one.notifier)

    def _took(self, entry: NotifierEntry, one: Delivery, now: datetime) -> bool:
        error = self._tried(entry, Message.parse(one.body))
        with self.database.writing() as session:
            if error is None:
                deliveries.arrived(session, one.id, now)
            else:
                deliveries.failed(session, one.id, error, now)
        return error is None

    def _tried(self, entry: NotifierEntry, message: Message) -> str | None:
        try:
            self._notifier(entry).send(message)
        except (NotDelivered, StoreError) as error:
            log.warning("notifier %s: %s", entry.name, error)
            return str(error)
        return None

    def _notifier(self, entry: NotifierEntry) -> Notifier:
        secret = Secret.parse(self.secrets.get(entry.id))
        return KINDS[entry.kind](entry, secret, self.tls)


class Messenger:
    """Goes round in a thread of its own while entered, so that a slow receiver holds up no deadline."""

    def __init__(self, carrier: Carrier, every_s: float = EVERY_S) -> None:
        """Take over."""
        self.carrier, self._every_s = carrier, every_s
        self._stopping = Event()
        self._thread = Thread(target=self._work, name="messenger", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Finish the message and go; what is left waits for the next start."""
        self._stopping.set()
        self._thread.join(PATIENCE_S)

    def _work(self) -> None:
        while not self._stopping.is_set():
            self._round()
            self._stopping.wait(self._every_s)

    def _round(self) -> None:
        """Whatever happens, there is a next round."""
        try:
            self.carrier.go_round(utc_now(), self._stopping.is_set)
        except SunkitchenError as error:
            log.error("messenger: trying again in %g s: %s", self._every_s, error)
        except Exception:
            log.exception("messenger: an error in the program, trying again in %g s", self._every_s)
