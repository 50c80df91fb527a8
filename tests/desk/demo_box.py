"""The demo's quarter behind its real pages, without the sample videos: `python -m tests.desk.demo_box FOLDER PORT`.

The first start on a folder loads the quarter and writes `passwords.json`; port 0 stops after that.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import uvicorn

from cases.desk import Desk
from sunkitchen.analysing import Analyst
from sunkitchen.box import Box
from sunkitchen.clerk import Clerk
from sunkitchen.config import Config, load_casebook, load_rulebook, overlaid, read_config
from sunkitchen.demo.cast import invite
from sunkitchen.demo.hours import keep_hours
from sunkitchen.demo.plots import NINGBO
from sunkitchen.demo.quarter import is_loaded, load_quarter, register
from sunkitchen.demo.run import BANNER
from sunkitchen.keeping.keeper import Keeper
from sunkitchen.networks.eyes import open_eyes
from sunkitchen.networks.sets import model_sets
from sunkitchen.notifying.messenger import Messenger
from sunkitchen.paths import CONFIGS, MODELS
from sunkitchen.registering import sync_registry
from sunkitchen.retention.caretaker import caretaker_of
from sunkitchen.serve import counted_at_once, uploads_of
from sunkitchen.store import Store, open_store
from sunkitchen.telling import Telling, build_app, carrier_of
from tests.desk.shoulders import look_over_shoulders

PASSWORDS = "passwords.json"


def main(folder: Path, port: int) -> None:
    """Load what is not there yet, then serve."""
    config = read_config(CONFIGS / "demo.yaml")
    box = config.box.model_copy(update={"data": folder, "port": port})
    config = overlaid(config.model_copy(update={"box": box}))
    with open_store(folder) as store:
        _load(store, config)
        if port:
            _serve(store, config, port)


def _load(store: Store, config: Config) -> None:
    sync_registry(store, config)
    if is_loaded(store):
        register(store, config)
        return
    at = datetime.now(UTC)
    load_quarter(store, config, load_casebook(), at.astimezone(NINGBO).date())
    with store.database.writing() as session:
        made = invite(session, at)
    (store.folder / PASSWORDS).write_text(json.dumps(made), encoding="utf-8")


def _serve(store: Store, config: Config, port: int) -> None:
    desk, caretaker = Desk(store.database, load_casebook()), caretaker_of(store, config.box)
    rulebook = load_rulebook(config.rules)
    now = datetime.now(UTC)
    look_over_shoulders(store, now)
    keep_hours(store, config, now)
    box, sets = Box(()), model_sets(config.box)
    keeper = Keeper(config, store, box, rulebook, cache(lambda: open_eyes(MODELS, asked=rulebook.asked)))
    carrier, always = carrier_of(store, rulebook, BANNER), counted_at_once(config)
    uploads = uploads_of(config)
    with Clerk(desk) as clerk, Messenger(carrier, every_s=1), Analyst(uploads):
        telling = Telling(
            store, box, rulebook, clerk, caretaker, sets, carrier, BANNER, always, config, keeper, uploads
        )
        uvicorn.run(build_app(telling), host="127.0.0.1", port=port, log_level="warning")
    box.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
