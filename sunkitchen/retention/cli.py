"""`sunkitchen retention`: what would be deleted and why, and doing it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sunkitchen.console import out, say
from sunkitchen.options import ConfigOption, JsonOption

if TYPE_CHECKING:
    from records.retention.running import Retention
    from sunkitchen.store import Store

app = typer.Typer(no_args_is_help=True, help="保存期限 How long what is kept (docs/retention.md).")

Large = Annotated[bool, typer.Option("--large", help="一次删除很多也可以 although much would go at once")]
ClockIsRight = Annotated[bool, typer.Option("--clock-is-right", help="已核对时钟 I looked at the clock, it is right")]
OlderStore = Annotated[
    bool, typer.Option("--older-database", help="数据库是恢复的备份 the database is a backup that was brought back")
]


@app.command()
def plan(config: ConfigOption, as_json: JsonOption = False) -> None:
    """将删除什么, 为什么; 不改动任何东西。 What would go and why; nothing is changed."""
    from datetime import UTC, datetime

    from sunkitchen.retention import telling

    with _opened(config) as (_, looker):
        outlook = looker.look(datetime.now(UTC))
    if as_json:
        out(json.dumps(telling.plain(outlook), ensure_ascii=False))
    else:
        out(telling.words(outlook, looker.rules))
    for doubt in outlook.doubts:
        say(f"✗ {telling.HOW_ALLOWED[doubt.about]}: {doubt.words}")


@app.command()
def run(
    config: ConfigOption,
    large: Large = False,
    clock_is_right: ClockIsRight = False,
    older_database: OlderStore = False,
    as_json: JsonOption = False,
) -> None:
    """删除到期的。 Delete what its time is over of, now; everything that goes leaves a line in the signed chain."""
    import getpass
    from datetime import UTC, datetime

    from records.retention.guard import Allowed
    from sunkitchen.retention import telling
    from vision.errors import Withheld

    allowed = Allowed(clock_is_right, large, older_database)
    with _opened(config) as (store, looker):
        done = looker.run(datetime.now(UTC), f"command line: {getpass.getuser()}", allowed)
        assert done is not None
        telling.note(store, done, allowed)
    if as_json:
        out(json.dumps(telling.plain_run(done), ensure_ascii=False))
    for words in done.words:
        say(f"! {words}")
    if telling.stood_still(done):
        raise Withheld(f"retention: nothing was deleted ({done.outcome}); look into it, then see `--help`")
    say(f"{done.files} files 个文件, {done.size_bytes / 1e6:.1f} MB, {done.rows} rows 行 deleted 已删除")


@contextmanager
def _opened(config: Path) -> Iterator[tuple[Store, Retention]]:
    from sunkitchen.config import load_config
    from sunkitchen.retention.caretaker import retention_of
    from sunkitchen.store import open_existing

    with open_existing(load_config(config).box.data) as store:
        yield store, retention_of(store)
