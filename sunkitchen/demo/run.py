"""The demo: a box on the four sample videos with made-up merchants, and a made-up quarter behind them."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from sunkitchen.config import Config, load_casebook, overlaid, read_config
from sunkitchen.console import progress, say
from sunkitchen.demo.cast import invite
from sunkitchen.demo.hours import keep_hours
from sunkitchen.demo.last_seen import show_last_seen
from sunkitchen.demo.plots import NINGBO
from sunkitchen.demo.quarter import is_loaded, load_quarter, register
from sunkitchen.paths import CONFIGS
from sunkitchen.serve import serve
from sunkitchen.store import Store

BANNER = "演示数据 Demo data"
TEN = time(10, 0)


def run_demo(data: Path, port: int, *, history: bool = True) -> None:
    """Watch the sample videos once, as fast as it goes, and show what came of it until interrupted.

    Args:
        history: load the quarter and its accounts, at the first start.

    Raises:
        SunkitchenError: the demo cannot start.
    """
    config = read_config(CONFIGS / "demo.yaml")
    if history:
        config = filmed_at(config, datetime.now(UTC))
    box = config.box.model_copy(update={"data": data.resolve(), "port": port})
    say("演示: 四段渲染样片, 商户与人员均为虚构。 Demo: four rendered clips; merchants and people are made up.")
    ready = (lambda store: prepare(store, config, datetime.now(UTC))) if history else None
    serve(overlaid(config.model_copy(update={"box": box})), ready, BANNER)


def filmed_at(config: Config, now: datetime) -> Config:
    """The demo as if its clips had been filmed at the last ten o'clock: what they show is the newest there is."""
    ten = datetime.combine(now.astimezone(NINGBO).date(), TEN, NINGBO)
    start = ten if ten < now - timedelta(minutes=1) else ten - timedelta(days=1)
    sites = tuple(
        site.model_copy(
            update={
                "cameras": tuple(
                    camera.model_copy(update={"source": camera.source.model_copy(update={"start": start})})
                    for camera in site.cameras
                )
            }
        )
        for site in config.sites
    )
    return config.model_copy(update={"sites": sites})


def prepare(store: Store, config: Config, at: datetime) -> None:
    """The quarter before a day and the people who acted in it: loaded and told once; afterwards only known again.

    Raises:
        StoreError, DiskFull: it cannot be kept.
    """
    if is_loaded(store):
        register(store, config)
    else:
        with progress("演示数据 a made-up quarter", 1) as step:
            load_quarter(store, config, load_casebook(), at.astimezone(NINGBO).date(), step)
    keep_hours(store, config, at)
    show_last_seen(store, config, at)
    with store.database.writing() as session:
        made = invite(session, at)
    if made:
        say("演示账号 accounts of the demo, shown this once (docs/roles.md):")
        for login, password in made.items():
            say(f"  {login:<12}{password}")
