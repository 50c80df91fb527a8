"""Runs a box: cameras in their threads, the clerk in his, API and pages on one port, until somebody stops it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from socket import socket

import uvicorn

from cases.desk import Desk
from records import accounts, grants
from records.uploads import FOLDER as UPLOADS
from records.uploads import Uploads
from sunkitchen.analysing import Analyst
from sunkitchen.box import Box, build_box
from sunkitchen.certificates import certificate_duty
from sunkitchen.clerk import Clerk, Duty
from sunkitchen.config import Config, Rulebook, load_casebook, load_rulebook
from sunkitchen.console import say
from sunkitchen.keeping.keeper import Keeper
from sunkitchen.networks.eyes import open_eyes
from sunkitchen.networks.sets import model_sets
from sunkitchen.notifying.messenger import Messenger
from sunkitchen.retention.caretaker import caretaker_of
from sunkitchen.store import Store, open_store
from sunkitchen.telling import Telling, build_app, carrier_of

log = logging.getLogger(__name__)
FIRST_LOGIN = "admin"


def serve(config: Config, ready: Callable[[Store], None] | None = None, banner: str = "") -> None:
    """Watch and tell until interrupted.

    Args:
        ready: called once with the store, before the pages open. banner: what every page says of itself.

    Raises:
        SunkitchenError: the box cannot start.
    """
    rulebook = load_rulebook(config.rules)
    sets = model_sets(config.box)
    eyes = open_eyes(sets.folder_in_force(), config.box.workers, rulebook.asked)
    with open_store(config.box.data) as store:
        box = build_box(config, store, eyes, rulebook)
        welcome(store)
        if store.unsigned is not None:
            log.error("证据未签名 evidence is not signed: %s", store.unsigned)
        if ready is not None:
            ready(store)
        desk, caretaker = Desk(store.database, load_casebook()), caretaker_of(store, config.box)
        try:
            duties = [*duties_of(config, store, box, rulebook), Duty("retention", caretaker.attend)]
            carrier, always = carrier_of(store, rulebook, banner), counted_at_once(config)
            uploads, keeper = uploads_of(config), Keeper(config, store, box, rulebook, lambda: eyes)
            with Clerk(desk, duties=duties) as clerk, Messenger(carrier), Analyst(uploads):
                telling = Telling(
                    store, box, rulebook, clerk, caretaker, sets, carrier, banner, always, config, keeper, uploads
                )
                _tell(config, telling)
        finally:
            box.stop()


def duties_of(config: Config, store: Store, box: Box, rulebook: Rulebook) -> tuple[Duty, ...]:
    """What the clerk attends to besides deadlines."""
    certificates = certificate_duty(config, store, rulebook)
    silent = Duty("silent cameras", box.attend)
    return (silent,) if certificates is None else (silent, Duty("certificates", certificates.attend))


def uploads_of(config: Config) -> Uploads:
    """Where recordings that people bring are, how large they may be and how long they stay."""
    box = config.box
    return Uploads(box.data.resolve() / UPLOADS, box.upload_mb * 1_000_000, timedelta(days=box.upload_days))


def counted_at_once(config: Config) -> frozenset[str]:
    """Sites whose operator lets flags count from the first day."""
    return frozenset(site.id for site in config.sites if site.advisory == "never")


def welcome(store: Store) -> None:
    """At the very first start, make the first account and show its password, this once."""
    with store.database.writing() as session:
        if accounts.logins(session):
            return
        at = datetime.now(UTC)
        password = accounts.create_account(session, FIRST_LOGIN, at)
        for grant in grants.OF_THE_FIRST:
            grants.give(session, FIRST_LOGIN, grant, at)
    say(f"第一次启动 first start: 登录名 login: {FIRST_LOGIN}   密码 password: {password}")
    say("  此密码只显示这一次, 请记下。 It is shown this once: write it down.")


def _tell(config: Config, telling: Telling) -> None:
    app = build_app(telling)
    say(f"网页 pages: http://{config.box.host}:{config.box.port}/")
    wanted = uvicorn.Config(app, host=config.box.host, port=config.box.port, log_level="warning", access_log=False)
    with suppress(KeyboardInterrupt):  # somebody stopped it
        ServerFirst(wanted, telling.box.start).run()


class ServerFirst(uvicorn.Server):
    """Lets others begin once the pages are up.

    NiceGUI goes through all objects of the process while it starts. A tuple that another thread is just building must
    not be held by anybody else: CPython then fails that thread with a SystemError, and a camera would stand still.
    """

    def __init__(self, config: uvicorn.Config, begin: Callable[[], None]) -> None:
        super().__init__(config)
        self._begin = begin

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Start, then let them begin."""
        await super().startup(sockets)
        if self.started:
            self._begin()
